"""A title -> a file name that every system takes.

Knows nothing of documents and directories.
"""

from __future__ import annotations

import re
import unicodedata

from dialogs.pattern import Pattern
from dialogs.texts import say

LIMIT = 200
"""The most bytes, in UTF-8, of a whole name: file systems stop at 255, and mail programs add to it."""

_FORBIDDEN = Pattern(r'[<>:"/\\|?*]')
# Windows reads these as devices, whatever suffix follows.
_DEVICE = Pattern(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


def filename(stem: str, *, suffix: str = ".docx") -> str:
    """A safe file name.

    Args:
        stem: what the file should be called, any text.
        suffix: the ending, with its dot.

    Returns:
        `stem` as far as it can stand in a name, and the suffix; never more than LIMIT bytes.
    """
    kept = "".join(_safe(character) for character in unicodedata.normalize("NFC", stem))
    name = _trimmed(_FORBIDDEN.sub("_", kept))
    if _DEVICE.match(name):
        name = f"_{name}"
    return (_trimmed(_cut(name, LIMIT - len(suffix.encode()))) or say("ask.unnamed")) + suffix


def _safe(character: str) -> str:
    """The character, a space for any blank, or "" for one that cannot be seen and could hide the real ending."""
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character


def _trimmed(name: str) -> str:
    # Windows drops trailing dots and spaces, so that two names become one; a leading dot hides a file.
    return name.strip(" .")


def _cut(name: str, limit: int) -> str:
    """The longest beginning of at most `limit` bytes that ends between two whole characters."""
    if len(name.encode()) <= limit:
        return name
    end = len(name.encode()[:limit].decode(errors="ignore"))
    while end and unicodedata.category(name[end]).startswith("M"):
        end -= 1
    return name[:end]
