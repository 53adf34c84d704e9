"""Changes of who is in an application, and of how a person is reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dialogs.application.changes.change import Ground, Managing, Need, NeedsNothing, OfNoApplication, OfNoPart
from dialogs.application.team import Role, leads
from dialogs.form.model import LEAD_UNIT


class NamePerson(OfNoPart, NeedsNothing):
    """How the others see the person who acts."""

    name: str


class Mute(OfNoPart, NeedsNothing):
    """Whether the person who acts gets reminders."""

    muted: bool


class Invite(OfNoPart, Managing):
    """A way in for somebody, by a token (in a link) or a code (to be typed)."""

    invitation: str
    unit: str
    role: Role
    uses: int
    expires: datetime
    token: str
    code: str


class Revoke(OfNoPart, Managing):
    """Nobody can come in with this invitation any more."""

    invitation: str


class HandOver(OfNoPart, Managing):
    """Another member leads; the one who did is a member of the lead unit from now on."""

    person: str


class DropMember(OfNoPart):
    """A person is no longer in, for one unit; what they wrote stays."""

    person: str
    unit: str

    def needs(self, ground: Ground) -> Iterable[Need]:
        """To manage, but for oneself; whoever leads stays, made the lead while being asked whether to leave too."""
        yield Need(self.person not in leads(ground.team) or self.unit != LEAD_UNIT, "refuse.lead_stays")
        if self.person != ground.person:
            yield ground.may("manage")


class Join(OfNoPart):
    """The person who acts is in, as the invitation says; it has one use less."""

    invitation: str
    name: str
    from_outside = True

    def needs(self, ground: Ground) -> Iterable[Need]:
        """An open invitation into this application."""
        found = ground.repository.invited(self.invitation)
        usable = found is not None and found.application == self.application and found.state(ground.now) == "open"
        yield Need(usable, "refuse.may_not_join")


class NoteAttempt(OfNoApplication, NeedsNothing):
    """The person who acts tried an invitation that was not to be had."""


class AddLink(OfNoApplication, NeedsNothing):
    """A way to the page for the person who acts, by a token (in a link) or once by a code (to be typed)."""

    token: str
    code: str
    expires: datetime


class LinkIdentities(OfNoApplication):
    """The person who acts is from now on one with `person`, whose own link they came with."""

    person: str
    link: str

    def needs(self, ground: Ground) -> Iterable[Need]:
        """A link that holds, of that very person."""
        yield Need(ground.repository.lets_in(self.link, ground.now) == self.person, "linking.unknown")
