"""The people of the application and the open invitations; the lead can change who is in, everybody can leave."""

from __future__ import annotations

from typing import Literal

from dialogs.application import leading, team
from dialogs.application.changes import Change, DropMember, DropOffer, OfferLead, Revoke
from dialogs.application.progress import percent
from dialogs.application.team import Invitation, Member, leads
from dialogs.form.model import LEAD_UNIT
from dialogs.screens import late_units, taking_lead
from dialogs.screens.application_list import ApplicationList
from dialogs.screens.inviting import begin, made
from dialogs.texts import say
from dialogs.turn.conversation import Conversation
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.menu import Menu, way_on
from dialogs.turn.messages import Ask, Button, Say
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.perspective import Perspective
from dialogs.turn.turn import Turn

MOST = 60  # people and invitations listed; a keyboard holds 100 buttons (Bot API)


class Members(Menu):
    """The people of the application and the open invitations, or what can be done with one of them."""

    kind: Literal["members"] = "members"
    person: str = ""
    unit: str = LEAD_UNIT  # for which unit that person is in
    invitation: str = ""
    asked: Literal["", "drop", "hand_over", "lead_again"] = ""  # which step is to be confirmed

    def view(self, turn: Turn) -> Ask:
        """Everybody, or one person, or one invitation."""
        member = self._member(turn)
        invitation = self._invitation(turn)
        if member:
            return self._one(turn, member)
        if invitation:
            text = say("members.invitation", **_invited(turn, invitation))
            return ask(text, [(button("resend", "resend"), button("revoke", "revoke")), (button("return", "back"),)])
        return _all(turn)

    def _member(self, turn: Turn) -> Member | None:
        return team.member(turn.team, self.person, self.unit) if self.person else None

    def _invitation(self, turn: Turn) -> Invitation | None:
        """An invitation that can still be used or, once expired, sent again; for the lead alone."""
        found = turn.repository.invited(self.invitation) if self.invitation and turn.can("manage") else None
        usable = found is not None and found.application == turn.application.id and not found.revoked and found.uses > 0
        return found if usable else None

    def _one(self, turn: Turn, member: Member) -> Ask:
        own = member.person == turn.conversation.person
        if self.asked:
            code = "leave" if own and self.asked == "drop" else self.asked
            names = {"who": turn.who(member.person), "unit": turn.unit_name(member.unit), "name": turn.name}
            seats = [one.unit for one in turn.team.members() if one.person == member.person and one != member]
            instead = [turn.who(person) for person in _asked_to_lead(turn) if person != member.person]
            about = {"lead": turn.lead, "instead": "".join(instead), "others": [*map(turn.unit_name, seats)]}
            text = say(f"members.ask_{code}", **names, **about)
            return ask(text, [(button("yes", "yes"), button("no", "no"))])
        stays = f"\n\n{say('refuse.lead_stays')}" if own and member.role == "lead" else ""
        asked = leading.asked_to_lead(turn.team, member.person)
        until = leading.leads_until(turn.team, member.person, turn.now) if turn.can("manage") and not own else None
        again = turn.moment(until) if until else ""
        text = say("members.one", **line(turn, member), asked=asked, again=again) + stays
        others = _of_other(asked=asked, stays=bool(until)) if turn.can("manage") else ()
        buttons = _of_oneself(turn, member) if own else others
        return ask(text, [buttons, (button("return", "back"),)])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A press in the list, or at one person or invitation."""
        if action == "leave":
            return turn.go_on()
        if action == "who":
            person, _, unit = argument.partition("|")
            return turn.look(Members(person=person, unit=unit))
        if action == "sent":
            return turn.look(Members(invitation=argument))
        return self._pressed_at(turn, action)

    def _pressed_at(self, turn: Turn, action: str) -> Outcome:
        member, invitation = self._member(turn), self._invitation(turn)
        if action in ("drop", "hand_over", "lead_again"):
            return turn.swap(self.model_copy(update={"asked": action}))
        if invitation and action in ("revoke", "resend"):
            return _revoked(turn, invitation, again=action == "resend")
        if action == "lead":
            return taking_lead.opened(turn)
        if action == "take_offer":
            drop = DropOffer(application=turn.application.id)
            return turn.swap(self, drop, notes=(say("lead.offer_dropped"),), notifications=_no_more_asked(turn))
        if member and action == "yes":
            return self._done(turn, member)
        return turn.swap(self.model_copy(update={"asked": ""}) if self.asked else Members())

    def _done(self, turn: Turn, member: Member) -> Outcome:
        if self.asked == "drop":
            return _dropped(turn, member)
        if self.asked == "lead_again":
            return taking_lead.led(turn, "lead.again", "lead.taken_back")
        offer = OfferLead(application=turn.application.id, person=member.person)
        told = turn.notify([member.person], "lead.offered", turn.door("to_lead", "lead", member.unit))
        told += tuple(one for one in _no_more_asked(turn) if one.person != member.person)
        note = say("lead.offer_made", who=turn.who(member.person))
        return turn.swap(self.model_copy(update={"asked": ""}), offer, notes=(note,), notifications=told)

    def back(self, turn: Turn) -> Outcome:
        """From one person or invitation to the list."""
        return turn.look(Members()) if self.person or self.invitation else super().back(turn)


def _no_more_asked(turn: Turn) -> tuple[Notification, ...]:
    """Whoever was asked to lead is told that they are not any more."""
    return turn.notify(_asked_to_lead(turn), "lead.offer_withdrawn")


def _asked_to_lead(turn: Turn) -> list[str]:
    """Whoever is asked to lead, where they are still in: nobody or one."""
    asked = leading.offer(turn.team)
    return [asked.taker] if asked and leading.asked_to_lead(turn.team, asked.taker) else []


def _of_oneself(turn: Turn, member: Member) -> tuple[Button, ...]:
    """What one can do about oneself: the lead leaves only by handing over."""
    if member.role == "lead":
        return ()
    person = turn.conversation.person
    asked = [button("to_lead", "lead")] if leading.asked_to_lead(turn.team, person) else []
    again = [button("lead_again", "lead_again")] if leading.leads_again(turn.team, person, turn.now) else []
    return (*asked, *again, button("leave", "drop"))


def _of_other(*, asked: bool, stays: bool) -> tuple[Button, ...]:
    """What the lead can do about another, who may be `asked` to lead already; who can lead again is not sent away."""
    removing = () if stays else (button("remove", "drop"),)
    return (*removing, button("take_offer", "take_offer") if asked else button("hand_over", "hand_over"))


def _all(turn: Turn) -> Ask:
    members = turn.team.members()[:MOST]
    invitations = turn.team.invitations()[: MOST - len(members)] if turn.can("manage") else ()
    lines = [line(turn, member) for member in members]
    waiting = [_invited(turn, invitation) for invitation in invitations]
    waived = [
        {"unit": turn.unit_name(one.unit), "who": turn.who(one.person), "at": turn.moment(one.at)}
        for unit in late_units.waived(turn)
        if (one := turn.team.sign_off(unit))
    ]
    text = say("members.text", name=turn.name, members=lines, waived=waived, invitations=waiting)
    numbers = [
        Button(label=str(number), data=f"who:{member.person}|{member.unit}")
        for number, member in enumerate(members, 1)
        if turn.can("manage") or member.person == turn.conversation.person
    ]
    sent = [
        Button(label=str(number), data=f"sent:{invitation.id}")
        for number, invitation in enumerate(invitations, len(members) + 1)
    ]
    inviting = [button("invite", "invite")] if turn.can("manage") else []
    return ask(text, [*in_rows([*numbers, *sent], 5), (*inviting, way_on(turn))])


def line(seen: Perspective, member: Member) -> dict[str, object]:
    """What is shown of a member: how far the unit is, to those who may see that unit's part."""
    shown = seen.repository.application(seen.application.id, member.unit) if seen.can("read", member.unit) else None
    said, active = seen.team.sign_off(member.unit), seen.team.active(member)
    return {
        "name": seen.who(member.person),
        "role": member.role,
        "unit": seen.unit_name(member.unit),
        "percent": percent(shown) if shown and member.role == "member" else None,
        "confirmed": bool(said and said.kind == "confirmed") and member.role == "member",
        "active": seen.moment(active) if active else "",
        "muted": member.muted,
    }


def _invited(turn: Turn, invitation: Invitation) -> dict[str, object]:
    return {
        "unit": turn.unit_name(invitation.unit),
        "role": invitation.role,
        "until": turn.moment(invitation.expires),
        "expired": invitation.state(turn.now) == "expired",
        "uses": invitation.uses,
    }


def invited_again(turn: Turn, about: str) -> Outcome:
    """To an invitation that does not hold any more; where it is used up or revoked, to making another for its unit.

    A unit instead of an invitation is one that has nobody: to making one for it.
    """
    found = turn.repository.invited(about)
    if found is None or found.application != turn.application.id:
        return begin(turn, about) if turn.application.owner(about) else turn.look(Members())
    usable = found.uses > 0 and not found.revoked
    return turn.look(Members(invitation=found.id)) if usable else begin(turn, found.unit)


def leaving(turn: Turn) -> Outcome:
    """Somebody who does not lead is asked whether to leave."""
    conversation = turn.conversation
    return turn.look(Members(person=conversation.person, unit=conversation.unit, asked="drop"))


def _revoked(turn: Turn, invitation: Invitation, *, again: bool) -> Outcome:
    changes: list[Change] = [Revoke(application=turn.application.id, invitation=invitation.id)]
    if not again:
        return turn.look(Members(), *changes, notes=(say("members.revoked"),))
    anew, replies = made(turn, (invitation.unit,), invitation.role, invitation.uses)
    return turn.look(Members(), *changes, *anew, replies=replies, notes=(say("members.resent"),))


def _dropped(turn: Turn, member: Member) -> Outcome:
    change = DropMember(application=turn.application.id, person=member.person, unit=member.unit)
    params = {"who": turn.team.name(member.person), "unit": turn.unit_name(member.unit), "name": turn.name}
    deserts = team.deserts(turn.team, member)
    if member.person != turn.conversation.person:
        told = turn.notify([member.person], "members.you_removed", **params)
        note = say("members.removed", **params, deserts=deserts)
        return turn.look(Members(), change, notes=(note,), notifications=told)
    door = turn.door("invite", "invite", about=member.unit) if deserts else None
    notifications = turn.notify(leads(turn.team), "members.left", door, **params, deserts=deserts)
    note = say("members.you_left", **params)
    mine = turn.repository.applications(member.person)
    elsewhere = [a for a in mine if (a.id, a.unit) != (member.application, member.unit)]
    if turn.repository.holds(member.person) <= 1 and not elsewhere:
        said = (Say(text=f"{note}\n{say('members.forgotten')}"),)
        forgotten = Conversation(person=member.person)
        return Outcome(forgotten, changes=(change,), replies=said, show=False, notifications=notifications)
    update = {"application": None, "unit": LEAD_UNIT, "screens": (ApplicationList(),)}
    conversation = turn.conversation.model_copy(update=update)
    return Outcome(conversation, changes=(change,), notes=(note,), notifications=notifications)
