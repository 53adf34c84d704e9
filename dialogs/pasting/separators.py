"""The ways in which a text may be taken apart into lines of cells; which of them is right shows in the cells.

Knows no verdict on a cell. A tab, or the strokes of Markdown, leave no choice.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from dialogs.form.model import Group
from dialogs.pasting import contacts, grid, heads, labelled, numbering
from dialogs.pasting.fitting import fit
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import Columns

How = Literal["tabs", "strokes", "marks", "labels", "blanks", "cells", "names"]

_MARKS = ("|｜", ",，", ";；", "、", "/", ",，、", ",，、;；/|｜\t")
_HAN = r"[\u3400-\u9fff）)]"
_LIST = re.compile(rf"(?<={_HAN})\s*[、，,;；]\s*(?=[\u3400-\u9fff（(])")  # between names, not within Co., Ltd.
_ORGANISATION = re.compile(
    r".{2,}(?:公司|集团|中心|研究院|研究所|事务所|学院|大学|医院|银行|协会|学会|联盟|工厂|合作社|企业|合伙[）)])"
)
_AND = re.compile(r"\s*(?:以及|[和与及])\s*|\s+")
_CODE = re.compile("[0-9A-Z]{9,}")
_ITEM = re.compile(r"(?:^|(?<=[\s；;，,、。）)\u3400-\u9fff]))(?:[（(]?[0-9]{1,2}[)）.、．]|[①-⑳⑴-⒇⒈-⒛])(?![0-9])\s*")
_GAP = re.compile(r"[ \u00a0]{2,}|\u3000+")
_FRAME = str.maketrans("│┃║", "|||")
_RULE = re.compile(r"[-=+|─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋ ]{3,}|\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_STROKE = re.compile(r"(?<!\\)\|")


class Way(NamedTuple):
    """A text taken apart in one way."""

    how: How
    lines: Sequence[Line]


def ways(table: Group, text: str, today: date) -> Iterator[Way]:
    """Every way to take a text apart that comes into question, the one to be taken where all fit alike first."""
    text = re.sub(r"\r\n?|\u2028", "\n", text.replace("\ufeff", "")).strip("\n")
    if "\t" in text.strip():
        rows = _mended(grid.split(text))
        if labels := labelled.lines(table, _paired(table, rows)):
            yield Way("labels", labels)
        yield Way("tabs", grid.lines(rows))
        return
    if rows := _markdown(text):
        yield Way("strokes", grid.lines(rows))
        return
    if listed := _numbered(text):
        text = listed
    whole = text.split("\n")
    yield Way("names", grid.lines([[name] for line in whole for name in _names(line)]))
    below = [whole[at : at + 2] for at in range(0, len(whole), 2)]
    for labelled_text in (text, _paired(table, below), _paired(table, [line.split(None, 1) for line in whole])):
        if labels := labelled.lines(table, labelled_text):
            yield Way("labels", labels)
    yield from (Way("marks", grid.lines(rows)) for rows in _marked(text))
    if _GAP.search(text):
        yield Way("blanks", grid.lines([_GAP.split(line.strip()) for line in whole]))
    yield from (Way("cells", grid.lines(rows)) for rows in _one_a_line(table, whole))
    if rows := _single_blanks(table, whole, today):
        yield Way("blanks", grid.lines(rows))


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


def _mended(rows: Sequence[list[str]]) -> list[list[str]]:
    """The rows with those joined that were cut in two by a line break within a cell, as in one copied from Word."""
    width = max(map(len, rows))
    found: list[list[str]] = []
    for row in rows:
        before = found[-1] if found else []
        if len(before) > 1 and any(row) and _goes_on(before, row, width):
            found[-1] = [*before[:-1], f"{before[-1]}\n{row[0]}", *row[1:]]
        else:
            found.append(row)
    return found


def _goes_on(before: Sequence[str], row: Sequence[str], width: int) -> bool:
    """Whether a row goes on: one that is too short with what fills it up, a number with its address of mail."""
    if len(before) < width:
        return 1 < len(row) == width - len(before) + 1
    mail, last = contacts.pieces(row[0]), contacts.pieces(before[-1])
    return len(row) == 1 and bool(mail.mails) and not mail.rest and bool(last.phones) and not last.mails


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
    return re.sub(r"(\*\*|__|`)(.*?)\1", r"\2", text)


def _marked(text: str) -> Iterator[list[list[str]]]:
    """The lines divided at each sort of mark that they have, also where marks set off the rows."""
    whole = text.split("\n")
    for marks in _MARKS:
        inside = re.compile(f"[{re.escape(marks)}]")
        if '"' in text and marks[0] in ",;":
            yield list(csv.reader(io.StringIO(text), delimiter=marks[0], skipinitialspace=True))
        elif inside.search(text):
            yield [[cell.strip() for cell in inside.split(line)] for line in whole]
    if re.search("[;；。]", text):
        parts = re.split(r"[;；。\n]", text)
        yield from ([re.split(f"[{marks}]", part.strip()) for part in parts] for marks in (",，", "、", ",，、"))
    if re.search(r"[,，、;；/|｜]", text):
        yield [re.split(r"[,，、;；/|｜]\s*|\s+", line.strip()) for line in whole]
    if re.search(r"[:：—–]|\s-\s", text):
        yield [re.split(r"\s*(?:[:：—–]+|\s-)\s*|[,，、;；]\s*|\s+", line.strip()) for line in whole]
    if re.search(r"[（(]", text):
        yield [re.split(r"\s*[（(）),，、;；]\s*|\s+", line.strip().rstrip("）)")) for line in whole]


def _one_a_line(table: Group, lines: Sequence[str]) -> Iterator[list[list[str]]]:
    """Cells that each have a line: so many to a row as there are heads, or columns, or between blank lines."""
    filled = [line.strip() for line in lines if line.strip()]
    groups = re.split(r"\n\s*\n", "\n".join(lines).strip())
    if len(groups) > 1:
        yield [group.split("\n") for group in groups]
    begins = [at for at, cell in enumerate(filled) if _ORGANISATION.fullmatch(cell)]
    if begins and begins[0] == 0:
        yield [filled[at:end] for at, end in pairwise([*begins, len(filled)])]
    for cells in dict.fromkeys((tuple(filled), tuple(line.strip() for line in lines), tuple(_together(filled)))):
        for width in range(len(table.fields) + 2, 1, -1):
            if len(cells) % width == 0 or width == len(table.fields) < len(cells):
                yield [list(cells[at : at + width]) for at in range(0, len(cells), width)]
        named = _heads_first(table, cells)
        if named and (len(cells) - named) % (named or 1):
            for width in range(2, len(table.fields) + 3):
                if (len(cells) - named) % width == 0:
                    body = cells[named:]
                    rows = [list(body[at : at + width]) for at in range(0, len(body), width)]
                    yield [list(cells[:named]), *rows]


def _heads_first(table: Group, cells: Sequence[str]) -> int:
    """How many of the first cells are heads."""
    named = heads.columns_of(table, cells[: len(table.fields) + 3])
    known = [bool(columns) or heads.is_numbering(cell) for columns, cell in zip(named, cells, strict=False)]
    return known.index(False) if False in known else len(known)


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


def _single_blanks(table: Group, lines: Sequence[str], today: date) -> list[list[str]]:
    """The lines divided at every blank, where each but the heads has a number, or begins with whose it is."""
    rows = [line.split() for line in lines if line.strip()]
    named = heads.places(table, rows[0]) if rows else None
    body = rows[bool(named) :]
    if named and {len(row) for row in body} == {len(named)}:
        return rows
    named_first = {len(row) for row in body} == {2} and all(map(_is_owned, body))
    if not body or not (named_first or all(any(map(_has_data, row)) for row in body)):
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


def _has_data(cell: str) -> bool:
    found = contacts.pieces(cell)
    return bool(found.phones or found.mails or _CODE.fullmatch(cell))
