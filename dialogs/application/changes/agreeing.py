"""Changes of what people say of the parts of an application: confirmations, comments, the deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from dialogs.application.application import Step
from dialogs.application.changes.change import Ground, Managing, Need, NeedsNothing, OfNoPart


class PutSignOff(OfNoPart):
    """A unit's part is confirmed, or the lead goes without that."""

    unit: str
    kind: Literal["confirmed", "waived"]

    def needs(self, ground: Ground) -> Iterable[Need]:
        """To confirm for the unit, or to manage."""
        yield ground.may("confirm", self.unit) if self.kind == "confirmed" else ground.may("manage")


class DropSignOff(OfNoPart, NeedsNothing):
    """What was said of a unit's part no longer holds. No event asks for it: the gate itself adds it."""

    unit: str


class PutComment(OfNoPart):
    """Something is to be corrected; or, with `about`, the reply to a comment."""

    step: Step
    text: str
    about: int | None = None

    def needs(self, ground: Ground) -> Iterable[Need]:
        """To review; a reply may also be the unit's."""
        return _discusses(ground, ground.application.owner(self.step.row), own=self.about is not None)


class SettleComment(OfNoPart):
    """What has become of a comment."""

    comment: int
    state: Literal["open", "answered", "mended", "closed"]

    def needs(self, ground: Ground) -> Iterable[Need]:
        """To review; that it is answered or mended may also be the unit's to say."""
        steps = (found.step for found in ground.team.discussed(None) if found.id == self.comment)
        owner = next((ground.application.owner(step.row) for step in steps), None)
        return _discusses(ground, owner, own=self.state in ("answered", "mended"))


def _discusses(ground: Ground, owner: str | None, *, own: bool) -> Iterator[Need]:
    if not (own and ground.can("answer", owner)):
        yield ground.may("review")


class SetDeadline(OfNoPart, Managing):
    """Until when the units are to be ready; None takes it back."""

    day: date | None
