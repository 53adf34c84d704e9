"""A text in which every value has its label in front -> heads and rows; a label that comes again begins a row.

Knows no separator of cells. A line without a label is for a column that has none, or is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dialogs.form.model import Field, Group
from dialogs.pasting import grid, heads, listed_names, not_rows
from dialogs.pasting.fitting import worth
from dialogs.pasting.grid import Line
from dialogs.pattern import Pattern

_MARK = r"[ \t]*+(?:(?:[0-9]{1,2}[.、)）]|[（(][0-9一二三四五六七八九十]{1,2}[）)]|[①-⑳]|[-–•·●*])[ \t]*+)?"
_ANY = (
    r"[\u4e00-\u9fff][\u4e00-\u9fff（）()/]{1,11}"  # at the beginning of a line a label that nobody knows ends a value
)
# What ends a value: an empty line, a rule, or a line that only counts the rows.
_BREAK = Pattern(
    r"[-=—*_~]{3,}|(?:第|企业|客户|单位|方案|课题|对象)?\s*[（(【\[]?[0-9一二三四五六七八九十]{1,3}[家个项、.:：）)】\]]*"
)
_BEHIND = Pattern(rf"\n\s*\n|\n\s*(?:{_BREAK.pattern})\s*(?=\n|\Z)")
_WHICH = r"(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?=[ \t]*[:：][ \t]*\S))?"  # behind a label: 联合单位一
_AROUND = " \t\n,，;；、|。"
_LETTERS = {"M": "mobile", "T": "tel", "P": "phone", "E": "email"}  # of a signature
_LETTER = Pattern(r"(?:^|(?<=[\s,，;；、|]))[（(]?([MTPE])[)）]?[ \t]*[:：.]?[ \t]*(?=[+(]*[0-9]|\S+@)", re.MULTILINE)


class _Value(NamedTuple):
    line: int
    label: str  # "" for a line without one
    text: str


class Labelled(NamedTuple):
    """The heads as the first line, then the rows; and the lines that are for no column."""

    lines: list[Line]
    unlabelled: list[Line]


def read(table: Group, text: str, today: date) -> Labelled | None:
    """The rows of a text; None where fewer than two columns are named, or one below names that are a list."""
    values = list(_values(table, text))
    named = heads.columns_of(table, list(dict.fromkeys(value.label for value in values)))
    free = [column for column in table.fields if not any(column in columns for columns in named)]
    records: list[dict[str, _Value]] = []
    unlabelled: list[Line] = []
    waiting: list[_Value] = []  # lines without a label: with the next label it is seen of which row they are
    for value in values:
        if not value.label:
            waiting.append(value)
            continue
        given, rest = _given(free, waiting, today)
        if not records or records[-1].keys() & {value.label, *given}:
            records.append({})
        records[-1] |= {**given, value.label: value}
        unlabelled += [Line(one.line, [one.text]) for one in rest]
        waiting = []
    unlabelled += [Line(one.line, [one.text]) for one in waiting]
    labels = list(dict.fromkeys(label for record in records for label in record))
    is_list = sum(map(bool, named)) < 2 and any(listed_names.is_one(line.cells[0]) for line in unlabelled)
    if is_list or sum(map(bool, heads.columns_of(table, labels))) < 2:
        return None
    rows = [
        Line(
            min(value.line for value in record.values()),
            [record[label].text if label in record else "" for label in labels],
        )
        for record in records
    ]
    return Labelled([Line(grid.LABELS, labels), *(row for row in rows if row.filled)], unlabelled)


def with_colons(table: Group, text: str) -> str:
    """The text with a colon behind each label that stands right before its answer: 联系人张三，电话是138.

    The letters of a signature are words in it: M: 138.
    """
    text = _LETTER.sub(lambda one: f"{_LETTERS[one[1]]}：", text)
    return _bare_pattern(table).sub(r"\g<label>：", text)


def _given(free: Sequence[Field], lines: Sequence[_Value], today: date) -> tuple[dict[str, _Value], list[_Value]]:
    """What of some lines is for which of the columns without a label, by what it would be; and the rest.

    The name of a row is a line that ends as such names do, or else the last that is for no other column.
    """
    found: dict[str, _Value] = {}
    part = ""
    rest = [line for line in lines if not not_rows.is_title(line.text)]
    for column in [column for column in free if not column.of_kind.is_prose]:
        texts = {line: _before_title(column, line.text) for line in rest if not listed_names.is_one(line.text)}
        fits = [line for line, text in texts.items() if worth(column, text, today) > 0]
        if fits and len(rest) > 1:
            found[heads.fold(column.label)] = fits[0]._replace(text=texts[fits[0]])
            rest.remove(fits[0])
    if rest and free and free[0].of_kind.is_prose:
        name = next((line for line in rest if listed_names.is_one(line.text)), rest[-1])
        unit, part = _before_part(name.text)
        found[heads.fold(free[0].label)] = name._replace(text=unit)
    taken = {value.line for value in found.values()}
    parts = [name._replace(text=part)] if part else []
    return found, [*parts, *(line for line in lines if line.line not in taken)]


def _before_part(text: str) -> tuple[str, str]:
    """A company, and in which part of it somebody works, as a card has it behind a blank."""
    unit, *part = text.split(maxsplit=1)
    return (unit, part[0]) if part and listed_names.is_one(unit) and not listed_names.is_one(text) else (text, "")


def _before_title(column: Field, text: str) -> str:
    """What a line says for a column: of a person the name, as on a card their title stands behind it."""
    return re.split(r"\s*[|｜/]\s*|\s+(?=\S{2})", text, maxsplit=1)[0] if column.of_kind.contact == "name" else text


def _values(table: Group, text: str) -> Iterator[_Value]:
    """Every label with what stands behind it, and the lines that have none.

    Where the first column has no label, what a label has is on its line; else it may go on to an empty one.
    """
    found = list(_pattern(table).finditer(text))
    labels = [heads.fold(one["known"] or one["other"]) for one in found]
    first = table.fields[0]
    unnamed = not any(first in columns for columns in heads.columns_of(table, list(dict.fromkeys(labels))))
    begins = [0, *(one.end() for one in found)]
    ends = [*(one.start() for one in found), len(text)]
    for at, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        line, whole = text.count("\n", 0, begin) + 1, text[begin:end]
        parted = re.search("\n", whole) if unnamed else _BEHIND.search(whole)
        behind = 0 if not at else parted.start() if parted else len(whole)
        if at:
            yield _Value(line, labels[at - 1], whole[:behind].strip(_AROUND).rstrip("（("))
        for number, one in enumerate(whole[behind:].split("\n"), line + whole.count("\n", 0, behind)):
            if one.strip(_AROUND) and not _BREAK.fullmatch(one.strip()):
                yield _Value(number, "", one.strip(_AROUND).rstrip("（("))


@lru_cache(maxsize=64)
def _pattern(table: Group) -> re.Pattern[str]:
    known = "|".join(map(re.escape, filter(None, heads.words(table))))
    return re.compile(
        rf"(?:(?:^{_MARK}|(?<=[\n,，;；、|。\s（(]))[【\[]?(?P<known>(?:{known})(?:[（(][^（）()\n]{{0,12}}[）)])?){_WHICH}"
        rf"|^{_MARK}[【\[]?(?P<other>{_ANY}))[ \t]*(?:[】\]][ \t]*[:：]?|[:：=＝])[ \t]*",
        re.IGNORECASE | re.MULTILINE,
    )


@lru_cache(maxsize=64)
def _bare_pattern(table: Group) -> re.Pattern[str]:
    known = "|".join(map(re.escape, filter(None, heads.words(table, telling=True))))
    bare = "|".join(map(re.escape, filter(None, heads.words(table))))
    behind = r"(?=[^\s,，;；、|:：=＝）)】\]/])"
    return re.compile(
        rf"(?:^{_MARK}|(?<=[\n,，;；、|。（(]))(?P<label>{known}|(?:{bare})(?=[是为]))(?:[是为]|[ \t]*[-—–]+[ \t]*)?"
        rf"{behind}",
        re.IGNORECASE | re.MULTILINE,
    )
