"""Changes of an application as a whole, and the work that is done on it beside the conversation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from dialogs.application.changes.change import Ground, Managing, Need, NeedsNothing, OfNoPart
from dialogs.application.leading import can_be_taken_back

OF_UNIT = "unit:"
"""What stands in the argument of a job before the id of the unit whose part alone is wanted."""

JobKind = Literal[
    "word",  # the whole as a Word document, finished or as a draft
    "clean",  # the same for submission, without what it takes to read it once it comes back
    "pdf",  # the same as PDF
    "html",  # the same for a page to show, where there is no PDF to be had
    "pages",  # pictures of some of its pages
    "sheets",  # all answers and tables as an Excel workbook; with `unit:` and the id of a unit just its part
    "data",  # the same as JSON
    "attached",  # the documents and pictures that are answers, in one archive
    "table",  # a workbook for one table: a template, or rows to be mended
    "part",  # one extra document of the form, for one row or unit
    "check",  # the check
    "read",  # a file that was handed in
    "earlier",  # what the person may see of another application, by its id and unit with a / between
    "rows",  # the rest of a large paste, added some rows at a time
    "back",  # the rest of a large change set, given back some rows at a time
]


class StartApplication(OfNoPart, NeedsNothing):
    """Begins an empty application of a form; the person becomes its lead."""

    form: str  # Form.key
    from_outside = True
    begins = True
    lasting = None


class DropApplication(OfNoPart, Managing):
    """Takes an application away from everybody; `erased` with all that belongs to it, else it can be brought back."""

    erased: bool = False
    lasting = None

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to manage; not before whoever led until a short while ago can no longer take the lead back."""
        yield from super().needs(ground)
        yield Need(not can_be_taken_back(ground.team, ground.now), "refuse.may_be_taken_back")


class RestoreApplication(OfNoPart):
    """Brings an application back, with its people, for whoever deleted it."""

    from_outside = True
    lasting = None

    def needs(self, ground: Ground) -> Iterable[Need]:
        """To have deleted it, not too long ago."""
        found = (deleted.id for deleted in ground.repository.deleted(ground.person, ground.now))
        yield Need(self.application in found, "refuse.not_restorable")


class NoteFinal(OfNoPart):
    """Notes that a finished document was given out, with the newest change that it has."""

    version: int
    newest: int

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to export."""
        yield ground.may("export")


class CarryOver(OfNoPart, Managing):
    """Goes on with another version of the form."""

    form: str  # Form.key
    lasting = "carrying"


class StartJob(OfNoPart):
    """Has work done beside the conversation; its result comes back as a `JobDone` event."""

    job: str
    kind: JobKind
    argument: str = ""  # what exactly: a number of a page, or a document and a row
    lasting = None

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to export; for one part, to read it; for the check nothing, as each is shown what is theirs.

        Nor for a file, another application, the rest of a paste or what is to be given back: what they bring is judged
        like any other answer, and of another application it is what the person may see there. Nor for a workbook to
        fill in, which has nothing in it but what the person has sent.
        """
        if self.kind == "part":
            yield ground.may("read", ground.application.owner(self.argument.partition(":")[2]))
        elif self.kind in ("sheets", "data") and self.argument:
            yield ground.may("read", self.argument.removeprefix(OF_UNIT))
        elif self.kind not in ("check", "read", "earlier", "rows", "back", "table"):
            yield ground.may("export")


class StopJob(OfNoPart):
    """Has a job of one's own not go on that adds rows."""

    job: str
    lasting = None

    def needs(self, ground: Ground) -> Iterable[Need]:
        """That it is under way, and one's own."""
        own = ground.repository.under_way(self.application, ground.person)
        yield Need(any(one.job == self.job for one in own), "undo.nothing")
