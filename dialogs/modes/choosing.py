"""Picking one of the person's applications, or the form for a new one."""

from __future__ import annotations

from dialogs.changes import StartApplication
from dialogs.conversation import Asking, Choosing
from dialogs.messages import Ask, Button
from dialogs.texts import say
from dialogs.turn import Outcome, Turn, ask, button

MOST = 20  # applications listed, the last changed first


def view(turn: Turn, mode: Choosing) -> Ask:
    """The list, each entry a button."""
    leaving = (button("go_on", "leave"),) if turn.conversation.application else ()
    if mode.what == "form":
        rows: list[tuple[Button, ...]] = [
            (Button(label=f.title, data=f"form:{i}"),) for i, f in enumerate(turn.desk.forms.values())
        ]
        return ask(say("start.forms"), [*rows, leaving])
    found = turn.desk.applications(turn.conversation.person)[:MOST]
    rows = [
        (
            Button(
                label=say(
                    "office.entry",
                    name=a.name or say("ask.unnamed"),
                    current=a.id == turn.conversation.application,
                    changed=f"{a.changed:%m-%d %H:%M}",
                ),
                data=f"open:{a.id}",
            ),
        )
        for a in found
    ]
    return ask(say("office.list" if found else "office.none"), [*rows, (button("new", "new"), *leaving)])


def pressed(turn: Turn, mode: Choosing, action: str, argument: str) -> Outcome:
    """Opens an application, or begins one."""
    del mode
    if action == "leave":
        return turn.to(Asking())
    if action == "form":
        return start(turn, list(turn.desk.forms)[int(argument)])
    outcome = turn.to(Asking())
    conversation = outcome.conversation.model_copy(update={"application": argument})
    name = next(a.name for a in turn.desk.applications(turn.conversation.person) if a.id == argument)
    note = say("office.opened", name=name or say("ask.unnamed"))
    return Outcome(conversation=conversation, notes=(note,))


def said(turn: Turn, mode: Choosing, text: str) -> Outcome:
    """A typed message where only buttons help."""
    del mode, text
    return turn.stay(say("refuse.nothing_open"))


def new(turn: Turn) -> Outcome:
    """A new application: of the only form, or of one to be picked."""
    if len(turn.desk.forms) > 1:
        return turn.to(Choosing(what="form"))
    return start(turn, next(iter(turn.desk.forms)))


def start(turn: Turn, form: str) -> Outcome:
    """A new application of this form; others of the person stay as they are."""
    code = "start.new" if turn.desk.applications(turn.conversation.person) else "start.first"
    change = StartApplication(application=turn.new_id(), form=form)
    outcome = turn.to(Asking(), change, notes=(say(code, title=turn.desk.forms[form].title),))
    conversation = outcome.conversation.model_copy(update={"application": change.application})
    return Outcome(conversation=conversation, changes=outcome.changes, notes=outcome.notes)
