"""Cells that are filled in beside the chat, one or many with one event: what can be taken is, the rest is told there.

The same rules as in the chat. Knows nothing of how a channel shows cells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Change, DropAnswer, DropDraftParts, RowCell
from dialogs.engine.at_hand import asks, at_hand
from dialogs.form.model import NO_ROW, UNITS, Group
from dialogs.screens import conflict
from dialogs.texts import say
from dialogs.turn.answering import Given, answer, given, with_other
from dialogs.turn.beside_chat import OVERTAKEN, WHOLE, CellNote, Portion, SoFar
from dialogs.turn.labels import brief, place, read_back
from dialogs.turn.layout import refusal
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


@dataclass(frozen=True)
class Filling:
    """Cells to be filled in.

    Attributes:
        texts: What is typed for each step.
        seen: The newest change that was shown; None where nothing is compared.
        accepts: With which doubts they are to stand, and whether in place of another's: see `Filled`.
        adding: The ids of the rows that are added first, each with its table.
        parent: The row to which these belong.
        notes: What else is said in the chat.
        read: What was read of them already.
        portion: Whether they are all of their event.
    """

    texts: Mapping[Step, str]
    seen: int | None = None
    accepts: Collection[str] = ()
    adding: Mapping[str, Group] = field(default_factory=dict)
    parent: str = NO_ROW
    notes: tuple[str, ...] = ()
    read: Mapping[Step, kinds.Verdict] = field(default_factory=dict)
    portion: Portion = WHOLE


def fill(turn: Turn, filling: Filling) -> Outcome:
    """What can be taken is, with one set of changes; of every other cell it is told why.

    Of cells that take several turns all is said in the chat with the last.
    """
    taken: dict[Step, Given | DropAnswer] = {}
    notes: list[CellNote] = []
    for step, text in filling.texts.items():
        found = _read(turn, filling, step, text)
        if isinstance(found, CellNote):
            notes.append(found)
        elif found:
            taken[step] = found
    added = [*_added(turn, filling, taken)]
    so_far = _so_far(turn, filling, taken, len(added))
    if not so_far.cells:
        return Outcome(turn.conversation, cells=tuple(notes), show=False)
    changes = [*added, *(change for one in taken.values() for change in _changes(turn, filling, one))]
    said = (_summary(turn, taken, so_far), *so_far.said, *filling.notes) if filling.portion.ends else ()
    seen = None if filling.seen is None else turn.application.newest()  # each was compared with what is there now
    values = {step: one.value if isinstance(one, Given) else "" for step, one in taken.items()}
    told = [one for step in taken for one in _told(turn, filling, step)]
    outcome = turn.to(
        after(turn, values), *changes, notes=said, cells=tuple(notes), seen=seen, notifications=tuple(told)
    )
    return replace(outcome, show=filling.portion.ends, bulk=filling.portion.bulk, so_far=so_far)


def _added(turn: Turn, filling: Filling, taken: Mapping[Step, Given | DropAnswer]) -> Iterator[AddRow]:
    """The rows that are added, each with what is taken of it."""
    cells: dict[str, list[RowCell]] = {}
    for step, one in taken.items():
        if step.row in filling.adding and isinstance(one, Given):
            put = one.change
            cells.setdefault(step.row, []).append(RowCell(step.item, put.value, put.han, put.doubts))
    for row, of in cells.items():
        yield turn.add_row(filling.adding[row].id, row, filling.parent, tuple(of))


def after(turn: Turn, values: Mapping[Step, str]) -> tuple[Screen, ...]:
    """On from the question in the chat where that is one of those answered, with these values; nowhere else."""
    answered = next((step for step in values if asks(turn, step)), None)
    return at_hand(turn).after(turn, answered, values[answered]) if answered else turn.conversation.screens


def _read(turn: Turn, filling: Filling, step: Step, text: str) -> Given | DropAnswer | CellNote | None:
    """What a text comes to at a step; None where that is open and is to be."""
    if unfit := _unfit(turn, filling, step, text):
        return CellNote(step=step, text=text, state="fault", says=say(f"table_edit.{unfit}"))
    asked = turn.form.fields[step.item]
    if not text.strip() and asked.required and turn.application.answer(step) is None:
        return None
    found = _understood(turn, step, text, filling.read.get(step))
    if isinstance(found, kinds.Invalid):
        return CellNote(step=step, text=text, state="fault", says=refusal(asked, found))
    if overtaken := _overtaken(turn, filling, step, found):
        return CellNote(step=step, text=text, state="conflict", says=overtaken, accepts=(OVERTAKEN, *filling.accepts))
    return _doubted(turn, filling, step, text, found) if isinstance(found, kinds.Doubtful) else found


def _understood(
    turn: Turn, step: Step, text: str, read: kinds.Verdict | None
) -> Given | DropAnswer | kinds.Doubtful | kinds.Invalid:
    if text.strip():
        whole = with_other(turn, step, text)
        if read is None or whole != text:
            return answer(turn, step, whole)
        return given(turn, step, read) if isinstance(read, kinds.Accepted) else read
    if turn.form.fields[step.item].required:
        return DropAnswer(application=turn.application.id, step=step)
    return given(turn, step, kinds.Accepted(""))


def _doubted(turn: Turn, filling: Filling, step: Step, text: str, found: kinds.Doubtful) -> Given | CellNote:
    """What is odd, unless it is to stand with just that."""
    codes = tuple(doubt.code for doubt in found.doubts)
    if found.value and set(codes) <= set(filling.accepts):
        return given(turn, step, found)
    says = refusal(turn.form.fields[step.item], found)
    accepts = (*codes, *filling.accepts) if found.value else ()
    return CellNote(step=step, text=text, state="doubt", says=says, accepts=accepts, meant=found.meant)


def _unfit(turn: Turn, filling: Filling, step: Step, text: str) -> str:
    """Why nothing can be answered at a step, or not with this text; "" where it can."""
    if step.item not in turn.form.fields:
        return "no_item"
    if "\t" in text.strip() and turn.form.group_of[step.item] in turn.form.tables:
        return "several"  # cells of a spreadsheet are not one long answer
    if step.row in filling.adding:
        return "" if filling.adding[step.row].id == turn.form.group_of[step.item] else "no_row"
    if not _exists(turn, step):
        return "no_row"
    return "" if journey.is_asked(turn.application, step) else "not_asked"


def _exists(turn: Turn, step: Step) -> bool:
    """Whether the step can be answered at its row; `journey.exists` takes every step that names no row."""
    group = turn.form.group_at(step.item)
    alone = not group.has_rows and group.each in ("", UNITS)
    return alone if step.row == NO_ROW else journey.exists(turn.application, step)


def _overtaken(turn: Turn, filling: Filling, step: Step, found: object) -> str:
    """That somebody else has changed the answer since it was shown; "" where nobody has, or to the same."""
    if filling.seen is None or filling.seen >= turn.application.newest():
        return ""
    latest = next(iter(turn.application.history(step, None, 1)), None)
    if latest is None or latest.id <= filling.seen or latest.person == turn.conversation.person:
        return ""
    if isinstance(found, Given | kinds.Doubtful) and found.value == latest.after:
        return ""
    shown = kinds.show(turn.form.fields[step.item], latest.after) if latest.after is not None else ""
    value = brief(shown) or say("review.open")
    return say("table_edit.overtaken", who=turn.who(latest.person), at=turn.moment(latest.at), value=value)


def _told(turn: Turn, filling: Filling, step: Step) -> tuple[Notification, ...]:
    """Whoever is overwritten is told, where the person has seen that and wants it so."""
    latest = turn.application.history(step, None, 1) if OVERTAKEN in filling.accepts else ()
    return conflict.told(turn, step) if latest else ()


def _changes(turn: Turn, filling: Filling, found: Given | DropAnswer) -> Iterator[Change]:
    """What fills a cell that was there before."""
    change = found.change if isinstance(found, Given) else found
    if change.step.row in filling.adding:
        return
    yield change
    if turn.form.fields[change.step.item].of_kind.is_long:
        # Lest a text that is being written in the chat go on from another one, or the emptied one come back.
        yield DropDraftParts(application=turn.application.id, step=change.step, last=False)


def _so_far(turn: Turn, filling: Filling, taken: Mapping[Step, Given | DropAnswer], rows: int) -> SoFar:
    """What was filled in, with these too."""
    before = filling.portion.so_far
    if not taken:
        return before
    answers = [found for found in taken.values() if isinstance(found, Given)]
    said = [*before.said, *(found.note for found in answers), *(found.section_done for found in answers[-1:])]
    return SoFar(
        title=turn.form.group_at(next(iter(taken)).item).title,
        cells=before.cells + len(taken),
        rows=before.rows + rows,
        said=tuple(dict.fromkeys(filter(None, said))),
    )


def _summary(turn: Turn, taken: Mapping[Step, Given | DropAnswer], so_far: SoFar) -> str:
    """What was done, in the chat: of one cell what stands there now, of several how many they are."""
    if so_far.cells > 1 or not taken:
        return say("table_edit.filled_several", title=so_far.title, cells=so_far.cells, rows=so_far.rows)
    ((step, found),) = taken.items()
    value = brief(read_back(found.field, found.value)) if isinstance(found, Given) else ""
    if so_far.rows:
        return say("table_edit.begun", title=so_far.title, label=turn.form.fields[step.item].title, value=value)
    return say("table_edit.filled" if value else "table_edit.cleared", place=place(turn, step), value=value)
