"""Words for which some are offered, and any others are an answer as well, unless they are plainly of another kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dialogs.answers import choices, industries, likeness, prose, quantities, regions, speech, unit_names, wrapping
from dialogs.answers.cleaning import one_line
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Verdict
from dialogs.pattern import Pattern

if TYPE_CHECKING:  # these say what a question says of its answers, and are imported there
    from dialogs.answers.kinds import Parameters

_AMOUNT = Pattern(
    r"\D{0,4}?[0-9][0-9.,，]*\s*(?:[%％]|[十百千万亿]+元?|[元人家个项次台套件天年月]|小时)(?:以[上下]|左右)?"
)

_OF_TWO_PARTS = Pattern(r"(?P<first>[^（）]+)（[^（）]+）")
_UNIT = Pattern(r"..(?:公司|集团|大学|研究院|研究所|事务所|委员会|协会)$")  # 银行, 医院 and 企业 may be a trade


def parse(asked: Parameters, text: str) -> Verdict:
    """Reads what means one that is offered as that, and anything else as it stands."""
    lines = [line.strip() for line in text.split("\n")]
    text = choices.BETWEEN.join(lines) if {*lines} <= {*asked.choices} else one_line(text)
    said = speech.answer(text, verb=True)
    readings = (choices.suggested(asked, way) for way in dict.fromkeys((text, said, wrapping.without_any_label(text))))
    verdict = next((one for one in readings if isinstance(one, Accepted)), None) or choices.suggested(asked, text)
    verdict = verdict or prose.line(wrapping.without_quotes(text), asked.called)
    found = tuple(_of_another_kind(asked, verdict.value)) if isinstance(verdict, Accepted) else ()
    if not isinstance(verdict, Accepted) or not found:
        return verdict
    is_unlike = found[0].code == "choice"
    return Doubtful(verdict.value, found, _completed(asked, verdict.value) if is_unlike else ())


def _completed(asked: Parameters, value: str) -> tuple[str, ...]:
    """The second part alone of what is offered in two, with each first: 金融 as 企业类（金融）, 产品服务类（金融）."""
    found = [_OF_TWO_PARTS.fullmatch(choice) for choice in asked.choices]
    if "（" in value or industries.is_none(value):
        return ()
    return tuple(dict.fromkeys(f"{one['first']}（{value}）" for one in found if one)) if all(found) else ()


def doubts(asked: Parameters, value: str) -> Iterator[Doubt]:
    """What is odd about words as they are stored."""
    yield from prose.doubts(value, asked.called)
    yield from _of_another_kind(asked, value)


def _of_another_kind(asked: Parameters, value: str) -> Iterator[Doubt]:
    """That they are an amount, a place, an organisation, a mere sign or whom to call, though none is offered."""
    kinds = (_is_amount, _is_place, _is_unit, _is_sign, prose.is_to_call)
    is_other = any(looks(value) and not any(map(looks, asked.choices)) for looks in kinds)
    if is_other or (any(map(industries.is_asked, asked.called)) and industries.is_none(value)):
        yield Doubt("placeholder", {"which": value})
    elif likeness.is_unlike_all(value, asked.choices):
        yield Doubt("choice", {"which": value})


def _is_amount(text: str) -> bool:
    return (_AMOUNT.fullmatch(text) or re.fullmatch(quantities.SUM, text)) is not None


def _is_place(text: str) -> bool:
    return isinstance(regions.parse(text), Accepted)


def _is_unit(text: str) -> bool:
    return unit_names.is_company(text) or (len(text) > 5 and _UNIT.search(text) is not None)


def _is_sign(text: str) -> bool:
    return len(text) == 1
