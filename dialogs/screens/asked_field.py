"""The question of one field, with its buttons. A part of asking."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.answers import kinds, talk
from dialogs.answers.choices import is_other, parts_of
from dialogs.application import backwards, journey
from dialogs.application.application import Step
from dialogs.form.model import NO_ROW, Field
from dialogs.screens.answer_pages import own_part
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
    hint = say("ask.hint_many") if field.many else say(field.of_kind.hint) if field.of_kind.hint else _unit(field)
    if answer and answer.is_old:
        hint = say("old.hint")
    if other:
        hint = say("ask.hint_other", label=field.title, example=field.example.partition("：")[2])
    last = is_last(turn, step)
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
        remark=own_part(turn) if last else field.remark.strip() if step.row == NO_ROW else "",
        hint=say("ask.hint_last") if last else agreed_by(turn, step) or hint,
        example="" if field.of_kind.is_closed else field.example,
        current=current,
    )


def _unit(field: Field) -> str:
    """In which unit a number is asked, where the form's own words do not say."""
    unit = field.of_kind.unit(field)
    return say("ask.hint_unit", unit=unit) if unit and unit not in f"{field.label}{field.guidance}" else ""


def is_last(turn: Turn, step: Step) -> bool:
    """Whether a step is a statement with which the person's unit is done, and its part can be confirmed."""
    agrees = turn.form.fields[step.item].of_kind.is_agreement and turn.application.answer(step) is None
    may = turn.can("confirm", turn.application.owner(step.row)) and turn.team.sign_off(turn.conversation.unit) is None
    return agrees and may and journey.left_open(turn.application) == 1


def choices(field: Field, ticked: Sequence[str], *, other: bool, last: bool) -> list[tuple[Button, ...]]:
    """What is offered as an answer, of many choices with those ticked; nothing where the text of `other` is awaited.

    The `last` thing to be agreed to can be confirmed together with the unit's part.
    """
    if field.of_kind.is_agreement:
        alone = button("confirm", "confirm")
        if not last:
            return [(alone,)]
        return [(button("confirm_all", "confirm_all"),), (alone.model_copy(update={"role": "plain"}),)]
    if other:
        return []
    labels = [_label(field, label, ticked) for label in field.offers]
    buttons = [Button(label=label, data=f"choose:{i}") for i, label in enumerate(labels)]
    done = [(button("ticked", "ticked"),)] if field.many and ticked else []
    return [*in_rows(buttons, 2 if all(len(label) <= SHORT_LABEL for label in labels) else 1), *done]


def _label(field: Field, label: str, ticked: Sequence[str]) -> str:
    if not field.many or label == field.none_word:
        return label
    is_ticked = label in ticked or (label == field.other and has_other(field, ticked))
    return say("button.choice_ticked" if is_ticked else "button.choice_open", label=label)


def ticked(turn: Turn, field: Field, step: Step, picked: Sequence[str] | None) -> tuple[str, ...]:
    """Which of many choices have been pressed: before the first press, those of the answer there is."""
    answer = turn.application.answer(step)
    if not field.many or picked is not None or answer is None or answer.value == field.none_word:
        return tuple(picked or ())
    return parts_of(answer.value, field.other)


def toggled(field: Field, ticked: Sequence[str], label: str) -> tuple[str, ...]:
    """The choices after one was pressed: with it, or without it if it was there."""
    if label == field.other:
        return tuple(one for one in ticked if not is_other(field, one))
    return tuple(one for one in ticked if one != label) if label in ticked else (*ticked, label)


def has_other(field: Field, ticked: Sequence[str]) -> bool:
    """Whether the `other` choice is among those pressed, with its text."""
    return any(is_other(field, one) for one in ticked)


def navigation(turn: Turn, step: Step, field: Field, *, other: bool) -> list[tuple[Button, ...]]:
    """The ways on from a question without an answer, and to the comments on it."""
    if other:
        return [(button("choices", "back"),)]
    answer = turn.application.answer(step)
    answered = answer is not None
    returned = review.to_mend(turn, step)
    went_there = visiting(turn)
    buttons = []
    if went_there:
        buttons += [] if answered else [button("return", "back")]
    elif backwards.previous(turn.application, step):
        buttons.append(button("back", "back"))
    if answered and (went_there or not returned):  # it would be asked again: there is a reply for that
        buttons.append(button("still_right" if answer and answer.is_old else "keep", "keep"))
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
        return talk.meaning(text) is None
    if talk.meaning(text) == "how" and not any(map(str.isalpha, text)):
        return False
    return not isinstance(kinds.parse(field, text, turn.now.date()), kinds.Invalid)


def leaving(turn: Turn) -> tuple[Button, ...]:
    """The ways on from where one chooses which text to write on."""
    return (button("return", "back"),) if visiting(turn) else (button("back", "back"), button("postpone", "postpone"))


def visiting(turn: Turn) -> bool:
    """Whether one came for this one step, from a review or a row's menu, and goes back there."""
    return bool(turn.beneath) and turn.beneath[-1].comes_back
