"""What the Bot API accepts of texts and buttons. Pure: knows no chat and no request."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from fake_botapi.values import Json, refuse

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ANSWER_LIMIT = 200
BUTTONS = 100
BUTTONS_IN_ROW = 8
DATA_BYTES = 64

_TAG = re.compile(r"<(/?)([a-zA-Z-]*)([^<>]*)>|<")
_TAGS = {
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "a",
    "code",
    "pre",
    "blockquote",
    "tg-spoiler",
}
_BUTTON_KINDS = ("callback_data", "url", "web_app", "switch_inline_query", "copy_text", "login_url", "pay")


def units(text: str) -> int:
    """The length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def check_utf8(value: Any) -> None:
    """Refuse half a surrogate pair anywhere in a parameter."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            refuse("strings must be encoded in UTF-8")
    elif isinstance(value, dict):
        for part in (*value, *value.values()):
            check_utf8(part)
    elif isinstance(value, list):
        for part in value:
            check_utf8(part)


def message_text(raw: str, parse_mode: str) -> str:
    """The text as the reader sees it."""
    shown = shown_text(raw, parse_mode)
    if not shown:
        refuse("message text is empty")
    if units(shown) > TEXT_LIMIT:
        refuse("message is too long")
    return shown


def caption_text(raw: str, parse_mode: str) -> str:
    """A caption as the reader sees it; may be empty."""
    shown = shown_text(raw, parse_mode)
    if units(shown) > CAPTION_LIMIT:
        refuse("message caption is too long")
    return shown


def shown_text(raw: str, parse_mode: str) -> str:
    """The text without its markup. Only plain text and HTML are known here."""
    if not parse_mode:
        return raw.strip()
    if parse_mode.lower() != "html":
        refuse("unsupported parse_mode")
    opened: list[str] = []
    for tag in _TAG.finditer(raw):
        closing, name = tag[1], (tag[2] or "").lower()
        if name not in _TAGS:
            refuse(f'can\'t parse entities: Unsupported start tag "{name}"')
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            refuse(f'can\'t parse entities: Unmatched end tag "{name}"')
    if opened:
        refuse(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1]}\"")
    return unescape(_TAG.sub("", raw)).strip()


def check_markup(markup: Any) -> Json | None:
    """The reply markup, refused where Telegram refuses it."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        refuse("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        refuse('field "inline_keyboard" must be of type Array')
    if sum(map(len, rows)) > BUTTONS or any(len(row) > BUTTONS_IN_ROW for row in rows):
        refuse("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return markup


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        refuse("inline keyboard button text must be non-empty")
    if not any(kind in button for kind in _BUTTON_KINDS):
        refuse("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= DATA_BYTES:
        refuse("BUTTON_DATA_INVALID")


def check_secret(secret: str) -> None:
    if len(secret) > 256:
        refuse("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        refuse("secret token contains unallowed characters")


def check_commands(commands: Any) -> tuple[tuple[str, str], ...]:
    """The bot's menu as (command, description)."""
    if not isinstance(commands, list) or len(commands) > 100:
        refuse("expected an Array of BotCommand")
    for entry in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", entry.get("command", "")):
            refuse("BOT_COMMAND_INVALID")
        if not 1 <= units(entry.get("description", "")) <= 256:
            refuse("BOT_COMMAND_DESCRIPTION_INVALID")
    return tuple((entry["command"], entry["description"]) for entry in commands)
