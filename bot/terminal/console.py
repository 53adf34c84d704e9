"""The terminal as a channel: the same service on standard input and output, for trials and scripts."""

from __future__ import annotations

import asyncio
import shutil
import sys
import threading
import uuid
from itertools import chain
from pathlib import Path

from bot.service.writer import Service
from bot.terminal.answer_file import Action, StuckError
from dialogs.answers.picture_lines import named
from dialogs.pattern import Pattern
from dialogs.texts import say
from dialogs.turn.events import Command, Event, Handed, Pressed, Said
from dialogs.turn.messages import Album, Ask, Button, Document, Reply, paths, rows_of_buttons

CHANNEL = "console"
COMMAND = Pattern(r"/(\w+)(?:\s+(.*))?")
PRESS = Pattern(r"[#＃](\d{1,3})")
TTY_LINE = 4095  # bytes; a terminal cuts a longer line without a word (termios(3), canonical mode)


class Console:
    """One person at a terminal, `console:name`.

    Documents are put into the folder `out`; or the first in the place of `file`, and what comes with it beside that.
    """

    def __init__(
        self, service: Service, name: str = "local", out: Path = Path("out"), file: Path | None = None
    ) -> None:
        self._service = service
        self._out = file.parent if file else out
        self._file = file
        self.person = f"{CHANNEL}:{name}"
        self.asked: Ask | None = None
        self._offered: list[Button] = []  # what can be pressed, of the question and of notices after it
        self.saved: list[Path] = []
        self._printing = asyncio.Lock()

    async def read(self) -> list[Reply]:
        """The replies that wait, which count as delivered then; their files are copied to where they belong."""
        replies = []
        while posted := await self._service.next_reply(self.person):
            if isinstance(posted.reply, Ask):
                self.asked, self._offered = posted.reply, []
            self._offered += chain.from_iterable(rows_of_buttons(posted.reply))
            self.saved += self._save(posted.reply)
            await self._service.delivered(posted)
            replies.append(posted.reply)
        return replies

    async def print(self) -> None:
        """Prints the replies that wait."""
        async with self._printing:
            saved = len(self.saved)
            count = len(self._offered)
            for reply in await self.read():
                count = 0 if isinstance(reply, Ask) else count
                print(f"\n{shown(reply, count)}\n", flush=True)
                count += len([*chain.from_iterable(rows_of_buttons(reply))])
            for path in self.saved[saved:]:
                print(say("console.saved", path=path), flush=True)

    async def finish(self, printing: asyncio.Task[None]) -> None:
        """Prints what is left, and stops the task that prints, but not in the middle of a reply."""
        await self.print()
        async with self._printing:
            printing.cancel()

    def _save(self, reply: Reply) -> list[Path]:
        """Copies the files that a reply hands over; returns the copies."""
        names = [reply.name] if isinstance(reply, Document) else [Path(path).name for path in paths(reply)]
        targets = [_free(self._out / name) for name in names]
        if targets and self._file and not self.saved:
            targets[0] = self._file
        for path, target in zip(paths(reply), targets, strict=True):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        return targets

    async def do(self, action: Action) -> str:
        """Types, presses or hands in. Returns the remark on a press that had no effect, "" for none."""
        if action.file:
            await self.hand_in(Path(action.text))
            await self._service.job_runner.settled()
            return ""
        return (await self._service.submit(self._event(action))).toast

    async def hand_in(self, path: Path) -> None:
        """Hands in a file."""
        id_ = f"{CHANNEL}:{uuid.uuid4()}"
        event = Handed(id=id_, person=self.person, source="", name=path.name, ref=id_)
        await self._service.hand_in(event, await asyncio.to_thread(path.read_bytes))

    def _event(self, action: Action) -> Event:
        base = {"id": f"{CHANNEL}:{uuid.uuid4()}", "person": self.person}
        if action.press:
            return Pressed(**base, data=self._data(action.text))
        text = action.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # no event holds half a pair
        if command := COMMAND.fullmatch(text.strip()):
            return Command(**base, name=command[1].lower(), argument=(command[2] or "").strip())
        return Said(**base, text=text, ref=base["id"])

    def _data(self, label: str) -> str:
        return next((button.data for button in self._offered if button.label == label), "")

    def typed(self, line: str) -> Action:
        """What a line that was typed means: `#2` is a press on the second button, all else is typed."""
        buttons = self._offered
        if not (pressed := PRESS.fullmatch(line.strip())):
            return Action(text=line)
        number = int(pressed[1])
        # A number without a button is a press too, which has no effect and says so; it is never an answer.
        return Action(text=buttons[number - 1].label if 0 < number <= len(buttons) else "", press=True)

    async def document(self) -> list[Reply]:
        """Waits for the next document; returns the replies that came with it. Raises StuckError where it is refused."""
        before = len(self.saved)
        replies = await self.read()
        while len(self.saved) == before:
            refused = [reply for reply in replies if isinstance(reply, Ask) and reply.refusal]
            if refused:
                raise StuckError("\n".join(refused[-1].remarks))
            await self._service.posted(CHANNEL)
            replies += await self.read()
        return replies


def file_named(line: str) -> Path | None:
    """The file whose path a line is, as typed or as a terminal writes it when a file is dropped; None for all else."""
    text = line.strip().strip("'\"").removeprefix("file://").replace("\\ ", " ")
    path = Path(text).expanduser()
    try:
        return path if path.suffix and path.is_file() else None
    except (OSError, ValueError):  # too long for a path, say
        return None


def _free(path: Path) -> Path:
    """The path, or one with a number behind it that is not taken: a file that someone works on is not overwritten."""
    number = 2
    free = path
    while free.exists():
        free = path.with_stem(f"{path.stem}（{number}）")
        number += 1
    return free


def shown(reply: Reply, numbered: int = 0) -> str:
    """A reply as text, with its buttons numbered on from those that can be pressed already."""
    if isinstance(reply, Document):
        return say("console.document", name=reply.name, caption=reply.caption)
    if isinstance(reply, Album):
        return reply.caption
    number = numbered
    lines = []
    for row in rows_of_buttons(reply):
        cells = []
        for offered in row:
            number += 1
            cells.append(f"[#{number} {offered.label}]")
        lines.append("  ".join(cells))
    notes = reply.remarks if isinstance(reply, Ask) else ()
    return named("\n".join([*(f"» {note}" for note in notes), *([""] if notes else []), reply.text, *lines]))


async def chat(service: Service, out: Path) -> None:
    """A conversation at the terminal until the input ends. Documents are put into `out`."""
    console = Console(service, out=out)
    print(say("console.hello"))
    await console.do(Action(text="/start"))
    await console.print()
    printing = asyncio.create_task(_print_replies(service, console))
    lines = _typed_lines()
    while line := await lines.get():
        if sys.stdin.isatty() and len(line.encode()) >= TTY_LINE:
            print(f"» {say('console.cut')}", flush=True)
        elif line.strip():
            toast = await _done(console, line)
            if toast:
                print(f"» {toast}", flush=True)
            await console.print()
            await (
                service.job_runner.settled()
            )  # a terminal reads line by line: what was asked for comes before the next line
    await console.finish(printing)


async def _done(console: Console, line: str) -> str:
    """Hands in the file that a line names, or types it. Returns the remark on a press that had no effect."""
    if path := file_named(line):
        await console.hand_in(path)
        return ""
    return await console.do(console.typed(line.rstrip("\n")))


def _typed_lines() -> asyncio.Queue[str]:
    """A queue of the lines of standard input as they come, with "" at its end."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        # A daemon thread with a file object of its own: Ctrl-C need wait neither for a line nor for a lock on stdin.
        with open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False) as typed:
            for line in typed:
                loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()
    return lines


async def _print_replies(service: Service, console: Console) -> None:
    while True:
        await console.print()
        await service.posted(CHANNEL)
