"""What a turn of the conversation changes: frozen values, carried out in their order by whoever keeps the data."""

from __future__ import annotations

from typing import Literal

from dialogs.application import Step
from dialogs.form import Value

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
    """A new, empty row at the end of a table."""

    application: str
    table: str
    row: str


class MoveRow(Value):
    """Changes places with the row before or after; at either end nothing changes."""

    application: str
    table: str
    row: str
    by: Literal[-1, 1]


class DropRow(Value):
    """Deletes a row with its answers, those of the sections repeated for it included."""

    application: str
    table: str
    row: str


class AddPiece(Value):
    """One more message of a long text."""

    application: str
    step: Step
    text: str
    ref: str = ""


class EditPiece(Value):
    """Another text for the message of a long text that has this ref."""

    application: str
    step: Step
    text: str
    ref: str


class DropPieces(Value):
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


Change = (
    StartApplication
    | DropApplication
    | PutAnswer
    | DropAnswer
    | AddRow
    | MoveRow
    | DropRow
    | AddPiece
    | EditPiece
    | DropPieces
    | StartJob
)
