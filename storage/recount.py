"""Counts from the answers what is missing: at one row after an answer, or in a whole application whose form changed.

Works inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from dialogs.application import journey
from dialogs.application.branches import ROWS, in_row, summand
from dialogs.form.carrying import losses
from dialogs.form.model import NO_ROW, Form, Group
from dialogs.form.shelf import Shelf
from storage.statements import Statements
from storage.stored_application import MILLION, StoredApplication

_BELOW = (
    "UPDATE instance SET below = found FROM (SELECT row AS r, grp AS g, coalesce((SELECT sum(missing) FROM beneath"
    " WHERE beneath.application = ?1 AND beneath.row = instance.row AND around = instance.grp AND NOT shut), 0)"
    " AS found FROM instance WHERE application = ?1)"
    " WHERE application = ?1 AND row = r AND grp = g AND below != found"
)
LARGEST = 10**12  # of what a cell adds to a sum; one beyond it counts as open


def recount(sql: Statements, application: StoredApplication, group: str, row: str) -> None:
    """Writes how much is missing and how much closed in one group at one row, and what its cells add to sums.

    A section that is repeated, and closed at this row, is not there; one that has opened is there again. Of a table
    that is closed at this row it is noted, and none of its rows is looked at.
    """
    found = application.form.groups[group]
    if not found.has_rows and found.each and application.form.is_by_row(found):
        _open_or_close(sql, application, found, row)
    if group in application.form.shutting:
        _shut(sql, application, found, row)
    sql.run(
        "UPDATE instance SET missing = ?, closed = ? WHERE application = ? AND row = ? AND grp = ?",
        journey.missing(application, found, row),
        journey.closed(application, found, row),
        application.id,
        row,
        group,
    )
    _sum(sql, application, group, row)


def _open_or_close(sql: Statements, application: StoredApplication, section: Group, row: str) -> None:
    at = (application.id, row)
    if in_row(application).is_open(section.id, row):
        sql.run(
            "INSERT OR IGNORE INTO instance (application, grp, row, position, unit, missing) SELECT application, ?,"
            " row, position, unit, 0 FROM instance WHERE application = ? AND row = ? AND grp = ?",
            section.id,
            *at,
            application.form.rows_of(section),
        )
    else:
        sql.run("DELETE FROM instance WHERE application = ? AND row = ? AND grp = ?", *at, section.id)


def _shut(sql: Statements, application: StoredApplication, group: Group, row: str) -> None:
    """Notes which of the tables in a group are closed at a row, with all that stand in these."""
    branches = in_row(application)
    for table in group.tables:
        shut, at = not branches.is_open(table.id, row), (application.id, row)
        for within in table.groups:
            sql.run(
                "UPDATE beneath SET shut = ?3 WHERE application = ?1 AND row = ?2 AND grp = ?4 AND shut != ?3",
                *at,
                shut,
                within.id,
            )
            for column in _summands(application.form, within.id):
                sql.run(
                    "UPDATE total SET shut = ?3 WHERE application = ?1 AND parent = ?2 AND field = ?4 AND shut != ?3",
                    *at,
                    shut,
                    column,
                )


def _summands(form: Form, group: str) -> Sequence[str]:
    """The columns of a table that are summed, and what stands for its rows where these are counted."""
    own = [column for column in sorted(form.summed) if form.home[column] == group]
    return [*own, *([f"{group}{ROWS}"] if group in form.counted else [])]


def _sum(sql: Statements, application: StoredApplication, group: str, row: str) -> None:
    """Writes what the cells of a row add to sums, where there is such a row."""
    branches = in_row(application)
    for column in _summands(application.form, group):
        if application.owner(row) is not None:
            amount = summand(branches, column, row)
            sql.run(
                "INSERT INTO summand VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET amount = excluded.amount",
                application.id,
                row,
                column,
                None if amount is None or abs(amount) >= LARGEST else int(amount * MILLION),
                application.parent(row),
            )


def refresh(sql: Statements, forms: Shelf) -> set[str]:
    """Carries applications over to their form as it is now, where that loses nothing; returns the digests in use.

    One whose form has lost something since, or is served no longer, goes on with the form that it was begun on.
    """
    for id_, key, digest in sql.all("SELECT id, form, digest FROM application"):
        now, begun = forms.get(key), forms.kept.get(digest)
        if now and digest != now.digest and (begun is None or not losses(begun, now)):
            count_anew(sql, StoredApplication(sql, id_, now))
    return {digest for (digest,) in sql.all("SELECT DISTINCT digest FROM application")}


def count_anew(sql: Statements, application: StoredApplication) -> None:
    """Counts a whole application, for the form that it has now."""
    form = application.form
    sql.run("DELETE FROM summand WHERE application = ?", application.id)
    instances = set(sql.all("SELECT grp, row FROM instance WHERE application = ?", application.id))
    wanted = _wanted(sql, application)
    for group, row in instances - wanted.keys():
        sql.run("DELETE FROM instance WHERE application = ? AND row = ? AND grp = ?", application.id, row, group)
    for (group, row), (position, parent) in wanted.items():
        if (group, row) not in instances:
            sql.run(
                "INSERT INTO instance (application, grp, row, position, parent, missing) VALUES (?, ?, ?, ?, ?, 0)",
                application.id,
                group,
                row,
                position,
                parent,
            )
    for table in form.tables:
        around = "UPDATE instance SET around = ? WHERE application = ? AND grp = ? AND parent != '' AND around != ?1"
        sql.run(around, form.around[table], application.id, table)
        for outer, inner in pairwise(form.path(table)):
            at = "UPDATE beneath SET around = ? WHERE application = ? AND grp = ? AND around != ?1 AND row IN"
            of = " (SELECT row FROM instance WHERE application = ?2 AND grp = ?4)"
            sql.run(at + of, form.around[inner], application.id, table, outer)
    depth = {table: len(form.path(table)) for table in form.tables}
    for group, row in sorted(wanted, key=lambda at: -depth.get(form.answered_at(at[0]), 0) if at[1] else 1):
        recount(sql, application, group, row)  # what is asked once, or at rows with others, may depend on sums
    sql.run(_BELOW, application.id)
    _refresh_owners(sql, application)
    sql.run("DELETE FROM progress WHERE application = ? AND rows = 0", application.id)
    sql.run("UPDATE application SET form = ?, digest = ? WHERE id = ?", form.key, form.digest, application.id)


def _wanted(sql: Statements, application: StoredApplication) -> Mapping[tuple[str, str], tuple[int, str]]:
    """The groups with the rows at which they are answered, each with the row's position and parent."""
    form = application.form
    wanted = {(group, NO_ROW): (0, NO_ROW) for group in form.groups_alone()}
    rows: dict[str, list[str]] = {"": [NO_ROW]}
    for table in sorted(form.tables, key=lambda table: len(form.path(table))):
        of = "SELECT row, position, parent FROM instance WHERE application = ? AND grp = ?"
        places = sql.all(of, application.id, table)
        if table in form.fixed:
            parents = rows[form.parent_of(table)]
            places = [(row, at, one) for one in parents for at, row in enumerate(form.fixed_at(table, one), 1)]
        rows[table] = [row for row, *_ in places]
        wanted |= {(group, row): (at, parent) for row, at, parent in places for group in form.repeated[table]}
    return wanted


def _refresh_owners(sql: Statements, application: StoredApplication) -> None:
    """Gives each unit's own row to itself, and a group that is new to a row to the unit that has the row's others."""
    for table in ("instance", "history"):
        sql.run(
            f"UPDATE {table} SET unit = row WHERE application = ? AND unit != row AND row IN"  # noqa: S608
            " (SELECT row FROM instance WHERE application = ? AND grp = ?)",
            application.id,
            application.id,
            application.form.units.group,
        )
    sql.run(
        "UPDATE instance SET unit = owner FROM (SELECT row AS r, max(unit) AS owner FROM instance"
        " WHERE application = ?1 GROUP BY row) WHERE application = ?1 AND row = r AND unit != owner",
        application.id,
    )
