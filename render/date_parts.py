"""Filters for boxes that take a date or a period in pieces: `{{ day|year }}年{{ day|month }}月`, `{{ term|begin }}`.

What is no date, such as the mark of a missing answer, stands where its year or either end is asked for. A piece has no
bookmark: the answer cannot be read back from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from dialogs.answers.shown_dates import PIECES, piece
from render.runs import Gap


def _part(name: str, text: str) -> str:
    found = piece(name, text)
    if found is not None:
        return found
    whole = "" if name in ("month", "day") else str(text)
    return Gap(whole) if whole and isinstance(text, Gap) else whole


DATE_PARTS: Mapping[str, Callable[[str], str]] = {name: partial(_part, name) for name in PIECES}
"""By the filter's name, what it makes of the text that is shown."""
