"""What is kept of a conversation for channels that show it again: what was said to a person and what they said.

The one place that decides what of a message is kept. Knows no channel; works inside the writer's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from dialogs.answers import kinds
from dialogs.application.changes import PutAnswer
from dialogs.application.changes.change import Change
from dialogs.engine.commands import COMMANDS
from dialogs.texts import say
from dialogs.turn.conversation import Conversation
from dialogs.turn.events import Command, Contact, Edited, Event, Handed, Pressed, Said
from dialogs.turn.messages import Ask, Reply, Say, rows_of_buttons
from storage.page_log import NEWEST, Message
from storage.store import Store

SEARCHED = 20  # messages looked through for the last question, or the button that was pressed
LETTERS = 100_000  # in them
SILENT = {"start", "join"}  # commands that a channel sends by itself


def keep_reply(store: Store, person: str, application: str | None, reply: Reply, now: datetime) -> None:
    """Keeps a reply to a person, as about an application: about the one they have open where `application` is None."""
    store.page_log.keep(person, application or store.conversations.get(person).application, _kept(reply), now)


def takes_edit(event: Event, changes: Iterable[Change]) -> bool:
    """Whether an event gives a message another text, with which its answer or its part of a long text changes."""
    edited = isinstance(event, Edited) and event.ref
    return bool(edited) and any(getattr(change, "ref", "") == edited for change in changes)


def keep_confirmed_edits(store: Store, conversation: Conversation, event: Event, changes: Iterable[Change]) -> None:
    """Keeps what a message says now whose other text waited for a yes. To be called before the changes are made."""
    own = getattr(event, "ref", "")  # what the event itself has typed is kept as it is
    for change in changes:
        if not isinstance(change, PutAnswer) or change.ref in ("", own):
            continue
        if conversation.application == change.application:
            given = store.given(change.application, conversation.person, change.ref)
            found = store.application(change.application, None) if given == change.step else None
            if found:
                text = kinds.show(found.form.fields[change.step.item], change.value)
                store.page_log.edit(conversation.person, change.ref, Say(text=text))


def keep_event(
    store: Store, conversation: Conversation, event: Event, changes: Iterable[Change], now: datetime
) -> None:
    """Keeps what a person typed, or the label of what they pressed; nothing before consent, and no silent command.

    A message that is edited gets the new text only where something changes with it: what is shown is what holds.
    """
    if not conversation.consented:
        return
    if isinstance(event, Edited):
        if takes_edit(event, changes):
            store.page_log.edit(event.person, event.ref, Say(text=event.text))
    elif text := _text(store, event):
        store.page_log.keep(event.person, conversation.application, Say(text=text), now, event)


def asked_by(store: Store, person: str, message: int) -> int | None:
    """The number of the question that a kept message asks; None for a message that asks none."""
    found = store.page_log.message(person, message)
    return number_of(found.reply) if found and isinstance(found.reply, Ask) else None


def number_of(ask: Ask) -> int:
    """The number of a question; older programs kept it in its buttons alone."""
    stamps = (button.data.partition(".")[0] for row in ask.buttons for button in row)
    return ask.number or next((int(stamp) for stamp in stamps if stamp.isdecimal()), 0)


def _latest(store: Store, person: str) -> Sequence[Message]:
    return store.page_log.before(person, NEWEST, SEARCHED, LETTERS)


def _kept(reply: Reply) -> Reply:
    """A reply as it is kept: word for word, but a placeholder for what lets somebody in."""
    return Say(text=say("page.secret")) if isinstance(reply, Say) and reply.secret else reply


def _text(store: Store, event: Event) -> str:
    if isinstance(event, Said):
        return event.text
    if isinstance(event, Contact):
        return f"{event.name} {event.phone}"
    if isinstance(event, Handed):
        return say("file.handed", name=event.name, caption=event.caption)
    if isinstance(event, Command):
        if event.name in SILENT:
            return ""
        return say(f"command.{event.name}") if event.name in COMMANDS else f"/{event.name}"
    return _label(store, event) if isinstance(event, Pressed) else ""


def _label(store: Store, event: Pressed) -> str:
    """The label of the button that was pressed; "" where it stands in none of the last messages."""
    for message in reversed(_latest(store, event.person)):
        for button in chain.from_iterable(rows_of_buttons(message.reply)):
            if button.data == event.data:
                return button.label
    return ""
