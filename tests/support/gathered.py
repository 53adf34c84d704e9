"""Five people in one application, and what they are told from day to day."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from copy import copy
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from harness import Bench, Chat, notes, text_of

from bot.clock import BEIJING
from dialogs.turn.beside_chat import Arranged

DUE = date(2024, 4, 1)


class Team:
    """A lead, two joint units with somebody in each, a reviewer and a viewer."""

    def __init__(self, bench: Bench, lead: Chat | None = None) -> None:
        self.bench = bench
        self.lead = lead or Chat(bench)
        self.chats = {"张三": self.lead}

    async def join(self, name: str, role: str, unit: str, *, new: bool = True) -> Chat:
        await self.lead.command("invite")
        if new:
            await self.lead.press("添加联合单位")
            await self.lead.say(unit)
        else:
            await self.lead.press(unit)
        code = re.findall(r"/join (\S+)", text_of(await self.lead.press(role)))[0]
        chat = self.chats.setdefault(name, Chat(self.bench, f"telegram:{len(self.chats)}"))
        await chat.command("join", code)
        await come_in(chat, name)
        return chat

    async def read(self) -> dict[str, str]:
        """What everybody was told since the last time; who was told nothing is left out."""
        told = {name: [notes([reply]) for reply in await chat.read()] for name, chat in self.chats.items()}
        assert all(len(texts) == 1 for texts in told.values() if texts), "one message at the most"
        return {name: texts[0] for name, texts in told.items() if texts}

    async def read_all(self) -> None:
        """Nothing that was said until now is of interest."""
        for chat in self.chats.values():
            await chat.read()

    async def set_deadline(self, day: date = DUE) -> None:
        await self.lead.command("deadline")
        await self.lead.say(day.isoformat())
        await self.read_all()

    async def at_ten(self, day: date) -> dict[str, str]:
        """What everybody is told on a day."""
        self.bench.clock.now = datetime(day.year, day.month, day.day, 10, tzinfo=BEIJING)
        await self.bench.daily()
        return await self.read()

    async def before(self, days: int) -> dict[str, str]:
        """What everybody is told so many days before the deadline, after an ordinary day before it."""
        await self.at_ten(DUE - timedelta(days=days + 1))
        return await self.at_ten(DUE - timedelta(days=days))


class _Kept(NamedTuple):
    """A team as it was once gathered."""

    files: Mapping[Path, bytes]
    secrets: int
    chats: Mapping[str, Mapping[str, Any]]


_KEPT: dict[Hashable, _Kept] = {}  # by what it was gathered on


async def gather(bench: Bench) -> Team:
    """All of them, with one answer given: what the application is called. The second time it is a copy of the first."""
    begun = (
        *(one.form.digest for one in bench.registry.values()),
        bench.operator,
        bench.clock.now,
        bench.clock.secrets,
    )
    if begun not in _KEPT:
        _KEPT[begun] = await _kept(await _gathered(bench))
    kept = _KEPT[begun]
    await bench.stop()
    for path, content in kept.files.items():
        (bench.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (bench.folder / path).write_bytes(content)
    bench.clock.secrets = kept.secrets
    team = Team(bench)
    for name, state in kept.chats.items():
        vars(team.chats.setdefault(name, Chat(bench))).update({key: copy(value) for key, value in state.items()})
    await bench.__aenter__()
    return team


async def _kept(team: Team) -> _Kept:
    folder = team.bench.folder
    await team.bench.stop()
    files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    await team.bench.__aenter__()
    chats = {name: {k: v for k, v in vars(chat).items() if k != "bench"} for name, chat in team.chats.items()}
    return _Kept(files, team.bench.clock.secrets, chats)


async def _gathered(bench: Bench) -> Team:
    team = Team(bench)
    await team.lead.agree()
    await team.lead.say("河边图书角")
    await team.lead.command("invite")
    await team.lead.say("张三")
    await team.join("李四", "填写", "示例小学")
    await team.join("王五", "填写", "示例中学")
    await team.join("赵六", "审阅", "牵头单位", new=False)
    await team.join("钱七", "查看", "牵头单位", new=False)
    await team.read_all()
    return team


async def finish(chat: Chat) -> None:
    """Fills in all of a school's part, up to the question whether it is right."""
    await chat.press("学校", "添加一行")
    await chat.say_all("绘本架", "2024年5月")
    await chat.press("跳过", "填完了")
    await chat.say("放绘本，自助借还。")
    await chat.press("完成", "确认")


async def at_member(team: Team, name: str) -> None:
    """The lead looks at one member."""
    await team.lead.command("members")
    await team.lead.press(re.findall(rf"(\d+)\. {name}", team.lead.asked.text)[0])


async def come_in(chat: Chat, name: str) -> None:
    """Agrees to an invitation; with their name, unless the others know that already."""
    said = text_of(await chat.press("同意并加入"))
    if chat.asked.text.startswith("请写您的姓名"):
        said = text_of(await chat.say(name))
    assert "已加入" in said


async def handed_over(team: Team, name: str, *, accepts: bool = True) -> None:
    """The lead asks a member to lead instead."""
    await at_member(team, name)
    await team.lead.press("移交牵头", "确定")
    await team.chats[name].read()
    if accepts:
        await team.chats[name].press("看移交", "接受牵头")


async def removed(team: Team) -> None:
    """李四 is taken out by the lead."""
    await at_member(team, "李四")
    await team.lead.press("移出", "确定")


async def unit_out(team: Team) -> None:
    """The unit of 李四 is taken out by the lead."""
    sql = "SELECT application, unit FROM member WHERE person = ?"
    application, unit = (await team.bench.sql(sql, team.chats["李四"].person))[0]
    where = {"application": application, "table": "partners", "row": unit}
    await team.lead.submit(Arranged(id="out", person=team.lead.person, **where, what="drop"))
    assert await team.bench.sql("SELECT 1 FROM instance WHERE row = ?", unit) == []
