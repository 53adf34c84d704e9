"""Rows of buttons -> Telegram's keyboard below a message."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from dialogs.turn.messages import Button


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """The keyboard with these buttons, None for none; rows without any are left out."""
    made = [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(made) if made else None
