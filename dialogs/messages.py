"""What goes in and out of the conversation: events of a person or a job, and replies to the person.

The same for every channel; knows neither Telegram nor the page.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from dialogs.application import Step
from dialogs.form import Value


class Event(Value):
    """Something that happened once; `id` is unique over all channels and makes a second delivery harmless."""

    id: str
    person: str  # channel:id


class Said(Event):
    """A typed message; `ref` is the channel's id of it."""

    text: str
    ref: str = ""


class Pressed(Event):
    """A press on a button, by the `data` of the button."""

    data: str


class Command(Event):
    """A command such as `/status`, without its slash."""

    name: str


class Edited(Event):
    """An earlier message of the person now has another text."""

    text: str
    ref: str


class Unsupported(Event):
    """Something that the conversation cannot read."""

    what: Literal["sticker", "voice", "photo", "file", "group", "other"]


class JobDone(Event):
    """A job's result: a file, or the code of what went wrong; `gaps` lists what is missing, in words."""

    job: str
    application: str
    path: str = ""
    name: str = ""
    final: bool = False
    gaps: tuple[str, ...] = ()
    failed: bool = False


class Button(Value):
    """A button; `data` at most 64 bytes (Bot API, InlineKeyboardButton)."""

    label: str
    data: str


class Ask(Value):
    """A question, with what there is to say before it (`notes`) and the buttons under it, in rows."""

    kind: Literal["ask"] = "ask"
    text: str
    notes: tuple[str, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    step: Step | None = None  # what an answer typed now would answer
    refused: bool = False  # the notes say why the last answer was not taken


class Say(Value):
    """A sentence that asks nothing."""

    kind: Literal["say"] = "say"
    text: str


class Document(Value):
    """A finished file, by its path in the data folder."""

    kind: Literal["document"] = "document"
    path: str
    name: str
    caption: str


Reply = Annotated[Ask | Say | Document, Setting(discriminator="kind")]
