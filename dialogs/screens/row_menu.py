"""The menu of one row of a table. A part of browsing."""

from __future__ import annotations

from dialogs.application import journey
from dialogs.application.application import Progress, Row, Step
from dialogs.application.changes import Change, MoveRow
from dialogs.form.model import Group
from dialogs.screens import comment_screen
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.answering import FINISHED, put
from dialogs.turn.labels import cells
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


def view(turn: Turn, table: Group, row: Row) -> Ask:
    """The cells of the row, and what may be done to it."""
    step = Step(item=table.id, row=row.id)
    shown = {"returned": review.shown(turn, step), "cells": cells(turn, table, row)}
    text = say("table.row", title=table.title, number=row.number, fixed=table.rows and row.title, **shown)
    open_ = journey.asked(turn.application, table, row.id)
    code = "change" if answering(turn) else "look"
    edits = [button(code, f"edit:{i}", label=c.title) for i, c in enumerate(table.fields) if c.id in open_]
    within = [Button(label=t.title, data=f"table:{i}") for i, t in enumerate(table.tables) if t.id in open_]
    order = (button("up", "move:-1"), button("down", "move:1"))
    whose = [button("assign", "assign")] if _assignable(turn, table) else []
    rest = (button("copy", "copy"), button("drop", "drop"))
    returned = (button("mended", "mended"), button("reply", "look")) if review.to_mend(turn, step) else ()
    rows = [returned, *in_rows(edits, 2), *in_rows(within, 1), *((order, rest) if own(turn, table) else ())]
    commenting = [button("comment", "look")] if review.comments_on(turn, step) else []
    return ask(text, [*rows, (*whose, *commenting, button("rows", "rows"))], step)


def answering(turn: Turn) -> bool:
    """Whether the person fills anything in here, and does not only read."""
    return turn.can("answer", turn.application.scope)


def own(turn: Turn, table: Group) -> bool:
    """Whether the person may add, order and delete rows: of the list of units only the lead, of fixed ones nobody."""
    return answering(turn) and not table.rows and (table.id != turn.form.units.group or turn.can("manage"))


def lacks_several(turn: Turn, table: Group) -> bool:
    """Whether a joint unit has neither rows here nor in another table of which it has still to say so."""
    found = _empty(turn)
    return len(found) > 1 and table in found


def _empty(turn: Turn) -> list[Group]:
    """The tables of which a joint unit has no rows, and has not said so yet."""
    if not turn.application.scope:
        return []
    sections = [section for section in journey.sections(turn.application) if not section.each]
    found = [table for section in sections for table in journey.tables(turn.application, section)]
    empty = (table for table in found if not journey.rows_of(turn.application, table.id).rows)
    return [table for table in empty if own(turn, table) and journey.unfinished(turn.application, table.id)]


def none_of_all(turn: Turn) -> Outcome:
    """The unit has no rows in any of the tables that are still empty."""
    tables = _empty(turn)
    changes = [put(turn, journey.whole(turn.application, table.id), FINISHED) for table in tables]
    return turn.go_on(*changes, notes=(say("table.none_all", titles=[table.title for table in tables]),))


def _assignable(turn: Turn, table: Group) -> bool:
    """Whether the lead may give the row to another unit; a unit's own row, and one that belongs to another, stay."""
    units = turn.form.units.group
    stays = table.id == units or turn.form.parent_of(table.id)
    return not stays and turn.can("manage") and turn.application.count(units) > 0


def mended(turn: Turn, step: Step) -> Outcome:
    """What a reviewer asked for in the row is done; one goes back to where one came from."""
    done = review.mended(turn, [step])
    return turn.pop(*done.changes, notes=(say("comment.settled"),), notifications=done.notifications)


def commented(turn: Turn, step: Step | None, text: str) -> Outcome:
    """What somebody types who only reads here: a comment on the row at hand (None for the list), if they review."""
    if not turn.can("review"):
        return turn.stay(say("refuse.may_not_review", lead=turn.lead))
    return (
        turn.stay(say("comment.which_row")) if step is None else comment_screen.commented(turn, step, text, turn.stack)
    )


def copied(turn: Turn, table: Group, row: Row, new: str, parent: str) -> list[Change]:
    """A new row with the same answers, where `parent` is the row to which it belongs."""
    changes: list[Change] = [turn.add_row(table.id, new, parent)]
    for column in table.fields:
        answer = turn.application.answer(Step(item=column.id, row=row.id))
        if answer:
            changes.append(put(turn, Step(item=column.id, row=new), answer.value, old=answer.is_old))
    return changes


def moved(turn: Turn, table: Group, stack: tuple[Screen, ...], row: Row, by: int) -> Outcome:
    """The row changes places with its neighbour, where it has one; one goes on with `stack`."""
    other = turn.application.neighbour(table.id, row.id, -1 if by < 0 else 1)
    if other is None:
        return turn.stay(say("table.cannot_move", by=by))
    change = MoveRow(application=turn.application.id, table=table.id, row=row.id, other=other)
    return turn.to(stack, change, notes=(say("table.moved"),))


def finished(turn: Turn, table: Group, progress: Progress, parent: str) -> str:
    """That a table is filled in, or the first row in which something is missing."""
    busy = [one.step.row for one in turn.at_work]
    besides = (table.id, turn.elsewhere, busy, parent)
    found = turn.application.first_open(*besides) if progress.open_rows else None
    row = turn.application.row(table.id, found) if found else None
    if row:
        return say("table.open_row", number=row.number, missing=row.missing)
    code = "table.finished" if progress.rows else "table.none"
    return say(code, title=table.title, count=progress.rows, noun=table.row_noun)
