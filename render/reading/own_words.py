"""A template -> the words that stand in each document made with it: by them is known what somebody wrote besides.

Knows no form, and not what the tags of a template mean.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from dialogs.application.unplaced import OwnWords, apart
from dialogs.pasting.sent_back import SentBack
from dialogs.pattern import Pattern
from render.reading import word_bookmarks
from render.reading.word_file import open_word

_TAG = Pattern(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_MARK = Pattern(r"\{\{\s*(?:mark|stop)\s*\([^{}]*\)\s*\}\}")  # what shows nothing


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
    """What stands around the tags of each line, where anything does."""
    return tuple(parts for parts in map(_around_tags, apart(read)) if any(map(str.strip, parts)))


def _around_tags(line: str) -> tuple[str, ...]:
    """What stands around the tags of a line; where none of them is a value, what there is is all that there may be."""
    parts = tuple(_TAG.split(_MARK.sub("", line)))
    said = [part for part in parts if part.strip()]
    return (said[0],) if len(said) == 1 and "{{" not in _MARK.sub("", line) else parts
