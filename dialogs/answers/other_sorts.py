"""What stands in a name or an address and is of another sort: a number to call, a mail, a code, a sum, a date.

Such belong to other questions. Knows no question, and no names: who is called 沈知遥 may be part of a name.
"""

from __future__ import annotations

import re

from dialogs.answers import regions
from dialogs.answers.quantities import SUM
from dialogs.answers.verdict import Accepted
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

_BETWEEN = r"[\s,，、;；|/]"
_LABEL = (  # as a word for such a thing, or before a colon
    rf"(?:(?:[{HAN}/]{{0,8}}?(?:电话|手机号?码?|座机|传真|邮[箱件]|网[址站]|官网|码|日期|时间|资[本金]|金额|规模|微信)"
    rf"(?:[（(][{HAN}]*[)）])?[:：]?|[{HAN}/（()）]{{1,12}}[:：])\s*)"
)
_DATE = r"(?:19|20)[0-9]{2}(?:\s*年\s*[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*[日号])?|([-/.])[0-9]{1,2}\1[0-9]{1,2})"
# Wherever it stands, as nothing else looks like it.
_SURE = (
    r"(?<![0-9A-Za-z])(?:1[3-9][0-9]{9}|\(?0[0-9]{2,3}\)?[- ]?[0-9]{7,8}(?:-[0-9]{1,6})?|[0-9][0-9A-Z]{17})"
    r"(?![0-9A-Za-z])"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[\w./?=&%#~-]+"
)
# Set apart from what is in front and behind, with a label or without.
_APART = rf"(?:{_DATE}|{SUM}|(?:联系人|负责人|经办人|填[表报写]人)[{HAN}]{{2,4}})"
_ALL = Pattern(
    rf"(?:(?:^|{_BETWEEN}+){_LABEL}?{_APART}|{_BETWEEN}+[{HAN}]{{1,8}}[:：][^\s,，;；]+)(?={_BETWEEN}|$)"
    rf"|(?:(?:^|{_BETWEEN}+){_LABEL})?[（(]?\s*(?:{_SURE})\s*[)）]?",
    re.ASCII,
)
_ENDS = Pattern(rf"^{_BETWEEN}+|{_BETWEEN}+$")
_SET_APART = Pattern(rf"({_BETWEEN}+)")


def without(text: str) -> str:
    """A line without what is of another sort; as it is where there is none of that, or nothing else."""
    rest = _ALL.sub("", text)
    return _ENDS.sub("", rest) if rest != text and any(map(str.isalpha, rest)) else text


def without_places(text: str) -> str:
    """A name without a place or an address that is set apart from it; as it is where there is none."""
    parts = _SET_APART.split(text)
    named = [part for part in parts[::2] if part and not (regions.is_address(part) or _is_region(part))]
    return named[0] if len(named) == 1 < len(parts) else text


def _is_region(text: str) -> bool:
    return isinstance(regions.parse(text), Accepted)
