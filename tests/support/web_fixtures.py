"""The page with visitors at it, as fixtures."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from harness import small_shelf
from web_bench import Site, Visitor

from bot.web import limits


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with Site(tmp_path / "data", small_shelf(tmp_path)) as opened:
        yield opened


@pytest.fixture
async def visitor(site: Site) -> AsyncIterator[Visitor]:
    made = Visitor(site)
    yield made
    await made.http.aclose()


@pytest.fixture
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who plays a whole conversation at once comes more often than any person may."""
    monkeypatch.setattr(limits.Limit, "take", lambda *_: True)
    monkeypatch.setattr(limits.Limit, "reached", lambda *_: False)


@pytest.fixture
def limits_give_nothing_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes to come to the end of them."""
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=lambda: 0.0))


@pytest.fixture
async def other(site: Site) -> AsyncIterator[Visitor]:
    made = Visitor(site)
    yield made
    await made.http.aclose()
