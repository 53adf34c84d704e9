"""Changes of answers, and of the messages of which long texts are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dialogs.application.application import Step
from dialogs.application.changes.change import Change, Ground, Need, OfNoPart


class _AtStep(Change):
    """A change at one step: for whoever may answer there."""

    step: Step

    def needs(self, ground: Ground) -> Iterable[Need]:
        """To answer there."""
        return ground.answers(self.step.item, self.step.row)

    def _owner(self, ground: Ground) -> Iterator[str]:
        owner = ground.application.owner(self.step.row)
        if owner is not None:
            yield owner


class PutAnswer(_AtStep):
    """Gives, or gives anew, the answer to a step."""

    value: str
    han: int = 0  # its number of Han characters
    ref: str = ""  # the channel's id of the message that gave it

    def touches(self, ground: Ground) -> Iterable[str]:
        """The unit whose answer it is, where it becomes another."""
        before = ground.application.answer(self.step)
        return () if before and before.value == self.value else self._owner(ground)

    def gives(self) -> Mapping[Step, str]:
        """The one answer."""
        return {self.step: self.value}


class DropAnswer(_AtStep):
    """Opens a step again."""

    def touches(self, ground: Ground) -> Iterable[str]:
        """The unit whose answer it was."""
        return self._owner(ground)


class AddDraftPart(OfNoPart, _AtStep):
    """One more message of a long text."""

    text: str
    ref: str = ""


class EditDraftPart(OfNoPart, _AtStep):
    """Another text for the message of a long text that has this ref."""

    text: str
    ref: str


class DropDraftParts(OfNoPart, _AtStep):
    """Takes back the last message of a long text, or all of them."""

    last: bool
