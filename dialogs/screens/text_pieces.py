"""The messages of which a long text is made: one more, another text for one, the last taken back.

Knows nothing of what is shown, nor of what becomes of a finished text.
"""

from __future__ import annotations

from dialogs.answers import kinds, talk
from dialogs.answers.picture_lines import calls_picture, pictures, restored
from dialogs.answers.prose import PICTURE
from dialogs.application.application import Step
from dialogs.application.changes import AddDraftPart, Change, DropDraftParts, EditDraftPart, TakeBack
from dialogs.application.draft_parts import join
from dialogs.form.model import Field
from dialogs.pasting.part_texts import headed
from dialogs.texts import say
from dialogs.turn.answering import Given, answer, given
from dialogs.turn.layout import refusal
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

LOOKED = 5  # changes of a text in which its pictures are looked for
_ALONE = {"talk", "placeholder", "no_letters", "contact"}  # what is odd of a message, and not seen in the whole text


def piece(turn: Turn, field: Field, step: Step, text: str) -> Outcome:
    """One more message of the text. What was answered before stays in front of it; what is odd is asked at the end."""
    value = kinds.stored(understood := _read(turn, field, _with_pictures(turn, step, text)))
    if not value:
        return turn.stay(refusal(field, understood))
    before = turn.application.draft_parts(step, turn.conversation.person)
    answered = turn.application.answer(step)
    have = len(before.text or (answered.value if answered and not before else ""))
    if have + len(value) > kinds.TEXT_LIMIT:
        return turn.stay(say("long.full", have=have, limit=kinds.TEXT_LIMIT, count=len(value)))
    picture = say("long.picture") if PICTURE in text else ""
    odd = isinstance(understood, kinds.Doubtful) and any(doubt.code in _ALONE for doubt in understood.doubts)
    told = say("long.odd", text=value) if odd else ""
    return turn.remain(*added(turn, step, value), notes=(picture, told))


def added(turn: Turn, step: Step, text: str) -> tuple[Change, ...]:
    """One more message of a text, behind what was answered before; "" keeps the place of one that is still read."""
    base = {"application": turn.application.id, "step": step}
    part = AddDraftPart(**base, text=text, ref=turn.ref)
    answered = turn.application.answer(step)
    if not (answered and answered.value) or turn.application.draft_parts(step, turn.conversation.person):
        return (part,)
    return (AddDraftPart(**base, text=answered.value), part)


def handed(turn: Turn, field: Field, step: Step, text: str) -> Outcome:
    """The text of a file, in the place that was kept for it; else, as that is gone, as one more message."""
    person = turn.conversation.person
    if not turn.ref or turn.repository.given(turn.application.id, person, turn.ref) != step:
        return piece(turn, field, step, text)
    found = edited(turn, field, step, text)
    return turn.stay(refusal(field, found)) if isinstance(found, kinds.Invalid) else found


def edited(turn: Turn, field: Field, step: Step, text: str) -> Outcome | kinds.Invalid:
    """One of the messages has another text now; a finished answer made of it changes with it."""
    item, below = headed(turn.form.group_at(field.id), text)
    said = below if item == field.id else text
    whole = _with_pictures(turn, step, talk.before_done(said) or said)
    value = kinds.stored(understood := _read(turn, field, whole))
    if isinstance(understood, kinds.Invalid):
        return understood
    before = turn.application.draft_parts(step, turn.conversation.person)
    messages = zip(before.refs, before.texts, strict=True)
    after = join([value if ref == turn.ref else written for ref, written in messages])
    if (count := len(after)) > kinds.TEXT_LIMIT:
        return kinds.Invalid("endless", {"count": count, "limit": kinds.TEXT_LIMIT})
    changes: list[Change] = [EditDraftPart(application=turn.application.id, step=step, text=value, ref=turn.ref)]
    answered = turn.application.answer(step)
    saved = answered is not None and answered.value == before.text
    if saved:
        found = answer(turn, step, after)
        if isinstance(found, kinds.Invalid):
            return found
        changes.append((found if isinstance(found, Given) else given(turn, step, found)).change)
    return turn.remain(*changes, notes=("" if saved or not answered else say("long.unsaved"),))


def _with_pictures(turn: Turn, step: Step, text: str) -> str:
    """A text as it was copied from a message, where pictures are only called, with the pictures of this question."""
    if not calls_picture(text):
        return text
    answered = turn.application.answer(step)
    earlier = (value for one in turn.application.history(step, None, LOOKED) for value in (one.after, one.before))
    parts = turn.application.draft_parts(step, turn.conversation.person)
    known = [one for value in (*parts.texts, answered and answered.value, *earlier) if value for one in pictures(value)]
    return restored(text, list(dict.fromkeys(known)))


def _read(turn: Turn, field: Field, text: str) -> kinds.Verdict:
    """Reads one message of the text, which has no limits of its own."""
    return kinds.parse(field.model_copy(update={"max_words": None, "min_han": None}), text, turn.now.date())


def undo(turn: Turn, step: Step) -> Outcome | None:
    """The last message is taken back, with what came with it where nothing else was done since.

    None without one, or where it is a whole text that was taken over just now.
    """
    draft_parts = turn.application.draft_parts(step, turn.conversation.person)
    if not draft_parts.text:
        return None
    base = {"application": turn.application.id}
    last = turn.repository.last_changes(turn.application.id, turn.conversation.person, undo=True)
    if last and any((one.kind, one.step) == ("taken", step) for one in last.standing):
        return None
    added = [one for one in last.standing if one.kind == "part" and one.before is None] if last else []
    changes: tuple[Change, ...] = (DropDraftParts(**base, step=step, last=True),)
    if last and any(one.step == step for one in added):
        changes = (TakeBack(**base, change_set=last.id),)
    elif not any(draft_parts.texts[:-1]):
        changes = anew(turn, step)
    return turn.remain(*changes, notes=(say("long.undone"),))


def anew(turn: Turn, step: Step) -> tuple[Change, ...]:
    """No message is left. An empty one stands for that: without it an old answer would be put in front again."""
    base = {"application": turn.application.id, "step": step}
    marked = (AddDraftPart(**base, text=""),) if turn.application.answer(step) else ()
    return (DropDraftParts(**base, last=False), *marked)
