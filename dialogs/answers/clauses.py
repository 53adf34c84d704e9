"""Several things said in one message, clause by clause: 我们方案叫…，日期是….

Knows no question: what one may speak of comes in as names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

BETWEEN = (r"\s*\n\s*", r"[,，;；。\n]+\s*", r"\s+")
"""What stands between clauses, as patterns, the surest first."""
_BEFORE = "(?:我们?|咱们?|本单位|公司|的|这个|那|然后|还有|另外|以及|和|请|麻烦)*"
_VERB = r"(?:的?\s*(?P<verb>[:：]|就?是|叫做?|为|用|选择?|填|写))?\s*"
_LONGEST = 300  # characters of what is said so; more is a text


class Clause(NamedTuple):
    """One clause: its text, the marks before it, and where it begins with a name, that and what is said of it."""

    text: str
    mark: str
    name: str = ""
    value: str = ""
    has_verb: bool = False


def divided(text: str, between: str) -> list[str]:
    """The parts of a text, and by turns what stands between them; one part alone where it is none of several."""
    return re.split(f"({between})", text.strip()) if len(text) <= _LONGEST else [text]


def named(parts: Sequence[str], names: Collection[str]) -> Iterator[Clause]:
    """The clauses of a text that was divided, each with the name with which it begins."""
    told = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    sentence = re.compile(rf"{_BEFORE}(?P<name>{told}){_VERB}(?P<value>\S.*)", re.DOTALL)
    for mark, part in zip(["", *parts[1::2]], parts[::2], strict=True):
        if found := sentence.fullmatch(part):
            yield Clause(part, mark, found["name"], found["value"], has_verb=bool(found["verb"]))
        else:
            yield Clause(part, mark)
