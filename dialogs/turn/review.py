"""What was returned for correction: the comments on answers and rows, who deals with them, and who is told.

Knows no screen. A step is dealt with as a whole, however many comments there are on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from dialogs.application import journey
from dialogs.application.application import Row, Step, lineage
from dialogs.application.changes import Change, PutComment, SettleComment
from dialogs.application.team import Comment, answerable, can, leads, of_unit
from dialogs.form.model import Field
from dialogs.texts import say
from dialogs.turn.labels import place
from dialogs.turn.outcome import Notification
from dialogs.turn.turn import Turn, new_id

NOTE = Field(id="remark", label=say("comment.label"), kind="longtext", max_words=300)
SHOWN = 6  # comments and replies shown with a question


class Done(NamedTuple):
    """What becomes of comments, and what others are told of it."""

    changes: tuple[Change, ...] = ()
    notifications: tuple[Notification, ...] = ()


def row_of(turn: Turn, step: Step) -> Row | None:
    """The row that a step is as a whole; None where it is an answer, or that a table is filled in."""
    return turn.application.row(step.item, step.row) if step.item in turn.form.tables else None


def mends(turn: Turn, step: Step) -> bool:
    """Whether it is for this person to deal with comments on a step; the lead leaves that to a unit's own people."""
    owner = turn.application.owner(step.row)
    own = owner is None or owner == turn.conversation.unit or not of_unit(turn.team, owner)
    return turn.can("answer", owner) and own


def comments_on(turn: Turn, step: Step) -> bool:
    """Whether the person may return a step for correction, to somebody else than themselves."""
    return turn.can("review") and not mends(turn, step)


def first(turn: Turn) -> Step | None:
    """The first step that was returned to the person."""
    found = (comment.step for comment in turn.team.comments(None, turn.application.scope))
    return next((step for step in found if mends(turn, step) and journey.is_asked(turn.application, step)), None)


def live(turn: Turn, step: Step) -> list[Comment]:
    """The comments on a step that are open or answered, with the replies to them."""
    kept = {comment.id for comment in turn.team.discussed(None) if comment.step == step}
    said = turn.team.comments(step, None) if kept else ()
    return [comment for comment in said if (comment.about or comment.id) in kept]


def to_mend(turn: Turn, step: Step) -> bool:
    """Whether the person has still to deal with a comment on a step."""
    return any(r.about is None and r.state == "open" for r in live(turn, step)) and mends(turn, step)


def shown(turn: Turn, step: Step) -> str:
    """What stands above a question or a row: the comments on it, and what to do about them; "" where none is live."""
    said = live(turn, step)
    if not said:
        return ""
    hint = ""
    if to_mend(turn, step):
        hint = say("comment.hint_row" if row_of(turn, step) else "comment.hint_answer")
    return "\n".join(filter(None, (thread(turn, said, SHOWN), hint)))


def thread(turn: Turn, said: Sequence[Comment], most: int) -> str:
    """The last comments and replies, with who said them and when."""
    lines = [
        {
            "who": turn.who(one.person),
            "at": turn.moment(one.at),
            "text": one.text,
            "reply": one.about is not None,
            "state": "open" if one.about is not None else one.state,
        }
        for one in said[-most:]
    ]
    return say("comment.thread", said=lines, earlier=max(0, len(said) - most))


def mark(step: Step) -> str:
    """What a button names a step by, however long its id."""
    return new_id(f"{step.item} {step.row}")


def put(turn: Turn, step: Step, text: str) -> Done:
    """A new comment. The unit is told of the first one in a day, until it has dealt with that."""
    owner = turn.application.owner(step.row) or ""
    change = PutComment(application=turn.application.id, step=step, text=text)
    if any(comment.at.date() == turn.now.date() for comment in turn.team.comments(None, owner)):
        return Done((change,))
    persons = answerable(turn.team, owner)
    door = turn.door("to_comment", "comment", owner, mark(step))
    return Done((change,), turn.notify(persons, "comment.told", door, text=text, **_params(turn, step)))


def replied(turn: Turn, step: Step, text: str) -> Done:
    """Why a step stays as it is; its comments are not asked any more."""
    roots = [comment for comment in live(turn, step) if comment.about is None]
    base = {"application": turn.application.id}
    settled = [SettleComment(**base, comment=r.id, state="answered") for r in roots if r.state == "open"]
    door = turn.door("to_reply", "comment", about=mark(step))
    about = {"text": text, **_params(turn, step)}
    told = {
        person: turn.notify([person], "comment.replied", door, whose=whose, **about)
        for comment in roots
        for person, whose in _told(turn, comment)
    }
    change = PutComment(**base, step=step, text=text, about=roots[-1].id)
    return Done((change, *settled), tuple(chain.from_iterable(told.values())))


def mended(turn: Turn, steps: Collection[Step]) -> Done:
    """Steps were changed as was asked for. Who commented is told once, when no comment of theirs is open."""
    everything = turn.team.discussed(None)
    roots = [comment for comment in everything if comment.step in steps]
    settled = {comment.id for comment in roots}
    changes = [SettleComment(application=turn.application.id, comment=id_, state="mended") for id_ in sorted(settled)]
    told: dict[tuple[str, str], tuple[Notification, ...]] = {}
    for comment in roots:
        owner = turn.application.owner(comment.step.row)
        left = (r for r in everything if r.state == "open" and r.id not in settled and r.person == comment.person)
        if any(turn.application.owner(r.step.row) == owner for r in left):
            continue
        door, about = turn.door("to_changes", "comment", about=mark(comment.step)), _params(turn, comment.step)
        for person, whose in _told(turn, comment):
            told[person, comment.person] = turn.notify([person], "comment.mended", door, whose=whose, **about)
    return Done(tuple(changes), tuple(chain.from_iterable(told.values())))


def closing(turn: Turn, step: Step) -> list[Comment]:
    """The comments on a step that the person may close: their own, and the lead everybody's."""
    roots = [comment for comment in live(turn, step) if comment.about is None] if turn.can("review") else []
    return [comment for comment in roots if turn.can("manage") or comment.person == turn.conversation.person]


def closed(turn: Turn, step: Step) -> Done:
    """The person's comments on a step, and for the lead everybody's, are to be dealt with no more.

    Who was told of them and has not dealt with them is told; where another closes it, who commented is too.
    """
    found, base = closing(turn, step), {"application": turn.application.id}
    changes = [SettleComment(**base, comment=comment.id, state="closed") for comment in found]
    told = turn.notify(
        {comment.person for comment in found} & _readers(turn, step), "comment.closed_by", **_params(turn, step)
    )
    return Done(tuple(changes), (*withdrawn(turn, step, found), *told))


def withdrawn(turn: Turn, step: Step, gone: Collection[Comment]) -> tuple[Notification, ...]:
    """What those who were told of comments hear once these are gone; of one that is dealt with they hear nothing."""
    owner = turn.application.owner(step.row) or ""
    standing = turn.team.comments(None, owner)
    if not any(comment.state == "open" and not _is_untold(comment, standing) for comment in gone):
        return ()
    left = any(comment.step == step and comment not in gone for comment in standing)
    return turn.notify(answerable(turn.team, owner), "comment.withdrawn_by", left=left, **_params(turn, step))


def gone_with(turn: Turn, rows: Collection[Step]) -> tuple[Notification, ...]:
    """What those hear whose open comments go with rows that are deleted, each step a row as a whole."""
    gone = {step.row for step in rows}
    counts: Counter[str] = Counter()
    for comment in turn.team.comments(None, None) if gone else ():
        row = comment.step.row
        goes = gone & {turn.application.owner(row), *lineage(turn.application.parent, row)}
        counts[comment.person] += bool(goes) and comment.person in _readers(turn, comment.step)
    places = [place(turn, step) for step in rows]
    told = (turn.notify([person], "comment.gone_with", rows=places, count=n) for person, n in counts.items() if n)
    return tuple(chain.from_iterable(told))


def back_with(turn: Turn, rows: Collection[Step]) -> tuple[Notification, ...]:
    """What those hear whose open comments come back with rows that were deleted, each step a row as a whole."""
    reading = {member.person for member in turn.team.members() if can(member, "read", None)}
    found: dict[str, list[Comment]] = {}
    for comment in turn.team.lost([step.row for step in rows]) if rows else ():
        found.setdefault(comment.person, []).append(comment)
    tables = list(dict.fromkeys(turn.form.tables[step.item].title for step in rows))
    doors = {one: turn.door("to_remark", "comment", about=mark(own[0].step)) for one, own in found.items()}
    told = (
        turn.notify([one], "comment.back_with", doors[one], tables=tables, count=len(own))
        for one, own in found.items()
        if one in reading
    )
    return tuple(chain.from_iterable(told))


def given_back(turn: Turn, step: Step, state: str, how: str) -> tuple[Notification, ...]:
    """What those who were told how comments were settled hear, where with taking back they are as they were before."""
    owner, params = turn.application.owner(step.row) or "", {"state": state, "how": how, **_params(turn, step)}
    own = {*leads(turn.team)} if mends(turn, step) else {*answerable(turn.team, owner)}
    others = {one.person for one in turn.team.comments(step, None)} & _readers(turn, step) - own
    doors = [turn.door("to_comment", "comment", owner, mark(step)), turn.door("to_remark", "comment", about=mark(step))]
    told = zip((own, others), doors if state == "open" else (None, None), strict=True)
    return tuple(one for persons, door in told for one in turn.notify(persons, "comment.given_back", door, **params))


def _is_untold(comment: Comment, standing: Collection[Comment]) -> bool:
    """Whether a comment came in silence, as an earlier one of the same day stood and stands."""
    return any(one.id < comment.id and one.at.date() == comment.at.date() for one in standing)


def _readers(turn: Turn, step: Step) -> set[str]:
    """Who may read what a step is."""
    owner = turn.application.owner(step.row)
    return {member.person for member in turn.team.members() if can(member, "read", owner)}


def _told(turn: Turn, comment: Comment) -> Iterator[tuple[str, str]]:
    """Who is told what has become of a comment, each with whose it is: who made it, and the lead."""
    for person in sorted(({comment.person} & _readers(turn, comment.step)) | {*leads(turn.team)}):
        if person != turn.conversation.person:
            yield person, say("history.you") if person == comment.person else turn.called(comment.person)


def _params(turn: Turn, step: Step) -> dict[str, str]:
    """What everybody is told of a step."""
    return {"unit": turn.unit_name(turn.application.owner(step.row) or ""), "place": place(turn, step)}
