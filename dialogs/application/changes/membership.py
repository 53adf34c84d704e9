"""Changes of who is in an application, and of how a person is reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dialogs.application.changes.change import (
    Ground,
    Managing,
    ManagingTeam,
    Need,
    NeedsNothing,
    OfNoApplication,
    OfNoPart,
)
from dialogs.application.leading import asked_to_lead, leads_again
from dialogs.application.team import Role, leads
from dialogs.form.model import LEAD_UNIT


class NamePerson(OfNoPart, NeedsNothing):
    """Says how the others see the person who acts."""

    name: str
    lasting = None


class Mute(OfNoPart, NeedsNothing):
    """Says whether the person who acts gets reminders."""

    muted: bool
    lasting = None


class Invite(OfNoPart, ManagingTeam):
    """Adds an invitation, by a token (in a link) or a code (to be typed)."""

    invitation: str
    unit: str
    role: Role
    uses: int
    expires: datetime
    token: str
    code: str
    lasting = "invitation"


class Revoke(OfNoPart, Managing):
    """Revokes an invitation: nobody can come in with it any more."""

    invitation: str
    lasting = "invitation"


class OfferLead(OfNoPart, ManagingTeam):
    """Asks another member to lead instead, in place of anybody who was asked before."""

    person: str
    lasting = "handover"


class DropOffer(OfNoPart):
    """Nobody is asked to lead instead any more."""

    lasting = "handover"

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to manage, unless it is oneself who was asked."""
        if not asked_to_lead(ground.team, ground.person):
            yield ground.may("manage")


class HandOver(OfNoPart):
    """Makes the person who acts the lead; whoever led is again what they were in the lead unit, or a member of it."""

    person: str
    lasting = "handover"

    def needs(self, ground: Ground) -> Iterable[Need]:
        """To be asked by whoever leads, or to have led until a short while ago."""
        own = self.person == ground.person
        asked = asked_to_lead(ground.team, self.person) or leads_again(ground.team, self.person, ground.now)
        yield Need(own and asked, "refuse.may_not_lead")


class DropMember(OfNoPart):
    """Takes a person out of one unit; what they wrote stays."""

    person: str
    unit: str
    lasting = "member"

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to manage, unless it is oneself.

        The lead cannot go, even one who has only just been made it; whoever can take the lead back is not sent away.
        """
        yield Need(self.person not in leads(ground.team) or self.unit != LEAD_UNIT, "refuse.lead_stays")
        if self.person != ground.person:
            yield ground.may("manage")
            yield Need(not leads_again(ground.team, self.person, ground.now), "refuse.may_lead_again")


class Join(OfNoPart):
    """Makes the person who acts a member, as the invitation says, and uses it once."""

    invitation: str
    name: str
    from_outside = True
    lasting = "member"

    def needs(self, ground: Ground) -> Iterable[Need]:
        """An open invitation into this application."""
        found = ground.repository.invited(self.invitation)
        usable = found is not None and found.application == self.application and found.state(ground.now) == "open"
        yield Need(usable, "refuse.may_not_join")


class NoteAttempt(OfNoApplication, NeedsNothing):
    """Notes that the person who acts tried an invitation in vain."""


class AddLink(OfNoApplication, NeedsNothing):
    """Adds a way to the page for the person who acts, by a token (in a link), or once by a code (to be typed)."""

    token: str
    code: str
    expires: datetime


class LinkIdentities(OfNoApplication):
    """Makes the person who acts one with `person`, whose personal link they came with."""

    person: str
    link: str

    def needs(self, ground: Ground) -> Iterable[Need]:
        """A link that holds, and is that person's."""
        yield Need(ground.repository.lets_in(self.link, ground.now) == self.person, "linking.unknown")
