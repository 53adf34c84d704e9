"""Making an invitation: first one's own name, then the unit, then the role; gives out a link and a code."""

from __future__ import annotations

from datetime import timedelta

from dialogs.answers import kinds
from dialogs.application import invitation_codes
from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Change, Invite, NamePerson, PutAnswer
from dialogs.application.team import Role
from dialogs.form.model import LEAD, Field
from dialogs.texts import say
from dialogs.turn.conversation import Inviting, place
from dialogs.turn.messages import Ask, Button, Reply, Say
from dialogs.turn.turn import Outcome, Turn, ask, button, only_buttons, refusal

PAGE = 8  # units on one page
VALID = timedelta(days=7)
MANY = 20  # how many may come with a link for several
ROLES: tuple[Role, ...] = ("member", "reviewer", "viewer")
NAME = Field(id="name", label=say("team.your_name"), kind="person")


def begin(turn: Turn) -> Outcome:
    """The beginning of an invitation."""
    if not turn.can("manage"):
        return turn.stay(say("refuse.may_not_manage"))
    return turn.to(Inviting(before=place(turn.conversation.mode)))


def view(turn: Turn, mode: Inviting) -> Ask:
    """The question at hand."""
    leaving = (button("return", "back"),)
    if not turn.team.name(turn.conversation.person):
        return ask(say("invite.own_name"), [leaving])
    if mode.naming:
        column = turn.form.fields[turn.form.units.name]
        return ask(say("invite.unit_name", label=column.label, example=column.example), [leaving])
    if mode.unit is None:
        return _units(turn, mode)
    roles = [(Button(label=say(f"invite.role_{role}"), data=f"role:{role}"),) for role in ROLES]
    many = button("one_use" if mode.many else "many_uses", "many", count=MANY)
    text = say("invite.role", unit=turn.unit_name(mode.unit), many=mode.many, count=MANY)
    return ask(text, [*roles, (many,), leaving])


def _units(turn: Turn, mode: Inviting) -> Ask:
    found, turning = page_of_units(turn, mode.page)
    text = say("invite.unit", name=turn.name)
    return ask(text, [*found, turning, (button("new_unit", "add"),), (button("return", "back"),)])


def page_of_units(turn: Turn, page: int) -> tuple[list[tuple[Button, ...]], tuple[Button, ...]]:
    """A button for every unit on a page, the lead unit first, and the buttons that turn the page."""
    table = turn.form.units.table
    rows = turn.application.rows(table, page * PAGE + 1, PAGE)
    units = [*([LEAD] if page == 0 else []), *(row.id for row in rows)]
    turning = [button("earlier", f"page:{page - 1}")] if page else []
    turning += [button("later", f"page:{page + 1}")] if (page + 1) * PAGE < turn.application.count(table) else []
    return [(Button(label=turn.unit_name(unit), data=f"unit:{unit}"),) for unit in units], tuple(turning)


def said(turn: Turn, mode: Inviting, text: str) -> Outcome:
    """One's own name, or that of a new unit."""
    if not turn.team.name(turn.conversation.person):
        named = kinds.parse(NAME, text, turn.now.date())
        if isinstance(named, kinds.Invalid):
            return turn.stay(refusal(NAME, named))
        change = NamePerson(application=turn.application.id, name=named.value)
        return turn.to(mode, change)
    if not mode.naming:
        return only_buttons(turn, mode, text)
    column = turn.form.fields[turn.form.units.name]
    name = kinds.parse(column, text, turn.now.date())
    if isinstance(name, kinds.Invalid):
        return turn.stay(refusal(column, name))
    base = {"application": turn.application.id}
    row = turn.new_id()
    added: list[Change] = [AddRow(**base, table=turn.form.units.table, row=row)]
    added.append(PutAnswer(**base, step=Step(item=column.id, row=row), value=name.value, ref=turn.ref))
    return turn.to(mode.model_copy(update={"unit": row, "naming": False}), *added)


def pressed(turn: Turn, mode: Inviting, action: str, argument: str) -> Outcome:
    """A unit, a role, or how many may come."""
    if action == "back":
        return turn.to(mode.before)
    if action == "page":
        return turn.to(mode.model_copy(update={"page": int(argument)}))
    if action == "add":
        return turn.to(mode.model_copy(update={"naming": True}))
    if action == "many":
        return turn.to(mode.model_copy(update={"many": not mode.many}))
    if action == "unit":
        return turn.to(mode.model_copy(update={"unit": argument}))
    role = next(role for role in ROLES if role == argument)
    change, replies = made(turn, mode.unit or LEAD, role, MANY if mode.many else 1)
    return turn.to(mode.before, change, replies=replies)


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
        until=change.expires,
        uses=uses,
    )
    return change, (Say(text=say("invite.made")), Say(text=text, secret=True))
