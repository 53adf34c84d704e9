"""One cell a line, as a phone pastes a table of Word: so many to a row as there are heads, or columns.

Knows no separator within a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from dialogs.form.model import Group
from dialogs.pasting import broken_rows, contacts, heads, listed_names, not_rows
from dialogs.pasting.fitting import is_strict, laid, narrowed, worth
from dialogs.pattern import Pattern

_GOES_ON = Pattern(r"[（(].*[)）]|/.+")
_LINES = 2  # on which one cell goes on
Rows = list[list[str]]


def ways(table: Group, lines: Sequence[str], today: date) -> Iterator[Rows]:
    """Every way to make rows of the lines, those of titles and totals as they are."""
    above, inner, below = _framed(table, [line.strip() for line in lines])
    for rows in _chunks(table, inner, today):
        yield [*above, *rows, *below]


def _framed(table: Group, lines: Sequence[str]) -> tuple[Rows, list[str], Rows]:
    """The titles on top, each a row, the cells, and totals and notes at the end, each a row."""
    at = [number for number, line in enumerate(lines) if line]
    begin = 0
    while len(at) - begin > 2 and _is_title(table, lines[at[begin]], [lines[n] for n in at[begin + 1 : begin + 3]]):
        begin += 1
    end = len(at)
    while end - begin > 2 and not_rows.is_below(lines[at[end - 1]]):
        end -= 1
    if not at:
        return [], [], []
    inner = lines[at[begin] : at[end - 1] + 1]
    return [[lines[n]] for n in at[:begin]], list(inner), [[lines[n]] for n in at[end:]]


def _is_title(table: Group, line: str, below: Sequence[str]) -> bool:
    """Whether a line says what follows: 客户名单, or 服务对象 above the head of just that, 企业名称."""
    if not (not_rows.is_title(line) or heads.fold(table.title).endswith(heads.fold(line))):
        return False
    return not _named(table, line) or heads.columns_of(table, [line]) in (
        heads.columns_of(table, [one]) for one in below
    )


def _chunks(table: Group, lines: Sequence[str], today: date) -> Iterator[Rows]:
    filled = _with_whole_heads(table, [line for line in lines if line])
    whole = broken_rows.together(filled)
    columns = [(column,) for column in table.fields]
    apart = [block.split("\n") for block in re.split(r"\n\s*\n", "\n".join(lines))]
    if 1 < max(map(len, apart)) <= len(columns):
        yield [laid(block, columns, today) for block in apart]
    named = _heads_first(table, filled)
    yield from _by_name(table, filled, named, today)
    yield from _by_last(table, whole, named, today)
    spaced = lines[::2] if not any(lines[1::2]) else ()
    alike = (tuple(filled), tuple(lines), tuple(spaced), tuple(_together(filled)), tuple(whole))
    for cells in dict.fromkeys(filter(None, alike)):
        for width in range(len(table.fields) + 2, 1, -1):
            if len(cells) % width == 0 or width == len(table.fields) < len(cells):
                yield [list(cells[at : at + width]) for at in range(0, len(cells), width)]


def _by_name(table: Group, cells: Sequence[str], named: int, today: date) -> Iterator[Rows]:
    """A row for each name of an organisation, as it is, and over the columns for which it has cells."""
    offered = {choice for column in table.fields for choice in column.choices}  # 民营企业 is no name
    begins = [at for at in range(named, len(cells)) if listed_names.is_one(cells[at]) and cells[at] not in offered]
    if not begins or begins[0] != named:
        return
    rows = [list(cells[at:end]) for at, end in pairwise([*begins, len(cells)])]
    if not named:
        yield rows
    columns = heads.columns_of(table, cells[:named]) if named else [(column,) for column in table.fields]
    if all(columns) and max(map(len, rows)) <= len(columns):
        yield [*([list(cells[:named])] if named else []), *(laid(row, columns, today) for row in rows)]


def _by_last(table: Group, cells: Sequence[str], named: int, today: date) -> Iterator[Rows]:
    """A row to each cell that fits the last column; of one with more cells than columns some are one, on two lines."""
    columns = heads.columns_of(table, cells[:named]) if named else [(column,) for column in table.fields]
    if any(len(of) != 1 for of in columns) or not is_strict(columns[-1][0]):
        return
    ends = [at for at in range(named, len(cells)) if worth(columns[-1][0], cells[at], today) > 1]
    rows = [list(cells[at + 1 : end + 1]) for at, end in pairwise([named - 1, *ends])]
    over = [len(row) - len(columns) for row in rows]
    if rows and ends[-1] == len(cells) - 1 and min(over) == 0 < max(over) <= _LINES:
        yield [list(cells[:named]), *(narrowed(row, columns, today, "") for row in rows)][not named :]


def _heads_first(table: Group, cells: Sequence[str]) -> int:
    """How many of the first cells are heads."""
    named = heads.columns_of(table, cells[: len(table.fields) + 3])
    known = [bool(columns) or heads.is_numbering(cell) for columns, cell in zip(named, cells, strict=False)]
    return known.index(False) if False in known else len(known)


def _named(table: Group, cell: str) -> bool:
    return any(heads.columns_of(table, [cell])) or heads.is_numbering(cell)


def _with_whole_heads(table: Group, cells: Sequence[str]) -> list[str]:
    """The cells with what a wrapped head has on its next line put to it: 联系方式 and （手机与邮箱）."""
    found: list[str] = []
    most = 2 * (len(table.fields) + 3)
    for at, cell in enumerate(cells):
        if found and at < most and _GOES_ON.fullmatch(cell) and _named(table, found[-1]):
            found[-1] += cell
        else:
            found.append(cell)
    return found


def _together(cells: Sequence[str]) -> list[str]:
    """The cells with each address of mail put to the number before it: in one cell they stood below each other."""
    found: list[str] = []
    for cell in cells:
        now, before = contacts.pieces(cell), contacts.pieces(found[-1]) if found else None
        alone = bool(now.mails) and not (now.phones or now.rest)
        if before and alone and before.phones and not (before.rest or before.mails):
            found[-1] += f" {cell}"
        else:
            found.append(cell)
    return found
