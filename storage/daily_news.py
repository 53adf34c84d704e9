"""Which applications are to be looked through today, and what is new in them.

Works inside the caller's transaction; knows neither what is said nor at which hour.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dialogs.application.application import SIGN_OFF
from dialogs.engine.daily_notices import News, Work
from storage.statements import Statements

# What others did since: the answers of each unit in rows that are still there, and how many of these rows they began.
# Of what the lead was told at once nothing is among them, nor of what a unit did before it confirmed its part.
_NOT_TOLD = "coalesce(change_set, 0) NOT IN (SELECT id FROM change_set WHERE application = ?1 AND told = 1)"
_CONFIRMED = "FROM history WHERE application = ?1 AND row = done.unit AND field = ?4 AND value = 'confirmed'"
_ANSWERS = f"""
WITH fresh AS (SELECT DISTINCT unit, row, field FROM history AS done
    WHERE application = ?1 AND id > ?2 AND person != ?3 AND field != ?4 AND {_NOT_TOLD}
    AND id > coalesce((SELECT max(id) {_CONFIRMED}), 0))
SELECT unit, count(*), count(DISTINCT CASE WHEN row != '' AND (
    SELECT id > ?2 AND person != ?3 FROM history WHERE application = ?1 AND row = fresh.row ORDER BY id LIMIT 1
) THEN row END)
FROM fresh WHERE row = '' OR EXISTS (SELECT 1 FROM instance WHERE application = ?1 AND row = fresh.row) GROUP BY unit
"""  # noqa: S608
_DROPPED = f"""
SELECT unit, count(DISTINCT row) FROM bin AS done
WHERE application = ?1 AND at > ?2 AND person != ?3 AND {_NOT_TOLD} AND at > coalesce((SELECT max(at) {_CONFIRMED}), '')
GROUP BY unit
"""  # noqa: S608


def due(sql: Statements, since: datetime) -> list[str]:
    """The ids of the applications not looked through since then, of those with a deadline or several people."""
    several = "EXISTS (SELECT 1 FROM member WHERE application = id AND role NOT IN ('lead', 'gone'))"
    found = sql.all(
        "SELECT id FROM application LEFT JOIN reminded ON application = id"  # noqa: S608
        f" WHERE coalesce(at, '') < ? AND (deadline IS NOT NULL OR {several})",
        since.isoformat(),
    )
    return [id_ for (id_,) in found]


def claim(sql: Statements, application: str, since: datetime, now: datetime) -> News | None:
    """What is new in an application since it was last looked through, which it is with this call.

    None where it was looked through after `since` already, or is gone.
    """
    found = sql.one(
        "SELECT coalesce(at, ''), coalesce(seen, 0) FROM application LEFT JOIN reminded ON application = id"
        " WHERE id = ?",
        application,
    )
    if found is None or found[0] >= since.isoformat():
        return None
    at, seen = found
    lead = sql.one("SELECT person FROM member WHERE application = ? AND role = 'lead'", application)
    sql.run(
        "INSERT OR REPLACE INTO reminded (application, at, seen)"
        " SELECT ?1, ?2, coalesce(max(id), ?3) FROM history WHERE application = ?1 AND id > ?3",
        application,
        now.isoformat(),
        seen,
    )
    return _news(sql, application, lead[0] if lead else "", at, seen)


def _news(sql: Statements, application: str, lead: str, at: str, seen: int) -> News:
    def rows(select: str, *params: object) -> list[Any]:
        return sql.all(select, application, *params)

    work = {
        unit: Work(unit=unit, answers=count, added=added) for unit, count, added in rows(_ANSWERS, seen, lead, SIGN_OFF)
    }
    for unit, count in rows(_DROPPED, at, lead, SIGN_OFF):
        work[unit] = work.get(unit, Work(unit=unit)).model_copy(update={"dropped": count})
    return News(since=datetime.fromisoformat(at) if at else None, work=tuple(work.values()))
