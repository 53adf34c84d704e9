"""Looking through what the check found; a press leads to the step that mends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from dialogs.application.application import Step
from dialogs.application.finding import SORTS, Finding
from dialogs.screens import browsing, inviting, old_answers
from dialogs.screens.asking import Asking
from dialogs.screens.awaiting import Awaiting
from dialogs.screens.comment_screen import CommentScreen
from dialogs.screens.findings_left import UNITS_SILENT, is_open, left
from dialogs.screens.reviewing import Reviewing
from dialogs.texts import say
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.menu import Menu, way_on
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Paged
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

PAGE = 8  # findings on one page


class Checking(Paged, Menu):
    """Looking through what the check found; each finding leads to the step that mends it."""

    kind: Literal["checking"] = "checking"
    findings: tuple[Finding, ...]
    newest: int | None = None  # the newest change of the application then, None where an older program made the list
    wants_change = True

    def view(self, turn: Turn) -> Ask:
        """One page of the findings, what must be mended before what is advice."""
        now = left(turn, self.findings, self.newest)
        page = self.at_page(len(now), PAGE)
        shown = page.of(list(now.items()))
        advice = sum(not finding.blocking for finding in now.values())
        listed = say("check.findings", findings=[(number, finding) for number, (_, finding) in shown])
        text = say("check.list", counts=list(_counts(now.values())), advice=advice)
        wrong = any(finding.blocking for _, (_, finding) in shown)
        below = say("check.below", advice="" if wrong else listed, answers=turn.can("answer", turn.conversation.unit))
        numbers = [Button(label=str(number), data=f"mend:{at}") for number, (at, _) in shown]
        twins = [button("twin", f"twin:{at}", number=number) for number, (at, finding) in shown if finding.twin]
        leaving = (button("check_again", "check"), way_on(turn))
        keys = [*in_rows(numbers, 4), *in_rows(twins, 2), page.turning, leaving]
        return ask(text, keys, faults=listed if wrong else "", below=below)

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A press on a number, on a neighbouring page, or on leave."""
        if action == "leave":
            return turn.go_on()
        finding = self.findings[int(argument)]
        step = finding.twin if action == "twin" and finding.twin else finding.step
        if finding.code in UNITS_SILENT:
            return _to_unit(turn, finding)
        if finding.code == "old_rows" and old_answers.to_confirm(turn):
            return turn.push(old_answers.first_of(turn, step))
        if not is_open(turn, step):
            return turn.to(self.answered(turn, step), notes=(say("check.gone"),))
        if step.item in turn.form.groups and step.item not in turn.form.tables and not _answers(turn, step):
            return turn.go(Reviewing(section=step.item, row=step.row))  # long texts that are too short together
        return turn.push(_mending(turn, step))

    def stands(self, turn: Turn) -> bool:
        """Whether something is left."""
        return bool(left(turn, self.findings, self.newest))

    def answered(self, turn: Turn, step: Step) -> tuple[Screen, ...]:
        """The list; what is mended is not left in it. Of one by an older program that is not known."""
        found = tuple(
            finding for finding in self.findings if self.newest is not None or step not in (finding.step, finding.twin)
        )
        return (*turn.beneath, self.model_copy(update={"findings": found}))


def _to_unit(turn: Turn, finding: Finding) -> Outcome:
    """To a unit that has not confirmed; where it has nobody, to inviting somebody."""
    if not turn.can("manage"):
        return turn.go_on()
    unit = finding.step.row
    return inviting.begin(turn, unit) if finding.code == "deserted" else turn.push(Awaiting(unit=unit))


def _counts(findings: Iterable[Finding]) -> Iterator[str]:
    """How many there are of each sort that must be mended."""
    sorts = Counter(finding.sort for finding in findings if finding.blocking)
    for sort in SORTS:
        if sorts[sort]:
            yield say(f"check.count_{sort}", count=sorts[sort])


def _answers(turn: Turn, step: Step) -> bool:
    return turn.can("answer", turn.application.owner(step.row))


def _mending(turn: Turn, step: Step) -> Screen:
    """Where a step is mended, or else looked at."""
    if step.item in turn.form.tables:
        return browsing.at(turn, step)
    return Asking(step=step) if _answers(turn, step) else CommentScreen(step=step)
