"""What goes into the conversation: events of a person or a job.

The same for every channel; knows neither Telegram nor the page.
"""

from __future__ import annotations

from typing import Literal

from dialogs.answers.value import Value
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
