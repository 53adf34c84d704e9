"""What the people of an application are told once a day: what of their part is open, and the lead what was done.

Functions of what was kept and of the time; knows neither when they are called nor how news are found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from dialogs.answers.value import Value
from dialogs.application import open_steps
from dialogs.application.application import Application
from dialogs.application.progress import percent
from dialogs.application.repository import Repository
from dialogs.application.team import Comment, Member, answerable, leads, silent, unconfirmed
from dialogs.screens import late_units
from dialogs.texts import say
from dialogs.turn.door import Place, door
from dialogs.turn.labels import until
from dialogs.turn.messages import Button
from dialogs.turn.outcome import Notification
from dialogs.turn.perspective import Perspective, Seat

MOST = 12  # units, people or parts named; the others are counted
WHOLE = 100  # percent
AFTER = -1  # days left on the day after the deadline


class Work(Value):
    """What was done in a unit's part."""

    unit: str
    answers: int = 0  # given or changed, in rows that are still there
    added: int = 0  # rows
    dropped: int = 0  # rows


class News(Value):
    """What others than the lead have done in an application; None for `since` is from its beginning."""

    since: datetime | None = None
    work: tuple[Work, ...] = ()


def notifications(
    repository: Repository, application: str, news: News, days: Collection[int], now: datetime
) -> list[Notification]:
    """What each person is told today, in one message. `days` are the days before the deadline to remind on."""
    team = repository.team(application)
    lead = next(iter(leads(team)), "")
    if repository.application(application) is None or not lead:
        return []
    turn = Perspective(repository, Seat(person=lead, application=application), now)
    members = team.members()
    due = _due(team.deadline(), now.date(), days, news.since)
    parts = [(member, _part(turn, member)) for member in members] if due else []
    reminded = any(said for member, said in parts if member.role == "lead")
    told: defaultdict[str, list[tuple[Member, str]]] = defaultdict(list)
    for member, said in [(members[0], _digest(turn, news, reminded=reminded)), *parts]:  # the lead is the first
        if said:
            told[member.person].append((member, said))
    return [
        Notification(
            person,
            "told.together",
            {"parts": [*(words for _, words in said), _footer(repository, person)]},
            _doors(turn, list(dict.fromkeys(member for member, _ in said))),
            application,
        )
        for person, said in told.items()
        if person not in silent(members)
    ]


def _doors(turn: Perspective, seats: Sequence[Member]) -> tuple[Button, ...]:
    """The way to each unit of which somebody is told something."""
    several = "go_on_for" if len(seats) > 1 else "go_on"
    places = [(Place("on", one.application, one.unit), turn.unit_name(one.unit)) for one in seats]
    return tuple(door(several, to, unit=unit) for to, unit in places)


def _due(deadline: date | None, today: date, days: Collection[int], since: datetime | None) -> bool:
    """Whether today is a day to remind: one of `days` or the deadline itself, or one was missed since the last time.

    The day after it is one too; nothing follows that.
    """
    if deadline is None or not days:
        return False
    left = (deadline - today).days
    passed = max(1, (today - since.date()).days) if since else 1
    return left >= AFTER and any(left <= day < left + passed for day in (*days, 0, AFTER))


def _part(turn: Perspective, member: Member) -> str:
    """What a person still has to do for a unit, "" where that is nothing."""
    if member.role == "lead":
        return _whole(turn)
    if member.role != "member" or turn.team.sign_off(member.unit):
        return ""
    part = turn.repository.application(turn.application.id, member.unit)
    if part is None:
        return ""
    open_ = [section.title for section in open_steps.open_sections(part)]
    return say("remind.part", **_heading(turn), unit=turn.unit_name(member.unit), **_progress(part, open_))


def _heading(turn: Perspective) -> dict[str, object]:
    return {"name": turn.name, "until": until(turn.team, turn.now)}


def _progress(application: Application, open_: Sequence[str]) -> dict[str, object]:
    return {"percent": percent(application), "open": open_[:MOST], "more": max(0, len(open_) - MOST)}


def _whole(turn: Perspective) -> str:
    """What the lead still has to do, and for whom the whole waits."""
    awaited = unconfirmed(turn.application, turn.team)
    if not awaited and percent(turn.application) == WHOLE:
        return ""
    mine = [section.title for section in open_steps.open_sections(turn.application, turn.elsewhere)]
    waiting = [late_units.line(turn, unit) for unit in awaited[:MOST]]
    others = max(0, len(awaited) - MOST)
    progress_bar = _progress(turn.application, mine)
    return say("remind.whole", **_heading(turn), waiting=waiting, others=others, **progress_bar)


def _percent(turn: Perspective, unit: str) -> int:
    part = turn.repository.application(turn.application.id, unit)
    return percent(part) if part else 0


def _digest(turn: Perspective, news: News, *, reminded: bool) -> str:
    """What others have done since the lead was last told, "" where that is nothing; not what was told at once.

    Nor, where the lead is `reminded` in the same message, what stands there.
    """
    work = {work.unit: work for work in news.work if turn.application.owner(work.unit) is not None}
    units = sorted(work, key=lambda unit: _number(turn, unit))
    comments = turn.team.comments(None, None)
    lead = turn.seat.person
    if not units and not any(_is_news(turn, comment, lead, news.since) for comment in comments):
        return ""
    lines = [
        {
            "unit": turn.unit_name(unit),
            "work": work[unit],
            "percent": _percent(turn, unit),
        }
        for unit in units[:MOST]
    ]
    return say(
        "digest.text",
        name=turn.name,
        since=turn.moment(news.since) if news.since else "",
        units=lines,
        others=max(0, len(units) - MOST),
        comments=len(comments),
        until=until(turn.team, turn.now),
        percent=None if reminded else percent(turn.application),
    )


def _is_news(turn: Perspective, comment: Comment, lead: str, since: datetime | None) -> bool:
    """Whether a comment is another's and new, and for others to deal with: of their own the lead was told at once."""
    own = lead in (comment.person, *answerable(turn.team, turn.application.owner(comment.step.row) or ""))
    return not own and (since is None or comment.at > since)


def _number(turn: Perspective, unit: str) -> int:
    """The lead unit first, the others as in the list of units."""
    row = turn.application.row(turn.form.units.group, unit) if unit else None
    return row.number if row else 0


def _footer(repository: Repository, person: str) -> str:
    """How to get no more of this; that is about what the person has at hand, of several."""
    return say("remind.footer", several=repository.holds(person) > 1)
