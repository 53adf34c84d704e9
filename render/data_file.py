"""Answers -> JSON, in the shape of a file of answers. Knows no form by name.

Fields by their ids, tables as lists of rows, and in each row the sections repeated for it; a section that each unit
fills in stands at the top for the lead unit. What is open is left out, and what was skipped is "". Values are those
that are stored: a day is 2023-12-20.
"""

from __future__ import annotations

import json
from typing import IO, Any

from dialogs.application.application import Answers
from dialogs.form.model import LEAD_UNIT, NO_ROW, Form, Group


def write(form: Form, answers: Answers, file: IO[bytes]) -> None:
    """Writes the form's key and title, and the `answers`."""
    said = {"form": form.key, "title": form.title, "answers": data(form, answers)}
    file.write((json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())


def data(form: Form, answers: Answers) -> dict[str, Any]:
    """All answers as plain values."""
    found: dict[str, Any] = {}
    for section in form.sections:
        if not section.each:
            found |= _place(form, answers, section, NO_ROW)
        elif LEAD_UNIT in answers.instances(form, section):
            found[section.id] = _place(form, answers, section, LEAD_UNIT)
    return found


def _place(form: Form, answers: Answers, group: Group, row: str) -> dict[str, Any]:
    """What is answered in a group at one row."""
    values = ((field.id.rpartition(".")[2], answers.get(field.id, row)) for field in group.fields)
    found: dict[str, Any] = {name: value for name, value in values if value is not None}
    for table in group.tables:
        found[table.id] = [_row(form, answers, table, one) for one in answers.rows_at(table.id, row)]
    return found


def _row(form: Form, answers: Answers, table: Group, row: str) -> dict[str, Any]:
    repeated = (s for s in form.sections if s.each and form.rows_of(s) == table.id)
    own = {s.id: _place(form, answers, s, row) for s in repeated if row in answers.instances(form, s)}
    return _place(form, answers, table, row) | own
