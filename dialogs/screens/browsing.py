"""In a table: the menu of its rows, and the menu of one row."""

from __future__ import annotations

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import Progress, Row, Step
from dialogs.application.changes import Change, MoveRow, PutAnswer
from dialogs.form.model import Table
from dialogs.screens import pasted_rows
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.conversation import Asking, Assigning, Browsing, Checking, CommentScreen, Confirming, Mode, Restoring
from dialogs.turn.labels import completed, intro
from dialogs.turn.messages import Ask, Button
from dialogs.turn.turn import Outcome, Turn, ask, button, in_rows

PAGE = 10  # rows on one page of the menu
PER_LINE = 5  # row numbers in one line of buttons
FINISHED = "完成"  # the answer to a table as a whole


def view(turn: Turn, mode: Browsing) -> Ask:
    """The menu of one row, or of the table."""
    table = turn.form.tables[mode.table]
    row = turn.application.row(table.id, mode.row) if mode.row else None
    return _row_menu(turn, table, row) if row else _menu(turn, table, mode)


def _tally(turn: Turn, table: Table) -> Progress:
    return turn.application.progress().get(table.id, Progress())


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE))


def _menu(turn: Turn, table: Table, mode: Browsing) -> Ask:
    count = _tally(turn, table).rows
    page = min(mode.page, _pages(count) - 1)
    rows = turn.application.rows(table.id, page * PAGE + 1, PAGE)
    text = say(
        "table.menu",
        header=_header(turn, table),
        intro=intro(turn, Step(item=table.id)),
        title=table.title,
        guidance=table.guidance,
        noun=table.row_noun,
        count=count,
        page=page + 1,
        pages=_pages(count),
        rows=rows,
        commented={comment.step.row for comment in turn.team.comments(None, turn.application.scope)},
        reading=not _answering(turn),
    )
    numbers = [Button(label=str(row.number), data=f"row:{row.id}") for row in rows]
    turning = [button("earlier", f"page:{page - 1}")] if page else []
    turning += [button("later", f"page:{page + 1}")] if page + 1 < _pages(count) else []
    own = _own(turn, table)
    leaving = [button("return" if mode.after else "back", "back"), *([button("add", "add")] if own else [])]
    if own and (not mode.after or journey.unfinished(turn.application, table.id)):
        leaving.append(button("finish", "finish"))
    restorable = own and turn.team.deleted(table.id, turn.application.scope, 1, 1)
    restoring = [button("restore_rows", "deleted")] if restorable else []
    rows_of_buttons = [*in_rows(numbers, PER_LINE), tuple(turning), tuple(restoring), tuple(leaving)]
    return ask(text, rows_of_buttons, journey.whole(turn.application, table.id))


def _header(turn: Turn, table: Table) -> str:
    section = turn.form.section_of[table.id]
    items = section.item_ids
    place = {"number": items.index(table.id) + 1, "count": len(items)}
    return say("table.header", section=section.title, **place, **turn.progress_bar())


def _row_menu(turn: Turn, table: Table, row: Row) -> Ask:
    step = Step(item=table.id, row=row.id)
    shown = {"returned": review.shown(turn, step), "cells": cells(turn, table, row)}
    text = say("table.row", title=table.title, number=row.number, **shown)
    code = "change" if _answering(turn) else "look"
    edits = [button(code, f"edit:{i}", label=c.short or c.label) for i, c in enumerate(table.columns)]
    order = (button("up", "move:-1"), button("down", "move:1"))
    whose = [button("assign", "assign")] if _assignable(turn, table) else []
    own = _own(turn, table)
    rest = (button("copy", "copy"), button("drop", "drop"))
    returned = (button("mended", "mended"), button("reply", "look")) if review.to_mend(turn, step) else ()
    rows = [returned, *in_rows(edits, 2), *((order, rest) if own else ())]
    commenting = [button("comment", "look")] if review.comments_on(turn, step) else []
    return ask(text, [*rows, (*whose, *commenting, button("rows", "rows"))], step)


def cells(turn: Turn, table: Table, row: Row) -> list[tuple[str, str, bool]]:
    """What stands in a row: the label of each column, its value, and whether there is an open comment on it."""
    open_ = {comment.step for comment in turn.team.comments(None, turn.application.scope)}
    steps = [Step(item=column.id, row=row.id) for column in table.columns]
    answers = [turn.application.answer(step) for step in steps]
    return [
        (column.label, kinds.show(column, answer.value) if answer else "", step in open_)
        for column, step, answer in zip(table.columns, steps, answers, strict=True)
    ]


def _answering(turn: Turn) -> bool:
    """Whether the person fills anything in here, and does not only read."""
    return turn.can("answer", turn.application.scope)


def _own(turn: Turn, table: Table) -> bool:
    """Whether the person may add, order and delete rows: of the list of units only the lead."""
    return _answering(turn) and (table.id != turn.form.units.table or turn.can("manage"))


def _assignable(turn: Turn, table: Table) -> bool:
    """Whether the lead may give the row to another unit: there must be one, and a unit's own row stays its own."""
    units = turn.form.units.table
    return table.id != units and turn.can("manage") and turn.application.count(units) > 0


def pressed(turn: Turn, mode: Browsing, action: str, argument: str) -> Outcome:
    """A press in either menu."""
    table = turn.form.tables[mode.table]
    if mode.row is not None:
        return _row_pressed(turn, table, mode, action, argument)
    if action == "add":
        return _add(turn, table, mode)
    if action == "finish":
        return _finish(turn, table, mode)
    if action == "deleted":
        return turn.to(Restoring(before=mode))
    if action == "page":
        return turn.to(mode.model_copy(update={"page": int(argument)}))
    return turn.to(mode.model_copy(update={"row": argument}))


def said(turn: Turn, mode: Browsing, text: str) -> Outcome:
    """A typed message: new rows in the table's menu; in the menu of one row only buttons help."""
    if mode.row is not None:
        return turn.stay(say("refuse.nothing_open"))
    table = turn.form.tables[mode.table]
    return pasted_rows.said(turn, table, text, list_at_end(turn, table, mode))


def back(turn: Turn, mode: Browsing) -> Outcome:
    """From a row to the list, from the list to where one came from, or to the step before the table."""
    if mode.row is not None:
        return turn.to(mode.model_copy(update={"row": None}))
    before = journey.previous(turn.application, journey.whole(turn.application, mode.table))
    if mode.after or before is None:
        return turn.to(mode.after or Asking())
    return turn.to(Asking(step=before))


def _add(turn: Turn, table: Table, mode: Browsing) -> Outcome:
    row = turn.new_id()
    step = Step(item=table.columns[0].id, row=row)
    change = turn.add_row(table.id, row)
    return turn.to(Asking(step=step, after=list_at_end(turn, table, mode)), change, notes=(say("table.added"),))


def list_at_end(turn: Turn, table: Table, mode: Browsing) -> Browsing:
    """The list at the page on which a row just added stands."""
    return mode.model_copy(update={"page": _pages(_tally(turn, table).rows + 1) - 1, "row": None})


def _finish(turn: Turn, table: Table, mode: Browsing) -> Outcome:
    progress = _tally(turn, table)
    if progress.rows < table.min_rows and not turn.application.scope:
        return turn.stay(say("table.too_few", least=table.min_rows))
    code = "table.finished" if progress.rows else "table.none"
    note = say(code, title=table.title, count=progress.rows, noun=table.row_noun)
    step = journey.whole(turn.application, table.id)
    change = PutAnswer(application=turn.application.id, step=step, value=FINISHED)
    section = turn.form.section_of[table.id].id
    after = mode.after.without(step) if isinstance(mode.after, Checking) else mode.after
    return turn.to(after or Asking(within=section), change, notes=(note, completed(turn, step)))


def _row_pressed(turn: Turn, table: Table, mode: Browsing, action: str, argument: str) -> Outcome:
    row = turn.application.row(table.id, mode.row or "")
    if row is None or action == "rows":
        return turn.to(mode.model_copy(update={"row": None}))
    if action == "mended":
        return _mended(turn, mode, Step(item=table.id, row=row.id))
    if action == "edit":
        step = Step(item=table.columns[int(argument)].id, row=row.id)
        return turn.to(Asking(step=step, after=mode) if _answering(turn) else CommentScreen(step=step, before=mode))
    if action == "copy":
        return _copy(turn, table, mode, row)
    if action == "move":
        return moved(turn, table, mode, row, -1 if argument == "-1" else 1)
    asked: dict[str, Mode] = {
        "drop": Confirming(row=row.id, before=mode),
        "assign": Assigning(before=mode),
        "look": CommentScreen(step=Step(item=table.id, row=row.id), before=mode),
    }
    return turn.to(asked[action])


def _mended(turn: Turn, mode: Browsing, step: Step) -> Outcome:
    done = review.mended(turn, [step])
    return turn.to(
        mode.after or Asking(), *done.changes, notes=(say("comment.settled"),), notifications=done.notifications
    )


def _copy(turn: Turn, table: Table, mode: Browsing, row: Row) -> Outcome:
    copied = turn.new_id()
    changes: list[Change] = [turn.add_row(table.id, copied)]
    for column in table.columns:
        answer = turn.application.answer(Step(item=column.id, row=row.id))
        if answer:
            step = Step(item=column.id, row=copied)
            changes.append(PutAnswer(application=turn.application.id, step=step, value=answer.value))
    page = list_at_end(turn, table, mode).page
    note = say("table.copied", number=turn.application.count(table.id) + 1)
    return turn.to(mode.model_copy(update={"row": copied, "page": page}), *changes, notes=(note,))


def moved(turn: Turn, table: Table, mode: Mode, row: Row, by: int) -> Outcome:
    """The row changes places with its neighbour, where it has one."""
    other = turn.application.neighbour(table.id, row.id, -1 if by < 0 else 1)
    if other is None:
        return turn.stay(say("table.cannot_move", by=by))
    change = MoveRow(application=turn.application.id, table=table.id, row=row.id, other=other)
    return turn.to(mode, change, notes=(say("table.moved"),))
