"""Making an invitation: first one's own name, then the unit, then the role; gives out a link and a code."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from dialogs.answers import kinds
from dialogs.application import invitation_codes
from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Invite, NamePerson
from dialogs.application.team import Role
from dialogs.form.model import LEAD_UNIT, Field
from dialogs.texts import say
from dialogs.turn.answering import put
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.menu import only_buttons
from dialogs.turn.messages import Ask, Button, Reply, Say
from dialogs.turn.paged import Paged, turning
from dialogs.turn.turn import Outcome, Turn

PAGE = 8  # units on one page
VALID = timedelta(days=7)
MANY = 20  # how many may come with a link for several
ROLES: tuple[Role, ...] = ("member", "reviewer", "viewer")
NAME = Field(id="name", label=say("team.your_name"), kind="person", example=say("team.example"))


def begin(turn: Turn) -> Outcome:
    """The beginning of an invitation."""
    if not turn.can("manage"):
        return turn.stay(say("refuse.may_not_manage"))
    return turn.step_aside(Inviting())


class Inviting(Paged):
    """Making an invitation: first one's own name, then the unit, then the role."""

    kind: Literal["inviting"] = "inviting"
    unit: str | None = None
    naming: bool = False  # the name of a new unit is awaited
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
            found, more = page_of_units(turn, self.page)
            text = say("invite.unit", name=turn.name)
            return ask(text, [*found, more, (button("new_unit", "add"),), leaving])
        roles = [(Button(label=say(f"invite.role_{role}"), data=f"role:{role}"),) for role in ROLES]
        many = button("one_use" if self.many else "many_uses", "many", count=MANY)
        text = say("invite.role", unit=turn.unit_name(self.unit), many=self.many, count=MANY)
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
        """A new unit, with the name that was typed."""
        column = turn.form.fields[turn.form.units.name]
        name = kinds.parse(column, text, turn.now.date())
        if not isinstance(name, kinds.Accepted):
            return turn.stay(refusal(column, name))
        base = {"application": turn.application.id}
        row = turn.new_id()
        added = AddRow(**base, table=turn.form.units.group, row=row)
        named = put(turn, Step(item=column.id, row=row), name.value, turn.ref)
        return turn.swap(self.model_copy(update={"unit": row, "naming": False}), added, named)

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A unit, a role, or how many may come."""
        if action == "back":
            return turn.pop()
        if action == "role":
            role = next(role for role in ROLES if role == argument)
            change, replies = made(turn, self.unit or LEAD_UNIT, role, MANY if self.many else 1)
            return turn.pop(change, replies=replies)
        update: dict[str, dict[str, object]] = {
            "add": {"naming": True},
            "many": {"many": not self.many},
            "unit": {"unit": argument},
        }
        return turn.swap(self.model_copy(update=update[action]))

    def stands(self, turn: Turn) -> bool:
        """As long as the unit is there."""
        return turn.application.owner(self.unit or LEAD_UNIT) is not None


def page_of_units(turn: Turn, page: int) -> tuple[list[tuple[Button, ...]], tuple[Button, ...]]:
    """A button for every unit on a page, the lead unit first, and the buttons that turn the page."""
    table = turn.form.units.group
    rows = turn.application.rows(table, page * PAGE + 1, PAGE)
    units = [*([LEAD_UNIT] if page == 0 else []), *(row.id for row in rows)]
    more = (page + 1) * PAGE < turn.application.count(table)
    return [(Button(label=turn.unit_name(unit), data=f"unit:{unit}"),) for unit in units], turning(page, more=more)


def made(turn: Turn, unit: str, role: Role, uses: int) -> tuple[Invite, tuple[Reply, ...]]:
    """An invitation, and the two messages about it: what to do, and what to send on."""
    change = Invite(
        application=turn.application.id,
        invitation=turn.new_id(),
        unit=unit,
        role=role,
        uses=uses,
        expires=turn.now + VALID,
        token=turn.keys.token,
        code=turn.keys.code,
    )
    text = say(
        "invite.letter",
        who=turn.team.name(turn.conversation.person),
        name=turn.name,
        unit=turn.unit_name(unit),
        links=[link.format(change.token) for link in turn.keys.links],
        typed=invitation_codes.written(change.code),
        until=turn.moment(change.expires),
        uses=uses,
        role=role,
        page=bool(turn.keys.page),
    )
    return change, (Say(text=say("invite.made")), Say(text=text, secret=True))
