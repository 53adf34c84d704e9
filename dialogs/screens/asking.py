"""Asking one step: a field, or a section whose long texts are too short together."""

from __future__ import annotations

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import DropRow, PutAnswer
from dialogs.form.model import LEAD, Field, Table
from dialogs.screens import finished, long_text
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.conversation import Asking, Browsing, Checking, CommentScreen, Mode
from dialogs.turn.labels import completed, header, intro
from dialogs.turn.messages import Ask, Button
from dialogs.turn.turn import Outcome, Turn, ask, button, in_rows, refusal

SHORT_LABEL = 10  # characters up to which two choices share a row of buttons


def step_of(turn: Turn, mode: Asking) -> Step | None:
    """The step asked now, what was returned first but for a section one chose; None when nothing is missing."""
    if mode.step:
        return mode.step
    found = journey.position(turn.application, mode.within, turn.elsewhere)
    group = turn.form.group_of.get(found.item, found.item) if found else ""
    chosen = found and mode.within and turn.form.section_of[group].id == mode.within
    return found if chosen else review.first(turn) or found


def view(turn: Turn, mode: Asking) -> Ask:
    """The question, or that everything is filled in."""
    step = step_of(turn, mode)
    if step is None:
        return finished.view(turn)
    field = turn.form.fields.get(step.item)
    if field is None:
        return _shortfall(turn, mode, step)
    if field.kind == "longtext":
        above = {"header": header(turn, step), "intro": intro(turn, step), "returned": review.shown(turn, step)}
        return long_text.view(turn, field, step, above, _navigation(turn, mode, step, field))
    text = say("ask.question", **_question(turn, mode, field, step))
    return ask(text, [*_choices(field, mode), *_navigation(turn, mode, step, field)], step)


def _question(turn: Turn, mode: Asking, field: Field, step: Step) -> dict[str, object]:
    answer = turn.application.answer(step)
    hint = {"choice": say("ask.hint_choice"), "confirm": say("ask.hint_confirm")}.get(field.kind, "")
    if mode.other:
        hint = say("ask.hint_other", other=field.other)
    current = "" if answer is None else read_back(field, answer.value) if answer.value else say("ask.skipped")
    return {
        "header": header(turn, step),
        "intro": intro(turn, step),
        "returned": review.shown(turn, step),
        "label": field.label,
        "required": field.required,
        "statement": field.statement.strip(),
        "guidance": field.guidance,
        "remark": field.remark.strip() if step.row == LEAD else "",
        "hint": hint,
        "example": field.example,
        "current": current,
    }


def _choices(field: Field, mode: Asking) -> list[tuple[Button, ...]]:
    if field.kind == "confirm":
        return [(button("confirm", "confirm"),)]
    if mode.other:
        return []
    labels = [*field.choices, *filter(None, (field.other, field.none_word))]
    buttons = [Button(label=label, data=f"choose:{i}") for i, label in enumerate(labels)]
    return in_rows(buttons, 2 if all(len(label) <= SHORT_LABEL for label in labels) else 1)


def _navigation(turn: Turn, mode: Asking, step: Step, field: Field) -> list[tuple[Button, ...]]:
    if mode.other:
        return [(button("choices", "back"),)]
    answered = turn.application.answer(step) is not None
    returned = review.to_mend(turn, step)
    buttons = []
    if _visiting(mode):
        buttons += [] if answered else [button("return", "back")]
    elif journey.previous(turn.application, step):
        buttons.append(button("back", "back"))
    if answered and (_visiting(mode) or not returned):  # it would be asked again: there is a reply for that
        buttons.append(button("keep", "keep"))
    elif not answered and not field.required:
        buttons.append(button("skip", "skip"))
    commenting = [button("reply", "look")] if returned else []
    if returned and not _visiting(mode):
        commenting.append(button("status", "status"))
    if review.comments_on(turn, step):
        commenting.append(button("comment", "look"))
    return [tuple(buttons), tuple(commenting)]


def _visiting(mode: Asking) -> bool:
    """Whether one came for this one step, from a review or a row's menu, and goes back there."""
    return mode.after is not None and not (isinstance(mode.after, Browsing) and mode.after.row is None)


def _shortfall(turn: Turn, mode: Asking, step: Step) -> Ask:
    section = turn.form.groups[step.item]
    sizes = turn.application.sizes(section.id, step.row)
    written = all(f.id in sizes for f in section.fields)
    have = sum(sizes.values())
    text = say("long.shortfall", header=header(turn, step), written=written, have=have, want=section.min_han)
    rows = [
        (Button(label=say("long.draft_part_of", label=f.short or f.label, han=sizes.get(f.id, 0)), data=f"write:{i}"),)
        for i, f in enumerate(section.fields)
        if f.kind == "longtext"
    ]
    return ask(text, [*rows, (button("return" if _visiting(mode) else "back", "back"),)], step)


def pressed(turn: Turn, mode: Asking, action: str, argument: str) -> Outcome:
    """A press on a choice, on confirm, on keep, or on one of a long text's buttons."""
    step = step_of(turn, mode)
    if step is None:
        return finished.pressed(turn, action)
    if action == "look":
        return turn.to(CommentScreen(step=step, before=mode))
    if action == "keep":
        unmended = mode.after if isinstance(mode.after, Checking) else None
        return long_text.keep(turn, step, unmended or after_step(turn, mode, step))
    if action == "write":
        field = turn.form.groups[step.item].fields[int(argument)]
        return turn.to(Asking(step=Step(item=field.id, row=step.row), within=mode.within, after=mode.after))
    return _pressed_at(turn, mode, step, action, argument)


def _pressed_at(turn: Turn, mode: Asking, step: Step, action: str, argument: str) -> Outcome:
    field = turn.form.fields[step.item]
    if field.kind == "longtext":
        return long_text.pressed(turn, field, step, action, after_step(turn, mode, step))
    if action == "confirm":
        return _answered(turn, mode, step, field, say("button.confirm"))
    label = [*field.choices, *filter(None, (field.other, field.none_word))][int(argument)]
    if label == field.other:
        return turn.to(mode.model_copy(update={"other": True, "step": step}))
    return _answered(turn, mode, step, field, label)


def said(turn: Turn, mode: Asking, text: str) -> Outcome:
    """A typed answer."""
    step = step_of(turn, mode)
    if step is None:
        return turn.stay(say("refuse.nothing_open"))
    field = turn.form.fields.get(step.item)
    if step.item in turn.form.tables:
        return turn.stay(say("table.use_buttons"))
    if field is None:
        return turn.stay(say("long.choose_first"))
    if field.kind == "longtext":
        return long_text.said(turn, field, step, text)
    return _answered(turn, mode, step, field, with_other(field, text) if mode.other else text)


def with_other(field: Field, text: str) -> str:
    """What was typed as the text of the `other` choice, unless it is a whole answer by itself."""
    whole = text.strip() in field.choices or text.strip().startswith(field.other)
    return text if whole else f"{field.other}：{text}"


def _answered(turn: Turn, mode: Asking, step: Step, field: Field, text: str) -> Outcome:
    understood = kinds.parse(field, text, turn.now.date())
    if isinstance(understood, kinds.Invalid):
        return turn.stay(refusal(field, understood))
    change = PutAnswer(application=turn.application.id, step=step, value=understood.value, ref=turn.ref)
    notes = taken(field, understood)
    return turn.to(after_step(turn, mode, step), change, notes=(*notes, _filled(turn, step), completed(turn, step)))


def taken(field: Field, understood: kinds.Accepted) -> tuple[str, ...]:
    """What was understood, and the remark that goes with it."""
    remark = say(f"note.{understood.note}", field=field) if understood.note else ""
    if field.kind == "confirm":
        return (say("answer.confirmed"),)
    return (say("answer.taken", value=read_back(field, understood.value)), remark)


def read_back(field: Field, value: str) -> str:
    """An answer as it was understood; an amount with its unit, which the form prints beside it."""
    shown = kinds.show(field, value)
    return shown + say("answer.money_unit") if field.kind == "money" and shown == value else shown


def _filled(turn: Turn, step: Step) -> str:
    group = turn.form.groups[turn.form.group_of[step.item]]
    changed = turn.application.answer(step) is not None
    if changed or not isinstance(group, Table) or _open_after(turn, group, step):
        return ""
    row = turn.application.row(group.id, step.row)
    return say("table.filled", number=row.number) if row else ""


def _open_after(turn: Turn, table: Table, step: Step) -> list[str]:
    filled = turn.application.sizes(table.id, step.row)
    return [item for item in table.item_ids if item not in filled and item != step.item]


def after_step(turn: Turn, mode: Asking, step: Step) -> Mode:
    """Where one goes with the answer to a step: on in the row, back to where one came from, or the first open step."""
    group = turn.form.groups[turn.form.group_of[step.item]]
    if isinstance(group, Table):
        still_open = _open_after(turn, group, step)
        if still_open:
            return Asking(step=Step(item=still_open[0], row=step.row), within=mode.within, after=mode.after)
    after = mode.after.without(step) if isinstance(mode.after, Checking) else mode.after
    return after or Asking(within=mode.within)


def skip(turn: Turn, mode: Asking) -> Outcome:
    """Leaves an optional field without an answer."""
    step = step_of(turn, mode)
    field = turn.form.fields.get(step.item) if step else None
    if step is None or field is None:
        return turn.stay(say("answer.nothing_to_skip"))
    if field.required:
        return turn.stay(say("answer.required", label=field.label))
    change = PutAnswer(application=turn.application.id, step=step, value="", ref=turn.ref)
    return turn.to(
        after_step(turn, mode, step), change, notes=(say("answer.skipped", label=field.label), completed(turn, step))
    )


def back(turn: Turn, mode: Asking) -> Outcome:
    """To where one came from, or to the step before; from beyond the last step to the last."""
    if mode.other:
        return turn.to(mode.model_copy(update={"other": False}))
    if mode.after and _visiting(mode):
        return turn.to(mode.after)
    step = step_of(turn, mode)
    before = (
        journey.previous(turn.application, step)
        if step
        else journey.last(journey.sections(turn.application), turn.application)
    )
    if before is None:
        return turn.stay(say("answer.first_step"), refused=False)
    if before.item in turn.form.tables:
        return _to_table(turn, mode, before.item, step.row if step else LEAD)
    return turn.to(mode.model_copy(update={"step": before}))


def _to_table(turn: Turn, mode: Asking, table: str, row: str) -> Outcome:
    """Back to a table's list. A row that was only just added, and never filled, was added by mistake."""
    if mode.after is None or row == LEAD or turn.application.sizes(table, row):
        return turn.to(mode.after or Browsing(table=table))
    change = DropRow(application=turn.application.id, table=table, row=row)
    return turn.to(mode.after, change, notes=(say("table.not_added"),))
