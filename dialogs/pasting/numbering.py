"""Numbers that only count lines: in a place of their own, or in front of what stands first in each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dialogs.answers import unit_names
from dialogs.answers.numerals import number
from dialogs.answers.word_count import HAN
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import Layout
from dialogs.pattern import Pattern

_HAN = "一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾"
_RINGS = "①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿Ⅰ-Ⅻⅰ-ⅻ"
_KEY = "\ufe0f?\u20e3"  # around a digit: 1️⃣
_OF = "(?:联合|成员|合作|参与)单位|企业|客户|单位|公司|方案|课题|项目|对象"  # what is counted: 客户1
_ALONE = Pattern(
    rf"[（(\[【]?(?:no\.?\s*|第\s*|(?:{_OF})\s*|[A-Za-z]{{1,3}}[-_]?(?=[0-9])|[0-9]{{1,2}}(?:-(?=[0-9])|\.(?=[1-9])))?"
    rf"([0-9０-９]{{1,4}}|[{_HAN}]{{1,4}}|[{_RINGS}]|[ivxIVX]{{1,4}}|[A-Za-z])(?:\.0|{_KEY})?[)）\]】.．、:：#家个项条行名位号]?",
    re.IGNORECASE,
)
_IN_FRONT = Pattern(
    rf"\s*(?:第\s*([0-9０-９]{{1,3}}|[{_HAN}]{{1,3}})\s*[家户个项条行名位](?:\s*[:：、]|\s)"
    rf"|(?:{_OF})\s*([0-9０-９]{{1,3}}|[{_HAN}]{{1,3}})(?:\s*[:：、.．]|\s)"
    rf"|[（(\[【](?:{_OF})?\s*([0-9０-９]{{1,3}}|[{_HAN}]{{1,3}})[)）\]】][、.．]?"
    rf"|(?:no\.?\s*)?([0-9０-９]{{1,3}})(?:\s?[、)）:：#]|[.．](?![0-9]))|(?:no\.?\s*|#)([0-9]{{1,3}})\s|([0-9]){_KEY}"
    rf"|([{_HAN}]{{1,3}})[、.．)）:：]|([{_RINGS}])[、.．]?)\s*(?=\S)",
    re.IGNORECASE,
)
_BEFORE_BLANK = Pattern(r"\s*([0-9]{1,3})\s+(?=\S)")  # counts only where others count on: 58 同城 is a name
_RUN = Pattern(  # before organisations, counted from one on: 001甲公司
    rf"\s*(?:[A-Za-z]{{1,3}}[-_.]?|[0-9]{{4}}-|#|第)?(?:([0-9０-９]{{1,4}})(?:[家户个项条]|/[0-9]+)?[-_]?|([A-Ha-h])[.、)）:：])\s*(?=[{HAN}（(])"
)
_BULLET = Pattern(r"\s*[-–—•·●○■□◆◇▪▶►➢➤→√✓✔☑✅❌❎✗✘×★☆👉*＊](?:\s*\[[ xX]?\])?\ufe0f?\s*(?=\S)")
_BEHIND = Pattern(r"[（(]([0-9]{1,3})[)）]\s*$")
_ROMAN = {unicodedata.normalize("NFKC", char): at for at, char in enumerate("ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ", 1)}


def counts(cells: Sequence[str]) -> bool:
    """Whether all cells are numbers, each higher than the one before."""
    found = [_ALONE.fullmatch(cell.strip()) for cell in cells]
    return bool(cells) and all(found) and _rises([one[1] for one in found if one])


def are_numbers(cells: Sequence[str]) -> bool:
    """Whether all cells that are not empty are numbers or letters, in whatever order, and so may only count."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(map(is_number, filled))


def is_number(cell: str) -> bool:
    """Whether a cell may only count."""
    return _ALONE.fullmatch(cell.strip()) is not None


def before(text: str) -> int:
    """How long the number in front of a text is, 0 where there is none."""
    found = _IN_FRONT.match(text)
    return found.end() if found else 0


def is_first(text: str) -> bool:
    """Whether the number in front of a text is the first one."""
    return _counted(text)[1] == 1


def follows(text: str, after: str) -> bool:
    """Whether the number in front of a text comes behind that of another, written alike: （三） behind （二）."""
    (look, number_), (look_after, behind) = _counted(text), _counted(after)
    return bool(look) and look == look_after and behind == number_ + 1


def _counted(text: str) -> tuple[str, int]:
    """How the number in front of a text is written, and how much it is worth."""
    found = _IN_FRONT.match(text)
    if not found:
        return "", 0
    numeral = next(filter(None, found.groups()))
    return found[0].strip().replace(numeral, "1" if numeral.isdecimal() else "一"), _value(numeral)


def without_bullet(text: str) -> str:
    """A text without the bullet in front of it."""
    return _BULLET.sub("", text, count=1)


def without(layout: Layout) -> Layout:
    """The layout without numbers or bullets in front of what stands first in every line, or numbers behind it."""
    at = next((at for at, place in enumerate(layout.places) if place.columns), None)
    if at is None:
        return layout
    cells = [line.at(at) for line in layout.lines]
    bare = _bare(cells)
    if bare == cells:
        return layout
    lines = [
        Line(line.number, [*line.cells[:at], cell, *line.cells[at + 1 :]])
        for line, cell in zip(layout.lines, bare, strict=True)
    ]
    return replace(layout, lines=lines)


def _bare(cells: list[str]) -> list[str]:
    """The cells without the mark of each; as they are where not all have one, or the numbers do not rise.

    Where they count from one on without a gap, a line without a number is just one that nobody counted.
    """
    for pattern in (_IN_FRONT, _BEFORE_BLANK, _RUN, _BULLET, _BEHIND):
        found = [one for cell in cells if (one := _mark(pattern, cell))]
        numbers = [next(filter(None, one.groups())) for one in found if one.groups()]
        alone = pattern in (_BEFORE_BLANK, _RUN, _BEHIND) and len(cells) < 2
        counted = pattern is _IN_FRONT and [*map(_value, numbers)] == [*range(1, len(found) + 1)]
        rises = len(found) == len(cells) and (_runs(cells, numbers) if pattern is _RUN else _rises(numbers))
        if found and (counted or rises) and not alone:
            return [_cut(cell, _mark(pattern, cell)) for cell in cells]
    return cells


def _mark(pattern: Pattern[str], cell: str) -> re.Match[str] | None:
    return pattern.search(cell) if pattern is _BEHIND else pattern.match(cell)


def _cut(cell: str, mark: re.Match[str] | None) -> str:
    return f"{cell[: mark.start()]}{cell[mark.end() :]}" if mark else cell


def _runs(cells: Sequence[str], numbers: Sequence[str]) -> bool:
    """Whether organisations are counted from one, or a, on without a gap: 360 and 361 are parts of names."""
    values = [int(one) if one.isdecimal() else ord(one.casefold()) - ord("a") + 1 for one in numbers]
    return values == [*range(1, len(values) + 1)] and all(unit_names.ends(cell) for cell in cells)


def _rises(numbers: Sequence[str]) -> bool:
    return all(before < after for before, after in pairwise(map(_value, numbers)))


def _value(text: str) -> int:
    """How much a numeral is worth, in whatever script: ③ is 3."""
    plain = unicodedata.normalize("NFKC", text).strip("().")
    if len(plain) > 1 and plain.casefold() in _ROMAN:
        return _ROMAN[plain.casefold()]
    found = number(plain, exact=False)
    return int(unicodedata.numeric(text, 0) if found is None and len(text) == 1 else found or 0)
