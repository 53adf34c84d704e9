"""Codes, times of day and whatever else has one way of writing, which the form says as a pattern. Knows no form."""

from __future__ import annotations

import re

from dialogs.answers import wrapping
from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Invalid, Verdict


def is_pattern(pattern: str) -> bool:
    """Whether something is a regular expression."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def parse(text: str, pattern: str) -> Verdict:
    """Reads what should be written like a pattern; also with blanks in it, in full-width or in small letters."""
    written = narrow(wrapping.without_quotes(wrapping.without_seal(text))).strip()
    bare = re.sub(r"\s", "", written)
    found = next((way for way in (written, bare, bare.upper()) if re.fullmatch(pattern, way)), "")
    return Accepted(found) if found else Invalid("pattern", {"which": text.strip()})
