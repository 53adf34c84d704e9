"""Everything the service keeps: applications, conversations, the inbox, the outbox and the jobs.

Works inside the caller's transaction. Knows the values of dialogs, no channel and no document.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError
from sqlite_utils import Database

from dialogs.application.application import Step
from dialogs.application.changes import Change, JobKind
from dialogs.application.repository import Summary
from dialogs.application.team import Invitation, Member
from dialogs.form.model import LEAD, Form, Value
from dialogs.turn.conversation import Asking, Conversation, Joining, Linking
from dialogs.turn.messages import Reply, paths
from storage import stored_team
from storage.applier import Writer, recount
from storage.apply import apply
from storage.linked_identities import LinkedIdentities
from storage.page import PageStore
from storage.secret import hashed
from storage.stored_application import StoredApplication

log = logging.getLogger(__name__)
_REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
DAY = timedelta(days=1)
REMEMBERED = timedelta(days=30)  # how long an event's id is known; Telegram redelivers for a day
RESTORABLE = timedelta(days=30)  # how long a deleted row can be brought back


class Job(Value):
    """Work waiting to be done beside the conversation."""

    id: str
    application: str
    person: str
    kind: JobKind
    argument: str


class Posted(Value):
    """A reply that waits to be delivered."""

    id: int
    person: str
    reply: Reply
    tries: int


class Store:
    """Implements `dialogs.application.repository.Desk`, and the queues around it."""

    def __init__(self, db: Database, forms: Mapping[str, Form]) -> None:
        self.db = db
        self.forms = forms
        self.page = PageStore(db)
        self.linked_identities = LinkedIdentities(db)

    def _all(self, sql: str, *params: object) -> list[Any]:
        rows: list[Any] = self.db.execute(sql, params).fetchall()
        return rows

    def application(self, application: str, scope: str | None = None) -> StoredApplication | None:
        """See Desk. An application of a form that is no longer served is not found."""
        found = self._all("SELECT form FROM application WHERE id = ?", application)
        if not found or found[0][0] not in self.forms:
            return None
        return StoredApplication(self.db, application, self.forms[found[0][0]], scope)

    def team(self, application: str) -> stored_team.StoredTeam:
        """See Desk."""
        return stored_team.StoredTeam(self.db, application)

    def member(self, application: str, person: str, unit: str) -> Member | None:
        """See Desk."""
        where = "application = ? AND person = ? AND unit = ? AND role != 'gone'"
        found = self._all(f"{stored_team.MEMBER} WHERE {where}", application, person, unit)
        return stored_team.member(found[0]) if found else None

    def invitation(self, secret: str) -> Invitation | None:
        """See Desk."""
        found = self._all(f"{stored_team.INVITATION} WHERE token = ?1 OR code = ?1", hashed(secret))
        return stored_team.invitation(found[0]) if found else None

    def invited(self, invitation: str) -> Invitation | None:
        """See Desk."""
        found = self._all(f"{stored_team.INVITATION} WHERE id = ?", invitation)
        return stored_team.invitation(found[0]) if found else None

    def own_link(self, token: str) -> str:
        """See Desk."""
        return hashed(token)

    def lets_in(self, link: str, now: datetime) -> str | None:
        """See Desk."""
        return self.page.link(link, now)

    def attempts(self, person: str, since: datetime) -> int:
        """See Desk."""
        found = self._all("SELECT count(*) FROM attempt WHERE person = ? AND at >= ?", person, since.isoformat())
        return int(found[0][0])

    def applications(self, person: str) -> Sequence[Summary]:
        """See Desk."""
        form_of = {key: {"name": form.name_field, "unit": form.units.name} for key, form in self.forms.items()}
        found = self._all(
            "SELECT application.id, member.unit, coalesce(own.value, ''), form, coalesce(named.value, ''), changed"
            " FROM member JOIN application ON application.id = member.application"
            " LEFT JOIN answer AS named ON named.application = application.id AND named.row = ?"
            " AND named.field = ?2 ->> form ->> 'name'"
            " LEFT JOIN answer AS own ON own.application = application.id AND own.row = member.unit"
            " AND own.field = ?2 ->> form ->> 'unit'"
            " WHERE member.person = ? AND role != 'gone' ORDER BY changed DESC, joined DESC",
            LEAD,
            json.dumps(form_of),
            person,
        )
        names = list(Summary.model_fields)
        return [Summary.model_validate(dict(zip(names, line, strict=True))) for line in found if line[3] in self.forms]

    def holds(self, person: str) -> int:
        """See Desk."""
        found = self._all("SELECT count(DISTINCT application) FROM member WHERE person = ? AND role != 'gone'", person)
        return int(found[0][0])

    def given(self, application: str, person: str, ref: str) -> Step | None:
        """See Desk."""
        for table in ("answer", "piece"):
            found = self._all(
                f"SELECT field, row FROM {table}"  # noqa: S608
                " WHERE application = ? AND person = ? AND ref = ? AND ref != ''",
                application,
                person,
                ref,
            )
            if found:
                return Step(item=found[0][0], row=found[0][1])
        return None

    def conversation(self, person: str) -> Conversation:
        """The conversation of a person, a new one where nothing is stored."""
        found = self._all(
            "SELECT state, application.id, form FROM conversation LEFT JOIN application ON application.id = application"
            " WHERE person = ?",
            person,
        )
        if not found:
            return Conversation(person=person)
        state, application, form = found[0]
        # An application whose form is no longer served is not at hand, like one that is gone.
        return _conversation(state).model_copy(update={"application": application if form in self.forms else None})

    def apply(self, conversation: Conversation, changes: Sequence[Change], now: datetime) -> None:
        """Carries out a turn's changes and keeps the conversation."""
        writer = Writer(self.db, self.forms, conversation.person, now)
        for change in changes:
            apply(writer, change)
        self.keep(conversation)

    def keep(self, conversation: Conversation) -> None:
        """Keeps the conversation as it is now; before consent only of somebody who came by a link."""
        if not conversation.consented and not isinstance(conversation.mode, Joining | Linking):
            self.db.execute("DELETE FROM conversation WHERE person = ?", [conversation.person])
            return
        self.db.execute(
            "INSERT INTO conversation (person, application, state) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
            " SET application = excluded.application, state = excluded.state",
            [conversation.person, conversation.application, conversation.model_dump_json(exclude={"application"})],
        )

    def accept(self, event: str, now: datetime) -> bool:
        """Whether this event is new; from now on it is not."""
        return bool(
            self.db.execute("INSERT OR IGNORE INTO inbox (id, at) VALUES (?, ?)", [event, now.isoformat()]).rowcount
        )

    def forget(self, now: datetime) -> None:
        """Drops the ids of events that can no longer come again, and what can no longer be brought back."""
        for table, kept in (("inbox", REMEMBERED), ("deleted", RESTORABLE), ("attempt", DAY)):
            self.db.execute(f"DELETE FROM {table} WHERE at < ?", [(now - kept).isoformat()])  # noqa: S608

    def post(self, person: str, reply: Reply) -> None:
        """Puts a reply into the outbox."""
        self.db.execute("INSERT INTO outbox (person, reply) VALUES (?, ?)", [person, _REPLY.dump_json(reply).decode()])

    def waiting(self, channel: str) -> list[str]:
        """The persons of a channel for whom replies wait."""
        return [
            person
            for (person,) in self._all(
                "SELECT DISTINCT person FROM outbox WHERE person >= ? AND person < ?",
                f"{channel}:",
                f"{channel};",
            )
        ]

    def posted(self, person: str) -> Posted | None:
        """The first reply that waits for a person."""
        query = "SELECT id, reply, tries FROM outbox WHERE person = ? ORDER BY id LIMIT 1"
        while found := self._all(query, person):
            id_, reply, tries = found[0]
            if read := self._reply(id_, reply):
                return Posted(id=id_, person=person, reply=read, tries=tries)
        return None

    def _reply(self, posted: int, reply: str) -> Reply | None:
        """A reply as it was kept; one that this program cannot read is dropped, lest it hold up all after it."""
        try:
            return _REPLY.validate_json(reply)
        except ValidationError:
            log.error("reply %s cannot be read and is dropped", posted)  # noqa: TRY400 - the error quotes the reply
            self.delivered(posted)
            return None

    def files(self) -> list[str]:
        """The files that waiting replies and kept messages hand over."""
        replies = self._all("SELECT id, reply FROM outbox WHERE reply LIKE '%\"path%'")
        read = [self._reply(id_, reply) for id_, reply in replies]
        return [*(path for reply in read if reply for path in paths(reply)), *self.page.files()]

    def has_application(self, application: str) -> bool:
        """Whether there is such an application."""
        return bool(self._all("SELECT 1 FROM application WHERE id = ?", application))

    def changed(self, application: str) -> str:
        """When an application was last changed; "" where there is none."""
        found = self._all("SELECT changed FROM application WHERE id = ?", application)
        return str(found[0][0]) if found else ""

    def delivered(self, posted: int) -> None:
        """The reply has arrived, or was given up."""
        self.db.execute("DELETE FROM outbox WHERE id = ?", [posted])

    def tried(self, posted: int) -> None:
        """One more try to deliver has failed."""
        self.db.execute("UPDATE outbox SET tries = tries + 1 WHERE id = ?", [posted])

    def jobs(self) -> list[Job]:
        """The work that waits."""
        found = self._all("SELECT id, application, person, kind, argument FROM job")
        found = [line for line in found if line[3] in get_args(JobKind)]
        return [Job.model_validate(dict(zip(Job.model_fields, line, strict=True))) for line in found]

    def asked_for(self, job: str, name: str) -> None:
        """The job was asked for under this name of the person."""
        self.db.execute("UPDATE job SET person = ? WHERE id = ?", [name, job])

    def finish(self, job: str) -> str | None:
        """The job is done; the name under which it was asked for, None where its application is gone."""
        found = self._all("DELETE FROM job WHERE id = ? RETURNING person", job)
        return str(found[0][0]) if found else None

    def refresh(self) -> None:
        """Counts again what is missing in applications whose form has changed since; costs only these."""
        for id_, form, digest in self._all("SELECT id, form, digest FROM application"):
            if form in self.forms and digest != self.forms[form].digest:
                self._refresh(StoredApplication(self.db, id_, self.forms[form]))

    def _refresh(self, application: StoredApplication) -> None:
        form = application.form
        records = set(self._all("SELECT grp, row FROM record WHERE application = ?", application.id))
        wanted = {(group, LEAD): 0 for group in form.groups_alone()}
        for table in form.tables:
            rows = self._all(
                "SELECT row, position FROM record WHERE application = ? AND grp = ?", application.id, table
            )
            wanted |= {(group, row): position for row, position in rows for group in form.repeated[table]}
        for group, row in records - wanted.keys():
            self.db.execute(
                "DELETE FROM record WHERE application = ? AND row = ? AND grp = ?", [application.id, row, group]
            )
        for (group, row), position in wanted.items():
            if (group, row) not in records:
                self.db.execute(
                    "INSERT INTO record (application, grp, row, position, missing) VALUES (?, ?, ?, ?, 0)",
                    [application.id, group, row, position],
                )
            recount(self.db, application, group, row)
        self._refresh_owners(application)
        self.db.execute("DELETE FROM tally WHERE application = ? AND rows = 0", [application.id])
        self.db.execute("UPDATE application SET digest = ? WHERE id = ?", [form.digest, application.id])

    def _refresh_owners(self, application: StoredApplication) -> None:
        """A unit's row is its own; a group that is new to a row belongs to whoever has the others."""
        for table in ("record", "history"):
            self.db.execute(
                f"UPDATE {table} SET unit = row WHERE application = ? AND unit != row AND row IN"  # noqa: S608
                " (SELECT row FROM record WHERE application = ? AND grp = ?)",
                [application.id, application.id, application.form.units.table],
            )
        self.db.execute(
            "UPDATE record SET unit = owner FROM (SELECT row AS r, max(unit) AS owner FROM record"
            " WHERE application = ?1 GROUP BY row) WHERE application = ?1 AND row = r AND unit != owner",
            [application.id],
        )


def _conversation(state: str) -> Conversation:
    """A conversation as it was kept; where this program no longer knows its mode, that is left."""
    try:
        return Conversation.model_validate_json(state)
    except ValidationError:
        kept = json.loads(state)
        known = {key: value for key, value in kept.items() if key in Conversation.model_fields}
        # Another turn: the buttons still to be seen belong to the mode that is left.
        return Conversation.model_validate({**known, "mode": Asking(), "turn": kept.get("turn", 0) + 1})
