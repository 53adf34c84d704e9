"""What checking one answer gives: what was understood, or what is wrong with it.

Knows no kind of answer and no sentence: a fault is a code with the numbers and words its sentence needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class Invalid:
    """An answer that was refused.

    Attributes:
        code: What is wrong, such as "orgcode.check"; every code has a sentence in `dialogs/texts`.
        params: What that sentence mentions.
    """

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


Verdict = Accepted | Invalid

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
