"""Asking one step: a field, or a section whose long texts are too short together."""

from __future__ import annotations

from typing import Literal

from dialogs.answers import choices, kinds, several_choices
from dialogs.application import backwards, journey
from dialogs.application.application import Step
from dialogs.application.changes import DropRow
from dialogs.application.minima import Together
from dialogs.form.model import NO_ROW, Group
from dialogs.pasting.reading import read
from dialogs.screens import (
    asked_field,
    doubting,
    dry_run,
    finished,
    found_answers,
    headed_text,
    late_units,
    long_text,
    pasted_rows,
    postponing,
    several_answers,
    starting_from,
    too_short,
    unfinished_texts,
)
from dialogs.screens.comment_screen import CommentScreen
from dialogs.screens.starting_from import StartingFrom
from dialogs.texts import say
from dialogs.turn import review, row_deletion
from dialogs.turn.answering import Given, answer, open_after, put
from dialogs.turn.labels import agreed_by, completed, help_on, taken
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


class Asking(Screen):
    """Asking a step: the one named, because the person went there, or else the first open one."""

    kind: Literal["asking"] = "asking"
    step: Step | None = None
    is_led: bool = False  # the step is named because it was the first open one, as it was shown
    within: str = ""  # the section the person chose to work on: its open steps come first
    other: bool = False  # the choice 其他 was pressed, its text is awaited
    instead: str = ""  # the unit for which the lead fills in first what its own people have not
    picked: tuple[str, ...] | None = None  # of many choices, those ticked so far
    is_kept_on_return = True
    is_one_question = True

    @property
    def is_position(self) -> bool:
        """Whether it asks just the first open step."""
        return self == Asking()

    @property
    def comes_back(self) -> bool:
        """Where several questions lie on each other, one goes on to the next."""
        return False

    def stands(self, turn: Turn) -> bool:
        """As long as its step is there."""
        return self.step is None or too_short.stands(turn, self.step)

    def holds(self, turn: Turn) -> bool:
        """Unless it showed that nothing is missing, and now something is."""
        nothing = self.step is None and turn.shown.step is None and turn.shown.seen >= 0
        answers = turn.can("answer", turn.application.scope)
        return self.stands(turn) and not (nothing and answers and self.step_of(turn))

    def _together(self, turn: Turn, step: Step) -> Together | None:
        """The texts that are asked for together, where that is what is asked."""
        return too_short.asked(turn, step, is_led=self.step is None or self.is_led)

    def asks(self, turn: Turn) -> Step | None:
        """The step named, or the first open one."""
        return self.step_of(turn)

    def without(self, turn: Turn) -> tuple[Screen, ...]:
        """Back to where one came from, or on within the section that the person chose."""
        return turn.beneath or (self._on(),)

    def _on(self, step: Step | None = None) -> Asking:
        """The same course, at a step or at the first open one."""
        return self.model_copy(update={"step": step, "is_led": False, "other": False, "picked": None})

    def pinned(self, step: Step | None) -> Screen:
        """At the step that it asked."""
        return self if self.step or step is None else self.model_copy(update={"step": step, "is_led": True})

    def subject(self, turn: Turn) -> Step | None:
        """The question to which the person went."""
        return self.step if self.step and self.step.item in turn.form.fields else None

    def is_at(self, row: str) -> bool:
        """At the row of its step."""
        return self.step is not None and self.step.row == row

    def table_at_hand(self, turn: Turn) -> Group | None:
        """The table of a row just added whose first cell is asked."""
        found = pasted_rows.new_row(turn, self.step_of(turn))
        return found[0] if found else None

    def step_of(self, turn: Turn) -> Step | None:
        """The step asked now, what was returned first but for a section one chose; None when nothing is missing."""
        if self.step:
            return self.step
        if self.instead and (step := late_units.open_for(turn, self.instead)):
            return step
        found = turn.position(self.within)
        group = turn.form.group_of.get(found.item, found.item) if found else ""
        chosen = found and self.within and turn.form.section_of[group].id == self.within
        return found if chosen else review.first(turn) or found

    def view(self, turn: Turn) -> Ask:
        """The question, or that everything is filled in."""
        step = self.step_of(turn)
        if step is None:
            return finished.view(turn)
        if together := self._together(turn, step):
            return too_short.view(turn, together, asked_field.leaving(turn))
        field = turn.form.fields[step.item]
        navigation = asked_field.navigation(turn, step, field, other=self.other)
        if self.is_position and starting_from.is_offered(turn):
            navigation.insert(0, (button("start_from", "start_from"),))
        if field.of_kind.is_long:
            return long_text.view(turn, field, step, navigation)
        theirs = agreed_by(turn, step)
        ticked, last = asked_field.ticked(turn, field, step, self.picked), asked_field.is_last(turn, step)
        offered = asked_field.choices(field, ticked, other=self.other, last=last)
        buttons = [*([] if theirs else offered), *navigation]
        return ask(asked_field.question_of(turn, field, step, other=self.other), buttons, step)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A press on a choice, on confirm, on keep, or on one of a long text's buttons."""
        step = self.step_of(turn)
        if step is None:
            return finished.pressed(turn, self, action, argument)
        if action in ("left", "take", "look"):
            looked = turn.push(CommentScreen(step=step))
            return looked if action == "look" else unfinished_texts.pressed(turn, step, action, argument)
        if action in ("postpone", "start_from"):
            return self.postpone(turn) if action == "postpone" else turn.go(StartingFrom())
        if action == "keep":
            answered = turn.application.answer(step)
            is_right = answered is not None and answered.is_old
            unmended = bool(turn.beneath) and turn.beneath[-1].wants_change and not is_right
            return long_text.keep(turn, step, turn.beneath if unmended else self.after(turn, step))
        if action == "write":
            field = turn.form.group_at(step.item).fields[int(argument)]
            return turn.swap(self._on(Step(item=field.id, row=step.row)))
        return self._pressed_at(turn, step, action, argument)

    def _pressed_at(self, turn: Turn, step: Step, action: str, argument: str) -> Outcome:
        field = turn.form.fields[step.item]
        if field.of_kind.is_long:
            return long_text.pressed(turn, field, step, action, self.after(turn, step))
        if action in ("confirm", "confirm_all"):
            agreed = say("button.confirm")
            together = action == "confirm_all"
            return finished.signed(turn, put(turn, step, agreed)) if together else self._answered(turn, step, agreed)
        ticked = asked_field.ticked(turn, field, step, self.picked)
        if action == "ticked":
            return self._answered(turn, step, several_choices.joined(field, ticked))
        label = field.offers[int(argument)]
        if label == field.other and not asked_field.has_other(field, ticked):
            return turn.swap(self.model_copy(update={"other": True, "step": step, "picked": ticked}))
        if field.many and label != field.none_word:
            picked = asked_field.toggled(field, ticked, label)
            return turn.swap(self.model_copy(update={"step": step, "picked": picked}))
        return self._answered(turn, step, label)

    def said(self, turn: Turn, text: str) -> Outcome:
        """A typed answer; cells pasted where the first of a row just added is asked, as one does in Excel, are rows."""
        step = self.step_of(turn)
        if step is None:
            return turn.stay(say("refuse.nothing_open"))
        new = pasted_rows.new_row(turn, step)
        if new and pasted_rows.is_several(read(new[0], text, turn.now.date())):
            table, row = new
            parent = turn.application.parent(row.id)
            at_table = (Asking(step=journey.whole(turn.application, table.id, parent)),)
            return dry_run.begin(turn, table, text, turn.beneath or at_table, pasted_rows.Spot(row.id, parent))
        if step.item in turn.form.tables:
            return turn.stay(pasted_rows.use_buttons(turn, turn.form.tables[step.item], step.row))
        if self._together(turn, step):
            return turn.stay(say("long.choose_first"))
        field = turn.form.fields[step.item]
        if field.of_kind.is_long:
            return found_answers.in_message(turn, step, text) or self._wrote(turn, step, text)
        several = None if self.other else several_answers.begin(turn, step, text)
        return several or self._answered(turn, step, text, other=self.other)

    def _wrote(self, turn: Turn, step: Step, typed: str) -> Outcome:
        """A message of a long text: of the one that is asked, or of the one whose heading it begins with."""
        there, text = headed_text.place(turn, step, typed)
        if there == step:
            return long_text.said(turn, turn.form.fields[step.item], step, text, self.after(turn, step))
        stack = (*turn.beneath, self._on(there))
        at_it = turn.on(stack).kept_at(stack)
        return headed_text.said(at_it, step, there, text, self.after(at_it, there))

    def _answered(self, turn: Turn, step: Step, text: str, *, other: bool = False) -> Outcome:
        field = turn.form.fields[step.item]
        whole = choices.with_other(field, text, self.picked or ()) if other else text
        found = answer(turn, step, whole, ref=turn.ref)
        if isinstance(found, kinds.Invalid):
            return turn.stay(refusal(field, found))
        if isinstance(found, kinds.Doubtful):
            asked = self.model_copy(update={"step": step, "other": False})
            return doubting.begin(turn, (*turn.beneath, asked), step, whole)
        return self._given(turn, found)

    def _given(self, turn: Turn, found: Given) -> Outcome:
        notes = (taken(found.field, found.value), found.note, found.row_filled, found.section_done)
        return turn.to(self.after(turn, found.change.step, found.change.value), found.change, notes=notes)

    def took(self, turn: Turn, found: Given) -> Outcome | None:
        """As if it had been typed here."""
        step = found.change.step
        if self.step_of(turn) != step:
            return None
        after = self.after(turn, step, found.change.value)
        return long_text.taken(turn, found, after) if found.field.of_kind.is_long else self._given(turn, found)

    def takes(self, turn: Turn, text: str) -> bool:
        """What its kind does not refuse; of a long text all but talk, which is no part of it."""
        step = self.step_of(turn)
        field = turn.form.fields.get(step.item) if step else None
        return field is not None and asked_field.takes(turn, field, text)

    def help(self, turn: Turn) -> str:
        """What is asked for, and how it can be written."""
        step = self.step_of(turn)
        field = turn.form.fields.get(step.item) if step else None
        return super().help(turn) if field is None else help_on(field)

    def after(self, turn: Turn, step: Step, value: str | None = None) -> tuple[Screen, ...]:
        """The stack once a step is answered: on in the row, back to where one came from, or the first open step."""
        group = turn.form.group_at(step.item)
        still_open = open_after(turn, group, step, value) if group.has_rows else []
        if still_open:
            return (*turn.beneath, self._on(Step(item=still_open[0], row=step.row)))
        return turn.gone_back(step) or (self._on(),)

    def dealt_with(self, turn: Turn, step: Step) -> tuple[Screen, ...]:
        """As with an answer."""
        return self.after(turn, step)

    def skip(self, turn: Turn) -> Outcome:
        """Leaves an optional field without an answer."""
        step = self.step_of(turn)
        field = turn.form.fields.get(step.item) if step else None
        if step is None or field is None:
            return turn.stay(say("answer.nothing_to_skip"))
        if field.required:
            return self.postpone(turn)
        notes = (say("answer.skipped", label=field.label), completed(turn, step))
        return turn.to(self.after(turn, step, ""), put(turn, step, "", turn.ref), notes=notes)

    def postpone(self, turn: Turn) -> Outcome:
        """On with what else is open; what one went to by oneself is left as it is."""
        step = self.step_of(turn)
        is_open = step and (turn.application.answer(step) is None or journey.is_short(turn.application, step))
        if step is None or asked_field.visiting(turn) or not is_open:
            return turn.stay(say("answer.nothing_to_skip"))
        group = turn.form.groups.get(turn.form.group_of.get(step.item, ""))
        left = {one.item for one in turn.postponed if one.row == step.row}
        cells = [item for item in open_after(turn, group, step) if item not in left] if group and group.has_rows else []
        on = self._on(Step(item=cells[0], row=step.row) if cells else None)
        return postponing.postpone(turn, step, (*turn.beneath, on) if cells else turn.gone_back(step) or (on,))

    def back(self, turn: Turn) -> Outcome:
        """To where one came from, or to the step before; from beyond the last step to the last."""
        if self.other:
            return turn.swap(self.model_copy(update={"other": False}))
        if asked_field.visiting(turn):
            return turn.pop()
        step = self.step_of(turn)
        before = backwards.previous(turn.application, step)
        if before is None:
            return turn.remain(notes=(say("answer.first_step"),))
        if before.item in turn.form.tables:
            return _to_table(turn, before, step.row if step else NO_ROW)
        return turn.swap(self._on(before))


def _to_table(turn: Turn, before: Step, row: str) -> Outcome:
    """Back to a table, which is shown as its list. A row just added in which nothing stands was added by mistake."""
    while turn.beneath and turn.beneath[-1].is_one_question and turn.beneath[-1].asks(turn) != before:
        turn = turn.on(turn.beneath)  # what else is to be asked in its rows can wait
    if not turn.beneath or row == NO_ROW or not row_deletion.is_empty(turn, turn.form.tables[before.item], row):
        return turn.to(turn.beneath or (Asking(step=before),))
    change = DropRow(application=turn.application.id, table=before.item, row=row)
    return turn.pop(change, notes=(say("table.not_added"),))
