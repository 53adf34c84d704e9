"""What a person does to a table or a list of all answers that a channel shows beside the chat.

The same rules as in the chat, and what was done is said there; what one is doing in the chat goes on, unless it was
just that. Knows nothing of how the channel shows it.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.engine.at_hand import at_hand
from dialogs.form.model import NO_ROW, UNITS, Table
from dialogs.screens import doubting, row_menu
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.texts import say
from dialogs.turn import row_deletion
from dialogs.turn.answering import Given, answer, given, with_other
from dialogs.turn.labels import HEAD, brief, place
from dialogs.turn.layout import refusal
from dialogs.turn.messages import Arranged, Filled
from dialogs.turn.screen import Screen, without_asides
from dialogs.turn.turn import Outcome, Turn


def beside(turn: Turn, event: Filled | Arranged) -> Outcome:
    """In a table beside the chat; whoever is no longer in gets back what they wrote there."""
    if turn.member is None:
        return turn.stay(say("refuse.left_out", text=event.text if isinstance(event, Filled) else ""))
    return _filled(turn, event) if isinstance(event, Filled) else _arranged_beside(turn, event)


def _filled(turn: Turn, event: Filled) -> Outcome:
    """One step has another answer: a long text as a whole, and no text at all where it may be left empty."""
    step = Step(item=event.item, row=event.row)
    if unfit := _unfit(turn, event, step):
        return turn.stay(say(f"table_edit.{unfit}"))
    if event.was is not None and (overtaken := _overtaken(turn, step, event.was, event.text)):
        return turn.stay(overtaken)
    outcome = give(turn, step, event.text)
    if event.was is None:
        return outcome
    seen = turn.application.history(step, None, 1)  # the channel has shown the newest answer, whatever the chat has
    return replace(outcome, seen=seen[0].id if seen else 0)


def give(turn: Turn, step: Step, text: str, ref: str = "") -> Outcome:
    """A text as the answer to a step that is not the question in the chat; which question it is, is said."""
    found = _given(turn, step, text, ref)
    if isinstance(found, str):
        return turn.stay(say("table_edit.refused", place=place(turn, step)), found)
    if isinstance(found, kinds.Doubtful):
        return doubt(turn, step, with_other(turn, step, text), ref)
    return doubting.beside(turn, _after(turn, step, found.change.value), found)


def doubt(turn: Turn, step: Step, text: str, ref: str) -> Outcome:
    """Asks about a doubtful answer; one comes to its question where another text is wanted, and to nothing else."""
    stack = without_asides(turn.conversation.screens)
    if _asks(turn, step):
        return doubting.begin(turn, stack or (at_hand(turn),), step, text, ref)
    return doubting.begin(turn, (*stack, Asking(step=step)), step, text, ref, beside=True)


def _unfit(turn: Turn, event: Filled, step: Step) -> str:
    """Why nothing can be answered at a step, or not with this text; "" where it can."""
    if event.application != turn.conversation.application:
        return "elsewhere"
    if step.item not in turn.form.fields:
        return "no_item"
    if "\t" in event.text.strip() and turn.form.group_of[step.item] in turn.form.tables:
        return "several"  # cells of a spreadsheet are not one long answer
    return "" if _exists(turn, step) else "no_row"


def _overtaken(turn: Turn, step: Step, was: str, text: str) -> str:
    """That somebody else has changed the answer since it was shown; "" where nobody has, or the text is none."""
    field = turn.form.fields[step.item]
    if isinstance(_given(turn, step, text), str):
        return ""
    answered = turn.application.answer(step)
    now = kinds.show(field, answered.value) if answered else ""
    if now == was:
        return ""
    latest = turn.application.history(step, None, 1)[0]
    if latest.person == turn.conversation.person:
        return ""
    value = brief(now.replace("\n", " "), HEAD) or say("review.open")
    who, at = turn.who(latest.person), turn.moment(latest.at)
    return say("table_edit.overtaken", place=place(turn, step), who=who, at=at, value=value)


def _exists(turn: Turn, step: Step) -> bool:
    """Whether the step can be answered at its row; `journey.is_asked` takes every step that names no row."""
    group = turn.form.groups[turn.form.group_of[step.item]]
    alone = not isinstance(group, Table) and group.each in ("", UNITS)
    return alone if step.row == NO_ROW else journey.is_asked(turn.application, step)


def _given(turn: Turn, step: Step, text: str, ref: str = "") -> Given | kinds.Doubtful | str:
    """What was understood, or the reason why it is refused."""
    field = turn.form.fields[step.item]
    if not text.strip():
        nothing = kinds.Accepted("")
        return (
            say("answer.required", label=field.short or field.label) if field.required else given(turn, step, nothing)
        )
    found = answer(turn, step, with_other(turn, step, text), ref=ref)
    return refusal(field, found) if isinstance(found, kinds.Invalid) else found


def _after(turn: Turn, step: Step, value: str) -> tuple[Screen, ...]:
    """On from the question in the chat where it is the one answered; nowhere else."""
    return at_hand(turn).after(turn, step, value) if _asks(turn, step) else turn.conversation.screens


def _asks(turn: Turn, step: Step) -> bool:
    """Whether the question in the chat is that of the step."""
    screen = at_hand(turn)
    return screen.is_one_question and screen.asks(turn) == step


def _arranged_beside(turn: Turn, event: Arranged) -> Outcome:
    """A row is added, moved or deleted; the channel has asked whether to delete."""
    if event.application != turn.conversation.application:
        return turn.stay(say("table_edit.elsewhere"))
    table = turn.form.tables.get(event.table)
    if table is None:
        return turn.stay(say("table_edit.no_item"))
    outcome = _arranged(turn, table, event)
    notes = tuple(say("table_edit.in_table", title=table.title, note=note) for note in outcome.notes)
    return replace(outcome, notes=notes)


def _arranged(turn: Turn, table: Table, event: Arranged) -> Outcome:
    if event.what == "add":
        change = turn.add_row(table.id, turn.new_id())
        number = turn.application.count(table.id) + 1
        return turn.remain(change, notes=(say("table_edit.added", number=number),))
    row = turn.application.row(table.id, event.row)
    if row is None:
        return turn.stay(say("table_edit.no_row"))
    stack = turn.conversation.screens
    if event.what == "drop":
        # Findings look for themselves what is left.
        at_row = any(screen.is_at(row.id) for screen in stack)
        return row_deletion.drop(turn, table, row, (Browsing(table=table.id),) if at_row else stack)
    return row_menu.moved(turn, table, stack, row, -1 if event.what == "up" else 1)
