"""Picking one of the person's applications, or the form for a new one."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from dialogs.application.changes import RestoreApplication, StartApplication
from dialogs.application.repository import Summary
from dialogs.form.model import LEAD_UNIT
from dialogs.texts import say
from dialogs.turn.conversation import Conversation
from dialogs.turn.door import Place, door
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu, way_on
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Paged
from dialogs.turn.turn import Turn

PAGE = 8  # applications on one page, the last changed first


class ApplicationList(Paged, Menu):
    """Picking one of the person's applications, or the form for a new one."""

    kind: Literal["application_list"] = "application_list"
    what: Literal["application", "form", "deleted"] = "application"
    needs_application = False

    def view(self, turn: Turn) -> Ask:
        """The list, each entry a button."""
        leaving = (way_on(turn),) if turn.member else ()
        if self.what == "form":
            rows = [
                (Button(label=f.title, data=f"form:{i}"),)
                for i, f in enumerate(turn.repository.forms.newest().values())
            ]
            return ask(say("start.forms"), [*rows, leaving])
        if self.what == "deleted":
            return _deleted(turn)
        found = turn.repository.applications(turn.conversation.person)
        page = self.at_page(len(found), PAGE)
        ids = [a.id for a in found]
        titled = len({a.title for a in found}) > 1
        rows = [(_entry(turn, a, several=ids.count(a.id) > 1, titled=titled),) for _, a in page.of(found)]
        text = say("application.list", **page.said) if found else say("application.none")
        gone = turn.repository.deleted(turn.conversation.person, turn.now)
        back = (button("restore_applications", "deleted"),) if gone else ()
        return ask(text, [*rows, page.turning, back, (button("new", "new"), *leaving)])

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Opens an application, begins one, or turns the page."""
        if action == "leave":
            return turn.go_on()
        if action in ("deleted", "back"):
            return turn.swap(ApplicationList(what="deleted" if action == "deleted" else "application"))
        if action == "restore":
            return _restored(turn, argument)
        if action == "form":
            return start(turn, list(turn.repository.forms.newest())[int(argument)])
        application, _, unit = argument.partition("/")
        mine = turn.repository.applications(turn.conversation.person)
        found = next(a for a in mine if (a.id, a.unit) == (application, unit))
        note = say("application.opened", name=found.name or say("application.unnamed"))
        return Outcome(at(turn, application, unit), notes=(note,))


def _deleted(turn: Turn) -> Ask:
    """Those that the person has deleted and can bring back."""
    found = turn.repository.deleted(turn.conversation.person, turn.now)
    rows = [(Button(label=_named(turn, one), data=f"restore:{one.id}"),) for one in found[:PAGE]]
    return ask(say("application.deleted_list"), [*rows, (button("return", "back"),)])


def _named(turn: Turn, one: Summary) -> str:
    name = one.name or say("application.unnamed")
    return say("application.deleted_entry", name=name, title=one.title, at=turn.moment(one.changed))


def _restored(turn: Turn, application: str) -> Outcome:
    """The application is back, and at hand; everybody who was in it is told."""
    change = RestoreApplication(application=application)
    found = turn.repository.deleted(turn.conversation.person, turn.now)
    name = next((one.name for one in found if one.id == application), "") or say("application.unnamed")
    there, team = at(turn, application, LEAD_UNIT), turn.repository.team(application)
    about = {"who": team.name(turn.conversation.person) or say("team.somebody"), "name": name}
    to = door("open", Place("on", application, LEAD_UNIT))
    told = replace(turn, seat=there).notify(team.asleep(), "application.restored_by", to, **about)
    note = say("application.restored", name=name)
    return Outcome(there, changes=(change,), notes=(note,), notifications=told)


def _entry(turn: Turn, found: Summary, *, several: bool, titled: bool) -> Button:
    """With its unit, which for the lead unit is only said where the person is in for `several` units.

    With the title of its form too, where the list has other forms.
    """
    label = say(
        "application.entry",
        name=found.name or say("application.unnamed"),
        title=found.title if titled else "",
        unit=found.unit_name
        or (replace(turn, seat=at(turn, found.id, LEAD_UNIT)).unit_name(LEAD_UNIT) if several else ""),
        current=(found.id, found.unit) == (turn.conversation.application, turn.conversation.unit),
        changed=turn.moment(found.changed),
    )
    return Button(label=label, data=f"open:{found.id}/{found.unit}")


def at(turn: Turn, application: str, unit: str) -> Conversation:
    """The conversation at the beginning of an application, for one unit."""
    return turn.go_on().conversation.model_copy(update={"application": application, "unit": unit})


def new(turn: Turn) -> Outcome:
    """A new application: of the only form, or of one to be picked."""
    forms = turn.repository.forms.newest()
    if not forms:
        return turn.go(ApplicationList(), notes=(say("start.no_forms"),))
    return turn.go(ApplicationList(what="form")) if len(forms) > 1 else start(turn, next(iter(forms)))


def start(turn: Turn, form: str) -> Outcome:
    """A new application of this form; others of the person stay as they are."""
    code = "start.new" if turn.repository.holds(turn.conversation.person) else "start.first"
    change = StartApplication(application=turn.new_id(), form=form)
    note = say(code, title=turn.repository.forms[form].title)
    return Outcome(at(turn, change.application, LEAD_UNIT), changes=(change,), notes=(note,))
