"""The kinds of answers: how each is read, doubted, shown and asked for.

Knows no form and no sentence. Other packages bring kinds of their own as entry points, whose codes are "custom" with
the `words` of a whole sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Literal, cast

from dialogs.answers import (
    accounts,
    attached,
    choices,
    dates,
    emails,
    idcard,
    money,
    orgcode,
    patterned,
    periods,
    person_name,
    phones,
    prose,
    quantities,
    regions,
    several_choices,
    suggestions,
    talk,
    text_lines,
)
from dialogs.answers.cleaning import one_line
from dialogs.answers.kind import Kind, as_is
from dialogs.answers.verdict import Accepted, Doubt, Invalid, Verdict, stored

if TYPE_CHECKING:  # these say what a question says of its answers, and are imported there
    from dialogs.answers.kinds import Parameters

KindName = Literal[
    "text",  # one line
    "longtext",  # paragraphs, one per line, sent in as many messages as it takes
    "choice",  # exactly one of `choices`, or the `other` choice with its text; with `many` any number of them
    "suggestion",  # `choices` as buttons, any other line allowed
    "date",  # a year, a month or a day
    "region",  # province, city, district
    "orgcode",  # GB 32100-2015 or GB 11714-1997
    "period",  # from one date to another
    "number",  # of people, things, percent
    "money",  # in 万元, 元 or another multiple
    "idcard",  # 公民身份号码
    "account",  # the number of a bank account
    "person",  # a person's name
    "phone",  # mobile, landline with extension, 400 number; several joined by 、
    "mobile",  # a mobile number; a landline is taken with a remark
    "email",
    "file",  # a picture, handed in as a file
    "confirm",  # a statement to be read and agreed to
]

GROUP_OF_KINDS = "shenbao.kinds"
"""The entry points by which other packages bring kinds of their own: the name of the kind, and its `Kind`."""


def _by_text(parse_text: Callable[[str], Verdict]) -> Callable[[Parameters, str, date], Verdict]:
    """The `parse` of a kind that looks at the text alone."""
    return lambda _asked, text, _today: parse_text(text)


def _by_value(doubts_of: Callable[[str], Iterable[Doubt]]) -> Callable[[Parameters, str, date], Iterable[Doubt]]:
    """The `doubts` of a kind that looks at the value alone."""
    return lambda _asked, value, _today: doubts_of(value)


def _few_choices(asked: Parameters) -> str:
    return "few_choices" if len(asked.choices) + bool(asked.other) < 2 else ""


def _choice_fault(asked: Parameters) -> str:
    divided = asked.many and any(choices.BETWEEN in choice for choice in asked.offers)
    return _few_choices(asked) or ("choice_mark" if divided else "")


def _no_statement(asked: Parameters) -> str:
    return "" if asked.statement.strip() else "no_statement"


def _limits(asked: Parameters, largest: Decimal = quantities.LARGEST, *, zero: bool = True) -> str:
    least = asked.min if asked.min is not None else -largest if asked.negative else Decimal(0)
    most = largest if asked.max is None else asked.max
    none_fits = least > most or least >= largest or most <= -largest or (least == most == 0 and not zero)
    return "limits" if none_fits else ""


def _no_yuan(asked: Parameters) -> str:
    return "" if asked.in_unit in money.UNITS else "no_yuan"


def _choice(asked: Parameters, text: str, _: date) -> Verdict:
    return several_choices.read(asked, text) if asked.many else choices.read(asked, one_line(text))


def _money(asked: Parameters, text: str, _: date) -> Verdict:
    zero = asked.min is not None and asked.min <= 0
    verdict = money.parse(text, asked.in_unit, negative=asked.negative or (zero and asked.min != 0), zero=zero)
    value = stored(verdict)
    if not value or " " in value:  # a foreign currency has no limits here
        return verdict
    return quantities.outside(asked, Decimal(value), asked.in_unit) or verdict


CONFIRMED = "确认"  # the one answer of what is agreed to

KINDS: Mapping[str, Kind] = {
    "text": Kind(
        text_lines.parse,
        text_lines.doubts,
        takes_words=True,
        is_prose=True,
        keys=("max_words", "min_han", "pattern"),
        fault=lambda asked: "" if patterned.is_pattern(asked.pattern) else "bad_pattern",
    ),
    "longtext": Kind(
        lambda asked, text, _: prose.long(text, asked.called, asked.max_words, asked.min_han),
        lambda asked, value, _: prose.doubts(value, asked.called),
        takes_words=True,
        lines=prose.lines,
        single_line=False,
        is_long=True,
        is_prose=True,
        hint="ask.hint_longtext",
        keys=("max_words", "min_han"),
    ),
    "choice": Kind(
        _choice,
        lines=str.strip,  # of many choices, each may stand on a line
        takes_words=True,
        is_closed=True,
        hint="ask.hint_choice",
        fault=_choice_fault,
        keys=("other", "many"),
    ),
    "suggestion": Kind(
        lambda asked, text, _: suggestions.parse(asked, text),
        lambda asked, value, _: suggestions.doubts(asked, value),
        lines=str.strip,  # what is offered may stand line by line
        takes_words=True,
        is_open=True,
    ),
    "date": Kind(
        lambda asked, text, today: dates.read(text, today, whole_day=asked.whole_day, past=asked.past),
        lambda asked, value, today: dates.doubts(value, today, past=asked.past),
        show=lambda _, value: dates.show(value),
        is_date=True,
        is_time=True,
        keys=("whole_day", "past"),
    ),
    "region": Kind(_by_text(regions.parse), _by_value(regions.doubts), goes_by="地区"),
    "orgcode": Kind(_by_text(orgcode.parse), _by_value(orgcode.doubts), is_of_one=True, goes_by="组织机构代码"),
    "period": Kind(
        lambda asked, text, today: periods.read(text, today, whole_day=asked.whole_day, until_now=asked.until_now),
        show=lambda _, value: periods.show(value),
        is_time=True,
        keys=("whole_day", "until_now"),
    ),
    "number": Kind(
        lambda asked, text, _: quantities.parse(asked, text),
        unit=lambda asked: asked.unit,
        with_unit=quantities.with_unit,
        is_number=True,
        fault=_limits,
        keys=("unit", "min", "max", "places", "percent", "negative"),
    ),
    "money": Kind(
        _money,
        show=lambda asked, value: money.show(value, asked.in_unit),
        unit=lambda asked: asked.in_unit,
        with_unit=lambda asked, shown: money.with_unit(shown, asked.in_unit),
        is_number=True,
        in_units=True,
        fault=lambda asked: _no_yuan(asked) or _limits(asked, money.largest(asked.in_unit), zero=asked.min is not None),
        keys=("unit", "min", "max", "negative"),
    ),
    "idcard": Kind(
        lambda _, text, today: idcard.parse(text, today),
        lambda _, value, today: idcard.doubts(value, today),
        is_of_one=True,
    ),
    "account": Kind(_by_text(accounts.parse), _by_value(accounts.doubts), is_of_one=True),
    "person": Kind(
        lambda asked, text, _: person_name.parse(text, asked.called),
        _by_value(person_name.doubts),
        lines=as_is,
        contact="name",
        goes_by="联系人",
    ),
    # Here a new line sets off the next number, which the kind sees to itself.
    "phone": Kind(
        lambda asked, text, _: phones.parse_phones(text, asked.called),
        _by_value(phones.doubts),
        lines=str.strip,
        is_of_one=True,
        contact="phone",
        goes_by="电话",
    ),
    "mobile": Kind(
        lambda asked, text, _: phones.parse_mobiles(text, asked.called),
        _by_value(phones.doubts),
        lines=str.strip,
        is_of_one=True,
        contact="mobile",
        goes_by="手机",
    ),
    "email": Kind(_by_text(emails.parse), _by_value(emails.doubts), is_of_one=True, contact="mail", goes_by="邮箱"),
    "file": Kind(
        lambda asked, text, _: attached.read(asked, text),
        takes_words=True,
        is_file=True,
        hint="ask.hint_file",
        fault=attached.fault,
        keys=("types", "max_kb"),
    ),
    "confirm": Kind(
        lambda _, text, __: Accepted(CONFIRMED) if talk.agrees(text) else Invalid("confirm"),
        is_agreement=True,
        fault=_no_statement,
        keys=("statement",),
    ),
}


def names() -> tuple[str, ...]:
    """The names of all kinds, those of other packages last."""
    return (*KINDS, *_others())


@cache
def named(kind: str) -> Kind:
    """The kind of a name. Raises KeyError where there is none."""
    return KINDS[kind] if kind in KINDS else cast("Kind", _others()[kind].load())


@cache
def _others() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP_OF_KINDS)}
