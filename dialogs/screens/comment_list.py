"""The list of what was returned for correction; a press leads there."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.team import Remark
from dialogs.screens.reviewing import HEAD, brief
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.conversation import Asking, Browsing, Looking, Mode, Remarks
from dialogs.turn.labels import place
from dialogs.turn.messages import Ask, Button
from dialogs.turn.turn import Outcome, Turn, ask, button, in_rows, only_buttons

PAGE = 8  # steps on one page


def view(turn: Turn, mode: Remarks) -> Ask:
    """One page of the steps with remarks, those still open first."""
    found = _latest(turn)
    start = min(mode.page, max(0, len(found) - 1) // PAGE) * PAGE
    shown = list(enumerate(found[start : start + PAGE], start + 1))
    text = say(
        "remark.list",
        name=turn.name,
        lines=[{"number": number, **_line(turn, remark)} for number, remark in shown],
        open=sum(remark.state == "open" for remark in found),
        answered=sum(remark.state == "answered" for remark in found),
        may=turn.can("review"),
    )
    numbers = [Button(label=str(number), data=f"at:{remark.id}") for number, remark in shown]
    turning = [button("earlier", f"page:{start // PAGE - 1}")] if start else []
    turning += [button("later", f"page:{start // PAGE + 1}")] if start + PAGE < len(found) else []
    return ask(text, [*in_rows(numbers, 4), tuple(turning), (button("go_on", "leave"),)])


def _latest(turn: Turn) -> Sequence[Remark]:
    """The last remark on each step; one that is open counts before any that is answered."""
    latest: dict[Step, Remark] = {}
    for remark in sorted(turn.team.discussed(turn.application.scope), key=lambda r: (r.state == "open", r.id)):
        if journey.exists(turn.application, remark.step):
            latest[remark.step] = remark
    return sorted(latest.values(), key=lambda remark: (remark.state != "open", remark.id))


def _line(turn: Turn, remark: Remark) -> dict[str, object]:
    whole = turn.application.scope is None
    return {
        "answered": remark.state == "answered",
        "unit": turn.unit_name(turn.application.owner(remark.step.row) or "") if whole else "",
        "place": place(turn, remark.step),
        "text": brief(remark.text.replace("\n", " "), HEAD),
        "who": turn.who(remark.person),
        "at": remark.at,
    }


def pressed(turn: Turn, mode: Remarks, action: str, argument: str) -> Outcome:
    """To a step, to a neighbouring page, or on with the form."""
    if action == "leave":
        return turn.to(Asking())
    if action == "page":
        return turn.to(mode.model_copy(update={"page": int(argument)}))
    remark = next((r for r in turn.team.discussed(turn.application.scope) if r.id == int(argument)), None)
    return turn.to(_at(turn, mode, remark.step)) if remark else turn.to(mode, notes=(say("remark.gone"),))


def _at(turn: Turn, mode: Remarks, step: Step) -> Mode:
    """Where a remark on a step is dealt with, or else looked at."""
    if not review.mends(turn, step):
        return Looking(step=step, before=mode)
    return Browsing(table=step.item, row=step.row) if review.row_of(turn, step) else Asking(step=step)


said = only_buttons
