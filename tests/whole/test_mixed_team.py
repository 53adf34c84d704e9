"""Five people of one team, each where they like to be: at a terminal, on the page, in Telegram, in one program.

What one does, the others read on their own channel, once, with the button that leads there.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from fake_botapi import FakeBotApi
from gathered import come_in, finish
from harness import Bench, Chat, Clock, small_shelf, text_of
from page_chat import PageChat
from ports import free_port
from telegram_chat import TelegramChat
from telegram_line import attached, hurry
from terminal_chat import TerminalChat
from web_bench import served

from bot.clock import BEIJING
from bot.web.address import Address
from bot.web.sessions import CHANNEL as PAGE
from dialogs.turn.messages import Reply

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]
pytestmark = [pytest.mark.drill, pytest.mark.usefixtures("no_limits")]
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
NAME = "河边图书角"


class Mixed:
    """The lead at a terminal, two schools, a reviewer and a viewer."""

    def __init__(self, chats: dict[str, Chat]) -> None:
        self.chats = chats
        self.lead, self.li, self.wang, self.zhao, self.qian = chats.values()

    async def told(self) -> dict[str, str]:
        """What everybody was told since the last time."""
        said = {name: text_of(await chat.read()) for name, chat in self.chats.items()}
        return {name: text for name, text in said.items() if text}

    async def at(self, name: str) -> str:
        """The lead looks at one member."""
        listed = text_of(await self.lead.command("members"))
        [number] = re.findall(rf"(\d+)\. {name}", listed)
        return text_of(await self.lead.press(number))


async def presses(chat: Chat, *labels: str) -> list[Reply]:
    """One after the other, as at a terminal."""
    return [reply for label in labels for reply in await chat.press(label)]


async def joins(team: Mixed, name: str, unit: str, role: str, *, new: bool) -> None:
    lead, chat = team.lead, team.chats[name]
    await lead.command("invite")
    if new:
        await lead.press("添加联合单位")
        await lead.say(unit)
    else:
        await lead.press(unit)
    [code] = {*CODE.findall(text_of(await lead.press(role)))}
    if not isinstance(chat, PageChat):
        await chat.command("start")
    await chat.command("join", code)
    await come_in(chat, name)


@pytest.fixture
async def team(tmp_path: Path, clock: Clock, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mixed]:
    hurry(monkeypatch)
    bench = Bench(tmp_path / "data", small_shelf(tmp_path), clock)
    address = Address("127.0.0.1", free_port())
    bench.keeping = (PAGE,)
    bench.channels = [partial(served, address, bench.registry, bench.folder), partial(attached, api)]
    async with bench, AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(PageChat(bench, address.base)) for _ in range(2)]
        phones = [TelegramChat(bench, api, number) for number in range(2)]
        people = (TerminalChat(bench, tmp_path), pages[0], phones[0], pages[1], phones[1])
        team = Mixed(dict(zip(("张三", "李四", "王五", "赵六", "钱七"), people, strict=True)))
        await team.lead.command("start")
        await team.lead.press("同意并开始")
        await team.lead.say(NAME)
        await team.lead.command("invite")
        await team.lead.say("张三")
        await joins(team, "李四", "示例小学", "填写", new=True)
        await joins(team, "王五", "示例中学", "填写", new=True)
        await joins(team, "赵六", "牵头单位", "审阅", new=False)
        await joins(team, "钱七", "牵头单位", "查看", new=False)
        await team.told()
        yield team


async def test_a_unit_confirms_is_commented_on_and_confirms_again(team: Mixed) -> None:
    await finish(team.li)
    await team.li.press("确认本单位内容")
    assert list(await team.told()) == ["张三"]
    outline = text_of(await team.zhao.command("read"))
    [number] = re.findall(r"(\d+)\. .*放绘本", outline) or re.findall(r"(\d+)\. 书与借还", outline)
    await team.zhao.press(number)
    await team.zhao.say("请写明借期。")
    assert "请写明借期" in (await team.told())["李四"]
    await team.li.press("去处理")
    await team.li.press("重新写")
    await team.li.say("放绘本，借期三十天。")
    done = text_of(await team.li.press("完成"))
    assert "确认已取消" in done
    told = await team.told()
    assert "确认已取消" in told["张三"]
    assert "赵六" in told
    assert "已确认" in text_of(await team.li.press("确认本单位内容"))
    assert "示例小学" in (await team.told())["张三"]


async def test_the_lead_changes_hands_and_comes_back(team: Mixed) -> None:
    await team.at("王五")
    await presses(team.lead, "移交牵头", "确定")
    assert list(await team.told()) == ["王五"]
    await presses(team.wang, "看移交", "接受牵头")
    told = await team.told()
    assert sorted(told) == sorted(("张三", "李四", "赵六", "钱七"))
    assert "您不再牵头" in told["张三"]
    assert "7 天内可以收回牵头" in text_of(await team.wang.command("delete"))
    await team.at("您")
    assert "牵头已收回" in text_of(await presses(team.lead, "收回牵头", "确定"))
    told = await team.told()
    assert sorted(told) == sorted(("王五", "李四", "赵六", "钱七"))
    assert "恢复原来的角色" in told["王五"]


async def test_one_is_removed_in_the_middle_and_the_unit_goes_on(team: Mixed) -> None:
    await presses(team.li, "学校", "添加一行")
    await team.at("李四")
    await presses(team.lead, "移出", "确定")
    assert "移出" in (await team.told())["李四"]
    assert "现在不能填了" in text_of(await team.li.say("绘本架"))
    await team.wang.press("学校")
    assert "李四" not in text_of(await team.lead.command("members"))


async def test_one_in_two_units_takes_over_confirms_and_leaves_one_of_them(team: Mixed) -> None:
    await presses(team.li, "学校", "添加一行")
    await team.li.say_all("绘本架", "2024年5月")
    await presses(team.li, "跳过", "填完了")
    await team.li.say("放绘本，自助借还。")
    await joins(team, "王五", "示例小学", "填写", new=False)
    assert "承诺书" in team.wang.asked.text, "what 李四 is writing just now is not asked"
    await team.at("李四")
    await presses(team.lead, "移出", "确定")
    await team.told()
    await team.wang.command("start")
    await presses(team.wang, "接着李四写", "完成", "确认并交给牵头人")
    assert "已填好并确认" in (await team.told())["张三"]
    await joins(team, "钱七", "示例小学", "填写", new=False)
    await team.qian.command("review")
    await presses(team.qian, "1", "1", "改：单位性质")
    assert "您、王五（其中一位）重新确认" in text_of(await team.qian.press("居委会"))
    assert sorted(await team.told()) == sorted(("张三", "王五"))
    assert "示例小学）吗？您写的内容留在申报里，您在示例中学的角色不变" in text_of(await team.wang.command("delete"))
    assert "您已退出《河边图书角》（示例小学）" in text_of(await team.wang.press("确定"))
    assert "不再等" not in (await team.told())["张三"], "钱七 is there"
    await team.qian.command("delete")
    await team.qian.press("确定")
    assert "示例小学没有别的填写人了，归您填，不再等它确认" in (await team.told())["张三"]


async def test_the_days_around_a_deadline(team: Mixed, clock: Clock) -> None:
    bench = team.lead.bench
    await team.lead.command("deadline")
    await team.lead.say("2024年3月10日")
    assert sorted(await team.told()) == sorted(("李四", "王五", "赵六", "钱七"))
    for day in (9, 11):
        clock.now = datetime(2024, 3, day, 10, tzinfo=BEIJING)
        await bench.daily()
        told = await team.told()
        assert {"张三", "李四", "王五"} >= {*told} >= {"李四", "王五"}, "whoever has nothing to fill in is left alone"
        assert all("截止" in text for text in told.values())


async def test_undone_deleted_and_restored(team: Mixed) -> None:
    await team.wang.press("学校")
    assert "已撤回" in text_of(await team.wang.press("撤回"))
    assert await team.told() == {}
    asked = text_of(await team.lead.command("delete"))
    assert "示例小学、示例中学" in asked
    await team.lead.press("删除，30 天内可恢复")
    told = await team.told()
    assert sorted(told) == sorted(("李四", "王五", "赵六", "钱七"))
    assert "现在不能填了" in text_of(await team.li.say("学校"))
    listed = text_of(await team.lead.press("恢复删除的申报"))
    [label] = [label for label in team.lead.offered if NAME in label]
    assert NAME in listed
    await team.lead.press(label)
    told = await team.told()
    assert all("已恢复" in text for text in told.values())
    assert sorted(told) == sorted(("李四", "王五", "赵六", "钱七"))
    assert "单位性质" in text_of(await team.li.press("打开这份申报"))
