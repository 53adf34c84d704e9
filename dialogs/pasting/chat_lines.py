"""What a messenger and people put around rows: who sent it and when, a greeting, thanks. Knows no table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.answers import unit_names
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import LeftOut

_DAY = r"(?:(?:\d{2,4}[-/年.])?\d{1,2}[-/月.]\d{1,2}日?|今天|昨天|前天|星期[一二三四五六日天]|周[一二三四五六日天])"
_TIME = r"(?:凌晨|早上|上午|中午|下午|晚上)?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_TALK = re.compile(
    rf".{{1,20}}?[:：]?\s+(?:{_DAY}\s+)?{_TIME}"
    rf"|[\[(（【]?(?:{_DAY}\s+)?{_TIME}[\])）】]?(?:\s*[:：]?\s*.{{1,12}})?"
    rf"|[-—–]+\s*{_DAY}\s*[-—–]+|.{{1,30}}的?聊天记录\s*[:：]?|[-—–]+\s*聊天记录\s*[-—–]+"
    r"|#?接龙\s*[:：]?|```\w*|请各.{0,30}|例[如子]?[:： ].{0,30}|[（(].*截止.*[)）]"
    r"|「.*」|(?:[-—]\s?){5,}|@\S{1,12}\s.{0,40}"
    r"|(?:谢谢|感谢|多谢|辛苦|麻烦|拜托|请查收|请查阅|请审|收到|您好|你好|大家好|各位).{0,15}|以上(?:是|为|共|就是)?.{0,10}"
    r"|(?:您好|你好|大家好|各位|.{1,6}(?:总|经理|老师|主任|处长)(?:您|你)?好)[,，!！。、~～\s].{0,40}"
)
_CLOSING = re.compile(
    r"此致|敬礼|此致敬礼|顺[祝颂].{2,4}|祝好|[BbKk](?:est|ind) [Rr]egards.{0,2}|--"
)  # below it a signature
_QUOTED = re.compile(r"^> ?", re.MULTILINE)
_SENDER = re.compile(r"\S{1,12}")  # on a line of its own above the time
_AT = re.compile(rf"\s*(?:{_DAY}\s*)?{_TIME}\s*")
_LONGEST = 60  # characters of such a line
_NAMED = re.compile(rf"(?:{unit_names.ENDS})(?![^,，。\s]*[:：]$)")


def without(text: str) -> tuple[str, Sequence[LeftOut]]:
    """The text with such lines left empty, so that the others keep their numbers, and these; all of it if none else.

    A line that names an organisation is none of them, whatever it begins with.
    """
    if all(map(_QUOTED.match, filter(None, text.split("\n")))):
        text = _QUOTED.sub("", text)
    lines = text.split("\n")
    talk = {at for at, line in enumerate(lines) if _is_talk(line.strip())} | _signature(lines)
    talk |= {at for at in range(len(lines) - 1) if _SENDER.fullmatch(lines[at]) and _AT.fullmatch(lines[at + 1])}
    if not talk or not any(line.strip() for at, line in enumerate(lines) if at not in talk):
        return text, ()
    left_out = [LeftOut(at + 1, " ".join(Line(at, lines[at].split("\t")).filled), "note") for at in sorted(talk)]
    return "\n".join("" if at in talk else line for at, line in enumerate(lines)), left_out


def _signature(lines: Sequence[str]) -> set[int]:
    """The lines from such as 此致 on, where no cells follow."""
    begin = next((at for at, line in enumerate(lines) if _CLOSING.fullmatch(line.strip())), len(lines))
    rest = {at for at in range(begin, len(lines)) if lines[at].strip()}
    return set() if any("\t" in lines[at] for at in rest) else rest


def _is_talk(line: str) -> bool:
    return 0 < len(line) <= _LONGEST and _TALK.fullmatch(line) is not None and not _NAMED.search(line)
