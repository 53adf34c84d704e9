"""How a question is put together: its buttons, and the sentence about an answer that was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dialogs.answers.reasons import reasons
from dialogs.answers.verdict import Verdict
from dialogs.application.application import Step
from dialogs.form.model import Field
from dialogs.texts import say
from dialogs.turn.messages import Ask, Button, Role
from dialogs.turn.question import Question

_ROLES: dict[Role, set[str]] = {
    "primary": {
        "confirm",
        "confirm_all",
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
    asked: str | Question,
    rows: Sequence[tuple[Button, ...]],
    step: Step | None = None,
    *,
    faults: str = "",
    below: str = "",
) -> Ask:
    """A question of the form, or any other text, with its rows of buttons, empty rows left out.

    After a text, `faults` lists what is wrong, if anything is, and `below` is what is said after that.
    """
    buttons = tuple(_told_apart(row for row in rows if row))
    if isinstance(asked, Question):
        return Ask(question=asked, buttons=buttons, step=step)
    return Ask(words=asked, buttons=buttons, step=step, faults=faults, below=below)


def _told_apart(rows: Iterable[tuple[Button, ...]]) -> Iterator[tuple[Button, ...]]:
    """The rows of buttons, of which those that would look alike, as two units without a name, are numbered."""
    seen: Counter[str] = Counter()
    for row in rows:
        yield tuple(_numbered(one, seen) for one in row)


def _numbered(one: Button, seen: Counter[str]) -> Button:
    seen[one.label] += 1
    if seen[one.label] == 1:
        return one
    return one.model_copy(update={"label": say("button.alike", label=one.label, number=seen[one.label])})


def button(code: str, data: str, **params: object) -> Button:
    """A button with the label of a code."""
    role = next((role for role, codes in _ROLES.items() if code in codes), "plain")
    return Button(label=say(f"button.{code}", **params), data=data, role=role)


def in_rows(buttons: list[Button], per_row: int) -> list[tuple[Button, ...]]:
    """The buttons in rows of at most `per_row`."""
    return [tuple(buttons[i : i + per_row]) for i in range(0, len(buttons), per_row)]


def refusal(field: Field, verdict: Verdict) -> str:
    """The sentences about what is wrong with an answer, or odd about it; "" where nothing is."""
    return "\n".join(reason.sentence for reason in reasons(field, verdict))


def fault(field: Field, verdict: Verdict) -> str:
    """What is wrong or odd, for a list: without what would be right, and full stops."""
    return say("list.clauses", clauses=[reason.fault for reason in reasons(field, verdict)])
