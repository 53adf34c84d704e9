"""An update of the Bot API -> an event of the conversation; nothing else."""

from __future__ import annotations

from typing import Literal

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from dialogs.messages import Command, Edited, Event, Pressed, Said, Unsupported

CHANNEL = "telegram"
ALLOWED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]


def person(chat_id: int) -> str:
    """The name under which the service knows a private chat, whose id is that of its user."""
    return f"{CHANNEL}:{chat_id}"


def chat_id(person: str) -> int:
    """The chat of a person of this channel."""
    return int(person.removeprefix(f"{CHANNEL}:"))


def event_of(update: Update) -> Event | None:
    """The event that an update is; None for one that is nothing to the conversation."""
    id_ = f"{CHANNEL}:{update.update_id}"
    if update.callback_query:
        return _pressed(id_, update.callback_query)
    if update.edited_message:
        return _edited(id_, update.edited_message)
    return _sent(id_, update.message) if update.message else None


def _pressed(id_: str, query: CallbackQuery) -> Event:
    return Pressed(id=id_, person=person(query.from_user.id), data=query.data or "")


def _edited(id_: str, message: Message) -> Event | None:
    if message.chat.type != ChatType.PRIVATE or message.text is None:
        return None
    return Edited(id=id_, person=person(message.chat.id), text=message.text, ref=str(message.message_id))


def _sent(id_: str, message: Message) -> Event | None:
    who = person(message.chat.id)
    text = message.text or ""
    if message.chat.type != ChatType.PRIVATE:
        # A group is only answered where it calls the bot; its other talk is none of ours.
        return Unsupported(id=id_, person=who, what="group") if text.startswith("/") else None
    if text.startswith("/") and len(text) > 1:
        return Command(id=id_, person=who, name=text[1:].split()[0].split("@")[0].lower())
    if text:
        return Said(id=id_, person=who, text=text, ref=str(message.message_id))
    return Unsupported(id=id_, person=who, what=_what(message))


def _what(message: Message) -> Literal["sticker", "voice", "photo", "file", "other"]:
    if message.sticker:
        return "sticker"
    if message.voice or message.audio or message.video_note:
        return "voice"
    if message.photo or message.video:
        return "photo"
    return "file" if message.document else "other"
