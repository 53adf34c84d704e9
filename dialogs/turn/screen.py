"""What a person is doing: a screen, its data, and what an answer there comes to.

Knows no screen in particular.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from dialogs.answers.value import Value
from dialogs.application.application import Step
from dialogs.form.model import Group
from dialogs.texts import say
from dialogs.turn.messages import Ask

if TYPE_CHECKING:  # a turn has a conversation, whose screens are given the turn
    from dialogs.turn.answering import Given
    from dialogs.turn.outcome import Outcome
    from dialogs.turn.turn import Turn


class Screen(Value):
    """What a person is doing: its data, the question it shows, and what an answer there comes to.

    Screens lie on a stack above the position, which is the first open step. None of them knows a channel, or
    changes anything itself.

    Attributes:
        kind: The name under which it is kept.
        is_aside: Whether it is a question on the way, from which one goes back to where one came from.
        is_kept_on_return: Whether something is asked or done here, so that somebody who comes back goes on here.
        is_one_question: Whether it asks one question, and is done with the answer.
        is_within_text: Whether it asks about something in a long text that is being written.
        settles_conflict: Whether both answers of a conflict are shown on it.
        wants_change: Whether somebody who came from here and leaves a step as it is comes back here at once.
        needs_application: Whether it is about the application at hand.
        is_before_consent: Whether somebody who has not agreed to anything yet may see it.
        is_menu: Whether only buttons help.
        bears_question: Whether a question asked there on the way leads back to it, though it is on the way itself.
    """

    kind: str
    is_aside: ClassVar[bool] = False
    is_kept_on_return: ClassVar[bool] = False
    is_one_question: ClassVar[bool] = False
    is_within_text: ClassVar[bool] = False
    settles_conflict: ClassVar[bool] = False
    wants_change: ClassVar[bool] = False
    needs_application: ClassVar[bool] = True
    is_before_consent: ClassVar[bool] = False
    bears_question: ClassVar[bool] = False
    is_menu: ClassVar[bool] = False

    @abstractmethod
    def view(self, turn: Turn) -> Ask:
        """The question that it shows."""

    @abstractmethod
    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """What a press on one of the buttons it shows comes to; a button's data is `action:argument`."""

    @abstractmethod
    def said(self, turn: Turn, text: str) -> Outcome:
        """What a typed message comes to."""

    def back(self, turn: Turn) -> Outcome:
        """What going back comes to: from a question on the way to where one came from, else to the first open step."""
        return turn.resume() if self.is_aside else turn.go_on()

    def stands(self, turn: Turn) -> bool:
        """Whether what it is about is still there, and the person's to see: others may have changed that."""
        return True

    def holds(self, turn: Turn) -> bool:
        """Whether what it showed in `turn.shown` is still what it shows."""
        return self.stands(turn)

    def asks(self, turn: Turn) -> Step | None:
        """What it asks now."""
        return turn.shown.step

    def without(self, turn: Turn) -> tuple[Screen, ...]:
        """The stack at which one goes on where this screen, on top of it, no longer stands."""
        return turn.beneath

    def pinned(self, step: Step | None) -> Screen:
        """The same screen, at the step that it asked, whatever is the first open step now."""
        return self

    def skip(self, turn: Turn) -> Outcome:
        """What leaving its question without an answer comes to."""
        return turn.stay(say("answer.nothing_to_skip"))

    def postpone(self, turn: Turn) -> Outcome:
        """What leaving its question for later comes to."""
        return turn.stay(say("answer.nothing_to_skip"))

    def undo(self, turn: Turn) -> Outcome | None:
        """What taking back comes to here; None where it is what was changed last, whatever is shown."""
        return None

    def takes(self, turn: Turn, text: str) -> bool:
        """Whether a text may be an answer here though people say it for something else: 没有, 好的, 上一题."""
        return True

    def took(self, turn: Turn, found: Given) -> Outcome | None:
        """What an answer to the question comes to that was understood elsewhere; None where it asks another."""
        return None

    def help(self, turn: Turn) -> str:
        """How to answer here, for somebody who asks."""
        return say("talk.menu")

    @property
    def is_look(self) -> bool:
        """Whether it is a list that one looks at from wherever one is, see `Turn.look`."""
        return not (self.is_kept_on_return or self.is_aside)

    @property
    def is_position(self) -> bool:
        """Whether it is nothing but the question of the first open step, for which no screen is kept."""
        return False

    @property
    def awaited(self) -> str:
        """The id of what waits for a yes on it, "" for nothing."""
        return ""

    @property
    def comes_back(self) -> bool:
        """Whether somebody who goes from here to one question comes back here with its answer."""
        return True

    def subject(self, turn: Turn) -> Step | None:
        """The answer or row that it is about, as far as one's history can be looked at; None for none."""
        return None

    def is_at(self, row: str) -> bool:
        """Whether it is at a row of a table."""
        return False

    def continued(self, turn: Turn, text: str) -> Outcome | None:
        """What the rest of a message comes to that a messenger cut in two; None where the first part was whole."""
        return None

    def filling(self, turn: Turn, steps: Sequence[Step]) -> tuple[Screen, ...]:
        """The stack at which cells of rows just pasted here are asked; the turn has this screen on top."""
        del steps
        return turn.stack

    def with_finished(self, turn: Turn, added: Outcome, rows: int, begun: int = 0) -> Outcome:
        """What comes of rows just pasted here, of which it is said that they are the last.

        These are the last `rows` of them, and `begun` rows that were there and empty.
        """
        del turn, rows, begun
        return added

    def table_at_hand(self, turn: Turn) -> Group | None:
        """The table into which rows pasted here would go."""
        return None

    def at_row(self, turn: Turn, row: str | None) -> Screen:
        """The same screen, at a row of its table or (None) at the list, where it has such."""
        return self

    def after(self, turn: Turn, step: Step, value: str | None = None) -> tuple[Screen, ...]:
        """The stack once the step that it asks is answered, with this value; the turn has this screen on top."""
        return turn.stack

    def answered(self, turn: Turn, step: Step) -> tuple[Screen, ...]:
        """The stack once a step was answered to which one went from here; the turn has this screen on top."""
        return turn.stack

    def dealt_with(self, turn: Turn, step: Step) -> tuple[Screen, ...]:
        """The stack once the comments on a step that is shown here are replied to or mended."""
        return turn.stack


def without_asides(stack: tuple[Screen, ...]) -> tuple[Screen, ...]:
    """The stack to which a question on the way leads back: without those on top of it."""
    while stack and stack[-1].is_aside:
        stack = stack[:-1]
    return stack


def without_looks(stack: tuple[Screen, ...]) -> tuple[Screen, ...]:
    """The stack at which somebody goes on who comes back: without what they only looked at."""
    while stack and not stack[-1].is_kept_on_return:
        stack = stack[:-1]
    return stack


def question_asked(stack: tuple[Screen, ...]) -> tuple[Screen, ...]:
    """The screens of the question that one was asked last, without any list above or below it."""
    found: list[Screen] = []
    for screen in reversed(without_looks(stack)):
        if not screen.is_kept_on_return:
            break
        found.insert(0, screen)
    return tuple(found)
