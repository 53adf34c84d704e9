"""What one event, or several that are one bulk, changed together; and what of it can be given back.

Knows nothing of how it is kept, or of who may take it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from dialogs.answers.value import Value
from dialogs.application.application import Step

Kind = Literal[
    "answer",
    "part",  # a message of a long text
    "taken",  # the same of a text that another had begun, and that was taken over
    "sign_off",  # its step is the unit's own row
    "comment",
    "added",  # a row, as are the following three: its step is the row as a whole
    "dropped",
    "moved",
    "assigned",
]
ROWS: frozenset[Kind] = frozenset({"added", "dropped", "moved", "assigned"})
AT_ONCE = 20  # rows that are given back, or added, while everybody else waits
GIVEN_BACK_AT_A_TIME = 10  # rows of more that are given back, between which everybody else has their turn
SOON = 200  # rows up to which that is so soon done that only its end is told


class Touched(Value):
    """One thing that a change set made another. What stands at a row that was added or deleted goes with the row.

    Attributes:
        kind: What it is.
        step: Where.
        unit: Whose it is; of a row that was deleted, whose it was.
        before: What stood there: the answer, the text, the unit, what was said of a part, the state of a comment; None
            where nothing did.
        stands: Whether it still is as the set made it, so that it can be given back.
        by: Who has made it another since; of a sign-off, who alone can give it again.
        writer: Who had begun a text that was taken over.
    """

    kind: Kind
    step: Step
    unit: str
    before: str | None = None
    stands: bool = True
    by: str = ""
    writer: str = ""


class ChangeSet(Value):
    """What was changed together.

    Attributes:
        id: Later ones have higher ids.
        person: Who changed it.
        at: When it began.
        undoes: The id of the set that it takes back, None where it takes back nothing.
        undone: Whether it was taken back itself.
        lasting: What of it cannot be taken back, by the codes of `Change.lasting`.
        touched: The rest; of a set that was taken back in part, what still is as it made it.
        later: The rows that are given back after `touched`, in the order in which they can be; what stands at them is
            not in it. Empty unless there are more than AT_ONCE.
        coming: How many rows come back to each table in all.
    """

    id: int
    person: str
    at: datetime
    undoes: int | None = None
    undone: bool = False
    lasting: tuple[str, ...] = ()
    touched: tuple[Touched, ...] = ()
    later: tuple[str, ...] = ()
    coming: Mapping[str, int] = {}

    @property
    def standing(self) -> list[Touched]:
        """What can be given back."""
        return [one for one in self.touched if one.stands]

    @property
    def left(self) -> list[Touched]:
        """What stays as it is."""
        return [one for one in self.touched if not one.stands]


class UnderWay(Value):
    """A change set to which some more belongs later.

    Attributes:
        job: The id of the job that goes on with it.
        change_set: The id of the set, or of the one that it takes back.
        left: How many rows are still to be added, or given back.
        takes_back: Whether it takes back another.
    """

    job: str
    change_set: int
    left: int
    takes_back: bool
