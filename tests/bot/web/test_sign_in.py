"""The ways into the page and out of it: a first visit, links, codes, other devices, leaving, being forgotten."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness import small_shelf
from web_bench import Site, Visitor, browser

from bot import clock
from bot.web import limits, sign_in

pytest_plugins = ["web_fixtures"]
PUBLIC = "http://apply.example.com"


async def device(visitor: Visitor) -> tuple[str, str]:
    """A fresh personal link, without its host, and a fresh code."""
    panel = (await visitor.http.post("/device")).text
    link = re.search(r'value="http://[\w.:]+(/link/[\w-]+)"', panel)
    code = re.search(r'class="big-code">([A-Z0-9-]+)<', panel)
    assert link
    assert code
    assert "data:image/svg+xml" in panel
    return link[1], code[1]


async def test_a_first_visit_says_what_is_stored_and_only_a_button_makes_a_person(visitor: Visitor, site: Site) -> None:
    for _ in range(3):
        welcome = await visitor.page()
    assert "只存在本服务器上" in welcome
    assert await site.sql("SELECT * FROM page_session") == []
    answer = await visitor.http.post("/begin")
    cookie = answer.headers["set-cookie"]
    assert re.search(r"shenbao=[\w-]{43};", cookie)
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "开始前请了解" in await visitor.page()


async def test_nothing_that_opens_a_door_is_stored(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    link, code = await device(visitor)
    stored = b"".join(path.read_bytes() for path in site.folder.glob("shenbao.sqlite3*"))
    assert b"page_session" in stored
    for secret in (visitor.http.cookies["shenbao"], link.rpartition("/")[2], code, code.replace("-", "")):
        assert secret.encode() not in stored


async def test_behind_tls_the_cookie_is_secure(tmp_path: Path) -> None:
    async with Site(tmp_path / "data", small_shelf(tmp_path), "https://apply.example.com") as site:
        visitor = Visitor(site)
        headers = {"Host": "apply.example.com", "Origin": "https://apply.example.com"}
        answer = await visitor.http.post("/begin", headers=headers)
        await visitor.http.aclose()
    assert answer.headers["set-cookie"].startswith("__Host-shenbao=")
    assert "Secure" in answer.headers["set-cookie"].split("; ")
    assert "max-age" in answer.headers["strict-transport-security"]


async def test_a_link_goes_on_with_another_device_and_looking_at_it_does_nothing(
    visitor: Visitor, other: Visitor, site: Site
) -> None:
    await visitor.begin()
    await visitor.say("河边图书角")
    link, _ = await device(visitor)
    looked = await other.http.get(link)
    assert (looked.status_code, "继续" in looked.text) == (200, True)
    assert len(await site.sql("SELECT * FROM page_session")) == 1
    assert (await other.http.post(link)).status_code == 303
    assert "河边图书角" in await other.page()
    await other.say("示例社区居委会")
    assert "示例社区居委会" in await visitor.page()


async def test_a_code_lets_in_once_however_it_is_typed(visitor: Visitor, other: Visitor) -> None:
    await visitor.begin()
    await visitor.say("河边图书角")
    _, code = await device(visitor)
    typed = f" {code.lower().replace('-', ' ')} "
    assert (await other.http.post("/code", data={"code": typed})).status_code == 303
    assert "河边图书角" in await other.page()
    third = Visitor(other.site)
    answer = await third.http.post("/code", data={"code": code})
    await third.http.aclose()
    assert answer.status_code == 400
    assert "已用过或已过期" in answer.text


async def test_a_code_is_over_after_ten_minutes_and_a_link_after_a_month(
    visitor: Visitor, other: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await visitor.begin()
    link, code = await device(visitor)
    begun = clock.now()
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(minutes=10, seconds=5))
    assert (await other.http.post("/code", data={"code": code})).status_code == 400
    assert (await other.http.get(link)).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(days=30, seconds=5))
    for answer in (await other.http.get(link), await other.http.post(link)):
        assert answer.status_code == 404
        assert "这个链接已经用过，或者已经失效" in answer.text


async def guess(site: Site, code: str, address: str) -> httpx.Response:
    """A code typed by somebody at this address."""
    async with browser(site.url) as http:
        return await http.post("/code", data={"code": code}, headers={"X-Forwarded-For": address, "Origin": PUBLIC})


async def test_five_wrong_codes_are_enough(visitor: Visitor, other: Visitor) -> None:
    await visitor.begin()
    _, code = await device(visitor)
    answers = [await other.http.post("/code", data={"code": f"AAAAAAA{n}"}) for n in range(2, 8)]
    assert [answer.status_code for answer in answers] == [400] * 5 + [429]
    right = await other.http.post("/code", data={"code": code})
    assert right.status_code == 429
    assert "过一分钟" in right.text


@pytest.mark.usefixtures("limits_give_nothing_back")
async def test_nor_are_more_tried_at_once(other: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SLOWED", 0.0)
    ways = (other.http.post("/code", data={"code": f"AAAAAAA{n}"}) for n in range(2, 10))
    links = (other.http.post(f"/{way}/AAAAAAA{n}") for n in range(2, 10) for way in ("link", "join"))
    answers = await asyncio.gather(*ways, *links)
    assert sum(answer.status_code == 429 for answer in answers) == 24 - 5


@pytest.mark.drill
@pytest.mark.usefixtures("limits_give_nothing_back")
async def test_wrong_codes_from_everywhere_slow_everybody_down_and_keep_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "SLOW", 0.0)
    async with Site(tmp_path / "data", small_shelf(tmp_path), PUBLIC) as site:
        visitor = Visitor(site)
        await visitor.begin()
        _, code = await device(visitor)
        wrong = [await guess(site, "AAAAAAAA", f"198.51.{n}.1") for n in range(250)]
        assert {answer.status_code for answer in wrong} == {400}
        assert (await guess(site, code, "203.0.113.9")).status_code == 303
        await visitor.http.aclose()


@pytest.mark.usefixtures("limits_give_nothing_back")
async def test_the_addresses_of_one_connection_are_one(tmp_path: Path) -> None:
    async with Site(tmp_path / "data", small_shelf(tmp_path), PUBLIC) as site:
        answers = [await guess(site, f"AAAAAAA{n}", f"2001:db8:0:1::{n}") for n in range(2, 8)]
        assert [answer.status_code for answer in answers] == [400] * 5 + [429]
        assert (await guess(site, "AAAAAAAA", "2001:db8:0:2::1")).status_code == 400


@pytest.mark.usefixtures("limits_give_nothing_back")
async def test_wrong_invitations_count_for_an_address_however_many_persons_come_with_them(site: Site) -> None:
    """A new person for every guess, by the link as by the command."""
    answers = []
    for n in range(6):
        visitor = Visitor(site)
        if n % 2:
            answers.append((await visitor.http.post(f"/join/AAAAAAA{n}")).status_code)
        else:
            await visitor.begin()
            answers.append((await visitor.say(f"/join AAAA-AAA{n}")).status_code)
        await visitor.http.aclose()
    assert [answer in (200, 303) for answer in answers] == [True] * 5 + [False]
    assert answers[-1] == 429


async def test_a_personal_link_lets_in_once(visitor: Visitor, other: Visitor) -> None:
    await visitor.begin()
    link, _ = await device(visitor)
    assert (await other.http.post(link)).status_code == 303
    third = Visitor(other.site)
    again = await third.http.post(link)
    await third.http.aclose()
    assert again.status_code == 404
    assert "已经用过" in again.text


async def test_all_other_devices_out(visitor: Visitor, other: Visitor) -> None:
    await visitor.begin()
    link, _ = await device(visitor)
    await other.http.post(link)
    async with other.stream() as events:
        assert (await anext(events))[0] == "message"
        await visitor.http.post("/others-out")
        assert [kind async for kind, _ in events][-1] == "out"
    assert (await other.say("还在吗")).status_code == 401
    assert "邀请码或换设备代码" in await other.page()
    assert (await other.http.post(link)).status_code == 404
    assert (await visitor.say("河边图书角")).status_code == 200


async def test_a_session_lasts_as_long_as_it_is_used(
    visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await visitor.begin()
    begun = clock.now()
    for day in (80, 160, 240):
        monkeypatch.setattr(clock, "now", lambda day=day: begun + timedelta(days=day))
        assert "图书角名称" in await visitor.page()
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(days=331))
    assert "邀请码或换设备代码" in await visitor.page()
    assert (await visitor.say("太晚了")).status_code == 401
    await site.service.do(lambda store: store.page_sessions.forget_expired(clock.now()))
    assert await site.sql("SELECT * FROM page_session") == []


async def test_leaving_ends_this_session_only(visitor: Visitor, other: Visitor) -> None:
    await visitor.begin()
    link, _ = await device(visitor)
    await other.http.post(link)
    assert (await visitor.http.post("/leave")).status_code == 303
    assert "邀请码或换设备代码" in await visitor.page()
    assert "图书角名称" in await other.page()


async def test_whoever_deletes_their_last_application_is_forgotten_everywhere(
    visitor: Visitor, other: Visitor, site: Site
) -> None:
    await visitor.begin()
    link, _ = await device(visitor)
    await other.http.post(link)
    await visitor.say("河边图书角")
    await visitor.send(kind="command", name="delete")
    told = await visitor.press("彻底删除")
    assert "已全部删除" in told
    for one in (visitor, other):
        assert "邀请码或换设备代码" in await one.page()
    for table in ("page_session", "page_link", "message", "conversation", "answer", "outbox"):
        assert await site.sql(f"SELECT * FROM {table}") == [], table  # noqa: S608


async def test_an_invitation_waits_for_a_button_and_then_begins(visitor: Visitor, site: Site) -> None:
    looked = await visitor.http.get("/join/some-token")
    assert "邀请您" in looked.text
    assert await site.sql("SELECT * FROM page_session") == []
    assert (await visitor.http.post("/join/some-token")).status_code == 303
    assert "开始前请了解" in await visitor.page()


async def letter(events: AsyncIterator[tuple[str, dict[str, Any]]]) -> str:
    """The link of the next invitation that comes, without its host."""
    async for _, data in events:
        if found := re.search(r"/join/[\w-]+", str(data)):
            return found[0]
    pytest.fail("no invitation came")


async def test_ones_own_invitation_is_called_that_before_anything_is_pressed(visitor: Visitor) -> None:
    await visitor.begin()
    await visitor.press("同意并开始")
    for text in ("河边图书角", "/invite", "张三"):
        await visitor.say(text)
    await visitor.press("牵头单位")
    async with visitor.stream() as events:
        await visitor.press("查看")
        link = await letter(events)
    assert "您自己发出的邀请" in (await visitor.http.get(link)).text
    visitor.http.cookies.clear()
    assert "有同事邀请您" in (await visitor.http.get(link)).text


@pytest.mark.usefixtures("limits_give_nothing_back")
async def test_newcomers_are_limited(visitor: Visitor, site: Site) -> None:
    answers = []
    for _ in range(205):
        visitor.http.cookies.clear()
        answers.append((await visitor.http.post("/begin")).status_code)
    assert answers[:200] == [303] * 200
    assert set(answers[200:]) == {429}
    assert len(await site.sql("SELECT * FROM page_session")) == 200


async def test_a_code_in_a_tab_left_open_takes_nothing_away(visitor: Visitor, other: Visitor) -> None:
    await other.begin()
    _, code = await device(other)
    await visitor.begin()
    await visitor.say("山上的图书角")
    answer = await visitor.http.post("/code", data={"code": code})
    assert answer.status_code == 409
    assert "已登录着别的申报" in answer.text
    assert "山上的图书角" in await visitor.page()
    await visitor.http.post("/leave")
    assert (await visitor.http.post("/code", data={"code": code})).status_code == 303, "it was not used up"


async def test_the_code_of_an_invitation_is_for_whoever_is_here_already(visitor: Visitor, other: Visitor) -> None:
    await other.begin()
    for text in ("河边图书角", "/invite", "张三"):
        await other.say(text)
    await other.press("牵头单位")
    await other.press("填写")
    async with other.stream() as events:
        letter = await anext(data["html"] async for kind, data in events if kind == "secret")
    code = re.search(r"邀请码：(\w{4}-\w{4})", letter)
    assert code
    await visitor.begin()
    await visitor.say("山上的图书角")
    await visitor.http.post("/code", data={"code": code[1]})
    page = await visitor.page()
    assert "山上的图书角" in page
    assert "张三邀请您一起" in page


async def test_a_letter_that_nobody_has_seen_is_forgotten_too(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    for text in ("河边图书角", "/invite", "张三"):
        await visitor.say(text)
    await visitor.press("牵头单位")
    await visitor.press("填写")
    await visitor.say("/delete")
    await visitor.press("彻底删除")
    assert await site.sql("SELECT * FROM outbox") == []
