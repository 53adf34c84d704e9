# ruff: noqa: INP001, T201, SLF001 - a script that prints, and looks into a connection
"""What one turn does, in counts that no busy machine changes: `python benchmarks/turn_cost.py [--statements]`.

Of each kind of turn: its SQL statements; those that are explained, each once in the life of a process, to know what it
reads and writes; the calls of Python functions; and the files of the program that are entered. `--statements`
prints them.
"""

from __future__ import annotations

import asyncio
import cProfile
import pstats
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from a fresh checkout

from benchmarks.turns import FORMS, PERSON, prepare
from bot.service import form_registry
from bot.service.turns import Turns
from bot.service.writer import Service
from dialogs.turn.events import Command, Event, Said
from dialogs.turn.notice import Operator

ROOT = Path(__file__).resolve().parent.parent
OURS = ("bot", "dialogs", "storage", "render")


class Counted:
    """Has the turns of a service counted."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._take = Turns.take

    async def turn(self, name: str, event: Event) -> list[str]:
        """Takes a turn; prints what it did, and returns its statements."""
        statements: list[str] = []
        profile = cProfile.Profile()

        def counted(turns: Turns, store: Any, event: Event) -> Any:
            store.db._tracer = lambda sql, given: statements.append(f"{sql} {given}")
            profile.enable()
            try:
                return self._take(turns, store, event)
            finally:
                profile.disable()
                store.db._tracer = None

        Turns.take = counted  # type: ignore[method-assign]
        receipt = await self._service.submit(event)
        Turns.take = self._take  # type: ignore[method-assign]
        stats: Any = pstats.Stats(profile)
        files = {file for file, _, _ in stats.stats if file.startswith(tuple(f"{ROOT}/{room}/" for room in OURS))}
        once = sum(sql.startswith("EXPLAIN") for sql in statements)
        counts = (len(statements) - once + 2, once, stats.total_calls, len(files))
        print(f"{name:<24}", *(f"{count:>11}" for count in counts), f" {receipt.toast}")
        return statements


async def main() -> None:
    """Prints the table: statements with BEGIN and COMMIT, calls, files."""
    registered = form_registry.read(FORMS)["netsec-insurance-pilot/2023"]
    acts: dict[str, Event] = {  # in the order of the form's first questions
        "the first of all": Said(
            id="1", person=PERSON, text="示例试点工作方案", ref="1"
        ),  # prepares what is prepared once
        "one more": Said(id="2", person=PERSON, text="企业类（示例）", ref="2"),
        "an answer refused": Said(id="3", person=PERSON, text="不知道", ref="3"),
        "an answer": Said(id="4", person=PERSON, text="2024年1月5日", ref="4"),
        "where one is": Command(id="5", person=PERSON, name="status"),
        "on with it": Command(id="6", person=PERSON, name="start"),
    }
    print(f"{'turn':<24}", *(f"{head:>11}" for head in ("statements", "explained", "calls", "files")))
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), registered, rows=10, applications=1)
        async with Service(Path(folder), {registered.form.key: registered}, Operator()) as service:
            counted = Counted(service)
            for name, event in acts.items():
                statements = await counted.turn(name, event)
                if "--statements" in sys.argv:
                    print("", *statements, sep="\n    ")


if __name__ == "__main__":
    asyncio.run(main())
