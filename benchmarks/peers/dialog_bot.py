# ruff: noqa: INP001 - a script of its own, which knows nothing of the assistant
"""A bot of aiogram-dialog that asks some questions and keeps the answers in memory: `dialog_bot.py TOKEN URL [PORT]`.

It polls, or listens at a port for what is sent to it.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.input import TextInput
from aiogram_dialog.widgets.kbd import Button
from aiogram_dialog.widgets.text import Const
from aiohttp import web


class Form(StatesGroup):
    """The questions."""

    name = State()
    direction = State()
    day = State()
    unit = State()
    end = State()


async def taken(_: Message, __: Any, manager: DialogManager, text: str) -> None:
    """Keeps an answer, and goes on."""
    manager.dialog_data[str(len(manager.dialog_data))] = text
    await manager.next()


async def begin(_: Message, dialog_manager: DialogManager) -> None:
    """The first question."""
    await dialog_manager.start(Form.name, mode=StartMode.RESET_STACK)


async def main(token: str, url: str, port: str = "") -> None:
    """Serves until it is killed."""
    asked = [
        Window(
            Const(f"第 {number} 题"),
            Button(Const("上一题"), id="back"),
            TextInput(id="answer", on_success=taken),
            state=at,
        )
        for number, at in enumerate((Form.name, Form.direction, Form.day, Form.unit), 1)
    ]
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(begin, CommandStart())
    dispatcher.include_router(Dialog(*asked, Window(Const("完成"), state=Form.end)))
    setup_dialogs(dispatcher)
    bot = Bot(token, AiohttpSession(api=TelegramAPIServer.from_base(url)))
    if not port:
        await dispatcher.start_polling(bot)
        return
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot).register(app, path="/telegram")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(port)).start()
    await bot.set_webhook(f"http://127.0.0.1:{port}/telegram")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
