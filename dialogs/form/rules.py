"""What a form wants of its answers besides that they are there: data, each applied by the check.

Knows no answers; see `dialogs.application.checks` and `dialogs.application.rules`.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator

from dialogs.answers.value import Value
from dialogs.form.expression_text import Expression, Written, checked, parse

_VALUE = re.compile(r"\{([^{}]*)\}")


def sound(says: str) -> str:
    """A sentence whose expressions can be read."""
    for part in _VALUE.split(says)[1::2]:
        checked(part)
    return says


class Check(Value):
    """Something that should be so at every row of its group; nothing is said while it is not known."""

    that: Written
    says: Annotated[str, AfterValidator(sound)]  # what is wrong; `{…}` stands for what an expression comes to
    at: str  # the field or table that mends it
    advice: bool = False  # whether the document can be finished all the same

    @cached_property
    def sentence(self) -> tuple[str | Expression, ...]:
        """What it says: texts, and between them expressions. Raises Mistake."""
        return tuple(parse(part) if at % 2 else part for at, part in enumerate(_VALUE.split(self.says)))


class Mentions(Value):
    """Advice: a long text should mention every item listed; for `a|b` either word will do."""

    kind: Literal["mentions"]
    fields: tuple[str, ...]  # one of which has to touch it
    items: tuple[str, ...]


class NotAfter(Value):
    """Advice: one date should not be after another."""

    kind: Literal["not_after"]
    earlier: str
    later: str


class Agrees(Value):
    """Advice: a number in a long text should be the number of a table's rows. `patterns` have it as group 1."""

    kind: Literal["agrees"]
    fields: tuple[str, ...]
    table: str
    patterns: tuple[str, ...]


Rule = Mentions | NotAfter | Agrees
