"""The exported document is edited and sent back in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from documents import FORM
from docx.oxml.ns import qn
from gathered import Team
from harness import Bench, Chat, Clock, notes
from places import FORMS
from sent_back import Editor

from bot.service import form_registry
from dialogs.application.application import Answers
from dialogs.turn.beside_chat import Filled, FilledCell
from dialogs.turn.events import Went

ROWS = "青榆公司\t工业互联网\t顾言舟\t13800001107\tgu@example.com\n禾木公司\t车联网\t陆禾\t13800001114\tlu@example.com"


@pytest.fixture
async def chat(tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    """Somebody who has begun the official form."""
    async with Bench(tmp_path / "data", form_registry.read(FORMS, FORM.id), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.say("网络安全保险试点方案")
        await chat.submit(Went(id="there", person=chat.person, item="clients"))
        await chat.say(ROWS)
        yield chat


async def exported(chat: Chat) -> Editor:
    await chat.command("export")
    return Editor(chat.files[-1])


async def answers(chat: Chat) -> Answers:
    def read(store: object) -> Answers:
        [summary] = store.applications(chat.person)  # type: ignore[attr-defined]
        return store.application(summary.id).everything()  # type: ignore[attr-defined,no-any-return]

    return await chat.bench.service.do(read)


async def send(chat: Chat, editor: Editor, folder: Path) -> str:
    path = folder / "改过.docx"
    path.write_bytes(editor.save())
    return notes(await chat.hand_in(path)) + "\n" + chat.asked.text


async def test_what_nobody_changed_brings_nothing(chat: Chat, tmp_path: Path) -> None:
    assert "没有要改的" in await send(chat, await exported(chat), tmp_path)


async def test_what_has_no_place_is_told(chat: Chat, tmp_path: Path) -> None:
    editor = await exported(chat)
    for number in range(8):
        editor.document.add_paragraph(f"第 {number} 段，写在最后。")
    said = await send(chat, editor, tmp_path)
    assert "没有对应的题" in said
    assert "第 5 段，写在最后。\n还有 2 处" in said


async def test_what_stands_beside_the_text_is_told_with_its_place(chat: Chat, tmp_path: Path) -> None:
    editor = await exported(chat)
    editor.document.sections[0].footer.add_paragraph("内部资料")
    editor.document.add_comment(editor.document.paragraphs[0].runs, "电话已换，请改成13800001111", "王五")
    said = await send(chat, editor, tmp_path)
    assert "正文以外" in said
    assert "页脚：内部资料" in said
    assert "处）：电话已换，请改成13800001111" in said
    assert "没有要改的" in said


async def test_all_that_was_changed_is_listed_and_taken_with_a_yes(chat: Chat, tmp_path: Path) -> None:
    editor = await exported(chat)
    first, second = (await answers(chat)).rows["clients"]
    editor.write("plan_name", "", "另一个方案")
    editor.write("clients.contact", first, "赵一")
    editor.add_row("clients", first, ["新公司", "车联网", "王二", "13911112222\nwang@example.com"])
    gone = editor.tr("clients", second)
    gone.getparent().remove(gone)
    said = await send(chat, editor, tmp_path)
    assert "网络安全保险试点方案 → 另一个方案" in said
    assert "顾言舟 → 赵一" in said
    assert "新增一行：新公司，车联网，王二，13911112222，wang@example.com" in said
    assert "删除第 2 行：禾木公司" in said
    assert (await answers(chat)).get("plan_name") == "网络安全保险试点方案"
    assert "已按文件改了 4 项" in notes(await chat.press("都改"))
    now = await answers(chat)
    assert now.get("plan_name") == "另一个方案"
    assert now.get("clients.contact", first) == "赵一"
    assert [now.get("clients.company", row) for row in now.rows["clients"]] == ["青榆公司", "新公司"]


async def test_one_by_one_and_what_is_no_answer_is_left(chat: Chat, tmp_path: Path) -> None:
    editor = await exported(chat)
    first, second = (await answers(chat)).rows["clients"]
    editor.write("plan_name", "", "另一个方案")
    editor.write("clients.contact", first, "赵一")
    editor.write("clients.mobile", second, "123")
    await send(chat, editor, tmp_path)
    await chat.press("逐项看", "改这一项", "这项不改")
    assert "没填进去" in notes(await chat.press("改这一项"))
    now = await answers(chat)
    assert now.get("plan_name") == "另一个方案"
    assert (now.get("clients.contact", first), now.get("clients.mobile", second)) == ("顾言舟", "13800001114")


async def test_rows_that_changed_places(chat: Chat, tmp_path: Path) -> None:
    editor = await exported(chat)
    first, second = (await answers(chat)).rows["clients"]
    editor.tr("clients", first).addprevious(editor.tr("clients", second))
    assert "行的顺序：第 2 行移到第 1 行" in await send(chat, editor, tmp_path)
    await chat.press("都改")
    assert list((await answers(chat)).rows["clients"]) == [second, first]


async def test_what_a_file_brings_twice_is_offered_once(chat: Chat, tmp_path: Path) -> None:
    """New rows too, the copy of one as well, and one without all its cells; what was not taken is offered again."""
    editor = await exported(chat)
    first, second = (await answers(chat)).rows["clients"]
    editor.write("plan_name", "", "另一个方案")
    editor.add_row("clients", second, ["新公司", "车联网", "王二", "13911112222\nwang@example.com"])
    editor.add_row("clients", first, ["又一公司", "车联网", "王三", "123\nsan@example.com"], copied=True)
    await send(chat, editor, tmp_path)
    await chat.press("都改")
    before = await answers(chat)
    assert "没有要改的" in await send(chat, editor, tmp_path)
    assert await answers(chat) == before
    editor.add_row("clients", second, ["新公司", "车联网", "王二", "13911113333\nwang@example.com"])
    said = await send(chat, editor, tmp_path)
    assert said.count("新增一行") == 1
    assert "13911113333" in said


async def test_a_long_text_that_is_emptied_there_is_no_unfinished_one_here(chat: Chat, tmp_path: Path) -> None:
    await chat.submit(Went(id="profile", person=chat.person, item="profile"))
    await chat.say("本单位从事网络安全保险服务。" * 20)
    await chat.press("完成")
    assert (await answers(chat)).get("profile")
    editor = await exported(chat)
    editor.write("profile", "", "")
    assert "申报单位简介" in await send(chat, editor, tmp_path)
    await chat.press("都改")
    assert (await answers(chat)).get("profile") is None
    assert await chat.bench.sql("SELECT * FROM draft_part") == []


async def test_what_somebody_else_changed_meanwhile_is_asked(chat: Chat, tmp_path: Path) -> None:
    """Where the document has another answer too; what only they have changed is not."""
    await chat.command("invite")
    await chat.say("张三")
    li = await Team(chat.bench, chat).join("李四", "填写", "牵头单位", new=False)
    await chat.say_all("/start")
    editor = await exported(chat)
    first, second = (await answers(chat)).rows["clients"]
    cells = [("plan_name", "", "李四的方案"), ("clients.contact", second, "孙三")]
    filled = tuple(FilledCell(item=item, row=row, text=text) for item, row, text in cells)
    await li.submit(Filled(id="li", person=li.person, application=await its_id(chat), cells=filled))
    editor.write("plan_name", "", "另一个方案")
    editor.write("clients.contact", first, "赵一")
    said = await send(chat, editor, tmp_path)
    assert "李四的方案 → 另一个方案" in said
    assert "顾言舟 → 赵一" in said
    assert "孙三" not in said
    await chat.press("都改")
    assert "李四" in chat.asked.text
    await chat.press("用我的")
    now = await answers(chat)
    assert [now.get("clients.contact", row) for row in (first, second)] == ["赵一", "孙三"]
    assert now.get("plan_name") == "另一个方案"


@pytest.mark.parametrize("pressed", [("用我的", "保留对方的", "用我的"), ("保留对方的", "用我的", "保留对方的")])
async def test_each_of_several_answers_that_others_changed_is_asked_by_itself(
    chat: Chat, tmp_path: Path, pressed: tuple[str, ...]
) -> None:
    """An emptied one too; nothing is changed before the last, and what nobody else changed is taken with it."""
    await chat.command("invite")
    await chat.say("张三")
    li = await Team(chat.bench, chat).join("李四", "填写", "牵头单位", new=False)
    await chat.say_all("/start")
    editor = await exported(chat)
    first, second = (await answers(chat)).rows["clients"]
    places = [("plan_name", ""), ("clients.contact", first), ("clients.contact", second)]
    written = zip(places, ["李四的方案", "孙一", "孙二"], strict=True)
    filled = tuple(FilledCell(item=item, row=row, text=text) for (item, row), text in written)
    await li.submit(Filled(id="li", person=li.person, application=await its_id(chat), cells=filled))
    mine = ["另一个方案", "赵一", ""]
    for (item, row), text in zip(places, mine, strict=True):
        editor.write(item, row, text)
    editor.write("clients.company", second, "新木公司")
    await send(chat, editor, tmp_path)
    await chat.press("都改")
    assert "另有 2 项" in chat.asked.text
    theirs = [(await answers(chat)).get(item, row) for item, row in places]
    for label in pressed[:-1]:
        await chat.press(label)
        assert [(await answers(chat)).get(item, row) for item, row in places] == theirs
    await chat.press(pressed[-1])
    wanted = [
        (own or None) if label == "用我的" else other for label, own, other in zip(pressed, mine, theirs, strict=True)
    ]
    now = await answers(chat)
    assert [now.get(item, row) for item, row in places] == wanted
    assert now.get("clients.company", second) == "新木公司"
    assert notes(await li.read()).count("现在是对方写的") == pressed.count("用我的")


async def its_id(chat: Chat) -> str:
    [[found]] = await chat.bench.sql("SELECT id FROM application")
    return str(found)


async def test_without_any_bookmark_labels_and_heads_serve(chat: Chat, tmp_path: Path) -> None:
    editor = await exported(chat)
    editor.write("plan_name", "", "另一个方案")
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        for mark in [*editor.document.element.iter(qn(tag))]:
            mark.getparent().remove(mark)
    said = await send(chat, editor, tmp_path)
    assert "删除" not in said
    assert "另一个方案" in said
    assert (await answers(chat)).get("plan_name") == "网络安全保险试点方案"
