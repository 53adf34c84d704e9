"""What all tests share: `--update` rewrites the golden transcripts, and a bench with a person at it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness import Bench, Chat, Clock, small_shelf


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden transcripts in tests/transcripts")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
async def bench(tmp_path: Path, clock: Clock) -> AsyncIterator[Bench]:
    async with Bench(tmp_path / "data", small_shelf(tmp_path), clock) as opened:
        yield opened


@pytest.fixture
def chat(bench: Bench) -> Chat:
    return Chat(bench)
