"""A file of contact cards, as address books write it (vCard) -> the name and the number on each. Knows no form."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator

from dialogs.pasting.file_content import Card
from render.reading.package import UnfitError

BEGIN = "BEGIN:VCARD"
_MOST = 2_000  # cards in a file
_FOLDED = re.compile(r"\n[ \t]")
_SOFT = re.compile(r"=\n")  # where a line of quoted-printable goes on
_LINE = re.compile(r"(?:[\w-]+\.)?([A-Za-z-]+)((?:;[^:\n]*)?):(.*)")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_MOBILE = re.compile("cell|iphone|mobile", re.IGNORECASE)


def cards_of(text: str) -> tuple[Card, ...]:
    """The cards with a name or a number. Raises UnfitError where there are none, or too many."""
    whole = _SOFT.sub("", _FOLDED.sub("", text))
    parts = re.split(BEGIN, whole, flags=re.IGNORECASE)[1:]
    if len(parts) > _MOST:
        raise UnfitError("too_many_rows")
    found = tuple(card for card in map(_card, parts) if card.name or card.phone)
    if not found:
        raise UnfitError("empty")
    return found


def _card(text: str) -> Card:
    names: dict[str, str] = {}
    phones: list[tuple[bool, str]] = []
    for kind, parameters, value in _lines(text):
        if kind == "TEL" and value:
            phones.append((not _MOBILE.search(parameters), value.removeprefix("tel:")))
        elif kind in ("FN", "N") and value:
            names.setdefault(kind, value if kind == "FN" else "".join(value.split(";")[:2]))
    phone = min(phones, key=lambda one: one[0], default=(False, ""))[1]  # a mobile one before any other
    return Card(name=names.get("FN", names.get("N", "")), phone=phone)


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """What each line says, with its parameters: without the signs that it is written in."""
    for line in text.split("\n"):
        if found := _LINE.fullmatch(line.strip()):
            kind, parameters, value = found.groups()
            if "QUOTED-PRINTABLE" in parameters.upper():
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
            yield (
                kind.upper(),
                parameters,
                _ESCAPED.sub(lambda sign: sign[1] if sign[1] not in "nN" else " ", value).strip(),
            )
