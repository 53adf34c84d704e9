"""An update of the Bot API -> an event of the conversation; nothing else."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from telegram import Bot, CallbackQuery, Document, Message, PhotoSize, Update
from telegram import Contact as Card
from telegram.constants import ChatType

from dialogs.pattern import Pattern
from dialogs.texts import say
from dialogs.turn.events import Command, Contact, Edited, Event, Handed, Pressed, Said, Unsupported

log = logging.getLogger(__name__)
CHANNEL = "telegram"
ALLOWED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]
_CHINESE = Pattern(r"86\d{10,11}")
_COMMAND = Pattern(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s|$)")


@dataclass(frozen=True)
class Incoming:
    """An event.

    Attributes:
        event: What happened.
        query: Of a press on a button the id under which Telegram waits for an answer to it.
        caption: What was typed with a file: an answer of its own, which comes before it.
        update: What Telegram sent.
    """

    event: Event
    query: str = ""
    caption: Said | None = None
    update: Mapping[str, Any] = field(default_factory=dict)


def person(chat_id: int) -> str:
    """The person's name in the service, `telegram:ID`. The id of a private chat is that of its user."""
    return f"{CHANNEL}:{chat_id}"


def chat_id(person: str) -> int:
    """The number of a person's chat, from their name."""
    return int(person.removeprefix(f"{CHANNEL}:"))


def incoming(data: Mapping[str, Any], bot: Bot) -> Incoming | None:
    """The event that an update is; None for one that the conversation has no use for.

    So is one that cannot be read: it would come again for ever, and hold up all that follow.
    """
    try:
        found = _incoming(Update.de_json(dict(data), bot))
        return replace(found, update=data) if found else None
    except Exception:
        log.exception("update %s cannot be read and is left out", data.get("update_id"))
        return None


def _incoming(update: Update) -> Incoming | None:
    id_ = f"{CHANNEL}:{update.update_id}"
    if update.callback_query:
        return Incoming(_pressed(id_, update.callback_query), update.callback_query.id)
    if update.edited_message:
        event = _edited(id_, update.edited_message)
    else:
        event = _sent(id_, update.message) if update.message else None
    return Incoming(event, caption=_caption(event, update.message)) if event else None


def _pressed(id_: str, query: CallbackQuery) -> Event:
    # Whoever presses, and wherever: it counts for them alone, and only if their own conversation offers it now.
    return Pressed(id=id_, person=person(query.from_user.id), data=_whole(query.data or ""))


def _edited(id_: str, message: Message) -> Event | None:
    if message.chat.type != ChatType.PRIVATE or not (message.text or message.document or message.photo):
        return None
    text = _whole(message.text or message.caption or "")
    is_caption = bool(message.photo) or _is_picture(message.document)
    ref = _ref(message) if message.text or is_caption else f"{_ref(message)}:caption"  # see `_caption`
    return Edited(id=id_, person=person(message.chat.id), text=text, ref=ref, is_caption=is_caption)


def _sent(id_: str, message: Message) -> Event | None:
    who = person(message.chat.id)
    text = _whole(message.text or "")
    command = _COMMAND.match(text)
    if message.chat.type != ChatType.PRIVATE:
        # A group is only answered where it calls this bot; its other talk is none of ours.
        called = command and (command[2] or "").lower() in {"", message.get_bot().username.lower()}
        return Unsupported(id=id_, person=who, what="group") if called else None
    if command:
        return Command(id=id_, person=who, name=command[1].lower(), argument=text[command.end() :].strip())
    replied = message.reply_to_message
    numbers = {"number": message.message_id, "replies_to": replied.message_id if replied else None}
    if message.document or message.photo:
        below = message.caption or ""
        about = _document(message.document, below) if message.document else _photo(message.photo, below)
        return Handed(id=id_, person=who, **about, ref=_ref(message), **numbers)
    if message.contact:
        return Contact(id=id_, person=who, **_card(message.contact), ref=_ref(message), **numbers)
    text = text or _whole(message.caption or "")
    if text:
        return Said(id=id_, person=who, text=text, ref=_ref(message), **numbers)
    # What has no content is about the chat: that something was pinned, a timer set, a right given. Nobody said it.
    return (
        Unsupported(id=id_, person=who, what=_what(message))
        if (message.effective_attachment or message.checklist) and not message.successful_payment
        else None
    )


def _caption(event: Event, message: Message | None) -> Said | None:
    if not isinstance(event, Handed) or event.caption or message is None or not message.caption:
        return None
    more = {"number": event.number, "replies_to": event.replies_to}
    text = _whole(message.caption)
    return Said(id=f"{event.id}:caption", person=event.person, text=text, ref=f"{event.ref}:caption", **more)


def _card(card: Card) -> dict[str, Any]:
    """The name and the number on a card, which Telegram writes without the + of the country."""
    number = _whole(card.phone_number)
    name = f"{card.last_name or ''}{card.first_name}"
    return {"name": _whole(name), "phone": f"+{number}" if _CHINESE.fullmatch(number) else number}


def _file(file: Document | PhotoSize, name: str, caption: str) -> dict[str, Any]:
    """What an event says of a file; its content is fetched later, see `Channel.fetch`."""
    about = {"source": f"{CHANNEL}:{file.file_id}", "size": file.file_size or 0}
    return {**about, "name": _whole(name), "caption": _whole(caption)}


def _document(document: Document, caption: str) -> dict[str, Any]:
    return _file(document, document.file_name or say("file.nameless"), caption if _is_picture(document) else "")


def _is_picture(document: Document | None) -> bool:
    return document is not None and (document.mime_type or "").startswith("image/")


def _photo(sizes: Sequence[PhotoSize], caption: str) -> dict[str, Any]:
    """The same of a photograph, of which Telegram keeps several sizes."""
    return _file(max(sizes, key=lambda size: size.width * size.height), say("file.photo"), caption)


def _ref(message: Message) -> str:
    """The message's ref, unique over all chats: Telegram numbers the messages of each chat by themselves."""
    return f"{person(message.chat.id)}:{message.message_id}"


def _what(message: Message) -> Literal["sticker", "voice", "video", "other"]:
    if message.sticker:
        return "sticker"
    if message.voice or message.audio or message.video_note:
        return "voice"
    return "video" if message.video else "other"


def _whole(text: str) -> str:
    """The text with each half of a surrogate pair replaced by �: no event and no database holds such a half."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
