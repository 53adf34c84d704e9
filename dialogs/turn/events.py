"""What goes into the conversation: events of a person or a job.

The same for every channel; knows neither Telegram nor the page.
"""

from __future__ import annotations

from typing import Literal

from dialogs.answers.value import Value
from dialogs.application.application import Step
from dialogs.application.changes import JobKind
from dialogs.application.finding import Finding
from dialogs.form.model import NO_ROW
from dialogs.pasting.file_content import FileContent


class Event(Value):
    """Something that happened once; `id` is unique over all channels and makes a second delivery harmless."""

    id: str
    person: str  # channel:id
    asked: int | None = None  # the kept message with the question that it answers, where the channel knows that


class Sent(Event):
    """A message that the person has sent.

    Attributes:
        ref: The channel's id of the message.
        number: Its number in its chat, where the channel counts; a question sent with a lower one was there before it.
        replies_to: The number of the message to which it replies.
    """

    ref: str = ""
    number: int | None = None
    replies_to: int | None = None

    @property
    def is_reply(self) -> bool:
        """Whether the person says to which message it is the answer."""
        return self.replies_to is not None


class Said(Sent):
    """A typed message."""

    text: str


class Contact(Sent):
    """A contact card, with a name and a phone number."""

    name: str
    phone: str


class Pressed(Event):
    """A press on a button, by the `data` of the button."""

    data: str


class Command(Event):
    """A command such as `/status`, without its slash; `argument` is what stands behind it."""

    name: str
    argument: str = ""


class Went(Event):
    """The person pointed at a part, a question or a table of the form, to go there."""

    item: str
    row: str = NO_ROW


class Edited(Event):
    """An earlier message of the person now has another text; `was_refused` tells that it was no answer before.

    With `is_caption` it is what stands below the picture that the message brought.
    """

    text: str
    ref: str
    was_refused: bool = False
    is_caption: bool = False


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


class Handed(Sent):
    """A file that the person hands in, to be read beside the conversation.

    Attributes:
        source: Where its content is: the name of a kept file, or `channel:` and what the channel fetches it by.
        name: What the file is called.
        size: Its size in bytes, 0 where it is not known.
        caption: What was typed below it, if it is a picture; of another file that is an answer of its own.
    """

    source: str
    name: str
    size: int = 0
    caption: str = ""


class FileToRead(Value):
    """The argument of a job that reads a file: which file, and the question at which it was handed in."""

    source: str
    name: str
    form: str = ""
    ref: str = ""
    item: str = ""  # a field or a table; "" where none was at hand
    row: str = NO_ROW
    caption: str = ""


class Unsupported(Event):
    """Something that the conversation cannot read."""

    what: Literal["sticker", "voice", "video", "group", "other"]


class File(Value):
    """A file that was made, by its path in the data folder, and the name under which a person gets it."""

    path: str
    name: str


class JobDone(Event):
    """A job's result: its files and findings, or the code of what went wrong."""

    job: str
    application: str
    kind: JobKind
    name: str = ""  # what the applicant calls the application
    files: tuple[File, ...] = ()
    findings: tuple[Finding, ...] = ()
    said: str = ""  # what there is to do with a finished document
    version: int = 0  # of a finished document; 0 for a draft, and for everything else
    newest: int = 0  # the newest change that a finished document has
    page: int = 0  # of pictures: the number of the first, and how many pages there are
    pages: int = 0
    failed: str = ""
    argument: str = ""  # what exactly was asked for, see `StartJob`
    content: FileContent | None = None  # of a file that was read
