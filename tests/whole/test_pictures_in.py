"""Pictures of long texts: handed in on every channel, printed where they stand, and gone once nothing needs them."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from fake_botapi import FakeBotApi
from harness import Bench, Chat, Clock, labels, small_shelf, text_of
from on_channel import CHANNELS, on
from PIL import Image
from telegram_line import hurry

from bot.service import kept_pictures
from dialogs.answers.picture_lines import pictures

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]


CAPTIONS = ["图1 总体架构", "图2", "图1 总体架构", "图2 部署"]


def picture(colour: str = "teal", size: tuple[int, int] = (400, 300)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def word(*captions: str) -> bytes:
    """A Word file with a paragraph, and for each caption a picture above it."""
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("总体架构如下。")
    for number, caption in enumerate(captions):
        document.add_picture(io.BytesIO(picture(("teal", "navy", "olive")[number])))
        document.add_paragraph(caption, style="Caption")
    document.save(file)
    return file.getvalue()


@pytest.fixture
def put(tmp_path: Path) -> dict[str, Path]:
    files = {"一.png": picture(), "二.png": picture("navy"), "文.docx": word("图1 总体架构", "图2 部署")}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in files}


async def at_text(chat: Chat) -> None:
    """Up to the first long text."""
    await chat.command("start")
    await chat.press(next(label for label in labels(chat.asked) if label.startswith("同意")))
    await chat.command("status")
    await chat.press(next(label for label in labels(chat.asked) if "试点方案" in label))


def stored(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / kept_pictures.PICTURES).glob("*/*"))


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_picture_is_offered_its_number_and_printed_with_its_caption(  # noqa: PLR0917
    channel: str, tmp_path: Path, clock: Clock, put: dict[str, Path], api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with on(channel, tmp_path / "data", clock, api) as chat:
        await at_text(chat)
        await chat.say("见下图。")
        asked = text_of(await chat.hand_in(put["一.png"]))
        assert "请写“图1”的名称" in asked
        await chat.say("总体架构")
        await chat.hand_in(put["二.png"])
        await chat.press("不写名称")
        await chat.hand_in(put["文.docx"])
        await chat.press("完成")
        [(value,)] = await chat.bench.sql("SELECT value FROM answer WHERE field = 'approach'")
        first, second, *of_file = pictures(value)
        assert [one.caption for one in pictures(value)] == CAPTIONS
        assert [one.id for one in of_file] == [first.id, second.id]
        assert value.split("\n")[0] == "见下图。"
        assert stored(tmp_path / "data") == sorted([first.id, second.id])
        await chat.command("export")
        printed = docx.Document(io.BytesIO(chat.files[-1]))
        assert len(printed.inline_shapes) == 4
        below = [p.text for p in printed.paragraphs if p.style is not None and p.style.name == "Caption"]
        assert [text for text in below if text.startswith("图")] == CAPTIONS


@pytest.fixture
async def chat(tmp_path: Path, clock: Clock) -> Chat:
    return Chat(Bench(tmp_path / "data", small_shelf(tmp_path), clock))


async def test_pictures_sent_one_after_the_other_are_all_there(chat: Chat, put: dict[str, Path]) -> None:
    async with chat.bench:
        await at_goal(chat)
        await chat.hand_in(put["一.png"])
        assert "请写“图2”的名称" in text_of(await chat.hand_in(put["二.png"]))
        await chat.say("借书的人")
        [first, second] = await chat.bench.sql("SELECT text FROM draft_part WHERE text != ''")
        assert [one.caption for (text,) in (first, second) for one in pictures(text)] == ["图1", "图2 借书的人"]


async def at_goal(chat: Chat) -> None:
    await chat.agree()
    await chat.command("status")
    await chat.press(next(label for label in labels(chat.asked) if "方案" in label))


async def test_one_that_is_not_wanted_is_gone_with_its_file(chat: Chat, put: dict[str, Path]) -> None:
    async with chat.bench:
        await at_goal(chat)
        await chat.hand_in(put["一.png"])
        assert len(stored(chat.bench.folder)) == 1
        await chat.press("不要这张")
        assert "已写" not in chat.asked.text
        await chat.bench.restart()  # what is done every day is done at the start
        await chat.bench.service.do(lambda _: None)
        assert len(stored(chat.bench.folder)) == 1, "it can still be taken back"
        chat.bench.clock.pass_(days=31)
        await chat.bench.restart()
        await settled(chat.bench)
        assert stored(chat.bench.folder) == []


async def settled(bench: Bench) -> None:
    """What is done at the start is done: twice the writer's thread, once for the database and once for the files."""
    for _ in range(3):
        await bench.service.do(lambda _: None)


async def test_what_history_has_stays_and_goes_with_the_application(chat: Chat, put: dict[str, Path]) -> None:
    async with chat.bench:
        await at_goal(chat)
        await chat.hand_in(put["一.png"])
        await chat.press("不写名称", "完成")
        await chat.command("review")
        chat.bench.clock.pass_(days=40)
        await chat.bench.restart()
        await settled(chat.bench)
        assert len(stored(chat.bench.folder)) == 1
        await chat.command("delete")
        await chat.press("彻底删除")
        assert await chat.bench.sql("SELECT id FROM application") == []
        assert stored(chat.bench.folder) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\x89PNG\r\n\x1a\n" + bytes(99), "看不到图"), (bytes(40) + b" EMF" + b"x" * 99, "JPG 或 PNG")],
)
async def test_one_that_cannot_be_shown_is_refused_and_nothing_is_kept(
    chat: Chat, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "a.png").write_bytes(content)
    async with chat.bench:
        await at_goal(chat)
        assert words in text_of(await chat.hand_in(tmp_path / "a.png"))
        assert stored(chat.bench.folder) == []
        assert await chat.bench.sql("SELECT text FROM draft_part WHERE text != ''") == []


async def test_a_picture_at_another_question_is_refused(chat: Chat, put: dict[str, Path]) -> None:
    async with chat.bench:
        await chat.agree()
        assert "图片只能放进" in text_of(await chat.hand_in(put["一.png"]))
        assert await chat.bench.sql("SELECT field FROM answer") == []
