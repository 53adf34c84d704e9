"""What one turn costs, in counts that no busy machine changes: it reads each thing once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from harness import Chat, Clock
from places import DATA
from playing import bench_for, play, read

from bot.service.turns import Turns
from dialogs.screens.asking import Asking
from dialogs.turn.events import Event, Said

TYPICAL = [
    "wrong_answers",
    "choices",
    "back_and_skip",
    "long_text",
    "table_rows",
    "table_pages",
    "official_first_questions",
]
MOST = 25  # SQL statements of one turn, with BEGIN and COMMIT


class Watched(NamedTuple):
    """One turn: its event, the statements that it ran with what was given to them, how often it rendered a question."""

    event: Event
    statements: Sequence[str]
    views: int


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[Watched]:
    """Every turn that is taken."""
    watched: list[Watched] = []
    take, view = Turns.take, Asking.view
    views: list[object] = []

    def watching(self: Turns, store: Any, event: Event) -> Any:
        ran = ["BEGIN", "COMMIT"]
        views.clear()
        store.db._tracer = lambda sql, given: None if sql.startswith("EXPLAIN") else ran.append(f"{sql} {given}")
        try:
            return take(self, store, event)
        finally:
            store.db._tracer = None
            watched.append(Watched(event, ran, len(views)))

    def viewing(self: Asking, turn: Any) -> Any:
        views.append(self)
        return view(self, turn)

    monkeypatch.setattr(Turns, "take", watching)
    monkeypatch.setattr(Asking, "view", viewing)
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
        typed = isinstance(turn.event, Said) and f"[{turn.event.text}]" not in script
        assert turn.views <= (1 if typed else 2), turn.event
        assert sum(sql.startswith("INSERT INTO conversation") for sql in turn.statements) <= 1
        if not _changes(turn):
            repeated = [sql for sql, count in Counter(turn.statements).items() if count > 1]
            assert not repeated, turn.event


def _changes(turn: Watched) -> bool:
    return any("UPDATE application SET changed" in sql for sql in turn.statements)


def _arranges(turn: Watched) -> bool:
    """Whether rows were added, moved or deleted, or a change taken back, which is written line by line."""
    lines = (
        "INSERT INTO instance",
        "UPDATE instance SET position",
        "DELETE FROM instance",
        "UPDATE change_set SET undone",
    )
    return any(sql.startswith(lines) for sql in turn.statements)
