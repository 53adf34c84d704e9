"""Choosing: one of what is offered, in the ways in which people say which.

Knows no form: what is offered, and by which short forms, comes in. Never guesses between two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from dialogs.answers import prose, speech, ticks, wrapping
from dialogs.answers.cleaning import fold
from dialogs.answers.verdict import LINE_LIMIT, Accepted, Doubtful, Invalid, Verdict, doubtful
from dialogs.pattern import Pattern
from dialogs.texts import say

if TYPE_CHECKING:  # these say what a question says of its answers, and are imported there
    from dialogs.answers.kinds import Parameters

_SELECT = "(?:我们?|就|那|请)*(?:选择|选项|选|第|点|按|要|答案是?)*"
_COUNTED = "(?:个|项|号|种|条|类|[.、)）])?(?:吧|的)?"
_ORDINAL = Pattern(rf"{_SELECT}([0-9]{{1,2}}){_COUNTED}")
_HAN_ORDINAL = Pattern(rf"{_SELECT}([一二两三四五六七八九十]){_COUNTED}")
_CIRCLED = {chr(0x2460 + at): at + 1 for at in range(20)} | {chr(0x2776 + at): at + 1 for at in range(10)}
_HAN_DIGITS = {char: at + 1 for at, char in enumerate("一二三四五六七八九十")} | {"两": 2}
_NUMBERED = Pattern(
    r"^(?:[（(]?(?:[0-9]{1,2}|[①-⑳❶-❿])\s*[)）.、．:：]?|[（(][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}[、.．])"
    r"\s*(?=[^0-9\W])"
)
_N = "[0-9一二两三四五六七八九十]"
_SEVERAL_NUMBERS = Pattern(
    rf"{_SELECT}{_N}(?:[个项])?(?:[和或与、,，/\s]+第?{_N}(?:[个项])?)+|(?:[全两几]个?|前面?|后面?)?都[选要]|全[选部]"
    rf"|{_SELECT}[0-9]+(?:个|项|号)|[前后][两几二三四五]个"
)
_BOX = Pattern(rf"[{ticks.EMPTY}]|\[\s*\]")
_CHOSEN = Pattern(r"^(?:我们?|我单位|本单位|我司|我公司)?(?:选择?|是|属于|应该是|应是)[:：]?")
_DOES = Pattern(
    r"(?:我们?|他们?|主要|专门)*(?:做|搞|从事|属于|应该?是)(?P<what>\w{2,20}?)(?:的|(?:行业|领域|产业)的?)?"
)
_NAMED = Pattern(r"[^\W的是做选搞和与及]{2,}")
_KIND_OF = Pattern("(?:领域|行业|产业|方向|性质)$")
_REMARK = Pattern(r"[（(][^（()）]*[)）]$")
_REFUSED = Pattern("不[选要算含]|除了|除去|以外|之外")  # what is named then is just not chosen
_GENERAL = frozenset(("单位", "企业", "公司", "互联网企业"))  # parts of choices that say nothing
_LOOSE = Pattern(r"[\W_]+")
_AND = str.maketrans("与及&", "和和和")


BETWEEN = "、"
"""What stands between the choices of a value that has several."""
MOST_MEANT = 4

ShortForms = tuple[tuple[str, tuple[str, ...]], ...]
"""Choices, each with what else people say for it."""


def pairs(written: object) -> object:
    """A table of a form.toml as pairs, which can be hashed."""
    return tuple(written.items()) if isinstance(written, dict) else written


def parts_of(value: str, other: str) -> tuple[str, ...]:
    """The choices that a stored value is made of; the text of `other`, the last, may have the mark between them."""
    if other and (at := f"{BETWEEN}{value}".find(f"{BETWEEN}{other}：")) >= 0:
        return (*filter(None, value[:at].split(BETWEEN)), value[at:])
    return tuple(filter(None, value.split(BETWEEN)))


def read(asked: Parameters, text: str) -> Verdict:
    """Reads one of the choices, or `other` with its text."""
    text = _marked(text.strip())
    if asked.other and (other_numbered := _NUMBERED.sub("", text)).startswith(asked.other):
        text = other_numbered
    labels = (*asked.choices, *filter(None, [asked.other]))
    bare_other = other_alone(asked.other)
    other = (bare_other, bare_other.replace("他", "它")) if bare_other else ()
    found = chosen(text, labels, asked.short_forms) or parts(text, asked.choices)
    if asked.other in found or (other and text.startswith(other)):
        return _other(asked, text[len(bare_other) :] if text.startswith(other) else "")
    if len(found) == 1 and (text in labels or not ticks.is_crossed(text)):
        return Accepted(found[0])
    named = [label for label in asked.choices if label in text]
    bare = _REMARK.sub("", text)
    is_clear = bare != text and not speech.takes_back(text) and not set(named) - {bare} and not ticks.is_crossed(text)
    if is_clear and isinstance(verdict := read(asked, bare), Accepted):
        return verdict
    if near := found or named or _taken_back(asked, text, labels):
        refused = _REFUSED.search(text.replace(near[0], "")) or re.search(f"[不非]{re.escape(near[0])}", text)
        return _none(asked) if refused else doubtful("", "choice", *near, which=text)
    if asked.other and isinstance(prose.line(text, asked.called), Accepted):
        return doubtful("", "choice.other", f"{asked.other}：{text}", which=text)
    return _none(asked)


def _taken_back(asked: Parameters, text: str, labels: Sequence[str]) -> Sequence[str]:
    """The choices in a text that takes one of them back for another: 不是国企，是民企."""
    said = speech.named(text) if speech.takes_back(text) else []
    found = [label for one in said for label in chosen(one, labels, asked.short_forms)]
    return found if len(found) > 1 else ()


def _none(asked: Parameters) -> Invalid:
    return Invalid("choice", {"choices": say("list.words", words=asked.offers)})


def suggested(asked: Parameters, text: str) -> Verdict | None:
    """Reads what means one of the choices; None where the text means none of them."""
    text = wrapping.without_seal(text)
    found = chosen(text, asked.choices, asked.short_forms)
    if len(found) == 1:
        return Accepted(found[0])
    if _SEVERAL_NUMBERS.fullmatch(text) or _BOX.match(text):
        return doubtful(text, "choice", which=text)
    if said := _DOES.fullmatch(text):
        verdict = suggested(asked, said["what"])
        return verdict if isinstance(verdict, Accepted) else doubtful(said["what"], "talk", said["what"], which=text)
    near = found or parts(_CHOSEN.sub("", text), asked.choices) or _with_all(text, asked.choices)
    near = near or _with_more(text, asked.choices)
    if not near and (_REFUSED.search(text) or speech.takes_back(text)):
        near = [label for part in speech.named(text) for label in parts(part, asked.choices)]
        return doubtful(text, "choice", *islice(dict.fromkeys(near), MOST_MEANT), which=text)
    return doubtful(text, "choice", *near, which=text) if near else None


def _with_all(text: str, labels: Sequence[str]) -> list[str]:
    """The choices that have all in them that a text names: 企业类的，做工业互联网的."""
    named = _NAMED.findall(text)
    return [label for label in labels if len(named) > 1 and all(name in label for name in named)]


def _with_more(text: str, labels: Sequence[str]) -> list[str]:
    """The one choice in a text that has something around it, but for words set on: 工业互联网安全."""
    written = wrapping.round_brackets(text)
    found = [label for label in labels if wrapping.round_brackets(label) in written]
    whole = [label for label in found if not any(label in other for other in found if other != label)]
    if len(whole) != 1:
        return []
    before, label, behind = written.partition(wrapping.round_brackets(whole[0]))
    return whole if before or not behind.isalpha() or "(" in label else []


def with_other(asked: Parameters, text: str, picked: Sequence[str] = ()) -> str:
    """What was typed after the `other` choice was pressed, as an answer: its text, unless it is a whole answer.

    `picked` are the choices that were pressed before it, of many.
    """
    if text.strip() in asked.choices:
        return text
    return BETWEEN.join((*picked, text if text.strip().startswith(asked.other) else f"{asked.other}：{text}"))


def is_other(asked: Parameters, value: str) -> bool:
    """Whether a stored value is the `other` choice with its text, or has it among others."""
    return bool(asked.other) and any(one.startswith(f"{asked.other}：") for one in parts_of(value, asked.other))


def other_alone(other: str) -> str:
    """What people call the `other` choice: 其他, where the form has 其他（请注明）."""
    return _REMARK.sub("", other).strip()


def _other(asked: Parameters, rest: str) -> Verdict:
    """Reads what stands after 其他, in any of the ways people set it off: 其他：…, 其他（…）, 其他（请注明）：…."""
    other = asked.other
    rest = rest.removeprefix(other.removeprefix(other_alone(other)))
    rest = re.sub(r"^\s*[（(]请(?:注|说)明[）)]", "", rest).strip(" \t_＿。")
    if bracketed := re.fullmatch(r"[（(](.*)[）)]", rest):
        rest = bracketed[1]
    rest = speech.answer(re.sub(r"^[\s：:，,、。.—-]+", "", rest).rstrip("。"), verb=True)
    value = f"{other}：{rest}"
    if not rest:
        return Invalid("choice.other_text", {"other": other})
    if len(value) > LINE_LIMIT:
        return Invalid("line_too_long", {"count": len(value), "limit": LINE_LIMIT})
    if rest in asked.choices:
        return doubtful("", "choice", rest, value, which=value)
    read = prose.line(rest, ())
    odd = tuple(doubt for doubt in read.doubts if doubt.code != "no_letters") if isinstance(read, Doubtful) else ()
    return Doubtful(value, odd) if odd else Accepted(value)


def chosen(text: str, offered: Sequence[str], short: ShortForms) -> Sequence[str]:
    """Which of what is offered a text means: one, several between which it does not tell, or none.

    Args:
        text: What was typed.
        offered: What can be chosen, in the order in which it is shown.
        short: Other words for what is offered.
    """
    if (number := _number(text)) is not None:
        return offered[number - 1 : number] if number else ()
    boxed = [chosen(label, offered, short) for label in ticks.ticked(text)]
    if boxed and all(boxed):
        return [label for found in boxed for label in found]
    said = _CHOSEN.match(text)
    is_said = said and not any(label in said[0] for label in offered)  # 是 may be a choice itself
    ways = (text, text[said.end() :] if said and is_said else "", _NUMBERED.sub("", text), _KIND_OF.sub("", text))
    return next((found for way in ways if (found := _named(way, offered, short))), ())


def _marked(text: str) -> str:
    """What stands behind the one box that is ticked; the whole text where that is not so."""
    ticked = ticks.ticked(text)
    return ticked[0] if len(ticked) == 1 else text


def parts(text: str, offered: Sequence[str]) -> Sequence[str]:
    """Those of what is offered of which the text is a part of at least two characters."""
    wanted = _bare(text)
    found = [label for label in offered if len(wanted) > 1 and wanted in _bare(label)]
    return offered if wanted in _GENERAL else found


def _number(text: str) -> int | None:
    """The number of a choice, counted from 1, None where the text is not one."""
    bare = fold(wrapping.unbracketed(wrapping.without_quotes(text)).replace("\ufe0f", "").replace("\u20e3", ""))
    bare = wrapping.unbracketed(bare)  # ⑴ is one only once it is folded
    if len(text.strip()) == 1 and text.strip() in _CIRCLED:
        return _CIRCLED[text.strip()]
    if found := _ORDINAL.fullmatch(bare):
        return int(found[1])
    found = _HAN_ORDINAL.fullmatch(bare) or re.fullmatch("([一二三四五六七八九十])", bare)
    return _HAN_DIGITS[found[1]] if found else None


def _named(text: str, offered: Sequence[str], short: ShortForms) -> Sequence[str]:
    wanted = _bare(text)
    if not wanted:
        return ()
    for label in offered:
        if wanted == _bare(label) or wanted in map(_bare, dict(short).get(label, ())):
            return (label,)
    return [label for label in offered if _same_words(wanted, label)]


@lru_cache(maxsize=1024)  # of what is offered, again and again
def _bare(text: str) -> str:
    """Letters alone, without what sets them apart."""
    return _LOOSE.sub("", fold(text)).translate(_AND).replace("的", "")


def _same_words(wanted: str, label: str) -> bool:
    """Whether a text has the words of a label in another order: 工业互联网企业类."""
    words = [_bare(word) for word in _LOOSE.split(label) if word]
    if len(words) < 2 or len(wanted) != sum(map(len, words)):
        return False
    return all(word in wanted for word in words)
