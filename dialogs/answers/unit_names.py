"""Names of organisations, as one would find them in a line of text.

Knows no list of them, and no question: what ends like a name is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dialogs.answers import quantities, regions, talk
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Verdict
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

ENDS = (
    "公司|集团|银行|大学|学院|研究院|研究所|中心|协会|学会|联盟|商会|事务所|实验室|医院|委员会|厂|合作社|企业|合伙[）)]"
)
"""What a name ends with, as a pattern."""
CALLED = frozenset(
    f"{whose}{what}{name}"
    for whose in ("", "本", "申报", "填报", "申请", "牵头", "联合", "牵头申报", "联合申报", "参与", "承保", "投保")
    for what in ("单位", "公司", "企业", "机构")
    for name in ("", "名称", "名字", "全称")
)
"""What a question for a name may be called too."""
_ENDING = Pattern(rf"..(?:{ENDS})$")
_NAME = Pattern(rf"\S+(?:{ENDS})(?:[（(][^（()）]*[）)])?")
_BETWEEN = Pattern(
    r"\s*[、，,;；/|]\s*是?|(?<=公司)\s+(?!.*(?:分|支)公司)|(?<=公司)\s*(?:以及|[和与及])\s*|\s+(?=\S*[0-9@])|"
    r"(?<=有限公司|责任公司)\s*(?![（(])(?=.+有限(?:责任)?公司)|"  # on two lines, which were joined
    r"(?:改名|更名|改)[为成]|不是|还是|或者?"
)
_BESIDE = Pattern(
    r"(?<![0-9A-Za-z])(?:[0-9A-Z]{18}|1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9A-Za-z])|\S@\S"
    rf"|公司[）)]?[\s,，](?!.*(?:{ENDS}|[部所院社行])[）)]?$)\s*\S|公司.*[省市区县号楼层室]$"
)
# What no name has but within quotes: a mark of a sentence or a line, a word or number in front of Han characters.
_OUTSIDE = Pattern(
    rf"[？?：:；;。！!，,、=＝|｜【】\[\]{{}}\\`_~@#*^…→「」\"]+|--+|^(?:[0-9]{{1,2}}|[A-Za-z]{{1,2}})\s+(?=[{HAN}])"
)
_REMARK = Pattern(r"(?<=.{3})\s*[（(](?P<what>[^（()）]+)[)）]$")
_OF_NAME = Pattern(  # in brackets at its end
    r"集团|控股|中国|筹|原.+|.*合伙|.*[校院所区园部店社厂处站馆司心室局科队组]|[A-Za-z0-9 .&/-]+"
)
_TOGETHER = Pattern("(?:联合|共同)(?:申报|承保|体)?$")
# A sign, a sum, a word for any of them, a plan, or where it is; one in Latin letters has capitals.
_SORT = "有限|责任|股份|国有|民营|私营|外资|合资|上市|集体|事业|中小|大型"
_NO_NAME = Pattern(
    rf".|{quantities.SUM}|(?:某\S{{0,4}})?(?:{_SORT})*(?:公司|企业|单位)|总部|[总分]公司|[国央民私]企|民营|外资|合资|第[0-9一二三四五六七八九十]+个|[面为]向\S+"
    rf"|\S+(?:方案|项目|计划|[产任]类)(?:[（(].*|V[0-9.]+|》)?|[{HAN}]+[省市区县]|[^A-Z{HAN}]+",
    re.DOTALL,
)
_SPREAD = Pattern(rf"(?<=[{HAN}])\s+(?=(?:股份|有限|责任|公司))")  # over the width of a line
# What is said behind a name: a remark in brackets, a number, that there are more.
_BEHIND = Pattern(
    r"(?<=公司)(?:\s*[（(][^（()）]*(?:牵头|联合|简称|代码|独资|客户|[甲乙]方|单位|母公司|总部)[^（()）]*[)）]"
    r"|\s*[0-9A-Z]+|等.{0,4}[家个])$"
)
_IN_FULL = Pattern(r".*[（(]全称[:：是为]?(?P<name>[^（()）]+)[)）]")


@lru_cache(1024)  # of an example that is asked with each answer
def is_name(text: str) -> bool:
    """Whether a text is the name of one organisation."""
    return _NAME.fullmatch(text) is not None and not any(doubts(text))


def ends(text: str) -> bool:
    """Whether a text ends as the name of an organisation does."""
    return _ENDING.search(text) is not None


def is_company(text: str) -> bool:
    """Whether a text is the registered name of a company, and nothing else."""
    return re.fullmatch(r"\S+(?:有限|责任|股份)公司", text) is not None


def alone(text: str) -> str:
    """The name without the blanks of a line's width, and without a stop."""
    found = _SPREAD.sub("", text.rstrip("。.！!"))
    return found if is_name(found) else text


def says_more(text: str) -> bool:
    """Whether more is said behind a name or in its brackets than a name has: （牵头单位）, （全称：…）."""
    return _BEHIND.search(text) is not None or _IN_FULL.fullmatch(text) is not None


def meant(text: str) -> str:
    """The name of a company beside which something else is said; "" where there is none."""
    whole = _IN_FULL.fullmatch(text)
    parts = [part.strip() for part in _OUTSIDE.split(_without_remark(text))]
    ways = (whole["name"] if whole else "", _BEHIND.sub("", text), *parts)
    return next((way for way in ways if way != text and is_name(way)), "")


def _without_remark(text: str) -> str:
    """The text without what stands in brackets behind it and is no part of a name: （最新）."""
    found = _REMARK.search(text)
    is_part = not found or _OF_NAME.fullmatch(found["what"]) or isinstance(regions.parse(found["what"]), Accepted)
    return text if not found or is_part else text[: found.start()]


def read(text: str) -> Verdict:
    """A line where the name of one should stand; what was meant, where there is more, are the names in it."""
    found = tuple(doubts(text))
    if not found:
        return Accepted(text)
    several = names(text)
    one = meant(text) if len(several) < 2 else ""
    return Doubtful(text, found, (one,) if one else tuple(name for name in several if name != text))


def names(text: str) -> tuple[str, ...]:
    """The names that stand in a text, set apart by a mark, by 和, or from a number by a blank."""
    parts = (_TOGETHER.sub("", part) for part in _BETWEEN.split(text))
    return tuple(part for part in parts if _NAME.fullmatch(part))


def doubts(text: str) -> Iterator[Doubt]:
    """What is odd about a text where one name should stand: there are several, or a code, number or mail beside it."""
    if len(names(text)) > 1:
        yield Doubt("several", {"which": text})
    elif _BESIDE.search(text) or meant(text):
        yield Doubt("unit.beside", {"which": text})
    elif _NO_NAME.fullmatch(text) or talk.is_speech(text) or (not ends(text) and talk.is_no_name(text)):
        yield Doubt("placeholder", {"which": text})
