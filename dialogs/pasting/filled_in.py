"""What stands in a place of a form on paper -> the answer as one would type it.

Of boxes what is ticked, of a gap nothing. Knows no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dialogs.answers import boxes
from dialogs.answers.choices import BETWEEN
from dialogs.answers.cleaning import narrow
from dialogs.answers.ticks import EMPTY, TICKED
from dialogs.form.model import Field
from dialogs.pasting.contacts import PHONES
from dialogs.pasting.label_index import key
from dialogs.pattern import Pattern

_SIGN = Pattern(r"【待填写[:：]?([^】]*)】")  # ours, where an answer is missing
_EMPTY = Pattern(r"^[_＿年月日\s]*$")
_IN_BRACKETS = Pattern(rf"[（(]([^（）(){TICKED}]*)[）)]")
_SAYS = Pattern(
    "请|填|[书抄]写|自行|另附|附[件页表后]|^如|[例比譬]如|应[当为与按填]|须|需[要填提]|可[以另多不填选]|选[填择项]|[单多]选"
    r"|必[填选]|不[超少得多低高]|以[内上下]|[盖公印签]章|签[字名]|^\D*[、/／；;：:]\D*$|等$|等(?:情况|方面|内容)|[大小]写|全称"
    "|名称|姓名|^(?:手机|电话|区号|邮箱|联系人|联系方式|日期|时间|单位|职务|地址)(?:号码?)?$|[0-9]位|字[数以]|[0-9]字|格式|打印"
    "|正楷|本人|一致|数量|注明|说明|情况|要求"
)
"""What is said in brackets of how a place is to be filled in, rather than filled in there."""
_HOW = Pattern(r"^[（(][^（）()]*(?:请|自行|填写|另附)[^（）()]*[）)]$")
_PAGE = Pattern(r"第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?|([-—–])\s*\d{1,3}\s*\1")
_COUNT = Pattern("[0-9a-zA-Z〇一二三四五六七八九十]")  # in brackets, before what it counts
_UNIT = Pattern(r"(?:人民币)?[万亿千百]?元整?")
_NONE = ("无", "/", "／")
_SEAL = Pattern(r"\s*[（(][^（）()]*(?:盖章|公章|签[字章名])[^（）()]*[）)]\s*$")
_LINES = " _＿\t\n\u3000"  # what an answer is written on


def is_gap(text: str, field: Field | None = None) -> bool:
    """Whether nothing is filled in there: a line to write on, our signs that it is missing, a remark in brackets."""
    text = without_signs(text, field)
    return is_empty(text) or _is_remark(text)


def is_empty(text: str) -> bool:
    """Whether nothing is written there, nor said of it."""
    return _EMPTY.match(without_signs(text)) is not None


def _is_remark(text: str) -> bool:
    """Whether all there is stands in brackets, and is nothing, a number, or says what is to be filled in."""
    said = _IN_BRACKETS.fullmatch(text)
    if said is None or is_empty(said[1]):
        return said is not None
    return any(one.fullmatch(said[1]) for one in (_COUNT, _UNIT)) or _SAYS.search(said[1]) is not None


def is_blank(cell: str) -> bool:
    """Whether a cell is as it was printed where nothing was filled in: a gap, or boxes with our sign behind them."""
    return is_gap(cell) or (_SIGN.search(cell) is not None and cell.strip()[0] in EMPTY)


def may_be(field: Field, text: str) -> bool:
    """Whether a line below a label alone may be its answer: a date, an amount or a number of a phone has digits."""
    needs_digits = field.of_kind.is_time or field.of_kind.is_number or field.of_kind.contact in PHONES
    return not needs_digits or re.search("[0-9〇零一二三四五六七八九十]", narrow(text)) is not None


def says_how(text: str) -> bool:
    """Whether a line is what a form says of how it is to be filled in: （请填下表）."""
    return _HOW.match(text.strip()) is not None


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page, as somebody typed it or as it came along with what was pasted."""
    return _PAGE.fullmatch(text.strip()) is not None


def is_nothing(text: str) -> bool:
    """Whether that, or that there is nothing to fill in, is all that stands there."""
    return is_gap(text) or text.strip() in _NONE


def without_signs(text: str, field: Field | None = None) -> str:
    """The text without our signs that something is missing, beside which somebody may have written.

    Of one at a question what was written within it stays.
    """
    return _SIGN.sub(lambda sign: _within(sign[1], field) if field else "", text).strip()


def _within(said: str, field: Field) -> str:
    """What stands in a sign besides what the question is called."""
    names = [name for name in (field.title, field.label) if said.startswith(name)]
    return said.removeprefix(max(names, key=len, default="")).strip(":： ")


def without_guidance(field: Field, text: str) -> str:
    """The text without what the form says of the question, where somebody wrote on behind it."""
    said = key(field.guidance)
    if not said or not key(text).startswith(said) or key(text) == said:
        return text
    end = next(at for at in range(1, len(text) + 1) if len(key(text[:at])) >= len(said))
    return text[end:].lstrip("）)。；;：: \n\u3000")


def _written(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a long text without the gaps: what the form says in brackets stands above them, or says how."""
    begun = False
    for line in map(str.strip, lines):
        is_own = not is_gap(line) or (begun and not any(one.match(line) for one in (_EMPTY, _HOW, _SEAL)))
        begun |= is_own
        if is_own:
            yield line


def answer(field: Field, text: str) -> str:
    """The answer; "" for none."""
    text = without_guidance(field, without_signs(text, field))
    if field.choices and (ticked := boxes.ticked(text, field.choices, field.other)) is not None:
        return BETWEEN.join(ticked)
    if field.of_kind.is_long:
        return "\n".join(_written(text.split("\n")))
    whole = _SEAL.sub("", " ".join(text.split())).strip(_LINES)
    if field.of_kind.is_time:
        whole = re.sub(r"[_＿]+", "", whole)
    is_unit = field.of_kind.is_number and (whole == field.unit or _UNIT.fullmatch(whole) is not None)
    return "" if is_gap(whole) or is_unit else unbracketed(whole)


def unbracketed(text: str) -> str:
    """An answer that somebody put into brackets, without them."""
    said = _IN_BRACKETS.fullmatch(text)
    return said[1].strip() if said else text
