"""What the fake Telegram remembers and shows: messages, files, calls. Knows nothing of HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

Json = dict[str, Any]


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault of the fake
    """The API says no: `{"ok": false, ...}` with this code, description and parameters."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def refuse(reason: str) -> NoReturn:
    """Refuse a call that cannot be granted as it is."""
    raise Refusal(400, f"Bad Request: {reason}")


class Button(NamedTuple):
    """One button under a message; the data is empty for a button that opens a link."""

    text: str
    data: str


@dataclass(frozen=True)
class Upload:
    """A file as it came in a request."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class StoredFile:
    """A file on the server; `size` may be claimed larger than `data` is, to try the limits."""

    file_id: str
    name: str
    mime: str
    data: bytes
    size: int
    path: str

    def json(self) -> Json:
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_name": self.name,
            "mime_type": self.mime,
            "file_size": self.size,
        }


@dataclass(frozen=True)
class Message:
    """One message as it stands in a chat; an edit puts a new value in its place."""

    message_id: int
    chat_id: int
    sender: Json
    date: int
    text: str = ""
    caption: str = ""
    markup: Json | None = None
    document: StoredFile | None = None
    photo: StoredFile | None = None
    extra: Json = field(default_factory=dict)  # further Bot API fields, such as a sticker
    edited: bool = False

    @property
    def from_bot(self) -> bool:
        return bool(self.sender["is_bot"])

    @property
    def keyboard(self) -> list[list[Json]]:
        """The rows of buttons as the bot sent them."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        """The rows of buttons under the message."""
        return tuple(tuple(Button(one["text"], one.get("callback_data", "")) for one in row) for row in self.keyboard)

    def json(self, chat: Json) -> Json:
        """The message as the Bot API writes it."""
        body: Json = {"message_id": self.message_id, "date": self.date, "chat": chat, "from": self.sender}
        body |= {name: value for name in ("text", "caption") if (value := getattr(self, name))}
        if self.document:
            body["document"] = self.document.json()
        if self.photo:
            body["photo"] = [self.photo.json() | {"width": 800, "height": 600}]
        if self.keyboard:
            body["reply_markup"] = self.markup
        if self.edited:
            body["edit_date"] = self.date
        return body | self.extra


@dataclass(frozen=True)
class Call:
    """One line of the journal: a call of the bot, in the order in which the calls took effect.

    `outcome` is "ok", the description of the refusal, or the fault that was injected.
    """

    method: str
    params: Json
    chat_id: int | None
    time: float  # time.monotonic()
    outcome: str


@dataclass(frozen=True)
class Action:
    """What a fake user did, to name it later."""

    update_id: int
    message_id: int
    chat_id: int
    query_id: str = ""


@dataclass(frozen=True)
class Answer:
    """What the bot answered to a press."""

    text: str
    show_alert: bool
