"""One answer, or the rows of one table, that was found in a file: where it belongs, how it stands, and what takes it.

A part of the list of what was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dialogs.answers import kinds
from dialogs.answers.cleaning import fold
from dialogs.application import journey
from dialogs.application.application import OLD, Progress, Step
from dialogs.application.change_set import AT_ONCE
from dialogs.application.changes import AddDraftPart, Change, DropDraftParts, RowCell
from dialogs.application.rows_left import RowsLeft
from dialogs.form.model import NO_ROW, Field, Group
from dialogs.pasting.earlier_answers import is_carried
from dialogs.pasting.found import Found
from dialogs.pasting.reading import Reading, read
from dialogs.pasting.row_reading import PastedRow
from dialogs.screens import paste_words, pasted_rows, row_menu
from dialogs.turn.answering import put
from dialogs.turn.turn import Turn

Places = dict[tuple[str, str], str]
"""The ids of rows by their table and their folded name: also of those that would be added."""


@dataclass(frozen=True)
class Item:
    """What was found for one field, or one table, as it can be taken here.

    Attributes:
        turn: The turn.
        found: What was found.
        number: The how many-th it is of all.
        places: Those of all that was found.
    """

    turn: Turn
    found: Found
    number: int
    places: Places

    @property
    def field(self) -> Field | None:
        """The question, None where it is a table."""
        return self.turn.form.fields.get(self.found.item)

    @property
    def table(self) -> Group | None:
        """The table, None where it is a question."""
        return self.turn.form.tables.get(self.found.item)

    @property
    def is_carried(self) -> bool:
        """Whether it can hold again where it comes from an earlier application."""
        return self.field is None or is_carried(self.field)

    @cached_property
    def verdict(self) -> kinds.Verdict:
        """How the answer is read; rows have no verdict of their own."""
        assert self.field  # noqa: S101 - said above
        return kinds.parse(self.field, self.found.text, self.turn.now.date())

    @property
    def _row(self) -> str | None:
        """The row at which it belongs, of a table that to which its rows do; None where there is none."""
        at = self.turn.form.asked_at[self.found.item]
        return self.places.get((at, fold(self.found.row))) if self.found.row else NO_ROW

    @cached_property
    def _new(self) -> Sequence[PastedRow]:
        """The rows with something that can be taken, and that are not there yet."""
        if self.table is None or self._row is None:
            return []
        doubles = pasted_rows.doubles(self.turn, self.table, self._reading, self._row)
        return [row for row in self._reading.rows if row.values and row.line not in doubles]

    @cached_property
    def _reading(self) -> Reading:
        assert self.table  # noqa: S101 - only tables have rows
        return read(self.table, self.found.text, self.turn.now.date())

    def told(self, most: int) -> Sequence[str]:
        """What of its rows is wrong, odd or left out, that many of it."""
        return paste_words.in_short(self.table, self._reading, most) if self.table and self._new else ()

    @property
    def rows(self) -> Sequence[PastedRow]:
        """As many of those as can be taken at once."""
        return self._new[: pasted_rows.MOST]

    @property
    def beyond(self) -> int:
        """How many more of those there are."""
        return len(self._new) - len(self.rows)

    @property
    def step(self) -> Step | None:
        """Where the answer belongs; None where the row is not there, or it is not the person's to answer."""
        row = self._row
        if row is None:
            return None
        step = Step(item=self.found.item, row=row)
        there = row in self.places.values() or journey.exists(self.turn.application, step)
        owner = self.turn.application.owner(row)
        mine = self.turn.can("answer", self.turn.conversation.unit if owner is None else owner)
        return step if there and mine else None

    @property
    def standing(self) -> str:
        """How it stands: "" for what is taken with a yes; `same`, `other`, `wrong` or `nowhere`."""
        if self.table:
            return "" if self.rows and row_menu.own(self.turn, self.table) else "same"
        if self.step is None:
            return "nowhere"
        if not kinds.stored(self.verdict):
            return "wrong"
        answered = self.turn.application.answer(self.step)
        if answered is None or not answered.value:
            return ""
        return "same" if answered.value == kinds.stored(self.verdict) else "other"

    def new_id(self, row: PastedRow) -> str:
        """The id of a row that is added with a yes: the same as long as the question is the same."""
        return f"{self.turn.stack[-1].awaited}.{self.number:x}.{row.line:x}"

    def needs(self) -> str | None:
        """The row that must be there, or be added with the same yes, for it to be taken; None for none."""
        return self._row or None


def items(turn: Turn, found: Sequence[Found]) -> list[Item]:
    """What was found, as far as the form still has it."""
    places: Places = {}
    known = {*turn.form.fields, *turn.form.tables}
    made = [Item(turn, one, number, places) for number, one in enumerate(found) if one.item in known]
    for table in {turn.form.asked_at[item.found.item] for item in made if item.found.row}:
        count = turn.application.progress().get(table, Progress()).rows if not turn.form.parent_of(table) else 0
        for row in reversed(turn.application.rows(table, 1, count)):
            places[table, fold(row.title)] = row.id
        name = turn.form.name_column(table)
        for item in made:
            if item.found.item == table and not item.found.row:
                places |= {(table, fold(row.values.get(name, ""))): item.new_id(row) for row in item.rows}
    return made


def taken(chosen: Sequence[Item]) -> list[Item]:
    """Those of what is chosen that have a place: at rows that are there, or are chosen too."""
    added = {item.new_id(row) for item in chosen for row in item.rows}
    there = [(item, item.needs()) for item in chosen]
    return [item for item, row in there if row is None or row in added or item.turn.application.owner(row) is not None]


def some_later(chosen: Sequence[Item]) -> Sequence[Item]:
    """Those with so many rows that all but the first are added later; not where something else is taken at a row."""
    needed = {item.needs() for item in chosen}
    return [item for item in chosen if len(item.rows) > AT_ONCE and needed.isdisjoint(map(item.new_id, item.rows))]


def changes(turn: Turn, chosen: Sequence[Item], *, is_old: bool) -> Iterator[Change]:
    """What takes them; as answers from an earlier application, which are still to be confirmed, or as answers."""
    later = {item.number for item in some_later(chosen)}
    for item in chosen:
        rows = {item.new_id(row): _cells(turn, item, row, is_old=is_old) for row in item.rows}
        if item.number in later:
            yield from _first_added(turn, item, rows)
        elif item.table:
            parent = item.needs() or NO_ROW
            yield from (turn.add_row(item.table.id, id_, parent, cells) for id_, cells in rows.items())
    for item in chosen:
        step = None if item.table else item.step
        if step and not isinstance(item.verdict, kinds.Invalid):
            value, doubts = kinds.stored(item.verdict), getattr(item.verdict, "doubts", ())
            if turn.application.draft_parts(step, turn.conversation.person):
                base = {"application": turn.application.id, "step": step}
                yield DropDraftParts(**base, last=False)
                yield AddDraftPart(**base, text=value)
            yield put(turn, step, value, doubts=doubts, old=is_old)


def _first_added(turn: Turn, item: Item, rows: Mapping[str, tuple[RowCell, ...]]) -> Sequence[Change]:
    """Adds the first of many rows; the others come as those of a large paste do."""
    assert item.table  # noqa: S101 - only tables have rows
    left = RowsLeft(
        table=item.table.id,
        parent=item.needs() or NO_ROW,
        rows=tuple(RowsLeft.row(*row) for row in rows.items()),
        notes=(paste_words.added(item.table, item.rows, behind=True),),
        bulk=turn.new_id(1),
    )
    return pasted_rows.some_of(turn, left, pasted_rows.Spot(parent=left.parent), item.number + 2)


def _cells(turn: Turn, item: Item, row: PastedRow, *, is_old: bool) -> tuple[RowCell, ...]:
    assert item.table  # noqa: S101 - only tables have rows
    cells = pasted_rows.cells_of(item.table, row, begun=False)
    if is_old:
        carried = (cell for cell in cells if is_carried(turn.form.fields[cell.column]))
        cells = (cell._replace(doubts=(*cell.doubts, OLD)) if cell.value else cell for cell in carried)
    return tuple(cells)
