"""Somebody else has changed the same answer meanwhile: shows both, and asks which one is to stay."""

from __future__ import annotations

from typing import Literal

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import AnyChange, DropDraftParts
from dialogs.texts import say
from dialogs.turn.labels import brief, place, read
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Say
from dialogs.turn.turn import Outcome, Turn

SHOWN = 300  # characters of each answer


class Conflict(Menu):
    """Somebody else has changed the same answer: which one is it to be? `changes` are one's own."""

    kind: Literal["conflict"] = "conflict"
    step: Step
    changes: tuple[AnyChange, ...]
    is_aside = True
    settles_conflict = True

    def view(self, turn: Turn) -> Ask:
        """What is there now, by whom and when, and what one wrote oneself."""
        latest = turn.application.history(self.step, None, 1)[0]
        theirs, mine = read(turn, self.step, latest.after), read(turn, self.step, self._mine)
        text = say(
            "conflict.text",
            place=place(turn, self.step),
            who=turn.who(latest.person),
            at=latest.at,
            theirs=brief(theirs, SHOWN),
            mine=brief(mine, SHOWN),
        )
        whole = [button("their_whole", "theirs_whole")] if len(theirs) > SHOWN else []
        return ask(text, [(button("mine", "mine"), button("theirs", "theirs")), tuple(whole)])

    @property
    def _mine(self) -> str:
        return next(change.gives()[self.step] for change in self.changes if self.step in change.gives())

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """One's own answer after all, or the other's; a last look at it."""
        del argument
        if action == "theirs_whole":
            latest = turn.application.history(self.step, None, 1)[0]
            return turn.swap(self, replies=(Say(text=read(turn, self.step, latest.after)),))
        if action == "mine":
            return turn.pop(*self.changes, notes=(say("conflict.mine"),))
        parts = turn.application.draft_parts(self.step, turn.conversation.person)
        drop = [DropDraftParts(application=turn.application.id, step=self.step, last=False)] if parts else []
        asked = bool(turn.beneath) and turn.beneath[-1].subject(turn) == self.step
        return turn.to(() if asked else turn.beneath, *drop, notes=(say("conflict.theirs"),))

    def stands(self, turn: Turn) -> bool:
        """As long as there is such a question."""
        return journey.exists(turn.application, self.step)
