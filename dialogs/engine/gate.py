"""The gate through which every change of a turn goes: who may make it, whom it overtakes, what it takes back.

Knows no particular change: each states what it needs and touches, and one that states nothing is refused. Who may do
what is for `team.can` to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import Change, DropAnswer, DropSignOff, Ground
from dialogs.application.team import leads, of_unit
from dialogs.engine import invented_pictures, what_changed
from dialogs.engine.at_hand import at_hand
from dialogs.screens.conflict import Conflict
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.screen import without_asides
from dialogs.turn.turn import Turn

LOOKED = 50  # changes of a row that are looked through for those of others


def guard(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome as it may be: unchanged, or refused as a whole, or with the question whose answer is to stay."""
    if not all(map(_is_stated, outcome.changes)):
        return turn.resume(refusal=say("refuse.unknown_change"))
    ground = _ground(turn, outcome.changes)
    begun = {change.application for change in outcome.changes if change.begins}
    refused = next((code for change in outcome.changes if (code := _refusal(ground, begun, change))), "")
    if refused:
        return turn.resume(refusal=say(refused, lead=turn.lead))
    if invented_pictures.is_named(turn, outcome):
        return turn.stay(say("refuse.no_picture"))
    seen = turn.shown.seen if outcome.seen is None else outcome.seen
    if asked_again := _asked_again(turn, outcome):
        return asked_again
    given = _given(outcome.changes, ground)
    if overtaken := [step for step, value in given.items() if _overtakes(turn, step, value, seen)]:
        held = turn.hold(outcome.changes, seen)
        asking = Conflict(step=overtaken[0], others=tuple(overtaken[1:]), held=held.id)
        return turn.to((*without_asides(outcome.conversation.screens), asking), held=held)
    answered = _given((change for change in outcome.changes if not isinstance(change, DropAnswer)), ground)
    outcome = _settled(turn, answered, _outdated(turn, ground, _taken_back(turn, ground, outcome)))
    taken = [step for change in outcome.changes for step in change.takes()]
    back = [step for change in outcome.changes for step in change.brings(ground)]
    told = (*review.gone_with(turn, taken), *review.back_with(turn, back))
    return _told_once(replace(outcome, notifications=(*outcome.notifications, *told)))


def _is_stated(change: object) -> bool:
    """Whether something is a change that states what it needs and touches; nothing else passes."""
    return isinstance(change, Change) and change.is_stated()


def _ground(turn: Turn, changes: Iterable[Change]) -> Ground:
    application = turn.application if turn.member else None
    added: dict[str, str] = {}
    for change in changes:
        if application:
            added |= change.adds(application.form)
    return Ground(turn.conversation.person, turn.now, turn.repository, turn.member, application, added)


def _refusal(ground: Ground, begun: set[str], change: Change) -> str:
    """The code of the sentence why the person may not make a change; "" where they may."""
    if change.application in begun:
        return ""
    if not (change.from_outside or (ground.found and ground.found.id == change.application)):
        return "refuse.not_in"
    return next((need.refusal for need in change.needs(ground) if not need.met), "")


def _given(changes: Iterable[Change], ground: Ground) -> dict[Step, str]:
    """The answers that the changes give, by their steps, but those at new rows, where there is none to replace."""
    given = (change.gives().items() for change in changes)
    return {step: value for of in given for step, value in of if step.row not in ground.added}


def _overtakes(turn: Turn, step: Step, value: str, seen: int) -> bool:
    """Whether an answer would replace that of somebody else which the person has not seen."""
    if turn.member is None or step.item in turn.form.tables or turn.application.answer(step) is None:
        return False
    field = turn.form.fields.get(step.item)
    if not (field and field.of_kind.is_long) and seen >= turn.application.newest():
        return False
    latest = next(iter(turn.application.history(step, None, 1)), None)
    if latest is None or latest.person == turn.conversation.person or latest.after == value:
        return False
    # What was shown while a long text was being written did not show the answer that it will replace.
    written = turn.application.draft_parts(step, turn.conversation.person)
    begun = written.since if not at_hand(turn).settles_conflict else None
    return 0 <= seen < latest.id or (begun is not None and begun <= latest.at)


def _asked_again(turn: Turn, outcome: Outcome) -> Outcome | None:
    """The same question again, where others have changed a row meanwhile that was to go with a yes."""
    awaited = turn.stack[-1].awaited if outcome.seen is not None and turn.stack else ""
    held = turn.repository.held(turn.conversation.person, awaited) if awaited else None
    if held is None or held.seen < 0:
        return None
    for step in (step for change in outcome.changes for step in change.takes()):
        changed = turn.application.history(step, None, LOOKED)
        by = next((e.person for e in changed if e.id > held.seen and e.person != turn.conversation.person), "")
        if by:
            anew = turn.hold(held.changes, turn.application.newest())
            asking = turn.stack[-1].model_copy(update={"held": anew.id, "again": False})
            return turn.swap(asking, refusal=say("table.changed_since", who=turn.who(by)), held=anew)
    return None


def _taken_back(turn: Turn, ground: Ground, outcome: Outcome) -> Outcome:
    """What was said of a part that is changed holds no longer, and those whom that concerns are told."""
    units = {unit for change in outcome.changes for unit in change.touches(ground)}
    for unit in sorted(units):
        if said := turn.team.sign_off(unit):
            code, people = f"sign.taken_back_{said.kind}", of_unit(turn.team, unit)
            about = {"unit": turn.unit_name(unit), **what_changed.told(turn, ground, outcome.changes, unit)}
            to_confirm, on = turn.door("to_confirm", "on", unit), turn.door("open", "on")
            told = [
                turn.notify([one], code, to_confirm if one in people else on, **about, people=_named(turn, people, one))
                for one in {**dict.fromkeys(people), **dict.fromkeys(leads(turn.team))}
            ]
            note = say(
                f"sign.taken_back_note_{said.kind}", **about, people=_named(turn, people, turn.conversation.person)
            )
            outcome = replace(
                outcome,
                changes=(*outcome.changes, DropSignOff(application=turn.application.id, unit=unit)),
                notes=(*outcome.notes, note),
                notifications=(*outcome.notifications, *chain.from_iterable(told)),
            )
    return outcome


def _named(turn: Turn, people: Iterable[str], reader: str) -> list[str]:
    """What people are called in what one of the team is told, that one first."""
    named = sorted(people, key=lambda person: person != reader)
    return [say("history.you") if person == reader else turn.called(person) for person in named]


def _outdated(turn: Turn, ground: Ground, outcome: Outcome) -> Outcome:
    """The lead is told, with the first change after it, that the finished document is out of date."""
    if not turn.member or not journey.is_complete(turn.application) or (final := turn.team.final()) is None:
        return outcome
    units = [unit for change in outcome.changes for unit in change.touches(ground)]
    if not units:
        return outcome
    whole = turn.repository.application(turn.application.id)
    if whole is None or whole.newest() > final.newest:
        return outcome
    is_told = any(one.code.startswith("sign.taken_back_") for one in outcome.notifications)  # in the same message
    changed = what_changed.told(turn, ground, () if is_told else outcome.changes, *units)
    about = {"name": turn.name, "version": final.version, "at": turn.moment(final.at), **changed}
    told = turn.notify(leads(turn.team), "final.outdated", turn.door("open", "on"), **about)
    note = say("final.outdated", **about) if turn.can("manage") else ""
    return replace(outcome, notes=(*outcome.notes, note), notifications=(*outcome.notifications, *told))


def _settled(turn: Turn, given: Mapping[Step, str], outcome: Outcome) -> Outcome:
    """With another answer the comments on the one before are dealt with."""
    steps = [step for step, value in given.items() if value != _value(turn, step)] if turn.member else []
    done = review.mended(turn, steps) if steps else review.Done()
    if not done.changes:
        return outcome
    return replace(
        outcome,
        changes=(*outcome.changes, *done.changes),
        notes=(*outcome.notes, say("comment.settled")),
        notifications=(*outcome.notifications, *done.notifications),
    )


def _told_once(outcome: Outcome) -> Outcome:
    """Whoever is told several things hears them in one message, whose doors lead to each."""
    about: dict[tuple[str, str | None], list[Notification]] = {}
    for one in outcome.notifications:
        about.setdefault((one.person, one.about), []).append(one)
    return replace(outcome, notifications=tuple(chain.from_iterable(map(_together, about.values()))))


def _together(told: Sequence[Notification]) -> Sequence[Notification]:
    """In one message, where no two doors would look alike there."""
    doors = dict.fromkeys(door for one in told for door in one.doors)
    if len(told) == 1 or len({door.label for door in doors}) < len(doors):
        return told
    parts = dict.fromkeys(one.reply.text for one in told)
    return [replace(told[0], code="told.together", params={"parts": [*parts]}, doors=tuple(doors))]


def _value(turn: Turn, step: Step) -> str:
    answer = turn.application.answer(step)
    return answer.value if answer else ""
