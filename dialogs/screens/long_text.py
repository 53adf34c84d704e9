"""Writing a long text: several messages joined until 完成 is pressed. A part of asking, for fields of that kind."""

from __future__ import annotations

from dialogs.answers import kinds, talk
from dialogs.answers.word_count import han, words
from dialogs.application import journey
from dialogs.application.application import Answer, Step
from dialogs.application.changes import AddDraftPart, Change, DropDraftParts
from dialogs.application.draft_parts import DraftParts, join
from dialogs.application.minima import shortfall
from dialogs.form.model import Field
from dialogs.screens import doubting, text_pieces, unfinished_texts
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.answering import Given, answer, confirmed
from dialogs.turn.labels import asked_for, intro, question
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.messages import Ask, Button, Say
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


def view(turn: Turn, field: Field, step: Step, navigation: list[tuple[Button, ...]]) -> Ask:
    """The question with what is written so far, and the buttons of a text."""
    draft_parts = turn.application.draft_parts(step, turn.conversation.person)
    answered = turn.application.answer(step)
    written = draft_parts.text
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


def state(turn: Turn, field: Field, step: Step, draft_parts: DraftParts) -> str:
    """How much is written, what is missing or too much, and what to do next."""
    text, answered = draft_parts.text, turn.application.answer(step)
    group = turn.form.group_at(field.id)
    minimum = group.minimum_of(field.id)
    sizes = journey.sizes(turn.application, group, step.row)
    others = sum(sizes.get(item, 0) for item in minimum.texts if item != field.id) if minimum else 0
    return say(
        "long.state",
        draft_parts=sum(map(bool, draft_parts.texts)),
        words=words(text),
        limit=field.max_words,
        section_min=minimum and minimum.han,
        section_han=others + han(text),
        unsaved=answered is not None and text != answered.value,
    )


def said(turn: Turn, field: Field, step: Step, text: str, stack: tuple[Screen, ...]) -> Outcome:
    """One more message of the text, which ends it where its last line is 完成, unless it cannot be saved like that."""
    body = talk.before_done(text)
    outcome = text_pieces.piece(turn, field, step, body or text)
    if not body or outcome.refusal:
        return outcome
    more = [one.text for one in outcome.changes if isinstance(one, AddDraftPart)]
    written = join([*turn.application.draft_parts(step, turn.conversation.person).texts, *more])
    found = answer(turn, step, written)
    return _saved(turn, found, stack, written, *outcome.changes) if isinstance(found, Given) else outcome


def pressed(turn: Turn, field: Field, step: Step, action: str, stack: tuple[Screen, ...]) -> Outcome:
    """A press on done, again or show."""
    draft_parts = turn.application.draft_parts(step, turn.conversation.person)
    answered = turn.application.answer(step)
    if action == "again":
        return turn.remain(*text_pieces.anew(turn, step), notes=(say("long.fresh"),))
    if action == "show":
        return turn.remain(replies=(Say(text=draft_parts.text or (answered.value if answered else "")),))
    return _finish(turn, field, step, draft_parts, stack)


def keep(turn: Turn, step: Step, to: tuple[Screen, ...]) -> Outcome:
    """The answer stays as it is; what was sent since and never closed is given up, and that is said."""
    written = turn.application.draft_parts(step, turn.conversation.person).text
    answered = turn.application.answer(step)
    right = confirmed(turn, [step])
    if answered is None or written == answered.value:
        return turn.to(to, *right)
    change = DropDraftParts(application=turn.application.id, step=step, last=False)
    return turn.to(to, *right, change, notes=(say("long.given_up") if written else "",))


def _finish(turn: Turn, field: Field, step: Step, draft_parts: DraftParts, stack: tuple[Screen, ...]) -> Outcome:
    text = draft_parts.text
    found = answer(turn, step, text)
    if isinstance(found, kinds.Invalid):  # by how much is said with what is written
        return turn.stay(say("long.too_long") if found.code == "too_long" else refusal(field, found))
    if isinstance(found, kinds.Doubtful):
        return doubting.begin(turn, turn.stack, step, text)
    return _saved(turn, found, stack, text)


def taken(turn: Turn, found: Given, stack: tuple[Screen, ...]) -> Outcome:
    """The text is the answer all the same, doubtful as it was."""
    return _saved(turn, found, stack, turn.application.draft_parts(found.change.step, turn.conversation.person).text)


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
    group = turn.form.group_at(step.item)
    sizes = {**journey.sizes(turn.application, group, step.row), step.item: size}
    minimum = group.minimum_of(step.item)
    missing = shortfall(minimum, sizes) if minimum else 0
    if minimum is None or not missing or sizes.keys() >= set(journey.asked(turn.application, group, step.row)):
        return ""
    return say("long.together", have=minimum.han - missing, want=minimum.han, missing=missing)
