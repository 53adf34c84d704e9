"""Making invitations: first one's own name, then the units, then the role; gives out a link and a code for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from dialogs.answers import kinds
from dialogs.application import invitation_codes
from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Change, Invite, NamePerson
from dialogs.application.team import Role
from dialogs.form.model import LEAD_UNIT, Field
from dialogs.pattern import Pattern
from dialogs.texts import say
from dialogs.turn.answering import put
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.menu import only_buttons
from dialogs.turn.messages import Ask, Button, Reply, Say
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Page, Paged
from dialogs.turn.turn import Turn

PAGE = 8  # units on one page
MOST = 20  # units invited in one go
BETWEEN = Pattern(r"[\n、；;]")  # what stands between names that are typed together
VALID = timedelta(days=7)
MANY = 20  # how many may come with a link for several
ROLES: tuple[Role, ...] = ("member", "reviewer", "viewer")
NAME = Field(id="name", label=say("team.your_name"), kind="person", example=say("team.example"))


def begin(turn: Turn, unit: str | None = None) -> Outcome:
    """The beginning of an invitation, for a unit if that is known."""
    if not turn.can("manage"):
        return turn.stay(say("refuse.may_not_manage", lead=turn.lead))
    return turn.step_aside(Inviting(unit=unit))


class Inviting(Paged):
    """Making invitations: first one's own name, then the units, then the role."""

    kind: Literal["inviting"] = "inviting"
    unit: str | None = None
    more: tuple[str, ...] = ()  # further units, for each of which one of the same is made
    naming: bool = False  # the names of new units are awaited
    many: bool = False  # the link is for several people
    is_aside = True

    def view(self, turn: Turn) -> Ask:
        """The question at hand."""
        leaving = (button("return", "back"),)
        if not turn.team.name(turn.conversation.person):
            return ask(say("invite.own_name"), [leaving])
        if self.naming:
            column = turn.form.fields[turn.form.units.name]
            return ask(say("invite.unit_name", label=column.label, example=column.example), [leaving])
        if self.unit is None:
            found, page = page_of_units(turn, self)
            text = say("invite.unit", name=turn.name)
            left = len(_not_invited(turn))
            several = (button("not_invited", "several", count=left),) if left > 1 else ()
            return ask(text, [*found, page.turning, several, (button("new_unit", "add"),), leaving])
        roles = [(Button(label=say(f"role.{role}"), data=f"role:{role}"),) for role in ROLES]
        many = button("one_use" if self.many else "many_uses", "many", count=MANY)
        units = say("list.words", words=map(turn.unit_name, (self.unit, *self.more)))
        text = say("invite.role", unit=units, several=len(self.more) + 1, many=self.many, count=MANY)
        return ask(text, [*roles, (many,), leaving])

    def said(self, turn: Turn, text: str) -> Outcome:
        """One's own name, or that of a new unit."""
        if not turn.team.name(turn.conversation.person):
            named = kinds.parse(NAME, text, turn.now.date())
            if not (name := kinds.stored(named)):
                return turn.stay(refusal(NAME, named))
            return turn.swap(self, NamePerson(application=turn.application.id, name=name))
        return self._named(turn, text) if self.naming else only_buttons(turn)

    def _named(self, turn: Turn, text: str) -> Outcome:
        """New units, with the names that were typed: one a line, or with enumeration commas between them."""
        column = turn.form.fields[turn.form.units.name]
        base = {"application": turn.application.id}
        changes: list[Change] = []
        names = dict.fromkeys(filter(None, (name.strip() for name in BETWEEN.split(text)))) or {text: None}
        rows = [turn.new_id(number) for number in range(len(names))]
        for row, typed in zip(rows, names, strict=True):
            name = kinds.parse(column, typed, turn.now.date())
            if not isinstance(name, kinds.Accepted):
                return turn.stay(refusal(column, name))
            changes.append(AddRow(**base, table=turn.form.units.group, row=row))
            changes.append(put(turn, Step(item=column.id, row=row), name.value, turn.ref))
        update = {"unit": rows[0], "more": tuple(rows[1:]), "naming": False}
        return turn.swap(self.model_copy(update=update), *changes)

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A unit, a role, or how many may come."""
        if action == "back":
            return turn.pop()
        if action == "role":
            role = next(role for role in ROLES if role == argument)
            changes, replies = made(turn, (self.unit or LEAD_UNIT, *self.more), role, MANY if self.many else 1)
            return turn.pop(*changes, replies=replies)
        left = _not_invited(turn)
        update: dict[str, dict[str, object]] = {
            "add": {"naming": True},
            "several": {"unit": next(iter(left), None), "more": tuple(left[1:])},
            "many": {"many": not self.many},
            "unit": {"unit": argument},
        }
        return turn.swap(self.model_copy(update=update[action]))

    def stands(self, turn: Turn) -> bool:
        """As long as the units are there."""
        return all(turn.application.owner(unit) is not None for unit in (self.unit or LEAD_UNIT, *self.more))


def page_of_units(turn: Turn, screen: Paged) -> tuple[list[tuple[Button, ...]], Page]:
    """A button for every unit on the page that a screen shows of them, the lead unit first, and the page."""
    table = turn.form.units.group
    page = screen.at_page(turn.application.count(table) + 1, PAGE)
    rows = turn.application.rows(table, max(1, page.first), PAGE if page.first else PAGE - 1)
    units = [*([] if page.first else [LEAD_UNIT]), *(row.id for row in rows)]
    return [(Button(label=turn.unit_name(unit), data=f"unit:{unit}"),) for unit in units], page


def _not_invited(turn: Turn) -> list[str]:
    """The joint units for which nobody was ever invited."""
    ever = turn.team.ever_peopled()
    return [row.id for row in turn.application.rows(turn.form.units.group, 1, MOST) if row.id not in ever]


def made(turn: Turn, units: Sequence[str], role: Role, uses: int) -> tuple[tuple[Invite, ...], tuple[Reply, ...]]:
    """An invitation for each unit, and the messages about them: what to do, and what to send on to each."""
    ids = sorted(turn.new_id(number) for number in range(len(units)))  # those of one time are listed by their ids
    base = {"application": turn.application.id, "role": role, "uses": uses, "expires": turn.now + VALID}
    invites = []
    for number, (unit, id_) in enumerate(zip(units, ids, strict=True)):
        keys = turn.keys.numbered(number)
        invites.append(Invite(**base, unit=unit, invitation=id_, token=keys.token, code=keys.code))
    letters = (_letter(turn, invite) for invite in invites)
    return tuple(invites), (Say(text=say("invite.made", count=len(invites))), *letters)


def _letter(turn: Turn, invite: Invite) -> Say:
    """What is to be sent on to a unit's colleague."""
    text = say(
        "invite.letter",
        who=turn.team.name(turn.conversation.person),
        name=turn.name,
        unit=turn.unit_name(invite.unit),
        links=[link.format(invite.token) for link in turn.keys.links],
        typed=invitation_codes.written(invite.code),
        until=turn.moment(invite.expires),
        uses=invite.uses,
        role=invite.role,
        page=bool(turn.keys.page),
    )
    return Say(text=text, secret=True)
