"""What stands above a question: where one is in the form, and how far; and the plain layout of all its parts.

The golden transcripts leave the head out, so that they are not others with every change of what counts as progress.
"""

from __future__ import annotations

import pytest
from harness import Chat, labels
from playing import shown
from small_form import BASIC

from dialogs.turn.layout import ask
from dialogs.turn.messages import Ask, Button
from dialogs.turn.question import Question, bar

WHERE = {"section": "一、基本情况", "number": 2, "count": 14, "progress": 4}
HEAD = "【一、基本情况】第 2 题，共 14 题\n░░░░░░░░░░ 总进度 4%"
PLAIN: dict[str, tuple[dict[str, object], str]] = {
    "a label alone": ({"label": "联系人"}, f"{HEAD}\n\n联系人"),
    "one that can be left out": ({"label": "备注", "required": False}, f"{HEAD}\n\n备注（选填）"),
    "how to answer": (
        {"label": "联系人", "guidance": "写全名。", "hint": "一个人。", "example": "张三"},
        f"{HEAD}\n\n联系人\n写全名。一个人。\n例如：张三",
    ),
    "a statement": (
        {"label": "承诺", "statement": "本单位承诺。", "hint": "请点“确认”。", "current": "确认"},
        f"{HEAD}\n\n承诺\n现在的答案：确认\n\n本单位承诺。\n\n请点“确认”。",
    ),
    "an answer there is": ({"label": "联系人", "current": "张三"}, f"{HEAD}\n\n联系人\n现在的答案：张三"),
    "what comes before": (
        {"intro": "每份一次。", "returned": "意见（李四）：请改", "label": "联系人"},
        f"{HEAD}\n\n每份一次。\n\n联系人\n意见（李四）：请改",
    ),
    "rows": (
        {"label": "书架清单", "listing": "已有 1 个书架：\n1. 绘本架"},
        f"{HEAD}\n\n书架清单\n已有 1 个书架：\n1. 绘本架",
    ),
    "at a row of a table": (
        {"row": 3, "label": "名称"},
        "【一、基本情况】第 3 行 · 第 2 项，共 14 项\n░░░░░░░░░░ 总进度 4%\n\n名称",
    ),
    "for one of several": (
        {"instance": "“绘本架”（第 1 个，共 2 个）", "label": "放什么"},
        "【一、基本情况】“绘本架”（第 1 个，共 2 个）　第 2 题，共 14 题\n░░░░░░░░░░ 总进度 4%\n\n放什么",
    ),
}


@pytest.mark.parametrize("name", PLAIN)
def test_the_plain_layout(name: str) -> None:
    parts, text = PLAIN[name]
    asked = Question.model_validate({**WHERE, **parts})
    assert asked.plain == text
    assert Ask(question=asked).text == text


@pytest.mark.parametrize(
    ("progress", "squares"), [(0, "░" * 10), (9, "░" * 10), (10, "▓" + "░" * 9), (99, "▓" * 9 + "░"), (100, "▓" * 10)]
)
def test_the_bar(progress: int, squares: str) -> None:
    assert bar(progress) == f"{squares} 总进度 {progress}%"


def test_of_other_texts_the_bar_stands_below_the_head() -> None:
    asked = Ask(head="《河边图书角》", words="还差 3 项", progress=42, faults="1. 没填", below="点数字去修改。")
    assert asked.text == "《河边图书角》\n▓▓▓▓░░░░░░ 总进度 42%\n还差 3 项\n\n1. 没填\n\n点数字去修改。"
    assert Ask(words="请选一个").text == "请选一个"


def test_what_an_older_program_kept_is_read() -> None:
    assert Ask.model_validate({"text": "旧的一句"}).text == "旧的一句"
    inside = {"words": "自查：写错 1 处。\n\n1. 电话\n\n点数字去修改。", "faults": "1. 电话"}
    read = Ask.model_validate(inside)
    assert (read.words, read.faults, read.below) == ("自查：写错 1 处。", "1. 电话", "点数字去修改。")
    assert read.text == inside["words"]
    assert Ask.model_validate(read.model_dump()) == read
    headed = Ask.model_validate({"text": "《河边》\n还差 3 项", "progress": 42})
    assert (headed.head, headed.words) == ("《河边》", "还差 3 项")


async def test_every_answer_is_a_step_on_the_way(chat: Chat) -> None:
    await chat.agree()
    seen = []
    for number, answer in enumerate(BASIC.values(), 1):
        asked = chat.asked.question
        assert asked is not None
        assert asked.place == f"【一、基本情况】第 {number} 题，共 14 题"
        seen.append(asked.progress)
        await chat.say(answer)
    assert seen == sorted(set(seen))
    assert seen[0] == 0


async def test_a_transcript_leaves_the_head_out(chat: Chat) -> None:
    await chat.agree()
    for at in ("start", "status"):
        [*_, reply] = await chat.command(at)
        assert isinstance(reply, Ask)
        assert "总进度" in reply.text
        assert "总进度" not in shown(reply)
        assert reply.text.rpartition("\n")[2] in shown(reply)


def test_buttons_that_would_look_alike_are_numbered() -> None:
    """Two units without a name, say."""
    rows = [
        (Button(label="未命名", data="unit:1"), Button(label="返回", data="back")),
        (Button(label="未命名", data="unit:2"),),
    ]
    shown = ask("给哪家单位？", rows)
    assert labels(shown) == ["未命名", "返回", "未命名（2）"]
