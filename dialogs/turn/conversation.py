"""What one person is doing: the mode of the conversation, a small explicit state.

Where they stand in the form is not kept here; `dialogs.application.journey` derives it from the answers.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from dialogs.application.application import Step
from dialogs.application.changes import Change
from dialogs.application.checks import Finding
from dialogs.form.model import LEAD, Value


class Reviewing(Value):
    """Looking through every answer, one section (at one row) a page."""

    kind: Literal["reviewing"] = "reviewing"
    section: str
    row: str = LEAD


class Checking(Value):
    """Looking through what the formal check found; each finding leads to the step that mends it."""

    kind: Literal["checking"] = "checking"
    findings: tuple[Finding, ...]
    page: int = 0

    def without(self, step: Step) -> Checking | None:
        """The list once a step is mended, None when nothing is left; the next check tells whether it really is."""
        left = tuple(finding for finding in self.findings if finding.step != step)
        return self.model_copy(update={"findings": left}) if left else None


class Browsing(Value):
    """In a table: its menu at one page, or with `row` the menu of one row."""

    kind: Literal["browsing"] = "browsing"
    table: str
    page: int = 0
    row: str | None = None
    after: Reviewing | Checking | None = None


class Asking(Value):
    """Asking a step: the one named, because the person went there, or else the first open one."""

    kind: Literal["asking"] = "asking"
    step: Step | None = None
    within: str = ""  # the section the person chose to work on: its open steps come first
    other: bool = False  # the choice 其他 was pressed, its text is awaited
    after: Browsing | Reviewing | Checking | None = None  # where to return with the answer


class Overview(Value):
    """The parts of the form with their state."""

    kind: Literal["overview"] = "overview"


class Downloads(Value):
    """Choosing which file to take: the whole as Word, PDF or pictures, or one part alone.

    After pictures were sent, `page` is the next page, of `pages`.
    """

    kind: Literal["taking"] = "taking"
    page: int = 1
    pages: int = 0


class ApplicationList(Value):
    """Picking one of the person's applications, or the form for a new one."""

    kind: Literal["choosing"] = "choosing"
    what: Literal["application", "form"]
    page: int = 0


class Members(Value):
    """The people of the application and the open invitations, or what can be done with one of them."""

    kind: Literal["members"] = "members"
    person: str = ""
    unit: str = LEAD  # for which unit that person is in
    invitation: str = ""
    asked: Literal["", "drop", "hand_over"] = ""  # which step is to be confirmed


class CommentList(Value):
    """Going through what was returned for correction."""

    kind: Literal["remarks"] = "remarks"
    page: int = 0


Place = Asking | Browsing | Reviewing | Checking | Overview | Downloads | ApplicationList | Members | CommentList
"""Where a short question or a look at the history leads back to."""


class History(Value):
    """Looking at the changes of a step, a row or everything, the newest first; with `entry` at one of them."""

    kind: Literal["history"] = "history"
    step: Step | None = None  # see Application.history
    pages: tuple[int, ...] = ()  # for each page turned, the id of the last change on it
    entry: int | None = None
    before: Place


class Confirming(Value):
    """Asked whether to delete a row, or (without one) the application; `before` is where "no" leads."""

    kind: Literal["confirming"] = "confirming"
    row: str | None = None
    again: bool = False  # once more, for a unit with all that goes along
    before: Place | History


class Inviting(Value):
    """Making an invitation: first one's own name, then the unit, then the role."""

    kind: Literal["inviting"] = "inviting"
    unit: str | None = None
    naming: bool = False  # the name of a new unit is awaited
    many: bool = False  # the link is for several people
    page: int = 0
    before: Place


class Joining(Value):
    """Invited into an application: asked whether to come in, then for the name."""

    kind: Literal["joining"] = "joining"
    invitation: str
    agreed: bool = False
    before: Place


class Linking(Value):
    """In a chat, with one's own link from the page: asked whether both are to be one."""

    kind: Literal["uniting"] = "uniting"
    link: str
    before: Place


class Assigning(Value):
    """Choosing to which unit a row belongs."""

    kind: Literal["assigning"] = "assigning"
    page: int = 0
    before: Browsing


class Deadline(Value):
    """Setting until when the units are to be ready."""

    kind: Literal["deadline"] = "deadline"
    before: Place


class Restoring(Value):
    """Choosing a deleted row of a table that is to come back."""

    kind: Literal["restoring"] = "restoring"
    page: int = 0
    before: Browsing


class CommentScreen(Value):
    """Looking at one answer or row and the remarks on it; a remark or a reply can be typed."""

    kind: Literal["looking"] = "looking"
    step: Step
    before: Place


class Conflict(Value):
    """Somebody else has changed the same answer meanwhile: which one is it to be? `changes` are one's own."""

    kind: Literal["conflict"] = "conflict"
    step: Step
    changes: tuple[Change, ...]
    after: Place


Mode = Annotated[
    Place
    | History
    | Confirming
    | Inviting
    | Joining
    | Linking
    | Assigning
    | Restoring
    | Deadline
    | CommentScreen
    | Conflict,
    Setting(discriminator="kind"),
]


def place(mode: Mode) -> Place:
    """Where a question on the way leads back to."""
    while not isinstance(mode, Place):
        mode = mode.after if isinstance(mode, Conflict) else mode.before
    return mode


class Conversation(Value):
    """The state of one person's conversation."""

    person: str  # channel:id
    consented: bool = False
    application: str | None = None
    unit: str = LEAD  # for which unit the person is in that application
    mode: Mode = Asking()
    asked: Step | None = None  # what the last question asked; others may answer it meanwhile
    seen: int = -1  # the last change of the application that the last question knew; -1 before the first question
    returned: Step | None = None  # what was first to be mended then, see dialogs.turn.review
    turn: int = 0  # counts the questions shown; a button of an earlier one has no effect
    awaits: str = ""  # the job last asked for, as long as nothing else was asked since
