"""One turn of the conversation: what a mode may look at, and what it answers with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from dialogs.answers.kinds import Invalid
from dialogs.application.application import Application, Step
from dialogs.application.changes import AddRow, Change, JobKind, StartJob
from dialogs.application.invitation_codes import code
from dialogs.application.journey import percent
from dialogs.application.repository import Repository
from dialogs.application.team import Action, Member, Team, can
from dialogs.form.model import LEAD, Field, Form
from dialogs.texts import say
from dialogs.turn.conversation import Conversation, Mode
from dialogs.turn.messages import Ask, Button, Reply, Say

BAR = 10  # squares of the progress bar


@dataclass(frozen=True)
class Outcome:
    """What a turn comes to: the new state, what changes, what is said. `show` has the next question follow."""

    conversation: Conversation
    changes: tuple[Change, ...] = ()
    replies: tuple[Reply, ...] = ()
    notes: tuple[str, ...] = ()
    refused: bool = False
    show: bool = True
    toast: str = ""  # a short remark on a press that had no effect; at most 200 characters (Bot API)
    notifications: tuple[Notification, ...] = ()


@dataclass(frozen=True)
class Notification:
    """Something that another person of the team is told; it asks nothing, and their open question stays."""

    person: str
    reply: Say


class Keys(NamedTuple):
    """What lets somebody in is made of this: a random number, and addresses with {} for the token."""

    secret: str = "0" * 64  # hexadecimal digits
    links: tuple[str, ...] = ()  # where an invitation can be taken
    page: str = ""  # where one's own link leads to the page; "" where there is none

    @property
    def token(self) -> str:
        """What stands in a link."""
        return self.secret[:32]

    @property
    def code(self) -> str:
        """What can be typed instead."""
        return code(int(self.secret[32:], 16))


NO_KEYS = Keys()


@dataclass(frozen=True)
class Turn:
    """What one turn may read. `event` is the event's id, `ref` the channel's id of the message behind it."""

    repository: Repository
    conversation: Conversation
    now: datetime  # in the applicants' time zone
    event: str = ""
    ref: str = ""
    keys: Keys = NO_KEYS

    @cached_property
    def member(self) -> Member | None:
        """The person as a member of the application at hand; None where there is none, or they are not in it."""
        at_hand = self.conversation
        return (
            self.repository.member(at_hand.application, at_hand.person, at_hand.unit) if at_hand.application else None
        )

    def can(self, action: Action, owner: str | None = None) -> bool:
        """Whether the person may do this in the application at hand, see `team.can`."""
        return can(self.member, action, owner)

    @cached_property
    def application(self) -> Application:
        """What the person may see of the application at hand; only modes that have one ask for it."""
        scope = None if self.can("read") or self.member is None else self.member.unit
        found = self.repository.application(self.conversation.application or "", scope) if self.member else None
        if found is None:
            message = "the mode needs an application"
            raise LookupError(message)
        return found

    @cached_property
    def team(self) -> Team:
        """The people of the application at hand."""
        return self.repository.team(self.application.id)

    @cached_property
    def elsewhere(self) -> tuple[str, ...]:
        """The joint units that have somebody of their own to fill in their part: the lead is not asked for it."""
        if self.application.scope is not None:
            return ()
        return tuple({m.unit: None for m in self.team.members() if m.role == "member" and m.unit != LEAD})

    def who(self, person: str) -> str:
        """A person as this one reads of them: with their name, where it is known."""
        if person == self.conversation.person:
            return say("history.you")
        return self.team.name(person) or say("history.person", channel=person.partition(":")[0])

    def unit_name(self, unit: str) -> str:
        """What a unit is called."""
        if unit == LEAD:
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

    def new_id(self, number: int = 0) -> str:
        """A new id for a row, a job or an application: the same when the same event is handled again.

        An event that makes several asks for each by its own `number`.
        """
        seed = f"{self.event}\n{number}" if number else self.event
        return hashlib.blake2b(seed.encode(), digest_size=6).hexdigest()

    def add_row(self, table: str, row: str) -> AddRow:
        """A new row, of the person's own unit."""
        return AddRow(application=self.application.id, table=table, row=row, unit=self.conversation.unit)

    def to(self, mode: Mode, *changes: Change, notes: tuple[str, ...] = (), **more: Any) -> Outcome:
        """The outcome that goes on in `mode`."""
        conversation = self.conversation.model_copy(update={"mode": mode})
        return Outcome(conversation=conversation, changes=changes, notes=tuple(filter(None, notes)), **more)

    def start(self, kind: JobKind, argument: str = "", *, said: tuple[Reply, ...] = ()) -> Outcome:
        """The outcome that has work done beside the conversation; its result comes as a `JobDone`."""
        job = StartJob(job=self.new_id(), application=self.application.id, kind=kind, argument=argument)
        conversation = self.conversation.model_copy(update={"awaits": job.job})
        return Outcome(conversation=conversation, changes=(job,), replies=said, show=False)

    def stay(self, *notes: str, refused: bool = True) -> Outcome:
        """The outcome that changes nothing and says why."""
        return self.to(self.conversation.mode, notes=notes, refused=refused)

    def progress_bar(self) -> dict[str, object]:
        """What every header shows: the bar, and how much is answered in percent."""
        done = percent(self.application)
        return {"bar": "▓" * (done // BAR) + "░" * (BAR - done // BAR), "percent": done}


def only_buttons(turn: Turn, mode: Mode, text: str) -> Outcome:
    """What a typed message comes to in a mode where only buttons help: nothing, and it says so."""
    del mode, text
    return turn.stay(say("refuse.nothing_open"))


def refusal(field: Field, invalid: Invalid) -> str:
    """What is wrong with an answer; the question, with its example, follows."""
    return say(f"invalid.{invalid.code}", field=field, **invalid.params)


def button(code: str, data: str, **params: object) -> Button:
    """A button with the label of a code."""
    return Button(label=say(f"button.{code}", **params), data=data)


def in_rows(buttons: list[Button], per_row: int) -> list[tuple[Button, ...]]:
    """The buttons in rows of at most `per_row`."""
    return [tuple(buttons[i : i + per_row]) for i in range(0, len(buttons), per_row)]


def ask(text: str, rows: Sequence[tuple[Button, ...]], step: Step | None = None) -> Ask:
    """A question with its rows of buttons, empty rows left out."""
    return Ask(text=text, buttons=tuple(row for row in rows if row), step=step)
