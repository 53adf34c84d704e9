"""What every change is: a frozen value that states in its own class what it needs and whose part it touches.

Knows no particular change, and not how one is carried out. The gate refuses a change that states nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar, NamedTuple

from dialogs.answers.value import Value
from dialogs.application.application import Application, Step
from dialogs.application.repository import Repository
from dialogs.application.team import Action, Member, Team, can
from dialogs.form.model import Form


class Need(NamedTuple):
    """Something that must be so for a change; `refusal` is the code of the sentence for where it is not."""

    met: bool
    refusal: str


@dataclass(frozen=True)
class Ground:
    """What a change is judged by: who wants it, when, and their application as it is before it.

    Attributes:
        person: Who wants it, as channel:id.
        now: When, in the applicants' time zone.
        repository: All that is kept.
        member: The person in the application at hand, None where they are not in it.
        found: The application at hand, None where `member` is.
        added: The rows that come into being together with the change, with the units to which they belong.
    """

    person: str
    now: datetime
    repository: Repository
    member: Member | None
    found: Application | None
    added: Mapping[str, str]

    @property
    def application(self) -> Application:
        """The application at hand. Raises LookupError where the person is in none."""
        if self.found is None:
            raise LookupError(self.person)
        return self.found

    @property
    def form(self) -> Form:
        """The form of the application at hand."""
        return self.application.form

    @cached_property
    def team(self) -> Team:
        """The people of the application at hand."""
        return self.repository.team(self.application.id)

    def owner(self, row: str) -> str | None:
        """The unit to which a row belongs, one just added too; None for a row that is gone."""
        return self.added[row] if row in self.added else self.application.owner(row)

    def can(self, action: Action, owner: str | None = None) -> bool:
        """Whether the person may do something, see `team.can`."""
        return can(self.member, action, owner)

    def may(self, action: Action, owner: str | None = None) -> Need:
        """That the person may do something with what belongs to a unit, or with the application as a whole."""
        return Need(self.can(action, owner), f"refuse.may_not_{action}")

    def answers(self, item: str, *rows: str) -> Iterator[Need]:
        """That rows are there, and that the person may answer `item` at each of them.

        `item` is a field or a table. The list of units is the lead's; each unit fills in the fields of its own row.
        """
        owners = [self.owner(row) for row in rows]
        yield from (Need(owner is not None, "refuse.gone") for owner in owners)
        if item == self.form.units.table:
            yield self.may("manage")
        else:
            yield from (self.may("answer", owner) for owner in owners)


class Change(Value):
    """One change. A class that does not state both `needs` and `touches` is refused by the gate.

    Attributes:
        application: To which it belongs, "" for none.
        from_outside: Whether somebody who is not in the application may ask for it at all.
        begins: Whether the application begins with it, so that whatever comes with it is allowed.
    """

    application: str
    from_outside: ClassVar[bool] = False
    begins: ClassVar[bool] = False

    def needs(self, ground: Ground) -> Iterable[Need]:
        """What must be so for the change, in the order in which it is said."""
        raise NotImplementedError

    def touches(self, ground: Ground) -> Iterable[str]:
        """The units whose part is another after the change; a confirmation of these no longer holds."""
        raise NotImplementedError

    def adds(self, form: Form) -> Mapping[str, str]:
        """The rows that come into being by it, with the units to which they belong."""
        del form
        return {}

    def gives(self) -> Mapping[Step, str]:
        """The answers that it gives, by their steps."""
        return {}

    @classmethod
    def is_stated(cls) -> bool:
        """Whether the class states what it needs and touches."""
        return cls.needs is not Change.needs and cls.touches is not Change.touches


class OfNoPart(Change):
    """A change after which every unit's part is what it was."""

    def touches(self, ground: Ground) -> Iterable[str]:
        """Nobody's part."""
        del ground
        return ()


class NeedsNothing(Change):
    """A change for everybody; for everybody who is in, unless it may come from outside."""

    def needs(self, ground: Ground) -> Iterable[Need]:
        """Nothing more."""
        del ground
        return ()


class Managing(Change):
    """A change for whoever manages the application."""

    def needs(self, ground: Ground) -> Iterable[Need]:
        """To manage."""
        yield ground.may("manage")


class OfNoApplication(OfNoPart):
    """A change of nothing but what is kept of the person."""

    application: str = ""
    from_outside = True
