"""The shipped example handed in on the page at a phone's size: one Word file, two sheets, and presses, all counted."""

from __future__ import annotations

from pathlib import Path

import example_files
import pytest
from example_files import FINISHES, MOST, TAKES
from page_bench import PHONE, Opens, Screen, in_browser
from playwright.async_api import expect
from web_bench import AGREE, Site

pytestmark = [*in_browser, pytest.mark.drill]


class Person:
    """Somebody at the page, and all that they did, in order."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.acts: list[str] = []

    async def offered(self, *wanted: str) -> str:
        """The first of the buttons of the newest question that begins like one of those wanted, "" for none."""
        labels = await self.screen.question.get_by_role("button").all_inner_texts()
        return next((label for want in wanted for label in labels if label.startswith(want)), "")

    async def press(self, label: str) -> None:
        self.acts.append(f"[{label}]")
        assert len(self.acts) <= MOST, self.acts
        await self.screen.press(label)

    async def hand_in(self, file: Path) -> None:
        self.acts.append(file.name)
        asked = await self.screen.question.get_attribute("id")
        async with self.screen.page.expect_file_chooser() as chooser:
            await self.screen.page.get_by_role("button", name="选择文件").click()
        await (await chooser.value).set_files(file)
        await self.screen.next_question(asked)
        while label := await self.offered(*TAKES):
            await self.press(label)


async def test_one_word_file_and_two_sheets_are_the_whole_example_at_phone_size(
    official: Site, windows: Opens, tmp_path: Path
) -> None:
    screen = await windows(**PHONE)
    screen.url = official.url
    await screen.page.goto(screen.url)
    person = Person(screen)
    person.acts.append("[开始]")
    await screen.page.get_by_role("button", name="开始", exact=True).click()
    await person.press(AGREE)
    for file in example_files.write(tmp_path):
        await person.hand_in(file)
        assert await screen.fits()
    person.acts.append("/start")
    await screen.type("/start")
    document = screen.page.locator("#log a[href*='.docx'], #log a[download]")
    while not await document.count() and (label := await person.offered(*FINISHES)):
        await person.press(label)
    await expect(document.first).to_be_visible()
    assert len(person.acts) == 15, person.acts
    assert await official.sql("SELECT sum(missing) FROM instance") == [(0,)]
    rows = "SELECT grp, count(*) FROM instance WHERE row != '' AND grp IN ('clients', 'plans') GROUP BY grp"
    assert await official.sql(rows) == [("clients", 15), ("plans", 3)]
