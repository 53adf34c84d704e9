"""What was returned for correction: the remarks on answers and rows, who deals with them, and who is told.

Knows no mode. A step is dealt with as a whole, however many remarks there are on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from dialogs.application import journey
from dialogs.application.application import Row, Step
from dialogs.application.changes import Change, PutRemark, SettleRemark
from dialogs.application.team import Remark, can, leads, of_unit
from dialogs.form.model import Field
from dialogs.texts import say
from dialogs.turn.labels import place
from dialogs.turn.messages import Say
from dialogs.turn.turn import Notice, Turn

NOTE = Field(id="remark", label=say("remark.label"), kind="longtext", max_words=300)
SHOWN = 6  # remarks and replies shown with a question


class Done(NamedTuple):
    """What becomes of remarks, and what others are told of it."""

    changes: tuple[Change, ...] = ()
    notices: tuple[Notice, ...] = ()


def row_of(turn: Turn, step: Step) -> Row | None:
    """The row that a step is as a whole; None where it is an answer, or that a table is filled in."""
    return turn.application.row(step.item, step.row) if step.item in turn.form.tables else None


def mends(turn: Turn, step: Step) -> bool:
    """Whether it is for this person to deal with remarks on a step; the lead leaves that to a unit's own people."""
    owner = turn.application.owner(step.row)
    return turn.can("answer", owner) and owner not in turn.elsewhere


def remarks_on(turn: Turn, step: Step) -> bool:
    """Whether the person may return a step for correction, to somebody else than themselves."""
    return turn.can("review") and not mends(turn, step)


def first(turn: Turn) -> Step | None:
    """The first step that was returned to the person."""
    found = (remark.step for remark in turn.team.remarks(None, turn.application.scope))
    return next((step for step in found if mends(turn, step) and journey.exists(turn.application, step)), None)


def live(turn: Turn, step: Step) -> list[Remark]:
    """The remarks on a step that are open or answered, with the replies to them."""
    said = turn.team.remarks(step, None)
    kept = {remark.id for remark in said if remark.about is None and remark.state in ("open", "answered")}
    return [remark for remark in said if (remark.about or remark.id) in kept]


def to_mend(turn: Turn, step: Step) -> bool:
    """Whether the person has still to deal with a remark on a step."""
    return any(r.about is None and r.state == "open" for r in live(turn, step)) and mends(turn, step)


def shown(turn: Turn, step: Step) -> str:
    """What stands above a question or a row: the remarks on it, and what to do about them; "" where none is live."""
    said = live(turn, step)
    if not said:
        return ""
    hint = ""
    if to_mend(turn, step):
        hint = say("remark.hint_row" if row_of(turn, step) else "remark.hint_answer")
    return "\n".join(filter(None, (thread(turn, said, SHOWN), hint)))


def thread(turn: Turn, said: Sequence[Remark], most: int) -> str:
    """The last remarks and replies, with who said them and when."""
    lines = [
        {
            "who": turn.who(one.person),
            "at": one.at,
            "text": one.text,
            "reply": one.about is not None,
            "state": "open" if one.about is not None else one.state,
        }
        for one in said[-most:]
    ]
    return say("remark.thread", said=lines, earlier=max(0, len(said) - most))


def put(turn: Turn, step: Step, text: str) -> Done:
    """A new remark. The unit is told of the first one in a day, until it has dealt with that."""
    owner = turn.application.owner(step.row) or ""
    change = PutRemark(application=turn.application.id, step=step, text=text)
    if any(remark.at.date() == turn.now.date() for remark in turn.team.remarks(None, owner)):
        return Done((change,))
    told = say("remark.told", text=text, **_params(turn, step))
    persons = {*(of_unit(turn.team, owner) or leads(turn.team))} - {turn.conversation.person}
    return Done((change,), tuple(Notice(person, Say(text=told)) for person in sorted(persons)))


def replied(turn: Turn, step: Step, text: str) -> Done:
    """Why a step stays as it is; its remarks are not asked any more."""
    roots = [remark for remark in live(turn, step) if remark.about is None]
    base = {"application": turn.application.id}
    settled = [SettleRemark(**base, remark=r.id, state="answered") for r in roots if r.state == "open"]
    notices = {
        person: Notice(person, Say(text=say("remark.replied", whose=whose, text=text, **_params(turn, step))))
        for remark in roots
        for person, whose in _told(turn, remark)
    }
    change = PutRemark(**base, step=step, text=text, about=roots[-1].id)
    return Done((change, *settled), tuple(notices.values()))


def mended(turn: Turn, steps: Collection[Step]) -> Done:
    """Steps were changed as was asked for. Who remarked is told once, when nothing that they remarked is open."""
    everything = turn.team.discussed(None)
    roots = [remark for remark in everything if remark.step in steps]
    settled = {remark.id for remark in roots}
    changes = [SettleRemark(application=turn.application.id, remark=id_, state="mended") for id_ in sorted(settled)]
    notices: dict[tuple[str, str], Notice] = {}
    for remark in roots:
        owner = turn.application.owner(remark.step.row)
        left = (r for r in everything if r.state == "open" and r.id not in settled and r.person == remark.person)
        if any(turn.application.owner(r.step.row) == owner for r in left):
            continue
        for person, whose in _told(turn, remark):
            text = say("remark.mended", whose=whose, **_params(turn, remark.step))
            notices[person, remark.person] = Notice(person, Say(text=text))
    return Done(tuple(changes), tuple(notices.values()))


def closing(turn: Turn, step: Step) -> list[Remark]:
    """The remarks on a step that the person may close: their own, and the lead everybody's."""
    roots = [remark for remark in live(turn, step) if remark.about is None] if turn.can("review") else []
    return [remark for remark in roots if turn.can("manage") or remark.person == turn.conversation.person]


def _told(turn: Turn, remark: Remark) -> Iterator[tuple[str, str]]:
    """Who is told what has become of a remark, each with whose it is: who made it, and the lead."""
    owner = turn.application.owner(remark.step.row)
    readers = {member.person for member in turn.team.members() if can(member, "read", owner)}
    for person in sorted(({remark.person} & readers) | {*leads(turn.team)}):
        if person != turn.conversation.person:
            name = turn.team.name(remark.person) or say("team.somebody")
            yield person, say("history.you") if person == remark.person else name


def _params(turn: Turn, step: Step) -> dict[str, str]:
    """What everybody is told of a step and of who acts."""
    return {
        "name": turn.name,
        "unit": turn.unit_name(turn.application.owner(step.row) or ""),
        "who": turn.team.name(turn.conversation.person) or say("team.somebody"),
        "place": place(turn, step),
    }
