"""Who takes part in an application, and who may do what in it.

`can` is the one place where that is decided. Knows nothing of how members are kept, invited or asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol

from dialogs.answers.value import Value
from dialogs.application.application import Application, Step
from dialogs.form.model import LEAD_UNIT

MOST = 100  # joint units looked at one by one

Role = Literal[
    "lead",  # everything; there is always exactly one for each application
    "member",  # fills in what belongs to the own unit
    "reviewer",  # a viewer who was asked to review
    "viewer",  # reads and takes files
    "gone",  # was in once; kept for the name beside what they wrote
]
Action = Literal[
    "read",
    "answer",  # answers, and rows of tables
    "confirm",  # that the unit's part is right
    "review",  # to send something back with a comment
    "export",  # the whole as a file
    "manage",  # the list of units, members, deadline, deleting the application
]

_ANYWHERE: dict[Role, frozenset[Action]] = {
    "lead": frozenset({"read", "answer", "review", "export", "manage"}),
    "member": frozenset(),
    "reviewer": frozenset({"read", "review", "export"}),
    "viewer": frozenset({"read", "export"}),
    "gone": frozenset(),
}
_OWN: frozenset[Action] = frozenset({"read", "answer", "confirm"})


class Member(Value):
    """One person in one unit of one application; `unit` is LEAD_UNIT or the id of a row of joint units."""

    application: str
    person: str
    unit: str
    role: Role
    name: str = ""  # how the others see them
    muted: bool = False  # wants no reminders


def can(member: Member | None, action: Action, owner: str | None = None) -> bool:
    """Whether a member may do something with what belongs to unit `owner`; None is the application as a whole.

    None for `member` is a person who is not in the application, and may nothing.
    """
    if member is None:
        return False
    own = member.role == "member" and owner == member.unit and action in _OWN
    return own or action in _ANYWHERE[member.role]


class Invitation(Value):
    """A link and a code that let somebody in. Neither is kept, only what they are hashed to."""

    id: str
    application: str
    unit: str
    role: Role
    person: str  # who invited
    created: datetime
    expires: datetime
    uses: int  # how many more may come with it
    revoked: bool = False

    def state(self, now: datetime) -> Literal["open", "used", "expired", "revoked"]:
        """Whether it holds (`open`), or why it does not."""
        if self.revoked:
            return "revoked"
        if self.uses < 1:
            return "used"
        return "open" if now < self.expires else "expired"


class SignOff(Value):
    """What was said of a unit's part: that it is confirmed, or that the lead goes without its confirmation."""

    unit: str
    kind: Literal["confirmed", "waived"]
    person: str
    at: datetime


class Comment(Value):
    """A comment: what is to be corrected in an answer or, with a table's id, in a row; or a reply to one."""

    id: int
    step: Step
    person: str
    at: datetime
    text: str
    about: int | None  # the comment to which this is the reply
    state: Literal["open", "answered", "mended", "closed"]


class Final(NamedTuple):
    """The last finished document that was given out: its version, when, and the newest change that it has."""

    version: int
    at: datetime
    newest: int


class Handover(NamedTuple):
    """Whom the lead asked to lead instead; or, once it is `held`, who handed the lead over to whom, and when."""

    giver: str
    taker: str
    at: datetime
    held: bool


class AtWork(NamedTuple):
    """Which step a person was last asked who changed something a short while ago."""

    person: str
    step: Step


class BinnedRow(Value):
    """A row that was deleted and can still be brought back."""

    id: int
    table: str
    row: str
    unit: str  # whose it was
    person: str
    at: datetime
    cells: Mapping[str, str]  # what stood in it, by its columns
    people: tuple[str, ...]  # who was in for it, where it was a unit
    parent: str = ""  # the row to which it belonged
    along: tuple[str, ...] = ()  # the rows that were deleted with it: of a unit, or below it


class Team(Protocol):
    """The people of one application, and what they have said of its parts."""

    def members(self) -> Sequence[Member]:
        """Everybody who is in, the lead first, then by unit in the order in which they joined."""

    def asleep(self) -> Sequence[str]:
        """The persons who are in it again when it is restored, as it was deleted."""

    def at_work(self, since: datetime) -> Sequence[AtWork]:
        """The steps that those who fill something in were last asked, of whoever changed something since then."""

    def active(self, member: Member) -> datetime | None:
        """When a member last changed something, None for never."""

    def name(self, person: str) -> str:
        """How the others see a person, also one who has left; "" where no name is known."""

    def invitations(self) -> Sequence[Invitation]:
        """The invitations that are neither revoked nor used up, the newest first."""

    def sign_off(self, unit: str) -> SignOff | None:
        """What was said of a unit's part, None where nothing was or it no longer holds."""

    def comments(self, step: Step | None, unit: str | None) -> Sequence[Comment]:
        """The comments and replies on a step, or (for None) all open comments; of one unit, or (for None) of all.

        Those on a row that was deleted are left out, unless it is brought back.
        """

    def discussed(self, unit: str | None) -> Sequence[Comment]:
        """The comments that are open or answered, without replies; of one unit, or (for None) of all."""

    def settled(self, unit: str | None) -> Sequence[Comment]:
        """The comments that were mended or closed, without replies; of one unit, or (for None) of all."""

    def lost(self, rows: Collection[str]) -> Sequence[Comment]:
        """The open comments on rows that were deleted, of these."""

    def bin(self, table: str, unit: str | None, start: int, count: int, parent: str = "") -> Sequence[BinnedRow]:
        """At most `count` deleted rows of a table, of those of one parent, from the `start`th on, counted from 1.

        The last deleted comes first.

        Those of one unit, or (for None) of all.
        """

    def restorable(self, binned: int) -> BinnedRow | None:
        """A deleted row by its id in the bin, None where it is back or forgotten."""

    def final(self) -> Final | None:
        """The last finished document that was given out, None for none."""

    def handovers(self) -> Sequence[Handover]:
        """Who is asked to lead instead, and the last time that each of those who led handed that over."""

    def nudged(self, unit: str) -> datetime | None:
        """When the lead last asked a unit to make haste, None for never."""

    def ever_peopled(self) -> Collection[str]:
        """The joint units of which somebody is or was invited to fill in the part, unless that was revoked unused."""

    def deadline(self) -> date | None:
        """The day until when the units are to be ready, None for none."""


def member(team: Team, person: str, unit: str) -> Member | None:
    """A person in one unit, None where they are not in it, or no longer."""
    return next((found for found in team.members() if (found.person, found.unit) == (person, unit)), None)


def leads(team: Team) -> list[str]:
    """The persons who lead."""
    return [member.person for member in team.members() if member.role == "lead"]


def of_unit(team: Team, unit: str) -> list[str]:
    """The persons who fill in a unit's part; in the lead unit the lead too."""
    return [m.person for m in team.members() if m.unit == unit and m.role in ("member", "lead")]


def answerable(team: Team, unit: str) -> list[str]:
    """The persons who are to deal with what is said of a unit's part: its own, or the lead where it has none."""
    return of_unit(team, unit) or leads(team)


def peopled(team: Team, without: Member | None = None) -> tuple[str, ...]:
    """The joint units that have somebody of their own to fill in their part, who is in or invited; one left out.

    An invitation counts until it is used up or revoked, also once it has expired.
    """
    units = [one.unit for one in team.members() if one.role == "member" and one != without]
    units += [one.unit for one in team.invitations() if one.role == "member"]
    return tuple(unit for unit in dict.fromkeys(units) if unit != LEAD_UNIT)


def unconfirmed(application: Application, team: Team) -> list[str]:
    """The joint units that are to confirm their part and of which nothing was said yet."""
    return _silent_units(application, team, peopled(team))


def deserted(application: Application, team: Team) -> list[str]:
    """The joint units of which everybody has gone, and nothing was said: their part is the lead's."""
    return _silent_units(application, team, {*team.ever_peopled()} - {*peopled(team)})


def deserts(team: Team, member: Member) -> bool:
    """Whether a joint unit that has not confirmed its part has nobody left to fill it in without this member."""
    there = member.role == "member" and member.unit != LEAD_UNIT
    return there and member.unit not in peopled(team, member) and team.sign_off(member.unit) is None


def _silent_units(application: Application, team: Team, units: Collection[str]) -> list[str]:
    rows = application.rows(application.form.units.group, 1, MOST) if units else ()
    return [row.id for row in rows if row.id in units and team.sign_off(row.id) is None]


def silent(members: Sequence[Member]) -> set[str]:
    """The persons who want no reminders; said for one unit, it holds for all that a person is in."""
    return {member.person for member in members if member.muted}
