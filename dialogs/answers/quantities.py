"""Numbers of people, of things, of percent, and the ways in which people write them.

Knows no field: the unit and the limits come in. Converts no unit into another, but for what counts by the ten
thousand: in 万吨, 12万 and 120000吨 are 12.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from dialogs.answers import wrapping
from dialogs.answers.cleaning import narrow
from dialogs.answers.numerals import in_one, in_two_ways, number, with_minus
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid, Verdict, doubtful
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

if TYPE_CHECKING:  # these say what a question says of its answers, and are imported there
    from dialogs.answers.kinds import Parameters

PERCENT = "%"
_MOST_PLACES = 6  # of a number whose form does not say how many
SUM = (  # of money, and nothing else
    r"\D{0,4}?(?:[0-9][0-9.,，]*|[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+)\s*(?:[万亿萬億]元?|[元圆])"
    "(?:人民币|[正整]|左右|以[上下])?"
)
LARGEST = Decimal(10) ** 15  # what is smaller is taken
_DIGITS = "0-9零〇一二两三四五六七八九十百千万亿萬億拾佰仟壹贰貳叁參肆伍陆陸柒捌玖"
_NUMBER = Pattern(rf"[{_DIGITS}](?:[{_DIGITS},.点]*[{_DIGITS}])?")
_OF_HUNDRED = Pattern(rf"百分之({_NUMBER.pattern})")
_MINUS = Pattern(r"^(?:-|负|减少|下降|亏损?)")
_ABOUT = Pattern(r"^[~～]|约|大约|大概|左右|上下|近|超过?|不到|以上|以下|来(?=\D*$)|多(?=\D*$)|余(?=\D*$)")
_BEFORE = Pattern(rf"(?:共有?|合计|总计|总共|现有|拥有|有|为|是|计|增长|提高|达到?|[{HAN}]{{1,8}}(?=[:：])|[:：])*")
_UNIT = Pattern(rf"(?:(?!几|.?半)[{HAN}A-Za-z%℃°㎡][{HAN}A-Za-z%℃°²³㎡/·.]{{0,7}})?")
_BETWEEN = Pattern(rf"[{HAN}%、,;:/~～()\s-]+")
_BIG = frozenset("万亿萬億")
_SCALES = _BIG | frozenset("百千佰仟")  # with which a unit may begin: 万吨
_SAME = tuple(map(frozenset, (("人", "名", "位", "个", "个人"), ("千克", "公斤", "kg"), ("千瓦时", "度", "kwh"))))
_TIMES = frozenset("年月周天日")
_SHORT = {"k": Decimal(1000), "w": Decimal(10000)}  # 3k, 3w


def parse(asked: Parameters, text: str) -> Verdict:
    """Reads a number, stored as a plain decimal: "1200", "0.5"; of percent without its sign."""
    whole = in_one(narrow(with_minus(text) if asked.negative else text)).strip()
    written = wrapping.without_marks(wrapping.without_quotes(wrapping.unbracketed(whole)))
    bare = _OF_HUNDRED.sub(rf"\1{PERCENT}", _ABOUT.sub("", written))
    minus = _MINUS.match(bare)
    bare = bare[minus.end() :] if minus else bare
    is_whole = bool(_scale(asked.unit)) and asked.unit in bare
    bare = bare.replace(asked.unit, " ") if is_whole else bare  # before 3万千瓦时 is taken for so many 千
    found = [match for match in _NUMBER.finditer(bare) if number(match[0], exact=False) is not None]
    between = [bare[one.end() : next_.start()] for one, next_ in pairwise(found)]
    if between and all(map(_BETWEEN.fullmatch, between)):
        meant = [f"{value:f}" for match in found if (value := number(match[0], exact=False)) is not None]
        return doubtful("", "several", *dict.fromkeys(meant), which=text.strip())
    if len(found) != 1:
        return Invalid("number")
    before, behind = bare[: found[0].start()], bare[found[0].end() :].strip("() ")
    value = number(found[0][0], exact=False)
    if value is None or not _BEFORE.fullmatch(before) or not _UNIT.fullmatch(behind):
        return Invalid("number")
    value, written = (-value, f"-{found[0][0]}") if minus else (value, found[0][0])
    if not is_whole and not behind and (two := _in_two_ways(asked.unit, value, written)):
        return doubtful("", "scale", *two, which=text.strip())
    if not is_whole:
        value, behind = _in_unit(asked.unit, value, written, behind)
    return _judged(asked, value, behind, text.strip(), about=_ABOUT.search(whole) is not None)


def _scale(unit: str) -> str:
    """With what a unit begins: 万 of 万吨."""
    return re.sub("[^百千万亿].*", "", unit)


def _in_two_ways(unit: str, value: Decimal, written: str) -> tuple[str, ...]:
    """What may be meant by 3千 where 千克 or 万吨 are counted; () where it is clear: 12万 is 12万吨."""
    scale, big = _scale(unit), _BIG & set(written)
    if not scale or (big and _BIG & set(scale)):
        return ()
    return in_two_ways(written, value, unit) if big or written[-1] in _SCALES else ()


def _in_unit(unit: str, value: Decimal, written: str, behind: str) -> tuple[Decimal, str]:
    """A number and its unit; as ten thousands of it, where these are counted, and 12万 or 120000吨 was written."""
    scale = _scale(unit)
    many = number(f"一{scale}", exact=False) if scale else None
    if many is None or behind not in ("", unit.removeprefix(scale)) or not (behind or _BIG & set(written)):
        return value, behind
    return value / many, unit


def with_unit(asked: Parameters, shown: str) -> str:
    """A number with its unit, which the form prints beside it."""
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", shown):
        return shown
    return f"{Decimal(shown):,}{PERCENT if asked.percent else asked.unit}"


def outside(asked: Parameters, value: Decimal, unit: str) -> Invalid | None:
    """The fault of a number below the least or above the most that the form takes."""
    least = asked.min if asked.min is not None or asked.negative else Decimal(0)
    if least is not None and value < least:
        return Invalid("number.least", {"limit": f"{least:f}", "unit": unit})
    if asked.max is not None and value > asked.max:
        return Invalid("number.most", {"limit": f"{asked.max:f}", "unit": unit})
    return None


def _judged(asked: Parameters, value: Decimal, behind: str, text: str, *, about: bool) -> Verdict:
    stored = f"{value.normalize():f}"
    most = _MOST_PLACES if asked.places is None else asked.places
    if len(stored.partition(".")[2]) > most:
        return Invalid("number.places", {"limit": most})
    if abs(value) >= LARGEST:
        return Invalid("number.too_large")
    unit = PERCENT if asked.percent else asked.unit
    if fault := outside(asked, value, unit):
        return fault
    if about:
        return doubtful(stored, "number.about", which=text)
    if odd := tuple(_odd(asked, value, behind, unit, text)):
        many = _meant_by(asked, behind)
        return Doubtful(stored, odd, (f"{(value * many).normalize():f}",) if many else ())
    return Accepted(stored)


def _meant_by(asked: Parameters, behind: str) -> Decimal | None:
    """How many times a number with an odd unit, or a percent below one, was probably meant; None for nobody knows."""
    if asked.percent:
        return {"": Decimal(100), "成": Decimal(10)}.get(behind)
    return _SHORT.get(behind.casefold())


def _odd(asked: Parameters, value: Decimal, behind: str, unit: str, text: str) -> Iterator[Doubt]:
    """The doubt about a number with a unit that is not the form's, or that is a part of one and not of a hundred."""
    is_same = any({behind.casefold(), unit} <= same for same in _SAME)
    time, of_label = _TIMES & set(behind), _TIMES & set(asked.label)  # a year is no 人月
    is_other_time = bool(time and of_label) and not time & of_label
    if behind not in ("", unit) and not is_same and (unit or behind == PERCENT or is_other_time):
        yield Doubt("number.unit", {"which": text, "unit": unit})
    elif asked.percent and not behind and 0 < value < 1:
        yield Doubt("number.part", {"which": text})
