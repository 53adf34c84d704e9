"""What a person does beside the chat, in a table or at an answer that is shown there, and what comes of each cell.

One event may be too much for one turn, and is then done in portions.
"""

from __future__ import annotations

from typing import Literal

from dialogs.answers.value import Value
from dialogs.application.application import Step
from dialogs.form.model import NO_ROW
from dialogs.turn.events import Event

OVERTAKEN = "overtaken"  # what is accepted by whoever has seen that somebody else has just changed the cell


class FilledCell(Value):
    """What is typed for one step beside the chat: a long text as a whole, and no text at all where it is emptied."""

    item: str
    row: str = NO_ROW
    text: str


class SoFar(Value):
    """What the turns before came to, where one event is too much for one turn.

    Attributes:
        title: Where they are.
        cells: How many were filled in.
        rows: How many rows were added, or deleted.
        said: What else there is to say of them.
    """

    title: str = ""
    cells: int = 0
    rows: int = 0
    said: tuple[str, ...] = ()


NOTHING = SoFar()


class Portion(Value):
    """What of an event is done with one turn, where that is not all of it.

    Attributes:
        bulk: The id of the whole event, under which all of them are taken back together.
        so_far: What the turns before came to.
        ends: Whether it is the last, with which all is said.
    """

    bulk: str = ""
    so_far: SoFar = NOTHING
    ends: bool = True


WHOLE = Portion()


class Filled(Event):
    """Other answers to steps, given beside the chat.

    Attributes:
        application: The application that is shown there, which need not be the one at hand any more.
        cells: What is filled in.
        begun: A row that was begun there and is added where it never was; "" where that is the first id of this event.
        parent: The row to which one that is added belongs.
        seen: The newest change that was shown there; None where that is not known, and nothing is compared.
        accepts: The codes of the doubts that were shown there, and with which they are to stand; OVERTAKEN, in place
            of what somebody else wrote meanwhile.
        portion: Whether that is all of the event.
    """

    application: str
    cells: tuple[FilledCell, ...]
    begun: str = ""
    parent: str = NO_ROW
    seen: int | None = None
    accepts: tuple[str, ...] = ()
    portion: Portion = WHOLE

    @property
    def text(self) -> str:
        """All that was typed."""
        return "\n".join(cell.text for cell in self.cells)


class Pasted(Event):
    """Cells that were pasted into one of a table beside the chat, and spread from there.

    Attributes:
        application: The application that is shown there.
        table: The table.
        item: The column of the cell.
        rows: The rows from the cell on down, as they are shown there; what goes beyond them are new rows.
        text: What was pasted.
        seen: The newest change that was shown there.
        parent: The row to which new rows belong.
        only: From which on and before which row below the cell it is filled in, None for all.
        portion: Whether that is all of the event.
    """

    application: str
    table: str
    item: str
    rows: tuple[str, ...]
    parent: str = NO_ROW
    text: str
    seen: int
    only: tuple[int, int] | None = None
    portion: Portion = WHOLE


class Arranged(Event):
    """A row added at the end of a table (below `parent`), moved or deleted, beside the chat; so are `more` with it."""

    application: str
    table: str
    parent: str = NO_ROW
    row: str = ""  # "" for add
    more: tuple[str, ...] = ()
    what: Literal["add", "up", "down", "drop"]
    portion: Portion = WHOLE


class CellNote(Value):
    """What there is to say of a cell that was not taken beside the chat, where it was typed.

    Attributes:
        step: The cell.
        text: What was typed there.
        state: Whether it is no answer, odd, or would replace what somebody else has written meanwhile.
        says: The sentence about that.
        accepts: What is to be sent with a yes, see `Filled`; nothing where it cannot stand as it is.
        meant: What was probably meant, as it would be typed.
    """

    step: Step
    text: str
    state: Literal["fault", "doubt", "conflict"]
    says: str
    accepts: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
