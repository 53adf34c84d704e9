"""Carries out changes of who is in an application, and of what they say of its parts.

A token or code is never kept, only its hash.
"""

from __future__ import annotations

from dialogs.application import changes
from dialogs.application.application import SIGN_OFF
from storage.applier import Applier
from storage.linked_identities import LinkedIdentities
from storage.page_sessions import PageSessions
from storage.secret import hashed


def name_person(applier: Applier, change: changes.NamePerson) -> None:
    """Writes the person's name in every unit of the application."""
    applier.sql.run(
        "UPDATE member SET name = ? WHERE application = ? AND person = ?",
        change.name,
        change.application,
        applier.person,
    )


def invite(applier: Applier, change: changes.Invite) -> None:
    """Adds an invitation."""
    applier.sql.run(
        "INSERT INTO invitation (id, application, unit, role, person, created, expires, uses, token, code)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        change.invitation,
        change.application,
        change.unit,
        change.role,
        applier.person,
        applier.now.isoformat(),
        change.expires.isoformat(),
        change.uses,
        hashed(change.token),
        hashed(change.code),
    )


def revoke(applier: Applier, change: changes.Revoke) -> None:
    """Marks an invitation as revoked. It stays, so that whoever comes with it is told what has become of it."""
    applier.sql.run(
        "UPDATE invitation SET revoked = 1 WHERE id = ? AND application = ?", change.invitation, change.application
    )


def join(applier: Applier, change: changes.Join) -> None:
    """Makes the person a member as the invitation says, also one who had left, and takes one of its uses."""
    applier.sql.run(
        "INSERT INTO member (application, person, unit, role, name, joined)"
        " SELECT application, ?1, unit, role, ?2, ?3 FROM invitation WHERE id = ?4 AND application = ?5"
        " ON CONFLICT DO UPDATE SET role = excluded.role, name = excluded.name, joined = excluded.joined",
        applier.person,
        change.name,
        applier.now.isoformat(),
        change.invitation,
        change.application,
    )
    applier.sql.run("UPDATE invitation SET uses = uses - 1 WHERE id = ?", change.invitation)
    name_person(applier, changes.NamePerson(application=change.application, name=change.name))


def note_attempt(applier: Applier, change: changes.NoteAttempt) -> None:
    """Notes that the person tried an invitation in vain, and when."""
    del change
    applier.sql.run("INSERT INTO attempt (person, at) VALUES (?, ?)", applier.person, applier.now.isoformat())


def add_link(applier: Applier, change: changes.AddLink) -> None:
    """Adds a personal link to the page, and a code that does the same."""
    page = PageSessions(applier.sql)
    page.add_link(hashed(change.token), applier.person, change.expires, short=False)
    page.add_link(hashed(change.code), applier.person, change.expires, short=True)


def link_identities(applier: Applier, change: changes.LinkIdentities) -> None:
    """Gives everything of the person who acts to `change.person`, and uses the link up."""
    PageSessions(applier.sql).take_link(change.link, applier.now)
    LinkedIdentities(applier.sql).link_identities(applier.person, change.person)


def drop_member(applier: Applier, change: changes.DropMember) -> None:
    """Marks a member as gone, with the time if they left by themselves. Their name is kept for what they wrote.

    Their draft parts are kept too, for when they come back; until then these count for nobody.
    """
    applier.sql.run(
        "UPDATE member SET role = 'gone', ended = ? WHERE application = ? AND person = ? AND unit = ?",
        applier.now.isoformat() if change.person == applier.person else None,
        change.application,
        change.person,
        change.unit,
    )


def put_sign_off(applier: Applier, change: changes.PutSignOff) -> None:
    """Writes what was said of a unit's part, in place of what was said before."""
    applier.sql.run(
        "INSERT INTO sign_off (application, unit, kind, person, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET kind = excluded.kind, person = excluded.person, at = excluded.at",
        change.application,
        change.unit,
        change.kind,
        applier.person,
        applier.now.isoformat(),
    )
    note_sign_off(applier, change.application, change.unit, change.kind)


def drop_sign_off(applier: Applier, change: changes.DropSignOff) -> None:
    """Deletes what was said of a unit's part."""
    at = (change.application, change.unit)
    if applier.sql.run("DELETE FROM sign_off WHERE application = ? AND unit = ?", *at).rowcount:
        note_sign_off(applier, change.application, change.unit, None)


def note_sign_off(applier: Applier, application: str, unit: str, kind: str | None) -> None:
    """A line of history: what is said of a unit's part from now on, None for nothing."""
    applier.sql.run(
        "INSERT INTO history (application, row, field, unit, person, at, value, change_set)"
        " VALUES (?1, ?2, ?3, ?2, ?4, ?5, ?6, ?7)",
        application,
        unit,
        SIGN_OFF,
        applier.person,
        applier.now.isoformat(),
        kind,
        applier.open.get(application),
    )


def nudge(applier: Applier, change: changes.Nudge) -> None:
    """Writes that a unit was asked to make haste now."""
    at = applier.now.isoformat()
    applier.sql.run(
        "INSERT OR REPLACE INTO nudge (application, unit, at) VALUES (?, ?, ?)", change.application, change.unit, at
    )


def put_comment(applier: Applier, change: changes.PutComment) -> None:
    """Adds a comment, or with `about` a reply to one."""
    applier.sql.run(
        "INSERT INTO comment (application, row, item, person, at, text, about) VALUES (?, ?, ?, ?, ?, ?, ?)",
        change.application,
        change.step.row,
        change.step.item,
        applier.person,
        applier.now.isoformat(),
        change.text,
        change.about,
    )


def settle_comment(applier: Applier, change: changes.SettleComment) -> None:
    """Writes what has become of a comment."""
    applier.sql.run(
        "UPDATE comment SET state = ? WHERE id = ? AND application = ?",
        change.state,
        change.comment,
        change.application,
    )


def set_deadline(applier: Applier, change: changes.SetDeadline) -> None:
    """Writes the deadline, or deletes it where there is no day."""
    day = change.day.isoformat() if change.day else None
    applier.sql.run("UPDATE application SET deadline = ? WHERE id = ?", day, change.application)


def mute(applier: Applier, change: changes.Mute) -> None:
    """Writes whether the person gets reminders, in every unit of the application."""
    applier.sql.run(
        "UPDATE member SET muted = ? WHERE application = ? AND person = ?",
        change.muted,
        change.application,
        applier.person,
    )
