"""A new application that starts from an earlier one: what is taken is marked until somebody confirms it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from gathered import finish, gather, removed
from harness import Bench, Chat, labels, text_of

from dialogs.turn.events import Went

OLD = "SELECT field FROM answer WHERE instr(doubts, '#old') > 0 ORDER BY field"


@pytest.fixture
async def earlier(chat: Chat) -> Chat:
    """Somebody with an application: some answers, a day, two shelves with one text, something that was agreed to."""
    await chat.agree()
    await chat.say_all("河边图书角", "示例社区居委会", "儿童绘本", "2024年4月23日")
    await chat.submit(Went(id="shelves", person=chat.person, item="shelves"))
    await chat.say("绘本架\t2024年5月\t矮一些\n文史架\t2024年6月\t")
    await chat.press(labels(chat.asked)[0])
    [row] = await chat.bench.sql("SELECT row FROM answer WHERE value = '绘本架'")
    await chat.submit(Went(id="about", person=chat.person, item="about", row=row[0]))
    await chat.say("绘本都放在矮处，自助借还。")
    await chat.press("完成")
    await chat.submit(Went(id="promise", person=chat.person, item="promise"))
    await chat.press("确认")
    return chat


async def begin(chat: Chat) -> str:
    """A new one, up to what there is in the earlier one."""
    await chat.command("new")
    await chat.press("从以前的一份开始")
    return text_of(await chat.press(labels(chat.asked)[0]))


async def old(bench: Bench) -> list[str]:
    return [field for (field,) in await bench.sql(OLD)]


async def test_what_can_hold_again_is_offered_and_marked(earlier: Chat, bench: Bench) -> None:
    said = await begin(earlier)
    assert "日期、签名、承诺和声明不沿用" in said
    assert "图书角名称：河边图书角" in said
    assert "书架清单：新的 2 行" in said
    assert "书与借还（绘本架）" in said
    assert "申请日期" not in said
    assert "承诺书" not in said
    await earlier.press(labels(earlier.asked)[0])
    found = ["about", "lead", "name", "shelves.name", "shelves.name", "shelves.note", "theme"]
    assert await old(bench) == found
    days = await bench.sql("SELECT count(*) FROM answer WHERE field = 'shelves.books'")
    assert days == [(2,)]  # those of the earlier one: here they are still to be said
    assert "申请日期" in earlier.asked.text


async def test_each_is_confirmed_or_all_of_a_part_and_that_can_be_taken_back(earlier: Chat, bench: Bench) -> None:
    await begin(earlier)
    await earlier.press(labels(earlier.asked)[0])
    assert "7 项以前的答案待确认" in text_of(await earlier.command("status"))
    await earlier.press("看以前的答案")
    assert "1. 图书角名称：河边图书角" in earlier.asked.text
    said = text_of(await earlier.press("1"))
    assert "这是以前的答案" in said
    await earlier.press("没有变")
    assert "name" not in await old(bench)
    await earlier.press("2")
    await earlier.say("地方文史")  # another answer is no old one
    assert await old(bench) == ["about", "lead", "shelves.name", "shelves.name", "shelves.note"]
    await earlier.press("这 1 项没有变")
    assert "书架清单" in earlier.asked.text
    await earlier.press("这 2 项没有变")
    await earlier.press("这 1 项没有变")
    assert await old(bench) == []
    assert "看以前的答案" not in labels(earlier.asked)
    await earlier.command("undo")
    assert await old(bench) == ["about"]


async def test_it_stays_a_draft_until_all_is_confirmed(earlier: Chat) -> None:
    await begin(earlier)
    await earlier.press(labels(earlier.asked)[0])
    said = text_of(await earlier.command("check"))
    assert "以前的答案没确认 5 处" in said
    assert "图书角名称：是以前的答案，没确认" in said
    await earlier.press("1", "没有变")
    assert "图书角名称" not in earlier.asked.text
    said = text_of(await earlier.command("export"))
    assert "以前的答案没确认：牵头单位、主题" in said
    assert "书架清单" in said


async def test_all_of_it_is_taken_back_at_once(earlier: Chat, bench: Bench) -> None:
    before = await bench.sql("SELECT count(*) FROM answer")
    await begin(earlier)
    await earlier.press(labels(earlier.asked)[0])
    await earlier.command("undo")
    assert await bench.sql("SELECT count(*) FROM answer") == before


async def test_one_takes_what_one_likes(earlier: Chat, bench: Bench) -> None:
    said = await begin(earlier)
    [number] = [line.split(".")[0] for line in said.split("\n") if "书架清单：" in line]
    await earlier.press(number)
    await earlier.press(labels(earlier.asked)[0])
    assert await old(bench) == ["lead", "name", "theme"]  # without its row the text of a shelf has no place


async def test_an_export_and_a_document_of_another_application_are_earlier_ones(
    earlier: Chat, bench: Bench, tmp_path: Path
) -> None:
    await earlier.command("files")
    await earlier.press("数据（JSON）")
    await earlier.command("export")
    names = [tmp_path / "以前.json", tmp_path / "以前.docx"]
    for path, content in zip(names, earlier.files[-2:], strict=True):
        path.write_bytes(content)
    await earlier.command("new")
    said = text_of(await earlier.hand_in(names[0]))
    assert "图书角名称：河边图书角" in said
    assert "书与借还（绘本架）" in said
    await earlier.press("都不采用")
    said = text_of(await earlier.hand_in(names[1]))
    assert "图书角名称：河边图书角" in said
    assert "申请日期" not in said
    assert "当作旧的填入" not in labels(earlier.asked)
    await earlier.press(labels(earlier.asked)[0])
    assert "name" in await old(bench)


async def test_a_file_of_any_other_origin_may_be_an_earlier_one(chat: Chat, bench: Bench, tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("图书角名称：山上图书角", "申请日期：2023年5月6日"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "去年.docx"))
    await chat.agree()
    await chat.hand_in(tmp_path / "去年.docx")
    await chat.press("当作旧的填入")
    assert await bench.sql("SELECT field, doubts FROM answer") == [("name", "#old")]
    await chat.hand_in(tmp_path / "去年.docx")
    await chat.press("采用这 1 项")
    assert await bench.sql("SELECT field, doubts FROM answer") == [("name", "#old"), ("day", "")]


async def test_json_that_is_no_export_is_said_to_be_none(chat: Chat, tmp_path: Path) -> None:
    await chat.agree()
    for text in ("[1]", "{", '{"a": 1}', "[" * 100_000):
        (tmp_path / "a.json").write_text(text)
        assert "不是本助手导出的 JSON 文件" in text_of(await chat.hand_in(tmp_path / "a.json"))


async def test_a_colleague_takes_what_they_may_see_of_it_and_nothing_once_they_are_out(bench: Bench) -> None:
    team = await gather(bench)
    colleague = team.chats["李四"]
    await finish(colleague)
    await colleague.command("new")
    await colleague.press("从以前的一份开始")
    there = labels(colleague.asked)[0]
    said = text_of(await colleague.press(there))
    assert "书架清单：新的 1 行" in said
    assert "河边图书角" not in said.partition("认出")[2]
    await colleague.press("都不采用", "从以前的一份开始")
    await removed(team)
    said = text_of(await colleague.press(there))
    assert "认出" not in said
