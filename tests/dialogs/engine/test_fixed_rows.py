"""A table whose rows the form has fixed: they are there from the beginning, and nobody adds, moves or deletes one."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import Bench, Chat, Clock, small_shelf

from dialogs.turn.beside_chat import Arranged

ROWS = [("years.1", 1), ("years.2", 2), ("years.3", 3)]


@pytest.mark.parametrize("what", ["add", "drop", "up", "down"])
async def test_its_rows_stay(what: str, tmp_path: Path, clock: Clock) -> None:
    async with Bench(tmp_path / "data", small_shelf(tmp_path, name="signup"), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        [[application]] = await bench.sql("SELECT id FROM application")
        event = {"application": application, "table": "years", "row": "years.2", "what": what}
        assert await chat.submit(Arranged.model_validate({**chat._base(), **event})) == []
        assert "这张表的行是固定的" in chat.receipt.refused
        assert await bench.sql("SELECT row, position FROM instance WHERE grp = 'years' ORDER BY position") == ROWS
