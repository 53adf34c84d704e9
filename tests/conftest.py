"""What all tests share: `--update` rewrites the golden transcripts, and a bench with a person at it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import in_thread
import official
import pytest
from harness import Bench, Chat, Clock, small_shelf
from hypothesis import HealthCheck, settings
from places import FORMS
from waiting import PATIENCE

from bot.service import child_process, form_registry, job_runner
from render.reading import bounded, file_reader

# A machine under load is slow, and that is no fault of the program: no example has a deadline, nor has making one.
patient: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("small", **patient, max_examples=25)  # of `make test`
settings.register_profile("full", **patient)  # of `make test-all`: --hypothesis-profile full
settings.load_profile("small")
sys.dont_write_bytecode = False  # else every process that runs tests reads them all anew
collect_ignore = official.unreadable()
bounded.WAIT = PATIENCE  # seconds of a clock; the processor's are what counts


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden transcripts in tests/transcripts")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    official.skip(items)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors, as tests also wait; each takes seconds to begin."""
    return 1 + (os.cpu_count() or 1)


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


@pytest.fixture
async def applicant(tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    """Somebody at the first question of the official form."""
    async with Bench(tmp_path / "data", form_registry.read(FORMS, "netsec-insurance-pilot"), clock) as opened:
        person = Chat(opened)
        await person.agree()
        yield person


@pytest.fixture(autouse=True)
def _in_threads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process takes a second to start; those tests that are about it say so. Nobody comes in between rows of many."""
    if "processes" not in request.fixturenames:
        monkeypatch.setattr(job_runner, "BETWEEN", 0)
        monkeypatch.setattr(job_runner, "JobProcess", in_thread.InThread)
        monkeypatch.setattr(child_process.ChildProcess, "ask", in_thread.asked_in_thread)
        monkeypatch.setattr(bounded, "read", file_reader.read)


@pytest.fixture
def processes() -> None:
    """Jobs are done, and files are read, in processes of their own, as in the program."""


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Holds every job until the function that this gives is called."""
    go_on = threading.Event()
    work = in_thread.work

    def waiting(*args: Any) -> Any:
        assert go_on.wait(PATIENCE)
        return work(*args)

    monkeypatch.setattr(in_thread, "work", waiting)
    return go_on.set
