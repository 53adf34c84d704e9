"""Somebody else has changed the same answer meanwhile: shows both, and asks which one is to stay."""

from __future__ import annotations

from typing import Literal

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import DropDraftParts
from dialogs.texts import say
from dialogs.turn.answering import again
from dialogs.turn.holding import HoldingScreen
from dialogs.turn.labels import brief, place, read
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Say
from dialogs.turn.turn import Outcome, Turn

SHOWN = 300  # characters of each answer


class Conflict(HoldingScreen, Menu):
    """Somebody else has changed the same answer: which one is it to be? One's own changes are held."""

    kind: Literal["conflict"] = "conflict"
    step: Step
    settles_conflict = True

    def view(self, turn: Turn) -> Ask:
        """What is there now, by whom and when, and what one wrote oneself."""
        latest = turn.application.history(self.step, None, 1)[0]
        theirs, mine = read(turn, self.step, latest.after), read(turn, self.step, self._mine(turn))
        text = say(
            "conflict.text",
            place=place(turn, self.step),
            who=turn.who(latest.person),
            at=turn.moment(latest.at),
            theirs=brief(theirs, SHOWN),
            mine=brief(mine, SHOWN),
        )
        whole = [button("their_whole", "theirs_whole")] if len(theirs) > SHOWN else []
        return ask(text, [(button("mine", "mine"), button("theirs", "theirs")), tuple(whole)])

    def _mine(self, turn: Turn) -> str:
        given = (change.gives() for change in self.waiting(turn).changes)
        return next(values[self.step] for values in given if self.step in values)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """One's own answer after all, or the other's; a last look at it."""
        del argument
        if action == "theirs_whole":
            latest = turn.application.history(self.step, None, 1)[0]
            return turn.swap(self, replies=(Say(text=read(turn, self.step, latest.after)),))
        if action == "mine":
            changes = again(turn, self.waiting(turn).changes)
            return turn.stay(changes) if isinstance(changes, str) else turn.pop(*changes, notes=(say("conflict.mine"),))
        parts = turn.application.draft_parts(self.step, turn.conversation.person)
        drop = [DropDraftParts(application=turn.application.id, step=self.step, last=False)] if parts else []
        asked = bool(turn.beneath) and turn.beneath[-1].subject(turn) == self.step
        return turn.to(() if asked else turn.beneath, *drop, notes=(say("conflict.theirs"),))

    def stands(self, turn: Turn) -> bool:
        """As long as there is such a question."""
        return super().stands(turn) and journey.is_asked(turn.application, self.step)
