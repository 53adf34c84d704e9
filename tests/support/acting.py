"""Persons who do anything whatever at the real service of turns, and what is known of each of their acts.

Knows neither what may be done nor what should come of it: see `laws_of_acts` and `team_model`.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest import mock

import picture
from harness import BEGINNING, SMALL, begin
from picture import Cell, Picture, World

from bot import clock
from bot.service import turns
from bot.service.turns import Receipt, Turns
from dialogs.answers import talk
from dialogs.application.application import Step
from dialogs.application.change_set import ChangeSet
from dialogs.application.changes import Change, TakeBack
from dialogs.engine import dispatch
from dialogs.engine.commands import COMMANDS
from dialogs.engine.gate import guard
from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT, Form
from dialogs.turn.beside_chat import Arranged, Filled
from dialogs.turn.conversation import Conversation
from dialogs.turn.events import Command, Edited, Event, JobDone, Pressed, Said
from dialogs.turn.messages import Ask, Reply
from dialogs.turn.notice import Operator
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn
from storage.database import connect, savepoint, transaction
from storage.recount import refresh
from storage.replies import read_reply
from storage.store import Store

FORM: Form = load((SMALL / "small" / "1" / "form.toml").read_text("utf-8"))
REDONE = 8  # every so many events one is undone first, and comes again


@dataclass(frozen=True)
class Asked:
    """A question that still stands in a chat, and where the person was when it came."""

    ask: Ask
    seat: tuple[str, str]
    clock: int  # the newest change then


@dataclass
class Mind:
    """What a person knows: what they were shown last, and what they were about."""

    asked: Ask | None = None
    clock: int = 0  # the newest change when they were asked that
    looked_at: int = 0  # the change in the history that they chose to look at
    held: tuple[Cell, str] | None = None  # what they have written, while asked whether to put it in place of another's
    messages: dict[str, str] = field(default_factory=dict)  # id -> text
    refused: dict[str, Step] = field(default_factory=dict)  # id of a message -> the question that it did not answer
    codes: list[str] = field(default_factory=list)  # of the invitations they were given
    earlier: dict[int, Asked] = field(default_factory=dict)  # number of a message -> the question that it asked


@dataclass(frozen=True)
class Act:
    """One event, with all that is known of it."""

    event: Event
    at: datetime
    seat: tuple[str, str]  # the application and the unit for which the person was at work
    then: tuple[str, str]  # and for which they are after it
    mind: Mind  # as it was before
    before: World
    after: World
    told: dict[str, list[Reply]]  # by whom it was told
    receipt: Receipt
    late: Asked | None = None  # the earlier question that a typed message answers; `mind` is as it was at that

    @property
    def person(self) -> str:
        return self.event.person

    @property
    def asked(self) -> Ask | None:
        return self.mind.asked

    @property
    def step(self) -> Step | None:
        """What an answer would answer."""
        return self.asked.step if self.asked else None

    @cached_property
    def deed(self) -> tuple[str, str]:
        """What was done, and with what: a press, however it came, by its action and argument."""
        event = self.event
        if isinstance(event, Pressed):
            offered = event.data in [button.data for button in buttons(self.asked)]
            action, _, argument = event.data.partition(".")[2].partition(":")
            return (action, argument) if offered else ("stale", "")
        if isinstance(event, Said):
            return _typed(self.asked, event.text)
        simple = {Filled: "filled", Edited: "edited", JobDone: "job"}
        if isinstance(event, Command):
            return event.name, event.argument
        return (event.what, event.row) if isinstance(event, Arranged) else (simple.get(type(event), "nothing"), "")

    @cached_property
    def differences(self) -> dict[str, dict[str, set[Any]]]:
        """What is another, in each application that was there before and after."""
        found = {id_: picture.differences(self.before[id_], self.after[id_]) for id_ in self.before.keys() & self.after}
        return {id_: different for id_, different in found.items() if different}

    @property
    def words(self) -> str:
        """All that the person is told."""
        return "\n".join(texts(self.told.get(self.person, [])))

    @property
    def is_asked_to_choose(self) -> bool:
        """Whether they are shown another's answer beside their own."""
        asks = [reply for reply in self.told.get(self.person, []) if isinstance(reply, Ask)]
        return any(button.data.endswith(".mine") for ask in asks for button in buttons(ask))

    @property
    def refused(self) -> bool:
        """Whether they are told that nothing came of it."""
        replies = self.told.get(self.person, [])
        return bool(self.receipt.toast or self.receipt.refused) or any(
            isinstance(reply, Ask) and bool(reply.refusal) for reply in replies
        )


def buttons(ask: Ask | None) -> list[Any]:
    return [button for row in ask.buttons for button in row] if ask else []


def _typed(asked: Ask | None, text: str) -> tuple[str, str]:
    """What is typed may be a command, or the label of a button."""
    if text.strip().startswith("／") and text.strip()[1:] in COMMANDS:
        return text.strip()[1:], ""
    for button in buttons(asked):
        if button.label == text.strip():
            action, _, argument = button.data.partition(".")[2].partition(":")
            return action, argument
    said = talk.meaning(text)
    return (said, "") if said in ("undo", "redo") else ("typed", text)


def texts(replies: list[Reply]) -> Iterator[str]:
    for reply in replies:
        yield from (*reply.remarks, reply.text) if isinstance(reply, Ask) else [getattr(reply, "text", "")]


class _UndoneError(Exception):
    pass


class Play:
    """A database, the time, and the persons."""

    def __init__(self) -> None:
        self.now: datetime = BEGINNING
        self.events: list[Event] = []
        self.minds: dict[str, Mind] = {}
        self._world: World = {}
        self._open = ExitStack()
        self._folder = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        begin(self._folder)
        self.turns = Turns(Operator(), (), self._folder)
        self._open.enter_context(mock.patch.object(clock, "now", self._clock))
        self._open.enter_context(mock.patch.object(turns, "token_hex", self._secret))
        self.store = self._opened()

    def _clock(self) -> datetime:
        return self.now

    def _secret(self) -> str:
        return hashlib.sha256(str(len(self.events)).encode()).hexdigest()

    def _opened(self) -> Store:
        db = connect(self._folder)
        db.execute("PRAGMA synchronous = OFF")  # nothing here tests a power cut
        store = Store(db, {FORM.key: FORM})
        with transaction(db):
            refresh(store.sql, store.forms)
        return store

    def restart(self) -> None:
        before = self.world()
        self.store.db.close()
        self.store = self._opened()
        assert self._taken() == before

    def close(self) -> None:
        self.store.db.close()
        self._open.close()

    def mind(self, person: str) -> Mind:
        return self.minds.setdefault(person, Mind())

    def seat(self, person: str) -> tuple[str, str]:
        """The application and unit at which a person is, "" for none."""
        sql = "SELECT application, state ->> 'unit' FROM conversation WHERE person = ?"
        found = self.store.db.execute(sql, [person]).fetchone()
        return (found[0] or "", found[1]) if found else ("", LEAD_UNIT)

    def world(self) -> World:
        """All applications; only an act makes them others."""
        self._world = self._world or self._taken()
        return self._world

    def _taken(self) -> World:
        return picture.taken(self.store.db)

    def question(self, person: str) -> Ask | None:
        """What somebody would be asked now."""
        conversation = self.store.conversations.get(person)
        return dispatch.present(self.store, conversation, self.now, Operator())[0] if conversation.consented else None

    def gate(self, conversation: Conversation, change: Change) -> Outcome:
        """What the gate makes of a change, from a state of the conversation; nothing is changed."""
        turn = Turn(self.store, conversation, self.now, event="wish")
        return guard(turn, Outcome(conversation, changes=(change,)))

    def tried(self, conversation: Conversation, event: Event, *prepared: tuple[str, list[str]]) -> Act:
        """What an event would come to, from any state of the conversation; nothing of it is kept."""
        self.store.db.execute("BEGIN IMMEDIATE")
        try:
            self.store.conversations.keep(conversation)
            for sql, params in prepared:
                self.store.db.execute(sql, params)
            seat, before = self.seat(event.person), self.world()
            receipt = self.turns.take(self.store, event)
            told, after = self._told(), self._taken()
            return Act(event, self.now, seat, self.seat(event.person), Mind(), before, after, told, receipt)
        finally:
            self.store.db.rollback()

    def taken_back(self, person: str, id_: str, unit: str) -> tuple[ChangeSet, Picture, Picture] | None:
        """What somebody changed last, and all that stands with that taken back, and then done again; nothing is kept.

        None where there is nothing, or it may not be taken back any more.
        """
        conversation = self.store.conversations.get(person).model_copy(
            update={"application": id_, "unit": unit, "screens": ()}
        )
        pictures: list[Picture] = []
        first = self.store.last_changes(id_, person, undo=True)
        self.store.db.execute("BEGIN IMMEDIATE")
        try:
            for undo in (True, False):
                found = self.store.last_changes(id_, person, undo=undo)
                change = TakeBack(application=id_, change_set=found.id if found else 0)
                outcome = self.gate(conversation, change)
                if outcome.refusal:
                    return None
                self.store.apply(person, outcome.changes, self.now)
                pictures.append(self._taken()[id_])
        finally:
            self.store.db.rollback()
        return (first, *pictures) if first else None

    # What persons do.

    def act(self, what: type[Event], person: str, /, **more: Any) -> Act:
        """One event; now and then it fails at the end, which leaves nothing, and comes once more."""
        self.now += timedelta(seconds=1)
        event = what.model_validate({"id": f"e{len(self.events)}", "person": person, **more})
        self.events.append(event)
        seat, before, late = self.seat(person), self.world(), self._answered_late(event)
        mind = self.mind(person)
        then = replace(mind, asked=late.ask, clock=late.clock) if late else mind
        with transaction(self.store.db):
            if len(self.events) % REDONE == 0:
                self._undone(event, before)
            receipt = self.turns.take(self.store, event)
            told = self._told()
        self._world = self._taken()
        act = Act(event, self.now, seat, self.seat(person), then, before, self._world, told, receipt, late)
        self._keep_in_mind(act, mind)
        return act

    def _answered_late(self, event: Event) -> Asked | None:
        """The earlier question that a message answers: it replies to it, or was typed just below it."""
        if not isinstance(event, Said) or event.number is None:
            return None
        mind = self.mind(event.person)
        found = mind.earlier[event.number - 1 if event.replies_to is None else event.replies_to]
        now = mind.asked.step if mind.asked else None
        is_asked_anew = now is not None and (now, self.seat(event.person)) == (found.ask.step, found.seat)
        return None if is_asked_anew else found

    def again(self, event: Event) -> None:
        """An event comes once more, which changes nothing and is not answered."""
        before = self.world()
        with transaction(self.store.db):
            assert not self.turns.take(self.store, event).new
            assert not self._told()
        assert self._taken() == before

    def _undone(self, event: Event, before: World) -> None:
        with suppress(_UndoneError), savepoint(self.store.db):
            self.turns.take(self.store, event)
            raise _UndoneError
        assert self._taken() == before, "an undone savepoint leaves nothing"
        assert not self._told(), "nor any reply"

    def _told(self) -> dict[str, list[Reply]]:
        told: dict[str, list[Reply]] = {}
        for person, reply in self.store.db.execute("DELETE FROM outbox RETURNING person, reply").fetchall():
            told.setdefault(person, []).append(read_reply(reply))
        return told

    def _keep_in_mind(self, act: Act, mind: Mind) -> None:
        action, argument = act.deed
        asks = [reply for reply in act.told.get(act.person, []) if isinstance(reply, Ask)]
        messages, codes = dict(mind.messages), [*mind.codes, *_codes(act.words)]
        if isinstance(act.event, Said):
            messages[act.event.id] = act.event.text
        refused = {act.event.id: act.step} if isinstance(act.event, Said) and act.refused and act.step else {}
        at = act.after.get(self.seat(act.person)[0])
        self.minds[act.person] = Mind(
            asked=asks[-1] if asks else mind.asked if self.seat(act.person)[0] else None,
            clock=max(at.history if at else (), default=0) if asks else mind.clock,
            looked_at=int(argument) if action == "entry" else mind.looked_at,
            held=mind.held,
            messages=messages,
            refused=mind.refused | refused,
            codes=codes,
            earlier=mind.earlier,
        )
        if asks and asks[-1].number:
            self._stands(act, self.minds[act.person])

    def _stands(self, act: Act, mind: Mind) -> None:
        """The question that somebody is asked arrives as a message of their chat, where it can be answered later."""
        message = 2 * len(self.events)  # between two there is room for what is typed below the first
        with transaction(self.store.db):
            self.store.questions.sent(act.person, mind.asked.number, [message], again=False)
        mind.earlier = {**mind.earlier, message: Asked(mind.asked, act.then, mind.clock)}


def _codes(words: str) -> Iterator[str]:
    return (line.rpartition("/join ")[2].strip() for line in words.splitlines() if "/join " in line)
