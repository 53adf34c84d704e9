# ruff: noqa: INP001, T201 - a script that prints
"""How the time of a turn grows with the application and with the database: `python benchmarks/turns.py`.

A turn is timed from handing in an ordinary answer to its commit, through the real service. The ratios are what
counts: they say whether a turn walks what it need not. The time and memory to write a document are measured beside
them, against docxtpl on the same template and values.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import statistics
import sys
import tempfile
import time
import tomllib
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from docxtpl import DocxTemplate
from jinja2 import Environment

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from a fresh checkout

from benchmarks.running import ROUNDS
from bot import clock
from bot.service import form_registry
from bot.service.form_registry import RegisteredForm
from bot.service.writer import Service
from dialogs.answers.word_count import han
from dialogs.application.application import Answers, Step
from dialogs.application.changes import AddRow, Change, PutAnswer, StartApplication
from dialogs.engine import dispatch
from dialogs.form.model import Form, Group
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.turn.conversation import Conversation, Shown
from dialogs.turn.events import Pressed, Said
from dialogs.turn.notice import Operator
from dialogs.turn.screen import Screen
from render.context import context
from render.docx import write
from render.paragraphs import paragraphs, together
from storage.database import connect, transaction
from storage.store import Store

FORMS = Path(__file__).resolve().parent.parent / "forms"
TURNS = 30  # one after the other
FEW, MANY = 10, 10_000  # rows in the application
ONE, CROWD = 1, 20_000  # applications in the database
PERSON = "console:person"


class Size(NamedTuple):
    """How large a database is: the rows in the application, and the applications."""

    rows: int
    applications: int


SIZES = SMALL, LONG, WIDE = Size(FEW, ONE), Size(MANY, ONE), Size(FEW, CROWD)
Kinds = Mapping[str, Callable[[int], tuple[Screen, str]]]  # of so many rows, where it begins, what is pressed or typed


def rows_of(table: Group, example: list[dict[str, Any]], count: int) -> Iterator[Change]:
    """Rows of a table, each filled in like one of the example's."""
    for number, row in zip(range(count), itertools.cycle(example), strict=False):
        yield AddRow(application="own", table=table.id, row=f"row{number}")
        for column in table.fields:
            value = str(row[column.id.removeprefix(f"{table.id}.")])
            step = Step(item=column.id, row=f"row{number}")
            yield PutAnswer(application="own", step=step, value=value, han=han(value))


def keep(store: Store, person: str, application: str, screens: tuple[Screen, ...], changes: list[Change]) -> None:
    """Stores an application, and the person in the middle of it."""
    conversation = Conversation(person=person, consented=True, application=application, screens=screens)
    start: Change = StartApplication(application=application, form=next(iter(store.forms)))
    store.apply(person, [start, *changes], clock.now())
    store.conversations.keep(conversation)


def prepare(folder: Path, registered: RegisteredForm, *, rows: int, applications: int) -> None:
    """A database with one person's application of so many rows, and so many applications in all."""
    form = registered.form
    table, example = longest_table(form, registered.example)
    with closing(connect(folder)) as db, transaction(db):
        store = Store(db, {form.key: form})
        others = {field.id: "示例" for field in form.sections[0].fields}
        for number in range(applications - 1):
            name = f"other{number}"
            puts: list[Change] = [
                PutAnswer(application=name, step=Step(item=item), value=value, han=2) for item, value in others.items()
            ]
            keep(store, f"console:{name}", name, (), puts)
        keep(store, PERSON, "own", (), list(rows_of(table, example, rows)))


def longest_table(form: Form, example: Path) -> tuple[Group, list[dict[str, Any]]]:
    """The table with the most columns that no section is repeated for, and its rows in the example."""
    alone = [table for table in form.tables.values() if form.repeated[table.id] == (table.id,)]
    table = max(alone, key=lambda t: len(t.fields))
    return table, tomllib.loads(example.read_text("utf-8"))[table.id]


def ask(here: Conversation, store: Store) -> None:
    """Keeps a conversation as it is once its question was shown."""
    store.conversations.keep(dispatch.present(store, here, clock.now(), Operator())[1])


async def timed(service: Service, screens: tuple[Screen, ...], act: str, numbers: Iterable[int]) -> list[float]:
    """The milliseconds of turns begun on `screens`, each by its number: a press on a button, or an answer, with {}.

    Raises RuntimeError where an answer is not taken: what asks about it takes another time.
    """
    times = []
    for number in numbers:
        here = Conversation(
            person=PERSON, consented=True, application="own", screens=screens, shown=Shown(number=number)
        )
        await service.do(partial(ask, here))
        name, answers = f"{screens} {act} {number}", "{}" in act
        answer = Said(id=name, person=PERSON, text=act.format(number), ref=name)
        event = answer if answers else Pressed(id=name, person=PERSON, data=f"{number}.{act}")
        before = await service.do(_newest)
        began = time.perf_counter()
        receipt = await service.submit(event)
        times.append((time.perf_counter() - began) * 1000)
        if receipt.toast or (answers and await service.do(_newest) == before):
            raise RuntimeError(receipt.toast or "the answer was not taken")
    return times


def _newest(store: Store) -> int:
    own = store.application("own")
    return own.newest() if own else 0


def turns(registered: RegisteredForm) -> Iterator[tuple[str, dict[Size, float]]]:
    """The kinds of turns with their median milliseconds by the size of the database; the sizes come by turns."""
    form = registered.form
    table, _ = longest_table(form, registered.example)
    plain = form.sections[0].fields[0].id
    kinds: Kinds = {
        "an answer": lambda _: (Asking(step=Step(item=plain)), "示例试点工作方案{}"),
        "a cell in the last row": lambda rows: (
            Asking(step=Step(item=table.fields[0].id, row=f"row{rows - 1}")),
            "示例第{}公司",
        ),
        "to the last row's menu": lambda rows: (Browsing(table=table.id, page=rows // 10 - 1), f"row:row{rows - 1}"),
        "back to the last page": lambda rows: (
            Browsing(table=table.id, page=rows // 10 - 1, row=f"row{rows - 1}"),
            "rows",
        ),
    }
    with tempfile.TemporaryDirectory() as name:
        folders = {size: Path(name) / str(number) for number, size in enumerate(SIZES)}
        for size, folder in folders.items():
            folder.mkdir()
            prepare(folder, registered, rows=size.rows, applications=size.applications)
        times = asyncio.run(_by_turns(folders, registered, kinds))
    yield from ((kind, {size: statistics.median(times[kind, size]) for size in SIZES}) for kind in kinds)


async def _by_turns(
    folders: Mapping[Size, Path], registered: RegisteredForm, kinds: Kinds
) -> Mapping[tuple[str, Size], Sequence[float]]:
    """The milliseconds of each turn, by its kind and size: some of one size, then as many of the next, ROUNDS times."""
    found = defaultdict(list)
    async with AsyncExitStack() as stack:
        served = {
            size: await stack.enter_async_context(Service(folder, {registered.form.key: registered}, Operator()))
            for size, folder in folders.items()
        }
        for run, (kind, begun), (size, service) in itertools.product(range(ROUNDS), kinds.items(), served.items()):
            screen, act = begun(size.rows)
            found[kind, size] += await timed(service, (screen,), act, range(run * TURNS, (run + 1) * TURNS))
    return found


def document(registered: RegisteredForm, rows: int) -> dict[str, Any]:
    """What a document's template sees with so many rows in one table."""
    table, example = longest_table(registered.form, registered.example)
    cells = {
        (column.id, f"row{n}"): str(example[n % len(example)][column.id.removeprefix(f"{table.id}.")])
        for n in range(rows)
        for column in table.fields
    }
    answers = Answers(values=cells, rows={table.id: [f"row{n}" for n in range(rows)]})
    return context(registered.form, answers, mode="draft")


def written(template: Path, values: dict[str, Any]) -> bytes:
    """The document as the assistant writes it."""
    file = io.BytesIO()
    write(template, values, file)
    return file.getvalue()


def docxtpl(template: Path, values: dict[str, Any]) -> None:
    """Writes it with the library that is the peer, as its documentation says."""
    document = DocxTemplate(template)
    environment = Environment(autoescape=True)
    environment.filters["paragraphs"] = lambda text, **_: paragraphs(text)  # which bookmark it gets is no matter here
    environment.filters["together"] = together
    document.render(values, environment)
    document.save(io.BytesIO())


def cost(
    render: Callable[[Path, dict[str, Any]], object], template: Path, values: dict[str, Any]
) -> tuple[float, float]:
    """The median seconds of five documents, and the most memory that one takes, in megabytes."""
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        render(template, values)
        seconds.append(time.perf_counter() - began)
    tracemalloc.start()
    render(template, values)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return statistics.median(seconds), most / 1e6


def main() -> None:
    """Prints the table."""
    registered = next(iter(form_registry.read(FORMS).values()))
    heads = (f"{FEW} rows", f"{MANY:,} rows", "ratio", f"{CROWD:,} apps", "ratio")
    print(f"{'turn, median ms':<24}{''.join(f'{head:>13}' for head in heads)}")
    for kind, times in turns(registered):
        base, many, crowd = (times[size] for size in SIZES)
        print(f"{kind:<24}{base:>13.2f}{many:>13.2f}{many / base:>13.2f}{crowd:>13.2f}{crowd / base:>13.2f}")
    print(f"\n{'document':<24}{'ours':>13}{'docxtpl':>13}{'ratio':>13}{'ours, MB':>13}{'docxtpl, MB':>13}")
    for rows in (FEW, MANY):
        values = document(registered, rows)
        (mine, my_most), (peer, peer_most) = (cost(way, registered.template, values) for way in (written, docxtpl))
        times = f"{mine * 1000:>10.0f} ms{peer * 1000:>10.0f} ms{peer / mine:>13.1f}"
        print(f"{f'{rows:,} rows':<24}{times}{my_most:>13.1f}{peer_most:>13.1f}")


if __name__ == "__main__":
    main()
