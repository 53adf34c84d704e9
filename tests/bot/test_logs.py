"""The log says where something went wrong, and never what anybody wrote, nor the token."""

from __future__ import annotations

import ast
import io
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from harness import Bench, Chat, notes
from places import ROOT
from pydantic import BaseModel

from bot import logs
from dialogs.engine import dispatch
from storage.database import sqlite3

ANSWER = "张三的手机13800138000"
TOKEN = "123456:AAH-not_a_real_token"  # noqa: S105 - invented


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the program would write to standard error."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logs.Formatter(logs.FORMAT))
    logging.getLogger().addHandler(handler)
    yield text
    logging.getLogger().removeHandler(handler)


class Strict(BaseModel):
    number: int


def refused_by_pydantic(text: str) -> None:
    Strict.model_validate({"number": f"{text} {TOKEN}"})


def refused_once(text: str) -> None:
    try:
        refused_by_pydantic(text)
    except ValueError as error:
        raise KeyError(text) from error


def refused_twice(text: str) -> None:
    try:
        refused_once(text)
    except KeyError:
        raise RuntimeError(text, TOKEN)  # noqa: B904 - what is raised in a handler is chained too


def refused_in_a_group(text: str) -> None:
    raise ExceptionGroup(text, [ValueError(text), KeyError(TOKEN)])


@pytest.mark.parametrize(
    ("fault", "classes"),
    [
        (refused_by_pydantic, ["ValidationError"]),
        (refused_twice, ["ValidationError", "KeyError", "RuntimeError"]),
        (refused_in_a_group, ["ExceptionGroup", "ValueError", "KeyError"]),
    ],
)
async def test_an_event_that_fails_leaves_no_answer_and_no_token_in_the_log(
    chat: Chat, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, fault: Any, classes: list[str]
) -> None:
    await chat.agree()
    monkeypatch.setattr(dispatch, "advance", lambda _desk, _conversation, event, _now, **_more: fault(event.text))
    assert "程序出了点问题" in notes(await chat.say(ANSWER))
    written = log.getvalue()
    for secret in (ANSWER, "13800138000", TOKEN):
        assert secret not in written
    for name in (*classes, "bot/service/turns.py:", "in Turns._turn", f"in {fault.__name__}"):
        assert name in written


async def test_what_sqlite_says_is_not_written_either(bench: Bench, log: io.StringIO) -> None:
    with pytest.raises(sqlite3.OperationalError, match="13800138000"):
        await bench.service.do(lambda store: store.db.execute(f"SELECT {ANSWER}"))
    assert "OperationalError" in log.getvalue()
    assert "13800138000" not in log.getvalue()


def test_of_a_full_disk_no_place_of_the_program_is_told(log: io.StringIO) -> None:
    try:
        try:
            raise OSError(28, "No space left on device", "/var/lib/shenbao")  # noqa: TRY301
        except OSError as error:
            raise KeyError(ANSWER) from error
    except KeyError:
        logging.getLogger("bot").exception("a preview could not be made")
    assert log.getvalue().endswith("a preview could not be made\nthe disk is full\n")


def test_a_text_that_another_handler_left_in_the_record_is_not_used() -> None:
    record = logging.LogRecord("a", logging.ERROR, "", 1, "said", (), None)
    record.exc_text = ANSWER
    assert ANSWER not in logs.Formatter(logs.FORMAT).format(record)


def test_a_very_deep_traceback_is_cut_in_the_middle() -> None:
    def deeper(levels: int) -> int:
        return deeper(levels - 1) if levels else 1 // 0

    try:
        deeper(500)
    except ZeroDivisionError:
        written = logs.Formatter().formatException(sys.exc_info())
    assert "more" in written
    assert len(written.splitlines()) < 50


def test_the_program_logs_so_even_when_it_ends_by_a_fault() -> None:
    program = f"""
import logging
from bot.__main__ import main
main(["questions", "no such form"])
try:
    int({ANSWER!r})
except ValueError:
    logging.getLogger("a").exception("here")
logging.getLogger("a").info("unseen")
int({ANSWER!r})
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.count("ValueError") == 2
    assert "the program ended" in ended.stderr
    assert "13800138000" not in ended.stderr
    assert "unseen" not in ended.stderr


def test_what_comes_again_and_again_from_one_place_stands_there_once_with_a_count(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(logs, "time", SimpleNamespace(monotonic=lambda: now))
    handler = logs.Handler()
    handler.setFormatter(logs.Formatter(logs.FORMAT))
    logger = logging.getLogger("flooded")
    logger.propagate = False  # to what other tests have set up
    logger.addHandler(handler)

    def fail(how: Callable[[], object]) -> None:
        try:
            how()
        except ArithmeticError:
            logger.exception("it failed")

    for _ in range(1000):
        fail(lambda: 1 // 0)
    fail(lambda: 2.0**5000)  # another place
    now = logs.AGAIN + 1
    fail(lambda: 1 // 0)
    logger.removeHandler(handler)
    handler.close()
    written = capsys.readouterr().err
    assert written.count("it failed") == 3
    assert "999 more of what" in written


# What a line of the log may name: ids, codes, times and numbers, and what Telegram or the system answered.
NAMED = {
    *("event.id", "job.id", "work.job.id", "opened.job.id", "posted", "posted.id", "error.code", "wait", "TRIES"),
    *("data['update_id']", "data.get('update_id')", "error"),
    *("folder.name", "faults"),  # of a form: its digest, and what is wrong with it
}


def of_log(called: ast.expr) -> bool:
    return isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "log"


def test_no_line_of_the_log_names_an_answer() -> None:
    paths = [path for room in ("bot", "dialogs", "render", "storage") for path in (ROOT / room).rglob("*.py")]
    nodes = [(path.name, node) for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    calls = [(n, node) for n, node in nodes if isinstance(node, ast.Call) and of_log(node.func)]
    assert calls
    for name, call in calls:
        assert isinstance(call.args[0], ast.Constant), f"{name}: {ast.unparse(call)}"
        assert {ast.unparse(arg) for arg in call.args[1:]} <= NAMED, f"{name}: {ast.unparse(call)}"
