"""The shipped example handed in as one Word file and two sheets: counted, and complete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import example_files
import pytest
from example_files import EXAMPLE, FINISHES, MOST, TAKES
from fake_botapi import FakeBotApi
from harness import Chat, Clock, labels, text_of
from on_channel import CHANNELS, on
from telegram_line import hurry

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return example_files.write(tmp_path)


class Counting:
    """A person who hands in the files and then presses what is offered, and how often they do anything."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.acts: list[str] = []

    async def do(self, name: str, act: Any) -> str:
        self.acts.append(name)
        return text_of(await act)

    async def press(self, *wanted: str) -> str:
        """Presses the first of the wanted buttons that is on offer, by how its label begins."""
        found = [label for want in wanted for label in labels(self.chat.asked) if label.startswith(want)]
        assert found, labels(self.chat.asked)
        return await self.do(f"[{found[0]}]", self.chat.press(found[0]))


async def complete(chat: Chat, files: list[Path]) -> list[str]:
    """Everything up to the finished document; what was done."""
    person = Counting(chat)
    await person.do("/start", chat.command("start"))
    await person.press("同意并开始")
    for file in files:
        await person.do(file.name, chat.hand_in(file))
        while any(label.startswith(TAKES) for label in labels(chat.asked)):
            await person.press(*TAKES)
    await person.do("/start", chat.command("start"))
    while not chat.files:
        await person.press(*FINISHES)
        assert len(person.acts) <= MOST, person.acts
    return person.acts


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("channel", CHANNELS)
async def test_one_word_file_and_two_sheets_are_the_whole_example(  # noqa: PLR0917
    channel: str, tmp_path: Path, clock: Clock, files: list[Path], api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with on(channel, tmp_path / "data", clock, api) as chat:
        acts = await complete(chat, files)
        assert len(acts) == 15, acts
        assert await chat.bench.sql("SELECT sum(missing) FROM instance") == [(0,)]
        kept = await chat.bench.sql("SELECT field, value FROM answer WHERE row = '' AND value != '完成'")
        for field, value in kept:
            if isinstance(said := EXAMPLE.get(field), str) and field in ("plan_name", "approach", "support", "email"):
                assert value == said.strip()
        assert await chat.bench.sql("SELECT grp, count(*) FROM instance WHERE row != '' GROUP BY grp") == [
            ("annex", 3),
            ("clients", 15),
            ("joint_units", 2),
            ("plans", 3),
            ("statement", 2),
        ]
