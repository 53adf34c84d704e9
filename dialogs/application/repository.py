"""Everything that a turn of the conversation may read.

Knows nothing of how it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from dialogs.answers.value import Value
from dialogs.application.application import Application, Step
from dialogs.application.change_set import ChangeSet, UnderWay
from dialogs.application.team import Invitation, Team
from dialogs.form.shelf import Shelf


class Summary(Value):
    """One entry in the list of a person's applications; one for each unit in which they are."""

    id: str
    unit: str
    unit_name: str  # "" for the lead unit
    form: str  # Form.key
    name: str
    changed: datetime
    digest: str  # of the form
    title: str  # of the form


MOST_ROWS = 2_000  # of one table, where nobody has set another number


class Repository(Protocol):
    """Everything that a turn of the conversation may read; who may read what is the turn's to decide."""

    @property
    def forms(self) -> Shelf:
        """The forms that begin applications, and those of earlier ones."""

    most_rows: int  # that one table may have

    def application(self, application: str, scope: str | None = None) -> Application | None:
        """An application by its id: the whole, or with `scope` the part of that unit. None where there is none."""

    def version(self, application: str) -> int:
        """How often anything of an application was changed; -1 where there is none."""

    def last_changes(self, application: str, person: str, *, undo: bool) -> ChangeSet | None:
        """What a person changed last in an application and can take back; None for nothing.

        Without `undo`, what took it back, where they have changed nothing since.
        """

    def change_set(self, application: str, change_set: int, rows: Sequence[str] | None = None) -> ChangeSet | None:
        """What was changed together, by its id; None where there is no such set, or it is forgotten.

        With `rows` what of it stands at these alone.
        """

    def under_way(self, application: str, person: str) -> Sequence[UnderWay]:
        """The sets of a person in an application with which jobs go on."""

    def team(self, application: str) -> Team:
        """The people of an application, by its id."""

    def invitation(self, secret: str) -> Invitation | None:
        """The invitation with this token or code, whether or not it still holds; None where there is none."""

    def invited(self, invitation: str) -> Invitation | None:
        """An invitation by its id, None where there is none."""

    def own_link(self, token: str) -> str:
        """The id that a personal link with this token has, or would have."""

    def lets_in(self, link: str, now: datetime) -> str | None:
        """The person whose personal link this is, by its id; None where it does not hold."""

    def attempts(self, person: str, since: datetime) -> int:
        """How often a person has tried invitations in vain since then."""

    def all_attempts(self, count: int, since: datetime) -> bool:
        """Whether all persons together have tried invitations in vain so often since then."""

    def applications(self, person: str) -> Sequence[Summary]:
        """The applications of a person, the last changed first."""

    def deleted(self, person: str, now: datetime) -> Sequence[Summary]:
        """The applications that a person has deleted and can bring back, the last deleted first; `changed` is when."""

    def holds(self, person: str) -> int:
        """How many applications a person has, also of forms that are no longer served."""

    def unnamed(self, application: str, names: Sequence[str]) -> Sequence[str]:
        """Those of the names of pictures that nothing kept of an application has in it. Walks through all of it."""

    def given(self, application: str, person: str, ref: str) -> Step | None:
        """The step that a person's message with this ref answered, or of which it is a draft part; None for none."""
