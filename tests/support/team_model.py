"""What holds of every act where several people work on one application: what of the others' it leaves alone.

`hold` asks all the laws. Who may do what is in `rights`, as tables; here is what that means for what stands in the
database, whatever was pressed or typed to bring it about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from acting import FORM, Act, buttons, texts
from laws_of_acts import TAKING_BACK, answered, kind_of
from picture import Cell, Picture
from rights import may

from dialogs.form.model import LEAD_UNIT
from dialogs.turn.beside_chat import OVERTAKEN, Filled
from dialogs.turn.messages import Ask

UNITS_TABLE = FORM.units.group
PUBLIC = (FORM.name_field, FORM.units.lead, FORM.units.name)  # what everybody who is in, or invited, is told
MARK = re.compile(r"[条读]\d{4}|[甲乙丙丁]{2}标记")  # is in every free text that is typed, and never the same in two


def hold(act: Act) -> None:
    for id_, different in act.differences.items():
        before, after = act.before[id_], act.after[id_]
        whoever_changes_something_may(act, before, after, different)
        what_was_confirmed_is_what_is_confirmed(act, before, after, different)
        whoever_comes_in_was_invited(act, before, after)
        whoever_led_lately_stays(act, before, after)
        unfinished_texts_of_others_stay(act, before, after)
        whoever_wrote_a_text_hears_where_it_goes(act, before, after)
        if act.deed[0] not in TAKING_BACK:
            nobody_is_overtaken_unseen(act, before, after)
            whoever_is_overwritten_is_told(act, before, after)
            a_comment_is_settled_where_it_was_made(before, after)
    only_who_is_in_is_told(act)
    what_is_asked_is_theirs(act)


def whoever_changes_something_may(act: Act, before: Picture, after: Picture, different: dict[str, Any]) -> None:
    unit = act.seat[1]
    role = before.role(act.person, unit)
    for name, places in different.items():
        for place in places:
            needed = list(needs(act, name, place, before, after))
            allowed = [may(role, unit, action, owner) for action, owner in needed]
            assert not needed or any(allowed), (act.person, role, act.deed, name, place)


def needs(act: Act, name: str, place: Any, before: Picture, after: Picture) -> Iterator[tuple[str, str | None]]:
    """What somebody must be allowed to do (one of these) who makes this another; nothing where it only follows."""
    owner = before.owners.get(place[1] if isinstance(place, tuple) else place) or ""
    if name == "answers":
        yield ("manage", None) if place[0] == UNITS_TABLE else ("answer", _owner(place[1], before, after))
    elif name == "pieces" and place[2] == act.person:
        yield "answer", _owner(place[1], before, after)
    elif name == "owners":
        both = place in before.owners and place in after.owners
        of_unit = place in (before.owners.get(place), after.owners.get(place))
        yield ("manage", None) if both or of_unit else ("answer", _owner(place, before, after))
    elif name == "rows":
        for row in moved(before.rows.get(place, []), after.rows.get(place, [])):
            yield ("manage", None) if place == UNITS_TABLE else ("answer", owner or before.owners[row])
    elif name == "signed":
        yield from _says(act, place, before, after)
    elif name == "comments":
        yield "review", None
        comment = after.comments.get(place) or before.comments[place]
        if place in before.comments or comment.about is not None:
            yield "answer", before.owners.get(comment.row)
    elif _is_managed(act, name, place, before, after):
        yield "manage", None


def _is_managed(act: Act, name: str, place: Any, before: Picture, after: Picture) -> bool:
    if name in ("members", "handover") and takes_the_lead(act, before, after):
        return False
    return (
        name == "deadline"
        or (name == "handover" and not _asked(act, before))
        or (name == "members" and place[0] != act.person)
        or (name == "letters" and not _used(before, after, place))
    )


def takes_the_lead(act: Act, before: Picture, after: Picture) -> bool:
    """Whether somebody leads from now on who was asked to, or handed it over within seven days."""
    if before.leads() == after.leads():
        return False
    [(led, _)], [(leads, unit)] = before.leads(), after.leads()
    asked = any((one.giver, one.taker, one.held) == (led, leads, 0) for one in before.handover.values())
    return (asked or leads in led_lately(act.at, before)) and (leads, unit) == (act.person, LEAD_UNIT)


def led_lately(now: datetime, before: Picture) -> set[str]:
    """Who handed over within seven days, and does not lead."""
    ends = {who: datetime.fromisoformat(one.at) + timedelta(days=7) for who, one in before.handover.items() if one.held}
    return {who for who, end in ends.items() if now < end} - {who for who, _ in before.leads()}


def whoever_led_lately_stays(act: Act, before: Picture, after: Picture) -> None:
    """Nobody else sends them away, or takes from them that they can lead again; but whoever takes the lead back."""
    for who in led_lately(act.at, before) - {act.person}:
        assert {seat for seat in before.members if seat[0] == who} <= after.members.keys() or act.deed[0] in TAKING_BACK
        assert who in after.handover or before.leads() != after.leads(), (act.person, act.deed, who)


def _asked(act: Act, before: Picture) -> bool:
    return any(not one.held and one.taker == act.person for one in before.handover.values())


def _says(act: Act, unit: str, before: Picture, after: Picture) -> Iterator[tuple[str, str | None]]:
    """Who says something of a unit's part, or takes that back; nothing where that follows from another change."""
    there = unit in before.owners and unit in after.owners
    if there and (unit in after.signed or act.deed[0] in ("unsign", "await")):
        said = after.signed.get(unit) or before.signed[unit]
        yield ("confirm", unit) if said == "confirmed" else ("manage", None)


def _owner(row: str, before: Picture, after: Picture) -> str | None:
    return before.owners.get(row, after.owners.get(row))


def _used(before: Picture, after: Picture, letter: str) -> bool:
    """Whether one more has come with an invitation, and nothing else has become of it."""
    was = before.letters.get(letter)
    return was is not None and after.letters[letter] == was._replace(uses=was.uses - 1)


def moved(was: list[str], rows: list[str]) -> list[str]:
    old, new = [row for row in was if row in rows], [row for row in rows if row in was]
    return [row for row, other in zip(old, new, strict=True) if row != other]


# The other laws.


def nobody_is_overtaken_unseen(act: Act, before: Picture, after: Picture) -> None:
    """What somebody else has answered is replaced by whoever was shown it; a long text shows what it began with."""
    newest = before.newest()
    for cell in answered(before, after):
        if cell not in newest or cell[0] in FORM.tables or cell not in after.answers:
            continue
        id_, line = newest[cell]
        if line.person == act.person or line.value is None:
            continue
        assert id_ <= act.mind.clock, (act.person, cell, line)
        if kind_of(cell) == "longtext" and act.deed[0] not in ("mine", "both"):
            begun = [
                at for (*there, who, _), (_, _, at) in before.pieces.items() if (*there, who) == (*cell, act.person)
            ]
            assert not begun or begun[0] > line.at, (act.person, cell, line)


def whoever_is_overwritten_is_told(act: Act, before: Picture, after: Picture) -> None:
    """Where somebody has seen another's answer and insists, in the chat or in a cell."""
    in_a_cell = isinstance(act.event, Filled) and OVERTAKEN in act.event.accepts
    newest = before.newest()
    for item, row in answered(before, after) if in_a_cell or act.deed[0] == "mine" else ():
        line = newest[item, row][1] if (item, row) in newest else None
        if line and line.person != act.person and line.value != after.answers.get((item, row)):
            owner = before.owners.get(row)
            seats = [(role, unit) for (who, unit), (role, _) in before.members.items() if who == line.person]
            reads = any(may(role, unit, "read", owner) for role, unit in seats)
            assert not reads or line.person in act.told, (act.person, item, row, line)


def what_was_confirmed_is_what_is_confirmed(
    act: Act, before: Picture, after: Picture, different: dict[str, Any]
) -> None:
    for unit, kind in before.signed.items():
        if kind == "confirmed" and after.signed.get(unit) == kind:
            assert part(before, unit) == part(after, unit), unit
        if unit not in after.signed and act.deed[0] not in ("unsign", "await", *TAKING_BACK):
            assert different.keys() & {"answers", "rows", "owners"}, unit
        if kind == "waived" and after.signed.get(unit) == kind and unit in after.owners:
            assert part(before, unit) == part(after, unit), unit


def part(picture: Picture, unit: str) -> tuple[dict[Cell, str], list[list[str]]]:
    """What a unit has filled in: its answers, and its rows in their order."""
    answers = {cell: value for cell, value in picture.answers.items() if picture.owners[cell[1]] == unit}
    return answers, [
        [row for row in picture.rows.get(table, []) if picture.owners[row] == unit] for table in FORM.tables
    ]


def whoever_comes_in_was_invited(act: Act, before: Picture, after: Picture) -> None:
    """Or was in, and is made the lead or brought back with a unit. Each invitation lets in as many as it says."""
    led = before.role(act.person, act.seat[1]) == "lead"
    used = [id_ for id_ in before.letters if _used(before, after, id_)]
    for (person, unit), (role, _) in after.members.items():
        if before.role(person, unit) in (role, "lead") or led or takes_the_lead(act, before, after):
            continue
        [letter] = [before.letters[id_] for id_ in used]
        assert (person, unit, role) == (act.person, letter.unit, letter.role)
        assert not letter.revoked
        assert letter.uses > 0
        assert act.at.isoformat() < letter.expires
    assert len(used) <= 1
    assert not used or act.deed[0] in ("typed", "same", "yes")


def unfinished_texts_of_others_stay(act: Act, before: Picture, after: Picture) -> None:
    """But for those that were the answer that is replaced, and those at a row that goes or comes back."""
    for place in before.pieces.keys() | after.pieces.keys():
        *_, row, person, _ = place
        cell = (place[0], row)
        if person == act.person or before.pieces.get(place) == after.pieces.get(place):
            continue
        finished = before.written(cell, person) == before.answers.get(cell) != after.answers.get(cell)
        finished |= act.deed[0] in TAKING_BACK and after.written(cell, person) == after.answers.get(cell)
        taken = act.deed == ("take", person)
        taken |= act.deed[0] in TAKING_BACK and _goes_over(before, after, cell, {person, act.person})
        assert taken or finished or row not in before.owners or row not in after.owners, (act.person, place)


def whoever_wrote_a_text_hears_where_it_goes(act: Act, before: Picture, after: Picture) -> None:
    """To somebody who goes on with it, or back; while it is no answer yet."""
    if act.deed[0] not in ("take", *TAKING_BACK):
        return
    for item, row, person, _ in before.pieces.keys() ^ after.pieces.keys():
        done = any(one.written((item, row), person) == one.answers.get((item, row)) for one in (before, after))
        is_in = any(who == person for who, _ in after.members)
        if person != act.person and is_in and not done and row in before.owners and row in after.owners:
            assert person in act.told, (act.person, person, item, row)


def _goes_over(before: Picture, after: Picture, cell: tuple[str, str], two: set[str]) -> bool:
    """Whether what one of two had written is the other's, as when a text is taken over, or that is taken back."""
    pairs = [(one, other) for one in two for other in two - {one}]
    return any(
        before.written(cell, one) and before.written(cell, one) in after.written(cell, other) for one, other in pairs
    )


def a_comment_is_settled_where_it_was_made(before: Picture, after: Picture) -> None:
    """By one act only at one place, which is that of the answer if one was given; and then all that is open there."""
    places = {(c.item, c.row) for id_, c in after.comments.items() if c != before.comments.get(id_)}
    cells = {cell for cell in answered(before, after) if after.answers.get(cell)}
    assert len(places) <= 1
    assert not (places and cells) or places <= cells
    left = {(c.item, c.row) for c in after.comments.values() if c.state == "open" and c.about is None}
    assert not left & cells


def only_who_is_in_is_told(act: Act) -> None:
    ids = {act.seat[0], *act.differences, *(act.before.keys() - act.after.keys())}
    if getattr(act.event, "data", "").endswith(".anew"):  # from outside: whoever leads is asked for another invitation
        ids |= act.after.keys()
    pictures = [world[id_] for id_ in ids for world in (act.before, act.after) if id_ in world]
    assert act.told.keys() <= {act.person, *(person for at in pictures for person, _ in at.members)}


def what_is_asked_is_theirs(act: Act) -> None:
    """The question, and every row that can be pressed."""
    for ask in (reply for reply in act.told.get(act.person, []) if isinstance(reply, Ask)):
        at = act.after.get(act.then[0])
        if at is None:
            assert ask.step is None
            continue
        rows = [part for b in buttons(ask) for part in b.data.partition(":")[2].split("|") if part in at.owners]
        rows = [row for row in [*rows, *([ask.step.row] if ask.step else [])] if at.owners.get(row) != row]
        role = at.role(act.person, act.then[1])
        assert all(may(role, act.then[1], "read", at.owners[row]) for row in rows), (act.person, ask)


def nobody_reads_what_is_not_theirs(act: Act, sent: dict[str, set[str]]) -> None:
    """Every free text has a mark: whoever is shown one has typed it, or may read where it stands or stood.

    `sent` has the marks that everybody has typed.
    """
    for person, replies in act.told.items():
        for mark in set(MARK.findall("\n".join(texts(replies)))) - sent.get(person, set()):
            assert any(_readable(world, person, mark) for world in (act.before, act.after)), (person, mark, act.deed)


def _readable(world: dict[str, Picture], person: str, mark: str) -> bool:
    for at in world.values():
        seats = [(role, unit) for (who, unit), (role, _) in at.members.items() if who == person]
        lines = [line for line in at.history.values() if mark in (line.value or "")]
        owners = {line.unit for line in lines} | {at.owners.get(c.row) for c in at.comments.values() if mark in c.text}
        public = any(line.item in PUBLIC for line in lines)
        if public or any(may(role, unit, "read", owner) for role, unit in seats for owner in owners):
            return True
    return False
