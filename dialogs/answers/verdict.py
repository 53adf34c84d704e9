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
