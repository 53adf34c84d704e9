"""Long texts and many repeated parts, through the service as a person would send them."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from harness import Bench, Chat, Clock, labels, notes, text_of

from bot.service import form_registry
from dialogs.answers import word_count

PART = 4000  # characters in one message, as messengers cut a long paste


async def to(chat: Chat, part: str) -> None:
    await chat.command("status")
    await chat.press(part)


async def test_the_longest_text_in_pieces(bench: Bench, chat: Chat) -> None:
    text = "".join(chr(0x4E00 + n % 2000) for n in range(48_000))
    await chat.agree()
    await to(chat, "三、共建方案")
    await chat.say("为孩子服务。")
    await chat.press("完成")
    for start in range(0, len(text), PART):
        await chat.say(text[start : start + PART])
    assert "已写 12 段" in chat.asked.text
    assert "共 48000 字" in chat.asked.text
    refused = await chat.say("多" * PART)
    assert "这一题最多 50000 个字符，已有 48000 个，这一段 4000 个，没有保存" in notes(refused)
    await chat.press("完成")
    assert await bench.sql("SELECT value FROM answer WHERE field = 'ways'") == [(text,)]
    await chat.command("export")
    paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(chat.files[0])).paragraphs]
    assert f"（二）做法：{text}" in paragraphs


async def test_a_paste_cut_by_the_messenger_is_one_paragraph_and_messages_are_many(bench: Bench, chat: Chat) -> None:
    cut, rest = "书" * 4096, "架。"
    await chat.agree()
    await to(chat, "三、共建方案")
    await chat.say("为孩子服务。")
    await chat.press("完成")
    await chat.say_all(cut, rest, "第二段。")
    await chat.press("完成")
    assert await bench.sql("SELECT value FROM answer WHERE field = 'ways'") == [(f"{cut}{rest}\n第二段。",)]


async def test_a_message_that_looks_like_none_of_the_text_is_told_of(chat: Chat) -> None:
    """As it stands amid the text at the end, where nobody sees it any more."""
    await chat.agree()
    await to(chat, "三、共建方案")
    await chat.say("为孩子服务。")
    for text in ("等领导批", "见附件", "123456"):
        assert f"“{text}”已接在正文后面" in notes(await chat.say(text))
        await chat.press("撤回上一段")
    assert "已接在正文后面" not in notes(await chat.say("也为老人服务。"))
    assert "已写 2 段，共 13 字" in chat.asked.text


async def test_a_table_in_a_text_is_kept_with_its_empty_cells(bench: Bench, chat: Chat) -> None:
    table = "\t2024年\t2025年\n绘本\t300\t\n科普\t\t120"
    await chat.agree()
    await to(chat, "三、共建方案")
    await chat.say("为孩子服务。")
    await chat.press("完成")
    await chat.say(table)
    await chat.press("完成")
    assert await bench.sql("SELECT value FROM answer WHERE field = 'ways'") == [(table,)]


async def test_twelve_annexes_each_stay_with_their_row(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await to(chat, "二、单位与书架")
    await chat.press("填完了", "添加一行")
    await chat.say_all("书架1", "2024年5月", "靠窗")
    await chat.press("1")
    for number in range(2, 13):
        await chat.press("复制为新行", "改：书架名称")
        await chat.say(f"书架{number}")
    await chat.press("返回列表", "填完了")
    await to(chat, "附：书架说明")
    for number in range(1, 13):
        assert f"“书架{number}”（第 {number} 个，共 12 个）" in chat.asked.text
        await chat.say(f"这里放第{number}种书，自助借还。")
        await chat.press("完成")
    await drop_and_move(chat)
    query = """SELECT name.value, about.value FROM instance JOIN answer AS name USING (application, row)
        JOIN answer AS about USING (application, row)
        WHERE grp = 'detail' AND name.field = 'shelves.name' AND about.field = 'about' ORDER BY position"""
    order = [1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 11]
    assert await bench.sql(query) == [(f"书架{n}", f"这里放第{n}种书，自助借还。") for n in order]
    assert await bench.sql("SELECT * FROM draft_part WHERE row NOT IN (SELECT row FROM instance)") == []
    await chat.command("export")
    paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(chat.files[0])).paragraphs]
    annexes = [text for text in paragraphs if text.startswith("放什么书，怎样借还：")]
    assert annexes == [f"放什么书，怎样借还：这里放第{n}种书，自助借还。" for n in order]


async def drop_and_move(chat: Chat) -> None:
    """Deletes the sixth row, and moves the last one up."""
    await chat.command("review")
    await chat.press("下一页", "2", "6", "删除这一行")
    assert "附：书架说明" in chat.asked.text
    assert "已删除第 6 行" in notes(await chat.press("确定删除"))
    await chat.press("下一页", "11", "上移", "返回列表")
    assert "2 页" in chat.asked.text
    assert "填完了" not in labels(chat.asked)


async def test_start_goes_on_with_the_text_that_one_was_writing(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.command("status")
    await chat.press("三、共建方案")
    await chat.say("为孩子服务。")
    await bench.restart()
    await chat.command("start")
    assert "已写 1 段" in chat.asked.text
    await chat.say("也为老人服务。")
    assert "已写 2 段" in chat.asked.text


async def test_text_that_was_not_closed_makes_the_document_a_draft(chat: Chat) -> None:
    await chat.agree()
    await chat.command("status")
    await chat.press("三、共建方案")
    await chat.say("为孩子服务。")
    assert "（一）目标：写了一些，还没点“完成”" in text_of(await chat.command("export"))


async def test_of_a_text_that_is_written_on_only_what_is_new_is_counted(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.agree()
    await to(chat, "三、共建方案")
    counted: list[str] = []
    unseen = word_count._UNSEEN

    class Noting:
        def sub(self, by: str, text: str) -> str:
            counted.append(text)
            return unseen.sub(by, text)

    monkeypatch.setattr(word_count, "_UNSEEN", Noting())
    for number in range(20):
        await chat.say(f"第{number}段，独此一份。")
    assert len(counted) <= 40, "each about once, not all of them each time"


async def test_a_last_line_that_says_done_ends_the_text_and_is_none_of_it(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await to(chat, "三、共建方案")
    await chat.say("为孩子服务。\n\n完成")
    assert "“（一）目标”已保存" in "".join(chat.asked.notes)
    await chat.say("流程：\n受理\n完成")  # as the last line of a list it may well be meant
    await chat.say("多" * 40 + "。")
    await chat.press("完成")
    assert await bench.sql("SELECT value FROM answer WHERE field = 'goal'") == [("为孩子服务。",)]
    assert await bench.sql("SELECT value FROM answer WHERE field = 'ways'") == [
        ("流程：\n受理\n完成\n" + "多" * 40 + "。",)
    ]


async def test_a_text_that_is_too_long_stays_open_though_it_says_done(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await to(chat, "三、共建方案")
    await chat.say("为孩子服务。" * 10 + "\n完成")
    assert "超出 30 字" in chat.asked.text
    assert "完成" in labels(chat.asked)
    assert await bench.sql("SELECT value FROM answer WHERE field = 'goal'") == []


IN_A_ROW = """
id = "fair"
version = "1"
title = "集市"
issuer = "街道"
name_field = "stall"
group = [
    { id = "head", title = "概况", item = [
        { id = "stall", label = "摊位", kind = "text" },
        { id = "wares", title = "货品", repeat = {}, item = [
            { id = "name", label = "名称", kind = "text" },
            { id = "kept", title = "保存", min_han = 8, item = [
                { id = "how", label = "办法", kind = "longtext", when = 'wares.name != "盐"' },
                { id = "why", label = "理由", kind = "longtext", when = 'wares.name != "盐"' },
                { id = "days", label = "天数", kind = "number" },
            ] },
        ] },
    ] },
    { id = "more", title = "补充", min_han = 5, item = [
        { id = "sold", label = "卖过", kind = "choice", choices = ["是", "否"] },
        { id = "story", label = "经过", kind = "longtext", when = 'sold == "是"' },
    ] },
]
"""


def fair(folder: Path, clock: Clock) -> Bench:
    """The program with that form, whose Word file has nothing to fill in."""
    home = folder / "forms" / "fair" / "1"
    home.mkdir(parents=True)
    (home / "form.toml").write_text(IN_A_ROW, "utf-8")
    docx.Document().save(str(home / "template.docx"))
    return Bench(folder / "data", form_registry.read(folder / "forms"), clock)


async def test_texts_of_a_row_that_are_too_short_together_are_asked_for_once_all_is_written(
    tmp_path: Path, clock: Clock
) -> None:
    async with fair(tmp_path, clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.say("糖画")
        await chat.press("添加一行")
        await chat.say_all("糖", "阴凉处")
        await chat.press("完成")
        await chat.say("怕热")
        await chat.press("完成")
        assert "填好" not in notes(await chat.say("3"))
        assert "1. 糖（还差 1 项）" in chat.asked.text
        await chat.press("填完了")
        assert "还差 3 个（要求 8 个）" in chat.asked.text
        assert labels(chat.asked)[:2] == ["办法（汉字 3 个）", "理由（汉字 2 个）"]
        assert "请先点按钮选一题" in notes(await chat.say("放在密闭罐里"))
        await chat.press("以后再填")
        assert "卖过" in chat.asked.text
        await chat.say("否")
        await chat.press("理由（汉字 2 个）")
        await chat.say("放在密闭罐里")
        await chat.press("完成")
        assert "全部填好了" in chat.asked.text


async def test_of_texts_that_are_not_asked_nothing_is_wanted(tmp_path: Path, clock: Clock) -> None:
    async with fair(tmp_path, clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.say("糖画")
        await chat.press("添加一行")
        assert "填好" in notes(await chat.say_all("盐", "3"))
        await chat.press("填完了")
        await chat.say("否")
        assert "全部填好了" in chat.asked.text
        assert "没有发现问题" in text_of(await chat.command("check"))
