"""A workbook, or a list with commas, that somebody hands in: rows of a table, or answers at their labels.

A part of the files handed in. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.engine.at_hand import current
from dialogs.form.model import Group
from dialogs.pasting import form_finder, grid, sheet_choice, sheet_pieces
from dialogs.pasting.found import Found
from dialogs.pasting.grid import Sheet
from dialogs.pasting.sheet_choice import Chosen
from dialogs.screens import dry_run, found_answers, pasted_rows, text_pieces
from dialogs.screens.browsing import Browsing
from dialogs.texts import say
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import without_asides
from dialogs.turn.turn import Turn

WHOLE = 3  # labels of the form in a file for one long text, or of plain text, from which it is for more than that
LOOKED = 500  # rows of a workbook in which labels are looked for: others wait meanwhile


def handed(turn: Turn, step: Step, name: str, sheets: Sequence[Sheet], rows: Collection[str]) -> Outcome:
    """The rows of the sheet that is meant, for its table; what stands at labels, or for several tables, at each.

    Args:
        turn: The turn.
        step: The question, or the table, at which the workbook was handed in.
        name: What it is called.
        sheets: Its sheets.
        rows: What the rows are called for which sections are repeated.
    """
    here = turn.form.tables.get(step.item)
    tables = [table for section in journey.sections(turn.application) for table in section.tables if not section.each]
    meant = sheet_choice.chosen(here, tables, sheets)
    if meant.sheet.fault:
        return turn.stay(say(f"file.{meant.sheet.fault}"))
    field = turn.form.fields.get(step.item)
    is_text = field is not None and field.of_kind.is_long
    looked = [meant.sheet] if here and meant.table else sheets
    is_short = sum(len(one.rows) for one in looked) <= LOOKED
    found = form_finder.find(turn.form, [*sheet_pieces.pieces(looked)], rows) if is_short else []
    if _is_whole(turn, found, meant, is_at_place=bool(here) or is_text):
        outcome = found_answers.begin(turn, found, name, is_old=False)
        notes = [note for one in looked for note in _told_of(one, 0)]
        return replace(outcome, notes=(*notes, *outcome.notes))
    if meant.table is None and field and is_text and journey.exists(turn.application, step):
        return text_pieces.handed(turn, field, step, grid.join(meant.sheet.rows))
    if meant.table is None:
        return turn.stay(say("file.no_table", tables=[one.title for one in tables]))
    outcome = pasted(turn, meant.table, grid.join(meant.sheet.rows))
    return replace(outcome, notes=(*_told_of(meant.sheet, meant.others), *outcome.notes))


def _is_whole(turn: Turn, found: Sequence[Found], meant: Chosen, *, is_at_place: bool) -> bool:
    """Whether a workbook is for more than one table: for another one too, or for questions beside it."""
    others = {one.item for one in found if one.item} - {meant.table.id if meant.table else ""}
    return not others.isdisjoint(turn.form.tables) or len(others) >= (WHOLE if is_at_place or meant.table else 1)


def _told_of(sheet: Sheet, others: int) -> Sequence[str]:
    """What of a workbook was not read."""
    about = {"hidden": sheet.hidden, "merged": sheet.merged, "unreckoned": sheet.unreckoned, "others": others > 0}
    told = say("file.sheet", title=sheet.title, **about)
    return [told] if any(about.values()) else []


def pasted(turn: Turn, table: Group, text: str) -> Outcome:
    """Rows as if they had been pasted at the list of their table."""
    at_top = current(turn)
    if at_top.stack[-1].table_at_hand(at_top) == table:
        return at_top.stack[-1].said(at_top, text)
    below = (*without_asides(turn.conversation.screens), Browsing(table=table.id))
    return dry_run.begin(turn, table, text, below, pasted_rows.Spot())
