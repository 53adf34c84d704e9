"""A paste as it was read, as one line between two of our processes, and back.

The rows are packed some at a time, as nobody else has a turn while some are unpacked. The table and its columns are
only named: each side has them. Knows nothing of how rows are read.
"""

from __future__ import annotations

import io
import pickle
from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Any

from dialogs.form.model import Field, Group
from dialogs.pasting.reading import Reading

AT_ONCE = 50  # rows


def packed(reading: Reading, table: Group) -> bytes:
    """A reading of what was pasted into a table, as a line."""
    rows = reading.rows
    for row in rows:
        row.is_sound, row.values  # noqa: B018 - what is worked out of each comes along
    parts = [replace(reading), *(rows[first : first + AT_ONCE] for first in range(0, len(rows), AT_ONCE))]
    return b64encode(pickle.dumps([_dumped(part, table) for part in parts]))


def unpacked(line: bytes, table: Group) -> Reading:
    """The reading that was packed; of a line of our own process, as it can be made to do anything."""
    bare, *parts = pickle.loads(b64decode(line))  # noqa: S301 - see above
    reading: Reading = _Unpickler(bare, table).load()
    reading.__dict__["rows"] = [row for part in parts for row in _Unpickler(part, table).load()]
    return reading


def _dumped(part: object, table: Group) -> bytes:
    file = io.BytesIO()
    _Pickler(file, table).dump(part)
    return file.getvalue()


class _Pickler(pickle.Pickler):
    """Names the table, "", and its columns, by their ids."""

    def __init__(self, file: io.BytesIO, table: Group) -> None:
        super().__init__(file)
        self._table = table

    def persistent_id(self, found: Any) -> str | None:
        if isinstance(found, Field):
            return found.id
        return "" if found is self._table else None


class _Unpickler(pickle.Unpickler):
    """Finds what is named so."""

    def __init__(self, content: bytes, table: Group) -> None:
        super().__init__(io.BytesIO(content))
        self._named: dict[str, Group | Field] = {"": table} | {field.id: field for field in table.fields}

    def persistent_load(self, name: str) -> Group | Field:
        return self._named[name]
