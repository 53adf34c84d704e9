"""One turn of a conversation: what it may read, and what it answers with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any, Self

from dialogs.application import open_steps
from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Change, JobKind, RowCell, StartJob
from dialogs.application.team import AtWork
from dialogs.form.model import LEAD_UNIT, NO_ROW
from dialogs.turn.conversation import NOTHING_SHOWN, Conversation, Shown
from dialogs.turn.door import Behind, Place, door
from dialogs.turn.held import Held, Holding
from dialogs.turn.keys import NO_KEYS, Keys
from dialogs.turn.messages import Button, Reply
from dialogs.turn.notice import NO_OPERATOR, Operator
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.perspective import Perspective
from dialogs.turn.screen import Screen, question_asked, without_asides

JUST = timedelta(minutes=30)  # how long somebody is taken to be at work on what they were asked


def new_id(event: str, number: int = 0) -> str:
    """The id that something new has which an event makes, the `number`th of several; see `Turn.new_id`."""
    seed = f"{event}\n{number}" if number else event
    return hashlib.blake2b(seed.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True)
class Turn(Perspective):
    """One turn of a conversation.

    Attributes:
        event: The event's id.
        ref: The channel's id of the message behind it.
        keys: What links and codes are made of.
        shown: The question that the event answers.
        operator: Who runs the assistant.
        derived: The stack at which the event is handled, where that is not what was kept.
        is_read: Whether what is said was read beside the conversation, and need not be read while others wait.
        staying: The stack at which one stays, where that is not what was kept.
    """

    repository: Holding
    seat: Conversation
    event: str = ""
    ref: str = ""
    keys: Keys = NO_KEYS
    shown: Shown = NOTHING_SHOWN
    operator: Operator = NO_OPERATOR
    is_read: bool = False
    derived: tuple[Screen, ...] | None = None
    staying: tuple[Screen, ...] | None = None
    _positions: dict[str, Step | None] = field(default_factory=dict, init=False, compare=False)

    @property
    def conversation(self) -> Conversation:
        """The conversation as it was kept."""
        return self.seat

    @property
    def stack(self) -> tuple[Screen, ...]:
        """The screens at hand above the first open step, the topmost last."""
        return self.conversation.screens if self.derived is None else self.derived

    @cached_property
    def postponed(self) -> tuple[Step, ...]:
        """What the person left for later in the application at hand."""
        return self.conversation.postponed.get(self.application.id, ())

    @cached_property
    def at_work(self) -> tuple[AtWork, ...]:
        """Where others are at work just now, unless the person is there too; a list of rows is nowhere."""
        if len({one.person for one in self.team.members() if one.role in ("lead", "member")}) == 1:
            return ()
        shown = self.conversation.shown
        own = shown.step if shown.step and shown.application == self.application.id else Step(item="")
        return tuple(
            one
            for one in self.team.at_work(self.now - JUST)
            if one.person != self.conversation.person
            and one.step.item not in self.form.tables
            and one.step != own
            and one.step.row not in {own.row} - {NO_ROW}
        )

    @property
    def busy(self) -> tuple[Step, ...]:
        """The steps at which others are at work just now."""
        return tuple(one.step for one in self.at_work)

    @property
    def beneath(self) -> tuple[Screen, ...]:
        """The screens below the topmost."""
        return self.stack[:-1]

    @property
    def beneath_it(self) -> Self:
        """The same turn at the screen below the topmost, at which one then stays too."""
        return self.on(self.beneath).kept_at(self.beneath)

    def on(self, stack: tuple[Screen, ...]) -> Self:
        """The same turn with another stack at hand."""
        return self._with(derived=stack)

    def kept_at(self, stack: tuple[Screen, ...] | None) -> Self:
        """The same turn, which stays at a stack, None for what was kept."""
        return self._with(staying=stack)

    def _with(self, **parts: object) -> Self:
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, **parts)  # with all that was read already
        return other

    def position(self, within: str = "") -> Step | None:
        """The step that is asked now of all that is open, see `open_steps.position`."""
        if within not in self._positions:
            busy = self.busy
            self._positions[within] = open_steps.position(
                self.application, within, self.elsewhere, self.postponed, busy
            )
        return self._positions[within]

    def consenting(self) -> Self:
        """The same turn once the person has agreed."""
        # Counts on from the time, so that no button from before a person was forgotten can fit again.
        shown = self.conversation.shown.model_copy(update={"number": int(self.now.timestamp() * 1000)})
        return replace(self, seat=self.conversation.model_copy(update={"consented": True, "shown": shown}))

    def gone_back(self, step: Step) -> tuple[Screen, ...]:
        """The stack at which the screen beneath wants to go on once a step is answered; empty where none does."""
        below = self.on(self.beneath)
        return below.stack[-1].answered(below, step) if below.stack else ()

    def new_id(self, number: int = 0) -> str:
        """A new id for a row, a job or an application: the same when the same event is handled again.

        An event that makes several asks for each by its own `number`.
        """
        return new_id(self.event, number)

    def add_row(self, table: str, row: str, parent: str = NO_ROW, cells: tuple[RowCell, ...] = ()) -> AddRow:
        """A new row, of the person's own unit, or of that of the row to which it belongs, with what stands in it."""
        unit = (self.application.owner(parent) if parent else None) or self.conversation.unit
        return AddRow(application=self.application.id, table=table, row=row, unit=unit, parent=parent, cells=cells)

    def to(self, stack: tuple[Screen, ...], *changes: Change, notes: tuple[str, ...] = (), **said: Any) -> Outcome:
        """The outcome that goes on with these screens."""
        screens = tuple(screen for screen in stack if not screen.is_position)
        conversation = self.conversation.model_copy(update={"screens": screens})
        return Outcome(conversation=conversation, changes=changes, notes=tuple(filter(None, notes)), **said)

    def go(self, screen: Screen, *changes: Change, **said: Any) -> Outcome:
        """The outcome that leaves all there is for one screen."""
        return self.to((screen,), *changes, **said)

    def look(self, screen: Screen, *changes: Change, **said: Any) -> Outcome:
        """The outcome that shows a list above the question that one was asked; any other list is left."""
        return self.to((*question_asked(self.conversation.screens), screen), *changes, **said)

    def go_on(self, *changes: Change, **said: Any) -> Outcome:
        """The outcome that goes on with the form, at its first open step."""
        return self.to((), *changes, **said)

    def push(self, screen: Screen, *changes: Change, **said: Any) -> Outcome:
        """The outcome that puts a screen above; one that is there already is gone back to, but past no list."""
        lists = [place for place, one in enumerate(self.stack) if one.is_look]
        below = lists[-1] if lists else 0
        there = self.stack.index(screen, below) if screen in self.stack[below:] else len(self.stack)
        return self.to((*self.stack[:there], screen), *changes, **said)

    def swap(self, screen: Screen, *changes: Change, **said: Any) -> Outcome:
        """The outcome that has a screen in place of the topmost."""
        return self.to((*self.beneath, screen), *changes, **said)

    def pop(self, *changes: Change, **said: Any) -> Outcome:
        """The outcome that leaves the topmost screen."""
        return self.to(self.beneath, *changes, **said)

    def step_aside(self, screen: Screen, *changes: Change, **said: Any) -> Outcome:
        """The outcome that asks a question on the way, in place of any other."""
        return self.to((*without_asides(self.conversation.screens), screen), *changes, **said)

    def resume(self, *changes: Change, **said: Any) -> Outcome:
        """The outcome that leaves any question on the way."""
        return self.to(without_asides(self.conversation.screens), *changes, **said)

    def remain(self, *changes: Change, **said: Any) -> Outcome:
        """The outcome that stays where one is."""
        return self.to(self.conversation.screens if self.staying is None else self.staying, *changes, **said)

    def hold(self, changes: tuple[Change, ...], seen: int, text: str = "") -> Held:
        """Changes, or a pasted text, that wait for a yes."""
        return Held(id=self.new_id(), application=self.application.id, changes=changes, seen=seen, text=text)

    def notify(
        self, persons: Iterable[str], code: str, door: Button | None = None, /, **params: object
    ) -> tuple[Notification, ...]:
        """The notification of others by a sentence about the application at hand, each once; whoever acts knows it.

        The sentence can say `who` acts, and the `name` of the application, where the parameters do not have another.
        """
        person, application = self.conversation.person, self.conversation.application
        others = sorted({*persons} - {person})
        if others and "who" not in params:
            params["who"] = self.called(person)
        if others and "name" not in params:
            params["name"] = self.name
        return tuple(Notification(other, code, params, (door,) if door else (), application) for other in others)

    def door(self, code: str, behind: Behind, unit: str = LEAD_UNIT, about: str = "") -> Button:
        """The button beneath a notice that leads into the application at hand, for a unit."""
        return door(code, Place(behind, self.application.id, unit, about))

    def start(self, kind: JobKind, argument: str = "", *, said: tuple[Reply, ...] = ()) -> Outcome:
        """The outcome that has work done beside the conversation; its result comes as a `JobDone`."""
        job = StartJob(job=self.new_id(), application=self.application.id, kind=kind, argument=argument)
        conversation = self.conversation.model_copy(update={"awaits": job.job})
        return Outcome(conversation=conversation, changes=(job,), replies=said, show=False)

    def stay(self, refusal: str, *notes: str) -> Outcome:
        """The outcome that changes nothing and says why, below the notes."""
        return self.remain(notes=notes, refusal=refusal)
