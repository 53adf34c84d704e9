"""What the page sends and gets: exactly once in, at least once out, in order, from the last message that arrived."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from typing import Any

import httpx
import pytest
from waiting import PATIENCE
from web_bench import Site, Visitor, buttons, until_message

from bot.service import writer
from bot.web import chat, previews, server, stream, surroundings
from storage import page_log as page

pytest_plugins = ["web_fixtures"]


async def test_an_answer_is_there_when_its_request_is(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    answer = await visitor.say("河边图书角")
    assert answer.json() == {"new": True, "toast": "", "refused": "", "edited": False, "left": False, "cells": []}
    assert await site.sql("SELECT value FROM answer") == [("河边图书角",)]
    assert await site.sql("SELECT * FROM outbox") == []


async def test_the_same_message_twice_is_one(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    event = {"id": "a1b2c3d4e5", "kind": "said", "text": "河边图书角"}
    answers = await asyncio.gather(*(visitor.http.post("/events", json=event) for _ in range(5)))
    assert sorted(answer.json()["new"] for answer in answers) == [False] * 4 + [True]
    assert await site.sql("SELECT count(*) FROM message WHERE event != ''") == [(2,)]
    assert "牵头单位" in await visitor.page()


async def test_ids_of_two_persons_do_not_meet(visitor: Visitor, other: Visitor, site: Site) -> None:
    event = {"id": "a1b2c3d4e5", "kind": "said", "text": "河边图书角"}
    for one in (visitor, other):
        await one.begin()
        assert (await one.http.post("/events", json=event)).json()["new"]
    assert len(await site.sql("SELECT * FROM answer")) == 2


async def test_two_tabs_see_the_same_in_the_same_order(visitor: Visitor) -> None:
    await visitor.begin()
    async with visitor.stream() as one, visitor.stream() as two:
        await visitor.say("河边图书角")
        told = [await until_message(one, "牵头单位"), await until_message(two, "牵头单位")]
    shown = [[data["id"] for kind, data in events if kind == "message"] for events in told]
    assert shown[0] == shown[1] == sorted(shown[0])
    own = [data["html"] for kind, data in told[0] if kind == "message" and 'class="message own' in data["html"]]
    assert [re.findall(r"<p>(.+)</p>", html) for html in own] == [["同意并开始"], ["河边图书角"]]


async def test_a_stream_goes_on_after_the_last_message_that_arrived(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    async with visitor.stream() as events:
        last = (await until_message(events, "图书角名称"))[-1][1]["id"]
    await visitor.say("河边图书角")
    await site.restart()
    await visitor.say("示例社区居委会")
    async with visitor.stream(last) as events:
        came = await until_message(events, "主题")
    html = "".join(data["html"] for kind, data in came if kind == "message")
    assert html.index("河边图书角") < html.index("示例社区居委会") < html.index("主题")
    assert all(data["id"] > last for kind, data in came if kind == "message")


async def test_who_has_it_open_is_told_as_soon_as_there_is_a_preview(
    visitor: Visitor, other: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews.preview, "pictures_available", lambda: False)  # a document, and at once
    await visitor.begin()
    await other.begin()
    async with visitor.stream() as events, other.stream() as of_another:
        await until_message(events, "图书角名称")
        assert "正在" in (await visitor.http.get("/preview")).text
        while "preview" not in (around := (await _first(events, "around"))[1]):
            pass
        assert set(around) == {"preview"}
        assert "<iframe" in (await visitor.http.get("/preview")).text
        await other.say("河边图书角")
        assert "preview" not in str(await until_message(of_another, "牵头单位"))


async def test_the_outline_comes_along_and_follows(visitor: Visitor) -> None:
    await visitor.begin()
    async with visitor.stream() as events:
        around = (await _first(events, "around"))[1]
        assert around["title"] == "社区图书角共建申请表"
        await visitor.say("河边图书角")
        around = (await _first(events, "around"))[1]
    assert around["title"] == "河边图书角"
    ((place, part),) = around["parts"].items()  # and nothing else of it
    assert place == "0"
    assert re.search(r'<li class="point done"><button type="button" data-went="name"', part)
    assert "还差 13 项" in part


async def test_the_outline_is_derived_anew_only_with_a_change(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await visitor.begin()
    derived: list[object] = []
    outline = surroundings.outline
    monkeypatch.setattr(surroundings, "outline", lambda application: derived.append(1) or outline(application))
    async with visitor.stream() as events:
        await _first(events, "around")
        await visitor.send(kind="command", name="help")
        await until_message(events, "/review")
        assert len(derived) == 1
        await visitor.say("河边图书角")
        await until_message(events, "河边图书角")
        await _first(events, "around")
    assert len(derived) == 2


async def _first(events: Any, wanted: str) -> tuple[str, dict[str, Any]]:
    """The next event of a kind."""
    async with asyncio.timeout(PATIENCE):
        async for kind, data in events:
            if kind == wanted:
                return kind, data
    pytest.fail(f"no {wanted} came")


async def test_a_press_that_has_no_effect_says_so_and_leaves_no_trace(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    before = await site.sql("SELECT count(*) FROM message")
    answer = await visitor.send(kind="pressed", data="1.back")
    assert "已经过期" in answer.json()["toast"]
    assert await site.sql("SELECT count(*) FROM message") == before


async def test_what_is_typed_before_consent_is_not_kept(visitor: Visitor, site: Site) -> None:
    await visitor.http.post("/begin")
    await visitor.say("机密的话")
    kept = json.dumps(await site.sql("SELECT content FROM message"), ensure_ascii=False)
    assert "没有保存" in kept
    assert "机密" not in kept


async def test_commands_can_be_typed(visitor: Visitor) -> None:
    await visitor.begin()
    await visitor.say("/status")
    assert "总进度" in await visitor.page()
    await visitor.say("/nonsense")
    assert "没有这个命令" in await visitor.page()


@pytest.mark.parametrize(
    ("item", "row", "shown"),
    [
        ("contact", "", "联系人"),
        ("partners", "", "共建单位"),
        ("plan", "", "（一）目标"),
        ("detail", "", "先填“书架清单”"),
        ("promise", "", "承诺书"),
        ("about", "", "已经不在表里"),
        ("shelves.name", "", "已经不在表里"),
        ("contact", "nonsense", "已经不在表里"),
        ("nonsense", "", "已经不在表里"),
    ],
)
async def test_one_can_go_to_any_place_of_the_outline(visitor: Visitor, item: str, row: str, shown: str) -> None:
    await visitor.begin()
    assert (await visitor.send(kind="went", item=item, row=row)).status_code == 200
    assert shown in (await visitor.page()).rpartition("<article")[2]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"id": "short", "kind": "said", "text": "x"}',
        b'{"id": "a1b2c3d4e5", "kind": "said"}',
        b'{"id": "a1b2c3d4e5", "kind": "dance", "text": "x"}',
        b'{"id": "a1b2c3d4e5", "kind": "said", "text": "x", "person": "page:0"}',
        b'{"id": "a1b2c3d4e5", "kind": "said", "text": 5}',
        b"[" * 100_000,
        json.dumps({"id": "a1b2c3d4e5", "kind": "said", "text": "长" * 200_001}).encode(),
        json.dumps({"id": "a1b2c3d4e5", "kind": "pressed", "data": "x" * 201}).encode(),
    ],
)
async def test_what_is_no_event_is_refused(visitor: Visitor, body: bytes) -> None:
    await visitor.begin()
    answer = await visitor.http.post("/events", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 413)
    assert "图书角名称" in await visitor.page()


async def test_half_a_character_does_no_harm(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    body = b'{"id": "a1b2c3d4e5", "kind": "said", "text": "\\ud83d x"}'
    answer = await visitor.http.post("/events", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert await site.sql("SELECT content LIKE '%\ufffd x%' FROM message WHERE event LIKE '%a1b2c3d4e5'") == [(1,)]


async def test_answers_are_shown_as_they_were_typed_never_as_html(visitor: Visitor) -> None:
    await visitor.begin()
    await visitor.say("<b>x</b>&amp;")
    assert "&lt;b&gt;x&lt;/b&gt;&amp;amp;" in await visitor.page()


async def test_earlier_messages_come_when_they_are_asked_for(visitor: Visitor) -> None:
    await visitor.begin()
    for number in range(30):
        await visitor.say(f"/back{'x' * number}")
    shown = re.findall(r'id="m(\d+)"', await visitor.page())
    assert len(shown) == 40
    got: list[str] = []
    before, more = shown[0], True
    while more:
        answer = (await visitor.http.get("/earlier", params={"before": before})).json()
        more = answer["more"]
        got = [*re.findall(r'id="m(\d+)"', answer["html"]), *got]
        assert "data-press" not in answer["html"] or "disabled" in answer["html"]
        before = got[0]
    ids = [int(id_) for id_ in [*got, *shown]]
    assert ids == list(range(1, ids[-1] + 1))


async def test_messages_of_a_deleted_application_go_and_the_others_stay(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await visitor.say("机密图书角")
    await visitor.send(kind="command", name="new")
    await visitor.say("山上图书角")
    await visitor.send(kind="command", name="list")
    data = re.findall(r'data-press="([^"]+)">机密图书角', await visitor.page())[-1]
    await visitor.send(kind="pressed", data=data)
    async with visitor.stream(await _last(site)) as events:
        await visitor.send(kind="command", name="delete")
        await visitor.press("彻底删除")
        await _first(events, "reset")
    page = await visitor.page()
    assert "山上图书角" in page
    assert await site.sql("SELECT count(*) FROM message WHERE content LIKE '%机密图书角，%'") == [(0,)]


async def _last(site: Site) -> int:
    return int((await site.sql("SELECT max(id) FROM message"))[0][0])


async def test_nobody_sees_the_messages_or_files_of_others(visitor: Visitor, other: Visitor, site: Site) -> None:
    for one in (visitor, other):
        await one.begin()
    await visitor.say("机密图书角")
    await visitor.send(kind="command", name="export")
    await site.service.job_runner.settled()
    path = re.search(r'href="(/file/\d+/0)"', await visitor.page())
    assert path
    mine = await visitor.http.get(path[1])
    assert mine.content.startswith(b"PK")
    assert "filename" in mine.headers["content-disposition"]
    assert (await other.http.get(path[1])).status_code == 404
    assert "机密" not in await other.page()
    async with other.stream() as events:
        assert "机密" not in json.dumps(await until_message(events, "图书角名称"), ensure_ascii=False)
    assert (await visitor.http.get(f"/file/{2**64}/0")).status_code == 404, "a number that no database has"
    anybody = Visitor(site)
    assert (await anybody.http.get(path[1])).status_code == 401
    assert (await anybody.say("x")).status_code == 401
    async with anybody.stream() as events:
        assert [kind async for kind, _ in events] == ["out"]
    await anybody.http.aclose()


async def test_a_file_stays_as_long_as_its_message(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await visitor.say("河边图书角")
    await visitor.send(kind="command", name="export")
    await site.service.job_runner.settled()
    path = re.search(r'href="(/file/\d+/0)"', await visitor.page())
    assert path
    await site.restart()
    for _ in range(2):
        assert (await visitor.http.get(path[1])).content.startswith(b"PK")
    await visitor.send(kind="command", name="new")
    await visitor.say("山脚图书角")
    await visitor.send(kind="command", name="list")
    data = re.findall(r'data-press="([^"]+)">河边图书角', await visitor.page())[-1]
    await visitor.send(kind="pressed", data=data)
    await visitor.send(kind="command", name="delete")
    await visitor.press("彻底删除")
    assert (await visitor.http.get(path[1])).status_code == 404
    assert [p for p in (site.folder / "files").rglob("*") if p.is_file()] == []


@pytest.mark.usefixtures("limits_give_nothing_back")
async def test_too_many_events_are_held_back_and_none_is_lost(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    answers = await asyncio.gather(*(visitor.say("/help") for _ in range(200)))
    codes = [answer.status_code for answer in answers]
    assert set(codes) == {200, 429}
    assert codes.count(200) >= 30
    assert "Retry-After" in next(answer for answer in answers if answer.status_code == 429).headers
    assert len(await site.sql("SELECT 1 FROM message WHERE event != ''")) == codes.count(200) + 1


async def test_ending_the_server_ends_the_streams_at_once(
    visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PATIENCE", 3600)  # it would be as patient with a stream that does not end by itself
    monkeypatch.setattr(stream, "PING", 3600.0)
    await site.restart()
    await visitor.begin()
    async with visitor.stream() as events:
        await anext(events)
        async with asyncio.timeout(PATIENCE):
            await site.__aexit__(None, None, None)
        with suppress(httpx.HTTPError):
            assert {kind async for kind, _ in events} <= {"message", "around"}
    await site.__aenter__()


async def test_of_many_files_the_older_are_gone_and_can_be_made_again(
    visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "FILES", 2)
    await visitor.begin()
    for _ in range(3):
        await visitor.say("/export")
        await site.service.job_runner.settled()
    first, *newer = re.findall(r'href="(/file/[^"]+)"', await visitor.page())
    assert (await visitor.http.get(first)).status_code == 200
    await site.restart()
    await site.sql("SELECT 1")  # waits for what the writer does at its start
    gone = await visitor.http.get(first)
    assert gone.status_code == 410
    assert "请重新生成" in gone.text
    assert [(await visitor.http.get(url)).status_code for url in newer] == [200, 200]
    assert len(list((site.folder / "files").glob("*.docx"))) == 2


async def _asked(site: Site) -> str:
    """The kept message with the question that is shown now."""
    found = await site.sql("SELECT max(id) FROM message WHERE content ->> 'kind' = 'ask'")
    return str(found[0][0])


async def test_an_answer_to_a_question_that_is_no_more_counts_for_nothing(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    shown = await _asked(site)
    await visitor.send(kind="said", text="河边图书角", asked=shown)
    await visitor.send(kind="said", text="山上图书角", asked=shown)  # typed offline, or in a window left open
    assert await site.sql("SELECT value FROM answer") == [("河边图书角",)]
    page = await visitor.page()
    assert "刚才发的没有保存：“山上图书角”" in page
    assert page.count("牵头单位</p>") > 1, "the question that is open now is shown again"
    await visitor.send(kind="said", text="示例居委会", asked=await _asked(site))
    assert len(await site.sql("SELECT value FROM answer")) == 2
    await visitor.send(kind="command", name="skip", asked=shown)
    assert "您后来在别处接着填过" in await visitor.page()


async def test_the_messages_of_a_long_text_all_answer_the_question_that_was_shown(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await visitor.send(kind="went", item="goal")
    shown = await _asked(site)
    for text in ("第一段。", "第二段。", "第三段。"):
        await visitor.send(kind="said", text=text, asked=shown)
    assert await site.sql("SELECT text FROM draft_part ORDER BY id") == [("第一段。",), ("第二段。",), ("第三段。",)]


async def test_a_question_that_is_only_shown_again_is_still_the_same(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    shown = await _asked(site)
    await visitor.send(kind="said", text="河边图书角" * 9, asked=shown)
    assert (await visitor.send(kind="said", text="河边图书角", asked=shown)).json()["refused"] == ""
    assert await site.sql("SELECT value FROM answer") == [("河边图书角",)]


async def test_when_nothing_can_be_saved_it_is_said_and_the_message_counts_once_it_can(
    site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await visitor.begin()
    committed = writer.commit

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "commit", full)
    event = {"id": "a1b2c3d4e5", "kind": "said", "text": "河边图书角"}
    answer = await visitor.http.post("/events", json=event)
    assert (answer.status_code, answer.json()["reason"][:7]) == (503, "现在保存不了，")
    other = await visitor.http.post("/device")
    assert (other.status_code, "现在保存不了" in other.text) == (503, True)
    health = await visitor.http.get("/healthz")
    assert (health.status_code, health.json()["saves"]) == (503, False)
    assert (await visitor.http.get("/")).status_code == 200, "what is saved can be read"
    monkeypatch.setattr(writer, "commit", committed)
    await site.service.do(lambda _: None)
    assert (await visitor.http.get("/healthz")).status_code == 503, "that nothing was to be saved says nothing"
    assert (await visitor.http.post("/events", json=event)).json()["new"]
    assert (await visitor.http.get("/healthz")).status_code == 200


async def test_who_leaves_has_the_browser_forget_what_was_not_sent(visitor: Visitor, other: Visitor) -> None:
    await visitor.begin()
    assert (await visitor.http.post("/leave")).headers["clear-site-data"] == '"storage"'
    await other.begin()
    assert "clear-site-data" not in (await other.say("河边图书角")).headers
    await other.say("/delete")
    yes = [data for data, label in buttons(await other.page()) if label == "彻底删除"][-1]
    assert (await other.send(kind="pressed", data=yes)).headers["clear-site-data"] == '"storage"'


@pytest.mark.usefixtures("no_limits")
async def test_of_very_long_messages_few_are_told_at_once_and_all_in_the_end(visitor: Visitor) -> None:
    """Whoever had written sixteen of them had pages of 9 MB made, in which time nobody else had an answer."""
    await visitor.begin()
    texts = [f"第{number}篇" + "很长的话。" * 30_000 for number in range(5)]
    for text in texts:
        assert (await visitor.say(text)).json()["refused"]
    page = await visitor.page()
    assert texts[-1] in page
    assert texts[0] not in page
    seen, first = page, int(min(re.findall(r'id="m(\d+)"', page), key=int))
    for _ in range(20):
        answer = (await visitor.http.get(f"/earlier?before={first}")).json()
        assert len(answer["html"]) < 2 * chat.LETTERS
        seen, first = answer["html"] + seen, int(min(re.findall(r'id="m(\d+)"', answer["html"]), key=int))
        if not answer["more"]:
            break
    assert [seen.count(text) for text in texts] == [1] * 5
    async with visitor.stream() as events:
        told = await until_message(events, "第4篇")
    assert [sum(text in data["html"] for kind, data in told if kind == "message") for text in texts] == [1] * 5
