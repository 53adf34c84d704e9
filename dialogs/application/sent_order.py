"""In which order the rows of a document stand that came back: theirs where somebody moved them, else that of now.

Knows nothing of answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.application.bookmarks import bookmark, digest
from dialogs.application.sent_document import SentDocument


def order(document: SentDocument, table: str) -> tuple[str | int, ...]:
    """The rows of a table in the order that they are to have; empty where that is theirs, new ones behind.

    Where none was moved in the document they stand as they do now, each new one behind the one above it.
    """
    if not document.read.is_free(document.form.tables[table]):
        return ()
    new = {row.number for row in document.added() if row.table == table}
    numbered = [(number, row.id) for number, row in document.numbered() if row.table.id == table]
    found = [row or number for number, row in numbered if row or number in new]
    gone = {step.row for step in document.removed()}
    there = [row for row in document.rows.get(table, ()) if row not in gone]
    old = [row for row in found if isinstance(row, str)]
    kept = set(old)
    if old in ([row for row in there if row in kept], _as_printed(document, table, old)):
        found = _merged(there, found)
    return () if found == [*there, *sorted(new)] else tuple(found)


def _as_printed(document: SentDocument, table: str, rows: Sequence[str]) -> Sequence[str]:
    """Rows in the order in which they were printed: by the hashes of their numbers, else by their bookmarks'."""
    hashes = document.sent.hashes
    numbers = {digest(str(number)): number for number in range(1, len(hashes) + 1)}
    at = {row: numbers.get(hashes.get(bookmark(table, row), ""), 0) for row in rows}
    if not all(at.values()):
        places = {mark: number for number, mark in enumerate(hashes)}
        marks = {row: [bookmark(item, row) for item in document.form.tables[table].item_ids] for row in rows}
        at = {row: min((places[m] for m in of if m in places), default=len(places)) for row, of in marks.items()}
    return sorted(rows, key=at.__getitem__)


def _merged(there: Sequence[str], found: Sequence[str | int]) -> list[str | int]:
    """The rows that there are, with the new ones of a document each behind the one above it there."""
    merged: list[str | int] = [*there]
    for above, row in zip([None, *found], found, strict=False):
        if isinstance(row, int):
            merged.insert(0 if above is None else merged.index(above) + 1, row)
    return merged
