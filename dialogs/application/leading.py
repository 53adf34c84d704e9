"""Who may lead from now on: whoever was asked to, or led until a short while ago.

Knows nothing of how that is asked or kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.application.team import Team, leads

TAKEN_BACK = timedelta(days=7)  # how long whoever led can lead again


def asked_to_lead(team: Team, person: str) -> bool:
    """Whether whoever leads has asked a person, who is in, to lead instead."""
    asked = team.handover()
    there = any(member.person == person for member in team.members())
    return there and asked is not None and not asked.held and asked.taker == person and asked.giver in leads(team)


def leads_again(team: Team, person: str, now: datetime) -> bool:
    """Whether a person who is in, and has handed over a short while ago, can take the lead back."""
    held = team.handover()
    there = any(member.person == person for member in team.members())
    recent = held is not None and held.held and now < held.at + TAKEN_BACK
    return bool(there and recent and held and held.giver == person and held.taker in leads(team))
