"""Conversations of versions up to 0008 -> the stack of screens that they come to; of those up to 0011, what they held.

There each mode held the one to go back to, as `before` or `after`. Works on plain JSON: knows no screen of today.
"""

from __future__ import annotations

from typing import Any

_KINDS = {
    "taking": "downloads",
    "choosing": "application_list",
    "remarks": "comment_list",
    "looking": "comment_screen",
    "uniting": "linking",
}


def stack_of(mode: dict[str, Any]) -> list[dict[str, Any]]:
    """The stack of screens, the topmost last, for the mode of a conversation of that time; empty for the position."""
    own = {key: value for key, value in mode.items() if key not in ("before", "after")}
    back = mode.get("before") or mode.get("after")
    below = stack_of(back) if back else []
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


def held_of(screen: dict[str, Any], application: str | None, person: str) -> list[dict[str, Any]]:
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
