"""What a messenger and people put around rows: who sent it and when, a greeting, thanks.

Of a table it knows only with which words lines about its rows begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.answers import unit_names
from dialogs.form.model import Group
from dialogs.pasting import heads, not_rows, numbering
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import LeftOut
from dialogs.pattern import Pattern

_DAY = r"(?:(?:\d{2,4}[-/年.])?\d{1,2}[-/月.]\d{1,2}日?|今天|昨天|前天|星期[一二三四五六日天]|周[一二三四五六日天])"
_TIME = r"(?:凌晨|早上|上午|中午|下午|晚上)?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_TALK = Pattern(
    rf".{{1,20}}?[:：]?\s+(?:{_DAY}\s+)?{_TIME}"
    rf"|[\[(（【]?(?:{_DAY}\s+)?{_TIME}[\])）】]?(?:\s*[:：]?\s*.{{1,12}})?"
    rf"|[-—–]+\s*{_DAY}\s*[-—–]+|.{{1,30}}的?聊天记录\s*[:：]?|[-—–]+\s*聊天记录\s*[-—–]+"
    r"|[^\s:：]{0,15}(?:如下|见下|附后)[，,。！!].{0,15}"
    r"|#?接龙\s*[:：]?|```\w*|请各.{0,30}|例[如子]?[:： ].{0,30}|[（(].*截止.*[)）]"
    r"|.{1,20}撤回了?一条消息.*|[-—\s]*以下[为是]新消息[-—\s]*|(?:[0-9]+人|全部)?(?:已读|未读)|「.*」|(?:[-—]\s?){5,}|@\S{1,12}\s.{0,40}"
    r"|如?有.{0,2}(?:问题|疑问).{0,15}|(?:\[[\u4e00-\u9fffA-Za-z]{1,6}\])+"
    r"|(?:好的|嗯+|ok|OK|Ok|了解|明白|知道了|没问题)[呀啊哈吧。！!~～]*(?:[，,\s]*(?:谢谢|感谢|多谢|辛苦|收到).{0,8})?"
    r"|(?:谢谢|感谢|多谢|辛苦|麻烦|拜托|请查收|请查阅|请审|收到|您好|你好|大家好|各位).{0,15}|以上(?:是|为|共|就是)?.{0,10}"
    r"|(?:您好|你好|大家好|各位|.{1,6}(?:总|经理|老师|主任|处长)(?:您|你)?好)[,，!！。、~～\s].{0,40}"
)
_CLOSING = Pattern(
    r"此致|敬礼|此致敬礼|顺[祝颂].{2,4}|祝(?:好|安|商祺|顺利|工作顺利|生活愉快|一切顺利)[。！!]?"
    r"|[BbKk](?:est|ind) [Rr]egards.{0,2}|--"
)  # below it a signature
_THANKS = Pattern(  # below these it may be
    r"(?:谢谢|感谢|多谢|辛苦|麻烦|拜托|请查收|请查阅|请审|以上|如?有.{0,2}(?:问题|疑问)|[-—]{2,}).{0,15}"
)
_DATA = Pattern(r"[0-9]{5}|@")
_TITLED = "(?:总|经理|老师|主任|处长|科长|专员|女士|先生)"
_TITLED_NAME = Pattern(rf"\S{{1,4}}{_TITLED}")
_PERSON = Pattern(rf"{_TITLED_NAME.pattern}|\S{{2,3}}")
_SIGNED = Pattern(rf".{{0,8}}(?:{_DAY}|[0-9+() -]{{7,20}}|\S+@\S+)")  # the end of a signature
_MAIL_HEAD = Pattern(r"(?:发件人|发送时间|收件人|抄送|主题|From|Sent|To|Cc|Subject)\s*[:：].*")
_QUOTED = Pattern(r"^> ?", re.MULTILINE)
_SAID = Pattern(  # when what follows was sent, and by whom
    rf"\s*[\[(（【]?(?:[^\s\[\](（）)]{{1,12}}\s+)?(?:{_DAY}\s+)?{_TIME}[\])）】]?\s*(?:[^\s:：]{{1,12}}[:：]\s*)?(?=\S)"
)
_SENT_BY = Pattern(rf"\s*(?P<who>\w[\w·-]{{0,11}})[:：]\s*(?=\S*(?:{unit_names.ENDS}))")
_SENDER = Pattern(r"\S{1,12}")  # on a line of its own above the time
_AT = Pattern(rf"\s*(?:{_DAY}\s*)?{_TIME}\s*")
_LONGEST = 60  # characters of such a line
_NAMED = Pattern(rf"(?:{unit_names.ENDS})(?![^,，。\s]*[:：]$)")


def without(table: Group, text: str) -> tuple[str, Sequence[LeftOut]]:
    """The text with such lines left empty, so that the others keep their numbers, and these; all of it if none else.

    A line that names an organisation is none of them, whatever it begins with.
    """
    if all(map(_QUOTED.match, filter(None, text.split("\n")))):
        text = _QUOTED.sub("", text)
    lines = text.split("\n")
    for sign in (_SAID, _SENT_BY):
        found = [sign.match(line) for line in lines if line]
        if all(found) and (sign is _SAID or _are_senders(table, [one["who"] for one in found if one])):
            lines = [sign.sub("", line) for line in lines]
            text = "\n".join(lines)
    talk = {at for at, line in enumerate(lines) if _is_talk(line.strip())} | _signature(lines) | _mail_head(lines)
    talk |= {at for at in range(len(lines) - 1) if _SENDER.fullmatch(lines[at]) and _AT.fullmatch(lines[at + 1])}
    talk |= _below_times(lines)
    if not talk or not any(line.strip() for at, line in enumerate(lines) if at not in talk):
        return text, ()
    left_out = [LeftOut(at + 1, " ".join(Line(at, lines[at].split("\t")).filled), "note") for at in sorted(talk)]
    return "\n".join("" if at in talk else line for at, line in enumerate(lines)), left_out


def _below_times(lines: Sequence[str]) -> set[int]:
    """The lines with who sent what follows, where the time stands above each."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    times = [number for number, at in enumerate(filled) if _AT.fullmatch(lines[at])]
    senders = {filled[number + 1] for number in times if number + 2 < len(filled) and number + 2 not in times}
    is_above = bool(times) and times[0] == 0 and len(senders) == len(times)
    return senders if is_above and all(_PERSON.fullmatch(lines[at].strip()) for at in senders) else set()


def _are_senders(table: Group, names: Sequence[str]) -> bool:
    """Whether words before a colon are who sent what follows, and say nothing of the organisation that it names."""
    told = (_TITLED_NAME.fullmatch(name) or (len(names) > 1 and not _is_of_row(table, name)) for name in names)
    return all(told)


def _is_of_row(table: Group, word: str) -> bool:
    """Whether a word before a colon is a label, a choice, a number, or what people say before names."""
    is_label = any(heads.columns_of(table, [word])) or heads.is_others(word) or not_rows.is_below(f"{word}：甲")
    is_said = not_rows.leads_in(table, f"{word}：") or bool(not_rows.banner_of(table, word))
    return is_label or is_said or numbering.is_number(word) or unit_names.ends(word)


def _signature(lines: Sequence[str]) -> set[int]:
    """The lines from such as 此致 on, where no cells follow; from thanks or a rule on, where what follows is short."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for number, at in enumerate(filled):
        rest, text = filled[number:], lines[at].strip()
        ends = _CLOSING.fullmatch(text) or (_THANKS.fullmatch(text) and _is_short([lines[n] for n in filled], number))
        if ends and not any("\t" in lines[n] for n in rest):
            return set(rest)
    return _signed(lines, filled)


def _signed(lines: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The last lines, below rows divided by tabs, from a person's or an empty line on, to a number or a day."""
    rows = [at for at in filled if lines[at].count("\t") > 1]
    below = [at for at in filled if rows and at > rows[-1]]
    if len(below) < 2 or len(rows) < len(below) - 2 or any("\t" in lines[at] for at in below):
        return set()
    begins = not lines[below[0] - 1].strip() or _PERSON.fullmatch(lines[below[0]].strip())
    return {*below} if begins and _SIGNED.fullmatch(lines[below[-1]].strip()) else set()


def _is_short(filled: Sequence[str], at: int) -> bool:
    """Whether each line behind one is less than half of any with a number or an address above it."""
    rows = [len(line) for line in filled[:at] if _DATA.search(line)]
    return bool(rows) and all(2 * len(line) < min(rows) for line in filled[at + 1 :])


def _mail_head(lines: Sequence[str]) -> set[int]:
    """The lines that a program for mail puts above what was sent, to the first that is empty."""
    end = next((at for at, line in enumerate(lines) if not line.strip()), len(lines))
    head = {at for at in range(end) if _MAIL_HEAD.fullmatch(lines[at].strip())}
    return head if len(head) > 1 else set()


def _is_talk(line: str) -> bool:
    return 0 < len(line) <= _LONGEST and _TALK.fullmatch(line) is not None and not _NAMED.search(line)
