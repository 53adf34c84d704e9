"""What is wrong with the expressions of a form although each can be read: ids that lead nowhere, sides of two sorts.

Knows neither TOML nor files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dialogs.form import steering
from dialogs.form.expression import Constant, Count, Has, Mistake, Name, Node, Sort, Total, called
from dialogs.form.expression_text import Expression
from dialogs.form.functions import Custom
from dialogs.form.model import Field, Form, Group
from dialogs.form.operations import Compared, Reckoned
from dialogs.form.spelling import near
from dialogs.texts import say

_READING = (Name, Total, Count, Has, Custom)  # what hangs on an answer


class WrongExpression(NamedTuple):
    """What is wrong with an expression: where it stands, its text, and why."""

    place: str
    text: str
    words: str


class _Written(NamedTuple):
    """An expression with where it stands: the group, and what it must give."""

    place: str
    group: Group
    expression: Expression
    sort: Sort | None
    is_in_row: bool = False  # the condition of what stands in a row, if the group has rows: it hangs on that alone


def wrong(form: Form) -> Iterator[WrongExpression]:
    """All that is wrong, at most one thing an expression."""
    sorts = {id_: _sort(field) for id_, field in (*form.fields.items(), *form.computed.items())}
    sound = True
    for written in _all(form):
        for words in _wrong(form, sorts, written):
            sound = False
            yield WrongExpression(written.place, written.expression.text, words)
            break
    yield from _of_groups(form)
    yield from _of_sums(form)
    if sound:
        for item in steering.reads(form):
            if item in steering.reached(form, item):
                yield WrongExpression(item, item, say("expression.circle", name=item))
                return


def _of_groups(form: Form) -> Iterator[WrongExpression]:
    for group in form.groups.values():
        nearby = ("", form.answered_at(group.id))
        for check in group.checks:
            if check.at in form.computed:
                yield WrongExpression(group.id, check.at, say("expression.at_computed", name=check.at))
            elif form.asked_at.get(check.at) not in nearby:
                called = {group.title: group.id for group in form.tables.values()}
                called |= {field.label: field.id for field in form.fields.values()}
                meant = "" if check.at in form.home else called.get(check.at) or near(check.at, form.fields)
                own = group.fields[0].id if group.fields else ""
                yield WrongExpression(group.id, check.at, say("expression.at", name=check.at, meant=meant, own=own))
    units = form.tables.get(form.units.group)
    if units and units.when:
        yield WrongExpression(units.id, units.when.text, say("expression.units"))


def _of_sums(form: Form) -> Iterator[WrongExpression]:
    """Columns that are summed, and that come of what stands elsewhere: every row would change with that."""
    for column in sorted(form.summed & form.computed.keys()):
        value = form.computed[column].value
        for name in value.names if value else ():
            if form.answered_at(form.home.get(name, form.home[column])) != form.home[column]:
                yield WrongExpression(column, value.text if value else "", say("expression.summed", name=name))


def _all(form: Form) -> Iterator[_Written]:
    for section in form.sections:
        for group in section.groups:
            place = f"[[group]] {section.id}" + (f" / {group.id}" if group is not section else "")
            if group.when:
                around = form.groups[form.around.get(group.id, group.id)]
                yield _Written(place, around, group.when, "truth", is_in_row=group is not section)
            for field in (*group.fields, *group.computed):
                at = f"{place} / {field.id}"
                if field.when:
                    yield _Written(at, group, field.when, "truth", is_in_row=True)
                if field.value:
                    yield _Written(at, group, field.value, _sort(field))
            for check in group.checks:
                yield _Written(f"{place} / check", group, check.that, "truth")
                parts = (part for part in check.sentence if isinstance(part, Expression))
                yield from (_Written(f"{place} / check", group, part, None) for part in parts)


def _sort(field: Field) -> Sort:
    return "number" if field.of_kind.is_number else "day" if field.of_kind.is_date else "text"


def _wrong(form: Form, sorts: Mapping[str, Sort], written: _Written) -> Iterator[str]:
    """What is wrong with one expression, the first thing first."""
    parts = list(written.expression.root.walk())
    for name in (*written.expression.names, *written.expression.columns):
        yield from _wrong_name(form, sorts, name)
    for part in parts:
        yield from _wrong_below(form, part)
    own = form.answered_at(written.group.id)
    nearby = ("", *form.path(own))
    away = (name for name in written.expression.names if form.answered_at(form.home[name]) not in nearby)
    yield from (say("expression.away", name=name) for name in away)
    at = {name: form.answered_at(form.home[name]) for name in steering.behind(form, written.expression)}
    if written.is_in_row and own:
        yield from (say("expression.outside", name=name) for name in written.expression.columns)
        yield from (say("expression.outside", name=name) for name, table in at.items() if own not in form.path(table))
    elif written.expression is written.group.when and own and "" in at.values() and len(set(at.values())) > 1:
        yield say("expression.mixed")
    try:
        found = written.expression.root.sort(sorts)
    except Mistake as mistake:
        yield str(mistake)
        return
    if written.sort and found != written.sort:
        yield say("expression.sort", where=written.expression.text, found=called(found), wanted=called(written.sort))
    if written.sort == "truth" and not any(isinstance(part, _READING) for part in parts):
        yield say("expression.known_truth", text=written.expression.text)
    for part in parts:
        yield from _settled(form, part)
        yield from _wrong_unit(form, part)
        yield from _wrong_order(form, sorts, part)
        yield from _wrong_day(sorts, part)
        yield from _wrong_choice(form, part)


def _wrong_name(form: Form, sorts: Mapping[str, Sort], name: str) -> Iterator[str]:
    if name in ("true", "false"):
        yield say("expression.truth", name=name)
    elif name in form.groups:
        yield say("expression.group", name=name, is_table=name in form.tables)
    elif name not in sorts:
        bare = name.rpartition(".")[2]
        same = (one for one in sorts if one.rpartition(".")[2] == bare)
        yield say("expression.name", name=name, meant=next(same, "") or near(name, sorts))


def _wrong_below(form: Form, part: Node) -> Iterator[str]:
    if isinstance(part, Total) and form.home[part.column] not in form.tables:
        yield say("expression.below", name=part.column, each=form.groups[form.home[part.column]].each)
    table = getattr(part, "table", None)
    if table is not None and table not in form.tables:
        yield say("expression.count", name=table, meant=near(table.partition(".")[0], form.tables))


def _settled(form: Form, part: Node) -> Iterator[str]:
    """A number that is compared with 0, and never below it."""
    if not (isinstance(part, Compared) and isinstance(part.left, Name) and part.right == Constant(Decimal(0))):
        return
    field = form.fields.get(part.left.id)
    if field and field.of_kind.is_number and not field.negative and part.sign in ("<", ">="):
        yield say("expression.never", text=f"{field.id} {part.sign} 0", name=field.id)


def _wrong_order(form: Form, sorts: Mapping[str, Sort], part: Node) -> Iterator[str]:
    """Texts of which one is to be more than the other; of choices that is told with them."""
    if isinstance(part, Compared) and part.sign not in ("==", "!=") and part.left.sort(sorts) == "text":
        names = [side.id for side in (part.left, part.right) if isinstance(side, Name) and side.id in form.fields]
        if part.right.sort(sorts) == "text" and not any(form.fields[name].of_kind.is_closed for name in names):
            yield say("expression.text_order", sign=part.sign)


def _wrong_unit(form: Form, part: Node) -> Iterator[str]:
    """Two amounts with different units that are compared, added or subtracted: 元 and 万元 are 10,000 apart."""
    if not isinstance(part, Compared | Reckoned) or part.sign in "*/":
        return
    ids = [getattr(side, "id", getattr(side, "column", "")) for side in (part.left, part.right)]
    found = [field for id_ in ids if (field := form.fields.get(id_) or form.computed.get(id_))]
    fields = [field for field in found if not field.of_kind.fault(field)]  # else its unit is told to be none
    units = [field.of_kind.unit(field) for field in fields]
    if len({*units}) > 1:
        yield say("expression.unit", names=ids, units=units)


def _wrong_day(sorts: Mapping[str, Sort], part: Node) -> Iterator[str]:
    """A text that a date is compared with, and that is none, or is not written as dates are stored."""
    if not isinstance(part, Compared):
        return
    for name, day in ((part.left, part.right), (part.right, part.left)):
        is_day = isinstance(name, Name) and sorts[name.id] == "day"
        if is_day and isinstance(day, Constant) and isinstance(day.known, str) and not _is_day(day.known):
            yield say("expression.no_day", day=day.known)


def _is_day(text: str) -> bool:
    """Whether it is a day, month or year as dates are stored."""
    try:
        date.fromisoformat(text + "2024-01-01"[len(text) :])
    except ValueError:
        return False
    return len(text) in {len("2024"), len("2024-01"), len("2024-01-01")}


def _wrong_choice(form: Form, part: Node) -> Iterator[str]:
    """A text that a field is compared with, and that is none of its choices."""
    pairs: list[tuple[Node, str]] = []
    if isinstance(part, Has) and part.choice:
        pairs.append((part.name, part.choice))
    elif isinstance(part, Compared):
        sides = (part.left, part.right)
        pairs += [(a, b.known) for a, b in (sides, sides[::-1]) if isinstance(b, Constant) and isinstance(b.known, str)]
    for name, choice in pairs:
        field = form.fields.get(name.id) if isinstance(name, Name) else None
        if field and field.of_kind.is_closed and isinstance(part, Compared) and part.sign not in ("==", "!="):
            yield say("expression.order", name=field.id, sign=part.sign)
        elif field and field.many and isinstance(part, Compared):
            yield say("expression.only_one", name=field.id, choice=choice)
        elif field and field.of_kind.is_closed and choice not in field.offers:
            yield say("expression.choice", name=field.id, choice=choice, meant=near(choice, field.offers))
