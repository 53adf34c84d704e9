"""Everything that a turn of the conversation may read.

Knows nothing of how it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from dialogs.answers.value import Value
from dialogs.application.application import Application, Step
from dialogs.application.team import Invitation, Member, Team
from dialogs.form.model import Form


class Summary(Value):
    """An application as a list of them shows it, for one unit of a person."""

    id: str
    unit: str
    unit_name: str  # "" for the lead unit
    form: str  # Form.key
    name: str
    changed: datetime


class Repository(Protocol):
    """Everything that a turn of the conversation may read; who may read what is the turn's to decide."""

    forms: Mapping[str, Form]

    def application(self, application: str, scope: str | None = None) -> Application | None:
        """An application by its id, as a whole or the part of one unit."""

    def team(self, application: str) -> Team:
        """The people of an application."""

    def member(self, application: str, person: str, unit: str) -> Member | None:
        """A person in one unit of an application, None where they are not, or no longer, in it."""

    def invitation(self, secret: str) -> Invitation | None:
        """The invitation whose token or code this is, whatever has become of it."""

    def invited(self, invitation: str) -> Invitation | None:
        """An invitation by its id."""

    def own_link(self, token: str) -> str:
        """The id of somebody's own link with this token, whether there is such a one or not."""

    def lets_in(self, link: str, now: datetime) -> str | None:
        """The person whose own link this is, None where it does not hold."""

    def attempts(self, person: str, since: datetime) -> int:
        """How often a person has tried an invitation that was not to be had."""

    def applications(self, person: str) -> Sequence[Summary]:
        """The applications of a person, the last changed first."""

    def holds(self, person: str) -> int:
        """How many applications a person has, those of forms that are no longer served included."""

    def given(self, application: str, person: str, ref: str) -> Step | None:
        """The step to which a person's message, by the channel's id, gave its answer or a piece of it."""
