"""Looking through what the formal check found; a press leads to the step that mends it."""

from __future__ import annotations

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.texts import say
from dialogs.turn.conversation import Asking, Browsing, Checking, CommentScreen, Mode, Reviewing
from dialogs.turn.messages import Ask, Button
from dialogs.turn.turn import Outcome, Turn, ask, button, in_rows, only_buttons

PAGE = 8  # findings on one page


def view(turn: Turn, mode: Checking) -> Ask:
    """One page of the findings, what must be mended before what is advice."""
    del turn
    start = min(mode.page, (len(mode.findings) - 1) // PAGE) * PAGE
    shown = list(enumerate(mode.findings[start : start + PAGE], start + 1))
    blocking = sum(finding.blocking for finding in mode.findings)
    text = say("check.list", findings=shown, blocking=blocking, advice=len(mode.findings) - blocking)
    numbers = [Button(label=str(number), data=f"mend:{number - 1}") for number, _ in shown]
    turning = [button("earlier", f"page:{start // PAGE - 1}")] if start else []
    turning += [button("later", f"page:{start // PAGE + 1}")] if start + PAGE < len(mode.findings) else []
    leaving = (button("check_again", "check"), button("go_on", "leave"))
    return ask(text, [*in_rows(numbers, 4), tuple(turning), leaving])


def pressed(turn: Turn, mode: Checking, action: str, argument: str) -> Outcome:
    """A press on a number, on a neighbouring page, or on leave."""
    if action == "leave":
        return turn.to(Asking())
    if action == "page":
        return turn.to(mode.model_copy(update={"page": int(argument)}))
    step = mode.findings[int(argument)].step
    if not _open(turn, step):
        return turn.to(mode.without(step) or Asking(), notes=(say("check.gone"),))
    return turn.to(_at(turn, mode, step))


def _at(turn: Turn, mode: Checking, step: Step) -> Mode:
    """Where a step is mended, or else looked at."""
    if step.item in turn.form.tables:
        return Browsing(table=step.item, row=step.row or None, after=mode)
    if turn.can("answer", turn.application.owner(step.row)):
        return Asking(step=step, after=mode)
    if step.item in turn.form.groups:  # long texts that are too short together
        return Reviewing(section=step.item, row=step.row)
    return CommentScreen(step=step, before=mode)


def _open(turn: Turn, step: Step) -> bool:
    """Whether there is still something to mend: other findings may have led to it already, or to its row's end."""
    if not journey.exists(turn.application, step):
        return False
    section = turn.form.groups.get(step.item)
    if section is None or step.item in turn.form.tables:
        return True
    return journey.shortfall(section, turn.application.sizes(section.id, step.row)) > 0


said = only_buttons
