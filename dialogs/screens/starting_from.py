"""Picking an earlier application of the person's, from which a new one takes its first answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dialogs.application.repository import Summary
from dialogs.pasting.earlier_answers import same
from dialogs.texts import say
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Paged
from dialogs.turn.turn import Turn

PAGE = 8


class StartingFrom(Paged, Menu):
    """Picking one of the person's other applications that has answers for this one."""

    kind: Literal["starting_from"] = "starting_from"
    is_aside = True

    def stands(self, turn: Turn) -> bool:
        """As long as there is one."""
        return bool(_earlier(turn))

    def view(self, turn: Turn) -> Ask:
        """The list, each entry a button."""
        found = _earlier(turn)
        page = self.at_page(len(found), PAGE)
        rows = [(_entry(turn, one),) for _, one in page.of(found)]
        return ask(say("old.which", **page.said), [*rows, page.turning, (button("return", "leave"),)])

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Has its answers read, of which what is taken is asked next."""
        if action == "leave":
            return turn.pop()
        return turn.start("earlier", argument)


def is_offered(turn: Turn) -> bool:
    """Whether the application at hand is still empty, the person's to fill in, and there is an earlier one."""
    return turn.application.newest() == 0 and turn.can("manage") and bool(_earlier(turn))


def _earlier(turn: Turn) -> Sequence[Summary]:
    """The person's other applications with something that is asked here too, the last changed first."""
    own = turn.application.id
    others = [one for one in turn.repository.applications(turn.conversation.person) if one.id != own]
    forms = {one.digest: turn.repository.forms.of(one.form, one.digest) for one in others}
    fit = {digest for digest, form in forms.items() if form and same(turn.form, form)}
    return [one for one in others if one.digest in fit and one.name]


def _key(one: Summary) -> str:
    return f"{one.id}/{one.unit}"


def _entry(turn: Turn, one: Summary) -> Button:
    about = {"name": one.name, "unit": one.unit_name, "changed": turn.moment(one.changed)}
    title = one.title if one.form != turn.form.key else ""
    label = say("application.entry", title=title, current=False, **about)
    return Button(label=label, data=f"from:{_key(one)}")
