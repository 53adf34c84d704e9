# ruff: noqa: INP001 - a script of its own, which knows nothing of the assistant
"""A bot of python-telegram-bot as its documentation begins: `echo_bot.py TOKEN URL [PORT]`.

It says everything again. It polls, or listens at a port for what is sent to it.
"""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Says again what was said."""
    await update.message.reply_text(update.message.text)


if __name__ == "__main__":
    token, url, *ports = sys.argv[1:]
    bot = Application.builder().token(token).base_url(f"{url}/bot").build()
    bot.add_handler(MessageHandler(filters.TEXT, echo))
    if ports:
        bot.run_webhook(port=int(ports[0]), url_path="telegram", webhook_url=f"http://127.0.0.1:{ports[0]}/telegram")
    else:
        bot.run_polling()
