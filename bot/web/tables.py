"""A table of the form as a table: a page of its rows with what stands in each cell.

Changes come back as events, as everything does.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.web.access import at_hand
from bot.web.pages import page
from bot.web.site import Site, signed_in
from dialogs import kinds
from dialogs.application import Application, Step, Tally
from dialogs.form import Field, Table
from dialogs.journey import sections
from dialogs.modes.browsing import goes_with
from dialogs.texts import say
from storage.page import Session
from storage.store import Store

PAGE = 50  # rows shown at once


@dataclass(frozen=True)
class Cell:
    """One answer; `value` None while it is open."""

    column: Field
    value: str | None


@dataclass(frozen=True)
class Line:
    """One row; `drop` is what to ask before it is deleted."""

    id: str
    number: int
    cells: list[Cell]
    drop: str


@signed_in
async def table(site: Site, request: Request, session: Session) -> Response:
    """One page of one table: of the first one where none is named."""
    wanted = request.query_params.get("table", "")
    number = request.query_params.get("page", "1")

    def read(store: Store) -> dict[str, object]:
        turn = at_hand(store, session.person)
        tables = {table.id: table for s in sections(turn.application) for table in s.tables} if turn else {}
        if turn is None or not tables:
            return {"application": "", "table": None, "tables": []}
        shown = tables.get(wanted, next(iter(tables.values())))
        listed = {"application": turn.application.id, "tables": list(tables.values())}
        return {**listed, **_shown(turn.application, shown, number)}

    return HTMLResponse(page("_table", **await site.reader.read(read)))


def _shown(application: Application, table: Table, number: str) -> dict[str, object]:
    count = application.tallies().get(table.id, Tally()).rows
    pages = max(1, -(-count // PAGE))
    at = min(int(number), pages) if number.isdecimal() and 0 < len(number) < 6 else 1
    return {
        "table": table,
        "lines": [_line(application, table, row.id) for row in application.rows(table.id, (at - 1) * PAGE + 1, PAGE)],
        "count": application.count(table.id),
        "page": max(1, at),
        "pages": pages,
    }


def _line(application: Application, table: Table, row_id: str) -> Line:
    row = application.row(table.id, row_id)
    if row is None:
        raise LookupError(row_id)
    cells = []
    for column in table.columns:
        answer = application.answer(Step(item=column.id, row=row_id))
        cells.append(Cell(column, kinds.show(column, answer.value) if answer else None))
    title, also = row.title or say("ask.unnamed"), goes_with(application.form, table)
    drop = say("table.confirm_drop", title=title, number=row.number, also=also)
    return Line(row_id, row.number, cells, drop)
