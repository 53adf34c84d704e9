"""The ways in which a text may be taken apart into lines of cells; which of them is right shows in the cells.

Knows no verdict on a cell. A tab, or the strokes of Markdown, leave no choice.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from dialogs.answers.word_count import HAN
from dialogs.form.model import Group
from dialogs.pasting import (
    beside,
    broken_rows,
    contacts,
    grid,
    heads,
    labelled,
    line_cells,
    listed_names,
    markup,
    not_rows,
    numbering,
)
from dialogs.pasting.fitting import narrowed
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import Columns
from dialogs.pattern import Pattern

How = Literal["tabs", "strokes", "marks", "labels", "blanks", "cells", "names"]

_MARKS = ("|｜丨", ",，", "，", ";；", "、", "/", "→", ",，、;；/|｜\t")
_MARK = Pattern(r"[^\w\s@.()（）\"'|｜丨,，;；、/→]|_")  # any that sets no cells apart of itself
_FIGURE = Pattern(rf"[0-9][0-9.,]*[{HAN}]{{0,3}}")
_CODE = Pattern("[0-9A-Z]{9,}")
_ITEM = Pattern(r"(?:^|(?<=[\s；;，,、。）)\u3400-\u9fff]))(?:[（(]?[0-9]{1,2}[)）.、．]|[①-⑳⑴-⒇⒈-⒛])(?![0-9])\s*")
_BRACKETED = Pattern(r"[（(【\[][^（()）【】\[\]]+[)）】\]]")
_REMARKED = Pattern(r"[^（(）)\n]+[（(][^（(）)\n]+[）)]")
_OUTSIDE = Pattern(r"(?<=[）)])\s*[、，,;；。]\s*")
_ARROW = Pattern(" {0,3}[-=]> {0,3}")
_GAP = Pattern(r"[ \u00a0]{2,}|\u3000+")

# What follows a comma within the name of a company, or stands between brackets, does not set cells apart.
_NO_MARK = r"(?! ?(?:Ltd|Inc|LLC|Corp|Limited|PLC|GmbH)\b)(?![^（()）\n]{0,40}[)）])"


class Way(NamedTuple):
    """A text taken apart in one way."""

    how: How
    lines: Sequence[Line]
    unlabelled: Sequence[Line] = ()  # lines among labels that have none


def ways(table: Group, text: str, today: date) -> Iterator[Way]:
    """Every way to take a text apart that comes into question, the one to be taken where all fit alike first."""
    if rows := markup.rows(text):
        yield Way("strokes", grid.lines(beside.stacked(table, rows)))
        return
    if "\t" in text.strip():
        rows = beside.stacked(table, grid.split(text))
        if any("".join(row[1:]).strip() for row in rows):
            yield from _tabbed(table, text, rows, today)
            return
        text = "\n".join(row[0] for row in rows)  # a tab behind each cell sets nothing apart, but a line is a row
        yield Way("names", grid.lines([row[:1] for row in rows]))
    text = _unbracketed(_ARROW.sub("→", markup.without_emphasis(text)))
    text = _numbered(text) or _remarked(text) or text
    whole = text.split("\n")
    yield Way(
        "names", grid.lines([[name] for line in broken_rows.together(whole) for name in listed_names.of(table, line)])
    )
    yield Way("marks", grid.lines([*listed_names.below_banners(table, whole)]))
    below = [whole[at : at + 2] for at in range(0, len(whole), 2)]
    in_line = ([line.split(None, 1) for line in whole], [line.split() for line in whole])
    paired = (_paired(table, rows) for rows in (below, *in_line))
    for labelled_text in dict.fromkeys((text, *paired, labelled.with_colons(table, text))):
        yield from _labelled(table, labelled_text, today)
    for rows in _marked(table, text):
        yield from (Way("marks", grid.lines(one)) for one in (rows, broken_rows.mended(rows)))
    if _GAP.search(text):
        yield Way("blanks", grid.lines([_GAP.split(line.strip()) for line in whole]))
    yield from (Way("cells", grid.lines(rows)) for rows in line_cells.ways(table, whole, today))
    yield Way("blanks", grid.lines(_single_blanks(table, whole, today)))


def _unbracketed(text: str) -> str:
    """The text without the brackets around each of its lines, where there are such."""
    lines = [line.strip() for line in text.split("\n")]
    is_each = all(_BRACKETED.fullmatch(line) for line in lines if line)
    return "\n".join(line[1:-1] for line in lines) if is_each else text


def _labelled(table: Group, text: str, today: date) -> Iterator[Way]:
    if found := labelled.read(table, text, today):
        yield Way("labels", found.lines, found.unlabelled)


def _tabbed(table: Group, text: str, rows: list[list[str]], today: date) -> Iterator[Way]:
    """The lines as tabs divide them; where only the heads have some, what follows by its marks."""
    mended = broken_rows.mended(rows)
    yield from _labelled(table, _paired(table, mended), today)
    yield Way("tabs", grid.lines(mended))
    if stacked := beside.headless(table, rows):
        yield Way("tabs", grid.lines(stacked))
    filled = [cell.strip() for row in rows for cell in row if cell.strip()]
    if all(map(listed_names.is_one, filled)):
        yield Way("names", grid.lines([[cell] for cell in filled]))
    if mended != rows:
        yield Way("tabs", grid.lines(rows))
    first, _, rest = text.partition("\n")
    if "\t" in first and rest and "\t" not in rest:
        yield from (Way("marks", grid.lines([first.split("\t"), *marked])) for marked in _marked(table, rest))


def _numbered(text: str) -> str:
    """A text of one line with each item on a line of its own, where it counts them: 1.甲公司 2.乙公司. Else ""."""
    marks = list(_ITEM.finditer(text.strip())) if "\n" not in text.strip() else []
    if len(marks) < 2 or marks[0].start() or not numbering.counts([mark[0].strip() for mark in marks]):
        return ""
    return _ITEM.sub(lambda mark: f"\n{mark[0].strip()}", text.strip()).strip()


def _remarked(text: str) -> str:
    """A text of one line with each item on a line of its own, if each ends in brackets: 甲（…）、乙（…）. Else ""."""
    items = _OUTSIDE.split(text.strip().rstrip("。；;，,、"))
    return "\n".join(items) if len(items) > 1 and all(map(_REMARKED.fullmatch, items)) else ""


def _paired(table: Group, rows: Sequence[Sequence[str]]) -> str:
    """Cells by turns a head and what belongs to it, as labels in front of answers; "" where they are not."""
    filled = [[cell.strip() for cell in row] for row in rows if not not_rows.is_rule(row)]
    labels = [label for row in filled for label in row[::2] if label]
    once = list(dict.fromkeys(labels))
    if len(once) < 2 or not all(heads.columns_of(table, once)) or max(map(len, filled)) < 2:
        return ""
    if len(labels) == len(once) and (max(map(len, filled)) == 2 or len(filled) == 1):
        return ""  # each once: heads in the first column, or above
    pairs = ((row[at], "".join(row[at + 1 : at + 2])) for row in filled for at in range(0, len(row), 2))
    return "\n".join(f"{label}：{answer}" for label, answer in pairs if label)


def _marked(table: Group, text: str) -> Iterator[list[list[str]]]:
    """The lines divided at each sort of mark that they have, also where marks set off the rows.

    At marks that names and words have too, only those are divided that do not stand above or below rows.
    """
    whole = text.split("\n")
    for marks in _MARKS:
        inside = re.compile(f"[{re.escape(marks)}]{_NO_MARK}", re.IGNORECASE)
        if '"' in text and marks[0] in ",;":
            yield list(csv.reader(io.StringIO(text), delimiter=marks[0], skipinitialspace=True))
        elif inside.search(text):
            yield [[cell.strip() for cell in inside.split(line)] for line in whole]
    yield from ([[cell.strip() for cell in line.split(mark)] for line in whole] for mark in _in_every(whole))
    if re.search("[;；。]", text):
        parts = re.split(r"[;；。\n]", text)
        yield from ([re.split(f"[{marks}]", part.strip()) for part in parts] for marks in (",，", "、", ",，、"))
    if re.search(r"[,，、;；/|｜]", text):
        yield _divided(table, whole, r"[,，、;；/|｜]\s*|\s+")
    if re.search(r"[:：—–+]|\s[-·]\s", text):
        yield _divided(table, whole, r"\s*(?:[:：—–+]+|\s[-·])\s*|[,，、;；/]\s*|\s+")
    if re.search(r"[（(]", text):
        yield _divided(
            table,
            [contacts.without_labels(line).strip().rstrip("）)") for line in whole],
            r"\s*[（(）),，、;；]\s*|\s+",
        )


def _divided(table: Group, lines: Sequence[str], marks: str) -> list[list[str]]:
    """The lines divided at marks, those between rows as they are."""
    texts = (numbering.without_bullet(line.strip()) for line in lines)
    return [[text] if not_rows.is_between(table, text) else re.split(marks, text) for text in texts]


def _in_every(lines: Sequence[str]) -> list[str]:
    """Any further marks that stand in every line at least twice, and as often in each: ^ or #."""
    filled = [line for line in lines if line.strip()]
    marks = sorted(set(_MARK.findall(filled[0]))) if filled else []
    return [mark for mark in marks if filled[0].count(mark) > 1 and len({line.count(mark) for line in filled}) == 1]


def _single_blanks(table: Group, lines: Sequence[str], today: date) -> list[list[str]]:
    """The lines divided at every blank, where each but the heads has a number, or begins with whose it is."""
    cells = [[line] if not_rows.is_between(table, line) else line.split() for line in map(str.strip, lines) if line]
    rows = [row for row in broken_rows.mended(cells) if row]
    begin = next((at for at, row in enumerate(rows) if len(row) > 1), 0)  # below titles
    named = heads.places(table, rows[begin]) if rows else None
    above, body = rows[: begin + bool(named)], rows[begin + bool(named) :]
    if named and {len(row) for row in body if len(row) > 1} == {len(named)}:
        return rows
    counted = [()] * numbering.counts([row[0] for row in body])
    named_first = {len(row) for row in body} == {2} and all(map(_is_owned, body))
    in_order = {len(row) for row in body} == {len(table.fields) + len(counted)} and all(map(_has_figure, body))
    if not body or not (named_first or in_order or all(len(row) == 1 or any(map(_has_data, row)) for row in body)):
        return []
    columns: list[Columns] = named or [*counted, *((column,) for column in table.fields)]
    return [*above, *(narrowed(row, columns, today, " ") for row in body)]


def _is_owned(row: Sequence[str]) -> bool:
    """Whether an organisation stands before something else: 甲公司 张三."""
    return [listed_names.is_one(cell) for cell in row] == [True, False]


def _has_figure(row: Sequence[str]) -> bool:
    """Whether something of a row is a number, perhaps with its unit."""
    return any(_FIGURE.fullmatch(cell) for cell in row[1:])


def _has_data(cell: str) -> bool:
    found = contacts.pieces(cell)
    return bool(found.phones or found.mails or _CODE.fullmatch(cell))
