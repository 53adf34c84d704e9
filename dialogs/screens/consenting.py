"""The first contact: the notice on personal data, and that nothing happens before somebody agrees to it."""

from __future__ import annotations

from typing import Literal

from dialogs.screens import application_list
from dialogs.texts import say
from dialogs.turn.layout import ask
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


class Consenting(Screen):
    """Asked to agree, by somebody who comes on their own."""

    kind: Literal["consenting"] = "consenting"
    is_before_consent = True
    needs_application = False

    def view(self, turn: Turn) -> Ask:
        """The notice."""
        return ask(turn.operator.told, [(Button(label=say("notice.agree"), data="agree", role="primary"),)])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """They agree, and begin."""
        return application_list.new(turn.consenting())

    def said(self, turn: Turn, text: str) -> Outcome:
        """Nothing is taken yet."""
        return turn.remain(notes=(say("notice.first", button=say("notice.agree")),))
