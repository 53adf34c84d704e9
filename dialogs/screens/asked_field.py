"""The question of one field, with its buttons. A part of asking."""

from __future__ import annotations

from dialogs.answers import kinds, talk
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.form.model import NO_ROW, Field
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.labels import agreed_by, asked_for, intro, question, read_back
from dialogs.turn.layout import button, in_rows
from dialogs.turn.messages import Button
from dialogs.turn.question import Question
from dialogs.turn.turn import Turn

SHORT_LABEL = 10  # characters up to which two choices share a row of buttons


def question_of(turn: Turn, field: Field, step: Step, *, other: bool) -> Question:
    """The question; with `other` for the text of that choice."""
    answer = turn.application.answer(step)
    hint = field.of_kind.hint and say(field.of_kind.hint)
    if other:
        hint = say("ask.hint_other", label=field.short or field.label, example=field.example.partition("：")[2])
    current = "" if answer is None else read_back(field, answer.value) if answer.value else say("ask.skipped")
    return question(
        turn,
        step,
        intro=intro(turn, step),
        returned=review.shown(turn, step),
        **asked_for(field),
        required=field.required,
        is_agreement=field.of_kind.is_agreement,
        guidance=field.guidance,
        remark=field.remark.strip() if step.row == NO_ROW else "",
        hint=agreed_by(turn, step) or hint,
        example="" if field.of_kind.is_closed else field.example,
        current=current,
    )


def choices(field: Field, *, other: bool) -> list[tuple[Button, ...]]:
    """What is offered as an answer; nothing where the text of `other` is awaited."""
    if field.of_kind.is_agreement:
        return [(button("confirm", "confirm"),)]
    if other:
        return []
    buttons = [Button(label=label, data=f"choose:{i}") for i, label in enumerate(field.offers)]
    return in_rows(buttons, 2 if all(len(label) <= SHORT_LABEL for label in field.offers) else 1)


def navigation(turn: Turn, step: Step, field: Field, *, other: bool) -> list[tuple[Button, ...]]:
    """The ways on from a question without an answer, and to the comments on it."""
    if other:
        return [(button("choices", "back"),)]
    answered = turn.application.answer(step) is not None
    returned = review.to_mend(turn, step)
    went_there = visiting(turn)
    buttons = []
    if went_there:
        buttons += [] if answered else [button("return", "back")]
    elif journey.previous(turn.application, step):
        buttons.append(button("back", "back"))
    if answered and (went_there or not returned):  # it would be asked again: there is a reply for that
        buttons.append(button("keep", "keep"))
    elif not answered and not field.required:
        buttons.append(button("skip", "skip"))
    elif not answered and not went_there:
        buttons.append(button("postpone", "postpone"))
    commenting = [button("reply", "look")] if returned else []
    if returned and not went_there:
        commenting.append(button("status", "status"))
    if review.comments_on(turn, step):
        commenting.append(button("comment", "look"))
    return [tuple(buttons), tuple(commenting)]


def takes(turn: Turn, field: Field, text: str) -> bool:
    """Whether a text may be an answer though people say it for something else."""
    if field.of_kind.is_long:
        return talk.meaning(text) not in ("done", "undo")
    if talk.meaning(text) == "how" and not any(map(str.isalpha, text)):
        return False
    return not isinstance(kinds.parse(field, text, turn.now.date()), kinds.Invalid)


def leaving(turn: Turn) -> tuple[Button, ...]:
    """The ways on from where one chooses which text to write on."""
    return (button("return", "back"),) if visiting(turn) else (button("back", "back"), button("postpone", "postpone"))


def visiting(turn: Turn) -> bool:
    """Whether one came for this one step, from a review or a row's menu, and goes back there."""
    return bool(turn.beneath) and turn.beneath[-1].comes_back
