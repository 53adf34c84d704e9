"""What an application loses, or has to do again, when it goes on with another form: two forms -> their differences.

Knows no application and no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from dialogs.answers.value import Value
from dialogs.form.expression import Node
from dialogs.form.expression_text import Expression, parse
from dialogs.form.model import Field, Form, Group
from dialogs.pattern import Pattern

_ID = Pattern(r"\"[^\"]*\"|“[^”]*”|'[^']*'|‘[^’]*’|[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?")  # or a text, which stays


class Difference(Value):
    """One thing that another form does not have, or is stricter about: its code, and the item that it is about."""

    code: str  # gone, kind, choice, rule, place, when or new
    item: str
    label: str


def moved(form: Form, old: Form) -> Mapping[str, str]:
    """The ids of an earlier form -> those that they have in this one; the columns of a table go with it."""
    names = dict(form.moved)
    for table, new in form.moved:
        of = old.tables.get(table)
        columns = (*of.fields, *of.computed) if of else ()
        names = {column.id: f"{new}.{column.id.rpartition('.')[2]}" for column in columns} | names
    return names


def losses(old: Form, new: Form) -> list[Difference]:
    """All that keeps an application from going on with another form unasked; empty where nothing does."""
    names = moved(new, old)
    found: list[Difference] = []
    for group in old.groups.values():
        found += _of_group(group, new.groups.get(names.get(group.id, group.id)), names)
    printed = {*new.fields, *new.computed}
    for item, field in old.computed.items():
        if names.get(item, item) not in printed:
            found.append(Difference(code="gone", item=item, label=field.title))
    for item, field in old.fields.items():
        there = new.fields.get(names.get(item, item))
        label = field.title
        if there is None:
            found.append(Difference(code="gone", item=item, label=label))
            continue
        if names.get(old.group_of[item], old.group_of[item]) != new.group_of[there.id]:
            found.append(Difference(code="place", item=there.id, label=label))
        found += [Difference(code=code, item=there.id, label=label) for code in _of_field(field, there)]
        if _closes(field.when, there.when, names):
            found.append(Difference(code="when", item=there.id, label=label))
    return found


def differences(old: Form, new: Form) -> list[Difference]:
    """What its people are told before an application goes on with another form: its losses, and what is new."""
    had = {*old.fields, *moved(new, old).values()}
    fresh = [field for item, field in new.fields.items() if item not in had]
    return [*losses(old, new), *(Difference(code="new", item=one.id, label=one.title) for one in fresh)]


def _of_group(old: Group, new: Group | None, names: Mapping[str, str]) -> Iterator[Difference]:
    if new is None:
        yield Difference(code="gone", item=old.id, label=old.title)
        return
    rows = old.has_rows == new.has_rows and old.rows == new.rows and bool(old.units) == bool(new.units)
    if not rows or names.get(old.each, old.each) != new.each:
        yield Difference(code="place", item=new.id, label=old.title)
    elif _refuses(old, new, names) or _together(old, new) or _rows(old, new):
        yield Difference(code="rule", item=new.id, label=old.title)
    if _closes(old.when, new.when, names):
        yield Difference(code="when", item=new.id, label=old.title)


def _closes(old: Expression | None, new: Expression | None, names: Mapping[str, str]) -> bool:
    """Whether what was answered may stand in no document any more, as it is asked on another condition."""
    return new is not None and (old is None or _renamed(old, names) != new.root)


def _renamed(expression: Expression, names: Mapping[str, str]) -> Node:
    """What an expression of an earlier form means, in the ids of this one."""
    return parse(_ID.sub(lambda found: names.get(found[0], found[0]), expression.text)).root


def _rows(old: Group, new: Group) -> bool:
    """Whether more rows must be there, or fewer may."""
    return new.min_rows > old.min_rows or _lower(old.most_rows, new.most_rows)


def _refuses(old: Group, new: Group, names: Mapping[str, str]) -> bool:
    """Whether a check keeps a document from being finished that did not before."""
    before = [_renamed(check.that, names) for check in old.checks if not check.advice]
    return any(check.that.root not in before for check in new.checks if not check.advice)


def _together(old: Group, new: Group) -> bool:
    """Whether more characters are wanted of long texts together, in the group or in a part of its rows."""
    before = {part.id: part.min_han for part in old.parts}
    pairs = [(old.min_han, new.min_han), *((before.get(part.id), part.min_han) for part in new.parts)]
    return any(_higher(*pair) for pair in pairs)


def _of_field(old: Field, new: Field) -> Iterator[str]:
    """The codes of what is other about a question, the weightiest alone."""
    if (old.of_kind, old.in_unit, old.percent, old.statement.strip()) != (
        *(new.of_kind, new.in_unit, new.percent, new.statement.strip()),
    ):
        yield "kind"
    elif old.of_kind.is_closed and not {*old.offers} <= {*new.offers}:
        yield "choice"
    elif _is_stricter(old, new):
        yield "rule"


def _is_stricter(old: Field, new: Field) -> bool:
    asked = any(getattr(new, key) and not getattr(old, key) for key in ("required", "whole_day", "past"))
    allowed = any(getattr(old, key) and not getattr(new, key) for key in ("many", "negative", "none_word", "until_now"))
    least = _higher(old.min_han, new.min_han) or _higher(old.min, new.min)
    most = any(_lower(getattr(old, key), getattr(new, key)) for key in ("max_words", "max", "places", "max_kb"))
    pattern = bool(new.pattern) and new.pattern != old.pattern
    files = bool(new.types) and not (old.types and {*old.types} <= {*new.types})
    return asked or allowed or least or most or pattern or files


def _higher(old: Decimal | float | None, new: Decimal | float | None) -> bool:
    return new is not None and (old is None or new > old)


def _lower(old: Decimal | float | None, new: Decimal | float | None) -> bool:
    return new is not None and (old is None or new < old)
