"""The units for which the whole waits: how far they are, and asking them to make haste.

A part of the screens that say so; knows none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.application import journey, open_steps
from dialogs.application.application import Application, Step
from dialogs.application.changes import Nudge
from dialogs.application.progress import percent
from dialogs.application.team import silent, unconfirmed
from dialogs.form.model import Group
from dialogs.screens import waiving
from dialogs.texts import say
from dialogs.turn.answering import FINISHED, put
from dialogs.turn.labels import until
from dialogs.turn.layout import button
from dialogs.turn.messages import Button
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.perspective import Perspective
from dialogs.turn.turn import Turn

MOST = 8  # units for which one can fill in by one press
PARTS = 12  # parts named that are open


def late(turn: Turn) -> list[str]:
    """The units that have somebody of their own, and are neither done nor confirmed."""
    return [unit for unit in unconfirmed(turn.application, turn.team) if unit in turn.elsewhere]


def waived(turn: Turn) -> list[str]:
    """The units without whose confirmation the lead goes, in the order in which their people are listed."""
    order = list(dict.fromkeys(one.unit for one in turn.team.members()))
    said = (turn.team.sign_off(unit) for unit in turn.team.ever_peopled())
    units = [one.unit for one in said if one and one.kind == "waived"]
    return sorted(units, key=lambda unit: (order.index(unit) if unit in order else len(order), unit))


def awaiting_again(turn: Turn, units: Sequence[str]) -> tuple[Button, ...]:
    """The button that has those of these units awaited after all of which somebody can confirm the part."""
    peopled = [unit for unit in units if unit in turn.elsewhere]
    if len(peopled) == 1:
        return (button("await", f"await:{peopled[0]}", unit=turn.unit_name(peopled[0])),)
    return (button("await_all", "await"),) if peopled else ()


def line(turn: Perspective, unit: str) -> dict[str, object]:
    """How far a unit is, and who is in or invited for it."""
    part = turn.repository.application(turn.application.id, unit)
    said = turn.team.sign_off(unit)
    letters = [one for one in turn.team.invitations() if (one.unit, one.role) == (unit, "member")]
    return {
        "unit": turn.unit_name(unit),
        "percent": percent(part) if part else 0,
        "open": [section.title for section in open_steps.open_sections(part)][:PARTS] if part else [],
        "people": [turn.who(person) for person in _people(turn, unit)],
        "waived": said is not None and said.kind == "waived",
        "invited": bool(letters),
        "nudged": _is_nudged(turn, unit) and bool(_reached(turn, unit)),
        "expired": bool(letters) and all(one.state(turn.now) == "expired" for one in letters),
    }


def _people(turn: Perspective, unit: str) -> list[str]:
    return [one.person for one in turn.team.members() if one.unit == unit and one.role == "member"]


def pressed(turn: Turn, units: Sequence[str], action: str, argument: str) -> Outcome:
    """A press: units are awaited after all, its tables are said to be filled in, or `units` are to make haste."""
    if action == "await":
        return waiving.taken_back(turn, [argument] if argument else waived(turn))
    return _finished(turn, argument) if action == "instead_finish" else _nudged(turn, units)


def nudging(turn: Turn, units: Iterable[str]) -> tuple[Button, ...]:
    """The button that asks these units to make haste, where there is one to be asked today."""
    return (button("nudge", "nudge"),) if any(_can_be_nudged(turn, unit) for unit in units) else ()


def way_to_fill_in(turn: Turn, units: Sequence[str]) -> tuple[Button, ...]:
    """One button to fill in for these units, which leads to the list of them where they are several."""
    found = filling_in(turn, units)
    return found[0] if len(found) == 1 else (button("instead_all", "late"),) if found else ()


def filling_in(turn: Turn, units: Sequence[str]) -> list[tuple[Button, ...]]:
    """The buttons that fill in for these units what others can, and after that say that their tables are filled in."""
    found = [("instead" if open_for(turn, unit) else "instead_finish", unit) for unit in units[:MOST]]
    there = [(code, unit) for code, unit in found if code == "instead" or _not_finished(turn, unit)]
    return [(button(code, f"{code}:{unit}", unit=turn.unit_name(unit)),) for code, unit in there]


def open_for(turn: Turn, unit: str) -> Step | None:
    """What the lead can fill in next for a unit, rather where nobody is at work just now; None for nothing."""
    part = _part(turn, unit)
    return (open_steps.open_for(part, turn.busy) or open_steps.open_for(part)) if part else None


def _part(turn: Turn, unit: str) -> Application | None:
    """A unit's part, for the lead."""
    return turn.repository.application(turn.application.id, unit) if turn.can("manage") else None


def _not_finished(turn: Turn, unit: str) -> Sequence[Group]:
    part = _part(turn, unit)
    return open_steps.not_finished(part) if part else ()


def _finished(turn: Turn, unit: str) -> Outcome:
    """The lead says for a unit that its tables are filled in."""
    part = _part(turn, unit)
    tables = _not_finished(turn, unit)
    if part is None or not tables:
        return turn.stay(say("refuse.gone"))
    changes = [put(turn, journey.whole(part, table.id), FINISHED) for table in tables]
    note = say("late.finished", unit=turn.unit_name(unit), titles=[table.title for table in tables])
    return turn.remain(*changes, notes=(note,))


def _nudged(turn: Turn, units: Iterable[str]) -> Outcome:
    """The people of these units are told what they have still to do; each unit at most once a day."""
    asked = [unit for unit in units if _can_be_nudged(turn, unit)]
    if not asked:
        return turn.stay(say("late.nudged_today"))
    told = [one for unit in asked for one in _told(turn, unit)]
    reached = {one.person for one in told}
    people = dict.fromkeys(person for unit in asked for person in _people(turn, unit))
    note = say(
        "late.nudged",
        people=[turn.who(person) for person in people if person in reached],
        muted=[turn.who(person) for person in people if person not in reached],
    )
    changes = (Nudge(application=turn.application.id, unit=unit) for unit in asked)
    return turn.remain(*changes, notes=(note,), notifications=tuple(told))


def _can_be_nudged(turn: Turn, unit: str) -> bool:
    return bool(_people(turn, unit)) and not _is_nudged(turn, unit)


def _is_nudged(turn: Perspective, unit: str) -> bool:
    """Whether it was asked to make haste today."""
    at = turn.team.nudged(unit)
    return at is not None and at.date() == turn.now.date()


def _reached(turn: Perspective, unit: str) -> set[str]:
    """The people of a unit but those who want no reminders."""
    return {*_people(turn, unit)} - silent(turn.team.members())


def _told(turn: Turn, unit: str) -> tuple[Notification, ...]:
    """What the people of a unit are told."""
    about = {"until": until(turn.team, turn.now), **line(turn, unit)}
    door = turn.door("go_on" if about["open"] else "to_confirm", "on", unit)
    return turn.notify(_reached(turn, unit), "late.told", door, **about)
