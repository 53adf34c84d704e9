"""A template -> the words that stand in each document made with it: by them is known what somebody wrote besides.

Knows no form, and not what the tags of a template mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from dialogs.application.unplaced import ANY, apart
from dialogs.pasting.sent_back import SentBack
from render.reading import word_bookmarks
from render.reading.word_file import open_word

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_MARK = re.compile(r"\{\{\s*(?:mark|stop)\s*\([^{}]*\)\s*\}\}")  # what shows nothing
_ANSWER = re.compile(r"\{\{p\b|\b(?:mark|stop)\s*\(")
_FOR, _END = re.compile(r"\{%p\s+for\b"), re.compile(r"\{%p\s+endfor\b")


def with_own_words(sent: SentBack, template: Path) -> SentBack:
    """A document that came back, with the words of the template with which it was made."""
    return sent.model_copy(update={"own": _own_words(template.read_bytes())})


@lru_cache(maxsize=8)  # by content, as in `render.docx`
def _own_words(template: bytes) -> tuple[tuple[str, ...], ...]:
    """What stands around the tags of each line, and of each list of what is none of the form's answers."""
    found: list[tuple[str, ...]] = []
    listed: list[tuple[str, ...]] = []
    for lines in _loops(apart(word_bookmarks.read(open_word(template)))):
        words = [tuple(_TAG.split(_MARK.sub("", line))) for line in lines]
        is_list = len(lines) > 1 and not any(map(_ANSWER.search, lines))
        found += [ANY] if is_list else words
        listed += words if is_list else []
    return tuple(parts for parts in (*found, *listed) if parts is ANY or any(map(str.strip, parts)))


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
