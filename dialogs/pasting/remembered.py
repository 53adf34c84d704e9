"""What a function gave for its last arguments, which may also have been worked out elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar, TypeVarTuple

Given = TypeVarTuple("Given")
T = TypeVar("T")


class Remembered(Generic[T, *Given]):
    """The function, which remembers what it gave for the last `most`."""

    def __init__(self, make: Callable[[*Given], T], most: int) -> None:
        self._make = make
        self._elsewhere: dict[tuple[*Given], T] = {}
        self._known = lru_cache(most)(self._made)

    def __call__(self, *given: *Given) -> T:
        """What is known, or is made now."""
        return self._known(given)

    def know(self, found: T, *given: *Given) -> None:
        """Remembers what was worked out for these arguments elsewhere."""
        self._elsewhere[given] = found
        self._known(given)

    def _made(self, given: tuple[*Given]) -> T:
        return self._elsewhere.pop(given, None) or self._make(*given)
