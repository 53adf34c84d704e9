"""A team of five at the page, each in a window of their own: who leads, somebody for each of three units, a reviewer.

What a test is not about is done by requests with the cookies of a window; what it is about, by the person in it.
"""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from typing import Any

from page_bench import ONCE_MORE, PHONE, Opens, Screen
from page_fixtures import on_the_loop_of_the_browser
from playwright.async_api import Locator, expect
from small_form import BASIC
from web_bench import Site, buttons

UNITS = {"示例小学": "李四", "示例中学": "王五", "示例街道": "赵六"}
LEAD_UNIT, REVIEWER = BASIC["lead"], "钱七"
PLAN = {"goal": "为社区里的孩子提供一个安静读书的地方。", "ways": "志愿者轮流值守。"}


def letters(lead: Screen) -> Locator:
    """The invitations that the lead was shown."""
    return lead.page.locator("#log .secret")


async def invites(lead: Screen, *presses: str, count: int = 1) -> list[str]:
    """Makes so many invitations with these buttons; their links."""
    before = await letters(lead).count()
    await lead.menu("邀请同事一起填")
    for label in presses[:-1]:
        await lead.press(label)
    await lead.question.get_by_role("button", name=presses[-1], exact=True).click()
    await expect(letters(lead)).to_have_count(before + count)
    found = [re.search(r"http://\S+/join/\S+", text) for text in (await letters(lead).all_inner_texts())[before:]]
    return [link[0] for link in found if link]


async def comes(screen: Screen, link: str, name: str) -> None:
    """Takes up an invitation, up to the first question."""
    await screen.page.goto(link)
    await screen.page.get_by_role("button", name="继续").click()
    await screen.sees("邀请您")
    await screen.press("同意并加入")
    await screen.type(name)


def told(screen: Screen, text: str) -> Locator:
    """The notices in somebody's log that say this."""
    return screen.page.locator("#log .notice").filter(has_text=text)


async def goes_through(notice: Locator, label: str, then: str) -> None:
    """Presses the button beneath a notice; the question that follows has these words."""
    await notice.last.get_by_role("button", name=label, exact=True).click()
    await expect(notice.page.locator("#log .question").last).to_contain_text(then)


class Five:
    """The five, and what of theirs is done by requests."""

    def __init__(self, site: Site, lead: Screen) -> None:
        self.site = site
        self.lead = lead
        self.of: dict[str, Screen] = {}  # unit -> the window of whoever fills in its part
        self.reviewer = lead
        self.application = ""
        self.rows: dict[str, str] = {}  # unit -> its row

    async def gather(self, windows: Opens) -> None:
        """They come in, through links that the lead has made by hand."""
        lead = self.lead
        await lead.begin()
        [(self.application,)] = await self.site.sql("SELECT id FROM application")
        await self.fills(lead, {(item, ""): text for item, text in BASIC.items()})
        await lead.menu("邀请同事一起填")
        await lead.type("张三")
        await lead.press("添加联合单位")
        await lead.type("\n".join(UNITS))
        await lead.question.get_by_role("button", name="填写", exact=True).click()
        await expect(letters(lead)).to_have_count(len(UNITS))
        found = re.findall(r"http://\S+/join/\S+", "\n".join(await letters(lead).all_inner_texts()))
        named = "SELECT value, row FROM answer WHERE field = 'partners.name'"
        self.rows = dict(await self.site.sql(named))
        [reviewing] = await invites(lead, LEAD_UNIT, "审阅")
        for number, unit in enumerate(UNITS):
            self.of[unit] = await windows(**(PHONE if number == 2 else {}))
        self.reviewer = await windows()
        arrivals = [comes(self.of[unit], link, UNITS[unit]) for unit, link in zip(UNITS, found, strict=True)]
        await asyncio.gather(*arrivals, comes(self.reviewer, reviewing, REVIEWER))

    # What is done by requests.

    async def sends(self, screen: Screen, **event: Any) -> None:
        """One event of a window's person, which must be taken."""
        body = {"id": uuid.uuid4().hex, **event}
        answer = await screen.page.context.request.post(
            f"{self.site.url}/events", headers={"Origin": self.site.url}, data=body, max_retries=ONCE_MORE
        )
        assert answer.ok, await answer.text()
        said = json.loads(await answer.text())
        assert not said.get("toast"), said
        assert not said.get("cells"), said

    async def fills(self, screen: Screen, cells: dict[tuple[str, str], str]) -> None:
        """Answers, each by its question and row, of whomever they were."""
        [[newest]] = await self.site.sql("SELECT ifnull(max(id), 0) FROM history")
        wire = [{"item": item, "row": row, "text": text} for (item, row), text in cells.items()]
        await self.sends(screen, kind="filled", application=self.application, cells=wire, seen=newest)

    async def presses(self, screen: Screen, label: str, at: str = "", row: str = "") -> None:
        """A button of what is asked now, or of a question that one goes to first."""
        if at:
            await self.sends(screen, kind="went", item=at, row=row)
        html = await (await screen.page.context.request.get(self.site.url, max_retries=ONCE_MORE)).text()
        await self.sends(screen, kind="pressed", data=[data for data, name in buttons(html) if name == label][-1])

    async def fills_in_the_lead_unit(self) -> None:
        """Everything that is the lead's own, with one shelf."""
        lead = self.lead
        await self.presses(lead, "填完了", "partners")
        await self.fills(lead, {("remark", ""): ""})
        shelf = {"shelves.name": "大书架", "shelves.books": "2024年5月", "shelves.note": ""}
        await self.fills(lead, {(item, f"new:{self.application}"): text for item, text in shelf.items()})
        await self.presses(lead, "填完了", "shelves")
        [[row]] = await self.site.sql("SELECT row FROM instance WHERE grp = 'shelves'")
        await self.fills(lead, {(item, ""): text for item, text in PLAN.items()})
        await self.fills(lead, {("about", row): "放图画书，自助借还。", ("promise", ""): "确认"})

    async def fills_in(self, unit: str) -> None:
        """The part of a unit, up to its promise."""
        await self.fills(self.of[unit], {("partners.nature", self.rows[unit]): "学校"})
        await self.presses(self.of[unit], "填完了", "shelves")


@on_the_loop_of_the_browser()
async def five(screen: Screen, windows: Opens, site: Site) -> Five:
    team = Five(site, screen)
    await team.gather(windows)
    return team
