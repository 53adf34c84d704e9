"""Nothing is missing any more: taking the files, or, for a unit, saying that its part is right. A part of asking."""

from __future__ import annotations

from dialogs.application import journey
from dialogs.application.changes import PutSignOff
from dialogs.application.team import leads, unconfirmed
from dialogs.form.model import UNITS
from dialogs.screens import late_units
from dialogs.texts import say
from dialogs.turn.labels import place
from dialogs.turn.layout import ask, button
from dialogs.turn.messages import Ask
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Outcome, Turn


def view(turn: Turn) -> Ask:
    """The lead is shown who has still to confirm, a unit is asked to; before that, that colleagues are at the rest."""
    if journey.position(turn.application, "", turn.elsewhere):
        return _with_colleagues(turn)
    return _unit(turn) if turn.application.scope is not None else _whole(turn)


def _with_colleagues(turn: Turn) -> Ask:
    """Only that is open where somebody else is at work just now."""
    working = [one for one in turn.at_work if journey.exists(turn.application, one.step)]
    lines = [(turn.who(one.person), place(turn, one.step)) for one in working]
    text = say("application.colleagues", name=turn.name, lines=lines)
    return ask(text, [(button("take_on", "take_on"),), (button("review", "review"), button("status", "status"))])


def _whole(turn: Turn) -> Ask:
    if journey.position(turn.application):
        return _waiting(turn)
    awaited = unconfirmed(turn.application, turn.team)
    alone = [unit for unit in awaited if unit not in turn.elsewhere]
    buttons = [
        (button("invite", "invite"),) if alone else (),
        late_units.nudging(turn, awaited),
        (button("export", "export"), button("files", "files")),
        (button("check", "check"), button("review", "review")),
        (button("status", "status"), button("members", "members")) if awaited else (button("status", "status"),),
        (button("waive", "waive"),) if awaited else (),
    ]
    names = [turn.unit_name(unit) for unit in awaited]
    return ask(say("application.complete", name=turn.name, awaited=names, alone=len(alone)), buttons)


def _waiting(turn: Turn) -> Ask:
    """Only what others fill in is still open."""
    units = [unit for unit in turn.elsewhere if late_units.line(turn, unit)["open"]]
    text = say("application.waiting", name=turn.name, waiting=[late_units.line(turn, unit) for unit in units])
    buttons = [
        late_units.nudging(turn, units),
        *late_units.filling_in(turn, units),
        (button("members", "members"), button("status", "status")),
        (button("review", "review"), button("check", "check")),
        (button("export", "export"), button("files", "files")),
    ]
    return ask(text, buttons)


def _unit(turn: Turn) -> Ask:
    unit = turn.conversation.unit
    said = turn.team.sign_off(unit)
    confirmed = ""
    if said and said.kind == "confirmed":
        confirmed = say("sign.by", who=turn.who(said.person), at=turn.moment(said.at))
    own = [document.title for document in turn.form.documents if turn.form.section_of[document.section].each == UNITS]
    text = say("sign.complete", name=turn.name, unit=turn.unit_name(unit), confirmed=confirmed, documents=own)
    buttons = [
        () if confirmed else (button("sign", "sign"),),
        (button("review", "review"), button("check", "check")),
        (button("status", "status"), button("files", "files")),
    ]
    return ask(text, buttons)


def pressed(turn: Turn, asking: Screen, action: str, argument: str) -> Outcome:
    """The unit confirms its part, or the lead goes without; or one fills in what is for others, `asking` that."""
    base = {"application": turn.application.id}
    if action == "take_on":
        step = journey.position(turn.application, "", turn.elsewhere)
        return turn.swap(asking.model_copy(update={"step": step}))
    if action == "instead":
        return turn.swap(asking.model_copy(update={"instead": argument}))
    if action == "nudge":
        return late_units.nudged(turn, late_units.late(turn))
    if action == "waive":
        waived = [PutSignOff(**base, unit=unit, kind="waived") for unit in unconfirmed(turn.application, turn.team)]
        return turn.go_on(*waived, notes=(say("sign.waived"),))
    unit = turn.conversation.unit
    who, name = turn.team.name(turn.conversation.person) or say("team.somebody"), turn.unit_name(unit)
    notifications = turn.notify(leads(turn.team), "sign.told", unit=name, who=who, name=turn.name)
    change = PutSignOff(**base, unit=unit, kind="confirmed")
    return turn.go_on(change, notes=(say("sign.done"),), notifications=notifications)
