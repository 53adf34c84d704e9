"""In a table: the menu of its rows, and the menu of one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dialogs.application import backwards, journey
from dialogs.application.application import Progress, Row, Step
from dialogs.application.changes import DropRow
from dialogs.form.model import NO_ROW, Group
from dialogs.pasting.faulty_rows import TableSheet
from dialogs.screens import confirming, dry_run, postponing, row_menu
from dialogs.screens.asking import Asking
from dialogs.screens.assigning import Assigning
from dialogs.screens.comment_screen import CommentScreen
from dialogs.screens.pasted_rows import Spot
from dialogs.screens.restoring import Restoring
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.answering import FINISHED, put
from dialogs.turn.labels import completed, intro, question
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Paged, last_page
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

PAGE = 10  # rows on one page of the menu
PER_LINE = 5  # row numbers in one line of buttons


class Browsing(Paged):
    """In a table: its menu at one page, or with `row` the menu of one row."""

    kind: Literal["browsing"] = "browsing"
    table: str
    row: str | None = None
    parent: str = NO_ROW  # the row to which the table's rows belong
    is_kept_on_return = True

    def stands(self, turn: Turn) -> bool:
        """As long as the table, and the row to which it belongs, are the person's to see."""
        if self.parent and not journey.is_asked(turn.application, self._whole(turn)):
            return False
        return any(self.table == group.id for s in journey.sections(turn.application) for group in s.groups)

    @property
    def comes_back(self) -> bool:
        """From one row's menu one goes to one cell; from the list, through the whole row."""
        return self.row is not None

    def subject(self, turn: Turn) -> Step | None:
        """The row."""
        return Step(item=self.table, row=self.row) if self.row else None

    def is_at(self, row: str) -> bool:
        """At the row whose menu is shown."""
        return self.row == row

    def table_at_hand(self, turn: Turn) -> Group | None:
        """The table, at its list."""
        return turn.form.tables[self.table] if self.row is None else None

    def at_row(self, turn: Turn, row: str | None) -> Screen:
        """At the menu of a row just added, or at the list."""
        return self.model_copy(update={"row": None}) if row is None else self._at_end(turn, row)

    def _at_end(self, turn: Turn, row: str | None = None) -> Browsing:
        """At the page on which a row just added stands."""
        count = self._progress(turn).rows + 1
        return self.model_copy(update={"page": last_page(count, PAGE), "row": row})

    def dealt_with(self, turn: Turn, step: Step) -> tuple[Screen, ...]:
        """The row's menu is left."""
        return turn.beneath

    def view(self, turn: Turn) -> Ask:
        """The menu of one row, or of the table."""
        table = turn.form.tables[self.table]
        row = turn.application.row(table.id, self.row) if self.row else None
        return row_menu.view(turn, table, row) if row else self._menu(turn, table)

    def _menu(self, turn: Turn, table: Group) -> Ask:
        count = self._progress(turn).rows
        page = self.at_page(count, PAGE)
        rows = turn.application.rows(table.id, page.first + 1, PAGE, self.parent)
        listing = say(
            "table.list",
            noun=table.row_noun,
            count=count,
            **page.said,
            rows=rows,
            commented={comment.step.row for comment in turn.team.comments(None, turn.application.scope)},
            reading=not row_menu.answering(turn),
        )
        step = self._whole(turn)
        about = {"intro": intro(turn, step), "label": table.title, "guidance": table.guidance, "listing": listing}
        numbers = [Button(label=str(row.number), data=f"row:{row.id}") for row in rows]
        own = row_menu.own(turn, table)
        can_add = own and self._has_room(turn, table)
        leaving = [button("return" if turn.beneath else "back", "back"), *([button("add", "add")] if can_add else [])]
        if own and (not turn.beneath or journey.unfinished(turn.application, table.id, self.parent)):
            leaving.append(button("finish", "finish"))
            leaving += [button("none_all", "none_all")] if row_menu.lacks_several(turn, table) else []
        if table.rows and not turn.beneath:
            leaving.append(button("go_on", "leave"))
        if self._can_wait(turn):
            leaving.append(button("postpone", "postpone"))
        restorable = own and turn.team.bin(table.id, turn.application.scope, 1, 1, self.parent)
        restoring = [button("restore_rows", "deleted")] if restorable else []
        template = [button("template", "template")] if own and table.id not in turn.form.fixed else []
        rows_of_buttons = [
            *in_rows(numbers, PER_LINE),
            page.turning,
            (*restoring, *template),
            tuple(leaving),
        ]
        return ask(question(turn, step, **about), rows_of_buttons, step)

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A press in either menu."""
        table = turn.form.tables[self.table]
        if self.row is not None:
            return self._row_pressed(turn, table, action, argument)
        if action == "add":
            return self._add(turn, table)
        if action in ("finish", "none_all"):
            done = action == "finish"
            return self._finish(turn, table, self._progress(turn)) if done else row_menu.none_of_all(turn)
        if action in ("leave", "postpone"):
            return turn.go_on() if action == "leave" else self.postpone(turn)
        if action in ("deleted", "template"):
            return self._beside(turn, table, action)
        return turn.swap(self.model_copy(update={"row": argument}))

    def _beside(self, turn: Turn, table: Group, action: str) -> Outcome:
        """What is there besides the rows: those that were deleted, and a workbook to fill in."""
        if action == "template":
            return dry_run.with_sheet(turn, turn.remain(), TableSheet(table=table.id))
        return turn.push(Restoring(table=table.id, parent=self.parent))

    def takes(self, turn: Turn, text: str) -> bool:
        """No row is called what people say when they want to go on."""
        return False

    def said(self, turn: Turn, text: str) -> Outcome:
        """A typed message: new rows in the table's menu; from a reviewer a comment on the row at hand."""
        if not row_menu.answering(turn):
            return row_menu.commented(turn, Step(item=self.table, row=self.row) if self.row else None, text)
        if self.row is not None:
            return turn.stay(say("refuse.nothing_open"))
        if self.table in turn.form.fixed:
            return turn.stay(say("refuse.fixed_rows"))
        table = turn.form.tables[self.table]
        if not self._has_room(turn, table):
            return turn.stay(say("refuse.most_rows"))
        return dry_run.begin(turn, table, text, (*turn.beneath, self._at_end(turn)), Spot(parent=self.parent))

    def with_finished(self, turn: Turn, added: Outcome, rows: int, begun: int = 0) -> Outcome:
        """The table is filled in, unless each row has tables of its own to fill in."""
        table = turn.form.tables[self.table]
        if table.tables:
            return added
        progress = self._progress(turn)
        counts = {"rows": progress.rows + rows, "open_rows": progress.open_rows - begun}
        done = self._finish(turn, table, progress._replace(**counts))
        return replace(done, changes=(*added.changes, *done.changes), notes=(*added.notes, *done.notes))

    def filling(self, turn: Turn, steps: Sequence[Step]) -> tuple[Screen, ...]:
        """The cells above the list, the first on top."""
        return (*turn.stack, *(Asking(step=step) for step in reversed(steps)))

    def back(self, turn: Turn) -> Outcome:
        """From a row to the list, from the list to where one came from, or to the step before the table."""
        if self.row is not None:
            return turn.swap(self.model_copy(update={"row": None}))
        before = backwards.previous(turn.application, self._whole(turn))
        return turn.pop() if turn.beneath or before is None else turn.go(Asking(step=before))

    def _can_wait(self, turn: Turn) -> bool:
        """Whether the table is asked in its turn, and lacks rows that it must have."""
        table = turn.form.tables[self.table]
        short = self._progress(turn).rows < table.min_rows and not turn.application.scope
        return short and not turn.beneath and row_menu.own(turn, table)

    def postpone(self, turn: Turn) -> Outcome:
        """The table is left for later."""
        if not self._can_wait(turn):
            return super().postpone(turn)
        step = self._whole(turn)
        return postponing.postpone(turn, step, (Asking(within=turn.form.section_of[self.table].id),))

    def _add(self, turn: Turn, table: Group) -> Outcome:
        row = turn.new_id()
        asked = Asking(step=Step(item=table.fields[0].id, row=row))
        change = turn.add_row(table.id, row, self.parent)
        return turn.to((*turn.beneath, self._at_end(turn), asked), change)

    def _row_pressed(self, turn: Turn, table: Group, action: str, argument: str) -> Outcome:
        row = turn.application.row(table.id, self.row or "")
        if row is None or action == "rows":
            return turn.swap(self.model_copy(update={"row": None}))
        if action == "mended":
            return row_menu.mended(turn, Step(item=table.id, row=row.id))
        if action == "edit":
            step = Step(item=table.fields[int(argument)].id, row=row.id)
            return turn.push(Asking(step=step) if row_menu.answering(turn) else CommentScreen(step=step))
        if action == "copy":
            return self._copy(turn, table, row)
        if action == "move":
            return row_menu.moved(turn, table, turn.stack, row, -1 if argument == "-1" else 1)
        return self._asked(turn, table, row, action, argument)

    def _asked(self, turn: Turn, table: Group, row: Row, action: str, argument: str) -> Outcome:
        """A press that leads to a question about the row."""
        if action == "drop":
            drop = DropRow(application=turn.application.id, table=table.id, row=row.id)
            return confirming.begin(turn, turn.stack, drop)
        asked: dict[str, Screen] = {
            **{f"table:{at}": Browsing(table=within.id, parent=row.id) for at, within in enumerate(table.tables)},
            "assign": Assigning(table=table.id, row=row.id),
            "look": CommentScreen(step=Step(item=table.id, row=row.id)),
        }
        return turn.push(asked[f"{action}:{argument}" if argument else action])

    def _copy(self, turn: Turn, table: Group, row: Row) -> Outcome:
        copied = turn.new_id()
        note = say("table.copied", number=turn.application.count(table.id, self.parent) + 1)
        changes = row_menu.copied(turn, table, row, copied, self.parent)
        return turn.swap(self._at_end(turn, copied), *changes, notes=(note,))

    def _has_room(self, turn: Turn, table: Group) -> bool:
        """Whether the form allows another row."""
        return table.most_rows is None or self._progress(turn).rows < table.most_rows

    def _whole(self, turn: Turn) -> Step:
        """The step that the table is filled in."""
        return journey.whole(turn.application, self.table, self.parent)

    def _progress(self, turn: Turn) -> Progress:
        return journey.rows_of(turn.application, self.table, self.parent)

    def _finish(self, turn: Turn, table: Group, progress: Progress) -> Outcome:
        if progress.rows < table.min_rows and not turn.application.scope:
            return turn.stay(say("table.too_few", least=table.min_rows))
        step = self._whole(turn)
        stack = turn.gone_back(step) or (Asking(within=turn.form.section_of[table.id].id),)
        notes = (row_menu.finished(turn, table, progress, self.parent), completed(turn, step))
        return turn.to(stack, put(turn, step, FINISHED), notes=notes)


def at(turn: Turn, step: Step) -> Browsing:
    """At the row that a step is as a whole, or at the list of its table."""
    row = step.row if review.row_of(turn, step) else None
    return Browsing(table=step.item, row=row, parent=journey.parent_at(turn.application, step))
