"""The kinds of answers: how each is read, doubted, shown and asked for.

Knows no form and no sentence: what is odd or wrong is a code with its parameters, and `dialogs/texts` has the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator

from dialogs.answers import choices, dates, emails, money, orgcode, person_name, phones, prose, regions, talk, wrapping
from dialogs.answers.choices import ShortForms, pairs
from dialogs.answers.cleaning import bad_character, clean
from dialogs.answers.kind import Kind, as_is
from dialogs.answers.value import Value
from dialogs.answers.verdict import (
    LINE_LIMIT,
    TEXT_LIMIT,
    Accepted,
    Doubt,
    Doubtful,
    Invalid,
    Verdict,
    doubtful,
    stored,
)
from dialogs.answers.word_count import han

__all__ = [
    "KINDS",
    "TEXT_LIMIT",
    "Accepted",
    "Doubt",
    "Doubtful",
    "Invalid",
    "Kind",
    "KindName",
    "Parameters",
    "Verdict",
    "doubts",
    "parse",
    "show",
    "stored",
]

KindName = Literal[
    "text",  # one line
    "longtext",  # paragraphs, one per line, sent in as many messages as it takes
    "choice",  # exactly one of `choices`, or the `other` choice with its text
    "suggestion",  # `choices` as buttons, any other line allowed
    "date",  # a year, a month or a day
    "region",  # province, city, district
    "orgcode",  # GB 32100-2015 or GB 11714-1997
    "money",  # in 万元
    "person",  # a person's name
    "phone",  # mobile, landline with extension, 400 number; several joined by 、
    "mobile",  # a mobile number; a landline is taken with a remark
    "email",
    "confirm",  # a statement to be read and agreed to
]


class Parameters(Value):
    """What a question says of its answers: their kind, and what that kind has to know."""

    kind: KindName
    label: str = ""  # the official form's own words, verbatim
    short: str = ""  # a shorter name for lists and buttons, where the label is a sentence
    synonyms: tuple[str, ...] = ()  # what else people call it, where they paste their own lists
    choices: tuple[str, ...] = ()
    short_forms: Annotated[ShortForms, BeforeValidator(pairs)] = ()  # what else people say for a choice
    other: str = ""  # the choice that needs a text of its own, such as 其他
    none_word: str = ""  # a word that stands for "there is none", such as 无
    statement: str = ""  # kind confirm: the text to be agreed to, verbatim
    whole_day: bool = False  # kind date: a month or a year alone will not do
    past: bool = False  # kind date: a day that has come already
    max_words: int | None = None  # 不超过: as Word counts 字
    min_han: int | None = None  # 不少于: Han characters only

    @property
    def of_kind(self) -> Kind[Parameters]:
        """How answers of this kind are read, shown and asked for."""
        return KINDS[self.kind]

    @property
    def offers(self) -> tuple[str, ...]:
        """The answers that are offered as buttons."""
        return (*self.choices, *filter(None, (self.other, self.none_word)))

    @cached_property
    def called(self) -> frozenset[str]:
        """All that the question is called, folded."""
        return wrapping.names(self.label, self.short, *self.synonyms)

    def size(self, value: str) -> int:
        """How many Han characters of an answer count towards a section's minimum: those of long texts alone."""
        return han(value) if self.of_kind.is_long else 0


def parse(asked: Parameters, text: str, today: date) -> Verdict:
    """Reads one answer.

    Args:
        asked: What the question says of its answers.
        text: What the applicant sent, whatever it is.
        today: The day that 今天 stands for.

    Returns:
        The value to store, maybe with a note on it; what would be stored with a yes, and why it is odd; or the code
        of what is wrong. Whatever `show` gives of a stored value is read as that value again.
    """
    if len(text) > TEXT_LIMIT:
        return Invalid("endless", {"count": len(text), "limit": TEXT_LIMIT})
    if fault := bad_character(text):
        return fault
    kind = asked.of_kind
    cleaned = kind.lines(clean(text))
    if not cleaned:
        return Invalid("empty")
    if asked.none_word and talk.says_none(cleaned, asked.none_word, asked.called):
        return Accepted(asked.none_word)
    if kind.single_line and len(cleaned) > LINE_LIMIT:
        return Invalid("line_too_long", {"count": len(cleaned), "limit": LINE_LIMIT})
    verdict = kind.parse(asked, cleaned, today)
    remark = "" if kind.takes_words else wrapping.denied(cleaned)
    return doubtful(verdict.value, "remark", which=remark) if remark and isinstance(verdict, Accepted) else verdict


def doubts(asked: Parameters, value: str, today: date) -> tuple[Doubt, ...]:
    """What is odd about a stored value, whoever gave it and however it was typed."""
    return () if value == asked.none_word else tuple(asked.of_kind.doubts(asked, value, today))


def show(asked: Parameters, value: str) -> str:
    """A stored value as a person reads it, in the chat and in the document."""
    return value if value == asked.none_word else asked.of_kind.show(value)


def _by_text(parse_text: Callable[[str], Verdict]) -> Callable[[Parameters, str, date], Verdict]:
    """The `parse` of a kind that looks at the text alone."""
    return lambda _asked, text, _today: parse_text(text)


def _by_value(doubts_of: Callable[[str], Iterable[Doubt]]) -> Callable[[Parameters, str, date], Iterable[Doubt]]:
    """The `doubts` of a kind that looks at the value alone."""
    return lambda _asked, value, _today: doubts_of(value)


def _few_choices(asked: Parameters) -> str:
    return "few_choices" if len(asked.choices) + bool(asked.other) < 2 else ""


def _no_statement(asked: Parameters) -> str:
    return "" if asked.statement else "no_statement"


KINDS: Mapping[KindName, Kind[Parameters]] = {
    "text": Kind(
        lambda asked, text, _: prose.line(text, asked.called, asked.max_words, asked.min_han),
        lambda asked, value, _: prose.doubts(value, asked.called),
        takes_words=True,
        is_prose=True,
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
    ),
    "choice": Kind(
        lambda asked, text, _: choices.read(asked, text),
        takes_words=True,
        is_closed=True,
        hint="ask.hint_choice",
        fault=_few_choices,
    ),
    "suggestion": Kind(
        lambda asked, text, _: choices.suggested(asked, text) or prose.line(text, asked.called),
        lambda asked, value, _: prose.doubts(value, asked.called),
        takes_words=True,
    ),
    "date": Kind(
        lambda asked, text, today: dates.read(text, today, whole_day=asked.whole_day, past=asked.past),
        lambda asked, value, today: dates.doubts(value, today, past=asked.past),
        show=dates.show,
        is_date=True,
    ),
    "region": Kind(_by_text(regions.parse), _by_value(regions.doubts)),
    "orgcode": Kind(_by_text(orgcode.parse), _by_value(orgcode.doubts), is_of_one=True),
    "money": Kind(_by_text(money.parse), show=money.show, with_unit=money.with_unit, is_number=True),
    "person": Kind(
        lambda asked, text, _: person_name.parse(text, asked.called), _by_value(person_name.doubts), lines=as_is
    ),
    # Here a new line sets off the next number, which the kind sees to itself.
    "phone": Kind(
        lambda asked, text, _: phones.parse_phones(text, asked.called),
        _by_value(phones.doubts),
        lines=str.strip,
        is_of_one=True,
    ),
    "mobile": Kind(
        lambda asked, text, _: phones.parse_mobiles(text, asked.called),
        _by_value(phones.doubts),
        lines=str.strip,
        is_of_one=True,
    ),
    "email": Kind(_by_text(emails.parse), _by_value(emails.doubts), is_of_one=True),
    "confirm": Kind(
        lambda _, text, __: Accepted("确认") if talk.agrees(text) else Invalid("confirm"),
        is_agreement=True,
        fault=_no_statement,
    ),
}
