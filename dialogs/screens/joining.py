"""Coming into an application by an invitation: what it is, whether one wants to, and one's name."""

from __future__ import annotations

from datetime import timedelta

from dialogs.answers import kinds
from dialogs.application import invitation_codes, journey
from dialogs.application.application import Application, Step
from dialogs.application.changes import Join, NoteAttempt
from dialogs.application.team import Invitation, Team, leads
from dialogs.engine.daily_notices import until
from dialogs.form.model import LEAD
from dialogs.screens import application_list
from dialogs.screens.inviting import NAME
from dialogs.texts import say
from dialogs.turn.conversation import Joining, place
from dialogs.turn.messages import Ask, Button, Say
from dialogs.turn.turn import Notification, Outcome, Turn, ask, button, only_buttons, refusal

HOUR = timedelta(hours=1)
FAILURES = 5  # in an hour; then even the right one has to wait
PARTS = 12  # titles of what will be asked


def opened(turn: Turn, secret: str) -> Outcome:
    """Somebody comes with a token or a code."""
    if turn.repository.attempts(turn.conversation.person, turn.now - HOUR) >= FAILURES:
        return _not_in(turn, say("join.too_often"))
    code = invitation_codes.plain(secret)
    found = turn.repository.invitation(secret.strip()) or (turn.repository.invitation(code) if code else None)
    if found is None or turn.repository.application(found.application) is None:
        return _not_in(turn, say("join.unknown"), NoteAttempt())
    if _is_in(turn, found):  # most often with the link that was used already, pressed once more
        there = application_list.at(turn, found.application, found.unit)
        return Outcome(there, notes=(say("join.already"),))
    state = found.state(turn.now)
    if state != "open":
        sentence = say(f"join.{state}", who=_inviter(turn.repository.team(found.application), found))
        return _not_in(turn, sentence, NoteAttempt())
    return turn.to(Joining(invitation=found.id, before=place(turn.conversation.mode)))


def _is_in(turn: Turn, found: Invitation) -> bool:
    """Whether the person has nothing to gain by an invitation; a lead who took it would lead no more."""
    member = turn.repository.member(found.application, turn.conversation.person, found.unit)
    return member is not None and member.role in {found.role, "lead"}


def _not_in(turn: Turn, sentence: str, *attempt: NoteAttempt) -> Outcome:
    return turn.to(place(turn.conversation.mode), *attempt, notes=(sentence,), refused=True)


def _inviter(team: Team, found: Invitation) -> str:
    """Whom to ask: the one who invited, or whoever leads now."""
    return team.name(found.person) or next(filter(None, map(team.name, leads(team))), "") or say("join.inviter")


def view(turn: Turn, mode: Joining) -> Ask:
    """Whose application it is, for which unit, and what will be asked; then the question for the name."""
    if mode.agreed:
        known = _known(turn, mode)
        same = [Button(label=known, data="same")] if known else []
        return ask(say("join.name"), [tuple(same), (button("decline", "no"),)])
    found = turn.repository.invited(mode.invitation)
    application = turn.repository.application(found.application, found.unit) if found else None
    if found is None or application is None:
        return ask(say("join.unknown"), [(button("decline", "no"),)])
    team = turn.repository.team(found.application)
    state = found.state(turn.now)
    if state != "open":  # since the person was asked
        return ask(say(f"join.{state}", who=_inviter(team, found)), [(button("decline", "no"),)])
    form = application.form
    lead = _value(application, form.units.lead, LEAD)
    text = say(
        "join.text",
        who=_inviter(team, found),
        name=_value(application, form.name_field, LEAD) or form.title,
        lead=lead,
        unit=_value(application, form.units.name, found.unit) if found.unit else lead,
        role=found.role,
        parts=[section.title for section in journey.sections(application)][:PARTS] if found.role == "member" else [],
    )
    return ask(text, [(button("join", "yes"), button("decline", "no"))])


def _known(turn: Turn, mode: Joining) -> str:
    """The name under which the others know the person, from another unit or from before they left."""
    found = turn.repository.invited(mode.invitation)
    return turn.repository.team(found.application).name(turn.conversation.person) if found else ""


def _value(application: Application, item: str, row: str) -> str:
    answer = application.answer(Step(item=item, row=row))
    return answer.value if answer else ""


def pressed(turn: Turn, mode: Joining, action: str, argument: str) -> Outcome:
    """Yes or no."""
    del argument
    if action == "no":
        return turn.to(mode.before, notes=(say("join.declined"),))
    if action == "same":
        return said(turn, mode, _known(turn, mode))
    return turn.to(mode.model_copy(update={"agreed": True}))


def said(turn: Turn, mode: Joining, text: str) -> Outcome:
    """The name; with it the person is in."""
    found = turn.repository.invited(mode.invitation)
    if not mode.agreed or found is None:
        return only_buttons(turn, mode, text)
    team = turn.repository.team(found.application)
    there = application_list.at(turn, found.application, found.unit)
    if _is_in(turn, found):  # made the lead meanwhile, say
        return Outcome(there, notes=(say("join.already"),))
    if found.state(turn.now) != "open":  # somebody else was faster, or it was revoked meanwhile
        return turn.to(mode.before, notes=(say(f"join.{found.state(turn.now)}", who=_inviter(team, found)),))
    named = kinds.parse(NAME, text, turn.now.date())
    if isinstance(named, kinds.Invalid):
        return turn.stay(refusal(NAME, named))
    change = Join(application=found.application, invitation=found.id, name=named.value)
    joined = Turn(turn.repository, there.model_copy(update={"person": leads(team)[0], "unit": LEAD}), turn.now)
    params = {"who": named.value, "unit": joined.unit_name(found.unit), "name": joined.name}
    told = Say(text=say("join.told", role=found.role, **params))
    notifications = tuple(Notification(lead, told) for lead in leads(team))
    notes = [say("join.done", role=found.role, **params)]
    if day := until(team, turn.now):
        notes.append(say("deadline.joined", until=day))
    return Outcome(there, changes=(change,), notes=tuple(notes), notifications=notifications)
