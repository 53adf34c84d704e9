"""The answers of an earlier application, or of an export of one -> what of them belongs where in an application's form.

What is said anew each time is left behind: days, signatures, and whatever is confirmed or promised. Knows no file and
no application: what of it may be taken is not for this to say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dialogs.answers import kinds
from dialogs.answers.cleaning import fold
from dialogs.answers.picture_lines import document, picture
from dialogs.form.carrying import moved
from dialogs.form.model import UNITS, Field, Form, Group
from dialogs.pasting import grid
from dialogs.pasting.found import Found
from dialogs.pattern import Pattern

_SAID_ANEW = Pattern("签[名字章]|盖章|承诺|声明")
ROWS = 2_000  # of one table, as of a sheet


class Read(NamedTuple):
    """What there is to take, and how many answers have no place here."""

    found: Sequence[Found]
    homeless: int


def is_carried(field: Field) -> bool:
    """Whether an earlier answer to a question can hold again."""
    names = f"{field.label} {field.short}"
    return not (field.of_kind.is_time or field.of_kind.is_agreement or _SAID_ANEW.search(names))


def read(form: Form, old: Form, answers: Mapping[str, Any], pictures: Collection[str]) -> Read:
    """What an earlier application has for a form.

    Args:
        form: The form of the application at hand.
        old: That of the earlier one.
        answers: Its answers, see `dialogs.pasting.earlier.Earlier`; whatever is not of that shape is passed over.
        pictures: The ids of the pictures that came with them; a line for any other is left out.
    """
    reader = _Reader(form, old, pictures)
    found = [one for section in old.sections for one in reader.section(section, answers)]
    order = {item: at for at, item in enumerate([*form.tables, *form.fields])}
    return Read(sorted(found, key=lambda one: (one.item not in form.tables, one.row, order[one.item])), reader.homeless)


class _Reader:
    """Goes through the answers of the earlier form."""

    def __init__(self, form: Form, old: Form, pictures: Collection[str]) -> None:
        self._form = form
        self._old = old
        self._pictures = pictures
        self._new_ids = same(form, old)
        self.homeless = 0

    def section(self, section: Group, answers: Mapping[str, Any]) -> Iterator[Found]:
        """What stands at the top of a section; of one repeated for rows, that comes with its table."""
        if not section.each:
            yield from self._place(section, answers, "")
        elif section.each == UNITS:
            yield from self._place(section, _mapping(answers.get(section.id)), "")

    def _place(self, group: Group, answers: Mapping[str, Any], row: str) -> Iterator[Found]:
        yield from self._fields(group, answers, row)
        for table in group.tables:
            yield from self._table(table, _rows_of(answers, table), row)

    def _fields(self, group: Group, answers: Mapping[str, Any], row: str) -> Iterator[Found]:
        yield from filter(None, (self._field(field, answers, row) for field in group.fields))

    def _field(self, field: Field, answers: Mapping[str, Any], row: str) -> Found | None:
        value = _text(answers.get(_last(field.id)))
        if not value or not is_carried(field):
            return None
        here = self._form.fields.get(self._new_ids.get(field.id, ""))
        text = self._typed(field, value)
        if here is None or not text:
            self.homeless += 1
            return None
        return Found(item=here.id, row=row, text=text, source="") if is_carried(here) else None

    def _typed(self, field: Field, value: str) -> str:
        """A stored value as one would type it, without the pictures that are not there."""
        lines = kinds.show(field, value).split("\n")
        return "\n".join(
            line for line in lines if not (named := picture(line) or document(line)) or named.id in self._pictures
        )

    def _table(self, table: Group, rows: Sequence[Mapping[str, Any]], row: str) -> Iterator[Found]:
        """The rows of a table, and what belongs to each of them where the table itself belongs to none."""
        here = self._form.tables.get(self._new_ids.get(table.id, ""))
        if here is None or bool(here.rows) != bool(table.rows) or (row and here.rows):
            self.homeless += len(rows)
        elif here.rows:
            for title, one in zip(table.rows, rows, strict=False):
                yield from self._fields(table, one, title)
        else:
            yield from self._rows(table, here, rows, row)
        within = [*(s for s in self._old.sections if s.each and self._old.rows_of(s) == table.id), *table.tables]
        name = _last(self._old.name_column(table.id))
        for number, one in enumerate(rows):
            called = table.rows[number] if number < len(table.rows) else _text(one.get(name))
            for group in within:
                if row:
                    self.homeless += len(_list(one.get(group.id)))
                elif group.has_rows:
                    yield from self._table(group, _rows_of(one, group), called)
                else:
                    yield from self._place(group, _mapping(one.get(group.id)), called)

    def _rows(self, table: Group, here: Group, rows: Sequence[Mapping[str, Any]], row: str) -> Iterator[Found]:
        columns = [
            (one, new) for one in table.fields if (new := self._column(one, here)) is not None and is_carried(one)
        ]
        if not columns:
            return
        heads = [new.label for _, new in columns]
        cells = [[self._typed(one, _text(values.get(_last(one.id)))) for one, _ in columns] for values in rows]
        kept = [line for line in cells if any(line)]
        self.homeless += max(0, len(kept) - ROWS)
        if kept:
            yield Found(item=here.id, row=row, text=grid.join([heads, *kept[:ROWS]]), source="")

    def _column(self, field: Field, here: Group) -> Field | None:
        new = self._form.fields.get(self._new_ids.get(field.id, ""))
        return new if new is not None and new in here.fields and is_carried(new) else None


def same(form: Form, old: Form) -> Mapping[str, str]:
    """The ids of an earlier form -> those of the same questions and tables here: by their ids, else by their names."""
    told = moved(form, old)
    by_name = _names(form)
    found: dict[str, str] = {}
    for item, name in _called(old).items():
        new = told.get(item, item)
        if new not in form.fields and new not in form.tables:
            new = by_name.get(name, "")
        if new and (new in form.tables) == (item in old.tables):
            at, there = old.asked_at.get(item, ""), form.asked_at.get(new, "")
            if (found.get(at, at) if at else "") == there:
                found[item] = new
    return found


def _names(form: Form) -> Mapping[str, str]:
    """The questions and tables of a form by what they are called, those alone of their name."""
    found: dict[str, str] = {}
    for item, name in _called(form).items():
        found[name] = "" if name in found else item
    return found


def _called(form: Form) -> Mapping[str, str]:
    """What questions and tables are called, by their ids: a question with the table at whose rows it is asked."""
    tables = {item: f"{fold(table.title)}/" for item, table in form.tables.items()}
    return tables | {
        item: f"{tables.get(form.asked_at[item], '')}{fold(field.label)}" for item, field in form.fields.items()
    }


def _last(item: str) -> str:
    """A column's id without that of its table."""
    return item.rpartition(".")[2]


def _rows_of(answers: Mapping[str, Any], table: Group) -> Sequence[Mapping[str, Any]]:
    return [_mapping(one) for one in _list(answers.get(table.id))]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
