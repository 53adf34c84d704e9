"""What a template goes through or asks, and never prints: rows, what is in one, functions.

Whoever makes a text of one fails, by whatever filter: what Python writes of it, every answer included, is for no form.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Never, TypeVar

from jinja2 import Undefined

T = TypeVar("T")
_PRINTABLE = (str, int, float, Undefined)  # written as one type it would be made at each tag


class NoTextError(TypeError):
    """Something is printed that is no text."""


def no_text(value: object) -> Never:
    """Refuses to make a text of a value. Raises NoTextError."""
    raise NoTextError(type(value).__name__)


class Record(dict[str, Any]):
    """What a row has to show, by its name."""

    __repr__ = no_text


class Rows(list[Record]):
    """The rows of a table, or the instances of a repeated section."""

    __repr__ = no_text


class Function(partial[Any]):
    """A function that is asked about one row."""

    __repr__ = no_text


def printed(value: T) -> T:
    """A value that a tag prints, which must be a text or a number; a name that is nowhere is told elsewhere.

    Raises NoTextError.
    """
    if isinstance(value, bool) or not isinstance(value, _PRINTABLE):
        no_text(value)
    return value
