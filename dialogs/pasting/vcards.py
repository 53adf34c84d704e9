"""Contact cards as address books write them (vCard) -> who is on each, and the rows that they are. Knows no form."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator

from dialogs.pasting.file_content import Card
from dialogs.pattern import Pattern

BEGIN = "BEGIN:VCARD"
_HEADS = ["联系人", "手机", "邮箱", "公司名称"]
_FOLDED = Pattern(r"\n[ \t]")
_SOFT = Pattern(r"=\n")  # where a line of quoted-printable goes on
_LINE = Pattern(r"(?:[\w-]+\.)?([A-Za-z-]+)((?:;[^:\n]*)?):(.*)")
_ESCAPED = Pattern(r"\\([\\;,:nN])")
_MOBILE = Pattern("cell|iphone|mobile", re.IGNORECASE)


def read(text: str) -> list[Card]:
    """The cards in a text, in their order."""
    whole = _SOFT.sub("", _FOLDED.sub("", text))
    return [_card(part) for part in re.split(BEGIN, whole, flags=re.IGNORECASE)[1:]]


def rows(cards: Iterable[Card]) -> list[list[str]]:
    """What stands on cards as the rows of a table, below its heads; nothing for what none of them has."""
    columns = zip(_HEADS, *([card.name, card.phone, card.mail, card.unit] for card in cards), strict=True)
    return [list(row) for row in zip(*(column for column in columns if any(column[1:])), strict=True)]


def _card(text: str) -> Card:
    found: dict[str, str] = {}
    phones: list[tuple[bool, str]] = []
    for kind, parameters, value in _lines(text):
        if kind == "TEL" and value:
            phones.append((not _MOBILE.search(parameters), value.removeprefix("tel:")))
        elif value:
            found.setdefault(kind, value)
    phone = min(phones, key=lambda one: one[0], default=(False, ""))[1]  # a mobile one before any other
    name = found.get("FN") or "".join(found.get("N", "").split(";")[:2])
    return Card(name=name, phone=phone, mail=found.get("EMAIL", ""), unit=found.get("ORG", "").split(";")[0])


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """What each line says, with its parameters: without the signs that it is written in."""
    for line in text.split("\n"):
        if found := _LINE.fullmatch(line.strip()):
            kind, parameters, value = found.groups()
            if "QUOTED-PRINTABLE" in parameters.upper():
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
            plain = _ESCAPED.sub(lambda sign: sign[1] if sign[1] not in "nN" else " ", value)
            yield kind.upper(), parameters, plain.strip()
