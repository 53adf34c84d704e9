"""The parts of a Word file that nobody sees in it: what a template has of them goes into no file for submission.

Knows no template and no answers.
"""

from __future__ import annotations

from dialogs.pattern import Pattern

_HIDDEN = Pattern(r"customXml/|docProps/thumbnail")
_TOLD = Pattern(rb"<(?:Relationship|Override)\b[^>]*(?:customXml/|docProps/thumbnail)[^>]*?/>")


def is_hidden(name: str) -> bool:
    """Whether a part, by its name, is one of them."""
    return _HIDDEN.match(name) is not None


def without_hidden(name: str, content: bytes) -> bytes:
    """A part; where it names others, without those."""
    return _TOLD.sub(b"", content) if name == "[Content_Types].xml" or name.endswith(".rels") else content
