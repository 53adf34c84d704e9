"""What stands at one row, or at none: the groups that are answered there, and the answers, each read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dialogs.application.application import OLD
from storage.statements import Statements

SHORT = 200  # characters up to which answers are read with all others at their row
IS_OLD = f"instr(doubts, '{OLD}') > 0"  # as in the index of these


class Instance(NamedTuple):
    """A group as it is answered at one row."""

    group: str
    unit: str
    position: int
    missing: int
    parent: str


class Kept(NamedTuple):
    """An answer as it is read with all others at its row; of a longer text without the value."""

    field: str
    han: int
    ref: str
    is_old: bool
    value: str | None


def instances(sql: Statements, application: str, row: str) -> Mapping[str, Instance]:
    """The groups that are answered at a row, by their ids."""
    at = "SELECT grp, unit, position, missing, parent FROM instance WHERE application = ? AND row = ?"
    return sql.made(_instances, at, application, row)


def answers(sql: Statements, application: str, row: str) -> Mapping[str, Kept]:
    """All that is answered at a row, by field."""
    return sql.made(
        _answers,
        f"SELECT field, han, ref, {IS_OLD}, CASE WHEN length(value) <= {SHORT} THEN value END FROM answer"  # noqa: S608
        " WHERE application = ? AND row = ?",
        application,
        row,
    )


def _instances(lines: Sequence[Any]) -> Mapping[str, Instance]:
    return {line[0]: Instance(*line) for line in lines}


def _answers(lines: Sequence[Any]) -> Mapping[str, Kept]:
    return {line[0]: Kept(*line) for line in lines}
