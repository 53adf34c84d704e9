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
from dialogs.application.team import Action, Member, Team, can, peopled
from dialogs.form.model import Form


class Need(NamedTuple):
    """Something that must be so for a change. `refusal` is the code of the sentence for where it is not."""

    met: bool
    refusal: str


@dataclass(frozen=True)
class Ground:
    """What a change is judged by: who wants it, when, and the application as it is before it.

    Attributes:
        person: Who wants it, as channel:id.
        now: When, in the applicants' time zone.
        repository: All that is kept.
        member: The person in the application that they have open, None where they are not in it.
        found: The application that they have open, None where `member` is.
        added: The rows that are added together with the change, each with the unit to which it belongs.
    """

    person: str
    now: datetime
    repository: Repository
    member: Member | None
    found: Application | None
    added: Mapping[str, str]

    @property
    def application(self) -> Application:
        """The application that the person has open. Raises LookupError where there is none."""
        if self.found is None:
            raise LookupError(self.person)
        return self.found

    @property
    def form(self) -> Form:
        """The form of the application. Raises LookupError where there is none."""
        return self.application.form

    @cached_property
    def team(self) -> Team:
        """The people of the application. Raises LookupError where there is none."""
        return self.repository.team(self.application.id)

    def owner(self, row: str) -> str | None:
        """The unit to which a row belongs, also one that is just added; None where there is no such row."""
        return self.added[row] if row in self.added else self.application.owner(row)

    def can(self, action: Action, owner: str | None = None) -> bool:
        """Whether the person has a right, see `team.can`."""
        return can(self.member, action, owner)

    def may(self, action: Action, owner: str | None = None) -> Need:
        """The need of a right: over what belongs to a unit, or (for None) over the application as a whole."""
        return Need(self.can(action, owner), f"refuse.may_not_{action}")

    def has_room(self, table: str, more: int = 1) -> Need:
        """The need that a table may have all the rows that are added, or `more`, see `Repository.most_rows`."""
        count = self.application.count(table) + max(more, len(self.added))
        return Need(count <= self.repository.most_rows, "refuse.table_full")

    def may_grow(self, table: str, parent: str) -> Need:
        """The need that the form allows a table so many rows at one parent."""
        most = self.form.tables[table].most_rows
        count = self.application.count(table, parent) + max(1, len(self.added))
        return Need(most is None or count <= most, "refuse.most_rows")

    def may_arrange(self, table: str) -> Need:
        """The need that the form leaves it open which rows a table has."""
        return Need(table not in self.form.fixed, "refuse.fixed_rows")

    def answers(self, item: str, *rows: str) -> Iterator[Need]:
        """The needs that rows are there, and that the person may answer `item`, a field or a table, at each of them.

        The list of units is the lead's; each unit fills in the fields of its own row.
        """
        owners = [self.owner(row) for row in rows]
        yield from (Need(owner is not None, "refuse.gone") for owner in owners)
        if item == self.form.units.group:
            yield self.may("manage")
        else:
            yield from (self.may("answer", owner) for owner in owners)

    def agrees(self, row: str) -> Need:
        """The need that nobody agrees to something for a unit that has people of its own but these."""
        owner = self.owner(row)
        own = self.member is not None and self.member.unit == owner
        return Need(own or owner not in peopled(self.team), "refuse.may_not_agree")


class Change(Value):
    """One change. The gate refuses it unless its class states both `needs` and `touches`.

    Attributes:
        application: The id of the application that it changes, "" for none.
        from_outside: Whether somebody who is not in the application may ask for it.
        begins: Whether the application begins with it, so that all changes that come with it are allowed.
        lasting: Of what cannot be taken back, the code by which that is said; None where there is nothing to be said.
    """

    application: str
    from_outside: ClassVar[bool] = False
    begins: ClassVar[bool] = False
    lasting: ClassVar[str | None] = ""

    def needs(self, ground: Ground) -> Iterable[Need]:
        """What must be so for the change, in the order in which it is said what is not."""
        raise NotImplementedError

    def touches(self, ground: Ground) -> Iterable[str]:
        """The ids of the units whose part is another after it; the gate takes back their confirmation."""
        raise NotImplementedError

    def adds(self, form: Form) -> Mapping[str, str]:
        """The ids of the rows that it adds, each with the unit to which it belongs."""
        del form
        return {}

    def takes(self) -> Iterable[Step]:
        """The rows that it takes away, each as the step that it is as a whole."""
        return ()

    def brings(self, ground: Ground) -> Iterable[Step]:  # noqa: ARG002
        """The deleted rows that come back with it, each as the step that it is as a whole."""
        return ()

    def gives(self) -> Mapping[Step, str]:
        """The answers that it gives: the step -> the value."""
        return {}

    @classmethod
    def is_stated(cls) -> bool:
        """Whether the class states what it needs and what it touches."""
        return cls.needs is not Change.needs and cls.touches is not Change.touches


class OfNoPart(Change):
    """A change that leaves every unit's part as it is."""

    def touches(self, ground: Ground) -> Iterable[str]:
        """Nothing."""
        del ground
        return ()


class NeedsNothing(Change):
    """A change for everybody who is in the application, and with `from_outside` for everybody."""

    def needs(self, ground: Ground) -> Iterable[Need]:
        """Nothing."""
        del ground
        return ()


class Managing(Change):
    """A change for whoever may manage the application."""

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to manage."""
        yield ground.may("manage")


class ManagingTeam(Managing):
    """A change of how several fill in a form together; there is none in a form of one person."""

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to manage, and a form for several."""
        yield from super().needs(ground)
        yield Need(ground.form.has_team, "refuse.one_person")


class OfNoApplication(OfNoPart):
    """A change of what is kept of the person alone, not of an application."""

    application: str = ""
    from_outside = True
    lasting = None
