"""One person on the page and in a chat: the way to the page, and in a chat the question whether both are to be one."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from dialogs.application import invitation_codes
from dialogs.application.changes import AddLink, LinkIdentities
from dialogs.texts import say
from dialogs.turn.conversation import Conversation
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Say
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.turn import Turn

MARK = "on-"  # before the token of one's own link, which stands where that of an invitation does
VALID = timedelta(hours=1)
NAMED = 3  # applications named in the question


def to_page(turn: Turn) -> Outcome:
    """A link and a code that lead the person to the page."""
    if not turn.keys.page:
        return turn.stay(say("linking.no_page"))
    link = AddLink(token=turn.keys.token, code=turn.keys.code, expires=turn.now + VALID)
    address, typed = turn.keys.page.format(link.token), invitation_codes.written(link.code)
    letter = say("linking.letter", link=address, typed=typed)
    return Outcome(turn.conversation, (link,), replies=(Say(text=letter, secret=True),), show=False)


def opened(turn: Turn, token: str) -> Outcome:
    """Somebody comes to a chat with a link from the page."""
    link = turn.repository.own_link(token)
    person = turn.repository.lets_in(link, turn.now)
    if person is None:
        return turn.resume(refusal=say("linking.unknown"))
    if person == turn.conversation.person:
        return turn.resume(notes=(say("linking.already"),))
    return turn.step_aside(Linking(link=link))


class Linking(Menu):
    """In a chat, with one's own link from the page: asked whether both are to be one."""

    kind: Literal["linking"] = "linking"
    link: str
    is_aside = True
    is_before_consent = True
    needs_application = False

    def view(self, turn: Turn) -> Ask:
        """What becomes one; and that the link must be one's own: with somebody else's, they would see all here."""
        no = (button("not_unite", "no"),)
        person = turn.repository.lets_in(self.link, turn.now)
        if person is None:
            return ask(say("linking.unknown"), [no])
        there = [found.name or say("application.unnamed") for found in turn.repository.applications(person)]
        held = turn.repository.holds(turn.conversation.person)
        text = say("linking.text", names=there[:NAMED], more=len(there) > NAMED, here=held)
        # The link is in the button: before consent all turns have one number, and an older question must not count.
        return ask(text, [(button("unite", f"unite:{self.link[:16]}"), *no)])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Yes or no. With yes nothing is left of the conversation here: it is that of the page."""
        fresh = Conversation(person=turn.conversation.person)
        if action == "no":
            notes = (say("linking.declined"),)
            return turn.pop(notes=notes) if turn.conversation.consented else Outcome(fresh, notes=notes)
        person = turn.repository.lets_in(self.link, turn.now)
        if person is None:
            return turn.stay(say("linking.unknown"))
        told = Notification(person, "linking.done")
        return Outcome(fresh, (LinkIdentities(person=person, link=self.link),), notifications=(told,), show=False)
