"""Whole conversations, word for word: what the person does, and what the assistant answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import Chat, Clock
from playing import TRANSCRIPTS, bench_for, drilled, play, read


@pytest.mark.parametrize(
    ("path", "restarts"),
    [
        *(pytest.param(path, False, id=path.stem) for path in TRANSCRIPTS),
        *(pytest.param(path, True, id=f"{path.stem} restarted", marks=drilled(path)) for path in TRANSCRIPTS),
    ],
)
async def test_transcript(
    path: Path, tmp_path: Path, clock: Clock, request: pytest.FixtureRequest, *, restarts: bool
) -> None:
    script = read(path)
    async with bench_for(script, tmp_path, clock) as bench:
        now = await play(bench, script, lambda number: Chat(bench, f"console:{number}"), restarts=restarts)
    if request.config.getoption("--update") and not restarts:
        write(path, now)
    assert now == read(path)


def write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) > 15
