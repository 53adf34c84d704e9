"""Conversations as versions up to 0011 kept them -> as the next ones do; what of a migration is no SQL.

Up to 0008 each mode held the one to go back to, as `before` or `after`; up to 0011 a screen held what waited for a yes.
Works on plain JSON: knows no screen of today.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlite_utils import Database

_KINDS = {
    "taking": "downloads",
    "choosing": "application_list",
    "remarks": "comment_list",
    "looking": "comment_screen",
    "uniting": "linking",
}


def _stack_of(mode: dict[str, Any]) -> list[dict[str, Any]]:
    """The stack of screens, the topmost last, for the mode of a conversation of that time; empty for the position."""
    own = {key: value for key, value in mode.items() if key not in ("before", "after")}
    back = mode.get("before") or mode.get("after")
    below = _stack_of(back) if back else []
    screen = {**own, "kind": _KINDS.get(own["kind"], own["kind"]), **_place(own["kind"], own, back or {})}
    is_position = own["kind"] == "asking" and not any(own.get(key) for key in ("step", "within", "other"))
    return below if is_position else [*below, screen]


def _place(kind: str, own: dict[str, Any], back: dict[str, Any]) -> dict[str, Any]:
    """The table and the row that a mode was about, where only the mode to go back to named them."""
    if kind == "assigning":
        return {"table": back["table"], "row": back.get("row") or ""}
    if kind == "restoring":
        return {"table": back["table"]}
    if kind == "confirming":
        of_row = bool(own.get("row")) and back.get("kind") == "browsing"
        return {"table": back["table"], "row": own["row"]} if of_row else {"table": "", "row": ""}
    return {}


_CHANGES = {
    frozenset({"step", "value", "han", "ref"}): "PutAnswer",
    frozenset({"step"}): "DropAnswer",
    frozenset({"step", "last"}): "DropDraftParts",
    frozenset({"step", "text", "ref"}): "AddDraftPart",
    frozenset({"table", "row", "unit"}): "AddRow",
}


def _held_of(screen: dict[str, Any], application: str | None, person: str) -> list[dict[str, Any]]:
    """What a screen held until somebody said yes, as changes with their kinds; it is left with the id of that."""
    if screen.get("kind") == "conflict":
        changes = screen.pop("changes")
        screen["held"] = f"conflict {person}"
        return [{"kind": _CHANGES[frozenset(change) - {"application"}], **change} for change in changes]
    if screen.get("kind") == "confirming":
        table, row = screen.pop("table"), screen.pop("row")
        screen["held"] = f"drop {row} {person}"
        drop = {"kind": "DropRow", "table": table, "row": row} if row else {"kind": "DropApplication"}
        return [{**drop, "application": application}]
    return []


def _to_stacks(db: Database) -> None:
    for person, _, kept in _conversations(db):
        kept["screens"] = _stack_of(kept.pop("mode", {"kind": "asking"}))
        _keep(db, person, kept)


def _to_shown(db: Database) -> None:
    """What was shown last was known by four values of the conversation."""
    for person, application, kept in _conversations(db):
        kept["shown"] = {
            **{new: kept.pop(old) for new, old in _SHOWN.items() if old in kept},
            "application": application,
            "unit": kept.get("unit", ""),
            "screen": (kept["screens"] or [None])[-1],
        }
        _keep(db, person, kept)


def _to_held(db: Database) -> None:
    for person, application, kept in _conversations(db):
        shown = kept.get("shown", {})
        for screen in (*kept["screens"], shown.get("screen") or {}):
            changes = _held_of(screen, application, person)
            if changes and application:
                held = [person, screen["held"], application, shown.get("seen", -1), json.dumps(changes)]
                waits = "INSERT OR IGNORE INTO held SELECT ?1, ?2, id, changed, ?4, ?5 FROM application WHERE id = ?3"
                db.execute(waits, held)
        _keep(db, person, kept)


_SHOWN = {"number": "turn", "step": "asked", "seen": "seen", "returned": "returned"}


def _conversations(db: Database) -> list[tuple[str, str | None, dict[str, Any]]]:
    lines = db.execute("SELECT person, application, state FROM conversation").fetchall()
    return [(person, application, json.loads(state)) for person, application, state in lines]


def _keep(db: Database, person: str, kept: dict[str, Any]) -> None:
    db.execute("UPDATE conversation SET state = ? WHERE person = ?", [json.dumps(kept, ensure_ascii=False), person])


BEFORE: Mapping[str, Callable[[Database], None]] = {"0009_screens": _to_stacks, "0011_questions": _to_shown}
"""What is to be done before the statements of a migration, by its name."""

AFTER: Mapping[str, Callable[[Database], None]] = {"0012_held": _to_held}
"""What is to be done after them."""
