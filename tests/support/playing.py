"""Plays a transcript: what a person's line does, and how a reply is written.

In a transcript a line that begins with `> ` is a person's: a message, `[label]` a press, `/name` a command,
`(…)` one of ACTS; `> 李四> …` is what a second person does, and `CODE` there is the code of the last invitation,
`CODE1` that of the first.
All other lines are the assistant's, and `pytest --update` writes them anew: what somebody else is told by it stands
behind their name. The lines before the first `> ` say what is shown; `form: …` there names the form if it is not the
small one, and `notice: whole` has the default notice of the first contact, which is left out elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from harness import SMALL, Bench, Chat, Clock, NoSuchActError, small_shelf, typed
from places import DATA, FORMS, ROOT

from bot.service import daily, form_registry
from dialogs.turn.messages import Ask, Document, Reply, rows_of_buttons
from dialogs.turn.notice import Operator

TRANSCRIPTS = sorted((ROOT / "tests" / "transcripts").glob("*.txt"))
LONG = 3000  # bytes of a transcript


def drilled(path: Path) -> Collection[pytest.MarkDecorator]:
    """The marks of a transcript that is played in yet another way: a long one only in the drills."""
    return [pytest.mark.drill] if path.stat().st_size > LONG else []


async def _restart(chat: Chat) -> list[Reply]:
    await chat.bench.restart()
    return []


async def _days(chat: Chat, days: str) -> list[Reply]:
    """With the daily work of each day; what it tells the person themself stands here."""
    clock = chat.bench.clock
    await chat.bench.daily()  # where it became ten since
    then = clock.now + timedelta(days=int(days))
    while (ten := daily.next_ten(clock.now)) <= then:
        clock.now = ten
        await chat.bench.daily()
    clock.now = then
    return await chat.read()


Act = Callable[..., Awaitable[list[Reply]]]
ACTS: dict[str, Act] = {
    r"\((sticker|voice|video|group|other)\)": lambda chat, what: chat.unsupported(what),
    r"\(file (\S+)\)": lambda chat, name: chat.hand_in(DATA / "handed" / name),
    r"\(restart\)": _restart,
    r"\((\d+) days later\)": _days,
    r"\(old \[(.+)\]\)": lambda chat, label: chat.press_old(label),
    r"\(edit (.+) → (.+)\)": lambda chat, old, new: chat.edit(typed(old), typed(new)),
    r"\[(.+)\]": lambda chat, label: chat.press(label),
    r"/(\w+)(?: (.+))?": lambda chat, name, argument: chat.command(name, argument),
    r"(.*)": lambda chat, text: chat.say(typed(text)),
}


async def act(chat: Chat, line: str) -> list[Reply]:
    """Does what a line says."""
    for pattern, does in ACTS.items():
        if found := re.fullmatch(pattern, line):
            return await does(chat, *found.groups())
    raise AssertionError(line)


# Where one is and how far stands above most questions, on whatever channel; see tests/dialogs/turn/test_question.py.
HEAD = re.compile(r"^(【.+】.*\n)?([▓░]+ )?总进度 [0-9]+%\n(?(1)\n?)", re.MULTILINE)


def shown(reply: Reply) -> str:
    """A reply as a transcript writes it: notes behind », buttons in brackets, a file by its name; without its head."""
    return HEAD.sub("", _whole(reply))


def _whole(reply: Reply) -> str:
    if isinstance(reply, Ask):
        rows = ["  ".join(f"[{button.label}]" for button in row) for row in reply.buttons]
        before = [*(f"» {note}" for note in reply.remarks), ""] if reply.remarks else []
        return "\n".join([*before, reply.text, *rows])
    if isinstance(reply, Document):
        return f"《文件 {reply.name}》\n{reply.caption}"
    return "\n".join([reply.text, *("  ".join(f"[{one.label}]" for one in row) for row in rows_of_buttons(reply))])


async def play(bench: Bench, script: str, arrives: Callable[[int], Chat], *, restarts: bool = False) -> str:
    """The transcript as it is now, from the person's lines of `script`; without what is no act on their channel.

    The first person, number 0, `arrives` at once, each other when they first do something.
    """
    head, _, _ = script.partition("> ")
    chats = {"": arrives(0)}
    written = [head.rstrip("\n")]
    for line in re.findall(r"^> (.*)$", script, re.MULTILINE):
        bench.clock.pass_(minutes=1)
        if restarts:
            await bench.restart()
        name, _, does = line.rpartition("> ")
        if name not in chats:
            chats[name] = arrives(len(chats))
        chat = chats[name]
        try:
            replies = await act(chat, re.sub(r"CODE(\d*)", partial(_code, written), does))
        except NoSuchActError:
            continue
        toast = [f"（{chat.toast}）"] if chat.toast else []
        chat.toast = ""
        written.append("\n".join([f"> {line}", "", *toast, "\n\n".join(map(shown, replies))]).rstrip("\n"))
        for other, told in chats.items():
            written += [f"（{other or '张三'}）{shown(reply)}" for reply in await told.read()]
    return "\n\n".join(written) + "\n"


def _code(written: list[str], found: re.Match[str]) -> str:
    return code(written, found[1])


def code(written: list[str], number: str = "") -> str:
    """The code of the last invitation, or of one by its number, the first being 1."""
    found = re.findall(r"(?:发送：/join |邀请码：)(\w{4}-\w{4})", "\n".join(written))
    return (found[int(number) - 1] if number else found[-1]) if found else ""


def bench_for(script: str, folder: Path, clock: Clock) -> Bench:
    """The form and the notice that a transcript is about."""
    found = re.search(r"^form: (.+)$", script, re.MULTILINE)
    name = found[1] if found else "small"
    made = (SMALL / name).exists()
    registry: Any = small_shelf(folder, name=name) if made else form_registry.read(FORMS, only=name)
    bench = Bench(folder / "data", registry, clock)
    if "notice: whole" not in script:
        bench.operator = Operator(notice="（开始前的说明）")
    return bench


def read(path: Path) -> str:
    return path.read_text("utf-8")
