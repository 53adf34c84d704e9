"""How much one person, and one address, may store in a day, and everybody in one application. Knows no sentence.

What counts is what an event leaves on the disk. Before it, that is known only roughly: its text, or that of a file that
was read, stands in the answer, in the history and in the page log; after it, by how much the database has grown. Counts
are in memory and begin anew with the program, but for what an application has already. On the writer's thread.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.service import kept_pictures
from dialogs.turn.beside_chat import Pasted
from dialogs.turn.events import Event, Handed, JobDone
from storage.store import Store

OF_PERSON = 30_000_000  # bytes in a day: some hundred times what the longest form takes; and as much again in files
OF_ADDRESS = 300_000_000  # bytes in a day, files included: a whole office may stand behind one address
OF_APPLICATION = 100_000_000
EACH = 3_000  # bytes of an event without any text: a question with its buttons is shown again on the page
COPIES = 3
TOLD_AGAIN = timedelta(minutes=1)
_TEXTS = ("text", "argument", "caption")


class Quota:
    """The counts of today."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the data folder, with the pictures of applications."""
        self._folder = folder
        self._origins: dict[str, str] = {}  # name -> the address from which something came last under it
        self._begin(date.min)

    def _begin(self, day: date) -> None:
        self._day = day
        self._stored: Counter[str] = Counter()  # by person, and by address
        self._handed: Counter[str] = Counter()  # in files, by the same
        self._applications: dict[str, int] = {}  # in the database, of those that were written in today
        self._pictures: dict[str, int] = {}  # of the same
        self._told: dict[tuple[str, str], datetime] = {}  # when somebody was told last that there is no room, and where

    def came_from(self, name: str, address: str) -> None:
        """Notes from which address a name is used. On any thread."""
        self._origins[name] = address

    def refuses(self, store: Store, application: str | None, event: Event, now: datetime, name: str) -> str:
        """Why an event that came under a name may not be taken: "files", "day", "address" or "application"; or "".

        Who has come to the end of a day may still press buttons, to take a file along or to delete, for as much again.
        What a job brings is only refused where it is a file that was read.
        """
        if now.date() != self._day:
            self._begin(now.date())
            self._origins = {name: self._origins[name]} if name in self._origins else {}
        if isinstance(event, JobDone) and event.content is None:
            return ""
        typed, handed = _typed(event), _handed(event)
        if handed and self._handed[event.person] + handed > OF_PERSON:
            return "files"
        if self._stored[event.person] + EACH + COPIES * typed > (OF_PERSON if typed else 2 * OF_PERSON):
            return "day"
        if origin := self._origins.get(name):
            stored = self._stored[origin] + self._handed[origin] + EACH + COPIES * typed + handed
            if stored > (OF_ADDRESS if typed or handed else 2 * OF_ADDRESS):
                return "address"
        if application and (typed or handed):
            held = self._held(store, application, anew=bool(handed) or isinstance(event, JobDone))
            if held + EACH + COPIES * typed + handed > OF_APPLICATION:
                return "application"
        return ""

    def _held(self, store: Store, application: str, *, anew: bool) -> int:
        """How much an application takes up; with `anew` its pictures may be others than they were."""
        if application not in self._applications:
            self._applications[application] = store.bytes_of(application)
        if anew or application not in self._pictures:
            self._pictures[application] = kept_pictures.bytes_of(self._folder, application)
        return self._applications[application] + self._pictures[application]

    def count(self, application: str | None, event: Event, grown: int, name: str) -> None:
        """Counts an event that came under a name and was taken; the database has grown by so many bytes."""
        size = max(grown, EACH + COPIES * _typed(event))
        for who in filter(None, (event.person, self._origins.get(name))):
            self._stored[who] += size
            self._handed[who] += _handed(event)
        if application in self._applications:
            self._applications[application] += size

    def is_to_tell(self, person: str, code: str, now: datetime) -> bool:
        """Whether a person was not just told the same; they are told now."""
        if now - self._told.get((person, code), datetime.min.replace(tzinfo=now.tzinfo)) < TOLD_AGAIN:
            return False
        self._told[person, code] = now
        return True


def _typed(event: Event) -> int:
    """The bytes of its text, or of that of the file that it brings; what else a job brings was counted before.

    So was what a later portion of a paste has.
    """
    was_counted = isinstance(event, JobDone) or (isinstance(event, Pasted) and event.only and event.only[0] > 0)
    texts = [] if was_counted else [str(getattr(event, name, None) or "") for name in _TEXTS]
    if isinstance(event, JobDone) and event.content:
        texts = [event.content.text, *(cell for sheet in event.content.sheets for row in sheet.rows for cell in row)]
    return len("".join(texts).encode("utf-8", "surrogatepass"))


def _handed(event: Event) -> int:
    return event.size if isinstance(event, Handed) else 0
