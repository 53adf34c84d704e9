"""An application goes on with the form that it was begun on, whatever becomes of the folder of forms."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import docx
import pytest
import pytest_asyncio
from harness import SMALL, Bench, Chat, Clock, labels, small_shelf, template_lines, text_of

from bot.service import form_registry
from bot.service.kept_forms import KeptForms
from dialogs.form.load import load
from dialogs.form.shelf import Shelf

TEXT = (SMALL / "small/1/form.toml").read_text("utf-8")
GONE = next(line for line in TEXT.splitlines(keepends=True) if '"theme"' in line)
MONEY = '"budget", label = "经费（万元）", kind = "money"'


@pytest_asyncio.fixture
async def chat(tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    """Somebody who has answered the first questions."""
    async with Bench(tmp_path / "data", small_shelf(tmp_path), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.say_all("河边图书角", "示例社区居委会", "儿童绘本")
        yield chat


async def restarted(chat: Chat, change: Callable[[str], str], version: str = "1") -> None:
    """The service is started again, with a form in the folder that was changed, as its next version or in its place."""
    forms = chat.bench.folder.parent / "forms"
    if version != "1":
        shutil.copytree(forms / "small/1", forms / "small" / version)
        shutil.rmtree(forms / "small/1")
    file = forms / "small" / version / "form.toml"
    file.write_text(change(TEXT).replace('version = "1"', f'version = "{version}"'), "utf-8")
    document = docx.Document()
    for line in template_lines(load(file.read_text("utf-8"))):
        document.add_paragraph(line)
    document.save(str(file.with_name("template.docx")))
    chat.bench.registry = form_registry.read(forms)
    await chat.bench.restart()


async def runs_on(chat: Chat) -> list[tuple[str, str]]:
    return await chat.bench.sql("SELECT form, digest FROM application")


def served(chat: Chat) -> tuple[str, str]:
    (form,) = (one.form for one in chat.bench.registry.values())
    return form.key, form.digest


async def test_an_edit_that_loses_nothing_is_carried_over_silently(chat: Chat) -> None:
    await restarted(chat, lambda text: text.replace('label = "申请日期"', 'label = "填表日期"'))
    assert await runs_on(chat) == [served(chat)]
    await chat.command("start")
    assert "填表日期" in chat.asked.text


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('choices = ["居委会", "学校"]', 'choices = ["居委会"]'),
        lambda text: text.replace('id = "day"', 'id = "date"').replace('date_field = "day"', 'date_field = "date"'),
        lambda text: text.replace(
            '"budget", label = "经费（万元）", kind = "money"', '"budget", label = "经费", kind = "text"'
        ),
        lambda text: text.replace("max_words = 12", "max_words = 11"),
        lambda text: text.replace('label = "备注", kind = "text", required = false', 'label = "备注", kind = "text"'),
        lambda text: text.replace("{ min = 1 }", "{ min = 2 }"),
        lambda text: text.replace("min_han = 20", "min_han = 21"),
    ],
    ids=["a choice", "an id", "a kind", "a limit", "required", "rows", "characters"],
)
async def test_after_any_other_edit_it_goes_on_with_what_it_was_begun_on(
    chat: Chat, change: Callable[[str], str]
) -> None:
    before = await runs_on(chat)
    await restarted(chat, change)
    assert before == await runs_on(chat) != [served(chat)]
    await chat.command("start")
    assert "申请日期" in chat.asked.text
    await chat.command("new")
    assert [digest for _, digest in await runs_on(chat)][-1] == served(chat)[1]


async def test_raising_the_version_leaves_what_is_under_way(chat: Chat) -> None:
    before = await runs_on(chat)
    await restarted(chat, lambda text: text.replace(GONE, ""), "2")
    assert await runs_on(chat) == before
    await chat.command("list")
    assert [label for label in labels(chat.asked) if "河边图书角" in label]
    await chat.command("review")
    assert "主题：儿童绘本" in chat.asked.text
    await chat.command("export")
    lines = [one.text for one in docx.Document(io.BytesIO(chat.files[-1])).paragraphs]
    assert "主题：儿童绘本" in lines


async def test_the_copy_has_the_word_file_as_it_was(chat: Chat) -> None:
    template = chat.bench.folder.parent / "forms/small/1/template.docx"
    await restarted(chat, lambda text: text.replace("max_words = 12", "max_words = 11"))
    document = docx.Document(str(template))
    document.add_paragraph("新的一段")
    document.save(str(template))
    chat.bench.registry = form_registry.read(template.parents[2])
    await chat.bench.restart()
    await chat.command("export")
    assert "新的一段" not in [one.text for one in docx.Document(io.BytesIO(chat.files[-1])).paragraphs]


async def test_with_no_form_to_begin_on_what_is_under_way_goes_on(chat: Chat) -> None:
    chat.bench.registry = {}
    await chat.bench.restart()
    await chat.command("start")
    assert "申请日期" in chat.asked.text
    await chat.say("2024年4月23日")
    assert "现在没有可以新建的申报表" in text_of(await chat.command("new"))
    assert [label for label in labels(chat.asked) if "河边图书角" in label]


async def test_copies_on_which_nothing_runs_are_removed(chat: Chat) -> None:
    kept = chat.bench.folder / "forms"
    (begun,) = [path.name for path in kept.iterdir()]
    (kept / "cut short.part").mkdir()
    await restarted(chat, lambda text: text.replace("max_words = 12", "max_words = 11"))
    assert {path.name for path in kept.iterdir()} == {begun, served(chat)[1]}
    await restarted(chat, lambda text: text)
    assert [path.name for path in kept.iterdir()] == [served(chat)[1]]


async def test_several_forms_are_listed_by_their_titles_and_offered_in_their_newest_version(chat: Chat) -> None:
    forms = chat.bench.folder.parent / "forms"
    for version, id_, title in (("10", "small", "新申请表"), ("9", "small", "旧申请表"), ("1", "other", "别的表")):
        shutil.copytree(forms / "small/1", forms / id_ / version)
        text = TEXT.replace('version = "1"', f'version = "{version}"').replace('id = "small"', f'id = "{id_}"')
        (forms / id_ / version / "form.toml").write_text(text.replace("社区图书角共建申请表", title), "utf-8")
    chat.bench.registry = form_registry.read(forms)
    await chat.bench.restart()
    await chat.command("new")
    assert labels(chat.asked)[:-1] == ["别的表", "新申请表"]
    said = await chat.press("别的表")
    assert "别的表" in text_of(said)
    await chat.command("list")
    assert [label.partition("，")[0] for label in labels(chat.asked)[:2]] == [
        "未命名的申报（别的表",
        "河边图书角（社区图书角共建申请表",
    ]


def test_a_shelf_finds_the_form_of_an_application() -> None:
    now, then = load(TEXT), load(TEXT.replace("max_words = 12", "max_words = 11"))
    shelf = Shelf({now.key: now}, {then.digest: then})
    assert shelf.of(now.key, now.digest) is now
    assert shelf.of(now.key, then.digest) is then
    assert shelf.of("small/0", then.digest) is then
    assert shelf.of(now.key, "of before there were copies") is now
    assert shelf.of("small/0", "of before there were copies") is None


def test_a_copy_outlives_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are on the disk before it has its name, and its name before anything is begun on it."""
    done: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(of: int) -> None:
        done.append(Path(f"/proc/self/fd/{of}").resolve().name.partition(".")[0])
        sync(of)

    def renamed(path: Path, to: Path) -> Path:
        done.append("renamed")
        return rename(path, to)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    (registered,) = small_shelf(tmp_path).values()
    data = tmp_path / "data"
    data.mkdir()
    KeptForms(data).keep([registered])
    at = done.index("renamed")
    assert {"form", "template"} <= set(done[:at])
    assert done[at + 1 :] == ["forms"]
