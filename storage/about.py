"""What is known of an application without looking into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from storage.statements import Statements

NEWEST = 2**63 - 1  # above every id
_ABOUT = (
    "SELECT form, digest, version,"  # noqa: S608
    f" coalesce((SELECT id FROM history WHERE application = ?1 AND id < {NEWEST} ORDER BY id DESC LIMIT 1), 0),"
    " EXISTS (SELECT 1 FROM sign_off WHERE application = ?1), EXISTS (SELECT 1 FROM comment WHERE application = ?1)"
    " FROM application WHERE id = ?1 AND deleted IS NULL"
)


class About(NamedTuple):
    """What one statement reads of an application, as a turn needs all of it."""

    form: str  # the key
    digest: str
    version: int
    newest: int  # the id of its newest change, 0 before any
    has_sign_offs: int  # 1 where a unit has said something of its part
    has_comments: int  # 1 where there are comments


def about(sql: Statements, application: str) -> About | None:
    """What is known of an application by its id, None where there is none."""
    (found,) = sql.made(_read, _ABOUT, application)
    return found


def _read(lines: Sequence[Any]) -> tuple[About | None]:
    return (About(*lines[0]) if lines else None,)
