"""Puts the service and the channels together in one process: the page, and with a token Telegram beside it."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import threading
import time
import webbrowser
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module

from bot.service.daily import reminding
from bot.service.form_registry import RegisteredForm
from bot.service.writer import Service
from bot.settings import Settings
from bot.telegram.setup_error import TelegramSetupError
from bot.web import server as page
from bot.web.address import Address
from bot.web.sessions import CHANNEL
from dialogs import pattern
from dialogs.answers import divisions
from dialogs.texts import say

log = logging.getLogger(__name__)
FIRST_WAIT, LAST_WAIT = 60.0, 3600.0  # seconds until Telegram is tried again
GARBAGE = (2_000, 10, 100)  # new values before the new are looked through; the old, a hundredth as often as usual
# Seconds that a thread waits for another; a turn's statements each give the interpreter away once. With 0.002 an answer
# takes a fourteenth less of the processor, and waits for 0.2 s beside somebody who fills a table.
SWITCH = 0.0005


def opened(settings: Settings, registry: Mapping[str, RegisteredForm]) -> Service:
    """The service on the data folder of the settings. It keeps the page's messages even while no page is served."""
    return Service(settings.data, registry, settings.told(), (CHANNEL,), settings.rows)


async def serve(settings: Settings, registry: Mapping[str, RegisteredForm], days: Sequence[int]) -> None:
    """Serves the page and Telegram until the task is cancelled. Raises AddressError.

    `days` are how many days before a deadline people are reminded.
    """
    place = page.bind(Address(settings.host, settings.port, settings.public_url))
    refused: list[Exception] = []
    with place.at:
        try:
            with suppress(asyncio.CancelledError):
                await _serve(settings, registry, days, place)
        except* BrokenPipeError as group:
            refused += group.exceptions
    if refused:
        raise refused[0]
    print(say("web.ended"))


async def _serve(
    settings: Settings, registry: Mapping[str, RegisteredForm], days: Sequence[int], place: page.Place
) -> None:
    async with opened(settings, registry) as service, reminding(service, days), asyncio.TaskGroup() as tasks:
        if settings.telegram_token.get_secret_value():
            tasks.create_task(_telegram(service, settings))
            print(say("web.with_telegram"))
        await page.serve(service, registry, settings.data, place, lambda: _ready(place.address))


async def _telegram(service: Service, settings: Settings) -> None:
    """Serves Telegram until it is cancelled. Where it cannot run the page goes on; it is tried again, ever later."""
    from bot.telegram import channel, updates  # noqa: PLC0415 - a page alone starts without its libraries

    wait = FIRST_WAIT
    while True:
        begun = time.monotonic()
        try:
            await channel.serve(service, settings)
        except TelegramSetupError as error:
            print(say(f"console.{error.code}", detail=error.detail), file=sys.stderr)
            log.error("Telegram has stopped, and is tried again in %g s: %s", wait, error.code)  # noqa: TRY400
        except Exception:
            log.exception("Telegram has stopped, and is tried again in %g s", wait)
        service.turns.stopped.add(updates.CHANNEL)
        await asyncio.sleep(wait)
        wait = FIRST_WAIT if time.monotonic() - begun > LAST_WAIT else min(LAST_WAIT, 2 * wait)


def be_even() -> None:
    """Keeps the interpreter from stopping everybody for long, however much one of them has it do.

    What the start did not wait for is made ready beside the first answers, so that none of them has to wait for it.
    """
    threading.Thread(target=_make_ready, name="making ready", daemon=True).start()
    # What is there now stays: to look through all of it for garbage takes a tenth of a second.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    sys.setswitchinterval(SWITCH)


def _make_ready() -> None:
    import_module("email_validator")
    pattern.compile_all()
    for places in (divisions.provinces, divisions.cities, divisions.districts):
        places()


def _ready(address: Address) -> None:
    be_even()
    code = "web.ready_public" if address.public else "web.ready"
    print(say(code, url=address.base, port=address.port))
    print(say("web.how_to_end"), flush=True)
    # The browser opens where a person sits in front of this machine.
    display = sys.platform in {"win32", "darwin"} or {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()
    if sys.stdout.isatty() and display and not address.public and "CI" not in os.environ:
        webbrowser.open(address.base)
