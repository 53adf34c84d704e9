"""The list of what was returned for correction; a press leads there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.team import Comment
from dialogs.screens import browsing
from dialogs.screens.asking import Asking
from dialogs.screens.comment_screen import CommentScreen
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.labels import brief, place
from dialogs.turn.layout import ask, in_rows
from dialogs.turn.menu import Menu, way_on
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Paged
from dialogs.turn.turn import Turn

PAGE = 8  # steps on one page


class CommentList(Paged, Menu):
    """Going through what was returned for correction."""

    kind: Literal["comment_list"] = "comment_list"

    def view(self, turn: Turn) -> Ask:
        """One page of the steps with comments, those still open first."""
        found = _latest(turn)
        page = self.at_page(len(found), PAGE)
        shown = page.of(found)
        text = say(
            "comment.list",
            name=turn.name,
            lines=[{"number": number, **_line(turn, comment)} for number, comment in shown],
            open=sum(comment.state == "open" for comment in found),
            answered=sum(comment.state == "answered" for comment in found),
            may=turn.can("review"),
            deals=turn.can("review") or turn.can("answer", turn.application.scope),
        )
        numbers = [Button(label=str(number), data=f"at:{comment.id}") for number, comment in shown]
        return ask(text, [*in_rows(numbers, 4), page.turning, (way_on(turn),)])

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """To a step, to a neighbouring page, or on with the form."""
        if action == "leave":
            return turn.go_on()
        found = turn.team.discussed(turn.application.scope)
        step = next((comment.step for comment in found if comment.id == int(argument)), None)
        if step is None:
            return turn.swap(self, notes=(say("comment.gone"),))
        return _to(turn, step) if review.mends(turn, step) else turn.push(CommentScreen(step=step))


def to_commented(turn: Turn, mark: str) -> Outcome:
    """To the step with this mark; whoever has to deal with comments only as long as there is one on it."""
    found = {comment.step: True for comment in turn.team.settled(turn.application.scope)}
    found |= {comment.step: False for comment in _latest(turn)}
    step = next((step for step in found if review.mark(step) == mark and journey.exists(turn.application, step)), None)
    if step is None or (found[step] and review.mends(turn, step)):
        return turn.look(CommentList(), notes=(say("comment.gone"),))
    return _to(turn, step) if review.mends(turn, step) else turn.step_aside(CommentScreen(step=step))


def _to(turn: Turn, step: Step) -> Outcome:
    """To whatever is to be mended."""
    return turn.go(browsing.at(turn, step) if review.row_of(turn, step) else Asking(step=step))


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
        "text": brief(comment.text),
        "who": turn.who(comment.person),
        "at": turn.moment(comment.at),
    }
