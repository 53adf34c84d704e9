"""Who may do what, in two tables that can be printed: what a role may do, and what each change needs.

Both are written by hand, from what the people were promised; the product has its own in `team.can` and in the changes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from dialogs.application import changes as c
from dialogs.application.application import Step
from dialogs.form.model import LEAD_UNIT

# `all`: whatever it belongs to, and the whole; `own`: what belongs to the unit for which one is in; `.`: nothing.
RIGHTS = """
            read    answer  confirm review  export  manage
lead        all     all     .       all     all     all
member      own     own     own     .       .       .
reviewer    all     .       .       all     all     .
viewer      all     .       .       .       all     .
gone        .       .       .       .       .       .
"""
_HEAD, *_LINES = (line.split() for line in RIGHTS.strip().splitlines())
MAY = {(role, action): how for role, *line in _LINES for action, how in zip(_HEAD, line, strict=True)}


def may(role: str, unit: str, action: str, owner: str | None) -> bool:
    """Whether somebody who is in for `unit` may do something with what belongs to `owner`, None for the whole."""
    how = MAY.get((role, action), ".")
    return how == "all" or (how == "own" and owner == unit)


class At(NamedTuple):
    """What belongs to one unit, for changes to be made there."""

    application: str
    unit: str
    row: str = "none"  # a shelf of the unit's
    other: str = "none"  # and another one
    binned: int = 0  # a shelf of the unit's that was deleted
    comment: int = 0  # on the first shelf
    person: str = ""  # who is in for the unit, and does not lead
    peopled: bool = True  # whether somebody is in, or invited, to fill in its part
    stays: frozenset[str] = frozenset()  # who is in for the unit, and handed over within seven days
    asked: str = ""  # who is asked to lead
    waived: bool = False  # whether the lead goes without its confirmation
    now: datetime = datetime(2024, 3, 4)  # noqa: DTZ001 - the time of nothing that is compared

    def on(self, item: str, row: str | None = None) -> dict[str, Any]:
        """A change of what is answered there."""
        return {"application": self.application, "step": Step(item=item, row=self.row if row is None else row)}

    def shelf(self, **more: Any) -> dict[str, Any]:
        return {"application": self.application, "table": "shelves", "row": self.row, **more}


def _invite(at: At, role: Any) -> c.Invite:
    base = {"application": at.application, "invitation": "new", "unit": at.unit, "uses": 1}
    return c.Invite(**base, role=role, expires=at.now + timedelta(days=1), token="a" * 32, code="B" * 8)


def _work(at: At, kind: Any, argument: str = "") -> c.StartJob:
    return c.StartJob(application=at.application, job="new", kind=kind, argument=argument)


def _settled(at: At, state: Any) -> c.SettleComment:
    return c.SettleComment(application=at.application, comment=at.comment, state=state)


def allowed(need: str, person: str, role: str, unit: str, at: At) -> bool:
    """Whether one of the things named in a need is allowed to somebody who is in for `unit`, or to nobody ("")."""
    agrees = may(role, unit, "answer", at.unit) and (unit == at.unit or not at.peopled or at.unit == LEAD_UNIT)
    unsays = may(role, unit, *(("manage", None) if at.waived else ("confirm", at.unit)))
    manages = may(role, unit, "manage", None)
    removes, drops = manages and at.person not in at.stays, manages and not at.stays - {person}
    said = {
        "agree": agrees,
        "unsay": unsays,
        "remove": removes,
        "drop": drops,
        "asked": person == at.asked,
        "in": bool(role),
        "self": bool(role) and person == at.person,
    }
    whole = ("review", "export", "manage")
    may_there = (said.get(word) or may(role, unit, word, None if word in whole else at.unit) for word in need.split())
    return any(may_there)


# Every change, made at one unit, and what one must be allowed to do there for it (one of these is enough): with what is
# the unit's or, for review, export and manage, with the whole. `in` is for whoever is in, `self` for the person
# themself, `agree` for whoever may answer there and is of the unit, or where it has nobody of its own, `unsay` for
# whoever may confirm or, where the lead goes without that, manage, `remove` and `drop` for whoever may
# manage, but not over those who can take the lead back, `asked` for whoever is asked to lead; `nobody` for nobody,
# without something that is not there.
NEEDS: list[tuple[str, Callable[[At], c.Change]]] = [
    ("answer", lambda at: c.PutAnswer(**at.on("shelves.name"), value="新的")),
    ("answer", lambda at: c.PutAnswer(**at.on("shelves", at.unit), value="完成")),
    ("agree", lambda at: c.PutAnswer(**at.on("promise", at.unit), value="确认")),
    ("answer", lambda at: c.DropAnswer(**at.on("shelves.name"))),
    ("answer", lambda at: c.AddDraftPart(**at.on("about"), text="新的")),
    ("answer", lambda at: c.EditDraftPart(**at.on("about"), text="新的", ref="none")),
    ("answer", lambda at: c.DropDraftParts(**at.on("about"), last=False)),
    ("nobody", lambda at: c.TakeOver(**at.on("about"), person="console:nobody")),
    ("answer", lambda at: c.AddRow(**at.shelf(row="new", unit=at.unit))),
    ("answer", lambda at: c.MoveRow(**at.shelf(other=at.other))),
    ("answer", lambda at: c.DropRow(**at.shelf())),
    ("answer", lambda at: c.RestoreRow(application=at.application, binned=at.binned)),
    ("confirm", lambda at: c.PutSignOff(application=at.application, unit=at.unit, kind="confirmed")),
    ("unsay", lambda at: c.DropSignOff(application=at.application, unit=at.unit)),
    ("answer review", lambda at: c.PutComment(**at.on("shelves.name"), text="改了", about=at.comment)),
    ("answer review", lambda at: _settled(at, "mended")),
    ("answer review", lambda at: _settled(at, "answered")),
    ("review", lambda at: _settled(at, "closed")),
    ("review", lambda at: _settled(at, "open")),
    ("review", lambda at: c.PutComment(**at.on("shelves.name"), text="请改")),
    ("manage", lambda at: c.PutAnswer(**at.on("partners", at.unit), value="完成")),
    ("manage", lambda at: c.AddRow(application=at.application, table="partners", row="new")),
    ("drop", lambda at: c.DropRow(application=at.application, table="partners", row=at.unit)),
    ("manage", lambda at: c.AssignRow(**at.shelf(unit=at.unit))),
    ("manage", lambda at: c.AssignRow(**at.shelf(unit=LEAD_UNIT))),
    ("manage", lambda at: c.PutSignOff(application=at.application, unit=at.unit, kind="waived")),
    ("manage", lambda at: c.Nudge(application=at.application, unit=at.unit)),
    ("manage", lambda at: _invite(at, "member")),
    ("manage", lambda at: _invite(at, "viewer")),
    ("manage", lambda at: c.Revoke(application=at.application, invitation="open")),
    ("manage", lambda at: c.OfferLead(application=at.application, person=at.person)),
    ("manage asked", lambda at: c.DropOffer(application=at.application)),
    ("nobody", lambda at: c.HandOver(application=at.application, person=at.person)),
    ("manage", lambda at: c.SetDeadline(application=at.application, day=date(2024, 6, 1))),
    ("manage", lambda at: c.DropApplication(application=at.application)),
    ("nobody", lambda at: c.RestoreApplication(application=at.application)),
    ("manage", lambda at: c.CarryOver(application=at.application, form="small/1")),
    ("export", lambda at: _work(at, "word")),
    ("export", lambda at: _work(at, "pdf")),
    ("export", lambda at: _work(at, "pages")),
    ("export", lambda at: _work(at, "sheets")),
    ("export", lambda at: c.NoteFinal(application=at.application, version=1, newest=1)),
    ("export", lambda at: _work(at, "clean")),
    ("read", lambda at: _work(at, "part", f"0:{at.row}")),
    ("remove self", lambda at: c.DropMember(application=at.application, person=at.person, unit=at.unit)),
    ("in", lambda at: _work(at, "check")),
    ("in", lambda at: c.NamePerson(application=at.application, name="李四")),
    ("in", lambda at: c.Mute(application=at.application, muted=True)),
    ("nobody", lambda at: c.TakeBack(application=at.application, change_set=0)),
    ("nobody", lambda at: c.StopJob(application=at.application, job="none")),
    ("nobody", lambda at: c.LinkIdentities(person=at.person, link="none")),
    ("nobody", lambda at: c.Join(application=at.application, invitation="none", name="李四")),
]
