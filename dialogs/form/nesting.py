"""Groups as a form.toml nests them -> the sections of a form, with the tables that stand in them.

Knows neither TOML nor files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from dialogs.form.expression_text import Expression, parse
from dialogs.form.group import Part
from dialogs.form.model import Field, Group
from dialogs.form.rules import Check


def sections(groups: Iterable[Group]) -> Iterator[Group]:
    """The groups asked without rows of their own, each before those that stand in it, on conditions that hold for all.

    A table that stands in no group has a section of its own around it.
    """
    for group in groups:
        if group.has_rows:
            yield Group(id=f"{group.id}_part", title=group.title, items=(_table(group),))
        else:
            yield from _section(group)


def misplaced(group: Group) -> Iterator[str]:
    """The ids of what stands behind a section in a group, though it is asked before it."""
    inner = False
    for item in group.items:
        is_section = _is_section(item, group)
        if inner and not is_section:
            yield item.id
        inner = inner or is_section


def _is_section(item: Field | Group, group: Group) -> TypeGuard[Group]:
    """Whether an item of a group is asked by itself: what is asked at rows has its groups as parts, as a table has."""
    return isinstance(item, Group) and not item.has_rows and (bool(item.each) or not group.each)


def _section(group: Group) -> Iterator[Group]:
    inner = [item for item in group.items if _is_section(item, group)]
    own = _table(group.model_copy(update={"items": tuple(item for item in group.items if item not in inner)}))
    if own.items or not inner:
        yield own
    for one in inner if own.items else _told_within(group, inner):
        yield from _section(one.model_copy(update={"when": _both(group.when, one.when)}))


def _told_within(group: Group, inner: list[Group]) -> Iterator[Group]:
    """The groups within one that asks nothing itself: what it says, computes and checks goes to the first.

    What it computes and checks to the first that is always asked, as far as there is one.
    """
    bearer = next((one for one in inner if one.when is None), inner[0] if inner else group)
    for one in inner:
        guidance = "\n".join(filter(None, (group.guidance.strip(), one.guidance))) if one is inner[0] else one.guidance
        given: dict[str, object] = {"guidance": guidance}
        if one is bearer:
            given |= {"computed": (*group.computed, *one.computed), "checks": (*group.checks, *one.checks)}
        yield one.model_copy(update=given)


def _table(group: Group) -> Group:
    """A group with the fields of those that stand in it, or in each of its rows, without rows of their own."""
    items: list[Field | Group] = []
    computed, checks, parts = [*group.computed], [*group.checks], list[Part]()
    for item in group.items:
        if isinstance(item, Field):
            items.append(item)
        elif item.has_rows:
            items.append(_table(item))
        else:
            inner = _table(item)
            parts += [*_part(item, inner), *inner.parts]
            items += [one.model_copy(update={"when": _both(item.when, one.when)}) for one in inner.items]
            computed += [one.model_copy(update={"when": _both(item.when, one.when)}) for one in inner.computed]
            checks += [_where(item.when, check) for check in inner.checks]
    given = {"items": tuple(items), "computed": tuple(computed), "checks": tuple(checks), "parts": tuple(parts)}
    return group.model_copy(update=given)


def _part(group: Group, flat: Group) -> Iterator[Part]:
    if group.guidance or group.min_han is not None:
        yield Part(id=group.id, items=flat.item_ids, guidance=group.guidance, min_han=group.min_han)


def _where(when: Expression | None, check: Check) -> Check:
    """A check that is none where the group is closed in which it stands."""
    that = parse(f"not ({when.text}) or ({check.that.text})") if when else check.that
    return check.model_copy(update={"that": that})


def _both(around: Expression | None, own: Expression | None) -> Expression | None:
    return parse(f"({around.text}) and ({own.text})") if around and own else own or around
