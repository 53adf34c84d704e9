"""The conversations, and who speaks in them. The newest question of one is kept with the questions, not twice.

Works inside the caller's transaction. Knows no channel: a name stands for a place where messages are numbered.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from dialogs.form.model import LEAD_UNIT
from dialogs.form.shelf import Shelf
from dialogs.screens.registry import read_conversation
from dialogs.turn.conversation import NOTHING_SHOWN, Conversation
from dialogs.turn.perspective import Seat
from storage.questions import NEWEST, Questions, read
from storage.statements import Statements

_KEPT = f"state, ({NEWEST.format(person='conversation.person')}), application.id, form, digest"
_APPLICATION = "LEFT JOIN application ON application.id = conversation.application"


class FirstWaiting(NamedTuple):
    """What waits first to be delivered: the number of the question, None for what asks nothing; how often it failed."""

    question: int | None
    tries: int


class Caller(NamedTuple):
    """Who speaks under a name.

    Attributes:
        person: The person.
        names: All other names under which they speak.
        waiting: What waits first to be delivered under this one, None for nothing.
        conversation: Their conversation, a new one where none is kept.
        state: The conversation as it is kept, None where none is.
    """

    person: str
    names: Collection[str]
    waiting: FirstWaiting | None
    conversation: Conversation
    state: str | None


class _Line(NamedTuple):
    """A line of the table, with the newest question and the application's form."""

    state: str | None = None
    question: str | None = None
    application: str | None = None
    form: str | None = None
    digest: str | None = None


class Conversations:
    """The table of conversations."""

    def __init__(self, sql: Statements, forms: Shelf, questions: Questions) -> None:
        self._sql = sql
        self._forms = forms
        self._questions = questions

    def get(self, person: str) -> Conversation:
        """The conversation of a person; a new one where none is kept."""
        found = self._sql.one(f"SELECT {_KEPT} FROM conversation {_APPLICATION} WHERE person = ?", person)  # noqa: S608
        return self._read(person, _Line(*found or ()))

    def seat(self, person: str) -> Seat:
        """Where a person is: the open application, and for which unit; nothing else of the conversation is read."""
        seat = f"SELECT application.id, form, digest, state ->> '$.unit' FROM conversation {_APPLICATION}"  # noqa: S608
        found = self._sql.one(f"{seat} WHERE person = ?", person)
        if found is None:
            return Seat(person=person)
        application, form, digest, unit = found
        return Seat(person=person, application=self._at_hand(application, form, digest), unit=unit or LEAD_UNIT)

    def _read(self, person: str, line: _Line) -> Conversation:
        if line.state is None:
            return Conversation(person=person)
        at_hand = self._at_hand(line.application, line.form, line.digest)
        question = read(line.question) if line.question else NOTHING_SHOWN
        return read_conversation(line.state, question).model_copy(update={"application": at_hand})

    def _at_hand(self, application: str | None, form: str | None, digest: str | None) -> str | None:
        """An application whose form is nowhere any more is not at hand, like one that is gone."""
        return application if self._forms.of(form or "", digest or "") else None

    def caller(self, name: str) -> Caller:
        """Who speaks under a name; a person with a new conversation where none is kept."""
        person, names, waiting, *kept = self._sql.one(
            "WITH caller AS (SELECT coalesce((SELECT person FROM alias WHERE name = ?1), ?1) AS person)"  # noqa: S608
            " SELECT caller.person, (SELECT json_group_array(name) FROM alias WHERE alias.person = caller.person),"
            " (SELECT json_array(reply ->> 'number', tries) FROM outbox WHERE person = ?1 ORDER BY id LIMIT 1),"
            f" {_KEPT} FROM caller LEFT JOIN conversation ON conversation.person = caller.person {_APPLICATION}",
            name,
        )
        first, line = FirstWaiting(*json.loads(waiting)) if waiting else None, _Line(*kept)
        return Caller(person, json.loads(names), first, self._read(person, line), line.state)

    def ask(self, conversation: Conversation, name: str, caller: Caller) -> None:
        """Writes the question that a person is asked now, under a name, and what else is another than of the caller."""
        self._questions.put(conversation.person, name, conversation.shown)
        state = conversation.model_dump_json(exclude={"application", "shown"})
        if (state, conversation.application) != (caller.state, caller.conversation.application):
            self._write(conversation, state)

    def keep(self, conversation: Conversation) -> None:
        """Writes a conversation in which nothing is asked now, with the question that it has.

        Before consent it is only kept of somebody who came by a link.
        """
        if conversation.consented or conversation.screens:
            self._write(conversation, conversation.model_dump_json(exclude={"application"}))
            return
        self._sql.run("DELETE FROM conversation WHERE person = ?", conversation.person)
        self._questions.forget(conversation.person)

    def _write(self, conversation: Conversation, state: str) -> None:
        self._sql.run(
            "INSERT INTO conversation (person, application, state) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
            " SET application = excluded.application, state = excluded.state",
            conversation.person,
            conversation.application,
            state,
        )
