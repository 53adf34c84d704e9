"""Carries out changes of who leads an application."""

from __future__ import annotations

from dialogs.application import changes
from dialogs.form.model import LEAD_UNIT
from storage.applier import Applier

_IS_IN = "application = ?1 AND person = ?2 AND role != 'gone'"


def offer_lead(applier: Applier, change: changes.OfferLead) -> None:
    """Notes whom the lead asks to lead instead, in place of whoever was asked before."""
    applier.sql.run(
        "INSERT OR REPLACE INTO handover (application, giver, taker, at, held) VALUES (?, ?, ?, ?, 0)",
        change.application,
        applier.person,
        change.person,
        applier.now.isoformat(),
    )


def drop_offer(applier: Applier, change: changes.DropOffer) -> None:
    """Deletes that somebody was asked to lead instead."""
    applier.sql.run("DELETE FROM handover WHERE application = ? AND NOT held", change.application)


def hand_over(applier: Applier, change: changes.HandOver) -> None:
    """Makes the person the lead, in the lead unit, and whoever led what they were there before.

    Who led from the beginning, or is in for no other unit, fills in there.
    """
    (led,) = applier.sql.one("SELECT person FROM member WHERE application = ? AND role = 'lead'", change.application)
    elsewhere = applier.sql.all(f"SELECT unit FROM member WHERE {_IS_IN} AND unit != ''", change.application, led)  # noqa: S608
    applier.sql.run(
        "UPDATE member SET role = CASE WHEN before = '' OR before = 'gone' AND NOT ?2 THEN 'member' ELSE before END,"
        " before = '' WHERE application = ?1 AND role = 'lead'",
        change.application,
        bool(elsewhere),
    )
    applier.sql.run(
        "INSERT INTO member (application, person, unit, role, name, joined, before)"  # noqa: S608
        f" SELECT application, person, ?3, 'lead', name, ?4, 'gone' FROM member WHERE {_IS_IN} LIMIT 1"
        " ON CONFLICT DO UPDATE SET before = member.role, role = excluded.role",
        change.application,
        change.person,
        LEAD_UNIT,
        applier.now.isoformat(),
    )
    _note(applier, change, led)
    _sit(applier, change.application, change.person)
    _sit(applier, change.application, led)


def _note(applier: Applier, change: changes.HandOver, led: str) -> None:
    """Notes who handed over to whom. Where the lead was taken back, or came back, what followed has come to an end."""
    applier.sql.run(
        "DELETE FROM handover WHERE application = ?1 AND held AND at >="
        " (SELECT at FROM handover WHERE application = ?1 AND held AND giver = ?2)",
        change.application,
        change.person,
    )
    asked = applier.sql.run(
        "DELETE FROM handover WHERE application = ? AND NOT held AND taker = ?", change.application, change.person
    )
    applier.sql.run("DELETE FROM handover WHERE application = ? AND NOT held", change.application)
    if asked.rowcount:
        applier.sql.run(
            "INSERT OR REPLACE INTO handover (application, giver, taker, at, held) VALUES (?, ?, ?, ?, 1)",
            change.application,
            led,
            change.person,
            applier.now.isoformat(),
        )


def _sit(applier: Applier, application: str, person: str) -> None:
    """Who has the application open goes on in the lead unit if they are in that, else for the unit they came for."""
    applier.sql.run(
        "UPDATE conversation SET state = json_set(state, '$.unit',"  # noqa: S608
        f" (SELECT unit FROM member WHERE {_IS_IN} ORDER BY unit != '', joined LIMIT 1))"
        " WHERE application = ?1 AND person = ?2",
        application,
        person,
    )
