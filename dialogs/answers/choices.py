"""Choosing: one of what is offered, in the ways in which people say which.

Knows no form: what is offered, and by which short forms, comes in. Never guesses between two.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Protocol

from dialogs.answers import prose, wrapping
from dialogs.answers.cleaning import fold
from dialogs.answers.verdict import LINE_LIMIT, Accepted, Doubtful, Invalid, Verdict, doubtful

_ORDINAL = re.compile(r"(?:选项?|第|点|按|答案是?)?([0-9]{1,2})(?:个|项|号|种|条|类|[.、)）])?")
_HAN_ORDINAL = re.compile(r"(?:选|第|选第)([一二两三四五六七八九十])(?:个|项|号|种|条|类)?")
_CIRCLED = {chr(0x2460 + at): at + 1 for at in range(20)}
_HAN_DIGITS = {char: at + 1 for at, char in enumerate("一二三四五六七八九十")} | {"两": 2}
_TICKED = re.compile(r"[☑✓✔√■◉●]\s*([^☑✓✔√■◉●□☐○\s]+)|\[[xX√✓]\]\s*([^\[\s]+)")
_BOX = re.compile(r"[□☐○]|\[\s*\]")
_CHOSEN = re.compile(r"^(?:我?选择?|是|属于|我们是|我单位是|本单位是|应该是)[:：]?")
_LOOSE = re.compile(r"[\W_]+")
_AND = str.maketrans("与及&", "和和和")


ShortForms = tuple[tuple[str, tuple[str, ...]], ...]
"""Choices, each with what else people say for it."""


class Offer(Protocol):
    """What a question offers to choose from."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices."""

    @property
    def other(self) -> str:
        """The choice that needs a text of its own, "" for none."""

    @property
    def short_forms(self) -> ShortForms:
        """What else people say for a choice."""

    @property
    def called(self) -> Collection[str]:
        """What the question is called, folded."""


def read(offer: Offer, text: str) -> Verdict:
    """Reads one of the choices, or `other` with its text."""
    text = wrapping.without_label(text, offer.called)
    labels = (*offer.choices, *filter(None, [offer.other]))
    other = (offer.other, offer.other.replace("他", "它")) if offer.other else ()
    found = chosen(text, labels, offer.short_forms) or parts(text, offer.choices)
    if offer.other in found or (other and text.startswith(other)):
        return _other(offer.other, text[len(offer.other) :] if text.startswith(other) else "")
    if len(found) == 1:
        return Accepted(found[0])
    if near := found or [label for label in offer.choices if label in text]:
        return doubtful("", "choice", *near, which=text)
    if offer.other and isinstance(prose.line(text, offer.called), Accepted):
        return doubtful("", "choice.other", f"{offer.other}：{text}", which=text)
    return Invalid("choice", {"choices": "、".join(labels)})


def suggested(offer: Offer, text: str) -> Verdict | None:
    """Reads what means one of the choices; None where the text means none of them."""
    text = wrapping.own(text, offer.called)
    found = chosen(text, offer.choices, offer.short_forms)
    if len(found) == 1:
        return Accepted(found[0])
    near = found or parts(text, offer.choices)
    return doubtful(text, "choice", *near, which=text) if near else None


def with_other(offer: Offer, text: str) -> str:
    """What was typed after the `other` choice was pressed, as an answer: its text, unless it is a whole answer."""
    whole = text.strip() in offer.choices or text.strip().startswith(offer.other)
    return text if whole else f"{offer.other}：{text}"


def is_other(offer: Offer, value: str) -> bool:
    """Whether a stored value is the `other` choice with its text."""
    return bool(offer.other) and value.startswith(f"{offer.other}：")


def _other(other: str, rest: str) -> Verdict:
    """Reads what stands after 其他, in any of the ways people set it off: 其他：…, 其他（…）, 其他（请注明）：…."""
    rest = re.sub(r"^\s*[（(]请注明[）)]", "", rest).strip()
    if bracketed := re.fullmatch(r"[（(](.*)[）)]", rest):
        rest = bracketed[1]
    rest = re.sub(r"^[\s：:，,、。.—-]+", "", rest).rstrip("。")
    value = f"{other}：{rest}"
    if not rest:
        return Invalid("choice.other_text", {"other": other})
    if len(value) > LINE_LIMIT:
        return Invalid("line_too_long", {"count": len(value), "limit": LINE_LIMIT})
    odd = tuple(doubt for doubt in prose.doubts(rest, ()) if doubt.code == "placeholder")
    return Doubtful(value, odd) if odd else Accepted(value)


def chosen(text: str, offered: Sequence[str], short: ShortForms) -> Sequence[str]:
    """Which of what is offered a text means: one, several between which it does not tell, or none.

    Args:
        text: What was typed.
        offered: What can be chosen, in the order in which it is shown.
        short: Other words for what is offered.
    """
    if (number := _number(text)) is not None:
        return offered[number - 1 : number] if number else ()
    ticked = [one or other for one, other in _TICKED.findall(text)]
    if ticked and (len(ticked) == 1 or _BOX.search(text)):
        return [label for mark in ticked for label in chosen(mark, offered, short)]
    return _named(text, offered, short) or _named(_CHOSEN.sub("", text), offered, short)


def parts(text: str, offered: Sequence[str]) -> Sequence[str]:
    """Those of what is offered of which the text is a part of at least two characters."""
    wanted = _bare(text)
    return [label for label in offered if len(wanted) > 1 and wanted in _bare(label)]


def _number(text: str) -> int | None:
    """The number of a choice, counted from 1, None where the text is not one."""
    bare = fold(text)
    if len(text.strip()) == 1 and text.strip() in _CIRCLED:
        return _CIRCLED[text.strip()]
    if found := _ORDINAL.fullmatch(bare):
        return int(found[1])
    found = _HAN_ORDINAL.fullmatch(bare) or re.fullmatch("([一二三四五六七八九十])", bare)
    return _HAN_DIGITS[found[1]] if found else None


def _named(text: str, offered: Sequence[str], short: ShortForms) -> Sequence[str]:
    wanted = _bare(text)
    if not wanted:
        return ()
    for label in offered:
        if wanted == _bare(label) or wanted in map(_bare, dict(short).get(label, ())):
            return (label,)
    return [label for label in offered if _same_words(wanted, label)]


def _bare(text: str) -> str:
    """Letters alone, without what sets them apart."""
    return _LOOSE.sub("", fold(text)).translate(_AND)


def _same_words(wanted: str, label: str) -> bool:
    """Whether a text has the words of a label in another order: 工业互联网企业类."""
    words = [_bare(word) for word in _LOOSE.split(label) if word]
    if len(words) < 2 or len(wanted) != sum(map(len, words)):
        return False
    return all(word in wanted for word in words)
