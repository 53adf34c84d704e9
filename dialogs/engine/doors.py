"""Going through the button beneath a notice: into its application, for its unit, to what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs.screens import application_list, comment_list, history, members, taking_lead
from dialogs.screens.members import Members
from dialogs.texts import say
from dialogs.turn.conversation import NOTHING_SHOWN
from dialogs.turn.door import Behind, Place, place_of
from dialogs.turn.events import Event, Pressed
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

_BEHIND: Mapping[Behind, Callable[[Turn, str], Outcome]] = {
    "on": lambda turn, _: turn.go_on(),
    "comment": comment_list.to_commented,
    "history": history.to_change,
    "invite": members.invited_again,
    "oneself": lambda turn, _: turn.look(Members(person=turn.conversation.person, unit=turn.conversation.unit)),
    "lead": lambda turn, _: taking_lead.opened(turn),
    "word": lambda turn, _: turn.start("word"),
}


def through(turn: Turn, event: Event) -> tuple[Turn, Outcome] | None:
    """The turn where a door leads, and what comes of it there; None for what is no press on a door."""
    place = place_of(event.data) if isinstance(event, Pressed) and turn.conversation.consented else None
    if place is None:
        return None
    there = _entered(turn, place)
    if there is None:
        return turn, turn.stay(say("door.closed"))
    outcome = _BEHIND[place.behind](there, place.about)
    if there is turn:
        return there, outcome
    return there, replace(outcome, notes=(say("application.opened", name=there.name), *outcome.notes))


def _entered(turn: Turn, place: Place) -> Turn | None:
    """The turn there, for the unit if the person is in for that; None where they are not in, or it is gone."""
    seat = turn.conversation
    mine = [one.unit for one in turn.repository.team(place.application).members() if one.person == seat.person]
    if not mine or turn.repository.application(place.application) is None:
        return None
    unit = place.unit if place.unit in mine else mine[0]
    if (place.application, unit) == (seat.application, seat.unit):
        return turn
    return replace(turn, seat=application_list.at(turn, place.application, unit), shown=NOTHING_SHOWN)
