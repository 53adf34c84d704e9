"""The question that was shown, and the conversation that keeps it with the stack of screens.

Knows no screen in particular.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import SerializeAsAny

from dialogs.answers.value import Value
from dialogs.application.application import Step
from dialogs.form.model import LEAD_UNIT
from dialogs.turn.messages import Button
from dialogs.turn.perspective import Seat
from dialogs.turn.screen import Screen


class Shown(Value):
    """A question as it was shown: an answer holds for that, wherever and whenever it is given.

    Attributes:
        number: Counts the questions that a person is shown; a button has it before its data.
        application: The application at hand then, with the unit for which the person was in.
        screen: The screen that showed it, None where nothing is known of it.
        step: What an answer typed there answers, None for none.
        seen: The id of the newest change of the application then; -1 before the first question.
        returned: What was first to be mended then, see `review`.
        receipt: The buttons that go with what was just changed, whatever is asked.
        offers: Its buttons; None where they are not known.
        as_of: The day, and the application's version then; "" where the buttons hang on more than that.
    """

    number: int = 0
    application: str | None = None
    unit: str = LEAD_UNIT
    screen: SerializeAsAny[Screen] | None = None
    step: Step | None = None
    seen: int = -1
    returned: Step | None = None
    receipt: tuple[Button, ...] = ()
    offers: tuple[Button, ...] | None = None
    as_of: str = ""

    def asks_the_same(self, other: Shown) -> bool:
        """Whether two questions ask the same, on whatever page: each piece of a long text is answered with it again."""
        return self.number == other.number or self.asks_on(other)

    def asks_on(self, other: Shown) -> bool:
        """Whether two questions, asked one after the other, ask the same of a unit, on whatever page."""
        one, two = (s.screen.model_dump(exclude={"page"}) if s.screen else None for s in (self, other))
        same_place = (self.application, self.unit, self.step) == (other.application, other.unit, other.step)
        return one == two is not None and same_place


NOTHING_SHOWN = Shown()


class Conversation(Seat):
    """The state of one person's conversation.

    Where they stand in the form is not kept: `journey` derives it from the answers.
    """

    consented: bool = False
    screens: tuple[SerializeAsAny[Screen], ...] = ()  # what they are doing, above the first open step
    shown: Shown = NOTHING_SHOWN  # the newest question
    postponed: Mapping[str, tuple[Step, ...]] = {}  # what they left for later, by the application
    awaits: str = ""  # the job last asked for, as long as nothing else was asked since
    recovered: tuple[str, ...] = ()  # what they had written on a screen that this version does not know
    unread: tuple[str, ...] = ()  # the ids of what waited for a yes on such a screen

    @property
    def awaited(self) -> set[str]:
        """The ids of what waits for the person's yes."""
        return {screen.awaited for screen in self.screens if screen.awaited} | {*self.unread}
