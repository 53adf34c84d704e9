"""What is in sight after each turn, and what is pressed on purpose: on a phone and on a desktop, above a keyboard."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from page_bench import PHONE, Opens, Screen, in_browser
from playwright.async_api import Locator, expect
from waiting import PATIENCE
from web_bench import Site

pytestmark = [*in_browser, pytest.mark.drill]
KEYBOARD = 340  # pixels of a screen that a keyboard takes
RECT = "one => { const {top, bottom} = one.getBoundingClientRect(); return [top, bottom]; }"
RECT_TOP = "one => [one.getBoundingClientRect().top]"
# Time stands still for what lasts half a second, until `pass()`.
HELD = """() => {
    const later = window.setTimeout;
    const waiting = [];
    window.setTimeout = (work, delay, ...more) => delay === 500 ? waiting.push(work) : later(work, delay, ...more);
    window.pass = () => waiting.splice(0).forEach((work) => work());
}"""
# What is too small for fingers: targets below 44 pixels, and fields in which a phone zooms, their letters are so small.
SMALL = """() => [...document.querySelectorAll("button, summary, a[href], input, select, textarea")]
    .filter((one) => one.checkVisibility() && !one.matches(".skip, [type=file]"))
    .map((one) => [one, one.getBoundingClientRect(), parseFloat(getComputedStyle(one).fontSize)])
    .filter(([one, { width, height }, letters]) =>
        Math.min(width, height) < 43.5 || (one.matches("input, select, textarea") && letters < 16))
    .map(([one, { width, height }, letters]) => [one.outerHTML.slice(0, 120), width, height, letters])
"""
# A browser that does not make a field as high as its text by itself.
UNSIZED = """
    const supports = CSS.supports;
    CSS.supports = (name, ...more) => name !== "field-sizing" && supports.call(CSS, name, ...more);
"""


async def go(screen: Screen, part: str) -> None:
    """By the outline, and waits for what is asked there."""
    asked = await screen.question.get_attribute("id")
    if await screen.page.locator(".tabs").get_by_role("button", name="目录").is_visible():
        await screen.open("目录")
    await screen.page.get_by_role("navigation", name="申报目录").get_by_role("button", name=part).first.click()
    await screen.next_question(asked)


async def at_promises(screen: Screen) -> None:
    """Asked to agree to the first of two statements."""
    await screen.begin()
    await screen.type("河边图书角")
    await screen.type("示例社区居委会")
    await go(screen, "共建单位")
    await screen.press("添加一行")
    await screen.type("示例小学")
    await go(screen, "附：承诺书")
    await screen.sees("确认的单位：示例社区居委会")


async def send(screen: Screen, **event: object) -> None:
    requests = screen.page.context.request
    sent = {"id": uuid.uuid4().hex, **event}
    assert (await requests.post(f"{screen.url}/events", headers={"Origin": screen.url}, data=sent)).ok


async def begins_in_sight(screen: Screen, shown: Locator) -> None:
    """The beginning of something new comes within what is seen of the conversation."""
    await expect(shown).to_be_in_viewport()
    await comes_into_sight(screen, shown, RECT_TOP)


async def ends_in_sight(screen: Screen, shown: Locator) -> None:
    """All of it does."""
    await comes_into_sight(screen, shown, RECT)


async def comes_into_sight(screen: Screen, shown: Locator, edges: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            above, below = await screen.page.locator("#scroll").evaluate(RECT)
            if all(above <= edge <= below + 1 for edge in await shown.evaluate(edges)):
                return
            await asyncio.sleep(0.05)  # the page looks for it a frame later


# On purpose


@pytest.mark.parametrize("how", ["tap", "key"])
async def test_two_taps_on_one_spot_confirm_one_statement_and_two_keys_two(
    windows: Opens, site: Site, how: str
) -> None:
    screen = await windows(**PHONE)
    await at_promises(screen)
    await screen.page.evaluate(HELD)
    await screen.press("确认")
    await screen.sees("确认的单位：示例小学")
    confirm = screen.question.get_by_role("button", name="确认", exact=True)
    await confirm.scroll_into_view_if_needed()
    box = await confirm.bounding_box()
    assert box
    asked = await screen.question.get_attribute("id")
    if how == "key":
        await confirm.press("Enter")
    else:
        await screen.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await screen.page.evaluate("pass()")
        assert await site.sql("SELECT count(*) FROM answer WHERE field = 'promise'") == [(1,)]
        await confirm.click()
    await screen.next_question(asked)
    assert await site.sql("SELECT count(*) FROM answer WHERE field = 'promise'") == [(2,)]


@pytest.mark.parametrize(
    ("entry", "label", "waits"),
    [("删除这份申报", "彻底删除", True), ("删除这份申报", "不删除", True), ("自查", "下一页", False)],
)
async def test_what_is_new_takes_no_pointer_at_first_but_to_turn_pages(
    screen: Screen, entry: str, label: str, *, waits: bool
) -> None:
    await screen.begin()
    await screen.page.evaluate(HELD)
    await screen.menu(entry)
    button = screen.question.get_by_role("button", name=label, exact=True)
    await expect(button).to_have_css("pointer-events", "none" if waits else "auto")
    await screen.page.evaluate("pass()")
    await expect(button).to_have_css("pointer-events", "auto")


async def test_a_dialog_takes_no_hasty_press_on_what_takes_something_away(screen: Screen) -> None:
    await screen.begin()
    await screen.page.evaluate(HELD)
    await screen.menu("退出这台设备")
    leave = screen.page.locator("#leave").get_by_role("button").first
    await expect(leave).to_have_css("pointer-events", "none")
    await screen.page.evaluate("pass()")
    await expect(leave).to_have_css("pointer-events", "auto")


async def test_a_long_statement_is_seen_from_its_beginning_to_its_end(official: Site, windows: Opens) -> None:
    screen = await windows(**{**PHONE, "viewport": {"width": 390, "height": 600}})
    screen.url = official.url
    await screen.begin()
    await send(screen, kind="went", item="declaration", row="")
    await screen.sees("附：申报主体责任声明")
    await begins_in_sight(screen, screen.question)
    confirm = screen.question.get_by_role("button", name="确认", exact=True)
    await expect(confirm).not_to_be_in_viewport()  # the whole text lies before it
    await confirm.scroll_into_view_if_needed()
    await ends_in_sight(screen, screen.question.locator(".signing, .buttons .row").last)


# After a turn


async def test_the_beginning_of_what_is_new_is_in_sight_after_any_turn(windows: Opens) -> None:
    """A question, a refusal, a list of faults, a long list, a file: each longer than the small screen."""
    screen = await windows(**{**PHONE, "viewport": {"width": 360, "height": 480}})
    await screen.begin()
    await screen.type("很长的名字" * 5)
    await begins_in_sight(screen, screen.question.locator(".refused"))
    await screen.type("河边图书角")
    await send(screen, kind="command", name="status")
    await screen.sees("附：书架说明")
    await begins_in_sight(screen, screen.question.locator(".bubble").first)
    await go(screen, "书架清单")
    await screen.type("\n".join(f"架{number}\t明年\t多\t余" for number in range(9)))
    await screen.sees("还没有添加")
    await begins_in_sight(screen, screen.question.locator(".bubble").first)
    await expect(screen.question.locator(".faults")).to_contain_text("要改的 9 项")
    await send(screen, kind="command", name="export")
    await begins_in_sight(screen, screen.page.locator("#log a.file").last)
    await screen.page.reload()
    await begins_in_sight(screen, screen.page.locator("#log a.file").last)


async def test_whoever_reads_earlier_messages_is_left_there(screen: Screen) -> None:
    await screen.begin()
    for number in range(20):
        await send(screen, kind="said", text=f"/back{number}")
    await screen.page.reload()
    scrolled = (
        "one => new Promise((done) => { one.addEventListener('scroll', done, { once: true }); one.scrollTop = 0; })"
    )
    await screen.page.locator("#scroll").evaluate(scrolled)  # which the page knows a frame later
    await send(screen, kind="command", name="status")
    await expect(screen.question).to_contain_text("附：书架说明")
    assert await screen.page.locator("#scroll").evaluate("one => one.scrollTop") < 300


@pytest.mark.parametrize("width", [390, 768, 1000, 1360])
async def test_an_opened_pane_covers_no_button_of_the_question(windows: Opens, width: int) -> None:
    screen = await windows(viewport={"width": width, "height": 620})
    await screen.begin()
    await go(screen, "附：承诺书")
    await screen.sees("承诺图书角长期免费开放")
    for pane in ("文件", "表格", "预览"):
        await screen.open(pane)
        if width < 960:  # one at a time
            await screen.open("对话")
        await ends_in_sight(screen, screen.question.locator(".buttons"))


# Under a finger


@pytest.mark.parametrize("shrinks", ["page", "view"])
async def test_above_a_keyboard_the_tabs_fold_and_the_question_stays(windows: Opens, shrinks: str) -> None:
    """Android makes the page smaller; on an iPhone it is only less of it that is seen."""
    screen = await windows(**PHONE)
    await screen.begin()
    await screen.input.tap()
    height = PHONE["viewport"]["height"] - KEYBOARD
    if shrinks == "page":
        await screen.page.set_viewport_size({"width": 390, "height": height})
    else:
        await screen.page.evaluate(
            "height => { Object.defineProperty(visualViewport, 'height', {value: height});"
            " visualViewport.dispatchEvent(new Event('resize')); }",
            height,
        )
    await expect(screen.page.locator(".tabs")).to_be_hidden()
    await screen.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    for shown in (screen.question.locator(".label"), screen.input):
        top, bottom = await shown.evaluate(RECT)
        assert 0 <= top < bottom <= height
    if shrinks == "page":
        await screen.page.set_viewport_size(PHONE["viewport"])
        await expect(screen.page.locator(".tabs")).to_be_visible()


async def test_the_key_on_a_phone_sends(windows: Opens) -> None:
    screen = await windows(**PHONE)
    await screen.begin()
    assert await screen.input.get_attribute("enterkeyhint") == "send"
    await screen.input.fill("河边图书角")
    await screen.input.press("Enter")
    await screen.sees("牵头单位")


async def test_the_box_grows_where_the_browser_does_not_see_to_it(screen: Screen) -> None:
    await screen.page.add_init_script(UNSIZED)
    await screen.begin()
    await screen.input.evaluate("box => { box.style.fieldSizing = 'fixed'; }")
    low = await screen.input.evaluate("box => box.offsetHeight")
    await screen.input.fill("为谁服务，想做成什么样。" * 20)  # one line, which wraps
    high = await screen.input.evaluate("box => box.offsetHeight")
    assert high > 2 * low
    assert await screen.input.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    await screen.input.fill("")
    assert await screen.input.evaluate("box => box.offsetHeight") == low


async def test_targets_are_large_and_fields_do_not_zoom_on_a_phone(windows: Opens) -> None:
    screen = await windows(**PHONE)
    await screen.page.goto(screen.url)
    assert await screen.page.evaluate(SMALL) == []
    await at_promises(screen)
    assert await screen.page.evaluate(SMALL) == []
    await screen.type("/help")
    for view in ("目录", "表格", "文件", "对话"):
        await screen.open(view)
        if view == "表格":
            await screen.page.locator(".line.new .cell").first.click()
            await expect(screen.page.get_by_role("dialog").get_by_role("textbox").first).to_be_visible()
            assert await screen.page.evaluate(SMALL) == []
            await screen.page.get_by_role("button", name="返回表格").click()
        assert await screen.page.evaluate(SMALL) == [], view
    await screen.page.get_by_text("菜单", exact=True).click()
    assert await screen.page.evaluate(SMALL) == []
    await screen.page.get_by_role("button", name="换设备继续").click()
    await expect(screen.page.locator(".big-code")).to_be_visible()
    assert await screen.page.evaluate(SMALL) == []


async def test_the_page_itself_does_not_scroll_however_long_the_conversation(windows: Opens) -> None:
    screen = await windows(**PHONE)
    await screen.begin()
    for text in ("河边图书角", "示例社区居委会", "儿童绘本", "2024年5月1日", "浙江省杭州市"):
        await screen.type(text)
    assert await screen.page.locator("#scroll").evaluate("one => one.scrollHeight > one.clientHeight")
    assert await screen.page.evaluate("document.documentElement.scrollHeight - innerHeight") == 0
