"""A person's name, in Han or Latin letters.

Knows no list of surnames: rare characters and names of all peoples are names.
"""

from __future__ import annotations

import re
import unicodedata

from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Invalid, Verdict
from dialogs.answers.word_count import HAN

_LONGEST = 50

_HAN = re.compile(f"[{HAN}]")
_DOTS = re.compile(r"\s*[·・•‧∙⋅]\s*")  # one dot, as seven keyboards give it
_POINT_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\s*\.\s*(?=[{HAN}])")
_SPREAD = re.compile(rf"(?<![{HAN}])[{HAN}](?:\s+[{HAN}])+(?![{HAN}])")  # 张 三, spaced to the width of three
_SPACE_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_SEVERAL = re.compile("[、,;/]")
_INNER = " ·'’.-"


def parse(text: str) -> Verdict:
    """Reads a name; it is stored with one kind of dot (买买提·艾力) and no space between Han characters.

    Behind a space may stand a title or another person, so it is only taken away where each part is one character.
    """
    name = _POINT_BETWEEN_HAN.sub("·", _DOTS.sub("·", narrow(text)))
    name = re.sub(r"\s+", " ", _SPREAD.sub(_together, name)).strip()
    if "@" in name or any(unicodedata.category(char)[0] == "N" and not _HAN.match(char) for char in name):
        return Invalid("person.digits")
    if _SEVERAL.search(name):
        return Invalid("person.several")
    if _SPACE_BETWEEN_HAN.search(name):
        return Invalid("person.space")
    if wrong := next((char for at, char in enumerate(name) if not _belongs(char, first=at == 0)), ""):
        return Invalid("person.character", {"which": wrong})
    if len(name) > _LONGEST:
        return Invalid("person.too_long", {"count": len(name), "limit": _LONGEST})
    return Accepted(name)


def _together(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", found[0])


def _belongs(char: str, *, first: bool) -> bool:
    """Whether a character can stand in a name; private use is how old systems hold rare characters."""
    category = unicodedata.category(char)
    letter = bool(_HAN.match(char)) or category[0] == "L" or category == "Co"
    return letter or (not first and (category[0] == "M" or char in _INNER))
