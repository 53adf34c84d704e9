"""Changes of answers, and of the messages of which long texts are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from dialogs.application.application import Step, Unfinished
from dialogs.application.changes.change import Change, Ground, Need, OfNoPart
from dialogs.application.team import Team

SILENT = timedelta(days=1)  # without a change, after which somebody's unfinished text can be taken over


class _AtStep(Change):
    """A change at one step."""

    step: Step

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to answer there."""
        return ground.answers(self.step.item, self.step.row)

    def _owner(self, ground: Ground) -> Iterator[str]:
        owner = ground.application.owner(self.step.row)
        if owner is not None:
            yield owner


class PutAnswer(_AtStep):
    """Answers a step, or answers it anew."""

    value: str
    han: int = 0  # its number of Han characters
    ref: str = ""  # the channel's id of the message that gave it
    doubts: tuple[str, ...] = ()  # the codes of what was odd about it, and taken all the same

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to answer there; and what is agreed to, a unit's own people agree to."""
        yield from super().needs(ground)
        field = ground.form.fields.get(self.step.item)
        if field and field.of_kind.is_agreement:
            yield ground.agrees(self.step.row)

    def touches(self, ground: Ground) -> Iterable[str]:
        """The unit to which the step belongs, unless the value stays what it was."""
        before = ground.application.answer(self.step)
        return () if before and before.value == self.value else self._owner(ground)

    def gives(self) -> Mapping[Step, str]:
        """Its one answer."""
        return {self.step: self.value}


class DropAnswer(_AtStep):
    """Deletes the answer to a step, so that it is open again."""

    def gives(self) -> Mapping[Step, str]:
        """That there is none."""
        return {self.step: ""}

    def touches(self, ground: Ground) -> Iterable[str]:
        """The unit to which the step belongs."""
        return self._owner(ground)


class AddDraftPart(OfNoPart, _AtStep):
    """Adds a message to a long text."""

    text: str
    ref: str = ""


class EditDraftPart(OfNoPart, _AtStep):
    """Replaces the text of the draft part that has this ref."""

    text: str
    ref: str


class TakeOver(OfNoPart, _AtStep):
    """Makes the unfinished text of somebody who is gone, or silent, that of the person who acts, behind their own."""

    person: str

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to answer there; and that the other is gone, or did nothing for a day."""
        yield from super().needs(ground)
        found = (one for one in ground.application.unfinished(self.step) if one.person == self.person)
        yield Need(any(is_left(one, ground.team, ground.now) for one in found), "long.not_left")


def is_left(one: Unfinished, team: Team, now: datetime) -> bool:
    """Whether an unfinished text can be taken over: its writer is no longer in, or did nothing for a day."""
    active = [at for member in team.members() if member.person == one.person and (at := team.active(member))]
    return not one.is_in or max((one.until, *active)) < now - SILENT


class DropDraftParts(OfNoPart, _AtStep):
    """Takes back the person's `last` draft part at a step, or all of them."""

    last: bool
