"""What waits for a yes: changes that are made only then, or what was pasted, of which they are made then.

Knows nothing of what is asked, or of how they are kept.
"""

from __future__ import annotations

from typing import Protocol

from dialogs.answers.value import Value
from dialogs.application.changes import Change
from dialogs.application.repository import Repository


class Held(Value):
    """Changes that wait for a person's yes; with it they go through the gate like any others.

    Attributes:
        id: Its id, of that person's alone.
        application: The application with which it goes.
        changes: What is changed with the yes.
        seen: The newest change that was shown where they were asked for, see `Shown.seen`.
        text: What was pasted; how it is read hangs on what is answered before the yes.
    """

    id: str
    application: str
    changes: tuple[Change, ...]
    seen: int
    text: str = ""


class Holding(Repository, Protocol):
    """What a turn may read, with what waits for a yes."""

    def held(self, person: str, held: str) -> Held | None:
        """What waits for a person's yes, by its id; None where it does no longer."""
