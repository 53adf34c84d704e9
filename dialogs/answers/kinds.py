"""One mapping: a kind of answer -> how it is read, and how it is shown.

Knows no form and no sentence: what is wrong is a code with its parameters, and `dialogs/texts` has the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dialogs.answers import dates, emails, money, orgcode, person_name, phones, regions
from dialogs.answers.cleaning import bad_character, clean, narrow, one_line
from dialogs.answers.verdict import Accepted, Invalid, Verdict
from dialogs.answers.word_count import han, words
from dialogs.form.model import Field, Kind

__all__ = ["INVALID_CODES", "KINDS", "NOTE_CODES", "Accepted", "Invalid", "is_other", "parse", "show"]

LINE_LIMIT = 200
"""The most characters that an answer on one line may have."""

INVALID_CODES = frozenset(
    {
        *("characters", "empty", "line_too_long", "too_long", "too_short"),
        *("choice", "choice.other_text", "confirm"),
        *("date", "date.day", "date.month", "date.none", "date.year"),
        *("email", "email.at", "email.several"),
        *("mobile", "phone", "phone.area", "phone.length"),
        *("money", "money.negative", "money.places", "money.too_large", "money.zero"),
        *("orgcode.category", "orgcode.character", "orgcode.check", "orgcode.department", "orgcode.division"),
        *("orgcode.inner", "orgcode.length", "orgcode.zeros"),
        *("person.character", "person.digits", "person.several", "person.space", "person.too_long"),
        *("region", "region.address"),
    },
)
NOTE_CODES = frozenset({"landline", "money.bare", "money.small"})

_NONE = {"无", "没有", "暂无", "-", "--", "/"}
_AGREED = {"确认", "同意", "已阅读", "已阅", "是", "是的", "好", "好的", "我同意", "我确认", "yes", "y", "ok"}


def parse(field: Field, text: str, today: date) -> Accepted | Invalid:
    """Read one answer.

    Args:
        field: The question that was asked.
        text: What the applicant sent, whatever it is.
        today: The day that 今天 stands for.
    """
    if fault := bad_character(text):
        return fault
    kind = KINDS[field.kind]
    cleaned = kind.lines(clean(text))
    if not cleaned:
        return Invalid("empty")
    if field.none_word and _fold(cleaned) in {*_NONE, _fold(field.none_word)}:
        return Accepted(field.none_word)
    if kind.single_line and len(cleaned) > LINE_LIMIT:
        return Invalid("line_too_long", {"count": len(cleaned), "limit": LINE_LIMIT})
    return kind.parse(field, cleaned, today)


def show(field: Field, value: str) -> str:
    """A stored value as a person reads it, in the chat and in the document."""
    return value if value == field.none_word else KINDS[field.kind].show(value)


def _paragraphs(text: str) -> str:
    """Each line a paragraph, its indent left to the document, with one blank line at most between two."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n")))


def _text(field: Field, text: str, _today: date) -> Verdict:
    count = words(text)
    if field.max_words is not None and count > field.max_words:
        limits = {"count": count, "limit": field.max_words, "over": count - field.max_words}
        return Invalid("too_long", limits)
    count = han(text)
    if field.min_han is not None and count < field.min_han:
        limits = {"count": count, "limit": field.min_han, "missing": field.min_han - count}
        return Invalid("too_short", limits)
    return Accepted(text)


def _date(field: Field, text: str, today: date) -> Verdict:
    verdict = dates.parse(text, today)
    if field.whole_day and isinstance(verdict, Accepted) and len(verdict.value) < len("2019-05-01"):
        return Invalid("date.day", {"understood": dates.show(verdict.value)})
    return verdict


def _choice(field: Field, text: str, _today: date) -> Verdict:
    labels = (*field.choices, *([field.other] if field.other else ()))
    found = next((label for label in labels if _fold(label) == _fold(text)), "")
    if found and found != field.other:
        return Accepted(found)
    if field.other and text.startswith((field.other, field.other.replace("他", "它"))):
        return _other(field, text[len(field.other) :])
    return Invalid("choice", {"choices": "、".join(labels)})


def is_other(field: Field, value: str) -> bool:
    """Whether a stored value is the `other` choice with its text."""
    return bool(field.other) and value.startswith(f"{field.other}：")


def _other(field: Field, rest: str) -> Verdict:
    """What stands after 其他, in any of the ways people set it off: 其他：…, 其他（…）, 其他（请注明）：…."""
    rest = re.sub(r"^\s*[（(]请注明[）)]", "", rest).strip()
    if bracketed := re.fullmatch(r"[（(](.*)[）)]", rest):
        rest = bracketed[1]
    rest = re.sub(r"^[\s：:，,]+", "", rest)
    value = f"{field.other}：{rest}"
    if not rest:
        return Invalid("choice.other_text", {"other": field.other})
    if len(value) > LINE_LIMIT:
        return Invalid("line_too_long", {"count": len(value), "limit": LINE_LIMIT})
    return Accepted(value)


def _confirm(_field: Field, text: str, _today: date) -> Verdict:
    return Accepted("确认") if _fold(text) in _AGREED else Invalid("confirm")


def _fold(text: str) -> str:
    """A form to compare by, never to keep."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", narrow(text))).casefold().rstrip("。.!")


def _as_is(value: str) -> str:
    return value


def _by_text(parse_text: Callable[[str], Verdict]) -> Callable[[Field, str, date], Verdict]:
    """For the kinds that look at the text alone."""
    return lambda _field, text, _today: parse_text(text)


@dataclass(frozen=True)
class _Reading:
    """How one kind is read and shown.

    Attributes:
        parse: The verdict on a text that is clean.
        show: The stored value as people read it.
        lines: What becomes of line breaks.
        single_line: Whether the answer has the length limit of a line.
    """

    parse: Callable[[Field, str, date], Verdict]
    show: Callable[[str], str] = _as_is
    lines: Callable[[str], str] = one_line
    single_line: bool = True


KINDS: Mapping[Kind, _Reading] = {
    "text": _Reading(_text),
    "longtext": _Reading(_text, lines=_paragraphs, single_line=False),
    "choice": _Reading(_choice),
    "suggestion": _Reading(_text),
    "date": _Reading(_date, dates.show),
    "region": _Reading(_by_text(regions.parse)),
    "orgcode": _Reading(_by_text(orgcode.parse)),
    "money": _Reading(_by_text(money.parse), money.show),
    "person": _Reading(_by_text(person_name.parse)),
    # Here a new line sets off the next number, which the kind sees to itself.
    "phone": _Reading(_by_text(phones.parse_phones), lines=_as_is),
    "mobile": _Reading(_by_text(phones.parse_mobiles), lines=_as_is),
    "email": _Reading(_by_text(emails.parse)),
    "confirm": _Reading(_confirm),
}
