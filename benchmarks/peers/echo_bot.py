# ruff: noqa: INP001 - a script of its own, which knows nothing of the assistant
"""A bot of python-telegram-bot as its documentation begins, which says everything again: `echo_bot.py TOKEN URL`."""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Says again what was said."""
    await update.message.reply_text(update.message.text)


if __name__ == "__main__":
    bot = Application.builder().token(sys.argv[1]).base_url(f"{sys.argv[2]}/bot").build()
    bot.add_handler(MessageHandler(filters.TEXT, echo))
    bot.run_polling()
