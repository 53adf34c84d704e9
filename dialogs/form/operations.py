"""What is done with the parts of an expression: reckoning, comparing, deciding. See `dialogs.form.expression`."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dialogs.form.expression import Constant, Day, Known, Mistake, Node, Reads, Sort, called, wanted
from dialogs.texts import say


@dataclass(frozen=True)
class Years(Node):
    """`years(from, until)`: the whole years between two days."""

    begin: Node
    end: Node

    def evaluate(self, reads: Reads) -> Known:
        """The years, None unless both days are known to the day."""
        begin, end = self.begin.evaluate(reads), self.end.evaluate(reads)
        if not (isinstance(begin, str) and isinstance(end, str) and len(begin) == len(end) == len("2019-05-01")):
            return None
        return Decimal(int(end[:4]) - int(begin[:4]) - (end[5:] < begin[5:]))

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A number, of days."""
        for part in (self.begin, self.end):
            wanted("years", part.sort(sorts), "day")
        return "number"


@dataclass(frozen=True)
class Not(Node):
    """`not a`."""

    part: Node

    def evaluate(self, reads: Reads) -> Known:
        """The opposite."""
        known = self.part.evaluate(reads)
        return None if known is None else not known

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A truth, of a truth."""
        return wanted("not", self.part.sort(sorts), "truth")


@dataclass(frozen=True)
class Both(Node):
    """`a and b`, `a or b`: one side alone may decide."""

    decides: bool  # the side that decides alone: False for and, True for or
    left: Node
    right: Node

    def evaluate(self, reads: Reads) -> Known:
        """The truth, as far as it is known."""
        sides = (self.left.evaluate(reads), self.right.evaluate(reads))
        if self.decides in sides:
            return self.decides
        return None if None in sides else not self.decides

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A truth, of truths."""
        for side in (self.left, self.right):
            wanted("or" if self.decides else "and", side.sort(sorts), "truth")
        return "truth"


@dataclass(frozen=True)
class Compared(Node):
    """`a == b` and the like."""

    sign: str
    left: Node
    right: Node

    def evaluate(self, reads: Reads) -> Known:
        """How they compare; days as far as both are known, so that a month is not after one of its days."""
        left, right = self.left.evaluate(reads), self.right.evaluate(reads)
        if left is None or right is None:
            return None
        if isinstance(left, Day) or isinstance(right, Day):
            first, second = str(left), str(right)
            return bool(_COMPARED[self.sign](first[: len(second)], second[: len(first)]))
        return bool(_COMPARED[self.sign](left, right))

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A truth, of two of one sort; a day may be written as a text."""
        sides = {self.left.sort(sorts), self.right.sort(sorts)}
        day = sides == {"day", "text"} and any(isinstance(side, Constant) for side in (self.left, self.right))
        if len(sides) > 1 and not day:
            raise _unlike(self.sign, sides)
        return "truth"


@dataclass(frozen=True)
class Either(Node):
    """`if(truth, a, b)`: a where it is so, b where it is not."""

    truth: Node
    so: Node
    else_: Node

    def evaluate(self, reads: Reads) -> Known:
        """The one or the other, None while it is not known which."""
        known = self.truth.evaluate(reads)
        return None if known is None else (self.so if known else self.else_).evaluate(reads)

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """That of both, which is one."""
        wanted("if", self.truth.sort(sorts), "truth")
        sides = {self.so.sort(sorts), self.else_.sort(sorts)}
        if len(sides) > 1:
            raise _unlike("if", sides)
        return sides.pop()


@dataclass(frozen=True)
class Reckoned(Node):
    """`a + b` and the like."""

    sign: str
    left: Node
    right: Node

    def evaluate(self, reads: Reads) -> Known:
        """The number, None where it is divided by zero."""
        left, right = self.left.evaluate(reads), self.right.evaluate(reads)
        if not isinstance(left, Decimal) or not isinstance(right, Decimal) or (self.sign == "/" and not right):
            return None
        return _RECKONED[self.sign](left, right)

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A number, of numbers."""
        for side in (self.left, self.right):
            wanted(self.sign, side.sort(sorts), "number")
        return "number"


def _unlike(sign: str, sides: Collection[Sort]) -> Mistake:
    return Mistake(say("expression.sides", sign=sign, sorts=[called(side) for side in sorted(sides)]))


_COMPARED: dict[str, Callable[[Any, Any], object]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_RECKONED: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
