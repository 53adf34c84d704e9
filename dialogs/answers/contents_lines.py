"""The lines of a table of contents that was copied along with a long text.

Knows not what becomes of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dialogs.answers.ranked_numbers import mark
from dialogs.pattern import Pattern

_LONGEST = 100  # characters of a line of contents
_LEAST = 2  # lines
_TITLE = Pattern(r"目\s*[录次][:：]?|contents:?", re.IGNORECASE)
_BLANK = r"[ \t\u3000]"
_DOTS = rf"(?:…{{2,}}|(?:[.．·•‥…_＿—-] ?){{3,}})(?:[.．·•‥…_＿—-]|{_BLANK})*"
_PAGE_ENDS = "—页-"  # what may stand behind the number of a page
_NUMBER = rf"[—第-]?{_BLANK}*(\d{{1,3}}){_BLANK}*[{_PAGE_ENDS}]?"
_PAGE = Pattern(rf"(.*?[^ \t\u3000]){_BLANK}*?({_DOTS}|{_BLANK}+){_NUMBER}")


class _Entry(NamedTuple):
    """A line as one of contents: the heading that it names, what leads to the page, and that; without one -1."""

    heading: str
    leader: str
    page: int
    comes_again: bool  # the heading, further down in the text


def contents(lines: Sequence[str]) -> set[int]:
    """Which lines of a text are a table of contents, the word 目录 above it included.

    Below that word these are all that end with a page, or come again as headings. Without it: those with dots before
    the page, and those with a tab, as rows of a table have too, where they come again or have numbers of several ranks.
    """
    shown = [at for at, line in enumerate(lines) if line.strip()]
    last = {_same(lines[at]): at for at in shown}
    entries = [_entry(lines[at], last, at) for at in shown]
    found: set[int] = set()
    at = 0
    while at < len(shown):
        is_titled = _TITLE.fullmatch(lines[shown[at]].strip()) is not None
        run = _run(entries, at + is_titled, is_titled)
        end = at + is_titled + len(run)
        if len(run) >= _LEAST and (is_titled or _is_sure(run)):
            found.update(shown[at:end])
        at = max(end, at + 1)
    return found


def without_contents(text: str) -> str:
    """The text without its table of contents."""
    lines = text.split("\n")
    listed = contents(lines)
    return "\n".join(line for at, line in enumerate(lines) if at not in listed).strip()


def _entry(line: str, last: dict[str, int], at: int) -> _Entry:
    shown = line.strip()
    may_have_page = len(line) <= _LONGEST and (shown[-1:].isdecimal() or shown[-1:] in _PAGE_ENDS)
    found = _PAGE.fullmatch(shown) if may_have_page else None
    heading = found[1] if found else line
    comes_again = last.get(_same(heading), at) > at
    return _Entry(heading, found[2] if found else "", int(found[3]) if found else -1, comes_again)


def _run(entries: Sequence[_Entry], first: int, is_titled: bool) -> list[_Entry]:  # noqa: FBT001 - private
    """The entries from `first` on that may be contents of one text: their pages never go down."""
    run: list[_Entry] = []
    page = 0
    for entry in (entries[at] for at in range(first, len(entries))):  # no slice: there are as many as there are lines
        if entry.page < 0:
            fits = is_titled and entry.comes_again
        else:
            fits = entry.page >= page and (is_titled or bool(entry.leader.strip(" \u3000")))
        if not fits:
            break
        page = max(page, entry.page)
        run.append(entry)
    return run


def _is_sure(run: Sequence[_Entry]) -> bool:
    """Whether lines with pages are contents without a word that says so."""
    if all(entry.leader.strip() for entry in run) or 2 * sum(entry.comes_again for entry in run) >= len(run):
        return True
    numbers = [mark(entry.heading) for entry in run]
    return None not in numbers and len({number.rank for number in numbers if number}) > 1


def _same(line: str) -> str:
    """A heading as it is compared with itself further down."""
    return re.sub(r"\s", "", line).casefold()
