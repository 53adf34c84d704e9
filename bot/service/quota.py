"""How much one person may store in a day, and everybody together in one application. Knows no sentence.

What counts is what an event leaves on the disk, roughly: its text stands in the answer, in the history and in the page
log. Counts are in memory and begin anew with the program, but for what an application has already. On the writer's
thread.
"""

from __future__ import annotations

from datetime import date, datetime

from dialogs.turn.events import Event, JobDone
from storage.store import Store

OF_PERSON = 30_000_000  # bytes in a day: some hundred times what the longest form takes
OF_APPLICATION = 100_000_000
EACH = 3_000  # bytes of an event without any text: a question with its buttons is shown again on the page
COPIES = 3
_TEXTS = ("text", "was", "argument")


class Quota:
    """The counts of today."""

    def __init__(self) -> None:
        self._day = date.min
        self._persons: dict[str, int] = {}
        self._applications: dict[str, int] = {}  # of those that were written in today
        self._told: set[str] = set()  # who was told that there is no room any more

    def refuses(self, store: Store, application: str | None, event: Event, now: datetime) -> str:
        """Counts an event, or returns why it may not be taken: "day" or "application"; "" where it may.

        Who has come to the end of a day may still press buttons, to take a file along or to delete, for as much again.
        """
        if isinstance(event, JobDone):
            return ""
        if now.date() != self._day:
            self._day, self._persons, self._applications = now.date(), {}, {}
            self._told.clear()
        typed = sum(len(str(getattr(event, name, None) or "").encode("utf-8", "surrogatepass")) for name in _TEXTS)
        size = EACH + COPIES * typed
        used = self._persons.get(event.person, 0) + size
        if used > (OF_PERSON if typed else 2 * OF_PERSON):
            return "day"
        if application and typed:
            held = self._applications.get(application)
            held = (store.bytes_of(application) if held is None else held) + size
            if held > OF_APPLICATION:
                return "application"
            self._applications[application] = held
        self._persons[event.person] = used
        return ""

    def is_to_tell(self, person: str) -> bool:
        """Whether a person was not told yet, who is told now."""
        first = person not in self._told
        self._told.add(person)
        return first
