"""Rows that were broken in two or more by line ends within a cell or between two, put together again.

Knows no table and no separator.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.answers import unit_names
from dialogs.answers.word_count import HAN
from dialogs.pasting import contacts
from dialogs.pattern import Pattern

_REST_OF_NAME = Pattern(
    r"(?:集团|股份|控股|科技|技术|实业|有限|责任|合伙|[（(].{1,6}[)）])*(?:公司|集团|中心|企业|合伙[）)]?)|[限任]?公?司|份?有限公司"
)
_BROKEN_NAME = Pattern(r"..(?:有限(?:责任)?公司|[^限任]公司|集团|中心|合伙）|合伙\))$")
_REST_OF_MAIL = Pattern(r"[A-Za-z0-9.-]{2,}")


def mended(rows: Sequence[list[str]]) -> list[list[str]]:
    """The rows with those joined that only together are as wide as the widest; empty rows stand for their rest."""
    width = max(map(len, rows), default=0)
    found: list[list[str]] = []
    at = 0
    while at < len(rows):
        end = _end(rows, at, width)
        whole = list(rows[at])
        for row in rows[at + 1 : end]:
            last = _name_before(whole, row) if len(row) == 1 else None
            if last is None:
                whole = [*whole[:-1], _joined(whole[-1], row[0]), *row[1:]]
            else:
                whole[last] += row[0].strip()
        found += [whole, *([] for _ in rows[at + 1 : end])]
        at = end
    return found


def _end(rows: Sequence[list[str]], at: int, width: int) -> int:
    """Behind the last of the rows that go on with the one at a place."""
    end, cells = at + 1, len(rows[at])
    if not any(rows[at]) or end == len(rows) or not any(rows[end]):
        return end
    if _is_rest(rows[at], rows[end], width):
        return end + 1
    while 1 < cells < width and end < len(rows) and 0 < len(rows[end]) < width and any(rows[end]):
        cells += len(rows[end]) - 1
        end += 1
    return end if cells == width else at + 1


def _is_rest(before: Sequence[str], row: Sequence[str], width: int) -> bool:
    """Whether a whole row wants just the end of its last cell, or is the rest of one of which the name was broken."""
    if len(row) == width > 1 == len(before):
        return _REST_OF_NAME.fullmatch(row[0].strip()) is not None
    if len(before) < max(width, 2) or len(row) != 1:
        return False
    if _name_before(before, row) is not None:
        return True
    mail, last = contacts.pieces(row[0]), contacts.pieces(before[-1])
    if mail.mails and not mail.rest:
        return bool(last.phones) and not last.mails
    address = before[-1].strip()
    broken = "@" in address and not re.search(r"@[A-Za-z0-9.-]+\.(?:com|cn|net|org)$", address)
    return broken and _REST_OF_MAIL.fullmatch(row[0].strip()) is not None


def _name_before(row: Sequence[str], rest: Sequence[str]) -> int | None:
    """Which cell of a row is a name only together with the line below it, as a page breaks them; None for none."""
    if not _REST_OF_NAME.fullmatch(rest[0].strip()):
        return None
    cells = [cell.strip() for cell in row]
    found = [at for at, cell in enumerate(cells) if _BROKEN_NAME.search(cell + rest[0].strip())]
    return found[0] if len(found) == 1 and not unit_names.ends(cells[found[0]]) else None


def together(lines: Sequence[str]) -> list[str]:
    """Lines of one cell each, with those as one that only together are a name, an address or a number."""
    found: list[str] = []
    for line in lines:
        if found and _are_halves(found[-1].strip(), line.strip()):
            found[-1] = found[-1].rstrip() + line.strip()
        else:
            found.append(line)
    return found


def _are_halves(before: str, rest: str) -> bool:
    """Whether two lines only together are the name of an organisation, an address of mail, or a number."""
    whole = before + rest
    if _REST_OF_NAME.fullmatch(rest):
        return _BROKEN_NAME.search(whole) is not None and not unit_names.ends(before)
    halves, both = (contacts.pieces(before), contacts.pieces(rest)), contacts.pieces(whole)
    if "@" in whole:
        return not both.rest and len(both.mails) == 1 and not any(half.mails for half in halves)
    return not both.rest and len(both.phones) == 1 and not any(half.phones for half in halves)


def _joined(before: str, rest: str) -> str:
    """A cell of its two halves: what was one word is one again."""
    halves = before.rstrip(), rest.lstrip()
    is_word = re.search(rf"(?:[{HAN}）)]\Z)", halves[0]) and re.match(rf"[{HAN}（(]", halves[1])
    is_mail = "@" in before and not contacts.pieces(rest).mails and _REST_OF_MAIL.fullmatch(rest.strip())
    whole = "".join(halves)
    is_number = bool(contacts.pieces(whole).phones) and not any(contacts.pieces(half).phones for half in halves)
    return whole if is_word or is_mail or is_number or not all(halves) else f"{before}\n{rest}"
