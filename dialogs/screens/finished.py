"""Nothing is missing any more: taking the files, or, for a unit, saying that its part is right. A part of asking."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.application import journey
from dialogs.application.changes import PutSignOff
from dialogs.application.progress import percent
from dialogs.application.team import leads, unconfirmed
from dialogs.form.model import UNITS
from dialogs.texts import say
from dialogs.turn.layout import ask, button
from dialogs.turn.messages import Ask
from dialogs.turn.turn import Outcome, Turn

WHOLE = 100  # percent


def view(turn: Turn) -> Ask:
    """The lead is shown who has still to confirm, a unit is asked to."""
    return _unit(turn) if turn.application.scope is not None else _whole(turn)


def _whole(turn: Turn) -> Ask:
    if journey.position(turn.application):
        return _waiting(turn)
    awaited = unconfirmed(turn.application, turn.team)
    names = [turn.unit_name(unit) for unit in awaited]
    buttons = [
        (button("invite", "invite"),) if _alone(turn, awaited) else (),
        (button("export", "export"), button("files", "files")),
        (button("check", "check"), button("review", "review")),
        (button("status", "status"), button("members", "members")) if awaited else (button("status", "status"),),
        (button("waive", "waive"),) if awaited else (),
    ]
    alone = len(_alone(turn, awaited))
    return ask(say("application.complete", name=turn.name, awaited=names, alone=alone), buttons)


def _alone(turn: Turn, awaited: Sequence[str]) -> list[str]:
    """Those of the units of whom nobody is in, nor invited."""
    asked = {one.unit for one in turn.team.invitations() if one.state(turn.now) == "open"}
    return [unit for unit in awaited if unit not in asked and unit not in turn.elsewhere]


def _waiting(turn: Turn) -> Ask:
    """Only what others fill in is still open."""
    waiting = [(turn.unit_name(unit), _percent(turn, unit)) for unit in turn.elsewhere]
    text = say("application.waiting", name=turn.name, waiting=[line for line in waiting if line[1] < WHOLE])
    buttons = [
        (button("members", "members"), button("status", "status")),
        (button("review", "review"), button("check", "check")),
        (button("export", "export"), button("files", "files")),
    ]
    return ask(text, buttons)


def _percent(turn: Turn, unit: str) -> int:
    part = turn.repository.application(turn.application.id, unit)
    return percent(part) if part else 0


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


def pressed(turn: Turn, action: str) -> Outcome:
    """The unit confirms its part, or the lead goes without."""
    base = {"application": turn.application.id}
    if action == "waive":
        waived = [PutSignOff(**base, unit=unit, kind="waived") for unit in unconfirmed(turn.application, turn.team)]
        return turn.go_on(*waived, notes=(say("sign.waived"),))
    unit = turn.conversation.unit
    who, name = turn.team.name(turn.conversation.person) or say("team.somebody"), turn.unit_name(unit)
    notifications = turn.notify(leads(turn.team), "sign.told", unit=name, who=who, name=turn.name)
    change = PutSignOff(**base, unit=unit, kind="confirmed")
    return turn.go_on(change, notes=(say("sign.done"),), notifications=notifications)
