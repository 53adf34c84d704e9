"""A message edited on the page: the answer changes with it, and every browser shows the new text."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from waiting import PATIENCE
from web_bench import AGREE, Site, Visitor, until_message

from dialogs.texts import say
from storage import database
from storage.schema import migrations

pytest_plugins = ["web_fixtures"]
UNIT = "牵头单位"
NAME, LEAD_UNIT, PIECE = "a1a1a1a1", "b2b2b2b2", "c3c3c3c3"


async def said(visitor: Visitor, id_: str, text: str) -> None:
    answer = await visitor.http.post("/events", json={"id": id_, "kind": "said", "text": text})
    assert answer.json()["new"]


async def edits(visitor: Visitor, ref: str, text: str) -> dict[str, Any]:
    answer = await visitor.send(kind="edited", ref=ref, text=text)
    assert answer.status_code == 200
    return dict(answer.json())


async def bubbles(visitor: Visitor) -> list[tuple[str, str, bool]]:
    """What the person said: each text, what stands beside it, and whether it can be edited."""
    found = re.findall(r'<article class="message own".+?</article>', await visitor.page(), re.DOTALL)
    texts = [re.search(r"<p[^>]*>(.*?)</p>", html, re.DOTALL) for html in found]
    states = [re.search(r'class="state">(.*?)<', html) for html in found]
    shown = zip(found, texts, states, strict=True)
    return [(t[1] if t else "", s[1] if s else "", "data-edit" in html) for html, t, s in shown]


async def answers(site: Site) -> list[str]:
    return [value for (value,) in await site.sql("SELECT value FROM answer ORDER BY at")]


async def test_the_answer_and_the_shown_message_change(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await said(visitor, NAME, "河边图书角")
    assert await bubbles(visitor) == [(AGREE, "", False), ("河边图书角", "", True)]
    assert (await edits(visitor, NAME, "山上图书角"))["refused"] == ""
    assert await answers(site) == ["山上图书角"]
    assert await bubbles(visitor) == [(AGREE, "", False), ("山上图书角", "已修改", True)]
    assert "已更正“图书角名称”：山上图书角" in await visitor.page()
    assert await site.sql("SELECT value FROM history ORDER BY id") == [("河边图书角",), ("山上图书角",)]
    assert await site.sql("SELECT content FROM message WHERE content LIKE '%河边%' AND event != ''") == []


async def test_a_second_delivery_changes_nothing(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await said(visitor, NAME, "河边图书角")
    event = {"id": "e5e5e5e5", "kind": "edited", "ref": NAME, "text": "山上图书角"}
    news = [(await visitor.http.post("/events", json=event)).json()["new"] for _ in range(3)]
    assert news == [True, False, False]
    assert len(await site.sql("SELECT * FROM history")) == 2


async def test_a_refused_edit_says_why_and_what_holds_is_shown(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await said(visitor, NAME, "河边图书角")
    receipt = await edits(visitor, NAME, "很长的名字" * 5)
    assert not receipt["edited"]
    refused = str(receipt["refused"])
    assert refused.startswith("“图书角名称”没有改，仍是原来的答案。")
    assert "超出 13 字" in refused
    assert "没有改" not in await visitor.page()  # it is told at the message
    assert await answers(site) == ["河边图书角"]
    assert (await bubbles(visitor))[-1] == ("河边图书角", "", True)


async def test_an_edit_without_effect_changes_no_message_and_is_not_offered(visitor: Visitor, site: Site) -> None:
    """Answered anew since, deleted, of another application: nothing would change with the message."""
    await visitor.begin()
    await said(visitor, NAME, "河边图书角")
    await visitor.press("上一题")
    await said(visitor, LEAD_UNIT, "山上图书角")
    assert (await bubbles(visitor))[1:] == [("河边图书角", "", False), ("上一题", "", False), ("山上图书角", "", True)]
    receipt = await edits(visitor, NAME, "湖边图书角")
    assert receipt["refused"]
    assert not receipt["edited"]
    assert ("湖边图书角", "已修改", True) not in await bubbles(visitor)
    await said(visitor, "d4d4d4d4", "/new")
    assert not any(offered for _, _, offered in await bubbles(visitor))
    await edits(visitor, LEAD_UNIT, "湖边图书角")
    assert "湖边图书角" not in [text for text, _, _ in await bubbles(visitor)]
    assert await answers(site) == ["山上图书角"]


async def test_a_refused_answer_can_be_mended_as_long_as_its_question_is_open(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await said(visitor, NAME, "很长的名字" * 5)
    assert (await bubbles(visitor))[-1] == ("很长的名字" * 5, "", True)
    assert not (await edits(visitor, NAME, "还是很长的名字" * 5))["edited"]
    assert (await bubbles(visitor))[-1] == ("很长的名字" * 5, "", True)
    await said(visitor, LEAD_UNIT, "河边图书角")
    assert [offered for _, _, offered in await bubbles(visitor)][1:] == [False, True]
    await visitor.press("上一题")
    await said(visitor, "d4d4d4d4", "很长的名字" * 5)
    assert (await edits(visitor, "d4d4d4d4", "山上图书角"))["edited"]
    assert await answers(site) == ["山上图书角"]
    assert (await bubbles(visitor))[-1] == ("山上图书角", "已修改", True)


async def test_an_edit_that_waits_for_a_yes_is_shown_with_it(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await said(visitor, NAME, "河边图书角")
    assert not (await edits(visitor, NAME, "图书角名称"))["edited"]
    assert (await bubbles(visitor))[-1] == ("河边图书角", "", True)
    await visitor.press("就这样填")
    assert await answers(site) == ["图书角名称"]
    assert (await bubbles(visitor))[1] == ("图书角名称", "已修改", True)


async def offers(events: AsyncIterator[tuple[str, dict[str, Any]]]) -> dict[str, list[str]]:
    """Of which messages the stream says next that they can be edited, or no longer."""
    async with asyncio.timeout(PATIENCE):
        async for kind, data in events:
            if kind == "around" and "edits" in data:
                return dict(data["edits"])
    raise AssertionError


async def test_the_stream_tells_which_messages_can_be_edited(visitor: Visitor) -> None:
    await visitor.begin()
    async with visitor.stream() as events:
        await said(visitor, NAME, "很长的名字" * 5)
        assert await offers(events) == {"on": [NAME], "off": []}
        await said(visitor, LEAD_UNIT, "河边图书角")
        assert await offers(events) == {"on": [LEAD_UNIT], "off": [NAME]}


async def test_what_was_pressed_or_ordered_cannot_be_edited(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await said(visitor, NAME, "河边图书角")
    await said(visitor, LEAD_UNIT, "示例社区居委会")
    await visitor.press("儿童绘本")
    await said(visitor, "d4d4d4d4", "/status")
    shown = await bubbles(visitor)
    assert [can for _, _, can in shown] == [False, True, True, False, False]
    for (event,) in await site.sql("SELECT event FROM message WHERE event != '' AND ref = ''"):
        await edits(visitor, event.rpartition(":")[2], "另一句话")
    assert await bubbles(visitor) == shown
    assert await answers(site) == ["河边图书角", "示例社区居委会", "儿童绘本"]


async def test_a_piece_of_a_long_text_changes_alone(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await visitor.send(kind="went", item="goal")
    await said(visitor, NAME, "为老人和孩子。")
    await said(visitor, LEAD_UNIT, "让大家都来。")
    await visitor.press("完成")
    await edits(visitor, LEAD_UNIT, "让邻居都来。")
    assert await answers(site) == ["为老人和孩子。\n让邻居都来。"]
    assert (await edits(visitor, NAME, "长" * 40))["refused"]
    assert await answers(site) == ["为老人和孩子。\n让邻居都来。"]


async def test_a_very_long_edit_is_taken_as_a_very_long_message_is(
    visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.chat.WEIGHT", 10**9)
    await visitor.begin()
    await visitor.send(kind="went", item="ways")
    await said(visitor, PIECE, "短")
    await edits(visitor, PIECE, "办法" * 20_000)
    assert await site.sql("SELECT length(text) FROM draft_part") == [(40_000,)]
    answer = await visitor.send(kind="edited", ref=PIECE, text="长" * 200_001)
    assert answer.status_code == 400


async def test_other_tabs_hear_of_it_before_the_question_that_follows(visitor: Visitor) -> None:
    await visitor.begin()
    await said(visitor, NAME, "河边图书角")
    async with visitor.stream() as one, visitor.stream() as two:
        for events in (one, two):
            await until_message(events, "牵头单位")
        await edits(visitor, NAME, "山上图书角")
        for events in (one, two):
            came = [(kind, data) for kind, data in await until_message(events, "已更正") if kind != "around"]
            assert [kind for kind, _ in came] == ["edited", "message"]
            assert "山上图书角" in came[0][1]["html"]
            assert f'id="m{came[0][1]["id"]}"' in came[0][1]["html"]


async def test_a_browser_that_was_away_hears_of_it_once(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await said(visitor, NAME, "河边图书角")
    [(before,)] = await site.sql("SELECT max(id) FROM message")
    await edits(visitor, NAME, "山上图书角")
    await site.restart()
    async with visitor.stream(before) as events:
        came = await until_message(events, "已更正")
        assert [kind for kind, _ in came if kind != "around"] == ["edited", "message"]
    [(after,)] = await site.sql("SELECT max(id) FROM message")
    await said(visitor, LEAD_UNIT, "示例社区居委会")
    async with visitor.stream(after) as events:
        assert "edited" not in [kind for kind, _ in await until_message(events, "主题")]
    async with visitor.stream(0) as events:  # one that has nothing gets every message as it is now
        came = await until_message(events, "主题")
    assert "edited" not in [kind for kind, _ in came]
    own = [data["html"] for kind, data in came if kind == "message" and "message own" in data["html"]]
    assert "山上图书角" in own[1]
    assert "已修改" in own[1]


async def test_nobody_edits_the_message_of_another(visitor: Visitor, other: Visitor, site: Site) -> None:
    for one in (visitor, other):
        await one.begin()
    await said(visitor, NAME, "河边图书角")
    person = (await site.sql("SELECT person FROM message WHERE ref != ''"))[0][0]
    for ref in (NAME, f"{person}:{NAME}"):
        await other.send(kind="edited", ref=ref, text="机密")
    assert await answers(site) == ["河边图书角"]
    assert (await bubbles(visitor))[-1] == ("河边图书角", "", True)


async def test_who_is_no_longer_in_the_application_changes_nothing(
    visitor: Visitor, other: Visitor, site: Site
) -> None:
    await visitor.begin()
    await said(visitor, NAME, "河边图书角")
    await joined(visitor, other)
    await other.send(kind="went", item="contact")
    await said(other, LEAD_UNIT, "李四")
    assert await answers(site) == ["河边图书角", "李四"]
    await visitor.send(kind="command", name="members")
    await visitor.press("2")
    await visitor.press("移出")
    await visitor.press("确定")
    kept = await site.sql("SELECT * FROM message WHERE ref != ''")
    answer = await other.send(kind="edited", ref=LEAD_UNIT, text="王五")
    assert answer.json()["refused"] == say("answer.edited_unknown")
    assert await answers(site) == ["河边图书角", "李四"]
    assert await site.sql("SELECT * FROM message WHERE ref != ''") == kept


async def joined(lead: Visitor, colleague: Visitor) -> None:
    """A colleague comes into the lead's unit."""
    await lead.send(kind="command", name="invite")
    await lead.say("张三")
    async with lead.stream() as events:
        await lead.press(UNIT)
        await lead.press("填写")
        link = re.search(r"/join/[\w-]+", await _secret(events))
    assert link
    assert (await colleague.http.post(link[0])).status_code == 303
    await colleague.press("同意并加入")
    await colleague.say("李四")


async def _secret(events: Any) -> str:
    async for kind, data in events:
        if kind == "secret":
            return str(data["html"])
    pytest.fail("no invitation came")


async def test_what_is_edited_before_consent_is_not_kept(visitor: Visitor, site: Site) -> None:
    await visitor.http.post("/begin")
    await said(visitor, NAME, "机密的话")
    await edits(visitor, NAME, "机密的话，改过")
    assert await site.sql("SELECT * FROM message WHERE content LIKE '%机密%'") == []


@pytest.mark.parametrize("ref", ["", "x", "../etc/passwd", "a" * 65])
async def test_an_edit_of_no_message_is_no_event(visitor: Visitor, ref: str) -> None:
    await visitor.begin()
    assert (await visitor.send(kind="edited", ref=ref, text="x")).status_code == 400


def test_messages_from_before_can_be_edited_where_they_stand_behind_an_answer(tmp_path: Path) -> None:
    with closing(database._open(tmp_path)) as db:
        migrations.apply(db, stop_before="0008_edited_messages")
        db.execute("PRAGMA foreign_keys = OFF")
        for event in ("page:a:said", "page:a:piece", "page:a:press", ""):
            db.execute(
                "INSERT INTO message (person, at, event, files, content) VALUES ('page:a', '', ?, 0, '')", [event]
            )
        at = "'a1', '', 'name', 0, 'page:a', 'page:a:said', '', 'x'"
        db.execute(f"INSERT INTO answer (application, row, field, han, person, ref, at, value) VALUES ({at})")  # noqa: S608
        at = "'a1', '', 'goal', 'page:a', 'page:a:piece', 'x', ''"
        db.execute(f"INSERT INTO piece (application, row, field, person, ref, text, at) VALUES ({at})")  # noqa: S608
        migrations.apply(db)
        typed = db.execute("SELECT event, edited FROM message WHERE ref != '' ORDER BY id").fetchall()
    assert typed == [("page:a:said", 0), ("page:a:piece", 0)]
