"""Functions of expressions that look into a text, or that other packages bring. See `dialogs.form.expression`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from dialogs.answers import numerals
from dialogs.form.expression import Known, Mistake, Node, Reads, Sort, wanted
from dialogs.texts import say

GROUP_OF_CHECKS = "shenbao.checks"


@dataclass(frozen=True)
class Agrees(Node):
    """`agrees(text, "…(…)…", number)`: where a text has the pattern, the number in brackets is this one."""

    text: Node
    pattern: str
    number: Node

    def __post_init__(self) -> None:
        try:
            groups = re.compile(self.pattern).groups
        except re.error:
            groups = 0
        if groups != 1:
            raise Mistake(say("expression.pattern", pattern=self.pattern))

    def evaluate(self, reads: Reads) -> Known:
        """Whether it is so everywhere; what is no number, as a pattern may catch words too, is let pass."""
        other = self.other(reads)
        return None if other is None else not other

    def other(self, reads: Reads) -> str | None:
        """The first place with another number, "" for none; None while the text or the number is not known."""
        text, number = self.text.evaluate(reads), self.number.evaluate(reads)
        if not isinstance(text, str) or number is None:
            return None
        for found in re.finditer(self.pattern, text):
            written = numerals.number(found.group(1) or "", exact=True)
            if written is not None and written != number:
                return found.group()
        return ""

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A truth, of a text and a number."""
        wanted("agrees", self.text.sort(sorts), "text")
        wanted("agrees", self.number.sort(sorts), "number")
        return "truth"


@dataclass(frozen=True)
class Quoted(Node):
    """`{}` in the sentence of a check: what does not agree there."""

    of: Agrees

    def evaluate(self, reads: Reads) -> Known:
        """The words of the text."""
        return self.of.other(reads)

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A text."""
        del sorts
        return "text"


@dataclass(frozen=True)
class Custom(Node):
    """A check of another package, by its name: an entry point whose object is given what stands in brackets."""

    name: str
    given: tuple[Node, ...]

    def evaluate(self, reads: Reads) -> Known:
        """Whether it is so, None while something that it is given is not known."""
        known = [one.evaluate(reads) for one in self.given]
        return None if None in known else bool(_function(self.name)(*known))

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A truth, of whatever it takes."""
        for one in self.given:
            one.sort(sorts)
        return "truth"


def others() -> tuple[str, ...]:
    """The names of the checks that other packages bring."""
    return tuple(_others())


@cache
def _others() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP_OF_CHECKS)}


@cache
def _function(name: str) -> Callable[..., object]:
    return cast("Callable[..., object]", _others()[name].load())
