"""Somebody else has changed the same answer meanwhile: shows both, and asks which one is to stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from dialogs.answers import kinds
from dialogs.answers.word_count import words
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import Change, DropDraftParts
from dialogs.application.team import can
from dialogs.form.model import LEAD_UNIT
from dialogs.texts import say
from dialogs.turn.answering import again, put
from dialogs.turn.holding import HoldingScreen
from dialogs.turn.labels import place, read
from dialogs.turn.layout import ask, button
from dialogs.turn.marked import marked
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Say
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.turn import Turn

SHOWN = 300  # characters of each answer


def told(turn: Turn, step: Step, *, both: bool = False) -> tuple[Notification, ...]:
    """Whoever wrote what stands at a step, and may read it, is told that it goes, with the way to what they wrote.

    Or that `both` stay, one's own below it.
    """
    overwritten = turn.application.history(step, None, 1)[0]
    unit = turn.application.owner(step.row) or LEAD_UNIT
    door = turn.door("to_changes", "history", unit, str(overwritten.id))
    readers = [one.person for one in turn.team.members() if one.person == overwritten.person and can(one, "read", unit)]
    return turn.notify(readers, "conflict.told_both" if both else "conflict.told", door, place=place(turn, step))


class Conflict(HoldingScreen, Menu):
    """Somebody else has changed the same answer: which one is it to be? One's own changes are held.

    Where several were changed, each is decided for itself; nothing is changed before the last.

    Attributes:
        step: The answer that is asked about.
        others: Those that are asked about after it.
        replaced: Those before it of which one's own is to stand.
        joined: Those before it of which both are to stand.
        first_seen: The newest change that was shown where the first of several was decided; None before it.
    """

    kind: Literal["conflict"] = "conflict"
    step: Step
    others: tuple[Step, ...] = ()
    replaced: tuple[Step, ...] = ()
    joined: tuple[Step, ...] = ()
    first_seen: int | None = None
    settles_conflict = True

    def view(self, turn: Turn) -> Ask:
        """What is there now, by whom and when, and what one wrote oneself."""
        latest = turn.application.history(self.step, None, 1)[0]
        theirs, mine = read(turn, self.step, latest.after), read(turn, self.step, self._mine(turn))
        is_long = latest.after and turn.form.fields[self.step.item].of_kind.is_long
        differing = marked(theirs, mine) if is_long else (theirs, mine)
        text = say(
            "conflict.text",
            place=place(turn, self.step),
            who=turn.who(latest.person),
            at=turn.moment(latest.at),
            theirs=_beginning(differing[0], theirs),
            mine=_beginning(differing[1], mine),
            marked=bool(is_long),
            more=len(self.others),
        )
        whole = [button("their_whole", "theirs_whole")] if len(theirs) > SHOWN or is_long else []
        both = [button("both", "both")] if is_long and self._mine(turn) and self._both(turn) else []
        return ask(text, [(button("mine", "mine"), button("theirs", "theirs")), (*both, *whole)])

    def _both(self, turn: Turn) -> str:
        """The other's text with one's own below it; "" where that is too long to be an answer."""
        theirs = turn.application.answer(self.step)
        field = turn.form.fields[self.step.item]
        text = f"{theirs.value if theirs else ''}\n{self._mine(turn)}"
        return kinds.stored(kinds.parse(field, kinds.show(field, text), turn.now.date()))

    def _mine(self, turn: Turn) -> str:
        given = (change.gives() for change in self.waiting(turn).changes)
        return next(values[self.step] for values in given if self.step in values)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """One's own answer after all, or the other's; a last look at it."""
        if action == "theirs_whole":
            latest = turn.application.history(self.step, None, 1)[0]
            return turn.swap(self, replies=(Say(text=read(turn, self.step, latest.after)),))
        if action in ("mine", "both"):
            return self._replaced(turn, both=action == "both")
        rest = self._rest(turn)
        drop = self._dropped_parts(turn)
        if rest:
            return self._decided(turn, (*rest, *drop), "theirs")
        return self._left(turn, drop)

    def undo(self, turn: Turn) -> Outcome:
        """All that waits is given up, whatever was decided of it."""
        if self._rest(turn):
            return turn.pop(notes=(say("conflict.given_up"),))
        return self._left(turn, self._dropped_parts(turn))

    def _rest(self, turn: Turn) -> tuple[Change, ...]:
        """What waits besides this answer, of several that were given at once."""
        return tuple(change for change in self.waiting(turn).changes if getattr(change, "step", None) != self.step)

    def _dropped_parts(self, turn: Turn) -> tuple[Change, ...]:
        """What one had written of a long text goes with it."""
        parts = turn.application.draft_parts(self.step, turn.conversation.person)
        return (DropDraftParts(application=turn.application.id, step=self.step, last=False),) if parts else ()

    def _left(self, turn: Turn, drop: tuple[Change, ...]) -> Outcome:
        asked = bool(turn.beneath) and turn.beneath[-1].subject(turn) == self.step
        return turn.to(() if asked else turn.beneath, *drop, notes=(say("conflict.theirs"),))

    def _replaced(self, turn: Turn, *, both: bool) -> Outcome:
        """One's own answer stands, or below the other's; the other is told."""
        found = again(turn, self.waiting(turn).changes)
        if isinstance(found, str):
            return turn.stay(found)
        if both:
            joined = put(turn, self.step, self._both(turn), turn.ref)
            found = tuple(joined if self.step in change.gives() else change for change in found)
        return self._decided(turn, found, "both" if both else "mine")

    def _decided(self, turn: Turn, changes: tuple[Change, ...], which: Literal["mine", "theirs", "both"]) -> Outcome:
        """The next of several is asked about; after the last all is changed, and who wrote the others is told."""
        seen = turn.shown.seen if self.first_seen is None else self.first_seen
        replaced = (*self.replaced, self.step) if which == "mine" else self.replaced
        joined = (*self.joined, self.step) if which == "both" else self.joined
        if self.others:
            held = turn.hold(changes, seen)
            decided = {"replaced": replaced, "joined": joined, "first_seen": seen, "held": held.id}
            following = {"step": self.others[0], "others": self.others[1:]}
            return turn.swap(self.model_copy(update={**following, **decided}), held=held)
        notifications = [one for step in replaced for one in told(turn, step)]
        notifications += [one for step in joined for one in told(turn, step, both=True)]
        outcome = turn.pop(*changes, notes=(say(f"conflict.{which}"),), notifications=tuple(notifications))
        return replace(outcome, seen=self.first_seen)

    def stands(self, turn: Turn) -> bool:
        """As long as there is such a question."""
        return super().stands(turn) and journey.is_asked(turn.application, self.step)


def _beginning(shown: str, text: str) -> str:
    """What is shown of a text, cut where there is too much of it, and then with the length of the text itself."""
    return shown if len(shown) <= SHOWN else say("review.long", head=shown[:SHOWN], words=words(text))
