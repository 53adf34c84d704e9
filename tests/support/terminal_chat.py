"""A person of the harness at a terminal: what they type goes through `Console`, and they read what it prints.

Knows nothing of transcripts.
"""

from __future__ import annotations

import asyncio
import io
import re
from contextlib import redirect_stdout
from pathlib import Path

from harness import DOCX, Bench, Chat, NoSuchActError

from bot.terminal.console import Console, file_named
from dialogs.turn.events import Command, Event, Said
from dialogs.turn.messages import Reply, Say

FILE = re.compile(r"^文件：(.+)$", re.MULTILINE)
SAVED = re.compile(r"^已保存：(.+)\n", re.MULTILINE)
NUMBERED = re.compile(r"\[#(\d+) (.+?)\](?=  \[#|$)", re.MULTILINE)


class TerminalChat(Chat):
    """One line is one act; a button is pressed by its number."""

    def __init__(self, bench: Bench, out: Path) -> None:
        self._out = out
        self._console = Console(bench.service, out=out)
        self._buttons: list[tuple[str, str]] = []  # number and label, as they were printed last
        super().__init__(bench, self._console.person)

    @property
    def offered(self) -> list[str]:
        return [label for _, label in self._buttons]

    async def press(self, *pressed: str) -> list[Reply]:
        [label] = pressed
        number = next(number for number, name in self._buttons if name == label)
        return await self._type(f"#{number}")

    async def press_old(self, label: str) -> list[Reply]:
        raise NoSuchActError(label)

    async def hand_in(self, path: Path) -> list[Reply]:
        found = file_named(f"'{path}'")
        assert found
        await self._at_work().hand_in(found)
        await self.bench.service.job_runner.settled()
        return await self.read()

    async def submit(self, event: Event) -> list[Reply]:
        if isinstance(event, Said):
            return await self._type(event.text)
        if isinstance(event, Command):
            return await self._type(f"/{event.name} {event.argument}".rstrip())
        raise NoSuchActError

    def _at_work(self) -> Console:
        self._console._service = self.bench.service  # another one after a restart
        return self._console

    async def _type(self, line: str) -> list[Reply]:
        assert "\n" not in line
        console = self._at_work()
        self.toast = await console.do(console.typed(line))
        await self.bench.service.job_runner.settled()
        return await self.read()

    async def read(self) -> list[Reply]:
        """What is printed, all in one; what is saved can be read."""
        with redirect_stdout(io.StringIO()) as printed:
            await self._at_work().print()
        text = printed.getvalue()
        for name, path in zip(FILE.findall(text), map(Path, SAVED.findall(text)), strict=True):
            assert path.stem.startswith(Path(name).stem)  # with a number where there is one of that name
            self.files.append(await asyncio.to_thread(path.read_bytes))
            assert self.files[-1].startswith(DOCX)
        asked = SAVED.sub("", text).strip("\n").replace("\n\n\n", "\n\n")
        for number, label in NUMBERED.findall(asked):  # a question begins anew, a notice goes on from it
            self._buttons = [*([] if number == "1" else self._buttons), (number, label)]
        return [Say(text=asked)] if asked else []
