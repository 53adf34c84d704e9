"""What is removed from the disk once nothing needs it, and what that costs the writer, for whom everybody waits."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from harness import Bench, Chat

from bot.service.data_files import sweep
from storage.store import Store


def calls_of(work: Callable[[], object]) -> int:
    """How many calls of functions something takes, which no busy machine changes."""
    count = 0

    def counted(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


async def test_what_removing_costs_grows_with_the_files_and_not_with_their_square(bench: Bench, chat: Chat) -> None:
    """A thousand files in messages held the writer for 13 seconds whenever anybody handed in a file."""
    await chat.agree()
    files = bench.folder / "files"

    def with_files(begin: int, end: int) -> Callable[[Store], int]:
        def swept(store: Store) -> int:
            for number in range(begin, end):
                (made := files / f"job-{number}.docx").touch()
                (files / "preview" / f"gone-{number}").mkdir(parents=True)
                content = json.dumps({"kind": "document", "path": str(made)})
                kept = "INSERT INTO message (person, at, event, files, content) VALUES ('page:li', '', '', 1, ?)"
                store.db.execute(kept, (content,))
            return calls_of(lambda: sweep(bench.folder, store, set()))

        return swept

    few = await bench.service.do(with_files(0, 100))
    many = await bench.service.do(with_files(100, 400))
    assert many < 6 * few
    assert len(list(files.glob("*.docx"))) == 400
    assert list((files / "preview").iterdir()) == []


async def test_pictures_and_previews_of_gone_applications_go_and_of_others_stay(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    [(there,)] = await bench.sql("SELECT id FROM application")
    for kept in ("pictures", "files/pdf", "files/preview"):
        for name in (there, "gone"):
            (bench.folder / kept / name).mkdir(parents=True, exist_ok=True)
    await bench.restart()
    for kept in ("pictures", "files/pdf", "files/preview"):
        assert [path.name for path in (bench.folder / kept).iterdir()] == [there]
