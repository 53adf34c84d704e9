"""An answer without what surely is none of it: its label, a number or bullet in front, a messenger's marks, remarks.

Knows no kind. Nothing goes that an answer may consist of: brackets belong to names, （有限合伙）, and who takes
something back says so beside it, （待核实）.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import accumulate

from dialogs.answers import ticks
from dialogs.answers.word_count import HAN

_OWNER = r"(?:(?:我们?|咱们?|本|贵|他们)?(?:公司|单位|机构|企业|司)?的?)"
_BETWEEN = (  # a label and its answer
    r"(?:\s*[:：=＝|｜]+\s*|\s*[—–]{1,2}\s*|\s*-{1,2}\s*|\s+"
    r"|\s*(?:就|应该|应|暂)?(?:是|为|叫做?|填写?|写)\s*[:：]?\s*)(?=[^\s:：])"
)
_SEEN_AT = "附[件表页录后]?|[上下后]文?|(?:营业)?执照|官网|名片|邮件|截图|证书|图|表"
_REMARK = (
    r"已经?(?:核实|核对|核|确认|查|校对)过?无?误?|核[实对]无误|复制|粘贴|转发"
    rf"|以[{HAN}]{{2,12}}为准|详?见(?:{_SEEN_AT})[0-9一二三四五]?"
)
_TAGS = (
    r"图片|照片|语音|视频|文件|链接|位置|名片|聊天记录|(?:动画)?表情|语音转文字|語音轉文字|转文字|微笑|呲牙|偷笑|愉快|可爱|憨笑|捂脸|笑哭|旺柴|"
    r"奸笑|嘿哈|机智|加油|害羞|尴尬|得意|调皮|抱拳|握手|强|弱|胜利|玫瑰|爱心|拥抱|合十|鼓掌|好的|收到|OK|耶|哇|赞|咖啡|庆祝|礼物|红包|發|福|666"
)
_SIGNED = re.compile(
    r"\n\s*[—–\s-]*(?:(?:发|来|转)自|sent from|get outlook)\s*(?:我的|my)?\s*\S[^\n]{0,24}\s*$", re.IGNORECASE
)
_IN_FRONT = re.compile(
    r"^(?:(?:答案?|回[复答]?|[答批]复|补充|复制|粘贴|转发|answer|re|[AR])\s*[:：]\s*|[【\[](?:答案?|回[复答]|答复|补充)[】\]]\s*[:：]?"
    rf"|@[^\s@]{{1,20}}\s+|[\[【（(](?:{_TAGS})[\]】）)]"
    r"|[（(][0-9]{1,2}[)）](?=\S)|[0-9]{1,2}[)、．](?![0-9])|[0-9]{1,2}\.(?=[^0-9\sA-Za-z])|[①-⑳](?![①-⑳])"
    rf"|[•·●○■◆◇▪➢►→⇒>＞:：=＝|｜]+[>》]?|[*＊#＃]{{1,2}}(?=[\s{HAN}])|[—–-]+[>》]?\s*(?![\s0-9.．—–-])"
    r"|(?:嗯+|哦+|噢|好的?|好嘞|收到)\s+)\s*(?=\S)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"\s*(?:[\[【（(](?:{_TAGS})[\]】）)]|[（(]\s*(?:{_REMARK})\s*[)）]|[\s,，、;；~～…]|\.{{2,}}|(?<=[\s,，。])(?:ok|okay|对的?|没错|是的)[。.!！]?)$",
    re.IGNORECASE,
)
_MARKED = re.compile(r"^([*_]{1,3}|`+)(?P<inner>[^*`]+)\1$")
_AROUND = {"（": "）", "(": ")", "【": "】", "[": "]", "<": ">", "〈": "〉"}
_PICTURE = "[\u2600-\u260f\u2613-\u2712\u2728-\u27bf\U0001f000-\U0001faff\ufe0f\u200d\u20e3\\s]"  # no boxes or ticks
_PICTURES = re.compile(f"^{_PICTURE}+|{_PICTURE}+$")
_BOX = re.compile(f"[{ticks.EMPTY}]")
_FULL_STOP = re.compile(rf"(?<=[{HAN}）)0-9])(?:[。！!]|(?<![0-9])\.)$")
_INNER_MARKS = re.compile("[。，；！？]")


def bare(text: str, called: Collection[str]) -> str:
    """What is left of an answer to a question that is `called` like this, folded; never nothing."""
    if _BOX.search(text):  # what is ticked is for the kind to say
        return text
    while (inner := _once(text, called)) != text:
        text = inner
    return text


def _once(text: str, called: Collection[str]) -> str:
    ways = (_SIGNED.sub("", text), _without_label(text, called), _unmarked(text), _IN_FRONT.sub("", text), _ended(text))
    return next((way for way in ways if way != text and any(map(str.isalnum, way))), text)


def _without_label(text: str, called: Collection[str]) -> str:
    """Without the label in front of an answer, in brackets behind it, or in front of the brackets around it."""
    in_front, around, behind = _labels(frozenset(called))
    if found := in_front.match(text):
        return text[found.end() :]
    if found := around.fullmatch(text):
        return found["inner"]
    return behind.sub("", text)


@lru_cache(512)  # of the questions of the forms, with each answer
def _labels(called: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """What finds the labels of a question: in front, around and behind."""
    label = "|".join(r"\s*".join(map(re.escape, name)) for name in sorted(called, key=len, reverse=True)) or "(?!)"
    marks, owner = r"[*_]{0,2}", _OWNER
    bracket = r"(?:\s*[（(][^（()）:：]{0,16}[)）])?"
    return (
        re.compile(
            rf"{marks}(?:{owner}(?:{label}){bracket}{marks}{_BETWEEN}|[【\[（(]\s*{owner}(?:{label})\s*[】\])）]{marks}\s*[:：]?\s*(?=\S))",
            re.IGNORECASE,
        ),
        re.compile(rf"{owner}(?:{label})\s*[（(【\[](?P<inner>.+)[)）】\]]", re.IGNORECASE | re.DOTALL),
        re.compile(rf"\s*[（(]\s*(?:{label})\s*[)）]$", re.IGNORECASE),
    )


def _unmarked(text: str) -> str:
    """Without Markdown's signs, or brackets, around all of it."""
    if found := _MARKED.match(text):
        return found["inner"]
    closing = _AROUND.get(text[:1])
    is_around = closing == text[-1:] and not text[1:2].isdigit() and _is_one(text, text[0], closing)
    return text[1:-1].strip() if is_around else text


def _is_one(text: str, opening: str, closing: str) -> bool:
    """Whether the bracket with which a text begins is closed at its end, and not before."""
    depths = accumulate((char == opening) - (char == closing) for char in text[:-1])
    return all(depth > 0 for depth in depths)


def _ended(text: str) -> str:
    """Without remarks, marks and little pictures behind it or around it, and without the stop of one phrase."""
    rest = _BEHIND.sub("", _PICTURES.sub("", text))
    return rest if rest != text or "\n" in text or _INNER_MARKS.search(text[:-1]) else _FULL_STOP.sub("", text)
