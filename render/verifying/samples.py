"""What a name of a template stands for, while its tags are read: a value of the kind that it will have.

Knows no form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from dialogs.answers.blocks import Block
from dialogs.texts import say
from render.bookmarked import Answered
from render.runs import Gap

Sample: TypeAlias = Any
"""A value of the kind that a name will have: a text, blocks, a record, a list of records, a function."""

Told = Callable[..., None]
"""What is told of a fault: its code, and the parameters of its sentence."""

ANYTHING = object()
"""A sample of which nothing is known."""
LOOP = dict.fromkeys(("index", "index0", "revindex", "revindex0", "depth", "previtem", "nextitem"), ANYTHING)
LOOP |= {"first": True, "last": True, "length": 1, "cycle": print, "changed": print}
"""What Jinja has of a loop."""
MARKUP = object()
"""What the filter `paragraphs` makes: whole paragraphs."""


def is_long(sample: Sample) -> bool:
    """Whether it is a long text: a list of blocks."""
    return isinstance(sample, list) and bool(sample) and isinstance(sample[0], Block | Gap)


def is_rows(sample: Sample) -> bool:
    """Whether it is a list of records, or a record."""
    return isinstance(sample, dict) or (isinstance(sample, list) and not is_long(sample))


def column(of: Sample) -> str:
    """The name of the first answer in a record, or in each of a list of them; "" for none."""
    record = of[0] if isinstance(of, list) and of else of
    own = record.items() if isinstance(record, dict) else ()
    return next((name for name, part in own if isinstance(part, Answered) or is_long(part)), "")


def tell_no_text(sample: Sample, name: str, told: Told) -> bool:
    """Tells of what is printed under this name and is no text; returns whether it is none."""
    if is_long(sample):
        told("long_text", name=name)
    elif is_rows(sample):
        told("rows_printed", name=name, is_row=isinstance(sample, dict), column=column(sample))
    elif callable(sample):
        told("function", name=name)
    elif isinstance(sample, bool) or sample is None:
        told("no_text", written=name)
    else:
        return False
    return True


def parts(record: Mapping[str, Sample]) -> str:
    """What a record has to show."""
    return say("list.words", words=[name for name, part in record.items() if not callable(part)])
