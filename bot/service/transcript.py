"""What is kept of a conversation for channels that show it again: what was said to a person and what they said.

The one place that decides what of a message is kept. Knows no channel; works inside the writer's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.engine.commands import COMMANDS
from dialogs.texts import say
from dialogs.turn.messages import Ask, Command, Edited, Event, Pressed, Reply, Said, Say
from storage.page_log import NEWEST, Message
from storage.store import Store

SEARCHED = 20  # messages looked through for the last question, or the button that was pressed
SILENT = {"start", "join"}  # commands that a channel sends by itself


def keep_reply(store: Store, person: str, application: str | None, reply: Reply, now: datetime) -> None:
    """Keeps what is said to a person, about an application or about the one at hand."""
    store.page_log.keep(person, application or store.conversation(person).application, _kept(reply), now)


def keep_event(store: Store, event: Event, now: datetime) -> None:
    """Keeps what a person said, typed or pressed, unless they have not consented or nothing is to be seen of it.

    Of a message that is edited, the new text is kept in place of the old one, whether or not it was taken.
    """
    conversation = store.conversation(event.person)
    if not conversation.consented:
        return
    if isinstance(event, Edited):
        store.page_log.edit(event.person, event.ref, Say(text=event.text))
    elif text := _text(store, event):
        store.page_log.keep(event.person, conversation.application, Say(text=text), now, event)


def still_asked(store: Store, event: Event) -> bool:
    """Whether what was shown where an event comes from is still the question; so where nothing is known of that."""
    if event.asked is None:
        return True
    questions = [(m.id, m.reply) for m in _latest(store, event.person) if isinstance(m.reply, Ask)]
    if not questions or questions[-1][0] <= event.asked:
        return True
    shown = store.page_log.message(event.person, event.asked)
    return shown is not None and isinstance(shown.reply, Ask) and _question(shown.reply) == _question(questions[-1][1])


def _latest(store: Store, person: str) -> Sequence[Message]:
    return store.page_log.before(person, NEWEST, SEARCHED)


def _question(reply: Ask) -> object:
    """What is asked: of a long text each piece is answered with the same question in other words."""
    return reply.step or reply.text


def _kept(reply: Reply) -> Reply:
    """A reply as it is kept: word for word, unless it lets somebody in."""
    return Say(text=say("page.secret")) if isinstance(reply, Say) and reply.secret else reply


def _text(store: Store, event: Event) -> str:
    if isinstance(event, Said):
        return event.text
    if isinstance(event, Command):
        if event.name in SILENT:
            return ""
        return say(f"command.{event.name}") if event.name in COMMANDS else f"/{event.name}"
    return _label(store, event) if isinstance(event, Pressed) else ""


def _label(store: Store, event: Pressed) -> str:
    """What stands on the button that was pressed."""
    for message in reversed(_latest(store, event.person)):
        if isinstance(message.reply, Ask):
            for row in message.reply.buttons:
                for button in row:
                    if button.data == event.data:
                        return button.label
    return ""
