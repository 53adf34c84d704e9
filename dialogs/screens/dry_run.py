"""What was pasted into a table and is not beyond doubt: how it was read, and whether it is to be added as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dialogs.answers import kinds, talk
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import StartJob
from dialogs.form.model import NO_ROW, Group
from dialogs.pasting.continuing import continued
from dialogs.pasting.faulty_rows import TableSheet
from dialogs.pasting.reading import Mapped, Reading, read
from dialogs.pasting.row_reading import PastedRow
from dialogs.screens import column_mapping, doubting, paste_words, pasted_rows, row_menu
from dialogs.screens.pasted_rows import Spot
from dialogs.texts import say
from dialogs.turn.answering import answer
from dialogs.turn.holding import HoldingScreen
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


def begin(turn: Turn, table: Group, text: str, below: tuple[Screen, ...], spot: Spot) -> Outcome:
    """A paste is taken at once, where it is beyond doubt, or shown first.

    Args:
        turn: The turn.
        table: The table.
        text: What was typed or pasted; with a last line 填完了 the table is filled in.
        below: The screens to go on with, the table's list as it is shown with the rows added on top.
        spot: Where the rows go.
    """
    cut, rows = len(text) in pasted_rows.CUT, talk.before_finished(text)
    text, spot = rows or text, spot._replace(ends=bool(rows))
    reading = read(table, text, turn.now.date())
    if refused := _unfit(turn, table, reading, text, spot.parent):
        return refused
    sure = reading.is_sure and not cut and reading.is_sound
    # Who may not add rows is told so by the gate.
    if not row_menu.own(turn, table) or (sure and not pasted_rows.doubles(turn, table, reading, spot.parent)):
        left_out = paste_words.left_out(reading)
        said = say("dry_run.without", left_out=left_out) if left_out else ""
        return pasted_rows.added(turn, table, reading.rows, below, spot, said)
    held = turn.hold((), turn.shown.seen, text)
    there = turn.application.count(table.id, spot.parent)
    return turn.to((*below, DryRun(held=held.id, table=table.id, cut=cut, there=there, **spot._asdict())), held=held)


def with_sheet(turn: Turn, outcome: Outcome, sheet: TableSheet) -> Outcome:
    """The outcome, and a workbook is made, which comes later."""
    argument = sheet.model_dump_json()
    job = StartJob(job=turn.new_id(), application=turn.application.id, kind="table", argument=argument)
    return replace(outcome, changes=(*outcome.changes, job))


def _unfit(turn: Turn, table: Group, reading: Reading, text: str, parent: str) -> Outcome | None:
    """Why nothing of a paste can be rows; None where something can."""
    most = pasted_rows.OF_FILE if turn.is_read else pasted_rows.MOST
    if reading.count > most:
        return turn.stay(say("paste.too_many", count=reading.count, most=most))
    single = not pasted_rows.is_several(reading)
    if single and pasted_rows.calls_no_row(text):
        return turn.stay(pasted_rows.use_buttons(turn, table, parent))
    if any(row.values for row in reading.rows):
        return None
    if single and not re.search(r"\t|\n", text.strip()):
        return turn.stay(pasted_rows.use_buttons(turn, table, parent))
    faults = paste_words.faults(table, reading)
    return turn.stay("\n".join([say("paste.none"), *(faults[: paste_words.LISTED] or [say("paste.nothing")])]))


class DryRun(HoldingScreen, Menu):
    """What a paste was read as, before any of it is added; what was pasted is held.

    Attributes:
        table: The table.
        into: Its last row, if it is empty and the first line is to fill it.
        ends: Whether it is said that the table is filled in with it.
        mapped: What the person has chosen each place in the lines for; nothing as long as they have not.
        cut: Whether its end may be missing, so that what is typed next belongs to it.
        there: How many rows the table had when it was shown which of them are doubled.
        mapping: Whether the person chooses which column is which.
        place: The place in the lines for which they choose one, None as long as they have not said which.
    """

    kind: Literal["dry_run"] = "dry_run"
    table: str
    into: str = ""
    parent: str = NO_ROW
    ends: bool = False
    mapped: Mapped = ()
    cut: bool = False
    there: int = 0
    mapping: bool = False
    place: int | None = None

    def stands(self, turn: Turn) -> bool:
        """As long as it waits, and the table and the row that it is to fill are there."""
        there = not self.into or turn.application.row(self.table, self.into) is not None
        return self.table in turn.form.tables and there and super().stands(turn)

    def _reading(self, turn: Turn) -> Reading:
        return read(turn.form.tables[self.table], self.waiting(turn).text, turn.now.date(), self.mapped)

    def _sound(self, turn: Turn, reading: Reading) -> Sequence[PastedRow]:
        """The rows of which nothing is wrong, and which are not there yet."""
        doubles = pasted_rows.doubles(turn, turn.form.tables[self.table], reading, self.parent)
        return [row for row in reading.rows if row.is_sound and row.line not in doubles]

    def view(self, turn: Turn) -> Ask:
        """How it was read, what is left out, what is wrong, what is there already."""
        table, reading = turn.form.tables[self.table], self._reading(turn)
        if self.mapping:
            picked = (
                reading.places[self.place :][:1] if self.place is not None else ()
            )  # another version may read other
            return column_mapping.columns(table, picked[0]) if picked else column_mapping.places(reading)
        doubles = pasted_rows.doubles(turn, table, reading, self.parent)
        text, faults, below = paste_words.dry_run(table, reading, doubles, cut=self.cut)
        sound = self._sound(turn, reading)
        adding = [button("add_pasted" if len(reading.rows) > 1 else "add_this", "all")]
        if 0 < len(sound) < len(reading.rows):
            adding.append(button("add_sound", "sound", count=len(sound)))
        wrong = len(paste_words.faulty(table, reading.rows))
        back = (button("faulty_rows", "faulty", count=wrong),) if wrong else ()
        mapping = [button("map_columns", "map")] if len(reading.places) > 1 else []
        alone = (button("one_cell", "one"),) if self._is_line(turn) else ()
        return ask(text, [tuple(adding), alone, back, (*mapping, button("no", "cancel"))], faults=faults, below=below)

    def _is_line(self, turn: Turn) -> bool:
        """Whether it may be one answer: a line that was typed where the first cell of a row is asked."""
        return bool(self.into) and not re.search(r"\t|\n", self.waiting(turn).text.strip())

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Adds all rows or the sound ones, or none; or another column is chosen for what stands in the lines."""
        if action == "cancel":
            return turn.pop(notes=(say("dry_run.dropped"),))
        if action == "one":
            return self._as_answer(turn)
        if action == "faulty":
            return self._given_back(turn)
        if action in ("all", "sound"):
            return (self._doubled(turn) if action == "all" else None) or self._added(turn, only_sound=action == "sound")
        update: dict[str, object] = {"mapping": action != "mapped", "place": None}
        if action == "place":
            update["place"] = int(argument)
        if action == "column" and self.place is not None:
            table = turn.form.tables[self.table]
            update["mapped"] = column_mapping.chosen(table, self._reading(turn), self.place, int(argument))
        return turn.swap(self.model_copy(update=update))

    def _doubled(self, turn: Turn) -> Outcome | None:
        """It is shown again, where rows are there already and others have come or gone since it was shown."""
        there = turn.application.count(self.table, self.parent)
        doubles = pasted_rows.doubles(turn, turn.form.tables[self.table], self._reading(turn), self.parent)
        if there == self.there or not any(doubles.values()):
            return None
        return turn.swap(self.model_copy(update={"there": there}), notes=(say("dry_run.doubled"),))

    def _added(self, turn: Turn, *, only_sound: bool) -> Outcome:
        reading = self._reading(turn)
        rows = self._sound(turn, reading) if only_sound else reading.rows
        outcome = pasted_rows.added(
            turn,
            turn.form.tables[self.table],
            rows,
            turn.beneath,
            Spot(self.into, self.parent, ends=self.ends and not only_sound),
        )
        return replace(outcome, seen=self.waiting(turn).seen)

    def _as_answer(self, turn: Turn) -> Outcome:
        """What was typed is what it seemed not to be: the answer to the first cell of the row."""
        first = journey.asked(turn.application, turn.form.tables[self.table], self.into)[0]  # one may be closed
        text, step = self.waiting(turn).text, Step(item=first, row=self.into)
        below = turn.on(turn.beneath)
        asked = turn.on(below.stack[-1].filling(below, [step]))
        found = answer(asked, step, text)
        if isinstance(found, kinds.Invalid):
            return asked.to(asked.stack, refusal=refusal(turn.form.fields[step.item], found))
        if isinstance(found, kinds.Doubtful):
            return doubting.begin(asked, asked.stack, step, text)
        return asked.stack[-1].took(asked, found) or asked.to(asked.stack)

    def _given_back(self, turn: Turn) -> Outcome:
        """The sound rows are added; the others come back as a workbook, to be mended and sent again."""
        reading = self._reading(turn)
        outcome = self._added(turn, only_sound=True) if self._sound(turn, reading) else turn.pop()
        wrong = paste_words.faulty(turn.form.tables[self.table], reading.rows)
        return with_sheet(turn, outcome, TableSheet(table=self.table, rows=wrong))

    def continued(self, turn: Turn, text: str) -> Outcome | None:
        """The paste with what follows, where its end is missing; another paste waits above it."""
        rows = self._reading(turn).rows
        if not (self.cut or (rows and rows[-1].is_short)):
            table = turn.form.tables[self.table]
            reading = read(table, text, turn.now.date())
            is_paste = "\t" in text.strip() or reading.is_sure or ("\n" in text.strip() and reading.is_sound)
            return begin(turn, table, text, turn.stack, Spot(parent=self.parent)) if is_paste else None
        rows_before = talk.before_finished(text)
        whole = continued(turn.form.tables[self.table], self.waiting(turn).text, rows_before or text, turn.now.date())
        held = turn.hold((), self.waiting(turn).seen, whole)
        cut = len(text) in pasted_rows.CUT
        update = {"held": held.id, "cut": cut, "ends": bool(rows_before)}
        return turn.swap(self.model_copy(update=update), held=held, notes=(say("dry_run.joined"),))
