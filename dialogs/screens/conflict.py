"""Somebody else has changed the same answer meanwhile: shows both, and asks which one is to stay."""

from __future__ import annotations

from dialogs.application.changes import DropDraftParts, PutAnswer
from dialogs.screens.reviewing import brief, read
from dialogs.texts import say
from dialogs.turn.conversation import Asking, Conflict
from dialogs.turn.labels import place
from dialogs.turn.messages import Ask, Say
from dialogs.turn.turn import Outcome, Turn, ask, button, only_buttons

SHOWN = 300  # characters of each answer


def view(turn: Turn, mode: Conflict) -> Ask:
    """What is there now, by whom and when, and what one wrote oneself."""
    latest = turn.application.history(mode.step, None, 1)[0]
    theirs, mine = read(turn, mode.step, latest.after), read(turn, mode.step, _mine(mode))
    text = say(
        "conflict.text",
        place=place(turn, mode.step),
        who=turn.who(latest.person),
        at=latest.at,
        theirs=brief(theirs, SHOWN),
        mine=brief(mine, SHOWN),
    )
    whole = [button("their_whole", "theirs_whole")] if len(theirs) > SHOWN else []
    return ask(text, [(button("mine", "mine"), button("theirs", "theirs")), tuple(whole)])


def _mine(mode: Conflict) -> str:
    return next(c.value for c in mode.changes if isinstance(c, PutAnswer) and c.step == mode.step)


def pressed(turn: Turn, mode: Conflict, action: str, argument: str) -> Outcome:
    """One's own answer after all, or the other's; a last look at it."""
    del argument
    if action == "theirs_whole":
        latest = turn.application.history(mode.step, None, 1)[0]
        return turn.to(mode, replies=(Say(text=read(turn, mode.step, latest.after)),))
    if action == "mine":
        return turn.to(mode.after, *mode.changes, notes=(say("conflict.mine"),))
    draft_parts = turn.application.draft_parts(mode.step, turn.conversation.person)
    drop = [DropDraftParts(application=turn.application.id, step=mode.step, last=False)] if draft_parts else []
    after = Asking() if isinstance(mode.after, Asking) and mode.after.step == mode.step else mode.after
    return turn.to(after, *drop, notes=(say("conflict.theirs"),))


said = only_buttons
