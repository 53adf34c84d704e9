"""The answers in a table, many rows at once, for the table view; a turn reads them a row at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from dialogs.form.model import Group
from storage.statements import Statements


def cells(  # noqa: PLR0913, PLR0917 - the table, and which of its rows
    sql: Statements, application: str, table: Group, unit: str | None, since: int | None, rows: Sequence[str] | None
) -> Mapping[str, Mapping[str, str]]:
    """What is answered in a table: the row's id -> the column's id -> the value. Takes as long as the rows are many.

    Args:
        sql: The database.
        application: Its id.
        table: The table.
        unit: Only the rows of this unit.
        since: Only the rows of which something was changed after this change, empty ones too.
        rows: Only these rows, by their ids.
    """
    own = "SELECT row FROM instance WHERE application = ? AND grp = ?"
    of: list[str | int] = [application, table.id]
    found: dict[str, dict[str, str]] = {}
    if unit is not None:
        own += " AND unit = ?"
        of.append(unit)
    if rows is not None:
        own += " AND row IN (SELECT value FROM json_each(?))"
        of.append(json.dumps(rows))
    if since is not None:
        own += " AND row IN (SELECT row FROM history WHERE application = ? AND id > ?)"
        of += [application, since]
        found = {row: {} for (row,) in sql.all(own, *of)}
    columns = [column.id for column in table.fields]
    answered = (
        f"SELECT row, field, value FROM answer WHERE application = ? AND row IN ({own})"  # noqa: S608 - only ? come in
        f" AND field IN ({', '.join('?' * len(columns))})"
    )
    for row, field, value in sql.all(answered, application, *of, *columns):
        found.setdefault(row, {})[field] = value
    return found
