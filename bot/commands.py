"""The commands of the program."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import sys
import tempfile
import tomllib
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot import clock, composition, form_commands, logs
from bot.command_line import Command, parser
from bot.form_commands import StopError
from bot.service import form_registry
from bot.service.commit import NotSavedError
from bot.service.daily import reminding
from bot.service.form_folder import decoded
from bot.service.form_registry import RegisteredForm
from bot.service.kept_forms import KeptForms
from bot.service.writer import Service
from bot.settings import Settings
from bot.telegram.setup_error import TelegramSetupError
from bot.terminal import console
from bot.terminal.answer_file import AnswerFile, StuckError
from bot.terminal.answer_player import Played, bar, play
from bot.web.address import AddressError
from dialogs.form.syntax_faults import why
from dialogs.texts import say
from render import preview
from storage.database import UnsafeDatabaseError

T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the process's exit status. `arguments` are those of the command line by default."""
    logs.setup()
    os.umask(0o077)  # what people have answered is for nobody else on this machine
    # A service manager's SIGTERM ends us as Ctrl-C does: in order, with nothing left running, but with status 0, as it
    # is no failure. A script that starts us in the background has us ignore Ctrl-C, and with it every way to end.
    terminated: list[int] = []

    def terminate(number: int, _: object) -> None:
        terminated.append(number)
        signal.raise_signal(signal.SIGINT)

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, terminate)
    try:
        options = parser(COMMANDS).parse_args(arguments)
        status = int(options.command(_settings(), options) or 0)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 0 if terminated else 130
    except BrokenPipeError:  # whoever reads our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        if error.filename is None:
            raise
        print(say("console.no_access", path=error.filename, kind=type(error).__name__), file=sys.stderr)
    except (form_registry.RegistryError, StopError, StuckError) as error:
        print(error, file=sys.stderr)
    except NotSavedError:
        print(say("console.not_saved"), file=sys.stderr)
    except (UnsafeDatabaseError, TelegramSetupError, AddressError) as error:
        print(say(f"console.{error.code}", detail=error.detail), file=sys.stderr)
    else:
        return status
    return 1


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:  # said without the value, which may be a secret
        names = [str(fault["loc"][0]) for fault in error.errors()]
        raise StopError(say("console.bad_setting", names=names)) from None


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Runs `work` in an event loop, and at the end stops a conversion under way, for which Python would wait."""

    async def closing() -> T:
        try:
            return await work
        finally:
            await asyncio.to_thread(preview.close)

    return asyncio.run(closing())


def _days(settings: Settings) -> list[int]:
    """The days before a deadline on which people are reminded, from the settings. Raises StopError on what is none."""
    try:
        days = [int(day) for day in settings.remind.replace("，", ",").split(",") if day.strip()]
    except ValueError:
        days = [-1]
    if any(day < 0 for day in days):
        raise StopError(say("console.bad_days", value=settings.remind))
    return days


def _offered(settings: Settings) -> Mapping[str, RegisteredForm]:
    """The forms that begin new applications; none where all are broken, but applications run on copies of theirs.

    Raises RegistryError where there are no such copies either.
    """
    kept = KeptForms(settings.data)
    try:
        return form_registry.read(settings.forms, settings.form, examples=settings.examples, seals=kept.seals)
    except form_registry.RegistryError as error:
        if not kept:
            raise
        print(error, say("form_registry.kept"), sep="\n", file=sys.stderr, flush=True)
        return {}


def _chat(settings: Settings, options: argparse.Namespace) -> None:
    del options
    days = _days(settings)
    registry = _offered(settings)

    async def run() -> None:
        async with composition.opened(settings, registry) as service, reminding(service, days):
            await console.chat(service, Path("out"))

    _run(run())


def _page(settings: Settings, options: argparse.Namespace) -> None:
    del options
    if settings.public_url and settings.unnamed:
        raise StopError(say("console.no_operator", names=list(settings.unnamed)))
    _run(composition.serve(settings, _offered(settings), _days(settings)))


def _demo(settings: Settings, options: argparse.Namespace) -> None:
    registered = form_commands.registered(settings, settings.form)
    player = _player(registered, registered.example)
    clock.set_day(player.day)  # what is odd about an answer may hang on the day
    out: Path | None = options.out
    _play(
        settings, registered, player, out, show=lambda text: print(f"{text}\n"), keep=out and out.with_suffix(".data")
    )


def _fill(settings: Settings, options: argparse.Namespace) -> int:
    registered = form_commands.registered(settings, options.form or settings.form)
    print(say("answer_file.form", title=registered.form.title, key=registered.form.key), file=sys.stderr)
    player = _player(registered, options.answers)
    played = _play(settings, registered, player, options.out, show=lambda _: None)
    for text in played.told:
        print(text, file=sys.stderr)
    for label in player.unasked:
        print(say("answer_file.unasked", label=label), file=sys.stderr)
    if player.doubts:
        print("\n".join(say("answer_file.doubt", doubt=doubt.text) for doubt in player.doubts), file=sys.stderr)
        print(say("answer_file.strict", count=len(player.doubts)), file=sys.stderr)
    return int(not played.is_finished or (options.strict and bool(player.doubts)))


def _player(registered: RegisteredForm, answers: Path) -> AnswerFile:
    """The answers in a file. Raises StopError where it is not TOML, and OSError where it cannot be read."""
    text = decoded(answers.read_bytes())
    try:
        if isinstance(text, str):
            return AnswerFile(registered.form, tomllib.loads(text), answers.parent)
        reason = text.text
    except tomllib.TOMLDecodeError as error:
        reason = why(str(text), error).text
    raise StopError(say("console.bad_answers", path=answers, reason=reason))


def _play(  # noqa: PLR0913 - each is something else
    settings: Settings,
    registered: RegisteredForm,
    player: AnswerFile,
    out: Path | None,
    *,
    show: Callable[[str], None],
    keep: Path | None = None,
) -> Played:
    """Plays a file of answers through a service on a fresh data folder, and prints where the Word file was written.

    The folder is a temporary one, or `keep`, of which nothing is left that was there before. Raises StuckError with
    all that was refused, after what was doubtful.
    """

    async def run(folder: Path) -> tuple[Sequence[Path], Played]:
        async with Service(folder, {registered.form.key: registered}, settings.told()) as service:
            channel = console.Console(service, file=out)
            played = await play(channel, player, show=show, progress=bar)
            return channel.saved, played

    with tempfile.TemporaryDirectory() as folder:
        written, played = asyncio.run(run(Path(folder)))
        if keep:
            shutil.rmtree(keep, ignore_errors=True)
            shutil.copytree(folder, keep)
    for path in written:
        print(say("console.saved", path=path))
    return played


def _telegram(settings: Settings, options: argparse.Namespace) -> None:
    del options
    if not settings.telegram_token.get_secret_value():
        raise StopError(say("console.no_token"))
    from bot.telegram.channel import serve  # noqa: PLC0415 - no other command waits for its libraries

    days = _days(settings)
    registry = _offered(settings)

    async def run() -> None:
        async with composition.opened(settings, registry) as service, reminding(service, days):
            composition.be_even()
            await serve(service, settings)

    with suppress(asyncio.CancelledError):
        _run(run())


def _read(settings: Settings, options: argparse.Namespace) -> None:
    from bot import reading_command  # noqa: PLC0415 - no other command waits for what reads Word and pictures

    reading_command.read(settings, options)


COMMANDS: Mapping[str, Command] = {
    "run": _page,
    "chat": _chat,
    "demo": _demo,
    "telegram": _telegram,
    "blank": form_commands.blank,
    "fill": _fill,
    "read": _read,
    "questions": form_commands.questions,
    "form answer": form_commands.answer,
    "form check": form_commands.check,
    "form schema": form_commands.print_schema,
}
