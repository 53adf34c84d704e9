"""A table of the form as a table: what stands in its cells, as JSON; and what is asked before rows are deleted.

Changes come back as events, as everything does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web import parent_rows
from bot.web.inputs import MOST_CELLS
from bot.web.sessions import at_hand
from bot.web.site import Site, looking
from dialogs.answers import kinds
from dialogs.application.application import Row, Step
from dialogs.application.journey import asked, rows_of
from dialogs.form.model import NO_ROW, Field, Group
from dialogs.screens import row_menu
from dialogs.texts import say
from dialogs.turn.row_deletion import questions
from dialogs.turn.turn import Turn
from storage.page_sessions import Session
from storage.store import Store

BUTTONS = {"add", "up", "down", "drop", "as_it_is", "mine", "theirs"}  # of those of the chat
WEIGHT = 200  # rows of a table that count as much as another look at it
PLACES = {name: f"{{{name}}}" for name in ("number", "label", "title", "count", "example")}
"""What the browser puts in where a sentence says it."""
WORDS = ("title", "number", "cell", "note", "row", "new_row", "row_before", "row_after", "row_done", "example", "old")


class Shown(NamedTuple):
    """A table as it is shown: its rows, or those of one row of another table."""

    table: Group
    parent: str = NO_ROW

    def rows(self, turn: Turn, most: int | None = None) -> Sequence[Row]:
        """The first rows, or all of them."""
        count = self.count(turn) if most is None else most
        return turn.application.rows(self.table.id, 1, count, self.parent)

    def count(self, turn: Turn) -> int:
        """How many rows there are."""
        return rows_of(turn.application, self.table.id, self.parent).rows


def words() -> dict[str, str]:
    """What the table's view says in the browser, by its codes."""
    own = {name: say(f"table_view.{name}", **PLACES) for name in (*WORDS, "down_fill", "drop_rows")}
    return own | {name: say(f"button.{name}") for name in BUTTONS}


@looking
async def table(site: Site, request: Request, session: Session) -> Response:
    """A table: the one that is named, or that which is asked in the chat, or the `last` that was looked at.

    Of one whose rows belong to rows of another those of one `parent`: as named, or asked, or the first.

    With `since`, the newest change that the browser has seen, only the rows that were changed after that; their order
    only if it is another than `order`. With `first` only so many rows, where there are `more`, unless one of these is
    asked in the chat: a browser that opens a table shows them, and fetches all of it then.
    """
    query = request.query_params

    def read(store: Store) -> dict[str, Any]:
        turn = at_hand(store, session.person)
        there = parent_rows.tables(turn) if turn else {}
        if turn is None or not there:
            return {"application": "", "nothing": say("page.preview_none")}
        question = _question(turn)
        named = (query.get("table", ""), question["table"], query.get("last", ""))
        table = next((there[name] for name in named if name in there), next(iter(there.values())))
        parents = parent_rows.parents(turn, table.id)
        shown = Shown(table, parent_rows.parent(turn, table.id, parents, query.get("parent", ""), _step(turn)))
        since, first = (_number(query.get(name, "")) for name in ("since", "first"))
        rows = _first(store, turn, shown, first) or _rows(store, turn, shown, since, query.get("order", ""))
        listed = {one.id: one.title for one in there.values()}
        below = {"parent": shown.parent, "parents": list(parents.items()), "above": _above(turn, table)}
        return {"tables": listed, "asked": question, "old": _old(turn, table), **below, **_about(turn, table), **rows}

    found = await site.reader.read(session.person, read)
    site.limits.looks.owe(session.person, len(found.get("cells", ())) // WEIGHT)
    return JSONResponse(found)


@looking
async def dropping(site: Site, request: Request, session: Session) -> Response:
    """The questions to be asked, one after the other, before rows of a table are deleted, as JSON.

    POST of the `table` and each `row` as a form: they may be more than the head of a request holds.
    """
    body = (await request.body()).decode("utf-8", "replace")
    try:
        named = parse_qs(body, max_num_fields=MOST_CELLS + 1)
    except ValueError:
        return JSONResponse([], 400)

    def read(store: Store) -> list[str]:
        turn = at_hand(store, session.person)
        table = turn.form.tables.get(named.get("table", [""])[0]) if turn else None
        if turn is None or table is None:
            return []
        rows = [row for row in (turn.application.row(table.id, row) for row in named.get("row", [])) if row]
        return questions(turn, table, rows) if rows else []

    return JSONResponse(await site.reader.read(session.person, read))


def _step(turn: Turn) -> Step | None:
    """What is asked in the chat of this application."""
    shown = turn.conversation.shown
    return shown.step if shown.application == turn.application.id else None


def _question(turn: Turn) -> dict[str, str]:
    """Which table is asked in the chat, at which row and column; all "" where none is."""
    step = _step(turn)
    item = step.item if step else ""
    return {"table": item if item in turn.form.tables else turn.form.group_of.get(item, ""), "item": item} | {
        "row": step.row if step else ""
    }


def _above(turn: Turn, table: Group) -> str:
    """What the table is called to whose rows this one's belong, "" for none."""
    above = turn.form.parent_of(table.id)
    return turn.form.tables[above].title if above else ""


def _about(turn: Turn, table: Group) -> dict[str, object]:
    """The table itself, and whether the person may change cells, and add, move and delete rows."""
    return {
        "application": turn.application.id,
        "table": table.id,
        "title": table.title,
        "guidance": "\n".join(filter(None, (table.guidance, *(part.guidance for part in table.parts)))),
        "columns": [_column(column) for column in table.fields],
        "answers": row_menu.answering(turn),
        "arranges": row_menu.own(turn, table),
    }


def _old(turn: Turn, table: Group) -> Mapping[str, Sequence[str]]:
    """The cells from an earlier application that nobody has confirmed: the row's id -> the columns' ids."""
    old: dict[str, list[str]] = {}
    for step in turn.application.old():
        if turn.form.group_of.get(step.item) == table.id:
            old.setdefault(step.row, []).append(step.item)
    return old


def _column(column: Field) -> dict[str, object]:
    return {
        "id": column.id,
        "label": column.label,
        "long": column.of_kind.is_long,
        "closed": column.of_kind.is_closed and not column.other,
        "choices": [*column.choices, *([f"{column.other}："] if column.other else [])],
        "required": column.required,
        "example": column.example,
    }


def _rows(store: Store, turn: Turn, shown: Shown, since: int | None, order: str) -> dict[str, object]:
    """The rows with their numbers and what they are known by, unless they are those of this order; and their cells."""
    rows = shown.rows(turn)
    now = _digest(rows)
    known = since is not None and now == order
    ids = [row.id for row in rows] if shown.parent else None
    return {"order": now, "rows": None if known else _listed(shown, rows), **_cells(store, turn, shown, since, ids)}


def _listed(shown: Shown, rows: Sequence[Row]) -> list[tuple[str, int, str]]:
    return [(row.id, row.number, row.title if shown.table.rows else "") for row in rows]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _first(store: Store, turn: Turn, shown: Shown, first: int | None) -> dict[str, object] | None:
    """The first rows, where there are more than these; None where all are to come."""
    asked_at = turn.application.row(shown.table.id, _question(turn)["row"])
    if not first or shown.count(turn) <= first or (asked_at and asked_at.number > first):
        return None
    rows = shown.rows(turn, first)
    cells = _cells(store, turn, shown, None, [row.id for row in rows])
    return {"order": "", "rows": _listed(shown, rows), "more": True, **cells}


def _digest(rows: Sequence[Row]) -> str:
    names = " ".join(f"{row.id}:{row.number}" for row in rows)
    return hashlib.blake2b(names.encode(), digest_size=8).hexdigest()


def _cells(
    store: Store, turn: Turn, shown: Shown, since: int | None, rows: Sequence[str] | None = None
) -> dict[str, object]:
    """What stands in each column of the rows (of these, None for all), None where it is open; and the newest change."""
    application = store.application(turn.application.id, turn.application.scope)
    kept = application.cells(shown.table.id, since, rows) if application else {}
    cells = {row: _shown(turn, shown.table, row, values) for row, values in kept.items()}
    return {"seen": turn.application.newest(), "since": since, "cells": cells}


def _shown(turn: Turn, table: Group, row: str, values: Mapping[str, str]) -> list[str | None]:
    """What stands in each column, None where it is open; what is not asked is empty."""
    open_ = asked(turn.application, table, row)
    shown: list[str | None] = []
    for column in table.fields:
        lacking = None if column.id in open_ else ""
        shown.append(kinds.show(column, values[column.id]) if column.id in values else lacking)
    return shown
