"""Looking through what the check found; a press leads to the step that mends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.finding import SORTS, Finding
from dialogs.application.team import deserted, unconfirmed
from dialogs.screens import browsing, inviting, late_units, old_answers
from dialogs.screens.asking import Asking
from dialogs.screens.awaiting import Awaiting
from dialogs.screens.comment_screen import CommentScreen
from dialogs.screens.reviewing import Reviewing
from dialogs.texts import say
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Button
from dialogs.turn.paged import Paged, last_page, turning
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Outcome, Turn

PAGE = 8  # findings on one page
UNITS_SILENT = ("unconfirmed", "waived", "deserted")  # the codes of units that have not confirmed


class Checking(Paged, Menu):
    """Looking through what the check found; each finding leads to the step that mends it."""

    kind: Literal["checking"] = "checking"
    findings: tuple[Finding, ...]
    newest: int | None = None  # the newest change of the application then, None where an older program made the list
    wants_change = True

    def view(self, turn: Turn) -> Ask:
        """One page of the findings, what must be mended before what is advice."""
        left = [finding for finding in self.findings if not self._settled(turn, finding)]
        last = last_page(len(left), PAGE)
        page = min(self.page, last)
        shown = list(enumerate(left, 1))[page * PAGE : (page + 1) * PAGE]
        advice = sum(not finding.blocking for finding in left)
        listed = say("check.findings", findings=shown)
        about = {"findings": listed, "counts": list(_counts(left)), "advice": advice}
        text = say("check.list", **about) if left else say("check.mended")
        faults = listed if any(finding.blocking for _, finding in shown) else ""
        numbers = [Button(label=str(number), data=f"mend:{self.findings.index(finding)}") for number, finding in shown]
        twins = [
            button("twin", f"twin:{self.findings.index(finding)}", number=number)
            for number, finding in shown
            if finding.twin
        ]
        leaving = (button("check_again", "check"), button("go_on", "leave"))
        keys = [*in_rows(numbers, 4), *in_rows(twins, 2), turning(page, more=page < last), leaving]
        return ask(text, keys, faults=faults)

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
        if not _is_open(turn, step):
            return turn.to(self.answered(turn, step), notes=(say("check.gone"),))
        if step.item in turn.form.groups and step.item not in turn.form.tables and not _answers(turn, step):
            return turn.go(Reviewing(section=step.item, row=step.row))  # long texts that are too short together
        return turn.push(_mending(turn, step))

    def _settled(self, turn: Turn, finding: Finding) -> bool:
        """Whether somebody has dealt with it since the check, so that it is not listed any more."""
        if finding.code in (*UNITS_SILENT, "commented"):
            return _is_agreed(turn, finding)
        if self.newest is None:
            return False
        if not _is_open(turn, finding.step) or _is_mended(turn, finding):
            return True
        if finding.step.item not in turn.form.fields or turn.application.newest() <= self.newest:
            return False
        places = [finding.step, *([finding.twin] if finding.twin else [])]
        changed = [entry for step in places for entry in turn.application.history(step, None, 1)]
        return any(entry.id > self.newest and entry.after is not None for entry in changed)

    def answered(self, turn: Turn, step: Step) -> tuple[Screen, ...]:
        """The list without what is mended; the next check tells whether it really is."""
        left = tuple(finding for finding in self.findings if step not in (finding.step, finding.twin))
        return (*turn.beneath, self.model_copy(update={"findings": left})) if left else turn.beneath


def _to_unit(turn: Turn, finding: Finding) -> Outcome:
    """To a unit that has not confirmed; where it has nobody, to inviting somebody."""
    if not turn.can("manage"):
        return turn.go_on()
    unit = finding.step.row
    return inviting.begin(turn, unit) if finding.code == "deserted" else turn.push(Awaiting(unit=unit))


def _is_agreed(turn: Turn, finding: Finding) -> bool:
    """Whether nobody is awaited there any more: a unit to confirm, or somebody to deal with a comment."""
    unit = finding.step.row
    if finding.code == "unconfirmed":
        return unit not in unconfirmed(turn.application, turn.team)
    if finding.code == "waived":
        return unit not in late_units.waived(turn)
    if finding.code == "deserted":
        return unit not in deserted(turn.application, turn.team)
    return not any(comment.state == "open" for comment in turn.team.comments(finding.step, None))


def _is_mended(turn: Turn, finding: Finding) -> bool:
    """Whether what was lacking is there now, wherever that was mended; of one answer its history tells."""
    step, application = finding.step, turn.application
    match finding.code:
        case "few_rows":
            mended = journey.rows_of(application, step.item, step.row).rows >= turn.form.tables[step.item].min_rows
        case "unfinished":
            mended = not journey.unfinished(application, step.item, step.row)
        case "old_rows":
            old = (one for one in application.old() if turn.form.group_of.get(one.item) == step.item)
            mended = not any(application.parent(one.row) == step.row for one in old)
        case "old":
            mended = step not in application.old()
        case "unsaved":
            mended = not application.unfinished(step)
        case "short" if step.item in turn.form.fields:  # of some columns of a row together
            group = turn.form.groups[turn.form.group_of[step.item]]
            want, items = group.minimum_of(step.item)
            sizes = application.sizes(group.id, step.row)
            mended = sum(sizes.get(item, 0) for item in items) >= (want or 0)
        case _:
            mended = False
    return mended


def _counts(findings: Sequence[Finding]) -> Iterator[str]:
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


def _is_open(turn: Turn, step: Step) -> bool:
    """Whether there is still something to mend: other findings may have led to it already, or to its row's end."""
    if not journey.is_asked(turn.application, step):
        return False
    section = turn.form.groups.get(step.item)
    if section is None or step.item in turn.form.tables:
        return True
    return journey.shortfall(section, journey.sizes(turn.application, section, step.row)) > 0
