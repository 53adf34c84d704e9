"""A question that wants a file: asked, refused, answered, replaced and printed, on every channel alike."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from fake_botapi import FakeBotApi
from harness import Bench, Chat, Clock, labels, text_of
from on_channel import CHANNELS, on
from PIL import Image
from places import FORMS
from shown_pictures import picture
from telegram_line import hurry
from web_bench import Site, Visitor

from bot.service import form_registry, kept_pictures
from dialogs.answers.picture_lines import pictures

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]

BEFORE = (
    *("李晓雨", "女", "11010519491231002X", "13800138000", "lixiaoyu@example.com"),
    *("示例精密制造有限公司", "网络安全主管", "6"),
)


@pytest.fixture
def put(tmp_path: Path) -> dict[str, Path]:
    files = {
        "一寸照.png": picture(size=(295, 413)),
        "新照片.jpg": picture("navy", (295, 413), "JPEG"),
        "动图.gif": picture("red", format_="GIF"),
        "太大.png": picture() + bytes(2048 * 1024),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in files}


async def photos(chat: Chat) -> list[str]:
    return [value for (value,) in await chat.bench.sql("SELECT value FROM answer WHERE field = 'photo'")]


@pytest.fixture
def wanting_documents(tmp_path: Path) -> Path:
    """Forms of which one wants a document where it wanted a photo."""
    shutil.copytree(FORMS / "training-signup", tmp_path / "forms" / "training-signup")
    [toml] = tmp_path.glob("forms/*/*/form.toml")
    toml.write_text(toml.read_text("utf-8").replace('["jpg", "png"]', '["pdf", "docx"]'), "utf-8")
    return tmp_path / "forms"


async def test_a_document_is_kept_named_in_print_and_given_back(
    tmp_path: Path, clock: Clock, wanting_documents: Path
) -> None:
    """One of the types that the question names; any other is refused, as is one that is spoilt."""
    word = io.BytesIO()
    docx.Document().save(word)
    contents = {
        "合同.docx": word.getvalue(),
        "合同.pdf": b"%PDF-1.4 startxref 0 %%EOF",
        "半份.pdf": b"%PDF-1.4",
        "照片.png": picture(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    async with Bench(tmp_path / "data", form_registry.read(wanting_documents, "training-signup"), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.say_all(*BEFORE)
        assert "PDF、DOCX" in text_of(await chat.say("见附件"))
        assert "不收 PNG" in text_of(await chat.hand_in(tmp_path / "照片.png"))
        assert "不完整" in text_of(await chat.hand_in(tmp_path / "半份.pdf"))
        assert "已记下" in text_of(await chat.hand_in(tmp_path / "合同.docx"))
        await chat.press("上一题")
        await chat.hand_in(tmp_path / "合同.pdf")
        assert (await photos(chat))[0].endswith("｜合同.pdf（1 KB）〕")
        await chat.command("export")
        printed = docx.Document(io.BytesIO(chat.files[-1]))
        assert "合同.pdf（1 KB）" in "".join(cell.text for table in printed.tables for cell in table._cells)
        await chat.command("files")
        await chat.press("交来的附件")
        with zipfile.ZipFile(io.BytesIO(chat.files[-1])) as archive:
            [name] = archive.namelist()
            assert name.endswith("合同.pdf")
            assert archive.read(name) == contents["合同.pdf"]


@pytest.mark.parametrize("content", [b"hello", bytes(range(256)) * 12])
@pytest.mark.parametrize("name", ["照片.jpg", "照片.JPEG"])
async def test_what_is_only_called_a_picture_is_refused_as_none(
    tmp_path: Path, clock: Clock, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    async with Bench(tmp_path / "data", form_registry.read(FORMS, "training-signup"), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.say_all(*BEFORE)
        said = text_of(await chat.hand_in(tmp_path / name))
    assert f"“{name}”打不开：里面不是这种文件，或已损坏。可以发 JPG、PNG" in said
    assert "不能打字" not in said


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_photo_is_asked_for_and_stands_in_its_cell(  # noqa: PLR0917
    channel: str, tmp_path: Path, clock: Clock, put: dict[str, Path], api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with on(channel, tmp_path / "data", clock, api, "training-signup") as chat:
        await chat.command("start")
        await chat.press(next(label for label in labels(chat.asked) if label.startswith("同意")))
        for answer in BEFORE:
            await chat.say(answer)
        assert "照片" in chat.asked.text
        assert "不超过 2 MB" in chat.asked.text
        assert "不能打字" in text_of(await chat.say("见附件"))
        assert "不收 GIF" in text_of(await chat.hand_in(put["动图.gif"]))
        assert "JPG、PNG，2 MB" in text_of(await chat.hand_in(put["太大.png"]))
        assert await photos(chat) == []
        taken = text_of(await chat.hand_in(put["一寸照.png"]))
        # What the person at a terminal of the harness gets is no text yet.
        assert f"已记下：{'〔图：一寸照.png〕' if channel != 'terminal' else '〔图：'}" in taken
        assert "感兴趣的课程" in chat.asked.text
        [first] = await photos(chat)
        await chat.press("上一题")
        await chat.hand_in(put["新照片.jpg"])
        [second] = await photos(chat)
        assert pictures(first) != pictures(second)
        await chat.command("export")
        [printed] = docx.Document(io.BytesIO(chat.files[-1])).inline_shapes
        assert abs(printed.height / printed.width - 413 / 295) < 0.01
        kept = tmp_path / "data" / kept_pictures.PICTURES
        assert {path.name for path in kept.glob("*/*")} >= {pictures(first)[0].id, pictures(second)[0].id}


@pytest.mark.usefixtures("no_limits")
async def test_on_the_page_all_come_as_one_archive(tmp_path: Path, put: dict[str, Path]) -> None:
    async with Site(tmp_path / "data", form_registry.read(FORMS, "training-signup")) as site:
        visitor = Visitor(site)
        await visitor.begin()
        for answer in BEFORE:
            await visitor.say(answer)
        assert (await visitor.http.get("/download/attached")).status_code == 503  # there is none yet
        content = put["一寸照.png"].read_bytes()
        about = {"id": "0123456789", "name": "一寸照.png"}
        await visitor.http.post(
            "/upload", params=about, content=content, headers={"Content-Type": "application/octet-stream"}
        )
        await site.service.job_runner.settled()
        assert '"/download/attached"' in (await visitor.http.get("/files")).text
        taken = await visitor.http.get("/download/attached")
        with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
            [name] = archive.namelist()
            assert Image.open(io.BytesIO(archive.read(name))).size == Image.open(io.BytesIO(content)).size
        await visitor.http.aclose()
