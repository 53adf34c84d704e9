"""What was written in a document of ours where nothing is asked, so that none of it goes silently.

Each line there stands at a bookmark, or was read as an answer, or is one of the form's own words. What is none of
these is told. Knows neither form nor document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from dialogs.pasting import filled_in
from dialogs.pasting.label_index import bare
from dialogs.pasting.sent_back import SentBack

ANY = ("", "")
"""Among the form's own words, lines of which nobody knows how many there are, and what they say."""
_BETWEEN = re.compile(r"[\n\t]+")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST = 2  # letters of a line by which it is known whatever else stands in it

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
    known = {_plain(line) for text in (*placed, *sent.also.values(), *read) for line in _lines(text)}
    own = _Own(_patterns(sent.own))
    for texts in others if sent.own else ():
        new = []
        for line in (line for text in texts for line in _lines(text)):
            written = {_plain(line), _plain(bare(line))}  # a number moves along
            is_read = own.has(written) or filled_in.is_gap(line) or not known.isdisjoint(written)
            if not is_read and not own.begins(_plain(line), known):
                new.append(line)
                known |= written  # a table outside of long texts stands there as lines and as rows
        if new:
            yield " ".join(new)


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
        below = segment.text.split("\n")
        (placed.extend(below) if any(long) and is_new else others.extend([line] for line in below))
    for row in sent.rows:
        new = [are_new(cell.marks) for cell in row.cells]
        placed += [cell.text for cell, is_new in zip(row.cells, new, strict=True) if is_new]
        others.append([cell.text for cell, is_new in zip(row.cells, new, strict=True) if not is_new])
    return placed, others


def _lines(text: str) -> list[str]:
    return [line.strip() for line in _BETWEEN.split(text) if line.strip()]


def _plain(line: str) -> str:
    return "".join(unicodedata.normalize("NFKC", line).split())


class _Own:
    """The form's own words, where lines are looked for one after the other."""

    def __init__(self, patterns: Sequence[re.Pattern[str] | None]) -> None:
        """`patterns` are of each of its lines how it looks, None where it lists something."""
        self._patterns = patterns
        self._at = 0  # the line that was found last
        self._list: int | None = None  # where it lists what stands there, if it does

    def has(self, written: Collection[str]) -> bool:
        """Whether a line, as it may be written, is one of them, or stands where the form lists something."""
        found = [*self._found(written)]
        if found and (self._list is None or not {self._at + 1, self._list + 1}.isdisjoint(found)):
            self._list = next((at + 1 for at in found if self._patterns[at + 1 : at + 2] == [None]), None)
        self._at = found[0] if found else self._at
        return bool(found) or self._list is not None

    def begins(self, line: str, known: Collection[str]) -> bool:
        """Whether one of them stands before what is known, which was drawn up to it."""
        ends = (at for at in range(1, len(line)) if line[at:] in known)
        return any([*self._found([line[:at]])] for at in ends)

    def _found(self, written: Collection[str]) -> Iterator[int]:
        for at, pattern in enumerate(self._patterns):
            if pattern and any(map(pattern.fullmatch, written)):
                yield at


@lru_cache(maxsize=8)
def _patterns(own: OwnWords) -> Sequence[re.Pattern[str] | None]:
    return [_pattern(words) if words != ANY else None for words in own]


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """What a line looks like, with whatever stands between its words; without the number before it too."""
    between = ".*?" if len(_LETTER.findall("".join(words))) >= _LEAST else r"[\W\d_]*?"
    first, *others = map(_plain, words)
    ways = "|".join(map(re.escape, (first, _plain(bare(words[0])))))
    return re.compile(f"(?:{ways}){''.join(between + re.escape(part) for part in others)}")
