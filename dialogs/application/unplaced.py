"""What was written in a document of ours where nothing is asked, so that none of it goes silently.

Each line there stands at a bookmark, or was read as an answer, or is one of the form's own words. What is none of
these is told. Knows neither form nor document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dialogs.answers.ticks import TICKED
from dialogs.application.bookmarks import LISTED, digest
from dialogs.pasting import filled_in
from dialogs.pasting.label_index import bare
from dialogs.pasting.sent_back import SentBack
from dialogs.pattern import Pattern
from dialogs.texts import say

_BETWEEN = Pattern(r"[\n\t]+")
_LETTER = Pattern(r"[^\W\d_]")
_LEAST = 2  # letters of a line by which it is known whatever else stands in it
_DRAWN_UP = 500  # characters of a line that is looked at for two
_TICKS = Pattern(f"[{TICKED}]")

MOST = 200  # places that are told: no more are looked for, as others wait meanwhile

IsLong = Callable[[str], bool]
OwnWords = tuple[tuple[str, ...], ...]


def unplaced(sent: SentBack, is_long: IsLong, read: Iterable[str]) -> Iterator[str]:
    """What stands where nothing is asked, by paragraphs and rows; nothing where the form's own words are not known.

    Args:
        sent: The document.
        is_long: Whether a bookmark is that of a long text, so that what stands below it is an answer.
        read: The texts that were read as answers, wherever they stand.
    """
    placed, others = _parts(sent, is_long)
    further = [text for mark, text in sent.also.items() if digest(text) == sent.hashes.get(mark)]
    known = {_plain(line) for text in (*placed, *further, *read) for line in _lines(text)}
    listed = {was for mark, was in sent.hashes.items() if mark.startswith(LISTED)}
    own = _own(sent.own)
    for texts in others if sent.own else ():
        new = []
        for line in (line for text in texts if _plain(text) not in known for line in _lines(text)):
            written = {_plain(line), _plain(bare(line))}  # a number moves along
            is_read = own.has(written) or filled_in.is_empty(line) or not known.isdisjoint(written)
            is_listed = digest(_TICKS.sub("□", line)) in listed
            if not is_read and not is_listed and not own.begins(_plain(line), known):
                new.append(line)
                known |= written  # once is enough
        if new:
            yield " ".join(new)


def beside(sent: SentBack) -> Iterator[str]:
    """What was written beside the text of a document, each line with its place; nothing as above."""
    own = _own(sent.own_asides)
    for aside in sent.asides if sent.own else ():
        if not own.has({_plain(aside.text), _plain(bare(aside.text))}):
            yield say(f"aside.{aside.kind}", text=aside.text, at=aside.at)


def apart(sent: SentBack) -> Iterator[str]:
    """The lines of a document without any bookmark."""
    _, others = _parts(sent, lambda _: False)
    yield from (line for texts in others for text in texts for line in _lines(text))


def _parts(sent: SentBack, is_long: IsLong) -> tuple[list[str], list[Sequence[str]]]:
    """What stands at the bookmarks of answers, each where it comes first, and elsewhere each paragraph and row."""
    placed: list[str] = []
    others: list[Sequence[str]] = []
    seen: set[str] = set()

    def are_new(marks: tuple[str, ...]) -> bool:
        new = not seen.issuperset(marks)
        seen.update(marks)
        return new

    for segment in sent.segments:
        is_new, long = are_new(segment.marks), [is_long(mark) for mark in segment.marks]
        (others.append([segment.head]) if all(long) or not is_new else placed.append(segment.head))
        if any(long) and is_new:
            placed.append(segment.text)
        else:
            others += [[line] for line in segment.paragraphs.split("\n")]
    for row in sent.rows:
        new = [are_new(cell.marks) for cell in row.cells]
        placed += [cell.text for cell, is_new in zip(row.cells, new, strict=True) if is_new]
        others.append([cell.text for cell, is_new in zip(row.cells, new, strict=True) if not is_new])
    return placed, others


def _lines(text: str) -> list[str]:
    return [line.strip() for line in _BETWEEN.split(text) if line.strip()]


def _plain(line: str) -> str:
    return "".join(unicodedata.normalize("NFKC", line).split())


class _Own(NamedTuple):
    """The form's own words, as they look in a document."""

    exact: frozenset[str]  # lines without answers, with the number before them and without it
    patterns: Sequence[re.Pattern[str]]

    def has(self, written: Collection[str]) -> bool:
        """Whether a line, as it may be written, is one of them."""
        is_exact = not self.exact.isdisjoint(written)
        return is_exact or any(pattern.fullmatch(line) for pattern in self.patterns for line in written)

    def begins(self, line: str, known: Collection[str]) -> bool:
        """Whether one of them stands before what is known, which was drawn up to it."""
        ends = (at for at in range(1, len(line) if len(line) <= _DRAWN_UP else 0) if line[at:] in known)
        return any(self.has([line[:at]]) for at in ends)


@lru_cache(maxsize=8)
def _own(own: OwnWords) -> _Own:
    exact: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for words in own:
        ways = dict.fromkeys((_plain(words[0]), _plain(bare(words[0]))))
        if len(words) == 1:
            exact.update(ways)
        else:
            patterns.append(_pattern([*ways], words))
    return _Own(frozenset(exact), patterns)


def _pattern(ways: Sequence[str], words: tuple[str, ...]) -> re.Pattern[str]:
    """What a line looks like that begins in one of these ways, with whatever stands between its words."""
    between = ".*?" if len(_LETTER.findall("".join(words))) >= _LEAST else r"[\W\d_]*?"
    parts = [*filter(None, map(_plain, words[1:-1])), _plain(words[-1])]
    behind = "".join(between + re.escape(part) for part in parts)
    return re.compile(f"(?:{'|'.join(map(re.escape, ways))}){behind}")
