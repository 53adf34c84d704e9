"""Until when the units are to be ready: the lead sets it, and everybody is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from dialogs.answers import dates, kinds
from dialogs.application.changes import SetDeadline
from dialogs.form.model import Field
from dialogs.texts import say
from dialogs.turn.labels import ends, until
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

EXAMPLE = timedelta(days=14)  # from today


def begin(turn: Turn) -> Outcome:
    """The lead is asked for the day; everybody else is told it."""
    if not turn.can("manage"):
        return turn.remain(notes=(say("deadline.told", name=turn.name, until=until(turn.team, turn.now)),))
    return turn.step_aside(Deadline())


class Deadline(Screen):
    """Setting until when the units are to be ready."""

    kind: Literal["deadline"] = "deadline"
    is_aside = True

    def view(self, turn: Turn) -> Ask:
        """The deadline as it is, and the question for another."""
        there = until(turn.team, turn.now)
        dropping = (button("no_deadline", "drop"),) if there else ()
        text = say("deadline.ask", name=turn.name, until=there, example=_day(turn).example)
        return ask(text, [dropping, (button("return", "back"),)])

    def said(self, turn: Turn, text: str) -> Outcome:
        """The day."""
        asked = _day(turn)
        understood = kinds.parse(asked, text, turn.now.date())
        if not isinstance(understood, kinds.Accepted):
            return turn.stay(refusal(asked, understood))
        day = date.fromisoformat(understood.value)
        if day < turn.now.date():
            return turn.stay(say("deadline.past", day=dates.show(understood.value), example=asked.example))
        return _set(turn, day)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """No deadline any more, or back."""
        return _set(turn, None) if action == "drop" else turn.pop()


def _day(turn: Turn) -> Field:
    """What is asked: a day, with one in the future as its example."""
    example = dates.show((turn.now + EXAMPLE).date().isoformat())
    return Field(id="deadline", label=say("deadline.label"), kind="date", whole_day=True, example=example)


def _set(turn: Turn, day: date | None) -> Outcome:
    before = turn.team.deadline()
    if day == before:
        return turn.pop(notes=(say("deadline.same"),))
    how = "dropped" if day is None else "changed" if before else "set"
    shown = ends(day, turn.now) if day else ""
    everybody = (member.person for member in turn.team.members())
    door = turn.door("open", "on") if day else None
    notifications = turn.notify(everybody, f"deadline.told_{how}", door, until=shown)
    note = say(f"deadline.{how}", until=shown, others=len(notifications))
    change = SetDeadline(application=turn.application.id, day=day)
    return turn.pop(change, notes=(note,), notifications=notifications)
