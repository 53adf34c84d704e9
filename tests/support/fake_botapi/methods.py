"""The Bot API's methods, as far as this bot needs them: (state, parameters) -> result, or a Refusal."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from fake_botapi import rules
from fake_botapi.params import Params
from fake_botapi.state import Chat, State
from fake_botapi.values import Answer, Json, Message, Refusal, StoredFile, Upload, refuse

WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def get_me(state: State, _: Params) -> Json:
    return state.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


async def get_updates(state: State, params: Params) -> list[Json]:
    if state.webhook.url:
        raise Refusal(409, WEBHOOK_ACTIVE)
    _set_allowed(state, params)
    limit = min(max(params.integer("limit", 100), 1), 100)
    seconds = max(params.integer("timeout"), 0)
    return await state.updates.poll(params.integer("offset"), limit, seconds, params.connected)


async def set_webhook(state: State, params: Params) -> bool:
    url = urlsplit(params.text("url"))
    local = url.scheme == "http" and url.hostname == "127.0.0.1"
    if params.text("url") and not local and url.scheme != "https":
        refuse("bad webhook: An HTTPS URL must be provided for webhook")
    rules.check_secret(params.text("secret_token"))
    _set_allowed(state, params)
    if params.boolean("drop_pending_updates"):
        state.updates.waiting.clear()
    state.updates.end_poll("setWebhook request")
    await state.webhook.set(params.text("url"), params.text("secret_token"))
    return True


async def delete_webhook(state: State, params: Params) -> bool:
    if params.boolean("drop_pending_updates"):
        state.updates.waiting.clear()
    await state.webhook.set("", "")
    return True


async def get_webhook_info(state: State, _: Params) -> Json:
    return state.webhook.info()


async def send_message(state: State, params: Params) -> Json:
    chat = state.chat(params.chat_id)
    text = rules.message_text(params.text("text"), params.text("parse_mode"))
    return _post(state, chat, text=text, markup=rules.check_markup(params.structure("reply_markup")))


async def send_document(state: State, params: Params) -> Json:
    chat = state.chat(params.chat_id)
    caption = rules.caption_text(params.text("caption"), params.text("parse_mode"))
    markup = rules.check_markup(params.structure("reply_markup"))
    return _post(state, chat, document=_file(state, params, "document"), caption=caption, markup=markup)


async def send_photo(state: State, params: Params) -> Json:
    chat = state.chat(params.chat_id)
    caption = rules.caption_text(params.text("caption"), params.text("parse_mode"))
    markup = rules.check_markup(params.structure("reply_markup"))
    return _post(state, chat, photo=_file(state, params, "photo"), caption=caption, markup=markup)


async def send_media_group(state: State, params: Params) -> list[Json]:
    chat = state.chat(params.chat_id)
    media = params.structure("media")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        refuse("wrong number of messages to send as an album specified")
    ready = []
    for item in media:
        if item.get("type") not in {"photo", "document"}:
            refuse("type of media is not known here")
        caption = rules.caption_text(item.get("caption", ""), item.get("parse_mode", ""))
        ready.append({item["type"]: _named_file(state, params, item.get("media", "")), "caption": caption})
    group = {"media_group_id": str(state.next_id())}
    return [_post(state, chat, extra=group, **parts) for parts in ready]


async def edit_message_text(state: State, params: Params) -> Json:
    chat, message = _own_message(state, params)
    text = rules.message_text(params.text("text"), params.text("parse_mode"))
    markup = rules.check_markup(params.structure("reply_markup"))
    if not message.text:
        refuse("there is no text in the message to edit")
    return _change(chat, message, replace(message, text=text, markup=markup))


async def edit_message_reply_markup(state: State, params: Params) -> Json:
    chat, message = _own_message(state, params)
    markup = rules.check_markup(params.structure("reply_markup"))
    return _change(chat, message, replace(message, markup=markup))


async def answer_callback_query(state: State, params: Params) -> bool:
    query = state.queries.get(params.text("callback_query_id"))
    if query is None or time.monotonic() - query.asked > state.query_seconds:
        refuse(TOO_OLD)
    if rules.units(params.text("text")) > rules.ANSWER_LIMIT:
        refuse("MESSAGE_TOO_LONG")
    query.answer = Answer(params.text("text"), params.boolean("show_alert"))
    state.chats[query.chat_id].stir()
    return True


async def send_chat_action(state: State, params: Params) -> bool:
    chat = state.chat(params.chat_id)
    if not params.text("action"):
        refuse("wrong parameter action in request")
    chat.actions.append(params.text("action"))
    return True


async def get_file(state: State, params: Params) -> Json:
    stored = state.files.get(params.text("file_id"))
    if stored is None:
        refuse("invalid file_id")
    if stored.size > state.download_limit:
        refuse("file is too big")
    kept = ("file_id", "file_unique_id", "file_size")
    return {name: stored.json()[name] for name in kept} | {"file_path": stored.path}


async def set_my_commands(state: State, params: Params) -> bool:
    state.commands[params.text("language_code")] = rules.check_commands(params.structure("commands"))
    return True


Method = Callable[[State, Params], Awaitable[object]]
METHODS: dict[str, Method] = {
    method.__name__.replace("_", ""): method
    for method in (
        get_me,
        get_updates,
        set_webhook,
        delete_webhook,
        get_webhook_info,
        send_message,
        send_document,
        send_photo,
        send_media_group,
        edit_message_text,
        edit_message_reply_markup,
        answer_callback_query,
        send_chat_action,
        get_file,
        set_my_commands,
    )
}
"""By name in small letters: the Bot API's names are case-insensitive."""


def spelled(name: str) -> str:
    """A method's name as the Bot API's page spells it, however a call does; an unknown one as it is."""
    method = METHODS.get(name.lower())
    first, *others = method.__name__.split("_") if method else [name]
    return first + "".join(map(str.capitalize, others))


def _set_allowed(state: State, params: Params) -> None:
    """Remembered until it is said anew, as Telegram does."""
    allowed = params.structure("allowed_updates")
    if allowed is not None:
        state.updates.allowed = list(allowed)


def _post(state: State, chat: Chat, **parts: Any) -> Json:
    message = Message(state.next_id(), chat.id, state.bot, int(time.time()), **parts)
    chat.put(message)
    return message.json(chat.info)


def _own_message(state: State, params: Params) -> tuple[Chat, Message]:
    chat = state.chat(params.chat_id)
    message = chat.find(params.integer("message_id"))
    if message is None:
        refuse("message to edit not found")
    if not message.from_bot:
        refuse("message can't be edited")
    return chat, message


def _change(chat: Chat, old: Message, new: Message) -> Json:
    if new.markup and "inline_keyboard" not in new.markup:
        refuse("inline keyboard expected")
    if (old.text, old.keyboard) == (new.text, new.keyboard):
        refuse(NOT_MODIFIED)
    edited = replace(new, edited=True)
    chat.replace(edited)
    return edited.json(chat.info)


def _file(state: State, params: Params, name: str) -> StoredFile:
    """The file under its own name, or the one its parameter points to."""
    if name in params.files:
        return _store(state, params.files[name])
    if not params.text(name):
        refuse(f"there is no {name} in the request")
    return _named_file(state, params, params.text(name))


def _named_file(state: State, params: Params, reference: str) -> StoredFile:
    """A file of this request (attach://name), or one that is on the server (its id)."""
    upload = params.files.get(reference.removeprefix("attach://"))
    if reference.startswith("attach://") and upload:
        return _store(state, upload)
    if reference not in state.files:
        refuse("wrong file identifier/HTTP URL specified")
    return state.files[reference]


def _store(state: State, upload: Upload) -> StoredFile:
    if not upload.data:
        refuse("file must be non-empty")
    return state.store(upload)
