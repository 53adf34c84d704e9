"""Screens on which something waits for a yes."""

from __future__ import annotations

from dialogs.turn.held import Held
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


class HoldingScreen(Screen):
    """A question on the way whose yes lets go what is `held`; it stands as long as that is kept."""

    held: str
    is_aside = True

    @property
    def awaited(self) -> str:
        """What is held."""
        return self.held

    def waiting(self, turn: Turn) -> Held:
        """What waits for the yes. Raises LookupError where it does no longer."""
        found = turn.repository.held(turn.conversation.person, self.held)
        if found is None:
            raise LookupError(self.held)
        return found

    def undo(self, turn: Turn) -> Outcome | None:
        """What waits is given up; nothing of it is changed yet."""
        offered = {button.data for row in self.view(turn).buttons for button in row}
        return next((self.pressed(turn, no, "") for no in ("cancel", "no", "theirs") if no in offered), None)

    def stands(self, turn: Turn) -> bool:
        """As long as it waits, in the application at hand."""
        found = turn.repository.held(turn.conversation.person, self.held)
        return found is not None and found.application == turn.application.id
