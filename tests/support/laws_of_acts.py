"""What holds of every act of every person: what it may touch, what comes of what was given, and that nothing is lost.

`hold` asks all of them. None of them knows what a button does; only the table `BY` says what may be another after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from acting import FORM, Act, buttons
from picture import Cell, Picture
from typed import PASTED, reading

from dialogs.form.model import LEAD_UNIT
from dialogs.texts import say
from dialogs.turn.beside_chat import Arranged, Filled
from dialogs.turn.events import Edited, Said

# What may be another: what somebody must have done for it; or, after "|", what else is another then too. A press is
# named by its action, also where the label of the button was typed; `typed` is any other message.
BY = {
    "answers": "typed choose confirm confirm_all none_all skip done finish mine both restore filled edited yes meant"
    " whole answer all sound undo redo | rows",
    "pieces": "typed take undo redo again keep theirs mine both restore filled edited yes meant whole | answers rows",
    "rows": "typed add copy move up down yes drop deleted back all sound undo redo |",
    "owners": "unit undo redo | rows",
    "members": "typed same yes | rows",
    "letters": "role resend revoke | rows members",
    "signed": "sign confirm_all unsign yes await undo redo | answers rows owners",
    "comments": "typed comment close mended undo redo | answers",
    "binned": "| rows",
    "deadline": "typed drop |",
    "handover": "yes no take_offer |",
}
TAKING_BACK = ("undo", "redo")
GIVEN_BACK = {"answers", "pieces", "rows", "owners", "comments", "signed"}  # what is as it was when that is done
PRESSED = {
    "confirm": "确认",
    "confirm_all": "确认",
    "none_all": "完成",
    "skip": "",
    "finish": "完成",
}  # what is stored by these presses


def hold(act: Act) -> None:
    """All of them, of one act."""
    no_event_fails(act)
    a_late_answer_is_never_misfiled(act)
    what_is_refused_changes_nothing(act)
    only_the_application_at_hand_is_touched(act)
    for id_, different in act.differences.items():
        before, after = act.before[id_], act.after[id_]
        only_what_was_done_is_another(act, different)
        if act.deed[0] in TAKING_BACK:
            what_others_have_changed_stands(act, before, after)
        else:
            one_question_is_answered_with_what_was_given(act, before, after)
            answers_go_only_with_their_row(act, before, after)
            rows_keep_their_order(act, before, after)
            a_new_row_has_what_was_given(act, before, after)
        history_has_every_change_and_only_grows(act, before, after)
        a_text_is_left_as_it_was_written(act, before, after)
    no_text_is_lost(act)


def kind_of(cell: Cell) -> str:
    return FORM.fields[cell[0]].kind if cell[0] in FORM.fields else ""


def answered(before: Picture, after: Picture) -> list[Cell]:
    """Where another answer stands than before, at a row that was there and still is."""
    cells = sorted(before.answers.keys() | after.answers.keys())
    stayed = before.owners.keys() & after.owners.keys()
    return [cell for cell in cells if cell[1] in stayed and before.answers.get(cell) != after.answers.get(cell)]


def place(act: Act, before: Picture) -> Cell | None:
    """The only cell where an act may give an answer; None where the person was led to it (a conflict, the history)."""
    event = act.event
    if isinstance(event, Filled):
        return event.cells[0].item, event.cells[0].row
    if isinstance(event, Edited):
        written = {(person, ref): at for (*at, person, _), (_, ref, _) in before.pieces.items()}
        given = {source: list(cell) for cell, source in before.sources.items()}
        if [*before.sources.values()].count((act.person, event.ref)) > 1:
            return None  # it gave several answers
        refused = {(act.person, id_): (step.item, step.row) for id_, step in act.mind.refused.items()}
        item, row = (refused | written | given).get((act.person, event.ref), ("", ""))
        return item, row
    if act.deed[0] in ("mine", "both", "restore", "yes", "meant", "answer", "whole"):
        return None
    return (act.step.item, act.step.row) if act.step else ("", "")


def given(act: Act, cell: Cell, after: Picture) -> str | None:
    """What an act gives as the answer to a cell; None where that is not for this to know."""
    action, argument = act.deed
    if action == "choose":
        return next(b.label for b in buttons(act.asked) if b.data.partition(".")[2] == f"{action}:{argument}")
    if action == "done" or (action == "edited" and kind_of(cell) == "longtext"):
        return after.written(cell, act.person)
    if action == "mine":
        return act.mind.held[1] if act.mind.held and act.mind.held[0] == cell else None
    if action == "restore":
        return _looked_at(act, after)
    return PRESSED[action] if action in PRESSED else reading(kind_of(cell), getattr(act.event, "text", ""))


def offered(act: Act) -> tuple[Cell, str] | None:
    """What an act would have given, and where."""
    before, after = act.before[act.seat[0]], act.after[act.seat[0]]
    cell = place(act, before)
    if act.deed[0] == "edited" and cell and kind_of(cell) == "longtext":
        return None  # it waits for the choice, and is not written yet
    value = given(act, cell, after) if cell else None
    return (cell, value) if cell and value is not None else None


def _looked_at(act: Act, after: Picture) -> str | None:
    """The value that the change at which one looks has given, or the last one before, where it took that away."""
    cell = after.history[act.mind.looked_at].cell
    lines = [line.value for id_, line in after.history.items() if line.cell == cell and id_ <= act.mind.looked_at]
    return next(value for value in reversed(lines) if value is not None)


# The laws.


def no_event_fails(act: Act) -> None:
    assert say("refuse.fault") not in "".join(str(replies) for replies in act.told.values()), act.event


def a_late_answer_is_never_misfiled(act: Act) -> None:
    """It answers the question below which it was typed, if that is open or the person says which; else nothing."""
    if act.late is None:
        return
    cells = [
        cell
        for id_ in act.differences
        for cell in (*answered(act.before[id_], act.after[id_]), *act.differences[id_].get("pieces", ()))
    ]
    assert act.late.seat == act.seat or not cells, (act.late.seat, act.seat, cells, act.late.ask.text, act.words)
    step = act.late.ask.step
    assert {cell[:2] for cell in cells} <= ({(step.item, step.row)} if step else set()), (act.late, cells)
    lines = act.before[act.seat[0]].history if act.seat[0] in act.before else {}
    since = [id_ for id_, line in lines.items() if step and id_ > act.late.clock and line.cell == (step.item, step.row)]
    by_themselves = [id_ for id_ in since if lines[id_].person == act.person]
    is_first = act.event.replies_to is not None or not by_themselves
    assert is_first or not answered(act.before[act.seat[0]], act.after[act.seat[0]]), act.late


def what_is_refused_changes_nothing(act: Act) -> None:
    assert not (act.refused and act.differences), act.differences


def only_the_application_at_hand_is_touched(act: Act) -> None:
    begun, gone = act.after.keys() - act.before.keys(), act.before.keys() - act.after.keys()
    assert len(begun) <= (act.deed[0] in ("agree", "new", "form", "restore"))
    left_empty = act.seat[0] != act.then[0] and act.seat[0] in act.before and not act.before[act.seat[0]].history
    assert gone <= ({act.seat[0]} if act.deed[0] in ("yes", "erase") or left_empty else set())
    joined = {id_ for id_, different in act.differences.items() if act.deed[0] in ("typed", "same", "yes")}
    joined = {id_ for id_ in joined if act.differences[id_].keys() <= {"members", "letters"}}
    assert act.differences.keys() - joined <= {act.seat[0]}


def only_what_was_done_is_another(act: Act, different: dict[str, Any]) -> None:
    for name in different:
        by, _, follows = BY[name].partition("|")
        assert act.deed[0] in by.split() or different.keys() & set(follows.split()), (name, act.deed)


def one_question_is_answered_with_what_was_given(act: Act, before: Picture, after: Picture) -> None:
    cells = [cell for cell in answered(before, after) if after.answers.get(cell) is not None]
    several = any(button.label == say("button.fill") for button in buttons(act.asked))
    if act.deed[1] in PASTED or (several and act.deed[0] == "yes"):
        return
    assert len(cells) <= 1, cells
    for cell in cells:
        assert place(act, before) in (None, cell), cell
        assert given(act, cell, after) in (None, after.answers[cell]), (cell, act.deed, after.answers[cell])
        field = FORM.fields.get(cell[0])
        assert after.answers[cell] or (field and not field.required)


def answers_go_only_with_their_row(act: Act, before: Picture, after: Picture) -> None:
    """But for a cell that is emptied, and for that a table is filled in, where it has become too short.

    A row goes by a yes or, where nothing is filled in, its annexes neither, by going back.
    """
    lost = [cell for cell in answered(before, after) if cell not in after.answers]
    if isinstance(act.event, Filled) and not act.event.text.strip():
        lost = [cell for cell in lost if cell != place(act, before)]
    gone = before.owners.keys() - after.owners.keys()
    assert not lost or (gone and all(item in FORM.tables and row == LEAD_UNIT for item, row in lost)), lost
    if act.deed[0] == "back":
        assert not [cell for cell in before.answers if cell[1] in gone]
    assert not gone or act.deed[0] in ("yes", "drop", "back"), gone


def what_others_have_changed_stands(act: Act, before: Picture, after: Picture) -> None:
    """What is taken back or done again is one's own: where the newest word is another's, it stays.

    Unless that is one's own word, as the other has taken back theirs.
    """
    newest = before.newest()
    mine = {(line.cell, line.value) for line in before.history.values() if line.person == act.person}
    for cell in before.answers.keys() | after.answers.keys():
        if cell in newest and before.answers.get(cell) != after.answers.get(cell):
            _, line = newest[cell]
            assert line.person == act.person or (cell, line.value) in mine, (cell, line)


@dataclass
class TakenBack:
    """What an act comes to that is taken back at once, and then done again; nothing of that is kept."""

    left: dict[str, str]  # units whose confirmation does not come back -> who gave it
    undone: Picture
    redone: Picture


def what_is_taken_back_is_as_it_was(act: Act, tried: TakenBack) -> None:
    """Everything that is not another's confirmation, or what an invitation brings about."""
    before, after = act.before[act.seat[0]], act.after[act.seat[0]]
    for was, now in ((before, tried.undone), (after, tried.redone)):
        for name in (*sorted(GIVEN_BACK - {"signed"}), "sources", "missing", "tallies"):
            one, other = getattr(now, name), getattr(was, name)
            assert one == other, (
                name,
                act.deed,
                {k: (one.get(k), other.get(k)) for k in one.keys() | other.keys() if one.get(k) != other.get(k)},
            )
    signed = {unit: said for unit, said in before.signed.items() if unit not in tried.left}
    assert tried.undone.signed == signed, act.deed
    assert tried.redone.signed == after.signed, act.deed
    assert act.person not in tried.left.values()


def rows_keep_their_order(act: Act, before: Picture, after: Picture) -> None:
    """A row that is moved changes places with one other; one that comes, comes to the end, or back to its place."""
    for table, rows in after.rows.items():
        was = before.rows.get(table, [])
        old, new = [row for row in was if row in rows], [row for row in rows if row in was]
        assert act.deed[0] == "deleted" or rows[len(new) :] == [row for row in rows if row not in was]
        moved = [row for row, other in zip(old, new, strict=True) if row != other]
        if moved:
            row = act.event.row if isinstance(act.event, Arranged) else act.step.row
            up = act.deed[0] == "up" or act.deed == ("move", "-1")
            assert len(moved) == 2
            assert (new.index(row) < old.index(row)) == up


def a_new_row_has_what_was_given(act: Act, before: Picture, after: Picture) -> None:
    """Nothing where it was only added, the same where it is a copy, and what was typed into a table's list."""
    for table in FORM.tables.values():
        rows = [
            row
            for row in after.rows.get(table.id, [])
            if row not in before.owners or row in _pasted_into(act, before, after)
        ]
        stored = [tuple(after.answers.get((column.id, row)) for column in table.fields) for row in rows]
        if act.deed[0] in ("add", "copy") and rows:
            like = act.step.row if act.step and act.deed[0] == "copy" else ""
            assert stored == [tuple(before.answers.get((column.id, like)) for column in table.fields)]
        if act.deed[0] == "typed" and rows and act.deed[1] in PASTED:
            assert table.id != "shelves" or stored == PASTED[act.deed[1]]
        elif act.deed[0] == "typed" and rows:
            assert stored == [(act.deed[1].strip(), *[None] * (len(table.fields) - 1))]


def _pasted_into(act: Act, before: Picture, after: Picture) -> set[str]:
    """The row just added whose first cell was asked: the first of several rows goes into that."""
    last = {rows[-1] for rows in before.rows.values() if rows} - {row for _, row in before.answers}
    return last & {row for _, row in answered(before, after)} if act.deed[1] in PASTED else set()


def what_comes_back_is_what_went(act: Act, went: dict[int, Any]) -> None:
    """All that went with a row, to the last message; a row whose unit is gone is the lead's. `went` is kept here."""
    for id_, different in act.differences.items():
        before, after = act.before[id_], act.after[id_]
        if act.deed[0] in TAKING_BACK:  # of several rows at once
            for binned in different.get("binned", ()):
                went.pop(binned, None)
            continue
        for binned in different.get("binned", ()):
            if binned in after.binned:
                went[binned] = _standing(before, before.owners.keys() - after.owners.keys())
            elif binned in went:  # else it went before one began to look
                rows, *stood = _standing(after, after.owners.keys() - before.owners.keys())
                was, *wanted = went.pop(binned)
                assert stood == wanted
                assert rows == was or (not {*was.values()} <= before.owners.keys() and {*rows.values()} == {LEAD_UNIT})


def an_id_names_one_row_for_ever(act: Act, homes: dict[Cell, str]) -> None:
    """It is a row's of one table; once that is gone, only what brings it back has it again. `homes` is kept here."""
    for id_, after in act.after.items():
        before = act.before.get(id_)
        binned = {row for _, row, _ in before.binned.values()} if before else set()
        for table in FORM.tables:
            for row in after.rows.get(table, ()):
                was_there = before and row in before.rows.get(table, ())
                is_back = {row, after.owners[row]} & binned or act.deed[0] in TAKING_BACK  # or with its unit
                assert was_there or is_back or (id_, row) not in homes
                assert homes.setdefault((id_, row), table) == table


def _standing(at: Picture, rows: set[str]) -> list[dict[Any, Any]]:
    """The rows with their units, and all that stands at them or was said of them."""
    return [
        {row: unit for row, unit in at.owners.items() if row in rows},
        {cell: (value, at.sources[cell]) for cell, value in at.answers.items() if cell[1] in rows},
        {number: (*place[:3], *at.pieces[place]) for number, place in enumerate(p for p in at.pieces if p[1] in rows)},
        {who: role for who, role in at.members.items() if who[1] in rows},
        {id_: letter for id_, letter in at.letters.items() if letter.unit in rows},
        {unit: said for unit, said in at.signed.items() if unit in rows},
    ]


def history_has_every_change_and_only_grows(act: Act, before: Picture, after: Picture) -> None:
    assert [line._replace(unit="") for line in before.history.values()] == [
        after.history[id_]._replace(unit="") for id_ in before.history
    ]
    lines = [line for id_, line in after.history.items() if id_ not in before.history]
    cells = {
        cell
        for cell in before.answers.keys() | after.answers.keys()
        if before.answers.get(cell) != after.answers.get(cell)
    }
    assert sorted((*line.cell, line.value or "") for line in lines) == sorted(
        (*c, after.answers.get(c, "")) for c in cells
    )
    assert {line.person for line in lines} <= {act.person}


def a_text_is_left_as_it_was_written(act: Act, before: Picture, after: Picture) -> None:
    """Message by message, with what was answered before in front of them; and not beside an answer that was chosen."""
    cell = place(act, before) or next(iter(answered(before, after)), ("", ""))
    if act.deed[0] == "theirs" and act.mind.held:
        cell = act.mind.held[0]
    if kind_of(cell) != "longtext" or cell[1] not in after.owners:
        return
    begun = any((*at, who) == (*cell, act.person) for *at, who, _ in before.pieces)
    answer = [] if begun else list(filter(None, [before.answers.get(cell)]))
    messages = [*answer, *before.messages(cell, act.person)]
    typed = reading("longtext", act.deed[1]) or "\n".join(after.messages(cell, act.person)[-1:])
    wanted = {"typed": [*messages, typed], "again": []}.get(act.deed[0])
    if act.deed[0] == "undo" and place(act, before) and messages[len(answer) :]:
        without = "\n".join(messages[:-1])  # or nothing, where the answer that stood before it is all there was
        assert after.written(cell, act.person) == without or before.answers.get(cell) == without
    elif wanted is not None:
        assert after.written(cell, act.person) == "\n".join(wanted)
    elif act.deed[0] in ["done", "keep", "theirs", "mine", "restore", "filled", "yes", "meant"]:
        assert after.written(cell, act.person) in ("", after.answers.get(cell))


def no_text_is_lost(act: Act) -> None:
    """What is typed changes something, or is kept until one has chosen, or is refused aloud; what was right for the
    question that was asked is shown again then."""
    if not isinstance(act.event, Said) or act.deed[0] != "typed" or act.differences or act.is_asked_to_choose:
        return
    assert act.words, "nobody is met with silence"
    step, at = act.step, act.before.get(act.seat[0])
    right = reading(kind_of((step.item, step.row)), act.event.text) if step and at else None
    there = at and step and right == at.answers.get((step.item, step.row))
    assert right is None or there or act.event.text.strip() in act.words, (act.event, act.words, act.asked)


def no_two_buttons_look_alike(act: Act) -> None:
    """Whoever reads them, or types what stands on one, can tell them apart."""
    labels = [button.label for row in act.mind.asked.buttons for button in row] if act.mind.asked else []
    assert len({*labels}) == len(labels), labels
