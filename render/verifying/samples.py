"""What a name of a template stands for, while its tags are read: a value of the kind that it will have.

Knows no form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from dialogs.answers.blocks import Block
from dialogs.texts import say
from render.runs import Gap

Sample: TypeAlias = Any
"""A value of the kind that a name will have: a text, blocks, a record, a list of records, a function."""

Told = Callable[..., None]
"""What is told of a fault: its code, and the parameters of its sentence."""

ANYTHING = object()
"""A sample of which nothing is known."""
MARKUP = object()
"""What the filter `paragraphs` makes: whole paragraphs."""


def is_long(sample: Sample) -> bool:
    """Whether it is a long text: a list of blocks."""
    return isinstance(sample, list) and bool(sample) and isinstance(sample[0], Block | Gap)


def is_rows(sample: Sample) -> bool:
    """Whether it is a list of records, or a record."""
    return isinstance(sample, dict) or (isinstance(sample, list) and not is_long(sample))


def parts(record: Mapping[str, Sample]) -> str:
    """What a record has to show."""
    return say("list.words", words=[name for name, part in record.items() if not callable(part)])
