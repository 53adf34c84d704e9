"""Looking through what the formal check found; a press leads to the step that mends it."""

from __future__ import annotations

from dialogs import journey
from dialogs.application import Step
from dialogs.checks import Finding
from dialogs.conversation import Asking, Browsing, Checking
from dialogs.messages import Ask, Button
from dialogs.texts import say
from dialogs.turn import Outcome, Turn, ask, button, in_rows

PAGE = 8  # findings on one page


def view(turn: Turn, mode: Checking) -> Ask:
    """One page of the findings, what must be mended before what is advice."""
    del turn
    start = mode.page * PAGE
    shown = list(enumerate(mode.findings[start : start + PAGE], start + 1))
    blocking = sum(finding.blocking for finding in mode.findings)
    text = say("check.list", findings=shown, blocking=blocking, advice=len(mode.findings) - blocking)
    numbers = [Button(label=str(number), data=f"mend:{number - 1}") for number, _ in shown]
    turning = [button("earlier", "page:-1")] if mode.page else []
    turning += [button("later", "page:1")] if start + PAGE < len(mode.findings) else []
    leaving = (button("check_again", "check"), button("go_on", "leave"))
    return ask(text, [*in_rows(numbers, 4), tuple(turning), leaving])


def pressed(turn: Turn, mode: Checking, action: str, argument: str) -> Outcome:
    """A press on a number, on a neighbouring page, or on leave."""
    if action == "leave":
        return turn.to(Asking())
    if action == "page":
        return turn.to(mode.model_copy(update={"page": mode.page + int(argument)}))
    step = mode.findings[int(argument)].step
    left = _without(mode, mode.findings[int(argument)])
    after = left if left.findings else None
    if not _open(turn, step):
        return turn.to(after or Asking(), notes=(say("check.gone"),))
    if step.item in turn.form.tables:
        return turn.to(Browsing(table=step.item, after=after))
    return turn.to(Asking(step=step, after=after))


def _open(turn: Turn, step: Step) -> bool:
    """Whether there is still something to mend: other findings may have led to it already, or to its row's end."""
    if not journey.exists(turn.application, step):
        return False
    section = turn.form.groups.get(step.item)
    if section is None or step.item in turn.form.tables:
        return True
    return journey.shortfall(section, turn.application.sizes(section.id, step.row)) > 0


def _without(mode: Checking, finding: Finding) -> Checking:
    """The list as it is once a finding is mended; the next check tells whether it really is."""
    findings = tuple(other for other in mode.findings if other is not finding)
    return Checking(findings=findings, page=min(mode.page, max(0, len(findings) - 1) // PAGE))


def said(turn: Turn, mode: Checking, text: str) -> Outcome:
    """A typed message where only buttons help."""
    del mode, text
    return turn.stay(say("refuse.nothing_open"))
