"""An answer without what surely is none of it: its label, a number or bullet in front, a messenger's marks, remarks.

Knows no kind. Nothing goes that an answer may consist of: brackets belong to names, （有限合伙）, and who takes
something back says so beside it, （待核实）.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import accumulate

from dialogs.answers import messenger, ticks
from dialogs.answers.verdict import LINE_LIMIT
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

# The label of the question: who speaks of it, what is set between it and its answer, what may stand in brackets.
_OWNER = (
    r"(?:(?:请问|请填写?|关于|这是|[Q问][:：])\s*)?"
    r"(?:(?:我们?|咱们?|本|贵|他们|[您你]们?)?(?:公司|单位|机构|企业|司)?的?)"
)
_VERB = r"(?:我们?|请|统一|还|就|应该?|暂|先)*(?:是|为|叫做?|填写?的?|写的?|用|选|改[为成])是?"
_BETWEEN = (
    rf"(?:(?:是什么|是|如下)?\s*[:：=＝|｜?？，,。、；;…/／→>]+\s*|\s*(?:[—–]{{1,2}}|-{{1,2}}|如下|{_VERB}\s*[:：]?)\s*"
    r"|(?:是|如下)?\s+)(?=[^\s:：?？])"
)
_REMARK_IN_LABEL = r"(?:[0-9一二三](?=\s*[:：]))?(?:\s*[（(\[【][^（()）:：]{0,16}[)）\]】])?"

# What a messenger or a mail adds, pictures by their names too.
_SIGNED = Pattern(rf"\n\s*{messenger.SIGNED}$", re.IGNORECASE)
_TAG = rf"[\[【（(](?:{messenger.PARTS}|{messenger.PICTURES})[\]】）)]"
_PICTURE = "[\u2600-\u260f\u2613-\u2712\u2728-\u27bf\U0001f000-\U0001faff\ufe0f\u200d\u20e3\\s]"  # no boxes or ticks
_PICTURES = Pattern(f"^{_PICTURE}+|{_PICTURE}+$")

# What people set in front: that it is the answer, whom they call, a number, a bullet, a word of assent.
_SAYS = (
    r"(?:答案?|回[复答]?|[答批]复|补充|复制|粘贴|转发|answer|re|[AR])\s*[:：]"
    r"|[【\[](?:答案?|回[复答]|答复|补充)[】\]]\s*[:：]?"
)
_NUMBER = (
    rf"[（(][0-9]{{1,2}}[)）][.．、]?|[0-9]{{1,2}}[)、．](?![0-9])|[0-9]{{1,2}}\.(?=[^0-9\sA-Za-z])|[①-⑳](?![①-⑳])"
    rf"|[0-9]{{1,2}}(?:\.[0-9]{{1,2}})+[、.．\s]+(?=[{HAN}])|[A-Za-z][)、．.]\s*(?=[{HAN}])|[0-9]{{1,2}}[:：](?![0-9])"
    r"|[Qq题问][0-9]{1,2}\s*[:：]|第?[0-9一二三四五六七八九十]{1,2}题\s*[:：\s]"
)
_BULLET = rf"_{{2,}}|[•·●○■◆◇▪➢►→⇒>＞:：=＝|｜]+[>》]?|[*＊#＃]{{1,2}}(?=[\s{HAN}])|[—–-]+[>》]?\s*(?![\s0-9.．—–-])"
_IN_FRONT = Pattern(
    rf"^(?:{_SAYS}|@[^\s@]{{1,20}}\s+|{_TAG}|{_NUMBER}|{messenger.HTML}|{_BULLET}|(?:嗯+|哦+|噢|好的?|好嘞|收到)\s+)\s*(?=\S)",
    re.IGNORECASE,
)

# What people set behind: remarks that tell nothing of the answer, marks, that it is right.
_WHERE = "附[件表页录后]?|[上下后]文?|(?:营业)?执照|官网|名片|邮件|截图|证书|图|表"
_REMARK = (
    r"[（(]\s*(?:已经?(?:核实|核对|核|确认|查|校对)过?无?误?|核[实对]无误|复制|粘贴|转发"
    rf"|以[{HAN}]{{2,12}}为准|详?见(?:{_WHERE})[0-9一二三四五]?)\s*[)）]"
)
_BEHIND = Pattern(
    rf"\s*(?:{messenger.HTML}|{_TAG}|{_REMARK}|\n[\s—–-]*-{{3,}}|\n以上|[\s,，、;；~～…]|\.{{2,}}|_{{2,}}"
    r"|(?<=[\s,，。])(?:ok|okay|对的?|没错|是的)[。.!！]?)$",
    re.IGNORECASE,
)
_STOP = Pattern(rf"(?<=[{HAN}）)0-9])(?:[。！!]|(?<![0-9])\.)$")
_MARKS = Pattern("[。，；！？]")

# What stands around all of it.
_MARKED = Pattern(r"^([*_]{1,3}|`+)(?P<inner>[^*`]+)\1$")
_TWICE = Pattern(r"^(.{2,}?)[\s/，,]+\1$")
_AROUND = {"（": "）", "(": ")", "【": "】", "[": "]", "<": ">", "〈": "〉", "“": "”", "「": "」", "『": "』"}
_BOX = Pattern(f"[{ticks.EMPTY}]")


def bare(text: str, called: Collection[str]) -> str:
    """What is left of an answer to a question that is `called` like this, folded; never nothing."""
    if len(text) > LINE_LIMIT or _BOX.search(text):  # what is ticked is for the kind to say
        return text
    if text.isalnum() and not "①" <= text[0] <= "⑳" and _unlabelled(text, called) == text:
        return text  # as nearly all that stands in tables is
    while (rest := _once(text, called)) != text:
        text = rest
    return text


def without_pictures(text: str) -> str:
    """A text of one's own without the little pictures around it; in a name they are a fault."""
    return _PICTURES.sub("", text) or text


def _once(text: str, called: Collection[str]) -> str:
    ways = (_sent, lambda text: _unlabelled(text, called), _unwrapped, lambda text: _IN_FRONT.sub("", text), _ended)
    for way in ways:
        if (rest := way(text)) != text and any(map(str.isalnum, rest)):
            return rest
    return text


def _sent(text: str) -> str:
    """Without what the messenger or the mail adds in lines of its own."""
    return messenger.QUOTED.sub("", _SIGNED.sub("", text))


def _unlabelled(text: str, called: Collection[str]) -> str:
    """Without the label in front of an answer or behind it, or in front of the brackets around it."""
    letters = _letters(text)
    named = frozenset(name for name, own in _letters_of(frozenset(called)) if own in letters)
    if not named:
        return text
    in_front, around, behind = _labels(named)
    if found := in_front.match(text):
        return text[found.end() :]
    if found := around.fullmatch(text):
        return found["bracketed"]
    return behind.sub("", text)


@lru_cache(512)  # of the questions of the forms, with each answer
def _letters_of(called: frozenset[str]) -> list[tuple[str, str]]:
    return [(name, _letters(name)) for name in called]


def _letters(text: str) -> str:
    """A text without its blanks, whichever case it is written in."""
    return "".join(text.split()).casefold()


@lru_cache(512)  # of the questions of the forms, with each answer that has such letters
def _labels(named: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """What finds labels of a question: in front, around and behind."""
    names = "|".join(r"\s*".join(map(re.escape, name)) for name in sorted(named, key=len, reverse=True))
    label, marks = rf"{_OWNER}(?:{names})", "[*_]{0,2}"
    bracketed = rf"[【\[（(]\s*{label}\s*[】\])）]{marks}\s*[:：]?\s*(?=\S)"
    in_front = rf"{marks}(?:{label}{_REMARK_IN_LABEL}{marks}{_BETWEEN}|{bracketed})"
    around = rf"{label}\s*(?P<bracketed>[（(【\[].+[)）】\]])"
    behind = rf"\s*(?:[（(]\s*(?:{names})\s*[)）]|(?:[，,]|是){label})$"
    return tuple(re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in (in_front, around, behind))


def _unwrapped(text: str) -> str:
    """Without Markdown's signs or brackets around all of it, without a half of such, and once instead of twice."""
    if found := _MARKED.match(text):
        return found["inner"]
    if (found := _TWICE.match(text)) and len(set(found[1])) > 1:
        return found[1]
    text = _paired(text)
    closing = _AROUND.get(text[:1])
    is_around = closing == text[-1:] and not text[1:2].isdigit() and _is_one(text, closing)  # (120) is a loss
    return text[1:-1].strip() if is_around else text


def _paired(text: str) -> str:
    """Without a quote or bracket at one end that lacks its other half."""
    for opening, closing in ("（）", "()", "【】", "“”", "‘’", "「」", "《》"):
        more = text.count(opening) - text.count(closing)
        if more == 1 and text.startswith(opening):
            text = text[1:]
        if more == -1 and text.endswith(closing):
            text = text[:-1]
    return text[1:] if text.startswith(("'", "`", '"')) and text[0] not in text[1:] else text


def _is_one(text: str, closing: str) -> bool:
    """Whether the bracket with which a text begins is closed at its end, and not before."""
    return all(accumulate((char == text[0]) - (char == closing) for char in text[:-1]))


def _ended(text: str) -> str:
    """Without remarks and marks behind it, and without the stop of one phrase."""
    rest = _BEHIND.sub("", text)
    return rest if rest != text or "\n" in text or _MARKS.search(text[:-1]) else _STOP.sub("", text)
