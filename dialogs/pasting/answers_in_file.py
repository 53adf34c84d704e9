"""The short answers in a file, each once, at the row to which it belongs. Knows of a file only what is called how."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from dialogs.form.model import NO_ROW, UNITS, Field, Form
from dialogs.pasting import contacts, filled_in
from dialogs.pasting.found import SOURCE, Found
from dialogs.pasting.found_rows import FoundRows
from dialogs.pasting.label_index import Labels, key
from dialogs.pasting.strays import Strays


class Place(NamedTuple):
    """Where an answer belongs."""

    field: Field
    row: str


class AnswersInFile:
    """Takes answers at their labels.

    Attributes:
        row: The name of the row whose part stands here in the file, "" for none.
    """

    def __init__(self, form: Form, labels: Labels, rows: FoundRows, strays: Strays) -> None:
        """`strays` takes what has no place."""
        self.row = ""
        self._labels, self._rows, self._strays = labels, rows, strays
        self._each = {f.id for s in form.sections if s.each not in (NO_ROW, UNITS) for f in s.fields}
        self._found: dict[Place, Found] = {}

    @property
    def found(self) -> Collection[Found]:
        """All that was found."""
        return self._found.values()

    def place(self, field: Field) -> Place | None:
        """Where an answer to a question belongs here; None where it is of a row, and nobody can tell of which."""
        place = self._place(field)
        return None if field.id in self._each and not place.row else place

    def _place(self, field: Field) -> Place:
        return Place(field, (self.row or self._rows.only) if field.id in self._each else "")

    def free(self, fields: Sequence[Field]) -> Field | None:
        """The first of several questions for which nothing was found yet."""
        return next((field for field in fields if self._place(field) not in self._found), None)

    def answer(self, fields: Sequence[Field], label: str, text: str) -> None:
        """Takes an answer for the first of several questions that has none yet; another one for the last is told.

        What a label asks at once must be there for each of them.
        """
        if len(fields) > 1 and fields == self._labels.together(label):
            self._divided(fields, label, text)
            return
        field = self.free(fields)
        if field:
            self.put(field, label, text)
        elif all(key(self._taken(one)) != key(filled_in.answer(one, text)) for one in fields):
            self._strays.pair(label, text)

    def _divided(self, fields: Sequence[Field], label: str, text: str) -> None:
        """A name with its number, where it is clear which is which; else they are told."""
        parts = contacts.spread(fields, text)
        if not all(parts.values()):
            self._strays.pair(label, text)
            return
        for field in fields:
            self.answer((field,), label, parts[field.id])

    def _taken(self, field: Field) -> str:
        """What was found for a question before, here."""
        return self._found[self._place(field)].text

    def put(self, field: Field, label: str, text: str) -> None:
        """Takes an answer, unless nothing is filled in there."""
        value = filled_in.answer(field, text)
        if value and (field.of_kind.is_long or field.of_kind.is_typed_at_once) and key(value) != key(field.guidance):
            source = f"{' '.join(label.split()).rstrip(':：')}：{' '.join(text.split())}"[:SOURCE]
            place = self.place(field)
            if place is None:
                self._strays.pair(label, text)
            else:
                self._found[place] = Found(item=field.id, row=place.row, text=value, source=source)
