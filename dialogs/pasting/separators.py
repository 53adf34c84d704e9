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
from dialogs.pasting import broken_rows, contacts, grid, heads, labelled, line_cells, numbering
from dialogs.pasting.fitting import fit
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import Columns

How = Literal["tabs", "strokes", "marks", "labels", "blanks", "cells", "names"]

_MARKS = ("|｜", ",，", ";；", "、", "/", ",，、", ",，、;；/|｜\t")
_HAN = r"[\u3400-\u9fff）)]"
_LIST = re.compile(rf"(?:、|(?<={_HAN})\s*[，,;；])\s*(?=[\u3400-\u9fff（(])")  # between names, not within Co., Ltd.
_ORGANISATION = re.compile(
    r".{2,}(?:公司|集团|中心|研究院|研究所|事务所|学院|大学|医院|银行|协会|学会|联盟|工厂|合作社|企业|合伙[）)])"
)
_AND = re.compile(r"\s*(?:以及|[和与及])\s*|\s+")
_FIGURE = re.compile(rf"[0-9][0-9.,]*[{HAN}]{{0,3}}")
_CODE = re.compile("[0-9A-Z]{9,}")
_ITEM = re.compile(r"(?:^|(?<=[\s；;，,、。）)\u3400-\u9fff]))(?:[（(]?[0-9]{1,2}[)）.、．]|[①-⑳⑴-⒇⒈-⒛])(?![0-9])\s*")
_GAP = re.compile(r"[ \u00a0]{2,}|\u3000+")
_FRAME = str.maketrans("│┃║", "|||")
_RULE = re.compile(r"[-=+|─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋ ]{3,}|\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_STROKE = re.compile(r"(?<!\\)\|")


# What follows a comma within the name of a company, or stands between brackets, does not set cells apart.
_NO_MARK = r"(?! ?(?:Ltd|Inc|LLC|Corp|Limited|PLC|GmbH)\b)(?![^（()）\n]{0,40}[)）])"


class Way(NamedTuple):
    """A text taken apart in one way."""

    how: How
    lines: Sequence[Line]


def ways(table: Group, text: str, today: date) -> Iterator[Way]:
    """Every way to take a text apart that comes into question, the one to be taken where all fit alike first."""
    if "\t" in text.strip():
        rows = grid.split(text)
        if any("".join(row[1:]).strip() for row in rows):
            yield from _tabbed(table, text, rows)
            return
        text = "\n".join(row[0] for row in rows)  # a tab behind each cell sets nothing apart, but a line is a row
        yield Way("names", grid.lines([row[:1] for row in rows]))
    if rows := _markdown(text):
        yield Way("strokes", grid.lines(rows))
        return
    if listed := _numbered(text):
        text = listed
    whole = text.split("\n")
    yield Way("names", grid.lines([[name] for line in whole for name in _names(line)]))
    below = [whole[at : at + 2] for at in range(0, len(whole), 2)]
    beside = ([line.split(None, 1) for line in whole], [line.split() for line in whole])
    for labelled_text in (text, _paired(table, below), *(_paired(table, rows) for rows in beside)):
        if labels := labelled.lines(table, labelled_text):
            yield Way("labels", labels)
    yield from (Way("marks", grid.lines(rows)) for rows in _marked(text))
    if _GAP.search(text):
        yield Way("blanks", grid.lines([_GAP.split(line.strip()) for line in whole]))
    yield from (Way("cells", grid.lines(rows)) for rows in line_cells.ways(table, whole, _ORGANISATION, today))
    if rows := _single_blanks(table, whole, today):
        yield Way("blanks", grid.lines(rows))


def _tabbed(table: Group, text: str, rows: list[list[str]]) -> Iterator[Way]:
    """The lines as tabs divide them; where only the heads have some, what follows by its marks."""
    mended = broken_rows.mended(rows)
    if labels := labelled.lines(table, _paired(table, mended)):
        yield Way("labels", labels)
    yield Way("tabs", grid.lines(mended))
    if mended != rows:
        yield Way("tabs", grid.lines(rows))
    first, _, rest = text.partition("\n")
    if "\t" in first and rest and "\t" not in rest:
        yield from (Way("marks", grid.lines([first.split("\t"), *marked])) for marked in _marked(rest))


def _numbered(text: str) -> str:
    """A text of one line with each item on a line of its own, where it counts them: 1.甲公司 2.乙公司. Else ""."""
    marks = list(_ITEM.finditer(text.strip())) if "\n" not in text.strip() else []
    if len(marks) < 2 or marks[0].start() or not numbering.counts([mark[0].strip() for mark in marks]):
        return ""
    return _ITEM.sub(lambda mark: f"\n{mark[0].strip()}", text.strip()).strip()


def _paired(table: Group, rows: Sequence[Sequence[str]]) -> str:
    """Cells by turns a head and what belongs to it, as labels in front of answers; "" where they are not."""
    filled = [[cell.strip() for cell in row] for row in rows if any(map(str.strip, row))]
    labels = [label for row in filled for label in row[::2] if label]
    once = list(dict.fromkeys(labels))
    if len(once) < 2 or not all(heads.columns_of(table, once)) or max(map(len, filled)) < 2:
        return ""
    if len(labels) == len(once) and (max(map(len, filled)) == 2 or len(filled) == 1):
        return ""  # each once: heads in the first column, or above
    pairs = ((row[at], "".join(row[at + 1 : at + 2])) for row in filled for at in range(0, len(row), 2))
    return "\n".join(f"{label}：{answer}" for label, answer in pairs if label)


def _names(line: str) -> list[str]:
    """The names in a line, where it lists several."""
    if re.search("[0-9@]{3}", line):
        return [line]
    counted = numbering.before(line)
    first, *more = _LIST.split(line[counted:].strip().rstrip("。；;，,、"))
    return [one for name in (f"{line[:counted]}{first}", *more) for one in _organisations(name)]


def _organisations(text: str) -> list[str]:
    """The names of organisations between blanks and 和, where each ends as such names do."""
    parts = _AND.split(text.strip())
    return parts if all(map(_ORGANISATION.fullmatch, parts)) else [text]


def _markdown(text: str) -> list[list[str]]:
    lines = [line.strip().translate(_FRAME) for line in text.split("\n") if line.strip()]
    framed = sum(line.startswith("|") and line.endswith("|") for line in lines)
    ruled = any(re.search("[|+┼├╠┣┌]", line) and _RULE.fullmatch(line) for line in lines)
    if not ruled and framed < max(2, len(lines) - 1):
        return []
    kept = [line for line in lines if not _RULE.fullmatch(line)]
    return [[_plain(cell) for cell in _STROKE.split(line.removeprefix("|").removesuffix("|"))] for line in kept]


def _plain(cell: str) -> str:
    """A cell of Markdown without its marks."""
    text = re.sub(r"<br\s*/?>", "\n", cell.strip()).replace("\\|", "|")
    text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    return re.sub(r"(\*\*|__|`)(.*?)\1", r"\2", text)


def _marked(text: str) -> Iterator[list[list[str]]]:
    """The lines divided at each sort of mark that they have, also where marks set off the rows."""
    whole = text.split("\n")
    for marks in _MARKS:
        inside = re.compile(f"[{re.escape(marks)}]{_NO_MARK}", re.IGNORECASE)
        if '"' in text and marks[0] in ",;":
            yield list(csv.reader(io.StringIO(text), delimiter=marks[0], skipinitialspace=True))
        elif inside.search(text):
            rows = [[cell.strip() for cell in inside.split(line)] for line in whole]
            yield rows
            if (mended := broken_rows.mended(rows)) != rows:
                yield mended
    if re.search("[;；。]", text):
        parts = re.split(r"[;；。\n]", text)
        yield from ([re.split(f"[{marks}]", part.strip()) for part in parts] for marks in (",，", "、", ",，、"))
    if re.search(r"[,，、;；/|｜]", text):
        yield [re.split(r"[,，、;；/|｜]\s*|\s+", line.strip()) for line in whole]
    if re.search(r"[:：—–+]|\s[-·]\s", text):
        yield [re.split(r"\s*(?:[:：—–+]+|\s[-·])\s*|[,，、;；]\s*|\s+", line.strip()) for line in whole]
    if re.search(r"[（(]", text):
        yield [re.split(r"\s*[（(）),，、;；]\s*|\s+", line.strip().rstrip("）)")) for line in whole]


def _single_blanks(table: Group, lines: Sequence[str], today: date) -> list[list[str]]:
    """The lines divided at every blank, where each but the heads has a number, or begins with whose it is."""
    rows = [line.split() for line in lines if line.strip()]
    named = heads.places(table, rows[0]) if rows else None
    body = rows[bool(named) :]
    if named and {len(row) for row in body} == {len(named)}:
        return rows
    named_first = {len(row) for row in body} == {2} and all(map(_is_owned, body))
    in_order = {len(row) for row in body} == {len(table.fields)} and all(map(_has_figure, body))
    if not body or not (named_first or in_order or all(any(map(_has_data, row)) for row in body)):
        return []
    counted = [()] * numbering.counts([row[0] for row in body])
    columns: list[Columns] = named or [*counted, *((column,) for column in table.fields)]
    return [*rows[: bool(named)], *(_narrowed(row, columns, today) for row in body)]


def _narrowed(row: Sequence[str], columns: Sequence[Columns], today: date) -> list[str]:
    """A row of as many cells as there are columns, with those together that a blank within a name set apart."""
    over = len(row) - len(columns) + 1
    if over < 2:
        return list(row)
    joined = [[*row[:at], " ".join(row[at : at + over]), *row[at + over :]] for at in range(len(columns))]
    return max(joined, key=lambda cells: fit(columns, cells, today))


def _is_owned(row: Sequence[str]) -> bool:
    """Whether an organisation stands before something else: 甲公司 张三."""
    return [bool(_ORGANISATION.fullmatch(cell)) for cell in row] == [True, False]


def _has_figure(row: Sequence[str]) -> bool:
    """Whether something of a row is a number, perhaps with its unit."""
    return any(_FIGURE.fullmatch(cell) for cell in row[1:])


def _has_data(cell: str) -> bool:
    found = contacts.pieces(cell)
    return bool(found.phones or found.mails or _CODE.fullmatch(cell))
