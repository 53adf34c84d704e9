"""What stands in a place of a form on paper -> the answer as one would type it.

Of boxes what is ticked, of a gap nothing. Knows no file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.answers.boxes import written
from dialogs.answers.ticks import EMPTY, TICKED, drawn
from dialogs.form.model import Field
from dialogs.pasting.label_index import key

_BOX = re.compile(f"[{TICKED}{EMPTY}]")
_TICKED = re.compile(f"[{TICKED}]([^{TICKED}{EMPTY}]+)")
_TICKED_BEHIND = re.compile(f"([^{TICKED}{EMPTY}]+)[{TICKED}]")
_APART = re.compile(r"[\s；;，,、]")
_SIGN = re.compile(r"【待填写[^】]*】")  # ours, where an answer is missing
_GAP = re.compile(rf"^{_SIGN.pattern}$|^[_＿年月日\s]*$|^[（(][^（）()]*[）)]$")
_NONE = ("无", "/", "／")
_SEAL = re.compile(r"\s*[（(][^（）()]*(?:盖章|公章|签[字章名])[^（）()]*[）)]\s*$")
_LINES = " _＿\t\n\u3000"  # what an answer is written on


def is_gap(text: str) -> bool:
    """Whether nothing is filled in there: a line to write on, our sign that it is missing, a remark in brackets."""
    return _GAP.match(text.strip()) is not None


def is_nothing(text: str) -> bool:
    """Whether that, or that there is nothing to fill in, is all that stands there."""
    return is_gap(text) or text.strip() in _NONE


def without_signs(text: str) -> str:
    """The text without our signs that something is missing, beside which somebody may have written."""
    return _SIGN.sub("", text).strip()


def answer(field: Field, text: str) -> str:
    """The answer; "" for none."""
    text = without_signs(text)
    if field.choices and (ticked := _ticked(field, text)) is not None:
        return "、".join(ticked if field.many else ticked[:1])
    if field.of_kind.is_long:
        return "\n".join(line.strip() for line in text.split("\n") if not is_gap(line))
    whole = _SEAL.sub("", " ".join(text.split())).strip(_LINES)
    if field.of_kind.is_time:
        whole = re.sub(r"[_＿]+", "", whole)
    return "" if is_gap(whole) else whole


def _ticked(field: Field, text: str) -> Sequence[str] | None:
    """What is ticked; None where there are no boxes."""
    boxed = drawn(text)
    if not _BOX.search(boxed):
        return None
    is_behind = boxed.rstrip()[-1] in TICKED + EMPTY and not _BOX.match(boxed.lstrip())
    found = (_TICKED_BEHIND if is_behind else _TICKED).findall(boxed)
    own = [_own(field, one.strip()) for one in found if one.strip()]
    return own or [*filter(None, [written(boxed, field.other)])]


def _own(field: Field, text: str) -> str:
    """Of several words behind one tick the choice that is ticked: only the ticked one may have a box."""
    first = _APART.split(text)[0].strip()
    return first if key(first) in map(key, field.choices) else text
