"""Words for which some are offered, and any others are an answer as well, unless they are plainly of another kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.answers import choices, industries, likeness, prose, quantities, regions, unit_names, wrapping
from dialogs.answers.choices import Offer
from dialogs.answers.cleaning import one_line
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Verdict

_AMOUNT = re.compile(
    r"\D{0,4}?[0-9][0-9.,，]*\s*(?:[%％]|[十百千万亿]+元?|[元人家个项次台套件天年月]|小时)(?:以[上下]|左右)?"
)

_WITH_INDUSTRY = re.compile(r"(?P<of>[^（）]+)（[^（）]+）")
_UNIT = re.compile(r"..(?:公司|集团|大学|研究院|研究所|事务所|委员会|协会)$")  # 银行, 医院 and 企业 may be a trade


def parse(offer: Offer, text: str) -> Verdict:
    """Reads what means one that is offered as that, and anything else as it stands."""
    lines = [line.strip() for line in text.split("\n")]
    text = choices.BETWEEN.join(lines) if {*lines} <= {*offer.choices} else one_line(text)
    verdict = choices.suggested(offer, text) or prose.line(wrapping.without_quotes(text), offer.called)
    found = tuple(_of_another_kind(offer, verdict.value)) if isinstance(verdict, Accepted) else ()
    if not isinstance(verdict, Accepted) or not found:
        return verdict
    is_industry = found[0].code == "choice"
    return Doubtful(verdict.value, found, _completed(offer, verdict.value) if is_industry else ())


def _completed(offer: Offer, value: str) -> tuple[str, ...]:
    """An industry alone as what is offered has one: 金融 as 企业类（金融）, 产品服务类（金融）."""
    shapes = [found for choice in offer.choices if (found := _WITH_INDUSTRY.fullmatch(choice))]
    if len(shapes) < len(offer.choices) or industries.is_none(value) or "（" in value:
        return ()
    return tuple(dict.fromkeys(f"{shape['of']}（{value}）" for shape in shapes))


def doubts(offer: Offer, value: str) -> Iterator[Doubt]:
    """What is odd about words as they are stored."""
    yield from prose.doubts(value, offer.called)
    yield from _of_another_kind(offer, value)


def _of_another_kind(offer: Offer, value: str) -> Iterator[Doubt]:
    """That they are an amount, a place, an organisation, a mere sign or whom to call, though none is offered."""
    kinds = (_is_amount, _is_place, _is_unit, _is_sign, prose.is_to_call)
    is_other = any(looks(value) and not any(map(looks, offer.choices)) for looks in kinds)
    if is_other or (any(map(industries.is_asked, offer.called)) and industries.is_none(value)):
        yield Doubt("placeholder", {"which": value})
    elif likeness.is_unlike_all(value, offer.choices):
        yield Doubt("choice", {"which": value})


def _is_amount(text: str) -> bool:
    return any(re.fullmatch(amount, text) for amount in (_AMOUNT, quantities.SUM))


def _is_place(text: str) -> bool:
    return isinstance(regions.parse(text), Accepted)


def _is_unit(text: str) -> bool:
    return unit_names.is_company(text) or (len(text) > 5 and _UNIT.search(text) is not None)


def _is_sign(text: str) -> bool:
    return len(text) == 1
