"""Every golden transcript, played on each channel: what a person reads is the same everywhere, word for word.

On Telegram everything goes over HTTP to the fake Bot API and back; on the page over HTTP with a cookie, and what is
shown is read from the HTML that a browser gets; at a terminal it is what is typed and printed. These, and no others,
are the differences, each the channel's own:

- Telegram has no sign for notes: they are paragraphs before the question. (`on_telegram`)
- The page has paragraphs for blank lines, and the reason of an edit in vain stands at the message, once, without the
  question that stays. (`on_page`)
- A terminal numbers the buttons, to be pressed by number, and says 文件 for 《文件》. (`at_terminal`)
- A letter of invitation has the links of the channels that are served, each once, before the code. (`without_links`)
- The page has no stickers, voices, photos or groups; a terminal neither these, nor any buttons but the
  last, nor messages of several lines, nor that a sent message is edited, nor a second person: of a team, the lead is
  at one. (`LACKS`, `alone`, `BY_TERMINAL`)
- Whoever has deleted everything, or has left, is signed out of the page and unknown to it. They read that at the
  door and cannot write before they come in again, and then nobody knows their name any more. (`AT_THE_DOOR`)

Two more are seen to by `PageChat` itself. The page shows what one has said oneself, apart from silent commands, what
was said before one agreed, presses without effect, and what is deleted: exactly that must be there. And a letter is
shown once, before the question that follows, while a placeholder keeps its place: it is read in that place, and after
that not again.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from fake_botapi import FakeBotApi
from harness import Bench, Chat, Clock
from page_chat import PageChat
from playing import TRANSCRIPTS, bench_for, drilled, play, read
from ports import free_port
from telegram_chat import TelegramChat
from telegram_line import attached, hurry
from terminal_chat import TerminalChat
from web_bench import served

from bot.web.address import Address
from bot.web.sessions import CHANNEL as PAGE

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]
pytestmark = pytest.mark.usefixtures("no_limits")
EDITS = ("telegram", "page")  # the channels on which a sent message can be edited
NOT_TEXT = r"\((?:sticker|voice|video|other|group)\)"
LACKS = {"telegram": r"(?!)", "page": NOT_TEXT, "terminal": rf"(?:{NOT_TEXT}|\(old [^\n]+\))"}
AT_THE_DOOR = {  # what the golden transcript has, and what there is on the page instead
    "delete": (r"(?s)(?<=想再用，随时可以重新开始。\n\n)> 你好\n.*?(?=> )", ""),
    "team_leaving": (r"\n\[李四\](\n\[不加入\]\n\n> 李四> )\[李四\]", r"\1李四"),
}
NAMES = ("张三", "李四", "王五", "赵六")
IN_VAIN = re.compile(
    r"(^> (?:\S+> )?\(edit [^\n]*\n\n)» ((?:这条消息没有对应|“[^”\n]+”没有改)[^\n]*\n).*?(?=^> |\Z)",
    re.MULTILINE | re.DOTALL,
)
LONG = "[0-9A-Za-z_-]{32}"
TELEGRAM_LINK = rf"https://t\.me/shenbao_test_bot\?start={LONG}"
BY_TERMINAL = re.compile(r"^> (?:\(old |[^>\n]*⏎|\(edit )", re.MULTILINE)  # what nobody does there
ON_BOTH = {"team_joins": (0,), "team_reviewer": (0, 2)}  # who is on Telegram, by number; the others on the page


def without_links(text: str, *links: str) -> str:
    lines = "".join(f"{link}\n" for link in links)
    bare = re.sub(f"用手机或电脑打开，不用安装、注册：\n{lines}", "", text)
    return re.sub("打不开链接时，在申报助手(首页输入邀请码：|里发送：/join )", "在申报助手里发送：/join ", bare)


def without(script: str, lines: str) -> str:
    """A transcript without a person's lines that are no act on the channel, and what is said to them."""
    return re.sub(rf"^> (?:\S+> )?{lines}\n.*?(?=^> |\Z)", "", script, flags=re.MULTILINE | re.DOTALL)


def on_telegram(golden: str) -> str:
    return re.sub(r"^» ", "", re.sub(r"(?<=[^\n])\n» ", "\n\n", golden), flags=re.MULTILINE)


def on_page(golden: str) -> str:
    return without_blanks(re.sub(IN_VAIN, r"\1\2", golden))


def without_blanks(text: str) -> str:
    return re.sub(r"\n\n+", "\n", text)


def at_terminal(golden: str) -> str:
    def numbered(rows: re.Match[str]) -> str:
        numbers = count(1)
        return re.sub(r"^\[|(?<=\]  )\[", lambda _: f"[#{next(numbers)} ", rows[0], flags=re.MULTILINE)

    return re.sub(r"(?:^\[.+\]$\n?)+", numbered, re.sub("《文件 (.+)》", r"文件：\1", golden), flags=re.MULTILINE)


def alone(script: str) -> bool:
    """Whether somebody at a terminal can do all that."""
    return not re.search(r"^> \S+> |⏎", script, re.MULTILINE)


def playable(channel: str, may: Callable[[str], bool] = lambda _: True) -> pytest.MarkDecorator:
    found = [path for path in TRANSCRIPTS if may(read(path)) and (channel in EDITS or "(edit " not in read(path))]
    return pytest.mark.parametrize("path", [pytest.param(path, marks=drilled(path), id=path.stem) for path in found])


@playable("telegram")
async def test_telegram(
    path: Path, tmp_path: Path, clock: Clock, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    script = read(path)
    bench = bench_for(script, tmp_path, clock)
    bench.channels = [partial(attached, api)]
    async with bench:
        now = await play(bench, script, partial(TelegramChat, bench, api))
    assert without_links(now, TELEGRAM_LINK) == on_telegram(script)


@playable("page")
async def test_page(path: Path, tmp_path: Path, clock: Clock) -> None:
    script = read(path)
    pattern, instead = AT_THE_DOOR.get(path.stem, (r"\A", ""))
    expected, changed = re.subn(pattern, instead, script)
    assert changed == 1
    bench = bench_for(script, tmp_path, clock)
    address = page_on(bench)
    async with bench, visitors(bench, address) as people:
        now = await play(bench, expected, people.__getitem__)
        for one in people:
            await one.check()
    link = rf"{address.base}/join/{LONG}"
    assert without_links(without_blanks(now), link) == on_page(without(expected, LACKS["page"]))


@playable("terminal", alone)
async def test_terminal(path: Path, tmp_path: Path, clock: Clock) -> None:
    script = read(path)
    async with bench_for(script, tmp_path, clock) as bench:
        now = await play(bench, script, lambda _: TerminalChat(bench, tmp_path / "out"))
    assert now == at_terminal(without(script, LACKS["terminal"]))


TEAMS = [path for path in TRANSCRIPTS if path.stem.startswith("team_") and not BY_TERMINAL.search(read(path))]


@pytest.mark.drill
@pytest.mark.parametrize("path", TEAMS, ids=lambda path: path.stem)
async def test_the_lead_at_a_terminal(path: Path, tmp_path: Path, clock: Clock) -> None:
    """The others are elsewhere. Buttons below a notice are numbered on from those of the question."""
    script = read(path)
    async with bench_for(script, tmp_path, clock) as bench:
        others = partial(Chat, bench)
        now = await play(
            bench, script, lambda n: others(f"console:{n}") if n else TerminalChat(bench, tmp_path / "out")
        )
    now, wanted = re.sub(r"\[#\d+ ", "[", now), without(script, LACKS["terminal"])
    now, wanted = (re.sub("《文件 (.+)》", r"文件：\1", said) for said in (now, wanted))
    assert all_read(now) == all_read(wanted)


def all_read(transcript: str) -> str:
    """What is told to the one at the terminal is printed with what came before it."""
    return without_blanks(transcript.replace("（张三）", ""))


@pytest.mark.parametrize("name", ON_BOTH)
async def test_on_both(
    name: str, tmp_path: Path, clock: Clock, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    script = read(next(path for path in TRANSCRIPTS if path.stem == name))
    bench = bench_for(script, tmp_path, clock)
    address = page_on(bench)
    bench.channels.append(partial(attached, api))
    async with bench, visitors(bench, address) as visiting:
        people: list[Chat] = [
            TelegramChat(bench, api, number) if number in ON_BOTH[name] else one for number, one in enumerate(visiting)
        ]
        now = await play(bench, script, people.__getitem__)
        for one in visiting:
            await one.check()
    links = rf"{address.base}/join/{LONG}", TELEGRAM_LINK
    now = by_channel(without_links(now, *links), ON_BOTH[name], page=without_blanks)
    assert now == by_channel(script, ON_BOTH[name], page=on_page, telegram=on_telegram)


def by_channel(
    text: str, telegrams: Collection[int], page: Callable[[str], str], telegram: Callable[[str], str] = str
) -> str:
    """A transcript as it reads when each piece is on the channel of the person who reads it."""
    told = f"（(?:{'|'.join(NAMES)})）"

    def reads(draft_part: str) -> str:
        name = re.match(rf"> (\S+)> |({told})", draft_part)
        number = NAMES.index((name[1] or name[2]).strip("（）")) if name else 0
        return (telegram if number in telegrams else page)(draft_part.rstrip("\n")) + "\n"

    return "".join(map(reads, re.split(f"^(?=> |{told})", text, flags=re.MULTILINE)))


@asynccontextmanager
async def visitors(bench: Bench, address: Address) -> AsyncIterator[list[PageChat]]:
    """As many as take part in any transcript, each with a browser of their own."""
    async with AsyncExitStack() as browsers:
        yield [await browsers.enter_async_context(PageChat(bench, address.base)) for _ in NAMES]


def page_on(bench: Bench) -> Address:
    """Has a bench serve the page, too."""
    address = Address("127.0.0.1", free_port())
    bench.keeping = (PAGE,)
    bench.channels.append(partial(served, address, bench.registry, bench.folder))
    return address
