"""Rows of buttons -> Telegram's keyboard below a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dialogs.turn.messages import Button

Keyboard = dict[str, Any]  # as it is sent (Bot API, InlineKeyboardMarkup)


def keyboard(rows: Sequence[Sequence[Button]]) -> Keyboard | None:
    """The keyboard with these buttons, None for none; rows without any are left out."""
    made = [[{"text": button.label, "callback_data": button.data} for button in row] for row in rows if row]
    return {"inline_keyboard": made} if made else None
