"""Asked whether to delete a row or the application."""

from __future__ import annotations

from typing import Literal

from dialogs.application.changes import DropApplication
from dialogs.screens.application_list import ApplicationList
from dialogs.texts import say
from dialogs.turn import row_deletion
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Say
from dialogs.turn.screen import Conversation, Screen
from dialogs.turn.turn import Notification, Outcome, Turn


class Confirming(Menu):
    """Asked whether to delete a row, or (without one) the application."""

    kind: Literal["confirming"] = "confirming"
    table: str = ""
    row: str = ""
    again: bool = False  # once more, for a unit with all that goes along
    is_aside = True

    def view(self, turn: Turn) -> Ask:
        """The question, with what goes along."""
        buttons = [(button("yes_drop", "yes"), button("no_drop", "no"))]
        if not self.row:
            others = len(turn.team.members()) > 1
            return ask(say("application.confirm_delete", name=turn.name, others=others), buttons)
        table = turn.form.tables[self.table]
        row = turn.application.row(table.id, self.row)
        questions = row_deletion.questions(turn, table, row) if row else [say("refuse.gone")]
        return ask(questions[-1] if self.again else questions[0], buttons)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Yes or no."""
        del argument
        if action == "no":
            return turn.pop(notes=(say("application.kept"),))
        return self._dropped(turn) if self.row else _deleted(turn)

    def _dropped(self, turn: Turn) -> Outcome:
        """The row goes; a unit with rows or people of its own only after a second yes."""
        table = turn.form.tables[self.table]
        row = turn.application.row(table.id, self.row)
        if row is None:
            return turn.to(_at_list(turn))
        if not self.again and len(row_deletion.questions(turn, table, row)) > 1:
            return turn.swap(self.model_copy(update={"again": True}))
        return row_deletion.drop(turn, table, row, _at_list(turn))

    def stands(self, turn: Turn) -> bool:
        """As long as the row is there."""
        return turn.application.owner(self.row) is not None

    def is_at(self, row: str) -> bool:
        """At the row that may go."""
        return self.row == row


def _at_list(turn: Turn) -> tuple[Screen, ...]:
    """The screens below, the table at its list."""
    return (*turn.beneath[:-1], *(screen.at_row(turn, None) for screen in turn.beneath[-1:]))


def _deleted(turn: Turn) -> Outcome:
    """The application is gone; with the last one, so is everything that is kept of the person."""
    change = DropApplication(application=turn.application.id)
    person = turn.conversation.person
    note = say("application.deleted", name=turn.name)
    who = turn.team.name(person) or say("team.somebody")
    told = Say(text=say("application.deleted_by", name=turn.name, who=who))
    others = sorted({member.person for member in turn.team.members()} - {person})
    notifications = tuple(Notification(other, told) for other in others)
    if turn.repository.holds(person) <= 1:
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
