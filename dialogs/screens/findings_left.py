"""What is left of the findings of a check, after what was changed since. A part of the check's list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.checks import findings_at
from dialogs.application.finding import Finding
from dialogs.application.team import deserted, unconfirmed
from dialogs.screens import late_units
from dialogs.screens.disagreeing import CODES, MOST, disagreeing
from dialogs.turn.turn import Turn

UNITS_SILENT = ("unconfirmed", "waived", "deserted")  # the codes of units that have not confirmed
_SEEN = frozenset(("few_rows", "unfinished", "old", "old_rows", "unsaved", "short"))  # whether they are mended is seen


def left(turn: Turn, found: Sequence[Finding], newest: int | None) -> dict[int, Finding]:
    """The findings that are left, each as it is now, by its number among those that were found.

    `newest` is the newest change that the check saw, None where an older program made it.
    """
    unsettled = [(at, finding) for at, finding in enumerate(found) if not _is_settled(turn, finding, newest)]
    changed = newest is not None and turn.application.newest() > newest
    again = {at: finding for at, finding in unsettled if changed and _is_of_answers(turn, finding)}
    answers = turn.application.at_once(MOST) if again else None
    if answers is None:  # nothing to look at again, or too much: what was answered anew since is as good as mended
        return {at: one for at, one in unsettled if at not in again or not _is_answered(turn, one, newest)}
    now = disagreeing(turn.form, answers)
    there: dict[Finding, int] = {}
    for at, finding in unsettled:
        own: Iterator[Finding] = iter([finding])
        if at in again and finding.code in CODES:
            own = iter(now)
        elif at in again and _is_answered(turn, finding, newest):
            own = findings_at(turn.form, answers, turn.now.date(), finding.step, finding.place)
        one = next((one for one in own if (one.code, one.step) == (finding.code, finding.step)), None)
        if one is not None:
            there.setdefault(one, at)
    return {at: finding for finding, at in there.items()}


def _is_of_answers(turn: Turn, finding: Finding) -> bool:
    """Whether it comes of what is answered there, or of several answers together, and the check is to tell."""
    return finding.code in CODES or (finding.code not in _SEEN and finding.step.item in turn.form.fields)


def _is_answered(turn: Turn, finding: Finding, newest: int | None) -> bool:
    """Whether what it is about was answered anew since."""
    if newest is None or finding.step.item not in turn.form.fields:
        return False
    places = [finding.step, *([finding.twin] if finding.twin else [])]
    changes = (entry for step in places for entry in turn.application.history(step, None, 1))
    return any(entry.id > newest and entry.after is not None for entry in changes)


def _is_settled(turn: Turn, finding: Finding, newest: int | None) -> bool:
    """Whether there is nothing to be done about it any more."""
    if finding.code in (*UNITS_SILENT, "commented"):
        return _is_agreed(turn, finding)
    return newest is not None and (not is_open(turn, finding.step) or _is_mended(turn, finding))


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
    """Whether what was lacking is there now, wherever that was mended."""
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
        case "short":
            mended = not journey.is_short(application, step)
        case _:
            mended = False
    return mended


def is_open(turn: Turn, step: Step) -> bool:
    """Whether there is still something to mend: other findings may have led to it already, or to its row's end."""
    if not journey.is_asked(turn.application, step):
        return False
    plain = step.item in turn.form.fields or step.item in turn.form.tables
    return plain or journey.is_short(turn.application, step)
