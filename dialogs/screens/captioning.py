"""What stands below a picture that was just put into a long text: typed, or left at its number."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from dialogs.answers import kinds
from dialogs.answers.picture_lines import is_numbered, line_of, picture, pictures
from dialogs.application.application import Step
from dialogs.application.changes import EditDraftPart
from dialogs.form.model import Field
from dialogs.screens import text_pieces
from dialogs.texts import say
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


def placed(turn: Turn, step: Step, id_: str, caption: str, *, is_here: bool) -> Outcome:
    """A picture goes into a long text as the next message of it, with its number.

    Args:
        turn: The turn, with the message that brought it.
        step: Where the text is asked.
        id_: The id of the picture.
        caption: What came with it, "" for nothing.
        is_here: Whether the text is the question in the chat, so that one can be asked for a caption.
    """
    number = _number(turn, step)
    line = line_of(id_, _captioned(number, caption))
    outcome = text_pieces.handed(turn, turn.form.fields[step.item], step, line)
    if outcome.refusal:
        return outcome
    asked = Captioning(at=step, picture=id_, number=number, message=turn.ref)
    stack = outcome.conversation if caption or not is_here else turn.step_aside(asked).conversation
    return replace(outcome, conversation=stack, notes=(*outcome.notes, say("picture.placed", number=number)))


def renamed(turn: Turn, step: Step, caption: str) -> str:
    """What the message of `turn.ref` says in a long text with another caption, which is all of it without a picture."""
    parts = turn.application.draft_parts(step, turn.conversation.person)
    at = parts.refs.index(turn.ref) if turn.ref in parts.refs else None
    brought = picture(parts.texts[at]) if at is not None else None
    if brought is None:
        return caption
    number = len(pictures("\n".join(parts.texts[:at]))) + 1
    return line_of(brought.id, _captioned(number, caption))


def _number(turn: Turn, step: Step) -> int:
    """The number of the next picture in a text."""
    answered = turn.application.answer(step)
    parts = turn.application.draft_parts(step, turn.conversation.person)
    return len(pictures(parts.text or (answered.value if answered and not parts else ""))) + 1


def _captioned(number: int, caption: str) -> str:
    return caption if is_numbered(caption) else f"{say('picture.number', number=number)} {caption}".strip()


class Captioning(Screen):
    """Naming a picture."""

    kind: Literal["captioning"] = "captioning"
    at: Step
    picture: str
    number: int
    message: str  # the ref of the message that brought it
    is_within_text = True
    is_aside = True

    def _field(self, turn: Turn) -> Field:
        return turn.form.fields[self.at.item]

    def stands(self, turn: Turn) -> bool:
        """Whether the picture is still in what is being written."""
        if self.at.item not in turn.form.fields:
            return False
        parts = turn.application.draft_parts(self.at, turn.conversation.person)
        return any(
            ref == self.message and self.picture in text for ref, text in zip(parts.refs, parts.texts, strict=True)
        )

    def asks(self, turn: Turn) -> Step | None:
        """The text it is in."""
        return self.at

    def view(self, turn: Turn) -> Ask:
        """The question for what stands below it."""
        field = self._field(turn)
        text = say("picture.caption", number=self.number, label=field.title)
        return ask(text, [(button("no_caption", "plain"), button("no_picture", "drop"))], self.at)

    def said(self, turn: Turn, text: str) -> Outcome:
        """What stands below it."""
        line = line_of(self.picture, _captioned(self.number, text))
        found = text_pieces.edited(replace(turn, ref=self.message), self._field(turn), self.at, line)
        if isinstance(found, kinds.Invalid):
            return turn.stay(refusal(self._field(turn), found))
        return replace(found, conversation=turn.pop().conversation)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Its number alone stands below it, or it goes."""
        if action == "plain":
            return turn.pop()
        change = EditDraftPart(application=turn.application.id, step=self.at, text="", ref=self.message)
        return turn.pop(change, notes=(say("picture.dropped", number=self.number),))
