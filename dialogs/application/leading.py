"""Who may lead from now on: whoever was asked to, or led until a short while ago.

Knows nothing of how that is asked or kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.application.team import Handover, Team, leads

TAKEN_BACK = timedelta(days=7)  # how long whoever led can lead again


def asked_to_lead(team: Team, person: str) -> bool:
    """Whether whoever leads has asked a person, who is in, to lead instead."""
    asked = offer(team)
    there = any(member.person == person for member in team.members())
    return there and asked is not None and asked.taker == person


def offer(team: Team) -> Handover | None:
    """Whom whoever leads has asked to lead instead, None for nobody."""
    return next((one for one in team.handovers() if not one.held and one.giver in leads(team)), None)


def leads_until(team: Team, person: str, now: datetime) -> datetime | None:
    """Until when a person who is in, and handed over a short while ago, can take the lead back; None for not at all."""
    there = any(member.person == person for member in team.members()) and person not in leads(team)
    ends = [one.at + TAKEN_BACK for one in team.handovers() if one.held and one.giver == person] if there else []
    return next((end for end in ends if now < end), None)


def can_be_taken_back(team: Team, now: datetime) -> bool:
    """Whether somebody who led before can take the lead back."""
    return any(leads_again(team, one.giver, now) for one in team.handovers())


def leads_again(team: Team, person: str, now: datetime) -> bool:
    """Whether a person can take the lead back."""
    return leads_until(team, person, now) is not None
