"""Why an answer does not stand as it was given: what is wrong with it or odd about it, and what would be right.

Knows nothing of where that is said: beneath a question, in a list, in a cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs import texts
from dialogs.answers.kinds import Parameters
from dialogs.answers.verdict import Doubt, Doubtful, Invalid, Verdict


@dataclass(frozen=True)
class Reason:
    """One thing that is wrong or odd.

    Attributes:
        code: That of its sentence, below `invalid` or `doubt`.
        params: What the sentence mentions of the answer, and of the question.
    """

    code: str
    params: Mapping[str, str | int]

    @property
    def sentence(self) -> str:
        """What is wrong, and what would be right."""
        return texts.say(self.code, **self.params)

    @property
    def line(self) -> str:
        """The same as a line of a list."""
        return texts.line(self.code, **self.params)

    @property
    def fault(self) -> str:
        """What is wrong alone, as a line of a list."""
        return texts.fault(self.code, **self.params)


def refused(asked: Parameters, verdict: Invalid) -> Reason:
    """Why an answer was refused."""
    named: dict[str, str | int] = {
        "label": asked.title,
        "example": asked.example,
        "none_word": asked.none_word,
        "in_unit": asked.in_unit,
        "whole_day": asked.whole_day,
    }
    return Reason(f"invalid.{verdict.code}", named | dict(verdict.params))


def odd(asked: Parameters, doubt: Doubt) -> Reason:
    """What is odd about an answer."""
    return Reason(f"doubt.{doubt.code}", {"label": asked.title} | dict(doubt.params))


def reasons(asked: Parameters, verdict: Verdict) -> tuple[Reason, ...]:
    """Why an answer does not stand as it was given, the weightiest first; nothing where it does."""
    if isinstance(verdict, Invalid):
        return (refused(asked, verdict),)
    return tuple(odd(asked, doubt) for doubt in verdict.doubts) if isinstance(verdict, Doubtful) else ()
