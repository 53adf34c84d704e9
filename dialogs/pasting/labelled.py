"""A text in which every value has its label in front -> heads and rows; a label that comes again begins a row.

Knows no separator of cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dialogs.form.model import Group
from dialogs.pasting import heads
from dialogs.pasting.grid import Line

_MARK = r"[ \t]*+(?:(?:[0-9]{1,2}[.、)）]|[（(][0-9一二三四五六七八九十]{1,2}[）)]|[①-⑳]|[-–•·●*])[ \t]*+)?"
_ANY = (
    r"[\u4e00-\u9fff][\u4e00-\u9fff（）()/]{1,11}"  # at the beginning of a line a label that nobody knows ends a value
)
# What ends a value: an empty line, a rule, or a line that only counts the rows.
_BEHIND = re.compile(
    r"\n\s*\n|\n\s*(?:[-=—*_~]{3,}|(?:第|企业|客户|单位|方案|课题|对象)?\s*"
    r"[0-9一二三四五六七八九十]{1,3}[家个项、.:：]?)\s*(?=\n|\Z)"
)
_AROUND = " \t\n,，;；、|。"


class _Value(NamedTuple):
    line: int
    label: str
    text: str


def lines(table: Group, text: str) -> list[Line]:
    """The heads as the first line, then the rows; none where fewer than two columns are named."""
    values = list(_values(table, text))
    labels = list(dict.fromkeys(value.label for value in values))
    if sum(map(bool, heads.columns_of(table, labels))) < 2:
        return []
    records: list[dict[str, _Value]] = []
    for value in values:
        if not records or value.label in records[-1]:
            records.append({})
        records[-1][value.label] = value
    rows = [
        Line(
            min(value.line for value in record.values()),
            [record[label].text if label in record else "" for label in labels],
        )
        for record in records
    ]
    return [Line(0, labels), *(row for row in rows if row.filled)]


def _values(table: Group, text: str) -> Iterator[_Value]:
    """Every label with what stands behind it; a line without one before it has the first column's, if nothing else."""
    found = list(_pattern(table).finditer(text))
    labels = [heads.fold(one["known"] or one["other"]) for one in found]
    first = table.fields[0]
    unnamed = not any(first in columns for columns in heads.columns_of(table, list(dict.fromkeys(labels))))
    for at in range(-1, len(found)):
        begin = found[at].end() if at >= 0 else 0
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        line = text.count("\n", 0, begin) + 1
        value, rest = text[begin:end], ""
        if unnamed:
            value, _, rest = value.partition("\n") if at >= 0 else ("", "", value)
        if at >= 0:
            yield _Value(line, labels[at], _BEHIND.split(value, maxsplit=1)[0].strip(_AROUND))
        if rest.strip(_AROUND) and at + 1 < len(found):
            yield _Value(line + 1, heads.fold(first.label), rest.strip(_AROUND).split("\n")[-1])


@lru_cache(maxsize=64)
def _pattern(table: Group) -> re.Pattern[str]:
    known = "|".join(map(re.escape, filter(None, heads.words(table))))
    return re.compile(
        rf"(?:(?:^{_MARK}|(?<=[\n,，;；、|。\s（(]))[【\[]?(?P<known>(?:{known})(?:[（(][^（）()\n]{{0,12}}[）)])?)"
        rf"|^{_MARK}[【\[]?(?P<other>{_ANY}))[ \t]*(?:[】\]][ \t]*[:：]?|[:：=＝])[ \t]*",
        re.IGNORECASE | re.MULTILINE,
    )
