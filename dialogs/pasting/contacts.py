"""A cell that holds what several columns ask for: a number, an address of mail, a name.

Knows how numbers and addresses look, not whether they are right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.answers.cleaning import narrow
from dialogs.form.model import Field
from dialogs.pattern import Pattern

PHONES = ("mobile", "phone")  # parts of a contact that are numbers
REACHES = (*PHONES, "mail")  # what 联系方式 may be
# Looked for only where a run of its letters begins: else a long one would be gone through from each letter.
_MAIL = Pattern(r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]++\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_PHONE = Pattern(
    r"(?<![0-9A-Za-z])(?:\(?(?:\+|00)?86\)?[\s-]*)?"
    r"(?:1[3-9][0-9](?:[\s-]?[0-9]{4}){2}"
    r"|\(?0[0-9]{2,3}\)?[\s-]?[0-9]{7,8}(?:(?:[\s-]*(?:转|ext\.?|分机)[\s:]*|-)[0-9]{1,6})?"
    r"|[48]00[\s-]?[0-9]{3}[\s-]?[0-9]{4})(?:\.0\b)?(?![0-9A-Za-z@])",
    re.IGNORECASE,
)
_GLUED = Pattern(r"(?<![0-9A-Za-z])(1[3-9][0-9]{9})(?=[A-Za-z][^\s@]*@)")  # no address of mail begins so
_LABEL = Pattern(
    r"(?:联系|移动|手机|电子|办公|公司|单位)?(?:姓名|联系人|手机号码?|手机|电话号?码?|邮箱地址|邮箱|邮件|方式|座机"
    r"|e-?mail|mailto|mail|tel|mobile|phone|[TMPE](?=\s*[:：]))(?:\s*[:：]|[ \t]*(?=\n))",
    re.IGNORECASE,
)  # before a colon, or what was taken out
_AROUND = " \t\n,，;；、|/:：()（）<>《》[]【】\"'“”‘’=。.\u200b\u200e\u202a\u202c"
_BETWEEN = Pattern(r"[/、,，;；|\s]+")


@dataclass(frozen=True)
class Pieces:
    """What a cell holds: its numbers, its addresses of mail, and the rest."""

    phones: Sequence[str]
    mails: Sequence[str]
    rest: str


def pieces(text: str) -> Pieces:
    """Takes a cell apart."""
    text = narrow(text) if re.search("[\uff01-\uff5e]", text) else text
    text = re.sub("(?<=[a-z0-9])。(?=[a-z])", ".", _GLUED.sub(r"\1 ", text))
    mails = _MAIL.findall(text)
    without = _MAIL.sub("\n", text)
    phones = _PHONE.findall(without)
    rest = without_labels(_PHONE.sub("\n", without)) if phones or mails else without
    return Pieces(phones, mails, re.sub(r"\s*\n\s*", " ", rest).strip(_AROUND) if phones or mails else rest.strip())


def without_labels(text: str) -> str:
    """A text without what says of a number, an address or a name that it is one."""
    return _LABEL.sub(" ", text)


def spread(columns: Sequence[Field], text: str) -> Mapping[str, str]:
    """What of a cell is for which of several columns, by their ids; an unclear rest stays with the first of them."""
    found = pieces(text)
    phones, mails = list(found.phones), list(found.mails)
    mobiles = [phone for phone in phones if re.search(r"(?<![0-9])1[3-9]", phone)]
    given: dict[str, str] = {}
    numbers = [column for column in columns if column.of_kind.contact in PHONES]
    for column in numbers:
        mine = (
            phones
            if len(numbers) == 1
            else mobiles
            if column.of_kind.contact == "mobile"
            else _besides(phones, mobiles)
        )
        given[column.id] = "、".join(mine)
    given |= {column.id: "、".join(mails) for column in columns if column.of_kind.contact == "mail"}
    others = [column for column in columns if column.id not in given]
    given |= _divided(others, found.rest) if others else {}
    if not others and found.rest:  # neither a number nor an address: whoever looks at the cell must see it
        first = next((c.id for c in columns if not given[c.id]), columns[0].id)
        given[first] = f"{given[first]} {found.rest}".strip()
    return {column.id: given[column.id] for column in columns}


def _besides(phones: Sequence[str], mobiles: Sequence[str]) -> list[str]:
    return [phone for phone in phones if phone not in mobiles]


def _divided(columns: Sequence[Field], text: str) -> dict[str, str]:
    parts = _BETWEEN.split(text, maxsplit=len(columns) - 1) if len(columns) > 1 else [text]
    return {c.id: parts[at].strip() if at < len(parts) else "" for at, c in enumerate(columns)}
