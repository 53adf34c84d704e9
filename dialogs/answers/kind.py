"""What a kind of answer is: how answers of one sort are read, doubted, shown and asked for.

Knows no kind in particular.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from dialogs.answers.cleaning import one_line
from dialogs.answers.verdict import Doubt, Verdict

if TYPE_CHECKING:  # these say what a question says of its answers, and are imported there
    from dialogs.answers.kinds import Parameters

Contact = Literal["", "name", "mobile", "phone", "mail"]


def as_is(text: str) -> str:
    """The text."""
    return text


def _shown_as_is(_asked: Parameters, text: str) -> str:
    return text


def _no_doubts(_asked: Parameters, _value: str, _today: date) -> Iterable[Doubt]:
    return ()


def _nothing(_asked: Parameters) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """How answers of one kind are read, shown and asked for.

    Attributes:
        parse: Reads a text that is clean: the parameters, the text, today -> the verdict.
        doubts: What is odd about a stored value: the parameters, the value, today -> the doubts.
        show: The parameters, a stored value -> as people read it.
        lines: The text -> the text with its line breaks as this kind has them.
        single_line: Whether the answer has the length limit of a line.
        takes_words: Whether a remark in brackets belongs to the answer.
        is_long: Whether it comes in as many messages as it takes, is counted, and is set as paragraphs.
        is_prose: Whether it may have limits of length, and is looked through for what was left over.
        is_date: Whether its values are dates.
        is_time: Whether its values say when: a day, or from when until when.
        is_number: Whether its values are numbers, which can be reckoned with.
        in_units: Whether they can be written in other units than the question's.
        is_of_one: Whether two rows with one value are probably one row twice.
        is_open: Whether its choices are only offered, and anything else is an answer as well.
        is_agreement: Whether it is agreed to with one button.
        is_file: Whether it is handed in, not typed.
        is_closed: Whether only what is offered is an answer.
        contact: Which part of how to reach a person it is: "name", "mobile", "phone" (any number), "mail"; "" for none.
        goes_by: What columns of the kind are called by most, by which other words for that are known; "" for nothing.
        hint: The code of what is said about how to answer, "" for nothing.
        unit: The parameters -> the unit that its values are counted in, "" for none.
        with_unit: The parameters, what is shown -> the same with its unit, where the form prints that beside it.
        fault: The parameters of a question -> the code of what is wrong with them, "" for nothing.
        keys: The parameters that it looks at, besides those of every question.
        help: How an answer can be written, in words; "" for the sentence of the kind's name in `dialogs/texts`.
    """

    parse: Callable[[Parameters, str, date], Verdict]
    doubts: Callable[[Parameters, str, date], Iterable[Doubt]] = _no_doubts
    show: Callable[[Parameters, str], str] = _shown_as_is
    lines: Callable[[str], str] = one_line
    single_line: bool = True
    takes_words: bool = False
    is_long: bool = False
    is_prose: bool = False
    is_date: bool = False
    is_time: bool = False
    is_number: bool = False
    in_units: bool = False
    is_of_one: bool = False
    is_open: bool = False
    is_agreement: bool = False
    is_file: bool = False
    is_closed: bool = False
    contact: Contact = ""
    goes_by: str = ""
    hint: str = ""
    unit: Callable[[Parameters], str] = _nothing
    with_unit: Callable[[Parameters, str], str] = _shown_as_is
    fault: Callable[[Parameters], str] = _nothing
    keys: tuple[str, ...] = ()
    help: str = ""

    @property
    def is_typed_at_once(self) -> bool:
        """Whether an answer is one message, typed."""
        return not (self.is_long or self.is_agreement or self.is_file)
