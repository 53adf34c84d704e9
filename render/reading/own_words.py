"""A template -> the words that stand in each document made with it: by them is known what somebody wrote besides.

Knows no form, and not what the tags of a template mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from dialogs.application.unplaced import ANY, OwnWords, apart
from dialogs.pasting.sent_back import SentBack
from render.reading import word_bookmarks
from render.reading.word_file import open_word

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_MARK = re.compile(r"\{\{\s*(?:mark|stop)\s*\([^{}]*\)\s*\}\}")  # what shows nothing
_ANSWER = re.compile(r"\{\{p\b|\b(?:mark|stop)\s*\(")
_FOR, _END = re.compile(r"\{%p\s+for\b"), re.compile(r"\{%p\s+endfor\b")


def with_own_words(sent: SentBack, template: Path) -> SentBack:
    """A document that came back, with the words of the template with which it was made."""
    own, beside = _own_words(template.read_bytes())
    return sent.model_copy(update={"own": own, "own_asides": beside})


@lru_cache(maxsize=8)  # by content, as in `render.docx`
def _own_words(template: bytes) -> tuple[OwnWords, OwnWords]:
    """The words of the text of a template, and those beside it."""
    read = word_bookmarks.read(open_word(template))
    return _of_text(read), tuple(_around_tags(aside.text) for aside in read.asides)


def _of_text(read: SentBack) -> OwnWords:
    """What stands around the tags of each line, and of each list of what is none of the form's answers."""
    found: list[tuple[str, ...]] = []
    listed: list[tuple[str, ...]] = []
    for lines in _loops(apart(read)):
        words = [*map(_around_tags, lines)]
        is_list = len(lines) > 1 and not any(map(_ANSWER.search, lines))
        found += [ANY] if is_list else words
        listed += words if is_list else []
    return tuple(parts for parts in (*found, *listed) if parts is ANY or any(map(str.strip, parts)))


def _around_tags(line: str) -> tuple[str, ...]:
    """What stands around the tags of a line; where none of them is a value, what there is is all that there may be."""
    parts = tuple(_TAG.split(_MARK.sub("", line)))
    said = [part for part in parts if part.strip()]
    return (said[0],) if len(said) == 1 and "{{" not in _MARK.sub("", line) else parts


def _loops(lines: Iterator[str]) -> Iterator[list[str]]:
    """The paragraphs of each loop together, and all other lines alone."""
    depth = 0
    loop: list[str] = []
    for line in lines:
        depth += len(_FOR.findall(line)) - len(_END.findall(line))
        loop.append(line)
        if depth == 0:
            yield loop
            loop = []
