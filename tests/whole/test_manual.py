"""Every sentence of the manual is walked: by a transcript, a test elsewhere, or one below; a few only explain.

What it has one press or send is pressed or sent there. The page's own ways are in `test_manual_in_a_browser`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from gathered import Team, at_member, gather
from harness import Bench, Chat, Clock, labels, notes, small_shelf, text_of
from places import DATA, FORMS, ROOT

from bot.service import form_registry
from dialogs.engine.commands import COMMANDS
from dialogs.texts import say, sentences
from dialogs.turn.events import Went

MANUAL = (ROOT / "docs" / "使用手册.md").read_text("utf-8")
WALKS: dict[str, dict[str, str]] = tomllib.loads((DATA / "manual-walks.toml").read_text("utf-8"))
EXPLAINS = WALKS.pop("explains")["only"]  # sentences of which nothing can be tried: headings, and good advice
DOES = re.compile(r"点“|`/|发送|按 |拖|双击")  # what no sentence has that only explains
MENU = {say(f"command.{name}"): name for name in COMMANDS}
BUTTONS = [text for code, text in sentences().items() if code.startswith("button.")]


def told(chapter: str) -> Iterator[str]:
    """The sentences of a chapter; a row of its table is one, too."""
    text = re.sub(r"!\[.*?\]\(.*?\)|<img.*?>|\*\*|^\| 想做什么 .*\n\|---.*", "", chapter, flags=re.MULTILINE)
    text = re.sub(r"^\| (.*?) \| (.*) \|$", r"\n\1：\2。\n", text, flags=re.MULTILINE)
    text = re.sub(r"^ *(?:-|\d+\.) +", "\n", text, flags=re.MULTILINE)
    for paragraph in re.split(r"\n\s*\n", text):
        found = re.findall(r"[^。]+。?[”）]?", re.sub(r"\n *", "", paragraph))
        yield from (sentence.strip() for sentence in found if sentence.strip())


FOUND = re.findall(r"^## (.+)\n((?:(?!^## ).*\n)*)", MANUAL, re.MULTILINE)
CHAPTERS = {title: [*told(text)] for title, text in FOUND}


@cache
def written(walk: str) -> str:
    """What a walk does, as it stands in a transcript or in the file of a test; it fails where there is none."""
    name, _, function = walk.partition(".")
    if not function:
        return "\n".join(
            re.findall("^> .*$", (ROOT / f"tests/transcripts/{name}.txt").read_text("utf-8"), re.MULTILINE)
        )
    [path] = (ROOT / "tests").rglob(f"{name}.py")
    text = path.read_text("utf-8")
    assert f"def {function}(" in text, walk
    return text


def done(label: str, walks: str) -> bool:
    """Whether a button or an entry of the menu is pressed, or a command sent, in one of these walks."""
    pattern = re.escape(re.sub("某某(单位)?|N", "§", label)).replace("§", ".+?")
    command = f"|/{MENU[label]}\\b|[\"']{MENU[label]}[\"']" if label in MENU else ""
    return any(re.search(rf"\[{pattern}\]|[\"']{pattern}{command}", written(walk)) for walk in walks.split())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_sentence_is_walked(chapter: str) -> None:
    wrong = {
        sentence: found for sentence in CHAPTERS[chapter] if (found := _unwalked(sentence, WALKS.get(chapter, {})))
    }
    assert not wrong


def _unwalked(sentence: str, of_chapter: Mapping[str, str]) -> list[str]:
    """What of a sentence is walked nowhere: all of it, or what it has one press or send."""
    if sentence in EXPLAINS:
        return []
    walks = next((walks for begins, walks in of_chapter.items() if sentence.startswith(begins)), "")
    if not walks:
        return [sentence]
    named = re.findall("(?:点|里的|、|或者|”或)“([^”]+)”", sentence)
    sent = re.findall("`/([a-z]+)`", sentence)
    pressed = [label for label in named if (label in MENU or _is_button(label)) and not done(label, walks)]
    return [*pressed, *(name for name in sent if not done(say(f"command.{name}"), walks))]


def _is_button(label: str) -> bool:
    return any(re.fullmatch(re.sub(r"\\{\\{.*?\\}\\}", ".+", re.escape(text)), label) for text in BUTTONS)


def test_every_walk_is_of_a_sentence() -> None:
    known = {(chapter, begins) for chapter, walks in WALKS.items() for begins in walks}
    walked = {(chapter, begins) for chapter, begins in known if any(s.startswith(begins) for s in CHAPTERS[chapter])}
    assert known == walked


def test_what_only_explains_has_nothing_that_could_be_tried() -> None:
    sentences_ = [sentence for told_ in CHAPTERS.values() for sentence in told_]
    assert [one for one in EXPLAINS if one not in sentences_ or DOES.search(one)] == []


def test_a_sentence_without_a_walk_and_a_button_that_is_not_pressed_are_found() -> None:
    """What the tests above would say of a manual that had gained them."""
    assert _unwalked("点“撤回确认”。", {}) == ["点“撤回确认”。"]
    assert _unwalked("点“撤回确认”，或者“仍等某某单位确认”。", {"点": "team_waived"}) == []
    assert _unwalked("点“撤回确认”，再点“清空”、“都改”。", {"点": "team_waived"}) == ["都改"]
    assert _unwalked("点“菜单”里的“自查”，或者发送 `/web`。", {"点": "check"}) == ["web"]


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


async def test_every_answer_on_one_page(team: Team) -> None:
    """By the button and by /read; a number leads to its answer."""
    reviewer = team.chats["赵六"]
    await team.lead.command("read")
    assert "《河边图书角》全部内容" in team.lead.asked.text
    await team.lead.press("1")
    assert "现在的答案：河边图书角" in team.lead.asked.text
    await team.lead.press("保留原答案")
    await reviewer.command("status")
    await reviewer.press("全部内容")
    assert "1. 图书角名称：河边图书角" in reviewer.asked.text


async def test_a_reply_leads_whoever_commented_there(team: Team) -> None:
    li, reviewer = team.chats["李四"], team.chats["赵六"]
    await li.press("学校")
    [[unit]] = await team.bench.sql("SELECT unit FROM member WHERE person = ?", li.person)
    await reviewer.submit(Went(id="at", person=reviewer.person, item="partners.nature", row=unit))
    await reviewer.say("请照登记证书写")
    await li.read()
    await li.press("去处理", "回复")
    await li.say("登记的就是学校")
    assert "登记的就是学校" in notes(await reviewer.read())
    await reviewer.press("看回复")
    assert "登记的就是学校" in reviewer.asked.text
    await reviewer.press("关闭意见")
    assert "意见已关闭" in notes([reviewer.asked])


async def test_the_files_of_the_conversation(team: Team) -> None:
    """The fair copy has none of the marks by which an edited file is read."""
    await team.lead.command("files")
    await team.lead.press("Word 文件", "送审稿")
    marked, fair = team.lead.files
    assert b"bookmarkStart" in _body(marked)
    assert b"bookmarkStart" not in _body(fair)
    assert "看打印效果" in labels(team.lead.asked)


def _body(word: bytes) -> bytes:
    with ZipFile(BytesIO(word)) as package:
        return package.read("word/document.xml")


async def test_a_colleague_takes_what_is_to_be_signed(tmp_path: Path, clock: Clock) -> None:
    """Of their own unit alone, in the official form."""
    async with Bench(tmp_path / "official", form_registry.read(FORMS, only="netsec-insurance-pilot"), clock) as bench:
        lead, li = Chat(bench), Chat(bench, "console:li")
        await lead.agree()
        await lead.command("invite")
        await lead.say("张三")
        await lead.press("添加联合单位")
        await lead.say("澄湾示例网络安全技术有限公司")
        [code] = re.findall(r"/join (\S+)", text_of(await lead.press("填写")))
        await li.command("join", code)
        await li.press("同意并加入")
        await li.say("李四")
        await li.say_all("民营企业", "91330200MA0EXAM231")
        await li.press("都没有", "确认并交给牵头人", "下载文件")
        [declaration] = [label for label in labels(li.asked) if "声明" in label]
        await li.press(declaration)
        assert len(li.files) == 1
        assert "澄湾示例网络安全技术有限公司".encode() in _body(li.files[0])


async def test_a_unit_that_takes_part_no_more_is_the_leads(team: Team) -> None:
    """Removed, and the invitation withdrawn: its part is asked of the lead, its promise too."""
    await team.lead.command("invite")
    await team.lead.press("示例小学", "填写")
    await at_member(team, "李四")
    await team.lead.press("移出", "确定")
    await team.lead.command("members")
    [open_] = re.findall(r"(\d+)\. 示例小学　填写", team.lead.asked.text)
    await team.lead.press(open_, "作废")
    [[unit]] = await team.bench.sql("SELECT row FROM answer WHERE value = '示例小学'")
    await team.lead.submit(Went(id="at", person=team.lead.person, item="promise", row=unit))
    await team.lead.press("确认")
    assert await team.bench.sql("SELECT value FROM answer WHERE field = 'promise' AND row = ?", unit) == [("确认",)]


async def test_what_cannot_be_taken_back_is_said(team: Team) -> None:
    """Each by itself, and what went before it by the next 撤回."""
    lead, li = team.lead, team.chats["李四"]
    await lead.command("deadline")
    await lead.say("2024年4月1日")
    assert "截止日期不能撤回" in notes(await lead.command("undo"))
    await at_member(team, "李四")
    await lead.press("移交牵头", "确定")
    assert "移交牵头不能撤回" in notes(await lead.command("undo"))
    await at_member(team, "王五")
    await lead.press("移出", "确定")
    assert "成员的加入和退出不能撤回" in notes(await lead.command("undo"))
    await lead.command("invite")
    await lead.press("示例中学", "填写")
    assert "邀请不能撤回" in notes(await lead.command("undo"))
    assert "成员的加入和退出不能撤回" in notes(await li.command("undo")), "that one agreed and came in"


async def test_of_another_form_what_has_the_same_title_is_taken_and_the_rest_counted(
    tmp_path: Path, clock: Clock
) -> None:
    small_shelf(tmp_path)
    async with Bench(tmp_path / "data", small_shelf(tmp_path, name="project"), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.press("社区图书角共建申请表")
        answers = {"name": "示例项目", "lead": "示例研究院", "wanted": "100"}
        keys = {one.form.title: one.form.key for one in bench.registry.values()}
        written = {"form": keys["联合攻关申请表"], "answers": answers}
        (tmp_path / "以前.json").write_text(json.dumps(written), "utf-8")
        said = text_of(await chat.hand_in(tmp_path / "以前.json"))
        assert "牵头单位：示例研究院" in said
        assert "有 1 项在这份申报表里没有对应的题" in said


async def test_only_who_deleted_it_brings_it_back(team: Team) -> None:
    """Nobody else is offered that, and the button of whoever is does nothing for another."""
    li = team.chats["李四"]
    await team.lead.command("delete")
    await team.lead.press("删除，30 天内可恢复", "恢复删除的申报")
    [back] = [button for row in team.lead.asked.buttons for button in row if "河边图书角" in button.label]
    await li.command("list")
    assert "恢复删除的申报" not in li.offered
    await li.press_data(back.data)
    assert await team.bench.sql("SELECT 1 FROM member WHERE role = 'member' AND asleep = ''") == []
    await team.lead.press(back.label)
    assert "已恢复" in notes([team.lead.asked])
