"""What is said of a paste: what was read, what each column was taken for, what is left out, what is wrong.

A part of the dry run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialogs.answers import kinds
from dialogs.answers.reasons import reasons
from dialogs.form.model import Group
from dialogs.pasting.faulty_rows import FaultyRow
from dialogs.pasting.reading import Reading
from dialogs.pasting.row_reading import Cell, PastedRow
from dialogs.pasting.table_layout import Place
from dialogs.texts import say
from dialogs.turn.labels import brief
from dialogs.turn.layout import refusal

LISTED = 10  # of one sort in one message
SHOWN = 30  # characters shown of a cell


def dry_run(table: Group, reading: Reading, doubles: Mapping[int, int], *, cut: bool) -> tuple[str, str, str]:
    """What there is to know before the rows are added: how they were read, what is wrong, and what may be."""
    wrong, odd = faults(table, reading), doubts(reading)
    text = say(
        "dry_run.text",
        title=" ".join(table.title.split()),
        count=len(reading.rows),
        transposed=reading.is_transposed,
        columns=[] if _is_name(reading) else [_column(place) for place in reading.places if place.columns],
        single=next(iter(reading.rows[0].cells.values())).text if _is_name(reading) else "",
        left_out=_listed(left_out(reading)),
    )
    listed = say("dry_run.faults", faults=_listed(wrong), count=len(wrong)) if wrong else ""
    below = say(
        "dry_run.below",
        doubts=_listed(odd),
        count_of_doubts=len(odd),
        doubles=_listed([_double(reading, row, doubles[row.line]) for row in reading.rows if row.line in doubles]),
        cut=cut,
    )
    return text, listed, below


def left_out(reading: Reading) -> list[str]:
    """The columns and lines that are left out, and why."""
    columns = [say("dry_run.unasked", place=place(unasked)) for unasked in reading.unasked]
    lines = [
        say("dry_run.left_out", line=left.line, text=brief(left.text, SHOWN), why=say(f"dry_run.{left.why}"))
        for left in reading.left_out
    ]
    return [*columns, *lines]


def in_short(table: Group, reading: Reading, most: int) -> list[str]:
    """The first of all that is wrong, odd or left out, and how many more there are."""
    return _listed([*faults(table, reading), *doubts(reading), *left_out(reading)], most)


def added(table: Group, rows: Sequence[PastedRow], *, behind: bool) -> str:
    """How many rows were added, and how many of them lack something; and where, if one may be elsewhere by then."""
    required = {column.id for column in table.fields if column.required}
    unfinished = sum(bool((required | {*row.cells}) - {*row.values}) for row in rows)
    title = table.title if behind else ""
    return say("paste.added", title=title, count=len(rows), unfinished=unfinished)


def remarks(rows: Sequence[PastedRow]) -> list[str]:
    """Each remark on an answer once, however many cells it is about."""
    cells = (cell for row in rows for cell in row.cells.values())
    noted = {
        (cell.column, cell.verdict.note): None
        for cell in cells
        if isinstance(cell.verdict, kinds.Accepted) and cell.verdict.note
    }
    return [say("paste.remark", label=column.title, remark=say(f"note.{note}", field=column)) for column, note in noted]


def place(place: Place) -> str:
    """A place by its head, or by what stands there first."""
    return place.head or brief(place.sample, SHOWN)


def names(place: Place) -> str:
    """The columns for which a place is, "" for none."""
    return say("dry_run.names", names=[column.title for column in place.columns])


def _column(of: Place) -> str:
    return say("dry_run.column", head=of.head, place=place(of), names=names(of))


def _is_name(reading: Reading) -> bool:
    """Whether it is a single cell and no more."""
    return len(reading.rows) == 1 and len(reading.rows[0].cells) == 1 and len(reading.places) == 1


def _listed(found: Sequence[str], most: int = LISTED) -> list[str]:
    """The first of them, and how many more there are."""
    more = [say("dry_run.more", count=len(found) - most)] if len(found) > most else []
    return [*found[:most], *more]


def faulty(table: Group, rows: Sequence[PastedRow]) -> tuple[FaultyRow, ...]:
    """The rows of which something is wrong or odd, as they go back to be mended."""
    return tuple(_faulty(table, row) for row in rows if not row.is_sound)


def _faulty(table: Group, row: PastedRow) -> FaultyRow:
    label = table.fields[0].title
    why = [say("table_sheet.short")] if row.is_short else []
    why += [say(f"table_sheet.{row.odd}", label=label)] if row.odd else []
    why += [say("table_sheet.extra", cell=row.extra)] if row.extra else []
    reasons = {id_: refusal(cell.column, cell.verdict) for id_, cell in row.cells.items() if cell.state != "accepted"}
    reasons |= {id_: say("table_sheet.rest", rest=cell.rest) for id_, cell in row.cells.items() if cell.rest}
    reasons |= {id_: say("table_sheet.crowded") for id_, cell in row.cells.items() if cell.is_crowded}
    texts = {id_: cell.text for id_, cell in row.cells.items()}
    return FaultyRow(line=row.line, texts=texts, faults=reasons, why="\n".join(why))


def faults(table: Group, reading: Reading) -> list[str]:
    """What is wrong, each with its line and column."""
    found: list[str] = []
    for row in reading.rows:
        where = say("dry_run.where", line=row.line, transposed=reading.is_transposed)
        if row.is_short:
            found.append(say("dry_run.short", where=where))
        if row.odd:
            label = table.fields[0].title
            name = next(iter(row.cells.values())).text if row.cells else row.extra
            found.append(say(f"dry_run.{row.odd}", where=where, label=label, cell=brief(name, SHOWN)))
        found += [_fault(where, cell) for cell in row.cells.values() if cell.state == "refused"]
        if row.extra:
            found.append(say("dry_run.extra", where=where, count=len(table.fields), cell=brief(row.extra, SHOWN)))
    return found


def doubts(reading: Reading) -> list[str]:
    """What is odd, each with its line and column, and what would be left out of a cell."""
    found: list[str] = []
    for row in reading.rows:
        where = say("dry_run.where", line=row.line, transposed=reading.is_transposed)
        found += [_fault(where, cell) for cell in row.cells.values() if cell.state == "doubtful"]
        found += [
            say("dry_run.rest", where=where, label=cell.column.title, rest=brief(cell.rest, SHOWN))
            for cell in row.cells.values()
            if cell.rest
        ]
        found += [
            say("dry_run.crowded", where=where, label=cell.column.title, cell=brief(cell.text, SHOWN))
            for cell in row.cells.values()
            if cell.is_crowded
        ]
    return found


def _fault(where: str, cell: Cell) -> str:
    label = cell.column.title
    reason = say("list.clauses", clauses=[reason.line for reason in reasons(cell.column, cell.verdict)])
    return say("dry_run.fault", where=where, label=label, cell=brief(cell.text, SHOWN), reason=reason)


def _double(reading: Reading, row: PastedRow, number: int) -> str:
    where = say("dry_run.where", line=row.line, transposed=reading.is_transposed)
    name = brief(next(iter(row.cells.values())).text, SHOWN)
    return say("dry_run.double", where=where, name=name, number=number)
