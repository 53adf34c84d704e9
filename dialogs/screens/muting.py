"""Whether one gets reminders: how it is, and the way to the other."""

from __future__ import annotations

from typing import Literal

from dialogs.application.changes import Mute
from dialogs.application.team import silent
from dialogs.texts import say
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn


class Muting(Menu):
    """Asked whether to get reminders, once it is said whether one does."""

    kind: Literal["muting"] = "muting"
    is_aside = True

    def view(self, turn: Turn) -> Ask:
        """How it is now."""
        muted = turn.conversation.person in silent(turn.team.members())
        text = say("remind.now_off" if muted else "remind.now_on", name=turn.name)
        change = button("unmute", "on") if muted else button("mute", "off")
        return ask(text, [(change,), (button("return", "back"),)])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """The other way from now on."""
        muted = action == "off"
        note = say("remind.muted" if muted else "remind.unmuted", name=turn.name)
        return turn.pop(Mute(application=turn.application.id, muted=muted), notes=(note,))
