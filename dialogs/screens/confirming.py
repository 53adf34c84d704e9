"""Asked whether to delete a row or the application."""

from __future__ import annotations

from dialogs.application.changes import DropApplication
from dialogs.texts import say
from dialogs.turn import row_deletion
from dialogs.turn.conversation import ApplicationList, Browsing, Confirming, Conversation
from dialogs.turn.messages import Ask, Say
from dialogs.turn.turn import Notification, Outcome, Turn, ask, button, only_buttons


def view(turn: Turn, mode: Confirming) -> Ask:
    """The question, with what goes along."""
    buttons = [(button("yes_drop", "yes"), button("no_drop", "no"))]
    if not isinstance(mode.before, Browsing) or mode.row is None:
        return ask(say("application.confirm_delete", name=turn.name, others=len(turn.team.members()) > 1), buttons)
    table = turn.form.tables[mode.before.table]
    row = turn.application.row(table.id, mode.row)
    questions = row_deletion.questions(turn, table, row) if row else [say("refuse.gone")]
    return ask(questions[-1] if mode.again else questions[0], buttons)


def pressed(turn: Turn, mode: Confirming, action: str, argument: str) -> Outcome:
    """Yes or no."""
    del argument
    if action == "no":
        return turn.to(mode.before, notes=(say("application.kept"),))
    if isinstance(mode.before, Browsing) and mode.row is not None:
        return _dropped(turn, mode, mode.before, mode.row)
    return _deleted(turn)


def _dropped(turn: Turn, mode: Confirming, before: Browsing, row_id: str) -> Outcome:
    """The row goes; a unit with rows or people of its own only after a second yes."""
    table = turn.form.tables[before.table]
    to = before.model_copy(update={"row": None})
    row = turn.application.row(table.id, row_id)
    if row is None:
        return turn.to(to)
    if not mode.again and len(row_deletion.questions(turn, table, row)) > 1:
        return turn.to(mode.model_copy(update={"again": True}))
    return row_deletion.drop(turn, table, row, to)


def _deleted(turn: Turn) -> Outcome:
    """The application is gone; with the last one, so is everything that is kept of the person."""
    change = DropApplication(application=turn.application.id)
    person = turn.conversation.person
    note = say("application.deleted", name=turn.name)
    told = Say(text=say("application.deleted_by", name=turn.name, who=turn.team.name(person) or say("team.somebody")))
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
    update = {"application": None, "mode": ApplicationList(what="application")}
    return Outcome(
        conversation=turn.conversation.model_copy(update=update),
        changes=(change,),
        notes=(note,),
        notifications=notifications,
    )


said = only_buttons
