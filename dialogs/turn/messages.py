"""What comes out of the conversation: replies to a person.

The same for every channel; knows neither Telegram nor the page.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field as Setting
from pydantic import model_validator

from dialogs.answers.value import Value
from dialogs.application.application import Step
from dialogs.turn.question import Question, bar

Role = Literal[
    "plain",
    "primary",  # what most do next
    "quiet",  # back, or on without doing anything
    "repeated",  # what is pressed again and again: to turn pages, to move a row
    "danger",  # takes something away
]


class Button(Value):
    """A button; `data` at most 64 bytes (Bot API, InlineKeyboardButton). `role` is for channels that can show it."""

    label: str
    data: str
    role: Role = "plain"


class Ask(Value):
    """A question, with what there is to say before it (`notes`, `refusal`) and the buttons under it, in rows."""

    kind: Literal["ask"] = "ask"
    number: int = 0  # see `Shown`; 0 for one that no button or typed answer can belong to
    question: Question | None = None
    head: str = ""  # of what is asked where it is no `question`: what it is about, in a line above the progress
    progress: int | None = None  # in percent
    words: str = ""
    faults: str = ""  # a list of what is wrong
    below: str = ""  # what is said after that
    notes: tuple[str, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    step: Step | None = None  # what an answer typed now would answer
    refusal: str = ""  # why the answer was not taken

    @model_validator(mode="before")
    @classmethod
    def _earlier(cls, kept: Any) -> Any:
        """Of an earlier program, which had the refusal as the last of the notes, head and list within the words."""
        if not isinstance(kept, dict):
            return kept
        kept = {**kept}
        if kept.pop("refused", False):
            *kept["notes"], kept["refusal"] = kept["notes"]
        if "text" in kept:
            kept["words"] = kept.pop("text")
        if kept.get("progress") is not None and "head" not in kept:
            kept["head"], _, kept["words"] = kept["words"].partition("\n")
        if kept.get("faults") and kept["faults"] in kept["words"]:
            kept["words"], _, kept["below"] = (part.strip("\n") for part in kept["words"].partition(kept["faults"]))
        return kept

    @property
    def remarks(self) -> tuple[str, ...]:
        """All that is said before what is asked."""
        return (*self.notes, self.refusal) if self.refusal else self.notes

    @property
    def text(self) -> str:
        """What is asked as a plain text, for channels that have no layout of their own."""
        if self.question:
            return self.question.plain
        above = "\n".join(filter(None, (self.head, "" if self.progress is None else bar(self.progress), self.words)))
        return "\n\n".join(filter(None, (above, self.faults, self.below)))


class Say(Value):
    """A sentence that asks nothing; its `buttons` hold whatever is asked, see `door`."""

    kind: Literal["say"] = "say"
    text: str
    buttons: tuple[Button, ...] = ()
    secret: bool = False  # not to be kept once it has arrived: it lets somebody in


class Document(Value):
    """A finished file, by its path in the data folder."""

    kind: Literal["document"] = "document"
    path: str
    name: str
    caption: str


class Album(Value):
    """Pictures of pages, in their order; 1 to 10 of them (Bot API, sendMediaGroup)."""

    kind: Literal["album"] = "album"
    paths: tuple[str, ...]
    caption: str


Reply = Annotated[Ask | Say | Document | Album, Setting(discriminator="kind")]


def rows_of_buttons(reply: Reply) -> tuple[tuple[Button, ...], ...]:
    """The buttons beneath a reply, in rows."""
    if isinstance(reply, Say):
        return tuple((button,) for button in reply.buttons)
    return reply.buttons if isinstance(reply, Ask) else ()


def paths(reply: Reply) -> tuple[str, ...]:
    """The files that a reply hands over."""
    if isinstance(reply, Document):
        return (reply.path,)
    return reply.paths if isinstance(reply, Album) else ()
