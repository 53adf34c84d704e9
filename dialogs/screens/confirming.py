"""Asked whether to delete a row or the application."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from dialogs.application.application import Row
from dialogs.application.changes import DropApplication, DropRow
from dialogs.form.model import Group
from dialogs.screens.application_list import ApplicationList
from dialogs.texts import say
from dialogs.turn import row_deletion
from dialogs.turn.conversation import Conversation
from dialogs.turn.holding import HoldingScreen
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Say
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

MOST = 8  # units and people named


def begin(turn: Turn, below: tuple[Screen, ...], change: DropRow | DropApplication) -> Outcome:
    """Asks whether to delete something, above these screens."""
    held = turn.hold((change,), turn.shown.seen)
    return turn.to((*below, Confirming(held=held.id)), held=held)


class Confirming(HoldingScreen, Menu):
    """Asked whether to delete a row, or the application: the change that does it is held."""

    kind: Literal["confirming"] = "confirming"
    again: bool = False  # once more, for a unit with all that goes along

    def _row(self, turn: Turn) -> tuple[Group, Row] | None:
        """The row that may go, None where it is the application."""
        drop = self.waiting(turn).changes[0]
        if not isinstance(drop, DropRow):
            return None
        row = turn.application.row(drop.table, drop.row)
        if row is None:
            raise LookupError(drop.row)
        return turn.form.tables[drop.table], row

    def view(self, turn: Turn) -> Ask:
        """The question, with what goes along."""
        row = self._row(turn)
        if row is None:
            return _of_application(turn)
        buttons = [(button("yes_drop", "yes"), button("no_drop", "no"))]
        return ask(row_deletion.questions(turn, row[0], row[1:])[-1 if self.again else 0], buttons)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Yes or no."""
        if action == "no":
            return turn.pop(notes=(say("application.kept"),))
        row = self._row(turn)
        if row is None:
            return _deleted(turn, erased=action == "erase")
        # The row goes; a unit with rows or people of its own only after a second yes.
        if not self.again and len(row_deletion.questions(turn, row[0], row[1:])) > 1:
            return turn.swap(self.model_copy(update={"again": True}))
        return replace(row_deletion.drop(turn, row[0], row[1:], _at_list(turn)), seen=self.waiting(turn).seen)

    def stands(self, turn: Turn) -> bool:
        """As long as the row is there."""
        drop = self.waiting(turn).changes[0] if super().stands(turn) else None
        there = not isinstance(drop, DropRow) or turn.application.row(drop.table, drop.row) is not None
        return drop is not None and there


def _at_list(turn: Turn) -> tuple[Screen, ...]:
    """The screens below, the table at its list."""
    return (*turn.beneath[:-1], *(screen.at_row(turn, None) for screen in turn.beneath[-1:]))


def _of_application(turn: Turn) -> Ask:
    """The question about the application: its name and form, its units and people, and that it can be restored."""
    units = [turn.unit_name(row.id) for row in turn.application.rows(turn.form.units.group, 1, MOST)]
    others = dict.fromkeys(one.person for one in turn.team.members() if one.person != turn.conversation.person)
    people = [*map(turn.called, others)]
    about = {"units": units[:MOST], "people": people[:MOST], "count": len(people)}
    text = say("application.confirm_delete", name=turn.name, title=turn.form.title, **about)
    return ask(text, [(button("bin", "yes"),), (button("erase", "erase"), button("no_drop", "no"))])


def _deleted(turn: Turn, *, erased: bool) -> Outcome:
    """The application is gone for everybody; erased with the last one, so is everything that is kept of the person."""
    change = DropApplication(application=turn.application.id, erased=erased)
    person = turn.conversation.person
    note = say("application.deleted" if erased else "application.binned", name=turn.name)
    everybody = (member.person for member in turn.team.members())
    notifications = turn.notify(everybody, "application.deleted_by", erased=erased)
    if erased and turn.repository.holds(person) <= 1 and not turn.repository.deleted(person, turn.now):
        said = f"{note}\n{say('application.forgotten')}"
        return Outcome(
            conversation=Conversation(person=person),
            changes=(change,),
            replies=(Say(text=said),),
            show=False,
            notifications=notifications,
        )
    update = {"application": None, "screens": (ApplicationList(),)}
    conversation = turn.conversation.model_copy(update=update)
    return Outcome(conversation, changes=(change,), notes=(note,), notifications=notifications)
