"""Slow work that waits or is under way, in the table `job`.

Works inside the caller's transaction.
"""

from __future__ import annotations

from typing import get_args

from dialogs.answers.value import Value
from dialogs.application.changes import JobKind
from storage.statements import Statements


class Job(Value):
    """Work that waits to be done beside the conversation."""

    id: str
    application: str
    person: str
    kind: JobKind
    argument: str


class WaitingJobs:
    """The table `job`."""

    def __init__(self, sql: Statements) -> None:
        self._sql = sql

    def all(self) -> list[Job]:
        """The jobs that wait."""
        found = self._sql.all("SELECT id, application, person, kind, argument FROM job")
        found = [line for line in found if line[3] in get_args(JobKind)]
        return [Job.model_validate(dict(zip(Job.model_fields, line, strict=True))) for line in found]

    def asked_for(self, job: str, name: str) -> None:
        """Notes under which of the person's names a job was asked for. It replaces the same one that waits."""
        self._sql.run("UPDATE job SET person = ? WHERE id = ?", name, job)
        self._sql.run(
            "DELETE FROM job WHERE id != ?1 AND NOT begun AND (person, application, kind, argument) ="
            " (SELECT person, application, kind, argument FROM job WHERE id = ?1)",
            job,
        )

    def names(self, file: str) -> bool:
        """Whether a job that waits, or is under way, is about a file that was handed in, by its name."""
        return bool(self._sql.all("SELECT 1 FROM job WHERE kind = 'read' AND instr(argument, ?)", file))

    def begin(self, job: str) -> bool:
        """Notes that a job is under way; returns whether it is still wanted."""
        return bool(self._sql.run("UPDATE job SET begun = 1 WHERE id = ?", job).rowcount)

    def finish(self, job: str) -> str | None:
        """Deletes a job; returns the name under which it was asked for, None where its application is gone."""
        found = self._sql.all("DELETE FROM job WHERE id = ? RETURNING person", job)
        return str(found[0][0]) if found else None
