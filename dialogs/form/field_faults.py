"""What is wrong with one question by itself: its limits, its choices, its example, what its label says.

Knows no other question, neither TOML nor files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from dialogs.answers import kinds, reasons
from dialogs.answers.money import UNITS
from dialogs.answers.numerals import number
from dialogs.form.expression import Constant
from dialogs.form.expression_text import Expression
from dialogs.form.model import Field, Group
from dialogs.form.operations import Reckoned
from dialogs.pattern import Pattern

_LIMITS = ("max_words", "min_han", "max_kb", "places")
_OF_SOME = (
    "other",
    "many",
    "unit",
    "min",
    "max",
    "places",
    "percent",
    "negative",
    "whole_day",
    "past",
    "until_now",
    "pattern",
    "statement",
)
_MARKS = frozenset("：:，,、；;。□☐■☑✓√○●◯_＿")  # at the end or the beginning of a choice, no part of it
_DAY = date(2099, 12, 31)  # for examples such as 今天; late, for no example is to turn odd by the calendar
_EXAMPLES = Pattern(r"，?(?:或者?|也可以写?|又如)|；|……|。")
_COUNTED = r"\s*(?P<limit>[0-9一二三四五六七八九十百千万]+)\s*个?汉?字"
_AT_MOST = Pattern(
    rf"(?:不超过|不多于|不得超过|限|最多|至多){_COUNTED}|(?P<before>[0-9一二三四五六七八九十百千万]+)\s*个?字以内"
)
_AT_LEAST = Pattern(
    rf"(?:不少于|不低于|不得少于|至少|最少){_COUNTED}|(?P<before>[0-9一二三四五六七八九十百千万]+)\s*个?字以上"
)
_UNIT = Pattern(r"[（(](?:[^（()）]*[，,；;、:：])?(?:人民币)?(?P<unit>%|％|[千万亿百]*元)[)）]")

Told = tuple[str, Mapping[str, object], bool]
"""The code of a fault, the parameters of its sentence, and whether it is an error."""


def faults_of_field(field: Field) -> Iterator[Told]:
    """Every fault of a question by itself."""
    if field.value and not field.of_kind.is_typed_at_once:
        yield "no_value", {"kind": field.kind}, True
    if crossed := field.of_kind.fault(field):
        yield crossed, {}, True
    yield from _of_lines(label=[field.label], choices=field.choices)
    lines = {key: [getattr(field, key)] for key in ("short", "other", "none_word", "unit")}
    yield from _of_lines(can_be_empty=True, **lines)
    yield from (("no_use", {"key": key, "kind": field.kind}, True) for key in _useless(field))
    yield from (
        ("idle", {"key": key, "kind": field.kind, "is_value": bool(field.value)}, False) for key in _idle(field)
    )
    yield from _of_range(field)
    for key in _LIMITS:
        limit = getattr(field, key) if key in field.of_kind.keys else None
        if limit is not None and limit < (0 if key == "places" else 1):
            yield "negative", {"key": key, "value": limit}, True
    if field.max_words is not None and field.min_han is not None and field.min_han > field.max_words:
        yield "crossed_limits", {}, True
    yield from _of_choices(field)
    if not crossed:  # no example can be right then
        yield from _example(field)
    yield from _said(field)


def _of_lines(*, can_be_empty: bool = False, **written: Iterable[str]) -> Iterator[Told]:
    """What is wrong with texts that are one line each, by their keys."""
    for key, texts in written.items():
        if not all(text.strip() or (can_be_empty and not text) for text in texts):
            yield "blank", {"key": key}, True
        if any("\n" in text.strip() for text in texts):
            yield "line_break", {"key": key}, True


def _of_choices(field: Field) -> Iterator[Told]:
    offered = [one.strip() for one in (*field.choices, field.none_word) if one.strip()]
    yield from (
        ("same_choice", {"name": choice, "is_none": choice in (field.none_word, field.other)}, True)
        for choice in _twice(offered)
    )
    if field.other and field.other in field.choices:
        yield "other_choice", {"name": field.other}, True
    for choice in field.offers:
        if mark := next((one for one in (choice[:1], choice[-1:]) if one in _MARKS), ""):
            yield "choice_end", {"name": choice, "mark": mark}, True
    yield from (("two_choices", {"name": word}, True) for word in _ambiguous(field))
    yield from (("strange_choice", {"name": name}, True) for name, _ in field.short_forms if name not in field.offers)


def _ambiguous(field: Field) -> list[str]:
    """The short forms that would do for two choices, or are another choice themselves."""
    words = [word for _, short in field.short_forms for word in dict.fromkeys(short)]
    return _twice([*(one for one in field.offers if one in words), *words])


def _of_rows(group: Group) -> Iterator[Told]:
    yield from _of_lines(rows=group.rows)
    yield from (("same_row", {"name": row}, True) for row in _twice(group.rows) if row.strip())
    if group.repeat and group.rows:
        yield "repeat_rows", {}, True


def _of_sentences(says: Sequence[str]) -> Iterator[Told]:
    """What is wrong with what checks say."""
    if any(re.search("[｛｝]", one) or one.count("{") != one.count("}") for one in says):
        yield "says_braces", {}, True
    elif any(re.search(r"\{\{|\}\}", one) for one in says):
        yield "says_double", {}, False
    if not all(one.strip() for one in says):
        yield "blank", {"key": "says"}, True


def faults_of_group(group: Group) -> Iterator[Told]:
    """Faults of a group by itself, besides those of its questions."""
    for key, least in (("repeat.min", group.min_rows), ("min_han", group.min_han)):
        if least is not None and least < 0:
            yield "negative", {"key": key, "value": least}, True
    if group.repeat and group.repeat.max is not None and group.repeat.max < max(1, group.repeat.min):
        yield "few_rows", {"value": group.repeat.max, "least": group.repeat.min}, True
    yield from _of_rows(group)
    if group.has_rows and group.each:
        yield "each_rows", {}, True
    if group.has_rows and group.min_han:
        yield "min_han_rows", {}, True
    if group.has_rows and not group.fields:
        yield "empty", {"is_table": True}, True
    yield from _of_sentences([check.says for check in group.checks])
    yield from _of_lines(can_be_empty=True, title=[group.title])
    labels = [field.title for field in group.fields]
    yield from (("same_label", {"name": label}, False) for label in dict.fromkeys(labels) if labels.count(label) > 1)
    yield from _together(group)


def _together(group: Group) -> Iterator[Told]:
    """Where what is said of long texts together names a minimum that they do not have."""
    said = () if group.has_rows else ((group.guidance, group.min_han, group.item_ids),)
    for guidance, least, items in (*said, *((part.guidance, part.min_han, part.items) for part in group.parts)):
        limit = _limit(_AT_LEAST, guidance)
        if limit and limit not in {least, *(field.min_han for field in group.fields if field.id in items)}:
            yield "limit_said", {"said": limit, "key": "min_han", "value": least}, False


def _of_range(field: Field) -> Iterator[Told]:
    """Where what is said of amounts below 0 does not go together, and they are refused all the same."""
    least = field.min if "negative" in field.of_kind.keys else None
    if least is not None and field.negative != (least < 0) and (field.negative or field.max is None or field.max >= 0):
        yield "negative_min", {"value": f"{least:f}", "negative": field.negative}, False
    if field.percent and field.unit:
        yield "percent_unit", {"unit": field.unit}, False


def _idle(field: Field) -> Iterator[str]:
    """The keys that every kind may have, but to no effect here."""
    if field.example and field.of_kind.is_file:
        yield "example"
    if field.value and not field.required:
        yield "required"


def _useless(field: Field) -> Iterator[str]:
    """The keys that were given a value, and that this kind does not look at."""
    for key in (*_OF_SOME, "max_words", "min_han", "types", "max_kb"):
        if key not in field.of_kind.keys and getattr(field, key) != type(field).model_fields[key].default:
            yield key


def _example(field: Field) -> Iterator[Told]:
    """What is wrong or odd about an example as an answer; of several that are set apart the first counts."""
    first = _EXAMPLES.split(field.example.strip(), maxsplit=1)[0].strip()
    if not first or not field.of_kind.is_typed_at_once:
        return
    verdicts = [kinds.parse(field, text, _DAY) for text in dict.fromkeys((field.example.strip(), first))]
    refused = [verdict for verdict in verdicts if isinstance(verdict, kinds.Invalid)]
    odd = [verdict for verdict in verdicts if isinstance(verdict, kinds.Doubtful)]
    if len(refused) == len(verdicts):
        reason = reasons.refused(field.model_copy(update={"example": ""}), refused[-1])
        yield "example", {"example": first, "reason": reason.sentence, "pattern": field.pattern}, True
    elif len(refused) + len(odd) == len(verdicts):
        reason = reasons.odd(field, odd[-1].doubts[0])
        yield "odd_example", {"example": first, "reason": reason.sentence}, False


def _said(field: Field) -> Iterator[Told]:
    """Where the words of the form name a limit or a unit that the rules do not have."""
    words = f"{field.label} {field.guidance}"
    for key, pattern in (("max_words", _AT_MOST), ("min_han", _AT_LEAST)):
        if key in field.of_kind.keys and (limit := _limit(pattern, words)) and getattr(field, key) != limit:
            yield "limit_said", {"said": limit, "key": key, "value": getattr(field, key)}, False
    if field.of_kind.is_open and not field.choices:
        yield "no_suggestions", {}, False
    found = _UNIT.search(field.label)
    unit = found["unit"] if found else ""
    counted = field.of_kind.unit(field)
    if unit != counted and {unit, counted} <= UNITS.keys():
        times = 10 ** abs(UNITS[unit] - UNITS[counted])
        yield "unit_said", {"said": unit, "unit": counted, "times": f"{times:,}"}, True
    if field.percent and field.value and _is_share(field.value):
        yield "percent_value", {"value": field.value.text}, False
    if field.percent and field.max is not None and 0 < field.max <= 1:
        yield "percent_max", {"value": f"{field.max:f}", "times": f"{field.max * 100:f}"}, False
    if field.of_kind.is_number and not field.of_kind.in_units and (of_money := {field.unit, unit} & UNITS.keys()):
        yield "number_money", {"unit": min(of_money)}, False
    if "percent" in field.of_kind.keys and unit in ("%", "％") and not field.percent:
        yield "percent_said", {}, False


def _is_share(value: Expression) -> bool:
    """Whether an expression divides, and never takes it times a hundred."""
    parts = list(value.root.walk())
    divided = any(isinstance(part, Reckoned) and part.sign == "/" for part in parts)
    return divided and not any(isinstance(part, Constant) and part.known in (100, Decimal("0.01")) for part in parts)


def _twice(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name for at, name in enumerate(names) if name in names[:at]))


def _limit(pattern: Pattern[str], words: str) -> int:
    found = pattern.search(words)
    return int(number(found["limit"] or found["before"], exact=False) or 0) if found else 0
