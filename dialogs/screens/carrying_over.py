"""Asked whether an application goes on with the new version of its form: what is other there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from dialogs.application.changes import CarryOver
from dialogs.form.carrying import Difference, differences
from dialogs.form.model import Form
from dialogs.texts import say
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

MOST = 12  # names in one line
_CODES = ("gone", "kind", "choice", "rule", "place", "when", "new")  # in the order in which they are told


def newer(turn: Turn) -> Form | None:
    """The version to which the person may carry the application over, None for none."""
    return turn.repository.forms.newer(turn.form) if turn.can("manage") else None


class CarryingOver(Menu):
    """Whether the application goes on with the new version of its form."""

    kind: Literal["carrying_over"] = "carrying_over"
    is_aside = True

    def stands(self, turn: Turn) -> bool:
        """As long as there is a newer version, and the person may decide."""
        return newer(turn) is not None

    def view(self, turn: Turn) -> Ask:
        """The differences, by what they mean to the person."""
        form = newer(turn)
        found = differences(turn.form, form) if form else []
        version = form.version if form else ""
        text = say("carrying.text", title=turn.form.title, version=version, lines=list(_lines(found)))
        return ask(text, [(button("carry", "yes"), button("not_now", "no"))])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Yes or no."""
        form = newer(turn)
        if action != "yes" or form is None:
            return turn.pop(notes=(say("carrying.kept"),))
        everybody = (member.person for member in turn.team.members())
        told = turn.notify(everybody, "carrying.others")
        change = CarryOver(application=turn.application.id, form=form.key)
        return turn.to((), change, notes=(say("carrying.done"),), notifications=told)


def _lines(found: list[Difference]) -> Iterator[str]:
    for code in _CODES:
        names = list(dict.fromkeys(one.label for one in found if one.code == code))
        if names:
            yield say(f"carrying.{code}", names=names[:MOST], count=len(names))
