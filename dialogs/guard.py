"""The gate through which every change of a turn goes: who may make it, whom it overtakes, what it takes back.

Decides nothing itself about who may do what: that is `team.can`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from dialogs import changes as c
from dialogs.application import Entry
from dialogs.conversation import Conflict, place
from dialogs.messages import Say
from dialogs.team import Action, leads, of_unit
from dialogs.texts import say
from dialogs.turn import Notice, Outcome, Turn

Needs = tuple[Action, str | None]


def guard(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome as it may be: unchanged, or refused as a whole, or with the question whose answer is to stay."""
    refused = next((sentence for change in outcome.changes if (sentence := _refusal(turn, outcome, change))), "")
    if refused:
        return turn.to(place(turn.conversation.mode), notes=(refused,), refused=True)
    for change in outcome.changes:
        if isinstance(change, c.PutAnswer) and _overtaken(turn, change, outcome.conversation.seen):
            after = place(outcome.conversation.mode)
            return turn.to(Conflict(step=change.step, changes=outcome.changes, after=after))
    return _taking_back(turn, outcome)


def _refusal(turn: Turn, outcome: Outcome, change: c.Change) -> str:
    """Why the person may not make a change; "" where they may."""
    if isinstance(change, c.StartApplication | c.NoteAttempt):
        return ""
    if isinstance(change, c.Join):
        invitation = turn.desk.invited(change.invitation)
        if invitation is None or invitation.application != change.application or invitation.state(turn.now) != "open":
            return say("refuse.may_not_join")
        return ""
    started = {made.application for made in outcome.changes if isinstance(made, c.StartApplication)}
    if change.application in started:
        return ""
    if turn.member is None or change.application != turn.member.application:
        return say("refuse.not_in")
    return next(
        (say(f"refuse.may_not_{a}") for a, owner in _needs(turn, outcome, change) if not turn.can(a, owner)), ""
    )


def _needs(turn: Turn, outcome: Outcome, change: Any) -> Iterator[Needs]:
    """What one must be allowed to do for a change."""
    manages = c.DropApplication | c.Invite | c.Revoke | c.HandOver | c.SetDeadline | c.AssignRow
    if isinstance(change, manages):
        yield "manage", None
    elif isinstance(change, c.DropMember):
        own = change.person == turn.conversation.person and turn.desk.member(
            change.application, change.person, change.unit
        )
        if not own or own.role == "lead":
            yield "manage", None
    elif isinstance(change, c.StartJob):
        yield from _job(turn, change)
    elif type(change) in _OWNED:
        yield from _owned(turn, outcome, change)
    elif isinstance(change, c.PutSignOff):
        yield ("confirm", change.unit) if change.kind == "confirmed" else ("manage", None)
    elif isinstance(change, c.PutRemark | c.SettleRemark):
        yield from _remark(turn, change)


def _job(turn: Turn, change: c.StartJob) -> Iterator[Needs]:
    if change.kind == "part":
        yield "read", turn.application.owner(change.argument.partition(":")[2])
    elif change.kind != "check":
        yield "export", None


def _remark(turn: Turn, change: c.PutRemark | c.SettleRemark) -> Iterator[Needs]:
    """To send something back is reviewing; a reply, or that it is mended, may also be the unit's."""
    if isinstance(change, c.PutRemark):
        own = change.about is not None
        owner = turn.application.owner(change.step.row)
    else:
        own = change.state in ("answered", "mended")
        remarks = turn.team.remarks(None, None)
        owner = next((turn.application.owner(r.step.row) for r in remarks if r.id == change.remark), None)
    yield ("answer", owner) if own and turn.can("answer", owner) else ("review", None)


_OWNED: dict[type, Callable[[Any], tuple[str, ...]]] = {
    c.PutAnswer: lambda change: (change.step.row,),
    c.DropAnswer: lambda change: (change.step.row,),
    c.AddPiece: lambda change: (change.step.row,),
    c.EditPiece: lambda change: (change.step.row,),
    c.DropPieces: lambda change: (change.step.row,),
    c.AddRow: lambda change: (change.row,),
    c.MoveRow: lambda change: (change.row, change.other),
    c.DropRow: lambda change: (change.row,),
    c.RestoreRow: lambda change: (str(change.deleted),),
}


def _owned(turn: Turn, outcome: Outcome, change: Any) -> Iterator[Needs]:
    """The list of units is the lead's, but each unit fills in its own row; all else belongs to a unit."""
    units = turn.form.units.table
    if isinstance(change, c.RestoreRow):
        kept = next((d for t in turn.form.tables for d in turn.team.deleted(t) if d.id == change.deleted), None)
        yield ("manage", None) if kept is None or kept.table == units else ("answer", kept.unit)
        return
    item = getattr(change, "table", "") or change.step.item
    if item == units:
        yield "manage", None
        return
    added = {made.row: made for made in outcome.changes if isinstance(made, c.AddRow)}
    for row in _OWNED[type(change)](change):
        made = added.get(row)
        owner = (row if made.table == units else made.unit) if made else turn.application.owner(row)
        if owner is None:
            return  # there is no such row: nothing will change
        yield "answer", owner


def _overtaken(turn: Turn, change: c.PutAnswer, seen: int) -> Entry | None:
    """The change of somebody else that the person has not seen, and whose answer theirs would replace."""
    if change.step.item in turn.form.tables:
        return None
    latest = next(iter(turn.application.history(change.step, None, 1)), None)
    if latest is None or latest.person == turn.conversation.person or latest.after in (None, change.value):
        return None
    # What was shown while a long text was being written did not show the answer that it will replace.
    pieces = turn.application.pieces(change.step, turn.conversation.person)
    begun = pieces[0].at if pieces and not isinstance(turn.conversation.mode, Conflict) else None
    unseen = 0 <= seen < latest.id
    return latest if unseen or (begun is not None and begun <= latest.at) else None


def _taking_back(turn: Turn, outcome: Outcome) -> Outcome:
    """A part that was confirmed and is changed is no longer confirmed, and its unit is told."""
    units = {unit for change in outcome.changes for unit in _touched(turn, change)}
    confirmed = [u for u in sorted(units) if (s := turn.team.sign_off(u)) and s.kind == "confirmed"] if units else []
    for unit in confirmed:
        told = {*of_unit(turn.team, unit), *leads(turn.team)} - {turn.conversation.person}
        who, name = turn.team.name(turn.conversation.person), turn.unit_name(unit)
        text = say("sign.taken_back", unit=name, who=who or say("team.somebody"), name=turn.name)
        outcome = replace(
            outcome,
            changes=(*outcome.changes, c.DropSignOff(application=turn.application.id, unit=unit)),
            notes=(*outcome.notes, say("sign.taken_back_note", unit=name)),
            notices=(*outcome.notices, *(Notice(person, Say(text=text)) for person in sorted(told))),
        )
    return outcome


def _touched(turn: Turn, change: c.Change) -> Iterator[str]:
    """The units whose part a change makes another."""
    if isinstance(change, c.PutAnswer | c.DropAnswer):
        before = turn.application.answer(change.step)
        same = before and isinstance(change, c.PutAnswer) and before.value == change.value
        rows = () if same else (change.step.row,)
    elif isinstance(change, c.MoveRow | c.DropRow | c.AssignRow) and change.table != turn.form.units.table:
        rows = (change.row,)
    else:
        rows = ()
    if isinstance(change, c.RestoreRow):
        yield from (d.unit for table in turn.form.tables for d in turn.team.deleted(table) if d.id == change.deleted)
    if isinstance(change, c.AddRow | c.AssignRow):
        yield change.unit
    for row in rows:
        owner = turn.application.owner(row)
        if owner is not None:
            yield owner
