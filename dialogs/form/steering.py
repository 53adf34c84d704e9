"""Of which fields and tables it depends in which groups what is asked, and what computed fields come to.

Knows no answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dialogs.form.expression_text import Expression

if TYPE_CHECKING:
    from dialogs.form.model import Form


def conditions(form: Form) -> Iterator[tuple[str, str, Expression]]:
    """Every `when` of a form: the group in which it decides, what it is of, and the expression.

    That of a table decides in the group around it, where it is asked whether the table is filled in.
    """
    for group in form.groups.values():
        if group.when:
            yield form.around.get(group.id, group.id), group.id, group.when
        yield from ((group.id, field.id, field.when) for field in (*group.fields, *group.computed) if field.when)


def conditional(form: Form) -> Mapping[str, frozenset[str]]:
    """See `Form.conditional`."""
    found: dict[str, set[str]] = {}
    for decides, item, _ in conditions(form):
        section = form.groups.get(item)
        found.setdefault("" if section and item not in form.tables else decides, set()).add(item)
    return {group: frozenset(items) for group, items in found.items()}


def expressions(form: Form) -> Iterator[Expression]:
    """Every expression that a turn may have to evaluate."""
    yield from (when for _, _, when in conditions(form))
    yield from (field.value for field in form.computed.values() if field.value)


def behind(form: Form, expression: Expression) -> frozenset[str]:
    """The fields and columns of which it comes what an expression gives, those too of which computed ones come.

    An id that leads nowhere is none of them: it is told where it is written.
    """
    found, left = set[str](), [expression]
    while left:
        one = left.pop()
        new = ({*one.names, *one.columns} if one is not expression else {*one.names}) - found
        found |= new
        left += [value for name in new if name in form.computed and (value := form.computed[name].value)]
    return frozenset(found & form.home.keys())


def reads(form: Form) -> Mapping[str, frozenset[str]]:
    """What each field, table and section depends on, itself left out: the ids of others, also through their homes."""
    found: dict[str, set[str]] = {}
    for _, item, when in conditions(form):
        found.setdefault(item, set()).update(when.names, when.columns, when.tables)
    for field in form.computed.values():
        if field.value:
            found.setdefault(field.id, set()).update(field.value.names, field.value.columns, field.value.tables)
    for item, home in form.home.items():
        found.setdefault(item, set()).add(home)
    for table, around in form.around.items():
        found.setdefault(table, set()).add(around)
    return {item: frozenset(others) for item, others in found.items()}


def reached(form: Form, item: str) -> frozenset[str]:
    """All that an item depends on, however indirectly."""
    all_reads, found, left = reads(form), set[str](), [item]
    while left:
        new = all_reads.get(left.pop(), frozenset()) - found
        found |= new
        left += new
    return frozenset(found)


def adding(form: Form) -> Mapping[str, frozenset[str]]:
    """See `Form.adding`."""
    found: dict[str, set[str]] = {}
    for column in form.summed & form.computed.keys():
        for read in reached(form, column):
            found.setdefault(form.home.get(read, read), set()).add(form.home[column])
    return {group: frozenset(groups) for group, groups in found.items()}


def steered(form: Form) -> Mapping[str, frozenset[str]]:
    """See `Form.steered`."""
    found: dict[str, set[str]] = {}
    for decides, item, _ in conditions(form):
        for read in reached(form, item):
            steers = form.home.get(read, read)
            found.setdefault(steers, set()).add(decides)
    return {group: frozenset(groups) for group, groups in found.items()}
