"""What the assistant says of its own fits on a phone: three lines before the buttons, in all that is played."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from places import DATA, FORMS
from playing import TRANSCRIPTS

MOST = 60  # characters on three lines of a phone; a Latin word or a number counts as one
COUNTED = re.compile(r"[\u4e00-\u9fff]|[A-Za-z0-9]+")
QUOTED = re.compile(r"“[^”]*”|《[^》]*》")  # names and what people wrote
# Not ours, or a list that was asked for: entries, answers, comments, commands, files.
LISTED = re.compile(
    r"　|· |\d+\. |[○✓]|/[a-z]+ |例如：|可以这样分|现在的答案：|《文件|改[前后]：|(对方|您)写的：|(意见|回复)（"
    r"|本单位填的：|各列：|读出 |要改的 |请核对的 |没填进去：|不填的："
)
LETTERS = re.compile(
    r"进展（不含|提醒：《|请您(填写|审阅|查看)《|开始前请了解|没选“用我的”"
)  # read at leisure, not before buttons


def _texts(part: dict[str, Any]) -> Iterator[str]:
    for value in part.values():
        if isinstance(value, str):
            yield from value.strip().splitlines()
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, dict):
                    yield from _texts(one)


def _of_forms() -> list[str]:
    """The lines of the forms themselves, the longest first."""
    paths = [*FORMS.rglob("form.toml"), *DATA.rglob("form.toml")]
    return sorted({t for p in paths for t in _texts(tomllib.loads(p.read_text("utf-8"))) if t}, key=len, reverse=True)


OF_FORMS = _of_forms()


def own(message: str) -> str:
    """What of a message is the assistant's own: without the form's text, lists, and what people wrote."""
    return "\n".join(filter(None, map(_own, message.splitlines()))).strip()


@cache
def _own(line: str) -> str:
    official = any(line == text or line.startswith((f"{text}：", f"{text} ·")) for text in OF_FORMS)
    if official or LISTED.match(line):
        return ""
    begun = next((text for text in OF_FORMS if len(text) > 6 and line.startswith(text)), "")
    return QUOTED.sub("", line.removeprefix(begun))


def messages(path: Path) -> Iterator[str]:
    """What is sent at once: up to the buttons, or to what the next person is told."""
    for turn in re.split(r"^> .*$", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        yield from re.split(r"(?:^\[.*\]\n?)+|^(?=（\w+）)", turn, flags=re.MULTILINE)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_message_fits_on_a_phone(path: Path) -> None:
    said = {own(message) for message in messages(path) if not LETTERS.search(message)}
    assert {text: len(COUNTED.findall(text)) for text in said if len(COUNTED.findall(text)) > MOST} == {}


def test_nothing_is_left_out_by_mistake() -> None:
    """Most of what is played is measured."""
    measured = [own(message) for path in TRANSCRIPTS for message in messages(path) if not LETTERS.search(message)]
    assert len({text for text in measured if len(COUNTED.findall(text)) > MOST // 2}) > 50
