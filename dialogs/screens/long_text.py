"""Writing a long text: several messages joined until 完成 is pressed. A part of asking, for fields of that kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.answers import kinds, talk
from dialogs.answers.picture_lines import calls_picture, pictures, restored
from dialogs.answers.prose import PICTURE
from dialogs.answers.word_count import han, words
from dialogs.application import journey
from dialogs.application.application import Answer, DraftPart, Step
from dialogs.application.changes import AddDraftPart, Change, DropDraftParts, EditDraftPart, TakeBack
from dialogs.application.draft_parts import join
from dialogs.form.model import Field
from dialogs.pasting.part_texts import headed
from dialogs.screens import doubting, unfinished_texts
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.answering import Given, answer, confirmed, given
from dialogs.turn.labels import asked_for, intro, question
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.messages import Ask, Button, Say
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Outcome, Turn

LOOKED = 5  # changes of a text in which its pictures are looked for


def view(turn: Turn, field: Field, step: Step, navigation: list[tuple[Button, ...]]) -> Ask:
    """The question with what is written so far, and the buttons of a text."""
    draft_parts = turn.application.draft_parts(step, turn.conversation.person)
    answered = turn.application.answer(step)
    written = join(draft_parts)
    others, left = unfinished_texts.of_others(turn, step)
    hint = say("ask.hint_longtext")
    if draft_parts and not written and answered:
        hint = say("long.begun")
    elif written:
        hint = state(turn, field, step, draft_parts)
    elif answered and answered.value:
        hint = say("long.kept")
    old = say("old.hint") if answered and answered.is_old else ""
    hint = "\n".join(filter(None, (unfinished_texts.told(turn, others, left), old, hint)))
    official = {**asked_for(field), "guidance": field.guidance}
    if written and turn.conversation.shown.step == step:  # each piece is answered with it again
        official |= {"statement": "", "guidance": ""}
    asked = question(
        turn,
        step,
        intro=intro(turn, step),
        returned=review.shown(turn, step),
        **official,
        required=field.required,
        in_pieces=True,
        hint=hint,
        example="" if written else field.example,
        current="" if written or not answered else _size(answered),
    )
    anything = bool(written or (answered and answered.value and not draft_parts))
    return ask(asked, [*_buttons(bool(written), anything), *unfinished_texts.buttons(turn, left), *navigation], step)


def _size(answered: Answer) -> str:
    """How long an answer is."""
    return say("long.current", words=words(answered.value)) if answered.value else say("ask.skipped")


def _buttons(writing: bool, anything: bool) -> list[tuple[Button, ...]]:  # noqa: FBT001 - two states, private
    rows: list[tuple[Button, ...]] = []
    if writing:
        rows += [(button("done", "done"), button("undo", "undo"))]
    if anything:
        rows += [(button("again", "again"), button("show", "show"))]
    return rows


def state(turn: Turn, field: Field, step: Step, draft_parts: Sequence[DraftPart]) -> str:
    """How much is written, what is missing or too much, and what to do next."""
    text, answered = join(draft_parts), turn.application.answer(step)
    group = turn.form.groups[turn.form.group_of[field.id]]
    minimum, together = group.minimum_of(field.id)
    sizes = journey.sizes(turn.application, group, step.row)
    others = sum(size for item, size in sizes.items() if item != field.id and item in together)
    return say(
        "long.state",
        draft_parts=sum(bool(draft_part.text) for draft_part in draft_parts),
        words=words(text),
        limit=field.max_words,
        section_min=minimum,
        section_han=others + han(text),
        unsaved=answered is not None and text != answered.value,
    )


def said(turn: Turn, field: Field, step: Step, text: str, stack: tuple[Screen, ...]) -> Outcome:
    """One more message of the text, which ends it where its last line is 完成, unless it cannot be saved like that."""
    body = talk.before_done(text)
    outcome = piece(turn, field, step, body or text)
    if not body or outcome.refusal:
        return outcome
    more = [DraftPart(text=one.text, ref=one.ref) for one in outcome.changes if isinstance(one, AddDraftPart)]
    written = join([*turn.application.draft_parts(step, turn.conversation.person), *more])
    found = answer(turn, step, written)
    return _saved(turn, found, stack, written, *outcome.changes) if isinstance(found, Given) else outcome


def piece(turn: Turn, field: Field, step: Step, text: str) -> Outcome:
    """One more message of the text. What was answered before stays in front of it; what is odd is asked at the end."""
    value = kinds.stored(understood := _read(turn, field, _with_pictures(turn, step, text)))
    if not value:
        return turn.stay(refusal(field, understood))
    before = turn.application.draft_parts(step, turn.conversation.person)
    answered = turn.application.answer(step)
    have = len(join(before) or (answered.value if answered and not before else ""))
    if have + len(value) > kinds.TEXT_LIMIT:
        return turn.stay(say("long.full", have=have, limit=kinds.TEXT_LIMIT, count=len(value)))
    picture = say("long.picture") if PICTURE in text else ""
    return turn.remain(*added(turn, step, value), notes=(picture,))


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
    if isinstance(found, kinds.Invalid):
        return turn.stay(refusal(field, found))
    return replace(found, notes=found.notes[1:])  # nothing was edited by hand


def _with_pictures(turn: Turn, step: Step, text: str) -> str:
    """A text as it was copied from a message, where pictures are only called, with the pictures of this question."""
    if not calls_picture(text):
        return text
    answered = turn.application.answer(step)
    earlier = (value for one in turn.application.history(step, None, LOOKED) for value in (one.after, one.before))
    parts = (part.text for part in turn.application.draft_parts(step, turn.conversation.person))
    known = [one for value in (*parts, answered and answered.value, *earlier) if value for one in pictures(value)]
    return restored(text, list(dict.fromkeys(known)))


def _read(turn: Turn, field: Field, text: str) -> kinds.Verdict:
    """Reads one message of the text, which has no limits of its own."""
    return kinds.parse(field.model_copy(update={"max_words": None, "min_han": None}), text, turn.now.date())


def pressed(turn: Turn, field: Field, step: Step, action: str, stack: tuple[Screen, ...]) -> Outcome:
    """A press on done, again or show."""
    draft_parts = turn.application.draft_parts(step, turn.conversation.person)
    answered = turn.application.answer(step)
    if action == "again":
        return turn.remain(*_anew(turn, step), notes=(say("long.fresh"),))
    if action == "show":
        return turn.remain(replies=(Say(text=join(draft_parts) or (answered.value if answered else "")),))
    return _finish(turn, field, step, draft_parts, stack)


def undo(turn: Turn, step: Step) -> Outcome | None:
    """The last message is taken back, with what came with it where nothing else was done since; None without one."""
    draft_parts = turn.application.draft_parts(step, turn.conversation.person)
    if not join(draft_parts):
        return None
    base = {"application": turn.application.id}
    last = turn.repository.last_changes(turn.application.id, turn.conversation.person, undo=True)
    added = [one for one in last.standing if one.kind == "part" and one.before is None] if last else []
    changes: tuple[Change, ...] = (DropDraftParts(**base, step=step, last=True),)
    if last and any(one.step == step for one in added):
        changes = (TakeBack(**base, change_set=last.id),)
    elif not join(draft_parts[:-1]):
        changes = _anew(turn, step)
    return turn.remain(*changes, notes=(say("long.undone"),))


def _anew(turn: Turn, step: Step) -> tuple[Change, ...]:
    """No message is left. An empty one stands for that: without it an old answer would be put in front again."""
    base = {"application": turn.application.id, "step": step}
    marked = (AddDraftPart(**base, text=""),) if turn.application.answer(step) else ()
    return (DropDraftParts(**base, last=False), *marked)


def keep(turn: Turn, step: Step, to: tuple[Screen, ...]) -> Outcome:
    """The answer stays as it is; what was sent since and never closed is given up, and that is said."""
    written = join(turn.application.draft_parts(step, turn.conversation.person))
    answered = turn.application.answer(step)
    right = confirmed(turn, [step])
    if answered is None or written == answered.value:
        return turn.to(to, *right)
    change = DropDraftParts(application=turn.application.id, step=step, last=False)
    return turn.to(to, *right, change, notes=(say("long.given_up") if written else "",))


def _finish(
    turn: Turn, field: Field, step: Step, draft_parts: Sequence[DraftPart], stack: tuple[Screen, ...]
) -> Outcome:
    text = join(draft_parts)
    found = answer(turn, step, text)
    if isinstance(found, kinds.Invalid):
        return turn.stay(refusal(field, found))
    if isinstance(found, kinds.Doubtful):
        return doubting.begin(turn, turn.stack, step, text)
    return _saved(turn, found, stack, text)


def taken(turn: Turn, found: Given, stack: tuple[Screen, ...]) -> Outcome:
    """The text is the answer all the same, doubtful as it was."""
    return _saved(turn, found, stack, join(turn.application.draft_parts(found.change.step, turn.conversation.person)))


def _saved(turn: Turn, found: Given, stack: tuple[Screen, ...], written: str, *more: Change) -> Outcome:
    """The text is the answer. The messages of which it was made, `more` with them, are what it is made of now."""
    field, step = found.field, found.change.step
    base = {"application": turn.application.id, "step": step}
    other = (DropDraftParts(**base, last=False), AddDraftPart(**base, text=found.value))
    size = found.change.han
    note = say("long.saved", label=field.title, words=words(found.value))
    anew = other if written != found.value else ()
    return turn.to(stack, *more, *anew, found.change, notes=(note, _section_note(turn, step, size), found.section_done))


def _section_note(turn: Turn, step: Step, size: int) -> str:
    """What the section still lacks, unless the next question says it: when all is written, that is what is asked."""
    group = turn.form.groups[turn.form.group_of[step.item]]
    sizes = {**journey.sizes(turn.application, group, step.row), step.item: size}
    missing = journey.shortfall(group, sizes)
    if not missing or sizes.keys() >= set(journey.asked(turn.application, group, step.row)):
        return ""
    return say("long.together", have=sum(sizes.values()), want=group.min_han, missing=missing)


def edited(turn: Turn, field: Field, step: Step, text: str) -> Outcome | kinds.Invalid:
    """One of the messages has another text now; a finished answer made of it changes with it."""
    item, below = headed(turn.form.groups[turn.form.group_of[field.id]], text)
    said = below if item == field.id else text
    whole = _with_pictures(turn, step, talk.before_done(said) or said)
    value = kinds.stored(understood := _read(turn, field, whole))
    if isinstance(understood, kinds.Invalid):
        return understood
    before = turn.application.draft_parts(step, turn.conversation.person)
    after = [p._replace(text=value) if p.ref == turn.ref else p for p in before]
    if (count := len(join(after))) > kinds.TEXT_LIMIT:
        return kinds.Invalid("endless", {"count": count, "limit": kinds.TEXT_LIMIT})
    changes: list[Change] = [EditDraftPart(application=turn.application.id, step=step, text=value, ref=turn.ref)]
    answered = turn.application.answer(step)
    saved = answered is not None and answered.value == join(before)
    if saved:
        found = answer(turn, step, join(after))
        if isinstance(found, kinds.Invalid):
            return found
        changes.append((found if isinstance(found, Given) else given(turn, step, found)).change)
    note = say("answer.edited_draft_part", label=field.title)
    return turn.remain(*changes, notes=(note, "" if saved or not answered else say("long.unsaved")))
