"""Coming into an application by an invitation: what it is, whether one wants to, and one's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from dialogs.answers import kinds
from dialogs.application import invitation_codes, journey, team
from dialogs.application.application import Application, Step
from dialogs.application.changes import Join, NoteAttempt
from dialogs.application.team import Invitation, Member, Team, leads
from dialogs.form.model import LEAD_UNIT, NO_ROW, UNITS
from dialogs.screens import application_list
from dialogs.screens.inviting import NAME
from dialogs.texts import say
from dialogs.turn.door import Place, door
from dialogs.turn.labels import until
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.menu import only_buttons
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.perspective import Perspective, Seat
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

HOUR = timedelta(hours=1)
FAILURES = 5  # in an hour; then even the right one has to wait
ALL_FAILURES = 200  # of all together, by ever new persons; then each of them has one, and the right one still holds
PARTS = 12  # lines of what will be asked


def opened(turn: Turn, secret: str) -> Outcome:
    """Somebody comes with a token or a code."""
    since = turn.now - HOUR
    most = 1 if turn.repository.all_attempts(ALL_FAILURES, since) else FAILURES
    if turn.repository.attempts(turn.conversation.person, since) >= most:
        return _not_in(turn, say("join.too_often"))
    code = invitation_codes.plain(secret)
    found = turn.repository.invitation(secret.strip()) or (turn.repository.invitation(code) if code else None)
    if found is None:
        return _not_in(turn, say("join.unknown"), NoteAttempt())
    if turn.repository.application(found.application) is None:
        return _not_in(turn, say("join.gone"), NoteAttempt())
    if found.person == turn.conversation.person:
        unit = _lead(turn, found).unit_name(found.unit)
        return _not_in(turn, say("join.own", unit=unit, state=found.state(turn.now)))
    if _is_in(turn, found):  # most often with the link that was used already, pressed once more
        there = application_list.at(turn, found.application, found.unit)
        return Outcome(there, notes=(say("join.already"),))
    attempt = () if found.state(turn.now) == "open" else (NoteAttempt(),)
    return turn.step_aside(Joining(invitation=found.id), *attempt)


def _is_in(turn: Turn, found: Invitation) -> bool:
    """Whether the person has nothing to gain by an invitation; a lead who took it would lead no more."""
    already = _already(turn, found)
    return already is not None and already.role in {found.role, "lead"}


def _not_in(turn: Turn, sentence: str, *attempt: NoteAttempt) -> Outcome:
    return turn.resume(*attempt, refusal=sentence)


def _inviter(team: Team, found: Invitation) -> str:
    """Whom to ask: the one who invited, or whoever leads now."""
    return team.name(found.person) or next(filter(None, map(team.name, leads(team))), "") or say("join.inviter")


class Joining(Screen):
    """Invited into an application: asked whether to come in, then for the name."""

    kind: Literal["joining"] = "joining"
    invitation: str
    agreed: bool = False
    asked_anew: bool = False  # whoever invited was asked for another one, as this one does not hold
    is_aside = True
    is_before_consent = True
    needs_application = False

    def view(self, turn: Turn) -> Ask:
        """Whose application it is, and what will be asked; for somebody new with the notice; then, for the name."""
        shown = self._view(turn)
        if turn.conversation.consented or not self._offered(turn):
            return shown
        return shown.model_copy(update={"words": f"{shown.text}\n\n{turn.operator.told}"})

    def _view(self, turn: Turn) -> Ask:
        if self.agreed and self._offered(turn):
            known = self._known(turn)
            same = [Button(label=known, data="same")] if known else []
            return ask(say("join.name"), [tuple(same), (button("decline", "no"),)])
        found = turn.repository.invited(self.invitation)
        application = turn.repository.application(found.application, found.unit) if found else None
        leaving = "return" if turn.conversation.consented else "own_application"
        if found is None or application is None:
            return ask(say("join.gone" if found else "join.unknown"), [(button(leaving, "no"),)])
        state = found.state(turn.now)
        if state != "open":
            who = _inviter(turn.repository.team(found.application), found)
            text = say("join.asked_anew" if self.asked_anew else f"join.{state}", who=who)
            asking = () if self.asked_anew else (button("ask_anew", "anew", who=who),)
            return ask(text, [asking, (button(leaving, "no"),)])
        return _offered(turn, found, application)

    def _offered(self, turn: Turn) -> bool:
        """Whether the person can still come in by it."""
        found = turn.repository.invited(self.invitation)
        if found is None or turn.repository.application(found.application) is None:
            return False
        return found.state(turn.now) == "open"

    def _known(self, turn: Turn) -> str:
        """The name under which the others know the person, from another unit or from before they left."""
        found = turn.repository.invited(self.invitation)
        return turn.repository.team(found.application).name(turn.conversation.person) if found else ""

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Yes, with which somebody new agrees to the notice too, or no."""
        if action == "no":
            declined = turn.conversation.consented and self._offered(turn)
            found = turn.repository.invited(self.invitation)
            code = "join.kept" if found and _already(turn, found) else "join.declined"
            return turn.pop(notes=(say(code),) if declined else ())
        if action == "anew":
            return self._asked_anew(turn)
        if action == "same":
            return self.said(turn, self._known(turn))
        found = turn.repository.invited(self.invitation)
        members = turn.repository.team(found.application).members() if found else ()
        if found and any(one.person == turn.conversation.person and one.name for one in members):
            return _joined(turn, found, self._known(turn))
        agreeing = turn if turn.conversation.consented else turn.consenting()
        return agreeing.swap(self.model_copy(update={"agreed": True}))

    def _asked_anew(self, turn: Turn) -> Outcome:
        """Whoever leads is told that somebody came with an invitation that does not hold."""
        found = turn.repository.invited(self.invitation)
        if found is None:
            return turn.pop()
        lead = _lead(turn, found)
        about = {"unit": lead.unit_name(found.unit), "name": lead.name, "state": found.state(turn.now)}
        to = door("to_invite", Place("invite", found.application, LEAD_UNIT, found.id))
        there = replace(turn, seat=application_list.at(turn, found.application, found.unit))
        told = there.notify([lead.seat.person], "join.told_anew", to, **about)
        return turn.swap(self.model_copy(update={"asked_anew": True}), notifications=told)

    def said(self, turn: Turn, text: str) -> Outcome:
        """The name; with it the person is in."""
        if not self._offered(turn):
            return turn.stay(say("join.another"))
        if not turn.conversation.consented:
            return turn.remain(notes=(say("notice.first", button=say("button.join")),))
        found = turn.repository.invited(self.invitation)
        if not self.agreed or found is None:
            return only_buttons(turn)
        if _is_in(turn, found):  # made the lead meanwhile, say
            there = application_list.at(turn, found.application, found.unit)
            return Outcome(there, notes=(say("join.already"),))
        named = kinds.parse(NAME, text, turn.now.date())
        if not (name := kinds.stored(named)):
            return turn.stay(refusal(NAME, named))
        return _joined(turn, found, name)


def _offered(turn: Turn, found: Invitation, application: Application) -> Ask:
    form = application.form
    lead = _value(application, form.units.lead, NO_ROW)
    already = _already(turn, found)
    text = say(
        "join.text",
        who=_inviter(turn.repository.team(found.application), found),
        name=_value(application, form.name_field, NO_ROW) or form.title,
        lead=lead,
        unit=_value(application, form.units.name, found.unit) if found.unit else lead,
        role=found.role,
        now=already.role if already else "",
        deserts=already is not None and team.deserts(turn.repository.team(found.application), already),
        lines=list(_asked(application))[:PARTS] if found.role == "member" and found.unit else [],
    )
    yes, no = ("change_role", "keep_role") if already else ("join", "decline")
    return ask(text, [(button(yes, "yes"), button(no, "no"))])


def _asked(application: Application) -> Iterator[str]:
    """What is asked of a joint unit, in the form's order: its own row, its rows of the tables, its repeated parts."""
    form = application.form
    own = [column.title for column in form.tables[form.units.group].fields]
    yield say("join.line_unit", labels=[label for label in own if label != form.fields[form.units.name].label])
    sections = journey.sections(application)
    titles = [table.title for section in sections for table in section.tables if table.id != form.units.group]
    if titles:
        yield say("join.line_tables", titles=titles)
    for section in sections:
        if section.each:
            agreed = all(field.of_kind.is_agreement for field in section.fields)
            code = "repeated" if section.each != UNITS else "agreed" if agreed else "own"
            yield say(f"join.line_{code}", title=section.title)


def _value(application: Application, item: str, row: str) -> str:
    answer = application.answer(Step(item=item, row=row))
    return answer.value if answer else ""


def _lead(turn: Turn, found: Invitation) -> Perspective:
    """How whoever leads sees the application."""
    person = leads(turn.repository.team(found.application))[0]
    return Perspective(turn.repository, Seat(person=person, application=found.application), turn.now)


def _already(turn: Turn, found: Invitation) -> Member | None:
    """The person as who they are in that unit now, where they are in it."""
    return team.member(turn.repository.team(found.application), turn.conversation.person, found.unit)


def _joined(turn: Turn, found: Invitation, name: str) -> Outcome:
    there, lead, already = turn.repository.team(found.application), _lead(turn, found), _already(turn, found)
    change = Join(application=found.application, invitation=found.id, name=name)
    params: dict[str, object] = {"who": name, "unit": lead.unit_name(found.unit), "name": lead.name, "role": found.role}
    params["deserts"] = already is not None and team.deserts(there, already)
    seat = application_list.at(turn, found.application, found.unit)
    to_invite = door("invite", Place("invite", found.application, LEAD_UNIT, found.unit)) if params["deserts"] else None
    told = replace(turn, seat=seat).notify(
        leads(there), "join.told_changed" if already else "join.told", to_invite, **params
    )
    notes = [say("join.changed" if already else "join.done", **params)]
    if day := until(there, turn.now):
        notes.append(say("deadline.joined", until=day))
    return Outcome(seat, changes=(change,), notes=tuple(notes), notifications=told)
