"""Names of organisations in running text: several in a line, or below a banner. Knows no verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dialogs.answers import unit_names
from dialogs.form.model import Group
from dialogs.pasting import not_rows, numbering
from dialogs.pattern import Pattern

_HAN = r"[\u3400-\u9fff）)”》]"
_BETWEEN = Pattern(rf"(?:、|(?<={_HAN})\s*[，,;；。])\s*(?=[\u3400-\u9fff（(“《])")  # not within Co., Ltd.
_ORGANISATION = Pattern(rf".{{2,}}(?:{unit_names.ENDS})")
_AND = Pattern(r"\s*(?:以及|[和与及])(?!其)\s*|\s+")
_SO_ON = Pattern(rf"(.*?{_HAN})\s*({not_rows.SO_ON})")
_AFTER_COLON = Pattern(r"([^:：]{1,20}[:：])\s*(.+)", re.DOTALL)
# What people say before names, without a colon: 我们主要服务, 两家分别是. Some of the words alone begin names as well.
_LEADING = Pattern(
    rf"((?:(?:我[们司]|本公司|本单位|目前|现|已|拟|将|有|主要|意向|潜在|重点|合作|签约|一?共|其中|服务的?(?:对象|企业|客户)?|客户|企业|单位|联合(?:申报)?单位|的|了"
    rf"|{not_rows.COUNT}+[家个](?:企业|公司|单位|客户)?)[，,]?)+(?:分别)?(?:[有是为如]|包括|包含|服务)(?![的了])"
    r"|如(?![家皋东意一来])|例如|比如|诸如|包括|分别[是为]|(?:联合|[与由和])(?=.*(?:共同|一起)(?:申报|参与|承担|实施)))(\S.+)",
    re.DOTALL,
)


def is_one(text: str) -> bool:
    """Whether a text ends as the name of an organisation does."""
    return _ORGANISATION.fullmatch(text) is not None


def of(table: Group, line: str) -> list[str]:
    """The names in a line, where it lists several; what leads in, with a colon, and 等3家 are told apart from them."""
    if re.search("[0-9@]{3}", line):
        return [line]
    leading = _AFTER_COLON.fullmatch(line.strip())
    if leading and not_rows.leads_in(table, leading[1]):
        return [leading[1], *_listed(leading[2])]
    said = _LEADING.fullmatch(line.strip())
    names = _listed(said[2]) if said else []
    return [f"{said[1]}：", *names] if said and len(names) > 1 and is_one(names[0]) else _listed(line)


def _listed(line: str) -> list[str]:
    counted = numbering.before(line)
    listed, *so_on = _so_on(line[counted:].strip().rstrip("。；;，,、"))
    first, *more = _BETWEEN.split(listed)
    return [*(one for name in (f"{line[:counted]}{first}", *more) for one in _organisations(name)), *so_on]


def below_banners(table: Group, lines: Sequence[str]) -> Iterator[list[str]]:
    """Each name with what the banner above it says, or before it; nothing where the first has none."""
    banner = ""
    for line in filter(None, map(str.strip, lines)):
        leading = _AFTER_COLON.fullmatch(line)
        found = not_rows.banner_of(table, leading[1] if leading else line)
        banner = found or banner
        if not banner:
            return
        text = line if not found else leading[2] if leading else ""
        yield from ([banner, name[numbering.before(name) :]] for name in of(table, text) if name)


def _organisations(text: str) -> list[str]:
    """The names of organisations between blanks and 和, where each ends as such names do."""
    parts = _AND.split(text.strip())
    return parts if all(map(is_one, parts)) else [text]


def _so_on(text: str) -> list[str]:
    """A list, and behind it that it goes on, if it says so."""
    found = _SO_ON.fullmatch(text)
    is_list = found and (_BETWEEN.search(found[1]) or is_one(found[1]))
    return [found[1], found[2]] if found and is_list else [text]
