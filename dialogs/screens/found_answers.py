"""What was found in a file for a whole form: shown field by field, and taken on a yes, all or some of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from pydantic import TypeAdapter

from dialogs.answers import kinds
from dialogs.answers.cleaning import fold
from dialogs.answers.word_count import words
from dialogs.application import journey
from dialogs.application.application import Progress, Step
from dialogs.application.changes import AddDraftPart, Change, DropDraftParts
from dialogs.form.model import Field, Group
from dialogs.pasting.form_finder import Found
from dialogs.pasting.reading import read
from dialogs.pasting.row_reading import PastedRow
from dialogs.screens import pasted_rows, row_menu
from dialogs.texts import say
from dialogs.turn.answering import put
from dialogs.turn.holding import HoldingScreen
from dialogs.turn.labels import brief
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Button
from dialogs.turn.paged import last_page, turning
from dialogs.turn.turn import Outcome, Turn

PAGE = 8  # answers on one page
PER_LINE = 4
SHOWN = 30  # characters of an answer
_FOUND = TypeAdapter(tuple[Found, ...])


def begin(turn: Turn, found: Sequence[Found], name: str) -> Outcome:
    """Shows what was found in a file of this name, before any of it is taken."""
    held = turn.hold((), turn.shown.seen, _FOUND.dump_json(tuple(found)).decode())
    return turn.step_aside(FoundAnswers(held=held.id, name=name), held=held)


@dataclass(frozen=True)
class _Item:
    """One answer that was found, or the rows of one table, as it can be taken here."""

    turn: Turn
    found: Found

    @property
    def field(self) -> Field | None:
        return self.turn.form.fields.get(self.found.item)

    @property
    def table(self) -> Group | None:
        return self.turn.form.tables.get(self.found.item)

    @cached_property
    def verdict(self) -> kinds.Verdict:
        assert self.field  # noqa: S101 - rows have no verdict of their own
        return kinds.parse(self.field, self.found.text, self.turn.now.date())

    @cached_property
    def rows(self) -> Sequence[PastedRow]:
        """The rows with something that can be taken, and that are not there yet."""
        if self.table is None:
            return []
        reading = read(self.table, self.found.text, self.turn.now.date())
        doubles = pasted_rows.doubles(self.turn, self.table, reading)
        return [row for row in reading.rows if row.values and row.line not in doubles][: pasted_rows.MOST]

    def step(self, rows: dict[str, str]) -> Step | None:
        """Where the answer belongs; None where the row is not there, or it is not the person's to answer."""
        row = rows.get(fold(self.found.row)) if self.found.row else ""
        if row is None:
            return None
        step = Step(item=self.found.item, row=row)
        there = row in rows.values() or journey.exists(self.turn.application, step)
        owner = self.turn.application.owner(row)
        mine = self.turn.can("answer", self.turn.conversation.unit if owner is None else owner)
        return step if there and mine else None

    def standing(self, rows: dict[str, str]) -> str:
        """How it stands: "" for what is taken with a yes; `same`, `other`, `wrong` or `nowhere`."""
        if self.table:
            return "" if self.rows and row_menu.own(self.turn, self.table) else "same"
        step = self.step(rows)
        if step is None:
            return "nowhere"
        if not kinds.stored(self.verdict):
            return "wrong"
        answered = self.turn.application.answer(step)
        if answered is None or not answered.value:
            return ""
        return "same" if answered.value == kinds.stored(self.verdict) else "other"


class FoundAnswers(HoldingScreen, Menu):
    """What was found in a file, before any of it is taken; what was found is held.

    Attributes:
        name: What the file is called.
        turned: The numbers of those that are taken, or not, other than they would be by themselves.
        page: The page that is shown.
    """

    kind: Literal["found_answers"] = "found_answers"
    name: str
    turned: tuple[int, ...] = ()
    page: int = 0

    def _items(self, turn: Turn) -> list[_Item]:
        found = _FOUND.validate_json(self.waiting(turn).text)
        known = {*turn.form.fields, *turn.form.tables}
        return [_Item(turn, one) for one in found if one.item in known]

    def _taken(self, items: Sequence[_Item], rows: dict[str, str]) -> list[int]:
        """The numbers of those that are taken: what is open, and what the person has chosen besides."""
        found = []
        for number, item in enumerate(items):
            standing = item.standing(rows)
            if standing in ("", "other") and (standing == "") != (number in self.turned):
                found.append(number)
        return found

    def view(self, turn: Turn) -> Ask:
        """Some of them, each with where it was found."""
        items = self._items(turn)
        rows = _rows_there(turn, items)
        taken = self._taken(items, rows)
        last = last_page(len(items), PAGE)
        shown = list(enumerate(items))[self.page * PAGE : (self.page + 1) * PAGE]
        lines = [_line(number, item, rows, taken) for number, item in shown]
        pages = {"page": self.page + 1, "pages": last + 1}
        text = say("found.list", name=self.name, count=len(items), taken=len(taken), lines=lines, **pages)
        numbers = [
            Button(label=str(number + 1), data=f"turn:{number}")
            for number, item in shown
            if item.standing(rows) in ("", "other")
        ]
        taking = [button("take_found", "take", count=len(taken))] if taken else []
        return ask(
            text,
            [
                (*taking, button("take_nothing", "cancel")),
                *in_rows(numbers, PER_LINE),
                turning(self.page, more=self.page < last),
            ],
        )

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Takes what is chosen, or nothing; or one more or less is chosen."""
        if action == "cancel":
            return turn.pop(notes=(say("found.dropped"),))
        if action == "page":
            return turn.swap(self.model_copy(update={"page": int(argument)}))
        if action == "turn":
            turned = tuple(sorted({*self.turned} ^ {int(argument)}))
            return turn.swap(self.model_copy(update={"turned": turned}))
        items = self._items(turn)
        rows = _rows_there(turn, items)
        taken = self._taken(items, rows)
        changes = list(_changes(turn, [items[number] for number in taken], rows))
        outcome = turn.pop(*changes, notes=(say("found.taken", count=len(taken)),))
        return replace(outcome, seen=self.waiting(turn).seen)


def _line(number: int, item: _Item, rows: dict[str, str], taken: Sequence[int]) -> str:
    """One of them: what it is for, how it stands, and where it was found."""
    about = {"number": number + 1, "taken": number in taken, "source": item.found.source, "row": item.found.row}
    if item.table:
        return say("found.rows", title=item.table.title, count=len(item.rows), **about)
    field = item.field
    assert field  # noqa: S101 - it is a table otherwise
    value = kinds.show(field, kinds.stored(item.verdict)) or item.found.text
    about |= {"label": field.short or field.label, "value": brief(value.replace("\n", " "), SHOWN)}
    size = words(value) if field.of_kind.is_long and len(value) <= SHOWN else 0
    return say("found.line", size=size, standing=item.standing(rows), **about)


def _rows_there(turn: Turn, items: Sequence[_Item]) -> dict[str, str]:
    """The ids of the rows for which sections are repeated, by their folded names: also of those that would be added."""
    found: dict[str, str] = {}
    for section in turn.form.sections:
        table = turn.form.rows_of(section)
        if not table:
            continue
        count = turn.application.progress().get(table, Progress()).rows
        for row in reversed(turn.application.rows(table, 1, count)):
            found[fold(row.title)] = row.id
        for item in items:
            if item.table and item.table.id == table:
                name = turn.form.name_column(table)
                found |= {fold(row.values.get(name, "")): _new_id(turn, item, row) for row in item.rows}
    return found


def _new_id(turn: Turn, item: _Item, row: PastedRow) -> str:
    """The id of a row that is added with a yes: the same as long as the question is the same."""
    return f"{turn.stack[-1].awaited}{list(turn.form.tables).index(item.found.item):x}{row.line:x}"


def _changes(turn: Turn, items: Sequence[_Item], rows: dict[str, str]) -> Iterator[Change]:
    for item in items:
        for row in item.rows:
            assert item.table  # noqa: S101 - only tables have rows
            id_ = _new_id(turn, item, row)
            yield turn.add_row(item.table.id, id_)
            for column, value in pasted_rows.stored(item.table, row, begun=False):
                yield put(turn, Step(item=column, row=id_), value, doubts=row.cells[column].doubts if value else ())
    for item in items:
        step = None if item.table else item.step(rows)
        if step and not isinstance(item.verdict, kinds.Invalid):
            value, doubts = kinds.stored(item.verdict), getattr(item.verdict, "doubts", ())
            if turn.application.draft_parts(step, turn.conversation.person):
                base = {"application": turn.application.id, "step": step}
                yield DropDraftParts(**base, last=False)
                yield AddDraftPart(**base, text=value)
            yield put(turn, step, value, doubts=doubts)
