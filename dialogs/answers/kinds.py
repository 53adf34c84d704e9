"""Answers of every kind: what a question says of them, and reading, doubting and showing one.

Knows no form and no sentence: what is odd or wrong is a code with its parameters, and `dialogs/texts` has the words.
What is special to a kind stands in `kind_table`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from dialogs.answers import messenger, money, speech, talk, wrapping
from dialogs.answers.bare import bare
from dialogs.answers.choices import ShortForms, pairs
from dialogs.answers.cleaning import bad_character, clean
from dialogs.answers.kind import Kind
from dialogs.answers.kind_table import KINDS, KindName, named, names
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
    "names",
    "parse",
    "show",
    "stored",
]


_WHOLE_NAME = "全称"


def _known(kind: str) -> str:
    if kind not in names():
        raise PydanticCustomError("literal_error", "no such kind")
    return kind


class Parameters(Value):
    """What a question says of its answers: their kind, and what that kind has to know."""

    kind: Annotated[str, AfterValidator(_known)]
    label: str = ""  # the official form's own words, verbatim
    guidance: str = ""  # what the official form says about the answer
    short: str = ""  # a shorter name for lists and buttons, where the label is a sentence
    example: str = ""  # an answer that is right
    synonyms: tuple[str, ...] = ()  # what else people call it, where they paste their own lists
    choices: tuple[str, ...] = ()
    short_forms: Annotated[ShortForms, BeforeValidator(pairs)] = ()  # what else people say for a choice
    other: str = ""  # the choice that needs a text of its own, such as 其他
    many: bool = False  # kind choice: any number of the choices, at least one
    none_word: str = ""  # a word that stands for "there is none", such as 无
    statement: str = ""  # kind confirm: the text to be agreed to, verbatim
    unit: str = ""  # kind number: what is counted; kind money: of money.UNITS, 万元 where nothing is said
    min: Decimal | None = None  # kinds number and money: the least; where nothing is said 0, and more than 0 of money
    max: Decimal | None = None  # kinds number and money: the most
    places: int | None = None  # kind number: how many digits behind the point
    percent: bool = False  # kind number: a part of a hundred
    negative: bool = False  # kinds number and money: it may be below 0
    whole_day: bool = False  # kinds date and period: a month or a year alone will not do
    past: bool = False  # kind date: a day that has come already
    until_now: bool = False  # kind period: it may go on still, as a post that one holds
    pattern: str = ""  # kind text: a regular expression that the whole answer is, as of a code or a time of day
    max_words: int | None = None  # 不超过: as Word counts 字
    min_han: int | None = None  # 不少于: Han characters only
    types: tuple[str, ...] = ()  # kind file: the types that it takes, see `attached.TYPES`; all where nothing is said
    max_kb: int | None = None  # kind file: how large it may be

    @cached_property
    def of_kind(self) -> Kind:
        """How answers of this kind are read, shown and asked for."""
        return named(self.kind)

    @property
    def title(self) -> str:
        """What it is called in lists, on buttons and in sentences."""
        return self.short or self.label

    @property
    def offers(self) -> tuple[str, ...]:
        """The answers that are offered as buttons."""
        return (*self.choices, *filter(None, (self.other, self.none_word)))

    @property
    def in_unit(self) -> str:
        """The unit of its amounts of money."""
        return self.unit or money.WAN

    @cached_property
    def called(self) -> frozenset[str]:
        """All that the question is called, folded."""
        return wrapping.names(self.label, self.short, *self.synonyms)

    @cached_property
    def is_whole_name(self) -> bool:
        """Whether the whole name of an organisation is asked, as its seal has it."""
        return _WHOLE_NAME in f"{self.label}{self.guidance}"

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
    if not kind.single_line:
        return _read(asked, kind.lines(clean(text)), today)
    sent = messenger.without_sender(clean(text))
    cleaned, inner = kind.lines(sent), kind.lines(once := bare(sent, asked.called))
    if inner != once:  # on one line something else may stand at its end
        inner = bare(inner, asked.called)
    if len(cleaned) > LINE_LIMIT:
        return Invalid("line_too_long", {"count": len(cleaned), "limit": LINE_LIMIT})
    is_own = kind.is_prose or "是" in asked.offers  # which is no verb there
    said = inner if is_own else speech.answer(inner, verb=True)
    verdict = _best(kind, [_read(asked, way, today) for way in dict.fromkeys((said, inner, cleaned))])
    doubt = _unsure(asked, verdict.value, cleaned, said, today) if isinstance(verdict, Accepted) else None
    return doubt or verdict


def _best(kind: Kind, verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on an answer, of those on its readings, the barest first and the last as it was typed.

    Where any words are taken, a doubt about the barest counts more than that what was typed can be taken.
    """
    *barer, typed = verdicts
    for one in barer:
        if isinstance(one, Accepted) or (
            kind.takes_words and isinstance(one, Doubtful) and isinstance(typed, Accepted)
        ):
            return one
    if isinstance(typed, Accepted):
        return typed
    doubted = [one for one in (typed, *reversed(barer)) if isinstance(one, Doubtful)]
    return next((one for one in doubted if one.meant), next(iter(doubted), typed))


def _unsure(asked: Parameters, value: str, text: str, said: str, today: date) -> Doubtful | None:
    """The doubt about an answer with a question mark behind it, or beside one that it takes back."""
    kind = asked.of_kind
    if talk.is_unsure(text) and not kind.is_agreement:
        return doubtful(value, "asked", kind.show(asked, value), which=text)
    remark = "" if kind.takes_words or value == asked.none_word else speech.takes_back(said)
    return _one_of(asked, said, remark, today) if remark else None


def _read(asked: Parameters, text: str, today: date) -> Verdict:
    """Reads a text that is clean."""
    if not text:
        return Invalid("empty")
    if asked.none_word and talk.says_none(text, asked.none_word, asked.called):
        return Accepted(asked.none_word)
    return asked.of_kind.parse(asked, text, today)


def _one_of(asked: Parameters, text: str, remark: str, today: date) -> Doubtful:
    """The doubt which of the answers holds that stand in a text in which one is taken back."""
    kind = asked.of_kind
    read = [kind.parse(asked, part, today) for part in speech.named(text)]
    meant = dict.fromkeys(kind.show(asked, one.value) for one in read if isinstance(one, Accepted))
    value = stored(kind.parse(asked, text, today))
    return doubtful(value, "remark", *(meant if len(meant) > 1 else ()), which=remark)


def doubts(asked: Parameters, value: str, today: date) -> tuple[Doubt, ...]:
    """What is odd about a stored value, whoever gave it and however it was typed."""
    return () if value == asked.none_word else tuple(asked.of_kind.doubts(asked, value, today))


def show(asked: Parameters, value: str) -> str:
    """A stored value as a person reads it, in the chat and in the document."""
    return value if value == asked.none_word else asked.of_kind.show(asked, value)
