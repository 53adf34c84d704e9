"""A long conversation: all of it to be found and read aloud, long messages folded, little sent, printed."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from page_bench import ONCE_MORE, PHONE, Opens, Screen, in_browser
from playwright.async_api import expect
from test_page_in_sight import begins_in_sight, send
from web_bench import Site

from bot import clock
from dialogs.turn.events import Said
from dialogs.turn.messages import Ask, Say
from storage.page_log import NEWEST
from storage.store import Store

pytestmark = [*in_browser, pytest.mark.drill]
LONG = "\n".join(f"第 {number} 条办法。" for number in range(60))


def lengthen(store: Store, person: str, count: int) -> None:
    """Puts so many messages into a person's log, and the newest question once more behind them."""
    asked = next(m.reply for m in store.page_log.before(person, NEWEST, 10) if isinstance(m.reply, Ask))
    for number in range(count - 1):
        said = Said(id=f"{person}:number-{number}", person=person, text="", ref=f"{person}:number-{number}")
        store.page_log.keep(person, None, Say(text=f"第 {number} 个回答"), clock.now(), said)
    store.page_log.keep(person, None, asked, clock.now())


async def with_a_long_log(screen: Screen, site: Site, count: int) -> None:
    await screen.begin()
    person = str(await screen.page.locator("body").get_attribute("data-person"))
    await site.service.do(lambda store: lengthen(store, person, count))
    await screen.page.reload()
    await expect(screen.log).to_have_count(count + 3)  # with those of the beginning


async def test_all_messages_are_found_and_read_aloud_and_one_stays_at_the_question(screen: Screen, site: Site) -> None:
    await with_a_long_log(screen, site, 400)
    await expect(screen.page.get_by_role("button", name="显示更早的消息")).to_be_hidden()
    await expect(screen.question).to_be_in_viewport(ratio=1)
    ids = [int(id_[1:]) for id_ in await screen.log.evaluate_all("all => all.map(one => one.id)")]
    assert ids == sorted(ids)
    assert await screen.page.evaluate("find('第 7 个回答', false, true, true)")  # as Ctrl+F does
    read = await screen.page.get_by_role("log").aria_snapshot()
    assert all(f"第 {number} 个回答" in read for number in range(399))
    skipped = await screen.page.locator("#log .chunk").evaluate_all(
        "all => all.map(one => getComputedStyle(one).contentVisibility)"
    )
    assert set(skipped[:-1]) == {"auto"}  # a browser lays out those in sight alone
    assert await screen.page.locator("#log .chunk").last.locator(".message").count() <= 41


async def test_new_messages_begin_new_chunks(screen: Screen, site: Site) -> None:
    await with_a_long_log(screen, site, 60)
    for _ in range(20):
        await screen.type("/back")
    counts = await screen.page.locator("#log .chunk").evaluate_all("all => all.map(one => one.childElementCount)")
    assert all(0 < count <= 100 for count in counts)
    assert counts[-1] <= 40


async def test_a_message_that_begins_a_chunk_is_in_sight_however_high_the_one_before(
    windows: Opens, site: Site
) -> None:
    screen = await windows(**PHONE)
    await with_a_long_log(screen, site, 37)  # which fill a chunk, with those of the beginning
    asked = await screen.question.get_attribute("id")
    await send(screen, kind="command", name="start")
    await screen.next_question(asked)
    await begins_in_sight(screen, screen.question)


async def test_a_long_message_of_ones_own_is_folded_and_whole_when_it_is_edited(windows: Opens) -> None:
    screen = await windows(**PHONE)
    await screen.begin()
    await screen.open("目录")
    await screen.page.get_by_role("button", name="（二）做法").click()
    await screen.sees("（二）做法")
    await screen.type(LONG)
    message = screen.page.locator("#log .own").last
    unfold = message.get_by_role("button", name="展开全文")
    low = await message.evaluate("one => one.offsetHeight")
    assert low < 500
    assert await message.get_by_text("第 59 条办法").count()  # it can be found and is read aloud
    await unfold.click()
    assert await message.evaluate("one => one.offsetHeight") > 2 * low
    await message.get_by_role("button", name="收起").click()
    assert await message.evaluate("one => one.offsetHeight") == low
    await message.get_by_role("button", name="修改这条消息").click()
    await expect(screen.input).to_have_value(LONG)


async def test_what_is_sent_is_compressed(screen: Screen, site: Site) -> None:
    await with_a_long_log(screen, site, 60)
    script = str(await screen.page.locator("script[src*='page.js']").get_attribute("src"))
    for path in ("/", "/earlier?before=9999", script):
        answer = await screen.page.context.request.get(screen.url + path, max_retries=ONCE_MORE)
        assert answer.headers["content-encoding"] == "gzip", path
        length = answer.headers.get("content-length")
        assert length is None or int(length) < len(await answer.body()) / 2, path


async def test_on_paper_there_is_the_conversation_and_nothing_to_press(screen: Screen, site: Site) -> None:
    await with_a_long_log(screen, site, 200)
    await screen.open("文件")
    paper = await screen.page.pdf(format="A4")
    with pdfplumber.open(io.BytesIO(paper)) as pages:
        texts = [page.extract_text() or "" for page in pages.pages]
    whole = "".join("".join(texts).split())
    assert all(f"第{number}个回答" in whole for number in (0, 100, 198))
    assert "开始前" in whole
    assert not [number for number, text in enumerate(texts) if len(text) < 20]  # no empty page
    assert "输入回答" not in whole
    assert "以后再填" not in whole
