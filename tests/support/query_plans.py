"""How SQLite means to find what a statement asks for."""

from __future__ import annotations

import re

from storage.store import Store

# A walk through all answers, rows, pieces or changes of an application.
WHOLE = re.compile(r"SEARCH (answer|instance|draft_part|history|now) .*\(application=\?\)$")


def plan(store: Store, sql: str, params: object) -> list[str]:
    if not sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
        return []
    found = store.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", params or ())
    return [detail for *_, detail in found]
