"""What people say to set right an answer that they gave before: 刚才写错了，应该是…, 把名称改成…, 电话：….

Knows no question. What is named comes out in the words in which it was said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dialogs.pattern import Pattern

_LONGEST = 300  # characters of such a message, which is one line
_GAP = r"[,，。.!！;；:：~～…\s]"
_SORRY = (
    "(?:(?:哦|噢|喔|啊|呃|额|嗯|唉|哎呀?|等等|等一?下|不好意思|抱歉|对不起|是的|对|麻烦|sorry)(?:了|啊|呀|哈)?"
    rf"{_GAP}*)*"
)
_PLEASE = "(?:请|麻烦您?|帮我|帮忙|给我|我[要想]|想|要)*"
_FORMER = (
    "(?P<former>(?:我?刚[才刚]|之前|先前|(?P<above>前面|上面|上头|[上前]一?[题个条项步问栏格空]))"
    "(?:我?[写填打输发选说弄录]的?|[的那这一个题条项里我])*)"
)
_OF = r"(?P<of>[^,，。;；:：!！?？\s“”\"]{1,16}?)"
_PLACE = "(?:[那这]里|[那这]儿|[那这]?一?[栏项格]|里面?)?"
_WRONG = "(?:我?给?[写填打输发选说弄搞录记抄敲]错了?|错了|有误|不对|不准确|有问题)"
_SHOULD = "(?:(?:应该?|正确的|实际上?|其实)(?:要|该|就)?(?:是|为|叫|[改写填选][成为]?)|就?是|[改换][成为]|[写填选]成)"
_CHANGED = "(?:更[正改]|修改|变更|[改换])(?:一下)?[成为到]"
_IS = "(?:应该?(?:要|该)?[是为叫]|正确的?是)"
_NAMED = "(?:就?是|叫做?|为)"
_VALUE = r"[:：]?\s*[“\"]?(?P<value>[^\s“”\"].*?)[”\"]?\s*"
_GRAMMAR = (
    # 刚才写错了，日期应该是…; 不对，日期改成…
    rf"{_SORRY}{_FORMER}?{_PLACE}{_WRONG}{_GAP}+{_OF}{_PLACE}(?:{_IS}|{_NAMED}|{_CHANGED}){_VALUE}",
    # 刚才写错了，应该是…; 名称错了，是…; 打错了，…
    rf"{_SORRY}{_FORMER}?{_OF}??{_PLACE}{_WRONG}(?:{_GAP}*{_SHOULD}|{_GAP}+){_VALUE}",
    # 把方案名称改成…; 上一题改为…; 改成…
    rf"{_SORRY}{_PLEASE}[把将]?{_FORMER}?{_OF}??{_PLACE}{_CHANGED}{_VALUE}",
    # 刚才的应为…; 方案名称应该是…
    rf"{_SORRY}{_FORMER}{_OF}??{_PLACE}{_IS}{_VALUE}",
    rf"{_SORRY}{_OF}{_PLACE}{_IS}{_VALUE}",
    # 更正：…; 纠正一下，方案名称是…
    rf"{_SORRY}(?:更正|纠正|订正|改正)(?:一?下)?{_FORMER}?(?:{_GAP}+|{_NAMED})(?:{_OF}(?:{_NAMED}|[:：]))?{_VALUE}",
    # 不是…，是…
    rf"{_SORRY}{_FORMER}?不是[“\"]?(?P<before>[^,，。;；]+?)[”\"]?[,，。;；\s]*(?:而?是|{_IS}|[改换][成为]){_VALUE}",
)
_SENTENCES = tuple(map(Pattern, _GRAMMAR))
# 方案名称：…; 不好意思，方案名称是…
_LABELLED = Pattern(
    rf"(?P<sorry>{_SORRY})(?P<of>[^,，。;；:：!！?？\s]{{1,30}}?)\s*(?:[:：]|(?:{_NAMED}|[位就]?在)\s*[:：]?)\s*(?P<value>[^\s:：][^:：]*)"
)
_NOTHING = frozenset(("字", "内容", "答案", "信息", "有个字", "有字", "一个字", "个字", "我", "又", "好像", "可能"))


class Correction(NamedTuple):
    """What is to be set right.

    Attributes:
        value: What it should be.
        of: What is said to be wrong, "" where that is not named.
        before: What it was, "" where that is not said.
        is_former: Whether something before is meant in so many words: 刚才, 上一题.
        is_above: Whether that is what was asked before, not what was just said here: 上一题.
        is_label: Whether nothing but a label says so.
    """

    value: str
    of: str = ""
    before: str = ""
    is_former: bool = False
    is_above: bool = False
    is_label: bool = False


def read(text: str) -> Sequence[Correction]:
    """The ways in which a text can be meant as a correction, the likeliest first; none for most texts."""
    text = text.strip()
    if len(text) > _LONGEST or "\n" in text:
        return ()
    found = [_correction(match) for sentence in _SENTENCES if (match := sentence.fullmatch(text))]
    if labelled := _LABELLED.fullmatch(text):
        found.append(Correction(labelled["value"], labelled["of"], is_label=not labelled["sorry"]))
    return [one for one in found if any(map(str.isalnum, one.value))]


def _correction(match: re.Match[str]) -> Correction:
    said = {name: text or "" for name, text in match.groupdict().items()}
    of = said.get("of", "").removesuffix("的")
    named = "" if of in _NOTHING else of
    former, above = bool(said.get("former")), bool(said.get("above"))
    return Correction(said["value"], named, said.get("before", ""), is_former=former, is_above=above)
