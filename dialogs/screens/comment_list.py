"""The list of what was returned for correction; a press leads there."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.team import Comment
from dialogs.screens.reviewing import HEAD, brief
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.conversation import Asking, Browsing, CommentList, CommentScreen, Mode
from dialogs.turn.labels import place
from dialogs.turn.messages import Ask, Button
from dialogs.turn.turn import Outcome, Turn, ask, button, in_rows, only_buttons

PAGE = 8  # steps on one page


def view(turn: Turn, mode: CommentList) -> Ask:
    """One page of the steps with remarks, those still open first."""
    found = _latest(turn)
    start = min(mode.page, max(0, len(found) - 1) // PAGE) * PAGE
    shown = list(enumerate(found[start : start + PAGE], start + 1))
    text = say(
        "comment.list",
        name=turn.name,
        lines=[{"number": number, **_line(turn, comment)} for number, comment in shown],
        open=sum(comment.state == "open" for comment in found),
        answered=sum(comment.state == "answered" for comment in found),
        may=turn.can("review"),
    )
    numbers = [Button(label=str(number), data=f"at:{comment.id}") for number, comment in shown]
    turning = [button("earlier", f"page:{start // PAGE - 1}")] if start else []
    turning += [button("later", f"page:{start // PAGE + 1}")] if start + PAGE < len(found) else []
    return ask(text, [*in_rows(numbers, 4), tuple(turning), (button("go_on", "leave"),)])


def _latest(turn: Turn) -> Sequence[Comment]:
    """The last comment on each step; one that is open counts before any that is answered."""
    latest: dict[Step, Comment] = {}
    for comment in sorted(turn.team.discussed(turn.application.scope), key=lambda r: (r.state == "open", r.id)):
        if journey.exists(turn.application, comment.step):
            latest[comment.step] = comment
    return sorted(latest.values(), key=lambda comment: (comment.state != "open", comment.id))


def _line(turn: Turn, comment: Comment) -> dict[str, object]:
    whole = turn.application.scope is None
    return {
        "answered": comment.state == "answered",
        "unit": turn.unit_name(turn.application.owner(comment.step.row) or "") if whole else "",
        "place": place(turn, comment.step),
        "text": brief(comment.text.replace("\n", " "), HEAD),
        "who": turn.who(comment.person),
        "at": comment.at,
    }


def pressed(turn: Turn, mode: CommentList, action: str, argument: str) -> Outcome:
    """To a step, to a neighbouring page, or on with the form."""
    if action == "leave":
        return turn.to(Asking())
    if action == "page":
        return turn.to(mode.model_copy(update={"page": int(argument)}))
    comment = next((r for r in turn.team.discussed(turn.application.scope) if r.id == int(argument)), None)
    return turn.to(_at(turn, mode, comment.step)) if comment else turn.to(mode, notes=(say("comment.gone"),))


def _at(turn: Turn, mode: CommentList, step: Step) -> Mode:
    """Where a comment on a step is dealt with, or else looked at."""
    if not review.mends(turn, step):
        return CommentScreen(step=step, before=mode)
    return Browsing(table=step.item, row=step.row) if review.row_of(turn, step) else Asking(step=step)


said = only_buttons
