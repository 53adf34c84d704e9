"""Nothing is missing any more: taking the files, or, for a unit, saying that its part is right. A part of asking."""

from __future__ import annotations

from dialogs.application import journey, open_steps
from dialogs.application.application import SIGN_OFF
from dialogs.application.changes import DropSignOff, PutAnswer, PutSignOff
from dialogs.application.team import deserted, leads, unconfirmed
from dialogs.form.model import UNITS
from dialogs.screens import late_units
from dialogs.screens.answer_pages import own_part
from dialogs.screens.disagreeing import failing, told
from dialogs.screens.waiving import Waiving
from dialogs.texts import say
from dialogs.turn.labels import place
from dialogs.turn.layout import ask, button
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

LOOKED = 50  # changes looked through for those since the last finished document
PLACES = 6  # of them named


def view(turn: Turn) -> Ask:
    """The lead is shown who has still to confirm, a unit is asked to; before that, that colleagues are at the rest."""
    if open_steps.position(turn.application, "", turn.elsewhere):
        return _with_colleagues(turn)
    return _unit(turn) if turn.application.scope is not None else _whole(turn)


def _with_colleagues(turn: Turn) -> Ask:
    """Only that is open where somebody else is at work just now."""
    working = [one for one in turn.at_work if journey.exists(turn.application, one.step)]
    lines = [(turn.who(one.person), place(turn, one.step)) for one in working]
    text = say("application.colleagues", name=turn.name, lines=lines, failing=told(failing(turn.application)))
    return ask(text, [(button("take_on", "take_on"),), (button("review", "review"), button("status", "status"))])


def _whole(turn: Turn) -> Ask:
    if open_steps.position(turn.application):
        return _waiting(turn)
    awaited = unconfirmed(turn.application, turn.team)
    waived = late_units.waived(turn)
    found = failing(turn.application)
    files = (button("export", "export"), button("files", "files"))
    looking = (button("check", "check"), button("review", "review"), button("read", "read"))
    buttons = [
        late_units.nudging(turn, awaited),
        *((looking, files) if found else (files, looking)),
        (button("status", "status"), button("members", "members")) if awaited else (button("status", "status"),),
        (button("waive", "waive"),) if awaited else (),
        late_units.awaiting_again(turn, waived),
    ]
    units = {"awaited": awaited, "waived": waived, "deserted": deserted(turn.application, turn.team)}
    named = {state: [*map(turn.unit_name, found)] for state, found in units.items()}
    about = {"final": _final(turn), "old": len(turn.application.old())}
    about |= {"failing": told(found), "is_looked_at": found is not None}
    buttons.insert(0, _carried(turn))
    return ask(say("application.complete", name=turn.name, **about, **named), buttons)


def _carried(turn: Turn) -> tuple[Button, ...]:
    """The way to what comes from an earlier application, and was not confirmed since."""
    return (button("carried", "carried"),) if turn.application.old() else ()


def _final(turn: Turn) -> str:
    """Which finished document there is, and what was changed since; "" for none."""
    final = turn.team.final()
    if final is None:
        return ""
    since = [one for one in turn.application.history(None, None, LOOKED) if one.id > final.newest]
    changed = list(dict.fromkeys(place(turn, one.step) for one in since if one.step.item != SIGN_OFF))
    about = {"version": final.version, "at": turn.moment(final.at)}
    return say("final.state", lines=changed[:PLACES], more=max(0, len(changed) - PLACES), **about)


def _waiting(turn: Turn) -> Ask:
    """Only what others fill in is still open."""
    units = [unit for unit in turn.elsewhere if late_units.line(turn, unit)["open"]]
    waiting, found = [late_units.line(turn, unit) for unit in units], told(failing(turn.application))
    text = say("application.waiting", name=turn.name, waiting=waiting, failing=found)
    buttons = [
        (*late_units.nudging(turn, units), *late_units.way_to_fill_in(turn, units)),
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
    own = [document.title for document in turn.form.documents if turn.form.section_of[document.group].each == UNITS]
    waived = bool(said) and not confirmed
    text = say(
        "sign.complete",
        name=turn.name,
        unit=turn.unit_name(unit),
        confirmed=confirmed,
        waived=waived,
        failing=told(failing(turn.application)),
        documents=own,
        own="" if confirmed else own_part(turn),
    )
    buttons = [
        _carried(turn),
        () if confirmed else (button("sign", "sign"),),
        (button("review", "review"), button("check", "check")),
        (button("status", "status"), button("files", "files")),
        (button("unsign", "unsign"),) if confirmed else (),
    ]
    return ask(text, buttons)


def pressed(turn: Turn, asking: Screen, action: str, argument: str) -> Outcome:
    """The unit confirms its part, or the lead goes without; or one fills in what is for others, `asking` that."""
    if action == "take_on":
        step = open_steps.position(turn.application, "", turn.elsewhere)
        return turn.swap(asking.model_copy(update={"step": step}))
    if action == "instead":
        return turn.swap(asking.model_copy(update={"instead": argument}))
    if action == "waive":
        return turn.push(Waiving(units=tuple(unconfirmed(turn.application, turn.team))))
    if action == "unsign":
        return _withdrawn(turn)
    return late_units.pressed(turn, late_units.late(turn), action, argument)


def sign(turn: Turn) -> Outcome:
    """The unit's part is confirmed."""
    if not turn.can("confirm", turn.conversation.unit):
        return turn.stay(say("refuse.may_not_confirm"))
    if open_steps.position(turn.application):
        return turn.go_on(refusal=say("sign.not_yet"))
    said = turn.team.sign_off(turn.conversation.unit)
    return turn.go_on(notes=(say("sign.already"),)) if said and said.kind == "confirmed" else signed(turn)


def signed(turn: Turn, *agreed: PutAnswer) -> Outcome:
    """The same with what is agreed to last. The lead is told; after the last of all, with the way to the file."""
    change = PutSignOff(application=turn.application.id, unit=turn.conversation.unit, kind="confirmed")
    whole = turn.repository.application(turn.application.id)
    left = whole and {*unconfirmed(whole, turn.team)} - {turn.conversation.unit}
    ready = whole is not None and not left and journey.left_open(whole) <= len(agreed) and not failing(whole)
    news = _news(turn, *(("sign.told_ready", turn.door("export", "word")) if ready else ("sign.told",)))
    return turn.go_on(*agreed, change, notes=(say("sign.done"),), notifications=news)


def _withdrawn(turn: Turn) -> Outcome:
    """The unit's part is not confirmed after all."""
    change = DropSignOff(application=turn.application.id, unit=turn.conversation.unit)
    news = _news(turn, "sign.told_withdrawn", turn.door("open", "on"))
    return turn.go_on(change, notes=(say("sign.withdrawn"),), notifications=news)


def _news(turn: Turn, code: str, door: Button | None = None) -> tuple[Notification, ...]:
    return turn.notify(leads(turn.team), code, door, unit=turn.unit_name(turn.conversation.unit))
