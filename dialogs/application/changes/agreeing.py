"""Changes of what people say of the parts of an application: confirmations, comments, the deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from dialogs.application.application import Step
from dialogs.application.changes.change import Ground, ManagingTeam, Need, OfNoPart


class PutSignOff(OfNoPart):
    """Says of a unit's part that it is confirmed, or that the lead goes without its confirmation."""

    unit: str
    kind: Literal["confirmed", "waived"]

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to confirm for the unit; to go without, the right to manage."""
        yield ground.may("confirm", self.unit) if self.kind == "confirmed" else ground.may("manage")


class DropSignOff(OfNoPart):
    """Takes back what was said of a unit's part. Where that is another after a turn, the gate itself adds it."""

    unit: str

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to have said it; where nothing was said, the right to confirm for the unit."""
        said = ground.team.sign_off(self.unit)
        yield ground.may("manage") if said and said.kind == "waived" else ground.may("confirm", self.unit)


class PutComment(OfNoPart):
    """Says what is to be corrected at a step; or, with `about`, replies to a comment."""

    step: Step
    text: str
    about: int | None = None

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to review; for a reply, the right to answer there is enough."""
        return _discusses(ground, ground.application.owner(self.step.row), own=self.about is not None)


class SettleComment(OfNoPart):
    """Says what has become of a comment."""

    comment: int
    state: Literal["open", "answered", "mended", "closed"]

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to review; for answered and mended, the right to answer there is enough."""
        steps = (found.step for found in ground.team.discussed(None) if found.id == self.comment)
        owner = next((ground.application.owner(step.row) for step in steps), None)
        return _discusses(ground, owner, own=self.state in ("answered", "mended"))


def _discusses(ground: Ground, owner: str | None, *, own: bool) -> Iterator[Need]:
    if not (own and ground.can("answer", owner)):
        yield ground.may("review")


class Nudge(OfNoPart, ManagingTeam):
    """Notes that a unit was asked to make haste."""

    unit: str
    lasting = "nudge"

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to manage; and that the unit was not asked today."""
        yield from super().needs(ground)
        at = ground.team.nudged(self.unit)
        yield Need(at is None or at.date() != ground.now.date(), "late.nudged_today")


class SetDeadline(OfNoPart, ManagingTeam):
    """Sets until when the units are to be ready; None takes the deadline back."""

    day: date | None
    lasting = "deadline"
