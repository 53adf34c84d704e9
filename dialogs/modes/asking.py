"""Asking one step: a field, or a section whose long texts are too short together."""

from __future__ import annotations

from dialogs import journey, kinds
from dialogs.application import Step
from dialogs.changes import PutAnswer
from dialogs.conversation import Asking, Browsing, Mode
from dialogs.form import LEAD, UNITS, Field, Section, Table
from dialogs.messages import Ask, Button
from dialogs.modes import writing
from dialogs.texts import say
from dialogs.turn import Outcome, Turn, ask, button, in_rows

SHORT_LABEL = 10  # characters up to which two choices share a row of buttons


def step_of(turn: Turn, mode: Asking) -> Step | None:
    """The step asked now; None when nothing is missing."""
    return mode.step or journey.position(turn.application, mode.within)


def view(turn: Turn, mode: Asking) -> Ask:
    """The question, or that everything is filled in."""
    step = step_of(turn, mode)
    if step is None:
        return _complete(turn)
    field = turn.form.fields.get(step.item)
    if field is None:
        return _shortfall(turn, step)
    if field.kind == "longtext":
        return writing.view(turn, field, step, header(turn, step), _navigation(turn, step, field))
    text = say("ask.question", **_question(turn, mode, field, step))
    return ask(text, [*_choices(field, mode), *_navigation(turn, step, field)], step)


def header(turn: Turn, step: Step) -> str:
    """Where one is: the part, the number of the question, the progress."""
    group = turn.form.groups[turn.form.group_of.get(step.item, step.item)]
    items = group.item_ids
    place = {"number": items.index(step.item) + 1 if step.item in items else len(items), "count": len(items)}
    if isinstance(group, Table):
        row = turn.application.row(group.id, step.row)
        number = row.number if row else ""
        return say("ask.row_header", section=group.title, row=number, **place, **turn.progress())
    instance = instance_name(turn, group, step.row)
    return say("ask.header", section=group.title, instance=instance, **place, **turn.progress())


def instance_name(turn: Turn, section: Section, row: str) -> str:
    """For which row or unit a repeated section is asked, with its place among them; "" for others."""
    if not section.each:
        return ""
    title = journey.title_of(turn.application, section, row) or say("ask.unnamed")
    count = turn.application.tallies()[section.id].rows
    found = turn.application.row(turn.form.rows_of(section), row)
    if section.each == UNITS:
        return say("ask.instance_unit", title=title, number=found.number + 1 if found else 1, count=count)
    return say("ask.instance_row", title=title, number=found.number if found else 1, count=count)


def _question(turn: Turn, mode: Asking, field: Field, step: Step) -> dict[str, object]:
    answer = turn.application.answer(step)
    hint = {"choice": say("ask.hint_choice"), "confirm": say("ask.hint_confirm")}.get(field.kind, "")
    if mode.other:
        hint = say("ask.hint_other", other=field.other)
    current = "" if answer is None else kinds.show(field, answer.value) or say("ask.skipped")
    return {
        "header": header(turn, step),
        "label": field.label,
        "required": field.required,
        "statement": field.statement.strip(),
        "guidance": field.guidance,
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


def _navigation(turn: Turn, step: Step, field: Field) -> list[tuple[Button, ...]]:
    buttons = []
    if journey.previous(turn.application, step):
        buttons.append(button("back", "back"))
    if turn.application.answer(step) is not None:
        buttons.append(button("keep", "keep"))
    elif not field.required:
        buttons.append(button("skip", "skip"))
    return [tuple(buttons)]


def _complete(turn: Turn) -> Ask:
    buttons = [(button("export", "export"),), (button("review", "review"), button("status", "status"))]
    return ask(say("office.complete", name=turn.name), buttons)


def _shortfall(turn: Turn, step: Step) -> Ask:
    section = turn.form.groups[step.item]
    sizes = turn.application.sizes(section.id, step.row)
    text = say("long.shortfall", header=header(turn, step), have=sum(sizes.values()), want=section.min_han)
    rows = [
        (Button(label=say("long.piece_of", label=f.short or f.label, han=sizes[f.id]), data=f"write:{i}"),)
        for i, f in enumerate(section.fields)
        if f.kind == "longtext"
    ]
    return ask(text, [*rows, (button("back", "back"),)], step)


def pressed(turn: Turn, mode: Asking, action: str, argument: str) -> Outcome:
    """A press on a choice, on confirm, on keep, or on one of a long text's buttons."""
    step = step_of(turn, mode)
    if step is None:
        raise LookupError(action)
    if action == "keep":
        return turn.to(after_step(turn, mode, step))
    if action == "write":
        field = turn.form.groups[step.item].fields[int(argument)]
        return turn.to(Asking(step=Step(item=field.id, row=step.row), within=mode.within, after=mode.after))
    field = turn.form.fields[step.item]
    if field.kind == "longtext":
        return writing.pressed(turn, field, step, action, after_step(turn, mode, step))
    if action == "confirm":
        return _answered(turn, mode, step, field, say("button.confirm"))
    label = [*field.choices, *filter(None, (field.other, field.none_word))][int(argument)]
    if label == field.other:
        wanted = say("answer.other_wanted", other=field.other, example=field.example)
        return turn.to(mode.model_copy(update={"other": True, "step": step}), notes=(wanted,))
    return _answered(turn, mode, step, field, label)


def said(turn: Turn, mode: Asking, text: str) -> Outcome:
    """A typed answer."""
    step = step_of(turn, mode)
    if step is None:
        return turn.stay(say("refuse.nothing_open"))
    field = turn.form.fields.get(step.item)
    if field is None:
        return turn.stay(say("long.choose_first"))
    if field.kind == "longtext":
        return writing.said(turn, field, step, text)
    if mode.other and text.strip() not in field.choices and not text.strip().startswith(field.other):
        text = f"{field.other}：{text}"
    return _answered(turn, mode, step, field, text)


def _answered(turn: Turn, mode: Asking, step: Step, field: Field, text: str) -> Outcome:
    understood = kinds.parse(field, text, turn.now.date())
    if isinstance(understood, kinds.Invalid):
        return turn.stay(refusal(field, understood))
    change = PutAnswer(application=turn.application.id, step=step, value=understood.value, ref=turn.ref)
    notes = taken(field, understood)
    return turn.to(after_step(turn, mode, step), change, notes=(*notes, _filled(turn, step)))


def refusal(field: Field, invalid: kinds.Invalid) -> str:
    """What is wrong with an answer; the question, with its example, follows."""
    return say(f"invalid.{invalid.code}", field=field, **invalid.params)


def taken(field: Field, understood: kinds.Accepted) -> tuple[str, ...]:
    """What was understood, and the remark that goes with it."""
    remark = say(f"note.{understood.note}", field=field) if understood.note else ""
    if field.kind == "confirm":
        return (say("answer.confirmed"),)
    return (say("answer.taken", value=kinds.show(field, understood.value)), remark)


def _filled(turn: Turn, step: Step) -> str:
    group = turn.form.groups[turn.form.group_of[step.item]]
    if not isinstance(group, Table) or _open_after(turn, group, step):
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
    return mode.after or Asking(within=mode.within)


def skip(turn: Turn, mode: Asking) -> Outcome:
    """Leaves an optional field without an answer."""
    step = step_of(turn, mode)
    field = turn.form.fields.get(step.item) if step else None
    if step is None or field is None:
        return turn.stay(say("answer.nothing_to_skip"))
    if field.required:
        return turn.stay(say("answer.required", label=field.label))
    change = PutAnswer(application=turn.application.id, step=step, value="", ref=turn.ref)
    return turn.to(after_step(turn, mode, step), change, notes=(say("answer.skipped", label=field.label),))


def back(turn: Turn, mode: Asking) -> Outcome:
    """To the step before; from beyond the last step to the last."""
    step = step_of(turn, mode)
    before = journey.previous(turn.application, step) if step else _last_step(turn)
    if before is None:
        return turn.stay(say("answer.first_step"), refused=False)
    table = before.item in turn.form.tables
    return turn.to(Browsing(table=before.item) if table else Asking(step=before, within=mode.within))


def _last_step(turn: Turn) -> Step | None:
    """The very last step of the form that there is now."""
    last = turn.form.sections[-1]
    row = turn.application.neighbour(last.id, None, -1) if last.each else LEAD
    return journey.previous(turn.application, Step(item=last.id, row=row or LEAD))
