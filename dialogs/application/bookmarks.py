"""The bookmarks of a document that may come back: the name of each answer's, and the hash by which an edit is seen.

Knows no document, and no form.
"""

from __future__ import annotations

import hashlib

PREFIX = "sb_"
STOP = f"{PREFIX}stop"  # with a number behind it: where something else begins after a long text
ALSO = f"{PREFIX}also"  # see `also`
LISTED = f"{PREFIX}listed"  # with a number behind it: what a draft lists as missing, and is no answer
_BY_ITSELF = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ") | dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""What editors set for blanks, or between letters, by themselves."""


def bookmark(item: str, row: str = "") -> str:
    """The name of the bookmark at an answer, or by a table's id at a row: 27 letters, digits and `_` of Word's 40."""
    return PREFIX + hashlib.blake2b(f"{item}\n{row}".encode(), digest_size=12).hexdigest()


def also(mark: str, number: int) -> str:
    """The name of a further bookmark: where an answer stands once more, or what is computed from others."""
    return f"{ALSO}{number}_{mark.removeprefix(PREFIX)}"


def of_also(name: str) -> str:
    """The bookmark of which one is a further one; "" for one that is none."""
    return f"{PREFIX}{name.partition('_also')[2].partition('_')[2]}" if name.startswith(ALSO) else ""


def missing(number: int) -> str:
    """What stands for the id of the `number`th row of a table, from 0, that a draft shows as missing."""
    return f"missing {number}"


def digest(text: str) -> str:
    """A hash of a text as it is printed: the same whatever blanks stand there at the ends of its lines and cells."""
    return hashlib.blake2b(canonical(text).encode(), digest_size=8).hexdigest()


def canonical(text: str) -> str:
    """A text without the blanks at the ends of its lines and cells, empty lines, and what editors set by themselves."""
    text = text.translate(_BY_ITSELF)
    lines = ("\t".join(cell.strip() for cell in line.split("\t")) for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip())
