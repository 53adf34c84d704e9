"""What every change is carried out with: the database, the forms, who acts, and when.

Works inside the caller's transaction; knows no change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dialogs.form.model import Form
from storage.statements import Statements
from storage.stored_application import StoredApplication

ABOUT = "SELECT form, version FROM application WHERE id = ?"  # one statement for both, as a turn needs both


@dataclass(frozen=True)
class Applier:
    """What a change is carried out with, in the name of one person at one time."""

    sql: Statements
    forms: Mapping[str, Form]
    person: str
    now: datetime

    def form(self, application: str) -> Form:
        """The form of an application, by the application's id."""
        return self.forms[self.sql.one(ABOUT, application)[0]]

    def application(self, application: str) -> StoredApplication:
        """An application as it is now, by its id."""
        return StoredApplication(self.sql, application, self.form(application))
