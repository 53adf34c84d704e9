"""Whether a line is of the same sort as the example of its question: an address, a full name, words on its matter.

Knows no form. The example shows what an answer looks like; what has nothing of that is asked about, never refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from dialogs.answers import regions, unit_names
from dialogs.answers.word_count import HAN, han
from dialogs.pattern import Pattern

_TELLING = 10  # Han characters from which an example tells what the answer is about
_PHRASE = 6  # Han characters of each answer that is offered, from which any other has something in common with them
# How whole names end, of authorities too and in Latin letters; a remark may stand behind.
_WHOLE_NAME = Pattern(
    rf"(?:{unit_names.ENDS}|[局部厅委院所社站队馆校学园办处行店署室场矿港]|[员理工商公金合][会]|政府|基金|基地)(?:[（(].*[)）])?$"
    r"|\b(?:ltd|inc|corp|llc|llp|plc|gmbh|co|company|limited|corporation|group|bank|university|institute|insurance)\W*$",
    re.IGNORECASE,
)
_NAME = Pattern("名[称字]?$|题目$|标题$")
_HAN_RUN = Pattern(f"[{HAN}]+")
# Of an address below its region: a road, a house, a number; or words in Latin letters with a number.
_BELOW_REGION = Pattern(
    "[路街道巷弄里村组社庄屯堡寨园苑院厦楼座幢栋层室号厂馆店塔港湾桥站场城坊墅寓舍库矿营校镇乡屋]|[新业发]区|信箱|广场|[A-Za-z]{2}.*[0-9]|[0-9].*[A-Za-z]{2}.*\\s"
)


def is_unlike(value: str, example: str, called: Collection[str], *, whole_name: bool = False) -> bool:
    """Whether a line has nothing of what its question's example is.

    Args:
        value: The line.
        example: The example.
        called: What the question is called.
        whole_name: Whether the whole name of an organisation is asked, where the example is one.
    """
    if regions.is_address(example):
        return not _BELOW_REGION.search(value)
    if unit_names.is_name(example):
        is_other = regions.is_address(value) or (whole_name and not _shared(value, [example]))
        return is_other and not _WHOLE_NAME.search(value)
    if regions.is_address(value):
        return True
    is_short = 2 * han(value) <= han(example) >= _TELLING
    return is_short and is_name_asked(called) and not _shared(value, [example, *called])


def is_name_asked(called: Iterable[str]) -> bool:
    """Whether a question that is called so asks for the name of something, which its example is like."""
    return any(map(_NAME.search, called))


def is_unlike_all(value: str, offered: Iterable[str]) -> bool:
    """Whether a line has nothing in common with words that are offered, where these are more than a word each."""
    words = list(offered)
    return bool(words) and min(map(han, words)) >= _PHRASE and not _shared(value, words)


def _shared(value: str, words: Iterable[str]) -> bool:
    """Whether two characters that stand side by side in a line do so in the words too."""
    return not _pairs(value).isdisjoint(pair for word in words for pair in _pairs(word))


def _pairs(text: str) -> set[str]:
    return {run[at : at + 2] for run in _HAN_RUN.findall(text) for at in range(len(run) - 1)}
