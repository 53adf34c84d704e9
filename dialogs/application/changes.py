"""What a turn of the conversation changes: frozen values, carried out in their order by whoever keeps the data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from dialogs.application.application import Step
from dialogs.application.team import Role
from dialogs.form.model import LEAD, Value

JobKind = Literal[
    "word",  # the whole as a Word document, finished or as a draft
    "pdf",  # the same as PDF
    "pages",  # pictures of some of its pages
    "sheets",  # all answers and tables as an Excel workbook
    "part",  # one extra document of the form, for one row or unit
    "check",  # the formal check
]


class StartApplication(Value):
    """A new, empty application of one form; the person becomes its lead."""

    application: str
    form: str  # Form.key


class DropApplication(Value):
    """Deletes an application with all that belongs to it."""

    application: str


class PutAnswer(Value):
    """Gives, or gives anew, the answer to a step."""

    application: str
    step: Step
    value: str
    han: int = 0  # its number of Han characters
    ref: str = ""  # the channel's id of the message that gave it


class DropAnswer(Value):
    """Opens a step again."""

    application: str
    step: Step


class AddRow(Value):
    """A new, empty row at the end of a table. A row of the list of units belongs to itself."""

    application: str
    table: str
    row: str
    unit: str = LEAD  # whose row it is


class MoveRow(Value):
    """Changes places with another row."""

    application: str
    table: str
    row: str
    other: str


class AssignRow(Value):
    """Another unit owns the row from now on."""

    application: str
    table: str
    row: str
    unit: str


class DropRow(Value):
    """Deletes a row with its answers, those of the sections repeated for it included.

    With a unit go its rows in every table, its people and its invitations. It can be brought back for a while.
    """

    application: str
    table: str
    row: str


class RestoreRow(Value):
    """Brings a deleted row back, at the end of its table, with all that went with it; `deleted` is a Deleted.id."""

    application: str
    deleted: int


class AddDraftPart(Value):
    """One more message of a long text."""

    application: str
    step: Step
    text: str
    ref: str = ""


class EditDraftPart(Value):
    """Another text for the message of a long text that has this ref."""

    application: str
    step: Step
    text: str
    ref: str


class DropDraftParts(Value):
    """Takes back the last message of a long text, or all of them."""

    application: str
    step: Step
    last: bool


class StartJob(Value):
    """Work that runs beside the conversation and comes back as a `JobDone` event."""

    job: str
    application: str
    kind: JobKind
    argument: str = ""  # what exactly: a number of a page, or a document and a row


class NamePerson(Value):
    """How the others see the person who acts."""

    application: str
    name: str


class Invite(Value):
    """A way in for somebody, by a token (in a link) or a code (to be typed)."""

    application: str
    invitation: str
    unit: str
    role: Role
    uses: int
    expires: datetime
    token: str
    code: str


class Revoke(Value):
    """Nobody can come in with this invitation any more."""

    application: str
    invitation: str


class Join(Value):
    """The person who acts is in, as the invitation says; it has one use less."""

    application: str
    invitation: str
    name: str


class NoteAttempt(Value):
    """The person who acts tried an invitation that was not to be had."""


class AddLink(Value):
    """A way to the page for the person who acts, by a token (in a link) or once by a code (to be typed)."""

    token: str
    code: str
    expires: datetime


class LinkIdentities(Value):
    """The person who acts is from now on one with `person`, whose own link they came with."""

    person: str
    link: str


class DropMember(Value):
    """A person is no longer in, for one unit; what they wrote stays."""

    application: str
    person: str
    unit: str


class HandOver(Value):
    """Another member leads; the one who did is a member of the lead unit from now on."""

    application: str
    person: str


class PutSignOff(Value):
    """A unit's part is confirmed, or the lead goes without that."""

    application: str
    unit: str
    kind: Literal["confirmed", "waived"]


class DropSignOff(Value):
    """What was said of a unit's part no longer holds."""

    application: str
    unit: str


class PutComment(Value):
    """Something is to be corrected; or, with `about`, the reply to a comment."""

    application: str
    step: Step
    text: str
    about: int | None = None


class SettleComment(Value):
    """What has become of a comment."""

    application: str
    comment: int
    state: Literal["open", "answered", "mended", "closed"]


class SetDeadline(Value):
    """Until when the units are to be ready; None takes it back."""

    application: str
    day: date | None


class Mute(Value):
    """Whether the person who acts gets reminders."""

    application: str
    muted: bool


Change = (
    StartApplication
    | DropApplication
    | PutAnswer
    | DropAnswer
    | AddRow
    | MoveRow
    | AssignRow
    | DropRow
    | RestoreRow
    | AddDraftPart
    | EditDraftPart
    | DropDraftParts
    | StartJob
    | NamePerson
    | Invite
    | Revoke
    | Join
    | NoteAttempt
    | AddLink
    | LinkIdentities
    | DropMember
    | HandOver
    | PutSignOff
    | DropSignOff
    | PutComment
    | SettleComment
    | SetDeadline
    | Mute
)
