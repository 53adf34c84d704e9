"""Everything the service keeps: applications, conversations, the inbox, the outbox and the jobs.

Works inside the caller's transaction. Knows the values of dialogs, no channel and no document.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlite_utils import Database

from dialogs.application.application import Step
from dialogs.application.change_set import ChangeSet, UnderWay
from dialogs.application.changes import Change
from dialogs.application.repository import MOST_ROWS, Summary
from dialogs.application.team import Invitation
from dialogs.form.model import NO_ROW, Form
from dialogs.form.shelf import Shelf
from dialogs.turn.conversation import Conversation
from dialogs.turn.held import Held
from storage import stored_team
from storage.about import about
from storage.applier import Applier
from storage.apply import carry_out
from storage.change_sets import ChangeSets
from storage.conversations import Conversations
from storage.held_changes import HeldChanges
from storage.laid_aside import LaidAside
from storage.linked_identities import LinkedIdentities
from storage.outbox import Outbox
from storage.page_log import PageLog
from storage.page_sessions import PageSessions
from storage.questions import Questions
from storage.secret import hashed
from storage.statements import Statements
from storage.stored_application import StoredApplication
from storage.waiting_jobs import WaitingJobs

log = logging.getLogger(__name__)
DAY = timedelta(days=1)
REMEMBERED = timedelta(days=30)  # how long an event's id is known; Telegram redelivers for a day
RESTORABLE = timedelta(days=30)  # how long a change can be taken back, a deleted row too, and a yes be said


class Store:
    """Implements `dialogs.turn.held.Holding`, what a turn may read, and the queues around it."""

    def __init__(self, db: Database, forms: Mapping[str, Form], most_rows: int = MOST_ROWS) -> None:
        """`forms` are those that begin applications, by key; a Shelf has those of earlier ones besides."""
        self.db = db
        self.most_rows = most_rows
        self.sql = Statements(db)
        self.forms = forms if isinstance(forms, Shelf) else Shelf(forms)
        self.outbox = Outbox(self.sql)
        self.laid_aside = LaidAside(self.sql)
        self.waiting_jobs = WaitingJobs(self.sql)
        self.questions = Questions(self.sql)
        self.conversations = Conversations(self.sql, self.forms, self.questions)
        self.held_changes = HeldChanges(self.sql)
        self.page_sessions = PageSessions(self.sql)
        self.page_log = PageLog(self.sql)
        self.linked_identities = LinkedIdentities(self.sql)

    def application(self, application: str, scope: str | None = None) -> StoredApplication | None:
        """See Repository. An application of a form that is nowhere any more is not found."""
        found = about(self.sql, application)
        form = self.forms.of(found.form, found.digest) if found else None
        return StoredApplication(self.sql, application, form, scope) if form else None

    def version(self, application: str) -> int:
        """See Repository."""
        found = about(self.sql, application)
        return found.version if found else -1

    def team(self, application: str) -> stored_team.StoredTeam:
        """See Repository."""
        return stored_team.StoredTeam(self.sql, application)

    def invitation(self, secret: str) -> Invitation | None:
        """See Repository."""
        found = self.sql.all(f"{stored_team.INVITATION} WHERE token = ?1 OR code = ?1", hashed(secret))
        return stored_team.invitation(found[0]) if found else None

    def invited(self, invitation: str) -> Invitation | None:
        """See Repository."""
        found = self.sql.all(f"{stored_team.INVITATION} WHERE id = ?", invitation)
        return stored_team.invitation(found[0]) if found else None

    def held(self, person: str, held: str) -> Held | None:
        """See Holding."""
        return self.held_changes.get(person, held)

    def own_link(self, token: str) -> str:
        """See Repository."""
        return hashed(token)

    def lets_in(self, link: str, now: datetime) -> str | None:
        """See Repository."""
        return self.page_sessions.link(link, now)

    def attempts(self, person: str, since: datetime) -> int:
        """See Repository."""
        found = self.sql.all("SELECT count(*) FROM attempt WHERE person = ? AND at >= ?", person, since.isoformat())
        return int(found[0][0])

    def all_attempts(self, count: int, since: datetime) -> bool:
        """See Repository. Looks at no more than so many, however many there are."""
        found = self.sql.one("SELECT at FROM attempt ORDER BY rowid DESC LIMIT 1 OFFSET ?", count - 1)
        return found is not None and found[0] >= since.isoformat()

    def applications(self, person: str) -> Sequence[Summary]:
        """See Repository."""
        return self._summaries("member.role != 'gone'", "changed", person)

    def deleted(self, person: str, now: datetime) -> Sequence[Summary]:
        """See Repository."""
        since = (now - RESTORABLE).isoformat()
        mine = "deleted >= ?4 AND deleted_by = ?3 AND member.asleep = 'lead'"
        return self._summaries(mine, "deleted", person, since)

    def _summaries(self, where: str, changed: str, person: str, *params: str) -> Sequence[Summary]:
        """What a person is in, for which `where` holds, with the time in the column `changed`, the last first."""
        forms = self.forms.all()
        form_of = {digest: {"name": form.name_field, "unit": form.units.name} for digest, form in forms.items()}
        found = self.sql.all(
            f"SELECT application.id, member.unit, coalesce(own.value, ''), form, coalesce(named.value, ''), {changed},"  # noqa: S608
            " digest"
            " FROM member JOIN application ON application.id = member.application"
            " LEFT JOIN answer AS named ON named.application = application.id AND named.row = ?"
            " AND named.field = ?2 ->> digest ->> 'name'"
            " LEFT JOIN answer AS own ON own.application = application.id AND own.row = member.unit"
            " AND own.field = ?2 ->> digest ->> 'unit'"
            f" WHERE member.person = ?3 AND {where} ORDER BY {changed} DESC, joined DESC",
            NO_ROW,
            json.dumps(form_of),
            person,
            *params,
        )
        names = list(Summary.model_fields)
        known = [(line, forms[line[6]]) for line in found if line[6] in forms]
        return [Summary.model_validate(dict(zip(names, (*line, form.title), strict=True))) for line, form in known]

    def holds(self, person: str) -> int:
        """See Repository."""
        applications = "SELECT count(DISTINCT application) FROM member WHERE person = ? AND role != 'gone'"
        return int(self.sql.one(applications, person)[0])

    def given(self, application: str, person: str, ref: str) -> Step | None:
        """See Repository."""
        by_ref = "SELECT field, row FROM {} WHERE application = ?1 AND person = ?2 AND ref = ?3 AND ref != ''"
        either = " UNION ALL ".join(map(by_ref.format, ("answer", "draft_part")))
        found = self.sql.one(f"{either} LIMIT 1", application, person, ref)
        return Step(item=found[0], row=found[1]) if found else None

    def apply(
        self, person: str, changes: Sequence[Change], now: datetime, bulk: str = "", told: Collection[str] = ()
    ) -> None:
        """Carries out a turn's changes, as one change set or, with the same `bulk`, as part of one.

        Notes when their applications were changed, and the person active in them. `told` are who hears of it at once.
        """
        carry_out(Applier(self.sql, self.forms, person, now), changes, bulk, told)
        at, active = now.isoformat(), "UPDATE member SET active = ? WHERE application = ? AND person = ?"
        for application in {change.application for change in changes if change.application}:
            self.sql.run("UPDATE application SET changed = ?, version = version + 1 WHERE id = ?", at, application)
            self.sql.run(active, at, application, person)

    def _change_sets(self, application: str) -> ChangeSets:
        found = self.application(application)
        if found is None:
            raise LookupError(application)
        return ChangeSets(self.sql, application, found.form)

    def last_changes(self, application: str, person: str, *, undo: bool) -> ChangeSet | None:
        """See Repository."""
        return self._change_sets(application).last(person, undo=undo)

    def change_set(self, application: str, change_set: int, rows: Sequence[str] | None = None) -> ChangeSet | None:
        """See Repository."""
        return self._change_sets(application).get(change_set, rows)

    def under_way(self, application: str, person: str) -> Sequence[UnderWay]:
        """See Repository."""
        return self._change_sets(application).under_way(person)

    def accept(self, event: str, now: datetime) -> bool:
        """Notes the id of an event; returns False where it was noted before."""
        return bool(self.sql.run("INSERT OR IGNORE INTO inbox (id, at) VALUES (?, ?)", event, now.isoformat()).rowcount)

    def forget(self, now: datetime) -> None:
        """Deletes what is too old: ids of events, what was touched, what waits for a yes, attempts."""
        self.questions.forget_old()
        for table, kept in (("inbox", REMEMBERED), ("held", RESTORABLE), ("attempt", DAY)):
            self.sql.run(f"DELETE FROM {table} WHERE at < ?", (now - kept).isoformat())  # noqa: S608
        self._erase(now)
        old = "DELETE FROM touched WHERE change_set <= (SELECT max(id) FROM change_set WHERE at < ?)"
        self.sql.run(old, (now - RESTORABLE).isoformat())

    def _erase(self, now: datetime) -> None:
        """Deletes the applications that nobody can bring back any more; and whoever deleted them and holds nothing."""
        since = (now - RESTORABLE).isoformat()
        persons = self.sql.all("SELECT DISTINCT deleted_by FROM application WHERE deleted < ?", since)
        self.sql.run("DELETE FROM application WHERE deleted < ?", since)
        for (person,) in persons:
            if not self.holds(person) and not self.deleted(person, now):
                self.conversations.keep(Conversation(person=person))
                for kept in (self.page_sessions, self.page_log, self.outbox):
                    kept.forget(person)
                self.linked_identities.drop(person)

    def files(self) -> list[str]:
        """The paths of the files that waiting replies and kept messages hand over."""
        return [*self.outbox.files(), *self.page_log.files()]

    def unnamed(self, application: str, names: Sequence[str]) -> list[str]:
        """See Repository."""
        texts = (
            "SELECT value AS text FROM history WHERE application = ?1"
            " UNION ALL SELECT text FROM draft_part WHERE application = ?1"
            " UNION ALL SELECT before FROM touched WHERE application = ?1"
            " UNION ALL SELECT changes || text FROM held WHERE application = ?1"
            " UNION ALL SELECT state FROM conversation WHERE application = ?1"
        )
        found = self.sql.all(
            "SELECT name.value FROM json_each(?2) AS name"  # noqa: S608
            f" WHERE NOT EXISTS (SELECT 1 FROM ({texts}) WHERE instr(text, name.value))",
            application,
            json.dumps(list(names)),
        )
        return [str(name) for (name,) in found]

    def gone(self, applications: Sequence[str]) -> list[str]:
        """Those of these ids of which there is no application."""
        found = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM application)"
        return [id_ for (id_,) in self.sql.all(found, json.dumps(applications))]

    def bytes_of(self, application: str) -> int:
        """How much an application takes up, about. Walks through all of it."""
        found = self.sql.one(
            "SELECT (SELECT coalesce(sum(octet_length(value)), 0) FROM history WHERE application = ?1)"
            " + (SELECT coalesce(sum(octet_length(content)), 0) FROM message WHERE application = ?1)"
            " + (SELECT coalesce(sum(octet_length(text)), 0) FROM draft_part WHERE application = ?1)"
            " + (SELECT coalesce(sum(octet_length(before)), 0) FROM touched WHERE application = ?1)",
            application,
        )
        return int(found[0])
