"""Asked to lead: the lead changes hands only once whoever is asked accepts."""

from __future__ import annotations

from typing import Literal

from dialogs.application.changes import DropOffer, HandOver
from dialogs.application.leading import asked_to_lead
from dialogs.application.team import leads
from dialogs.form.model import LEAD_UNIT
from dialogs.screens import application_list
from dialogs.texts import say
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn


class TakingLead(Menu):
    """Asked whether to lead from now on."""

    kind: Literal["taking_lead"] = "taking_lead"
    is_aside = True

    def view(self, turn: Turn) -> Ask:
        """Who asks, and what comes with it."""
        text = say("lead.ask", who=turn.called(leads(turn.team)[0]), name=turn.name)
        return ask(text, [(button("take_lead", "yes"), button("decline_lead", "no"))])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Yes or no."""
        if action == "yes":
            return led(turn, "lead.yours", "lead.handed_over")
        told = turn.notify(leads(turn.team), "lead.declined_told")
        drop = DropOffer(application=turn.application.id)
        return turn.pop(drop, notes=(say("lead.declined"),), notifications=told)

    def stands(self, turn: Turn) -> bool:
        """As long as the person is asked to."""
        return asked_to_lead(turn.team, turn.conversation.person)


def opened(turn: Turn) -> Outcome:
    """To the question, as long as it stands."""
    if not TakingLead().stands(turn):
        return turn.stay(say("lead.gone"))
    return turn.step_aside(TakingLead())


def led(turn: Turn, said: str, told: str) -> Outcome:
    """The person leads from now on: so they are told, whoever led by `told`, and everybody else."""
    base = {"application": turn.application.id}
    drop = [DropOffer(**base)] if said == "lead.again" and TakingLead().stands(turn) else []
    change = HandOver(**base, person=turn.conversation.person)
    before = leads(turn.team)
    others = {member.person for member in turn.team.members()} - {*before}
    notices = turn.notify(before, told, turn.door("members", "oneself"))
    notices += turn.notify(others, "lead.told", turn.door("open", "on"))
    there = application_list.at(turn, turn.application.id, LEAD_UNIT)
    notes = (say(said, name=turn.name, who=turn.called(before[0])),)
    return Outcome(there, changes=(*drop, change), notes=notes, notifications=notices)
