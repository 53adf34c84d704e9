"""A cell with boxes to tick, as official forms have them -> what is ticked, in whatever manner.

In the cell of a form the boxes say on which side they stand; what somebody types is for `dialogs.answers.ticks`, which
guesses less. Knows no form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.answers.ticks import EMPTY, TICKED, drawn
from dialogs.pattern import Pattern

_ANY = EMPTY + TICKED
_ON_BOX = Pattern(rf"[{EMPTY}]\s?[{TICKED}](?=\s?[^\s{_ANY}])")
_ALL_BEHIND = Pattern(rf"\s*[^{_ANY}]+[{_ANY}].*[{_ANY}]\s*|\s*[^{_ANY}]+[{EMPTY}]\s*", re.DOTALL)
_BEHIND = Pattern(rf"([\s、，,；;]*)([^{_ANY}]+?)\s*([{_ANY}])")
_TICK_BEHIND = Pattern(rf"[{EMPTY}]?\s*([^\s{_ANY}（(、，,；;]+)[{TICKED}](?:[、，,；;]|(?=[\s{_ANY}）)]|$))")
_LETTER = "(?<![A-Za-z])[VvRrXx] ?(?={})"
_TEXT = Pattern("☑([^☑□]+)")
_APART = Pattern(r"[\s；;，,、）)]")
_LINES = " _＿\t\n\u3000"  # what an answer is written on
_NONE = ("无", "没有", "/", "／")  # written there by who has no other
_LOOSE = Pattern(r"[\W_]")


def _set_before(text: str, choices: Sequence[str]) -> str:
    """The text with each of its boxes before what it is for, as ☑ or □.

    A tick stands behind its words where it is set close to them, or where all boxes stand behind. `choices` are what
    may be ticked: where there are boxes, a letter that somebody typed in place of one is a tick.
    """
    for choice in choices:
        text = re.sub(_LETTER.format(re.escape(choice)), "☑", text)
    text = _ON_BOX.sub("☑", text)
    behind, before = (_BEHIND, r"\1\3\2 ") if _ALL_BEHIND.fullmatch(text) else (_TICK_BEHIND, r"☑\1 ")
    text = behind.sub(before, text)
    return re.sub(f"[{EMPTY}]", "□", re.sub(f"[{TICKED}]", "☑", text))


def ticked(text: str, choices: Sequence[str], other: str) -> Sequence[str] | None:
    """What is ticked in a cell, each as somebody would type it; None where it has no boxes.

    Args:
        text: What stands in the cell.
        choices: What is offered.
        other: The choice that needs a text of its own, "" for none; what is written there counts without a tick.
    """
    boxed = drawn(text)
    if not set(boxed) & set(_ANY):
        return None
    boxed = _set_before(boxed, choices)
    found = [own for one in _TEXT.findall(boxed) if (own := _own(choices, one.strip(_LINES)))]
    written = _written(boxed, other)
    return [*(one for one in found if not one.startswith(other)), written] if written else found


def _own(choices: Sequence[str], text: str) -> str:
    """Of several words behind one tick the choice that is ticked: only the ticked one may have a box."""
    first = _APART.split(text)[0]
    return first if _LOOSE.sub("", first) in {_LOOSE.sub("", choice) for choice in choices} else text


def _written(text: str, other: str) -> str:
    """What stands behind the `other` choice in a cell, with it, as somebody would type it; "" for nothing."""
    behind = rf"{re.escape(other)}(?:(?:[（(][^）)]*[）)])?\s*[:：]|[（(][^）)]*[）)])\s*([^\n{_ANY}]*)"
    found = re.search(behind, text) if other else None
    own = found[1].strip(_LINES) if found else ""
    return f"{other}：{own}" if own and own not in _NONE else ""
