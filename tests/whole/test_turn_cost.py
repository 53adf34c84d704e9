"""What one turn costs, in counts that no busy machine changes: it reads each thing once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from harness import Chat, Clock
from places import DATA
from playing import bench_for, play, read

from bot.service.turns import Turns
from dialogs.screens.registry import SCREENS
from dialogs.turn.events import Event
from dialogs.turn.messages import Ask

TYPICAL = [
    "wrong_answers",
    "choices",
    "back_and_skip",
    "long_text",
    "table_rows",
    "table_pages",
    "official_first_questions",
]
_AROUND = re.compile(r"^\S+( OR \S+)? (INTO|FROM) (inbox|outbox|question|conversation|message) ")
MOST = 25  # SQL statements of one turn, with BEGIN and COMMIT


class Watched(NamedTuple):
    """One turn: its event, the statements that it ran with what was given to them, the screens that it rendered."""

    event: Event
    statements: Sequence[str]
    views: Sequence[str]


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[Watched]:
    """Every turn that is taken."""
    watched: list[Watched] = []
    take = Turns.take
    views: list[str] = []

    def watching(self: Turns, store: Any, event: Event) -> Any:
        ran = ["BEGIN", "COMMIT"]
        views.clear()
        store.db._tracer = lambda sql, given: None if sql.startswith("EXPLAIN") else ran.append(f"{sql} {given}")
        try:
            return take(self, store, event)
        finally:
            store.db._tracer = None
            watched.append(Watched(event, ran, tuple(views)))

    def viewing(view: Callable[[Any, Any], Ask]) -> Callable[[Any, Any], Ask]:
        return lambda screen, turn: views.append(screen.kind) or view(screen, turn)

    monkeypatch.setattr(Turns, "take", watching)
    for screen in SCREENS.values():
        monkeypatch.setattr(screen, "view", viewing(screen.view))
    return watched


@pytest.mark.parametrize("name", TYPICAL)
async def test_a_turn_reads_each_thing_once(name: str, tmp_path: Path, clock: Clock, turns: list[Watched]) -> None:
    script = read(DATA.parent / "transcripts" / f"{name}.txt")
    async with bench_for(script, tmp_path, clock) as bench:
        await play(bench, script, lambda number: Chat(bench, f"console:{number}"))
    assert len(turns) > 5
    dear = [(len(turn.statements), turn.event) for turn in turns if not _arranges(turn)]
    assert not [one for one in dear if one[0] > MOST]
    for turn in turns:
        assert max(Counter(turn.views).values(), default=0) <= 1, turn.event
        assert sum(sql.startswith("INSERT INTO conversation") for sql in turn.statements) <= 1
        assert not list(_read_again(turn.statements)), turn.event


def _read_again(statements: Sequence[str]) -> Iterator[str]:
    """What is read a second time though nothing of the application was written since."""
    known: set[str] = set()
    for sql in statements:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not _AROUND.search(sql):
            known.clear()
        elif sql in known:
            yield sql
        known.add(sql)


def _arranges(turn: Watched) -> bool:
    """Whether rows were added, moved or deleted, or a change taken back, which is written line by line."""
    lines = (
        "INSERT INTO instance",
        "UPDATE instance SET position",
        "DELETE FROM instance",
        "UPDATE change_set SET undone",
    )
    return any(sql.startswith(lines) for sql in turn.statements)
