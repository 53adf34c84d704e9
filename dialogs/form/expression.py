"""A small language over the ids of a form: `hitech == "是"`, `sum(budget.grant) <= total`, `count(people) > 0`.

Parsed once, when a form is loaded; nothing is ever executed. What is not known yet (an open answer, a division by zero)
is None, and so is all that comes of it, unless the rest decides by itself. Knows no kinds, no fields and no rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal, Protocol

from dialogs.texts import say

Sort = Literal["number", "text", "day", "truth"]
"""What an expression gives: a Decimal, a str, a Day or a bool."""


class Day(str):
    """A date as far as it is known: 2019, 2019-05 or 2019-05-01; compared as far as both sides are known."""

    __slots__ = ()


Known = Decimal | str | bool | None


class Reads(Protocol):
    """What an expression reads, from where it stands."""

    def value(self, field: str) -> Known:
        """A field's value at this row or above it, None where it is open or not asked."""

    def total(self, column: str) -> Decimal | None:
        """The sum of a column of a table below, None while one of its cells is open."""

    def count(self, table: str) -> Decimal | None:
        """How many rows a table below has."""


class Mistake(Exception):  # noqa: N818 - as the author of a form reads it
    """An expression that means nothing; the message says why."""


def called(sort: Sort) -> str:
    """A sort in words."""
    return say(f"expression.sort_{sort}")


def wanted(where: str, found: Sort, needed: Sort) -> Sort:
    """The sort that is needed somewhere. Raises Mistake where another was found."""
    if found != needed:
        raise Mistake(say("expression.sort", where=where, found=called(found), wanted=called(needed)))
    return needed


@dataclass(frozen=True)
class Node:
    """A part of an expression."""

    def evaluate(self, reads: Reads) -> Known:
        """What it comes to, None where that is not known."""
        raise NotImplementedError

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """What it gives, with what each field gives. Raises Mistake where its parts do not go together."""
        raise NotImplementedError

    def walk(self) -> Iterator[Node]:
        """This part and all parts of it."""
        yield self
        for own in fields(self):
            for part in value if isinstance(value := getattr(self, own.name), tuple) else (value,):
                if isinstance(part, Node):
                    yield from part.walk()


@dataclass(frozen=True)
class Constant(Node):
    """A number or a text, as it is written."""

    known: Decimal | str

    def evaluate(self, reads: Reads) -> Known:
        """Itself."""
        del reads
        return self.known

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """By how it is written."""
        del sorts
        return "text" if isinstance(self.known, str) else "number"


@dataclass(frozen=True)
class Name(Node):
    """A field of the same row, or of one above it."""

    id: str

    def evaluate(self, reads: Reads) -> Known:
        """The field's value."""
        return reads.value(self.id)

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """The field's."""
        return sorts[self.id]


@dataclass(frozen=True)
class Total(Node):
    """`sum(table.column)`."""

    column: str

    def evaluate(self, reads: Reads) -> Known:
        """The sum."""
        return reads.total(self.column)

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A number, of numbers."""
        return wanted(self.column, sorts[self.column], "number")


@dataclass(frozen=True)
class Count(Node):
    """`count(table)`."""

    table: str

    def evaluate(self, reads: Reads) -> Known:
        """The number of rows."""
        return reads.count(self.table)

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A number."""
        del sorts
        return "number"


@dataclass(frozen=True)
class Has(Node):
    """`has(field)`: something is answered; `has(field, "…")`: one of several choices is ticked."""

    name: Name
    choice: str

    def evaluate(self, reads: Reads) -> Known:
        """Whether it is so; an open field has nothing."""
        value = reads.value(self.name.id)
        if not self.choice:
            return value not in (None, "")
        parts = value.split("、") if isinstance(value, str) else ()
        return any(part == self.choice or part.startswith(f"{self.choice}：") for part in parts)

    def sort(self, sorts: Mapping[str, Sort]) -> Sort:
        """A truth."""
        if self.choice:
            wanted(self.name.id, self.name.sort(sorts), "text")
        return "truth"
