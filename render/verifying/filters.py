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

_NARROWEST = 113  # twentieths of a point, 2 mm: who writes less means centimetres
_OF_CM = 567
_OF_DAYS = ("year", "month", "day", "begin", "end")
_OF_PARAGRAPHS = tuple(inspect.signature(paragraphs).parameters)[1:]


def look(node: nodes.Filter, field: Field | None, known: Collection[str], told: Callable[..., None]) -> None:
    """Tells of a filter that is none of those known, or that is nothing for the answer of this field."""
    if node.name in _OF_DAYS and field and not field.of_kind.is_time:
        told("no_day", name=field.label, filter=node.name)
    if node.name not in known:
        told("unknown_filter", name=node.name, near=near(node.name, known))
    for pair in node.kwargs if node.name == "paragraphs" else ():
        if pair.key not in _OF_PARAGRAPHS:
            told("unknown_argument", name=pair.key, known=say("list.words", words=_OF_PARAGRAPHS))
        width = getattr(pair.value, "value", None) if pair.key == "width" else None
        if isinstance(width, int | float) and width < _NARROWEST:
            told("narrow", width=width, meant=round(width * _OF_CM))
