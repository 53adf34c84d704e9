"""A file of answers as the whole application that it makes, for tests of documents and checks."""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from places import PILOT

from dialogs.answers.kinds import parse, stored
from dialogs.application.application import Answers
from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT, Form, Group

FORM = load((PILOT / "form.toml").read_text("utf-8"))
EXAMPLE: dict[str, Any] = tomllib.loads((PILOT / "example.toml").read_text("utf-8"))
TODAY = date(2023, 12, 20)


def answered(form: Form, given: Mapping[str, Any]) -> Answers:
    """The answers of an application, as the conversation would have taken them; rows are named `table 1`, …"""
    values: dict[tuple[str, str], str] = {}
    rows: dict[str, list[str]] = {}

    def put(group: Group, part: Mapping[str, Any], row: str) -> None:
        for field in group.fields:
            name = field.id.removeprefix(f"{group.id}.")
            if name in part:
                understood = parse(field, str(part[name]), TODAY)
                assert stored(understood), (field.id, part[name], understood)
                values[field.id, row] = stored(understood)

    for section in form.sections:
        put(section, given.get(section.id, {}) if section.each else given, LEAD_UNIT)
        for table in section.tables:
            values[table.id, LEAD_UNIT] = "完成"
            rows[table.id] = [f"{table.id} {number}" for number, _ in enumerate(given.get(table.id, ()), 1)]
            for row, part in zip(rows[table.id], given.get(table.id, ()), strict=True):
                for group in form.repeated[table.id]:
                    put(form.groups[group], part if group == table.id else part.get(group, {}), row)
    return Answers(values, rows)
