"""The button to take back what was just changed: it stands with the newest receipt alone, and the one before loses it.

Only a courtesy, as a press on an old one has no effect: it is not waited for, given up where anything is in its way,
and after a restart the last one stays. Knows no database.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.keyboard import Keyboard, keyboard
from bot.telegram.raw_call import raw_call
from dialogs.turn.messages import Ask, Reply

KEPT = 10_000  # chats of which it is known where it stands
_ACTIONS = frozenset(["undo", "redo"])


class ReceiptButton:
    """Where the button stands, chat by chat. Runs its tasks in `tasks`."""

    def __init__(self, bot: Bot, tasks: asyncio.TaskGroup) -> None:
        self._bot = bot
        self._tasks = tasks
        self._at: dict[int, tuple[int, Keyboard | None]] = {}  # its message, which keeps the other buttons

    def arrived(self, chat: int, reply: Reply, message: int) -> None:
        """A reply has arrived with this message as its last: where it has the button, the one before loses it."""
        if not isinstance(reply, Ask):
            return
        rest = [[button for button in row if not _takes_back(button.data)] for row in reply.buttons]
        if sum(map(len, rest)) == sum(map(len, reply.buttons)):
            return
        before = self._at.pop(chat, None)
        self._at[chat] = message, keyboard(rest)
        if len(self._at) > KEPT:
            del self._at[next(iter(self._at))]
        if before:
            self._tasks.create_task(self._take_off(chat, *before))

    async def _take_off(self, chat: int, message: int, rest: Keyboard | None) -> None:
        with suppress(TelegramError):
            await raw_call(self._bot, "editMessageReplyMarkup", chat_id=chat, message_id=message, reply_markup=rest)


def _takes_back(data: str) -> bool:
    return data.rpartition(".")[2] in _ACTIONS
