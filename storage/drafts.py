"""Long texts that are not answers yet: what each person has sent of one, and who has begun one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from dialogs.application.application import DraftPart, Step, Unfinished
from dialogs.application.draft_parts import join
from dialogs.application.team import can
from storage.statements import Statements
from storage.stored_team import StoredTeam


def at(sql: Statements, application: str, step: Step) -> Mapping[str, Sequence[DraftPart]]:
    """The draft parts at a step, in their order, by the person whose they are."""
    at_step = "SELECT person, text, ref, at FROM draft_part WHERE application = ? AND row = ? AND field = ? ORDER BY id"
    return sql.made(_by_person, at_step, application, step.row, step.item)


def unfinished(
    sql: Statements, application: str, parts: Mapping[str, Sequence[DraftPart]], answered: str, owner: str | None
) -> Iterator[Unfinished]:
    """Those of the texts at a step that are not its answer; `owner` is the unit whose the step is."""
    for person, sent in parts.items():
        if (text := join(sent)) not in ("", answered):
            times = [part.at for part in sent if part.at] or [datetime.min.replace(tzinfo=UTC)]
            seats = (one for one in StoredTeam(sql, application).members() if one.person == person)
            # They may have left, or the row may have gone to another unit.
            yield Unfinished(person, text, times[0], times[-1], any(can(one, "answer", owner) for one in seats))


def begun(sql: Statements, application: str) -> Mapping[Step, Sequence[str]]:
    """The persons who have written something at a step, whoever began first first."""
    of_all = (
        "SELECT row, field, person FROM draft_part WHERE application = ? AND text != ''"
        " GROUP BY row, field, person ORDER BY min(id)"
    )
    return sql.made(_by_step, of_all, application)


def _by_person(lines: Sequence[Sequence[Any]]) -> Mapping[str, Sequence[DraftPart]]:
    found: dict[str, list[DraftPart]] = {}
    for person, text, ref, sent in lines:
        found.setdefault(person, []).append(DraftPart(text, ref, datetime.fromisoformat(sent) if sent else None))
    return found


def _by_step(lines: Sequence[Sequence[str]]) -> Mapping[Step, Sequence[str]]:
    found: dict[Step, list[str]] = {}
    for row, field, person in lines:
        found.setdefault(Step(item=field, row=row), []).append(person)
    return found
