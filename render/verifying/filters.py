"""What is wrong with what stands behind a vertical line in a tag: a filter and its arguments.

Knows neither Word nor what a fault is called in words.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection

from jinja2 import nodes

from dialogs.form.model import Field
from dialogs.form.spelling import near
from dialogs.texts import say
from render.paragraphs import paragraphs
from render.verifying.names import Names
from render.verifying.samples import ANYTHING, Sample, Told, column, is_long, tell_no_text

_NARROWEST = 113  # twentieths of a point, 2 mm: who writes less means centimetres
_OF_CM = 567
_OF_ENDS = ("begin", "end")
_OF_DAYS = ("year", "month", "day", *_OF_ENDS)
_COUNTING = ("length", "count", "sum", "groupby", "batch", "slice", "together")  # and what does more with the rows
_ALL_OF = ("list", "sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr")
_ONE_OF = ("first", "last", "random", "min", "max")
_OTHERS_OF = ("map", "join")
_OF_PARAGRAPHS = tuple(inspect.signature(paragraphs).parameters)[1:]


def look(node: nodes.Filter, field: Field | None, known: Collection[str], told: Callable[..., None]) -> None:
    """Tells of a filter that is none of those known, or that is nothing for the answer of this field."""
    if node.name in _OF_DAYS and field and not field.of_kind.is_time:
        told("no_day", name=field.label, filter=node.name)
    elif field and node.name in _OF_ENDS and field.of_kind.is_date:
        told("no_period", name=field.label, filter=node.name)
    elif field and node.name in _OF_DAYS and node.name not in _OF_ENDS and not field.of_kind.is_date:
        told("no_end", name=field.label, filter=node.name)
    if node.name not in known:
        told("unknown_filter", name=node.name, near=near(node.name, known))
    if node.name in ("default", "d"):
        told("no_default")
    if node.name == "paragraphs":
        for one in node.args:
            _look_at_argument(str(getattr(one, "value", "…")), one, told)
        for pair in node.kwargs:
            _look_at_argument(str(pair.key), pair.value, told)


def comes_to(node: nodes.Filter, of: Sample, name: str, names: Names, told: Told) -> Sample:
    """A sample of what a filter makes of this one, which is written `name`; tells of a text made of what is none."""
    if of is ANYTHING or isinstance(of, str) or is_long(of) or node.name in _COUNTING:
        return ANYTHING
    if not isinstance(of, list) or node.name not in (*_ALL_OF, *_ONE_OF, *_OTHERS_OF):
        tell_no_text(of, name, told)
        return ANYTHING
    each = of[0] if of else ANYTHING
    if node.name in _ALL_OF:
        return of
    if node.name in _ONE_OF or not isinstance(each, dict):
        return each
    cell, whole = each, name
    for part in _attribute(node).split("."):
        if not part:
            if node.name == "join":
                told("rows_joined", name=name, column=column(each))
            return ANYTHING
        cell, whole = names.part(cell, part, whole), f"{whole}.{part}"
    return [cell] if node.name == "map" else cell


def _attribute(node: nodes.Filter) -> str:
    """Of which part of each row a filter is, "" where it does not say."""
    behind = dict(zip(("d", "attribute"), node.args, strict=False)) if node.name == "join" else {}
    said = next((pair.value for pair in node.kwargs if pair.key == "attribute"), behind.get("attribute"))
    return str(said.value) if isinstance(said, nodes.Const) else ""


def _look_at_argument(name: str, node: nodes.Node, told: Callable[..., None]) -> None:
    value = getattr(node, "value", None)
    if name not in _OF_PARAGRAPHS:
        told("unknown_argument", name=name, known=say("list.words", words=_OF_PARAGRAPHS))
    elif name != "style" and isinstance(value, str):
        told("no_number", name=name)
    elif name == "width" and isinstance(value, int | float) and value < _NARROWEST:
        told("narrow", width=value, meant=round(value * _OF_CM))
