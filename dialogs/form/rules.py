"""What a form wants of its answers besides that they are there: data, each applied by the check.

Knows no answers; see `dialogs.application.checks` and `dialogs.application.rules`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from dialogs.answers.value import Value
from dialogs.form.expression import Mistake
from dialogs.form.expression_text import Expression, Written, checked, parse
from dialogs.form.functions import Agrees, Quoted
from dialogs.pattern import Pattern
from dialogs.texts import say

_VALUE = Pattern(r"\{([^{}]*)\}")


def sound(says: str) -> str:
    """A sentence whose expressions can be read."""
    for part in filter(None, _VALUE.split(says)[1::2]):
        checked(part)
    return says


class Check(Value):
    """Something that should be so at every row of its group; nothing is said while it is not known."""

    that: Written
    says: Annotated[str, AfterValidator(sound)]  # what is wrong; `{…}` stands for what an expression comes to
    at: str  # the field or table that mends it
    advice: bool = False  # whether the document can be finished all the same

    @model_validator(mode="after")
    def _quotes_something(self) -> Check:
        try:
            _ = self.sentence
        except Mistake as mistake:
            raise PydanticCustomError("expression", "{reason}", {"reason": str(mistake)}) from None
        return self

    @cached_property
    def sentence(self) -> tuple[str | Expression, ...]:
        """What it says: texts, and between them expressions. Raises Mistake."""
        parts = enumerate(_VALUE.split(self.says.rstrip("。")))
        return tuple((parse(part) if part else self._quoted()) if at % 2 else part for at, part in parts)

    def _quoted(self) -> Expression:
        """What `{}` stands for: what does not agree."""
        found = next((part for part in self.that.root.walk() if isinstance(part, Agrees)), None)
        if found is None:
            raise Mistake(say("expression.quoted"))
        return Expression("{}", Quoted(found))


class Rule(Value):
    """Advice: a long text should mention every item listed; for `a|b` either word will do."""

    kind: Literal["mentions"]
    fields: tuple[str, ...]  # one of which has to touch it
    items: tuple[str, ...]
