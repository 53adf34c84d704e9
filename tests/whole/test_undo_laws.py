"""Taking back of what the machines do not do: answers that are files, and what was answered after carrying over.

Right after any act it gives back exactly what stood before, and doing it again what stood after.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from harness import SMALL, Bench, Chat, Clock, small_shelf, template_lines, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from picture import World, taken
from places import FORMS
from shown_pictures import picture

from bot.service import form_registry
from dialogs.form.load import load

BEFORE = (
    *("李晓雨", "女", "11010519491231002X", "13800138000", "lixiaoyu@example.com"),
    *("示例精密制造有限公司", "网络安全主管", "6"),
)
ANSWERS = ("河边图书角", "示例社区居委会", "儿童绘本", "2024年4月23日", "浙江省杭州市")
PHOTOS = {f"{colour}.png": picture(colour, (295, 413)) for colour in ("navy", "green", "white")}
GIVEN_BACK = ("answers", "missing", "tallies", "rows", "owners", "pieces", "signed")
NEWER = (('version = "1"', 'version = "2"\nmoved = { theme = "topic" }'), ('id = "theme"', 'id = "topic"'))
few = settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


async def at_photo(chat: Chat) -> None:
    await chat.command("start")
    while "照片" not in chat.asked.text:
        await chat.press("上一题")


@few
@given(st.booleans(), st.lists(st.sampled_from([*PHOTOS]), min_size=1, max_size=3, unique=True))
def test_an_answer_that_is_a_file_is_taken_back_and_comes_again(skips: bool, photos: Sequence[str]) -> None:  # noqa: FBT001
    asyncio.run(_with_files(photos, skips=skips))


async def _with_files(photos: Sequence[str], *, skips: bool) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        for photo, content in PHOTOS.items():
            (folder / photo).write_bytes(content)
        registry = form_registry.read(FORMS, "training-signup")
        async with Bench(folder / "data", registry, Clock(patch)) as bench:
            chat = Chat(bench)
            await chat.agree()
            await chat.say_all(*BEFORE)
            stood = [await standing(chat)]
            for photo in ("",) * skips + tuple(photos):
                await at_photo(chat)
                await (chat.hand_in(folder / photo) if photo else chat.press("跳过"))
                await _is_taken_back(chat, stood[-1])
                stood.append(await standing(chat))
            for before in stood[-2::-1]:
                await chat.command("undo")
                assert await standing(chat) == before


@few
@given(st.integers(1, 3), st.integers(1, 2))
def test_what_was_answered_in_a_new_version_is_taken_back_and_no_more(earlier: int, later: int) -> None:
    asyncio.run(_in_a_new_version(earlier, later))


async def _in_a_new_version(earlier: int, later: int) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        async with Bench(folder / "data", small_shelf(folder), Clock(patch)) as bench:
            chat = Chat(bench)
            await chat.agree()
            await chat.say_all(*ANSWERS[:earlier])
            await _new_version(bench, folder)
            await chat.command("status")
            await chat.press("查看新版本", "换用新版本")
            stood = [await standing(chat)]
            for answer in ANSWERS[earlier : earlier + later]:
                await chat.say(answer)
                await _is_taken_back(chat, stood[-1])
                stood.append(await standing(chat))
            for before in stood[-2::-1]:
                await chat.command("undo")
                assert await standing(chat) == before
            for said in ("换用之前的改动也不能撤回", "没有可以撤回的改动"):
                assert said in text_of(await chat.command("undo"))
                assert await standing(chat) == stood[0]


async def _new_version(bench: Bench, folder: Path) -> None:
    text = (SMALL / "small/1/form.toml").read_text("utf-8")
    for old, new in NEWER:
        text = text.replace(old, new, 1)
    shutil.copytree(folder / "forms/small/1", folder / "forms/small/2")
    (folder / "forms/small/2/form.toml").write_text(text, "utf-8")
    document = docx.Document()
    for line in template_lines(load(text)):
        document.add_paragraph(line)
    document.save(str(folder / "forms/small/2/template.docx"))
    bench.registry = form_registry.read(folder / "forms")
    await bench.restart()


async def _is_taken_back(chat: Chat, before: list[dict[str, Any]]) -> None:
    after = await standing(chat)
    assert after != before
    await chat.command("undo")
    assert await standing(chat) == before
    await chat.command("redo")
    assert await standing(chat) == after


async def standing(chat: Chat) -> list[dict[str, Any]]:
    """What taking back gives back, in each application."""
    world: World = await chat.bench.service.do(lambda store: taken(store.db))
    return [{name: getattr(one, name) for name in GIVEN_BACK} for one in world.values()]
