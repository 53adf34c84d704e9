"""The gate through which every change of a turn goes: who may make it, whom it overtakes, what it takes back.

Decides nothing itself about who may do what: that is `team.can`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from dialogs.application import changes as c
from dialogs.application.application import Entry, Step
from dialogs.application.team import Action, leads, of_unit
from dialogs.form.model import LEAD
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.conversation import Conflict, place
from dialogs.turn.messages import Say
from dialogs.turn.turn import Notification, Outcome, Turn

Needs = tuple[Action, str | None]


class _Made(NamedTuple):
    applications: Collection[str]
    rows: Mapping[str, str]


def guard(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome as it may be: unchanged, or refused as a whole, or with the question whose answer is to stay."""
    made = _made(turn, outcome)
    refused = next((sentence for change in outcome.changes if (sentence := _refusal(turn, made, change))), "")
    if refused:
        return turn.to(place(turn.conversation.mode), notes=(refused,), refused=True)
    for change in outcome.changes:
        if isinstance(change, c.PutAnswer) and _overtaken(turn, change, outcome.conversation.seen):
            after = place(outcome.conversation.mode)
            return turn.to(Conflict(step=change.step, changes=outcome.changes, after=after))
    return _settling(turn, _taking_back(turn, outcome))


def _made(turn: Turn, outcome: Outcome) -> _Made:
    """What the outcome itself begins: its applications, and its rows with the units to which they belong."""
    applications = {made.application for made in outcome.changes if isinstance(made, c.StartApplication)}
    added = [made for made in outcome.changes if isinstance(made, c.AddRow)]
    units = turn.form.units.table if added and turn.member else ""
    return _Made(applications, {made.row: made.row if made.table == units else made.unit for made in added})


def _refusal(turn: Turn, made: _Made, change: c.Change) -> str:
    """Why the person may not make a change; "" where they may."""
    if isinstance(change, c.StartApplication | c.NoteAttempt | c.AddLink):
        return ""
    if isinstance(change, c.LinkIdentities):
        return "" if turn.repository.lets_in(change.link, turn.now) == change.person else say("linking.unknown")
    if isinstance(change, c.Join):
        invitation = turn.repository.invited(change.invitation)
        usable = invitation and invitation.application == change.application and invitation.state(turn.now) == "open"
        return "" if usable else say("refuse.may_not_join")
    if change.application in made.applications:
        return ""
    if turn.member is None or change.application != turn.member.application:
        return say("refuse.not_in")
    forbidden = (say(f"refuse.may_not_{a}") for a, owner in _needs(turn, made, change) if not turn.can(a, owner))
    return _out_of_time(turn, made, change) or next(forbidden, "")


def _out_of_time(turn: Turn, made: _Made, change: c.Change) -> str:
    """Why a change can no longer be made, through what others have done since it was asked for."""
    if isinstance(change, c.DropMember) and change.person in leads(turn.team) and change.unit == LEAD:
        return say("refuse.lead_stays")  # made the lead while being asked whether to leave
    return say("refuse.gone") if None in _owners(turn, made, change) else ""


def _needs(turn: Turn, made: _Made, change: Any) -> Iterator[Needs]:
    """What one must be allowed to do for a change."""
    manages = c.DropApplication | c.Invite | c.Revoke | c.HandOver | c.SetDeadline | c.AssignRow
    if isinstance(change, manages):
        yield "manage", None
    elif isinstance(change, c.DropMember):
        if change.person != turn.conversation.person:
            yield "manage", None
    elif isinstance(change, c.StartJob):
        yield from _job(turn, change)
    elif isinstance(change, c.RestoreRow):
        kept = turn.team.restorable(change.deleted)
        if kept:
            yield ("manage", None) if kept.table == turn.form.units.table else ("answer", kept.unit)
    elif type(change) in _OWNED:
        yield from _owned(turn, made, change)
    elif isinstance(change, c.PutSignOff):
        yield ("confirm", change.unit) if change.kind == "confirmed" else ("manage", None)
    elif isinstance(change, c.PutComment | c.SettleComment):
        yield from _remark(turn, change)


def _job(turn: Turn, change: c.StartJob) -> Iterator[Needs]:
    if change.kind == "part":
        yield "read", turn.application.owner(change.argument.partition(":")[2])
    elif change.kind != "check":
        yield "export", None


def _remark(turn: Turn, change: c.PutComment | c.SettleComment) -> Iterator[Needs]:
    """To send something back is reviewing; a reply, or that it is mended, may also be the unit's."""
    if isinstance(change, c.PutComment):
        own = change.about is not None
        owner = turn.application.owner(change.step.row)
    else:
        own = change.state in ("answered", "mended")
        comments = turn.team.discussed(None)
        owner = next((turn.application.owner(r.step.row) for r in comments if r.id == change.comment), None)
    yield ("answer", owner) if own and turn.can("answer", owner) else ("review", None)


_OWNED: dict[type, Callable[[Any], tuple[str, ...]]] = {
    c.PutAnswer: lambda change: (change.step.row,),
    c.DropAnswer: lambda change: (change.step.row,),
    c.AddDraftPart: lambda change: (change.step.row,),
    c.EditDraftPart: lambda change: (change.step.row,),
    c.DropDraftParts: lambda change: (change.step.row,),
    c.AddRow: lambda change: (change.row,),
    c.MoveRow: lambda change: (change.row, change.other),
    c.DropRow: lambda change: (change.row,),
}


def _owned(turn: Turn, made: _Made, change: Any) -> Iterator[Needs]:
    """The list of units is the lead's, but each unit fills in its own row; all else belongs to a unit."""
    units = turn.form.units.table
    item = getattr(change, "table", "") or change.step.item
    if item == units:
        yield "manage", None
        return
    for owner in _owners(turn, made, change):
        yield "answer", owner


def _owners(turn: Turn, made: _Made, change: Any) -> Iterator[str | None]:
    """The units of the rows that a change is about, those of rows just added too; None for a row that is gone."""
    for row in _OWNED[type(change)](change) if type(change) in _OWNED else ():
        yield made.rows[row] if row in made.rows else turn.application.owner(row)


def _overtaken(turn: Turn, change: c.PutAnswer, seen: int) -> Entry | None:
    """The change of somebody else that the person has not seen, and whose answer theirs would replace."""
    if change.step.item in turn.form.tables:
        return None
    latest = next(iter(turn.application.history(change.step, None, 1)), None)
    if latest is None or latest.person == turn.conversation.person or latest.after in (None, change.value):
        return None
    # What was shown while a long text was being written did not show the answer that it will replace.
    draft_parts = turn.application.draft_parts(change.step, turn.conversation.person)
    begun = draft_parts[0].at if draft_parts and not isinstance(turn.conversation.mode, Conflict) else None
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
            notifications=(*outcome.notifications, *(Notification(person, Say(text=text)) for person in sorted(told))),
        )
    return outcome


def _settling(turn: Turn, outcome: Outcome) -> Outcome:
    """With another answer the remarks on the one before are dealt with."""
    put = [change for change in outcome.changes if isinstance(change, c.PutAnswer)]
    steps = [change.step for change in put if change.value != _value(turn, change.step)] if turn.member else []
    done = review.mended(turn, steps) if steps else review.Done()
    if not done.changes:
        return outcome
    return replace(
        outcome,
        changes=(*outcome.changes, *done.changes),
        notes=(*outcome.notes, say("comment.settled")),
        notifications=(*outcome.notifications, *done.notifications),
    )


def _value(turn: Turn, step: Step) -> str:
    answer = turn.application.answer(step)
    return answer.value if answer else ""


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
        kept = turn.team.restorable(change.deleted)
        if kept and kept.table != turn.form.units.table:  # a row whose unit is gone becomes the lead's
            yield kept.unit if turn.application.owner(kept.unit) is not None else LEAD
    if isinstance(change, c.AddRow | c.AssignRow):
        yield change.unit
    for row in rows:
        owner = turn.application.owner(row)
        if owner is not None:
            yield owner
