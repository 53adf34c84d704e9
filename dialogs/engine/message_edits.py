"""A message that a person has edited after it was taken: the answer that it gave changes with it."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers import kinds, talk
from dialogs.application.application import Step
from dialogs.engine.late_answers import doubt
from dialogs.engine.talking import ALWAYS
from dialogs.form.model import Field
from dialogs.pattern import Pattern
from dialogs.screens import captioning, text_pieces
from dialogs.screens.asked_field import takes
from dialogs.texts import say
from dialogs.turn.answering import answer, with_other
from dialogs.turn.events import Edited
from dialogs.turn.layout import refusal
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

SAID = 40  # characters that are told of a text that is no answer
_COMMAND = Pattern(r"\s*[/／][A-Za-z_]+(?:\s|$)")


def edited(turn: Turn, event: Edited) -> Outcome:
    """The message that gave an answer has another text now, and so has the answer."""
    step = turn.repository.given(turn.conversation.application or "", turn.conversation.person, event.ref)
    if step is None or turn.member is None:
        return turn.stay(say("answer.edited_unknown"))
    field = turn.form.fields[step.item]
    if _is_no_answer(turn, field, event.text):
        reason = say("answer.edited_to_command", text=event.text.strip()[:SAID])
        return turn.stay(say("answer.edited_refused", label=field.title, reason=reason))
    if field.of_kind.is_long:
        text = captioning.renamed(turn, step, event.text) if event.is_caption else event.text
        found = text_pieces.edited(turn, field, step, text)
        if isinstance(found, kinds.Invalid):
            return _refused(turn, field, found)
        return replace(found, notes=(say("answer.edited_draft_part", label=field.title), *found.notes))
    return change(turn, step, event.text)


def _is_no_answer(turn: Turn, field: Field, text: str) -> bool:
    """Whether a text, sent by itself, would be done and not stored."""
    meaning = talk.meaning(text)
    return bool(_COMMAND.match(text)) or meaning in ALWAYS or bool(meaning and not takes(turn, field, text))


def change(turn: Turn, step: Step, text: str) -> Outcome:
    """An answer that was given before becomes another, whatever is asked meanwhile."""
    field, text = turn.form.fields[step.item], with_other(turn, step, text)
    given = answer(turn, step, text, ref=turn.ref)
    if isinstance(given, kinds.Invalid):
        return _refused(turn, field, given)
    if isinstance(given, kinds.Doubtful):
        return doubt(turn, step, text, turn.ref)
    note = say("answer.edited", label=field.title, value=kinds.show(field, given.value))
    return turn.remain(given.change, notes=(note,))


def _refused(turn: Turn, field: Field, invalid: kinds.Invalid) -> Outcome:
    """Says for which question: the one that is open now may be another."""
    reason = refusal(field, invalid)
    return turn.stay(say("answer.edited_refused", label=field.title, reason=reason))
