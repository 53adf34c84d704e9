"""The kinds of answers: how each is read, shown and asked for.

Knows no form and no sentence: what is wrong is a code with its parameters, and `dialogs/texts` has the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dialogs.answers import dates, emails, money, orgcode, person_name, phones, regions
from dialogs.answers.cleaning import bad_character, clean, fold, one_line, paragraphs
from dialogs.answers.value import Value
from dialogs.answers.verdict import Accepted, Invalid, Verdict
from dialogs.answers.word_count import han, words

__all__ = [
    "KINDS",
    "Accepted",
    "Invalid",
    "Kind",
    "KindName",
    "Parameters",
    "is_other",
    "other_of",
    "parse",
    "show",
    "with_other",
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
    choices: tuple[str, ...] = ()
    other: str = ""  # the choice that needs a text of its own, such as 其他
    none_word: str = ""  # a word that stands for "there is none", such as 无
    statement: str = ""  # kind confirm: the text to be agreed to, verbatim
    whole_day: bool = False  # kind date: a month or a year alone will not do
    max_words: int | None = None  # 不超过: as Word counts 字
    min_han: int | None = None  # 不少于: Han characters only

    @property
    def of_kind(self) -> Kind:
        """How answers of this kind are read, shown and asked for."""
        return KINDS[self.kind]

    @property
    def offers(self) -> tuple[str, ...]:
        """The answers that are offered as buttons."""
        return (*self.choices, *filter(None, (self.other, self.none_word)))

    def size(self, value: str) -> int:
        """How many Han characters of an answer count towards a section's minimum: those of long texts alone."""
        return han(value) if self.of_kind.is_long else 0


LINE_LIMIT = 200
"""The most characters that an answer on one line may have."""

_NONE = {"无", "没有", "暂无", "-", "--", "/"}
_AGREED = {"确认", "同意", "已阅读", "已阅", "是", "是的", "好", "好的", "我同意", "我确认", "yes", "y", "ok"}


def parse(asked: Parameters, text: str, today: date) -> Accepted | Invalid:
    """Reads one answer.

    Args:
        asked: What the question says of its answers.
        text: What the applicant sent, whatever it is.
        today: The day that 今天 stands for.

    Returns:
        The value to store, maybe with a note on it, or the code of what is wrong.
    """
    if fault := bad_character(text):
        return fault
    kind = asked.of_kind
    cleaned = kind.lines(clean(text))
    if not cleaned:
        return Invalid("empty")
    if asked.none_word and fold(cleaned) in {*_NONE, fold(asked.none_word)}:
        return Accepted(asked.none_word)
    if kind.single_line and len(cleaned) > LINE_LIMIT:
        return Invalid("line_too_long", {"count": len(cleaned), "limit": LINE_LIMIT})
    return kind.parse(asked, cleaned, today)


def show(asked: Parameters, value: str) -> str:
    """A stored value as a person reads it, in the chat and in the document."""
    return value if value == asked.none_word else asked.of_kind.show(value)


def _text(asked: Parameters, text: str, _today: date) -> Verdict:
    count = words(text)
    if asked.max_words is not None and count > asked.max_words:
        limits = {"count": count, "limit": asked.max_words, "over": count - asked.max_words}
        return Invalid("too_long", limits)
    count = han(text)
    if asked.min_han is not None and count < asked.min_han:
        limits = {"count": count, "limit": asked.min_han, "missing": asked.min_han - count}
        return Invalid("too_short", limits)
    return Accepted(text)


def _date(asked: Parameters, text: str, today: date) -> Verdict:
    verdict = dates.parse(text, today)
    if asked.whole_day and isinstance(verdict, Accepted) and len(verdict.value) < len("2019-05-01"):
        return Invalid("date.day", {"understood": dates.show(verdict.value)})
    return verdict


def _choice(asked: Parameters, text: str, _today: date) -> Verdict:
    labels = (*asked.choices, *([asked.other] if asked.other else ()))
    found = next((label for label in labels if fold(label) == fold(text)), "")
    if found and found != asked.other:
        return Accepted(found)
    if asked.other and text.startswith((asked.other, asked.other.replace("他", "它"))):
        return _other(asked, text[len(asked.other) :])
    return Invalid("choice", {"choices": "、".join(labels)})


def with_other(asked: Parameters, text: str) -> str:
    """What was typed after the `other` choice was pressed, as an answer: its text, unless it is a whole answer."""
    whole = text.strip() in asked.choices or text.strip().startswith(asked.other)
    return text if whole else f"{asked.other}：{text}"


def is_other(asked: Parameters, value: str) -> bool:
    """Whether a stored value is the `other` choice with its text."""
    return bool(asked.other) and value.startswith(f"{asked.other}：")


def other_of(asked: Parameters, value: str) -> str:
    """The text of the `other` choice in a value, "" where it is another answer."""
    return value.removeprefix(f"{asked.other}：") if is_other(asked, value) else ""


def _other(asked: Parameters, rest: str) -> Verdict:
    """Reads what stands after 其他, in any of the ways people set it off: 其他：…, 其他（…）, 其他（请注明）：…."""
    rest = re.sub(r"^\s*[（(]请注明[）)]", "", rest).strip()
    if bracketed := re.fullmatch(r"[（(](.*)[）)]", rest):
        rest = bracketed[1]
    rest = re.sub(r"^[\s：:，,]+", "", rest)
    value = f"{asked.other}：{rest}"
    if not rest:
        return Invalid("choice.other_text", {"other": asked.other})
    if len(value) > LINE_LIMIT:
        return Invalid("line_too_long", {"count": len(value), "limit": LINE_LIMIT})
    return Accepted(value)


def _confirm(_asked: Parameters, text: str, _today: date) -> Verdict:
    return Accepted("确认") if fold(text) in _AGREED else Invalid("confirm")


def _as_is(value: str) -> str:
    return value


def _by_text(parse_text: Callable[[str], Verdict]) -> Callable[[Parameters, str, date], Verdict]:
    """The `parse` of a kind that looks at the text alone."""
    return lambda _asked, text, _today: parse_text(text)


def _nothing_wrong(_asked: Parameters) -> str:
    return ""


def _few_choices(asked: Parameters) -> str:
    return "few_choices" if len(asked.choices) + bool(asked.other) < 2 else ""


def _no_statement(asked: Parameters) -> str:
    return "" if asked.statement else "no_statement"


@dataclass(frozen=True)
class Kind:
    """How answers of one kind are read, shown and asked for.

    Attributes:
        parse: Reads a text that is clean: the parameters, the text, today -> the verdict.
        show: A stored value -> as people read it.
        lines: The text -> the text with its line breaks as this kind has them.
        single_line: Whether the answer has the length limit of a line.
        is_long: Whether it comes in as many messages as it takes, is counted, and is set as paragraphs.
        is_prose: Whether it may have limits of length, and is looked through for what was left over.
        is_date: Whether its values are dates.
        is_agreement: Whether it is agreed to with one button.
        is_closed: Whether only what is offered is an answer.
        hint: The code of what is said about how to answer, "" for nothing.
        with_unit: What is shown -> the same with its unit, where the form prints that beside it.
        fault: The parameters of a question -> the code of what is wrong with them, "" for nothing.
    """

    parse: Callable[[Parameters, str, date], Verdict]
    show: Callable[[str], str] = _as_is
    lines: Callable[[str], str] = one_line
    single_line: bool = True
    is_long: bool = False
    is_prose: bool = False
    is_date: bool = False
    is_agreement: bool = False
    is_closed: bool = False
    hint: str = ""
    with_unit: Callable[[str], str] = _as_is
    fault: Callable[[Parameters], str] = _nothing_wrong


KINDS: Mapping[KindName, Kind] = {
    "text": Kind(_text, is_prose=True),
    "longtext": Kind(_text, lines=paragraphs, single_line=False, is_long=True, is_prose=True, hint="ask.hint_longtext"),
    "choice": Kind(_choice, is_closed=True, hint="ask.hint_choice", fault=_few_choices),
    "suggestion": Kind(_text),
    "date": Kind(_date, dates.show, is_date=True),
    "region": Kind(_by_text(regions.parse)),
    "orgcode": Kind(_by_text(orgcode.parse)),
    "money": Kind(_by_text(money.parse), money.show, with_unit=money.with_unit),
    "person": Kind(_by_text(person_name.parse)),
    # Here a new line sets off the next number, which the kind sees to itself.
    "phone": Kind(_by_text(phones.parse_phones), lines=_as_is),
    "mobile": Kind(_by_text(phones.parse_mobiles), lines=_as_is),
    "email": Kind(_by_text(emails.parse)),
    "confirm": Kind(_confirm, is_agreement=True, fault=_no_statement),
}
