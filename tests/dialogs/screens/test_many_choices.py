"""A question of which several choices may be ticked, through the service as a person would press them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from harness import SMALL, Bench, Chat, Clock, labels, notes, small_shelf

NATURE = '"居委会", "学校"], other = "其他", example = "其他：合作社" },\n    { id = "remark"'


@pytest_asyncio.fixture
async def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chat]:
    """The small form, with a nature of which one may tick several; somebody who has come to that question."""
    text = (SMALL / "small/1/form.toml").read_text("utf-8")
    assert NATURE in text
    source = tmp_path / "source/small/1"
    source.mkdir(parents=True)
    (source / "form.toml").write_text(text.replace(NATURE, NATURE.replace("other", "many = true, other")), "utf-8")
    registry = small_shelf(tmp_path, tmp_path / "source")
    async with Bench(tmp_path / "data", registry, Clock(monkeypatch)) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.command("review")
        await chat.press("13")
        yield chat


async def stored(chat: Chat) -> list[tuple[str]]:
    return await chat.bench.sql("SELECT value FROM answer WHERE field = 'nature'")


async def test_choices_are_ticked_and_taken_back_until_one_is_done(many: Chat) -> None:
    assert labels(many.asked)[:3] == ["□ 居委会", "□ 学校", "□ 其他"]
    await many.press("□ 学校")
    assert labels(many.asked)[:4] == ["□ 居委会", "■ 学校", "□ 其他", "选好了"]
    await many.bench.restart()
    await many.press("□ 居委会", "■ 学校", "■ 居委会", "□ 学校", "□ 居委会")
    said = await many.press("选好了")
    assert "居委会、学校" in notes(said)
    assert await stored(many) == [("居委会、学校",)]


async def test_other_has_its_text_beside_what_is_ticked(many: Chat) -> None:
    await many.press("□ 学校", "□ 其他")
    await many.say("合作社、农场")
    assert await stored(many) == [("学校、其他：合作社、农场",)]


async def test_typed_choices_are_an_answer_by_themselves(many: Chat) -> None:
    await many.press("□ 居委会")
    await many.say("学校")
    assert await stored(many) == [("学校",)]
