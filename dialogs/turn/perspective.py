"""One person's view of one application: what they may read of it, and what people and units are called for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from dialogs.answers import dates
from dialogs.answers.value import Value
from dialogs.application.application import Application, Step
from dialogs.application.progress import percent
from dialogs.application.repository import Repository
from dialogs.application.team import Action, Member, Team, can, leads, member, peopled
from dialogs.form.model import LEAD_UNIT, Form
from dialogs.texts import say


class Seat(Value):
    """A person in one unit of one application, or in none."""

    person: str  # channel:id
    application: str | None = None
    unit: str = LEAD_UNIT


@dataclass(frozen=True)
class Perspective:
    """What a person may read from their seat at one time."""

    repository: Repository
    seat: Seat
    now: datetime  # in the applicants' time zone

    @cached_property
    def member(self) -> Member | None:
        """The person as a member of the application at hand; None where there is none, or they are not in it."""
        seat = self.seat
        return member(self.team, seat.person, seat.unit) if seat.application else None

    def can(self, action: Action, owner: str | None = None) -> bool:
        """Whether the person may do this in the application at hand, see `team.can`."""
        return can(self.member, action, owner)

    @cached_property
    def application(self) -> Application:
        """What the person may see of the application at hand; only screens that have one ask for it."""
        scope = None if self.can("read") or self.member is None else self.member.unit
        found = self.repository.application(self.seat.application or "", scope) if self.member else None
        if found is None:
            message = "the screen needs an application"
            raise LookupError(message)
        return found

    @cached_property
    def team(self) -> Team:
        """The people of the application at hand."""
        return self.repository.team(self.seat.application or "")

    @cached_property
    def elsewhere(self) -> tuple[str, ...]:
        """The joint units that have somebody of their own to fill in their part: the lead is not asked for it."""
        alone = self.application.scope is not None or not self.application.count(self.form.units.group)
        return () if alone else peopled(self.team)

    def who(self, person: str) -> str:
        """A person as this one reads of them: with their name, where it is known."""
        if person == self.seat.person:
            return say("history.you")
        return self.team.name(person) or say("history.person", channel=person.partition(":")[0])

    def called(self, person: str) -> str:
        """What somebody of the team is called in what others are told."""
        return self.team.name(person) or say("team.somebody")

    @property
    def lead(self) -> str:
        """What whoever leads the application at hand is called; "" where nothing is at hand, or they gave no name."""
        return next((self.team.name(person) for person in leads(self.team)), "")

    def moment(self, at: date) -> str:
        """A day or a time as people are told it now."""
        return dates.moment(at, self.now)

    def unit_name(self, unit: str) -> str:
        """What a unit is called."""
        if unit == LEAD_UNIT:
            lead = self.application.answer(Step(item=self.form.units.lead))
            return (lead.value if lead else "") or say("team.lead_unit")
        name = self.application.answer(Step(item=self.form.units.name, row=unit))
        return (name.value if name else "") or say("ask.unnamed")

    @property
    def form(self) -> Form:
        """The form of the application at hand."""
        return self.application.form

    @property
    def name(self) -> str:
        """What the applicant calls the application."""
        answer = self.application.answer(Step(item=self.form.name_field))
        return answer.value if answer else self.form.title

    @cached_property
    def progress(self) -> int:
        """How much of the application is answered, in percent."""
        return percent(self.application)
