"""How a question is put together: its buttons, and the sentence about an answer that was refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.answers.verdict import Doubt, Doubtful, Invalid, Verdict
from dialogs.application.application import Step
from dialogs.form.model import Field
from dialogs.texts import say
from dialogs.turn.messages import Ask, Button, Role
from dialogs.turn.question import Question

_ROLES: dict[Role, set[str]] = {
    "primary": {
        "confirm",
        "done",
        "sign",
        "export",
        "go_on",
        "join",
        "unite",
        "add_pasted",
        "add_this",
        "to_comment",
        "to_confirm",
        "to_lead",
        "take_lead",
    },
    "quiet": {
        "postpone",
        "back",
        "return",
        "keep",
        "skip",
        "rows",
        "choices",
        "decline",
        "no",
        "no_drop",
        "no_waive",
        "decline_lead",
        "unsign",
        "refill",
        "take_back",
        "redo",
    },
    "repeated": {"earlier", "later", "up", "down"},
    "danger": {"drop", "yes_drop", "bin", "erase", "yes_waive", "remove", "revoke", "leave", "yes"},
}


def ask(
    asked: str | Question, rows: Sequence[tuple[Button, ...]], step: Step | None = None, *, faults: str = ""
) -> Ask:
    """A question of the form, or any other text, with its rows of buttons, empty rows left out.

    `faults` is the paragraph of the text that lists what is wrong, if one does.
    """
    buttons = tuple(row for row in rows if row)
    if isinstance(asked, Question):
        return Ask(question=asked, buttons=buttons, step=step)
    return Ask(words=asked, buttons=buttons, step=step, faults=faults)


def button(code: str, data: str, **params: object) -> Button:
    """A button with the label of a code."""
    role = next((role for role, codes in _ROLES.items() if code in codes), "plain")
    return Button(label=say(f"button.{code}", **params), data=data, role=role)


def in_rows(buttons: list[Button], per_row: int) -> list[tuple[Button, ...]]:
    """The buttons in rows of at most `per_row`."""
    return [tuple(buttons[i : i + per_row]) for i in range(0, len(buttons), per_row)]


def refusal(field: Field, verdict: Verdict) -> str:
    """The sentence about what is wrong with an answer, or odd about it; "" where nothing is."""
    if isinstance(verdict, Invalid):
        return say(f"invalid.{verdict.code}", field=field, **verdict.params)
    return doubts(field, verdict.doubts) if isinstance(verdict, Doubtful) else ""


def fault(field: Field, verdict: Verdict) -> str:
    """The first sentence of a refusal, for a list: without the example of what is right, and its full stop."""
    return refusal(field, verdict).partition("。")[0]


def doubts(field: Field, found: Iterable[Doubt]) -> str:
    """The sentences about what is odd about an answer."""
    return "\n".join(say(f"doubt.{doubt.code}", label=field.short or field.label, **doubt.params) for doubt in found)
