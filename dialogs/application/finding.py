"""What the check (自查) has found: a fault or advice, with the step that mends it and its words.

Knows no form, and not how anything is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import AliasChoices, model_validator
from pydantic import Field as Setting

from dialogs.answers.reasons import Reason
from dialogs.answers.value import Value
from dialogs.application.application import Step
from dialogs.texts import line, say

Sort = Literal["missing", "wrong", "short", "unconfirmed", "old"]
SORTS: tuple[Sort, ...] = ("missing", "wrong", "short", "unconfirmed", "old")
_SORT_OF: Mapping[str, Sort] = {
    "invalid": "wrong",
    "unit_twice": "wrong",
    "unit_differs": "wrong",
    "disagrees": "wrong",
    "short": "short",
    "unconfirmed": "unconfirmed",
    "old": "old",
    "old_rows": "old",
}


class Finding(Value):
    """Something to mend: `blocking` keeps the document from being finished, the rest is advice."""

    code: str
    step: Step
    twin: Step | None = None  # the other place, where two do not agree
    place: str  # the part of the form, with its row or unit
    label: str = ""  # what the question is called in the place, "" where it is about the place as a whole
    params: tuple[tuple[str, str | int], ...] = ()  # of the sentence `check.<code>`, by their names
    kept: str = Setting("", validation_alias=AliasChoices("kept", "words"))  # how an older program worded it
    blocking: bool = True
    reason: str = ""  # the code of the sentence, where that says why an answer does not stand: `doubt.…`, `invalid.…`
    is_taken: bool = False  # whoever gave the answer took it all the same

    @model_validator(mode="before")
    @classmethod
    def _kept_by_an_older_program(cls, data: object) -> object:
        """A doubt was marked as one, by a flag."""
        if not isinstance(data, dict) or "is_doubt" not in data:
            return data
        reason = f"doubt.{data['code']}" if data["is_doubt"] else ""
        return {"reason": reason} | {name: value for name, value in data.items() if name != "is_doubt"}

    @property
    def sort(self) -> Sort:
        """What sort of thing must be mended, for counting; what is not there in one way or another is missing."""
        return _SORT_OF.get(self.code, "missing")

    @property
    def fault(self) -> str:
        """What is not right, without its place."""
        fault = line(self.reason or f"check.{self.code}", **dict(self.params))
        return say("check.taken", fault=fault) if self.is_taken else fault

    @property
    def words(self) -> str:
        """Place and fault, as a person reads it."""
        where = say("check.place", place=self.place, label=self.label) if self.label else self.place
        return self.kept or say("check.line", place=where, fault=self.fault)

    def beside(self, twin: Step | None) -> Finding:
        """The same, about another place too."""
        return self.model_copy(update={"twin": twin})

    def below(self, title: str) -> str:
        """The same under a heading, which need not be said again."""
        if self.place != title or self.kept:
            return self.words
        return say("check.line", place=self.label, fault=self.fault) if self.label else self.fault


def told(reason: Reason, step: Step, place: str, label: str) -> Finding:
    """That an answer does not stand, for a reason: to be mended where it would be refused, else advice."""
    table, _, code = reason.code.partition(".")
    params = tuple(reason.params.items())
    if table == "doubt":
        return Finding(
            code=code, step=step, place=place, label=label, params=params, reason=reason.code, blocking=False
        )
    return Finding(code=table, step=step, place=place, label=label, params=params, reason=reason.code)


def finding(
    code: str, step: Step, place: str, *, label: str = "", blocking: bool = True, **params: str | int
) -> Finding:
    """The finding of a code, with the parameters of its sentence `check.<code>`."""
    return Finding(code=code, step=step, place=place, label=label, params=tuple(params.items()), blocking=blocking)
