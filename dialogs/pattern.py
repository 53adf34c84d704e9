# ruff: noqa: D102 - each is the method of re.Pattern that it is called as
"""Regular expressions that are compiled when they are first used.

There are some six hundred, by which answers are understood. To compile them all takes a third of a second, for which
the start, and every process beside it, would wait. Whoever serves people compiles the others once they are served.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, AnyStr, Generic

_ALL: list[Pattern[Any]] = []


class Pattern(Generic[AnyStr]):
    """What `re.compile` makes of the same text and flags, for a module's own: it is kept for ever.

    What is looked up once is the compiled pattern's own method from then on.
    """

    def __init__(self, pattern: AnyStr, flags: int = 0) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags
        _ALL.append(self)

    @cached_property
    def compiled(self) -> re.Pattern[AnyStr]:
        """The compiled pattern."""
        return re.compile(self.pattern, self._flags)

    @cached_property
    def search(self) -> Callable[..., re.Match[AnyStr] | None]:
        return self.compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[AnyStr] | None]:
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[AnyStr] | None]:
        return self.compiled.fullmatch

    @cached_property
    def sub(self) -> Callable[..., AnyStr]:
        return self.compiled.sub

    @cached_property
    def split(self) -> Callable[..., list[AnyStr | Any]]:
        return self.compiled.split

    @cached_property
    def findall(self) -> Callable[..., list[Any]]:
        return self.compiled.findall

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[AnyStr]]]:
        return self.compiled.finditer


def compile_all() -> None:
    """Compiles what has not been used yet."""
    for pattern in _ALL:
        pattern.compiled  # noqa: B018 - looked up, it is compiled
