"""Long texts that are not answers yet: what each person has sent of one, and who has begun one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from dialogs.application.application import Step, Unfinished
from dialogs.application.draft_parts import DraftParts
from dialogs.application.team import can
from storage.statements import Statements
from storage.stored_team import StoredTeam

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def at(sql: Statements, application: str, step: Step) -> Mapping[str, DraftParts]:
    """The draft parts at a step, by the person whose they are; who began first first."""
    in_order = "SELECT * FROM draft_part WHERE application = ? AND row = ? AND field = ? ORDER BY person, id"
    by_person = (
        "SELECT min(id), person, json_group_array(text), json_group_array(ref), min(at), max(at)"  # noqa: S608
        f" FROM ({in_order}) AS sent GROUP BY person"  # sorted by SQLite, the texts would be copied twice
    )
    return sql.made(_by_person, by_person, application, step.row, step.item)


def unfinished(
    sql: Statements, application: str, parts: Mapping[str, DraftParts], answered: str, owner: str | None
) -> Iterator[Unfinished]:
    """Those of the texts at a step that are not its answer; `owner` is the unit whose the step is."""
    for person, sent in parts.items():
        if sent.text not in ("", answered):
            seats = (one for one in StoredTeam(sql, application).members() if one.person == person)
            # They may have left, or the row may have gone to another unit.
            times = (sent.since or _LONG_AGO, sent.until or _LONG_AGO)
            yield Unfinished(person, sent.text, *times, any(can(one, "answer", owner) for one in seats))


def begun(sql: Statements, application: str) -> Mapping[Step, Sequence[str]]:
    """The persons who have written something at a step, whoever began first first."""
    of_all = (
        "SELECT row, field, person FROM draft_part WHERE application = ? AND octet_length(text) > 0"
        " GROUP BY row, field, person ORDER BY min(id)"
    )
    return sql.made(_by_step, of_all, application)


def _by_person(lines: Sequence[tuple[Any, ...]]) -> Mapping[str, DraftParts]:
    return {
        person: DraftParts(json.loads(texts), json.loads(refs), *(at and datetime.fromisoformat(at) for at in times))
        for _, person, texts, refs, *times in sorted(lines)
    }


def _by_step(lines: Sequence[Sequence[str]]) -> Mapping[Step, Sequence[str]]:
    found: dict[Step, list[str]] = {}
    for row, field, person in lines:
        found.setdefault(Step(item=field, row=row), []).append(person)
    return found
