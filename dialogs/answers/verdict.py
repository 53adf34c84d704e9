"""What reading one answer gives: what was understood, what is odd about it, or what is wrong with it.

Knows no kind of answer and no sentence: doubts and faults are codes with the numbers and words their sentences need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Params = Mapping[str, str | int]

LINE_LIMIT = 200
TEXT_LIMIT = 50_000  # characters of any answer: reading more holds up everybody else
"""The most characters that an answer on one line may have."""


@dataclass(frozen=True)
class Accepted:
    """An answer that was understood.

    Attributes:
        value: The canonical text, which is what is stored.
        note: The code of something the applicant should be told about it, "" for nothing.
    """

    value: str
    note: str = ""


@dataclass(frozen=True)
class Doubt:
    """Something odd about an answer.

    Attributes:
        code: What is odd, such as "orgcode.check"; every code has a sentence below `doubt` in `dialogs/texts`.
        params: What that sentence mentions.
    """

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True)
class Doubtful:
    """An answer that is stored only with a yes.

    Attributes:
        value: What is stored with the yes; "" where the text cannot stand as it is.
        doubts: What is odd, the weightiest first; never empty.
        meant: The answers that were probably meant, as they would be typed.
    """

    value: str
    doubts: tuple[Doubt, ...]
    meant: tuple[str, ...] = ()


@dataclass(frozen=True)
class Invalid:
    """An answer that was refused.

    Attributes:
        code: What is wrong, such as "orgcode.length"; every code has a sentence below `invalid` in `dialogs/texts`.
        params: What that sentence mentions.
    """

    code: str
    params: Params = field(default_factory=dict)


Verdict = Accepted | Doubtful | Invalid


def doubtful(value: str, code: str, *meant: str, **params: str | int) -> Doubtful:
    """One doubt about an answer."""
    return Doubtful(value, (Doubt(code, params),), meant)


def stored(verdict: Verdict) -> str:
    """What of an answer can be stored where nobody is asked: also what is doubtful; "" for nothing."""
    return "" if isinstance(verdict, Invalid) else verdict.value


INVALID_CODES = frozenset(
    {
        *("characters", "empty", "endless", "line_too_long", "pattern", "too_long", "too_short"),
        *("choice", "choice.other_text", "confirm"),
        *("date", "date.day", "date.lunar", "date.month", "date.none", "date.year"),
        *("email", "email.at"),
        *("file", "file.broken", "file.size", "file.type"),
        *("account", "account.length", "custom", "idcard", "idcard.day", "idcard.length", "idcard.same"),
        *("mobile", "phone", "phone.area", "phone.excel", "phone.length"),
        *("money", "money.negative", "money.places", "money.too_large", "money.zero"),
        *("number", "number.excel", "number.least", "number.most", "number.places", "number.too_large"),
        *("orgcode.character", "orgcode.length", "orgcode.none", "orgcode.same"),
        *("period", "period.one", "period.open", "period.order"),
        *("person.character", "person.digits", "person.too_long"),
        *("region", "region.address"),
    },
)
DOUBT_CODES = frozenset(
    {
        *(
            "asked",
            "beside",
            "choice",
            "choice.other",
            "contact",
            "label",
            "no_letters",
            "placeholder",
            "remark",
            "scale",
            "several",
            "talk",
        ),
        *("date.future", "date.order", "date.rest", "date.serial"),
        *("email.beside", "email.domain"),
        *("account.check", "account.letters", "account.phone", "account.zeros", "custom"),
        *("idcard.born", "idcard.check", "idcard.place"),
        *("money.about", "money.bare", "money.differ"),
        *("number.about", "number.part", "number.unit"),
        *("orgcode.category", "orgcode.character", "orgcode.check", "orgcode.department", "orgcode.division"),
        *("orgcode.inner", "orgcode.letter"),
        *("person.digits", "person.long", "person.space", "person.title", "person.unit"),
        *("phone.fax", "phone.unknown"),
        *("region.alone", "region.district", "region.elsewhere", "region.unknown"),
        *("longtext.contents", "longtext.foreign", "longtext.lines", "longtext.marks", "unit.beside", "address.beside"),
    },
)
NOTE_CODES = frozenset({"landline", "money.bare", "money.small"})
