"""A fake user: types and presses in a real `bot.service.writer.Service`, and collects what comes back, in order."""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import docx
import pytest
from places import DATA

from bot import clock
from bot.service import daily, form_registry, turns
from bot.service.form_registry import RegisteredForm
from bot.service.turns import Receipt
from bot.service.writer import Service
from dialogs.form.load import load
from dialogs.form.model import Form, Group
from dialogs.turn.events import Command, Edited, Event, Handed, Pressed, Said, Unsupported
from dialogs.turn.messages import Ask, Button, Document, Reply, Say
from dialogs.turn.notice import Operator
from storage.database import NAME, connect

SMALL = DATA / "forms"
DOCX = b"PK"  # how a Word file begins
REMINDED = (7, 3, 1)  # days before a deadline
BEGINNING = datetime(2024, 3, 4, 9, 0, tzinfo=clock.BEIJING)


class Clock:
    """The time, which stands still unless it is told to go on; and secrets, which are the same in every run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, first_secret: int = 0) -> None:
        self.now = BEGINNING
        self.secrets = first_secret - 1  # the last that was told
        monkeypatch.setattr(clock, "now", lambda: self.now)
        monkeypatch.setattr(turns, "token_hex", self._secret)

    def _secret(self) -> str:
        self.secrets += 1
        return hashlib.sha256(str(self.secrets).encode()).hexdigest()

    def pass_(self, **units: float) -> None:
        self.now += timedelta(**units)


def small_shelf(folder: Path, source: Path = SMALL, name: str = "small") -> Mapping[str, RegisteredForm]:
    """A form for tests, with a template made here: that a form is only data holds for its Word file too."""
    target = folder / "forms" / name / "1"
    if not target.exists():
        shutil.copytree(source / name / "1", target)
        (target / "template.docx").write_bytes(_word((target / "form.toml").read_text("utf-8")))
    return form_registry.read(folder / "forms")


@cache
def _word(form: str) -> bytes:
    """A Word file for the form in the text of a form.toml."""
    document, written = docx.Document(), io.BytesIO()
    for line in template_lines(load(form)):
        document.add_paragraph(line)
    document.save(written)
    return written.getvalue()


def begin(folder: Path) -> None:
    """Gives a folder an empty database, unless it has one: a copy, as every migration takes its time."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / NAME).exists():
        (folder / NAME).write_bytes(_empty())


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        connect(Path(folder)).close()
        return (Path(folder) / NAME).read_bytes()


def template_lines(form: Form) -> Iterator[str]:
    """A template that shows every answer behind its label, one a paragraph."""
    for section in form.sections:
        yield section.title
        if section.each:
            yield f"{{%p for part in {section.id} %}}"
            yield from _fields(section, "part.")
            yield from _rows(section, "part.")
            yield "{%p endfor %}"
            continue
        yield from _fields(section, "")
        yield from _rows(section, "")


def _rows(group: Group, prefix: str, row: str = "row") -> Iterator[str]:
    for table in group.tables:
        names = (column.id.rpartition(".")[2] for column in (*table.fields, *table.computed))
        cells = "，".join(f"{{{{ {row}.{name} }}}}" for name in names)
        yield f"{{%p for {row} in {prefix}{table.id} %}}"
        yield f"{table.title} {{{{ {row}.number }}}}：{cells}"
        yield from _rows(table, f"{row}.", f"{row}_")
        yield "{%p endfor %}"


def _fields(section: Group, prefix: str) -> Iterator[str]:
    for field in (*section.fields, *section.computed):
        value = f"{prefix}{field.id}"
        yield f"{field.label}：{{{{ {value} | join('｜') if {value} is not string else {value} }}}}"


def labels(ask: Ask) -> list[str]:
    """The labels of all buttons of a question."""
    return [button.label for row in ask.buttons for button in row]


class Bench:
    """A service on a folder, which can be stopped and started again; persons take a `Chat` each."""

    def __init__(self, folder: Path, registry: Mapping[str, RegisteredForm], clock: Clock) -> None:
        self.folder = folder
        self.registry = registry
        self.clock = clock
        self.operator = Operator()
        self.keeping: tuple[str, ...] = ()
        self.channels: list[Callable[[Service], AbstractAsyncContextManager[None]]] = []  # that are served besides
        self.service: Service

    async def __aenter__(self) -> Self:
        begin(self.folder)
        async with AsyncExitStack() as stack:
            service = Service(self.folder, self.registry, self.operator, self.keeping)
            self.service = await stack.enter_async_context(service)
            for channel in self.channels:
                await stack.enter_async_context(channel(service))
            self._open = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self._open.__aexit__(kind, error, tb)

    async def stop(self) -> None:
        """Until it is entered again."""
        await self._open.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.__aenter__()

    async def daily(self) -> None:
        """What is done every day at ten, done now; nothing before ten, or where it was done today."""
        await daily.remind(self.service, REMINDED)

    async def sql(self, query: str, *params: object) -> list[Any]:
        """What stands in the database."""
        return await self.service.do(lambda store: store.db.execute(query, params).fetchall())

    async def tables(self) -> dict[str, int]:
        """How many lines each table has, the ones that have none left out."""
        names = await self.sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        counts = {name: (await self.sql(f"SELECT count(*) FROM {name}"))[0][0] for (name,) in names}  # noqa: S608
        return {name: count for name, count in counts.items() if count and not name.startswith(("_", "sqlite_"))}


class NoSuchActError(Exception):
    """A person cannot do that on their channel, or not as things are; nothing was done."""


class Chat:
    """One person. Everything they do returns the replies to it; `asked` has the last question, `asks` all."""

    def __init__(self, bench: Bench, person: str = "console:zhang") -> None:
        self.bench = bench
        self.person = person
        self.asks: list[Ask] = []
        self.doors: list[Button] = []  # beneath the notices that came
        self.files: list[bytes] = []
        self.said: dict[str, str] = {}  # message id -> its text
        self.toast = ""
        self.receipt = Receipt(new=True)  # of what was done last
        self._count = 0

    @property
    def asked(self) -> Ask:
        return self.asks[-1]

    @property
    def offered(self) -> list[str]:
        """The labels of the buttons that can be pressed."""
        return labels(self.asked)

    def _base(self) -> dict[str, str]:
        self._count += 1
        return {"id": f"{self.person}/{self._count}", "person": self.person}

    async def submit(self, event: Event) -> list[Reply]:
        """Hands in any event, waits for the work that it starts, and takes the replies as delivered."""
        self.receipt = await self.bench.service.submit(event)
        self.toast = self.receipt.toast
        await self.bench.service.job_runner.settled()
        return await self.read()

    async def read(self) -> list[Reply]:
        replies = []
        while posted := await self.bench.service.next_reply(self.person):
            if isinstance(posted.reply, Ask):
                self.asks.append(posted.reply)
            if isinstance(posted.reply, Say):
                self.doors += posted.reply.buttons
            if isinstance(posted.reply, Document):
                self.files.append(_content(posted.reply))
            await self.bench.service.delivered(posted)
            replies.append(posted.reply)
        return replies

    async def say(self, text: str) -> list[Reply]:
        base = self._base()
        self.said[base["id"]] = text
        return await self.submit(Said(**base, text=text, ref=base["id"]))

    async def say_all(self, *texts: str) -> list[Reply]:
        return [reply for text in texts for reply in await self.say(text)]

    def button(self, label: str, ask: Ask | None = None) -> Button:
        offered = chain(*(ask or self.asked).buttons, reversed(self.doors) if ask is None else ())
        for button in offered:
            if button.label == label:
                return button
        pytest.fail(f"no button {label!r} among {labels(ask or self.asked)}")

    async def press(self, *pressed: str) -> list[Reply]:
        """Presses buttons of the last question, each by its label."""
        replies = []
        for label in pressed:
            replies += await self.press_data(self.button(label).data)
        return replies

    async def press_old(self, label: str) -> list[Reply]:
        """Presses a button of a question before the last, the newest that has it."""
        old = next(ask for ask in reversed(self.asks[:-1]) if label in labels(ask))
        return await self.press_data(self.button(label, old).data)

    async def press_data(self, data: str) -> list[Reply]:
        return await self.submit(Pressed(**self._base(), data=data))

    async def command(self, name: str, argument: str | None = None) -> list[Reply]:
        return await self.submit(Command(**self._base(), name=name, argument=argument or ""))

    async def edit(self, old: str, new: str) -> list[Reply]:
        """Edits the last message that has this text."""
        ref = next((ref for ref, text in reversed(self.said.items()) if text == old), "unknown")
        self.said[ref] = new
        return await self.submit(Edited(**self._base(), text=new, ref=ref))

    async def hand_in(self, path: Path) -> list[Reply]:
        """Sends a file."""
        base = self._base()
        event = Handed(**base, source="", name=path.name, ref=base["id"])
        await self.bench.service.hand_in(event, await asyncio.to_thread(path.read_bytes))
        await self.bench.service.job_runner.settled()
        return await self.read()

    async def sticker(self) -> list[Reply]:
        return await self.unsupported("sticker")

    async def unsupported(self, what: str) -> list[Reply]:
        return await self.submit(Unsupported.model_validate({**self._base(), "what": what}))

    async def answers(self) -> dict[str, str]:
        """What is answered, by field; of a field of several rows one of them."""
        return dict(await self.bench.sql("SELECT field, value FROM answer"))

    async def agree(self) -> list[Reply]:
        """First contact up to the first question."""
        return [*await self.command("start"), *await self.press("同意并开始")]


def _content(document: Document) -> bytes:
    return Path(document.path).read_bytes()


def notes(replies: list[Reply]) -> str:
    """All that is said in front of questions, and what is said without asking."""
    return "\n".join(text for r in replies for text in (r.remarks if isinstance(r, Ask) else [getattr(r, "text", "")]))


def text_of(replies: list[Reply]) -> str:
    """Everything that is said."""
    return "\n".join([notes(replies), *(reply.text for reply in replies if isinstance(reply, Ask))])


_TIMES = re.compile(r"([^（(]+)×(\d+)")


def typed(text: str) -> str:
    """A message as transcripts write it: ⏎ is a line break, ⇥ a tab, and 好×20 stands for twenty of them."""
    found = _TIMES.fullmatch(text)
    return (found[1] * int(found[2]) if found else text).replace("⏎", "\n").replace("⇥", "\t")
