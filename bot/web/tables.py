"""A table of the form as a table: a page of its rows with what stands in each cell.

Changes come back as events, as everything does.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.web.html import page
from bot.web.sessions import at_hand
from bot.web.site import Site, signed_in
from dialogs.answers import kinds
from dialogs.application.application import Progress, Row, Step
from dialogs.application.journey import sections
from dialogs.form.model import Field, Table
from dialogs.turn.row_deletion import questions
from dialogs.turn.turn import Turn
from storage.page_sessions import Session
from storage.store import Store

PAGE = 50  # rows shown at once


@dataclass(frozen=True)
class Cell:
    """One answer; `value` None while it is open."""

    column: Field
    value: str | None


@dataclass(frozen=True)
class Line:
    """One row; `drop` has the questions to be asked, one after the other, before it is deleted."""

    id: str
    number: int
    cells: list[Cell]
    drop: list[str]


@signed_in
async def table(site: Site, request: Request, session: Session) -> Response:
    """One page of a table as HTML; of the first table where none is named."""
    wanted = request.query_params.get("table", "")
    number = request.query_params.get("page", "1")

    def read(store: Store) -> dict[str, object]:
        turn = at_hand(store, session.person)
        found = [t for s in sections(turn.application) for t in s.tables if not s.each] if turn else []
        tables = {table.id: table for table in found}
        if turn is None or not tables:
            return {"application": "", "table": None, "tables": []}
        shown = tables.get(wanted, next(iter(tables.values())))
        listed = {"application": turn.application.id, "tables": list(tables.values())}
        return {**listed, **_may(turn, shown), **_shown(turn, shown, number)}

    return HTMLResponse(page("_table", **await site.reader.read(session.person, read)))


def _may(turn: Turn, table: Table) -> dict[str, object]:
    """Whether the person may change cells, and whether they may add, move and delete rows.

    Rows of the list of units are the lead's affair.
    """
    answers = turn.can("answer", turn.application.scope)
    return {"answers": answers, "arranges": answers and (table.id != turn.form.units.table or turn.can("manage"))}


def _shown(turn: Turn, table: Table, number: str) -> dict[str, object]:
    count = turn.application.progress().get(table.id, Progress()).rows
    pages = max(1, -(-count // PAGE))
    at = min(int(number), pages) if number.isdecimal() and 0 < len(number) < 6 else 1
    rows = turn.application.rows(table.id, (at - 1) * PAGE + 1, PAGE)
    lines = [_line(turn, table, row) for row in rows]
    return {"table": table, "lines": lines, "page": max(1, at), "pages": pages}


def _line(turn: Turn, table: Table, row: Row) -> Line:
    answers = [(column, turn.application.answer(Step(item=column.id, row=row.id))) for column in table.columns]
    cells = [Cell(column, kinds.show(column, answer.value) if answer else None) for column, answer in answers]
    return Line(row.id, row.number, cells, questions(turn, table, row))
