"""The parts of the form with their state and what is missing; a press leads there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dialogs.application import journey, open_steps
from dialogs.application.application import Progress, Step
from dialogs.form.model import NO_ROW, Field, Group
from dialogs.screens.application_list import ApplicationList
from dialogs.screens.asking import Asking
from dialogs.screens.awaiting import Awaiting
from dialogs.screens.browsing import Browsing
from dialogs.screens.carrying_over import CarryingOver, newer
from dialogs.screens.comment_screen import CommentScreen
from dialogs.screens.reviewing import Reviewing
from dialogs.texts import line, say
from dialogs.turn.events import Went
from dialogs.turn.labels import until
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

MOST = 12  # units named at one part


class Overview(Menu):
    """The parts of the form with their state."""

    kind: Literal["overview"] = "overview"

    def view(self, turn: Turn) -> Ask:
        """Every part, what it lacks, and a button that leads there."""
        by_group = turn.application.progress()
        sections = journey.sections(turn.application)
        parts = [
            {
                "title": section.title,
                "missing": journey.section_missing(turn.application, section),
                "awaited": _is_empty(section, by_group) and not _has_none(turn, section),
                "has_none": _is_empty(section, by_group) and _has_none(turn, section),
                "lines": _lines(turn, section, by_group),
                "theirs": _theirs(turn, section),
            }
            for section in sections
        ]
        day = until(turn.team, turn.now)
        comments = len(turn.team.comments(None, turn.application.scope))
        scoped = turn.application.scope is not None
        text = say(
            "status.text",
            until=day,
            comments=comments,
            newer=newer(turn) is not None,
            old=len(turn.application.old()),
        )
        rows = [(Button(label=section.title, data=f"go:{i}"),) for i, section in enumerate(sections)]
        leaving = [button("go_on", "leave")] if turn.can("answer", turn.application.scope) else []
        leaving += [button("new_version", "newer")] if newer(turn) else []
        leaving += [] if leaving else [button("read", "read")]
        leaving += [button("carried", "carried")] if turn.application.old() else []
        below = say("status.parts", parts=parts, scoped=scoped)
        head = {"head": say("status.head", name=turn.name), "progress": turn.progress}
        return ask(text, [*rows, tuple(leaving)], below=below).model_copy(update=head)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """To a part that lacks something, to fill it in; to a complete one, to look at it."""
        if action == "leave":
            return turn.go_on()
        if action == "newer":
            return turn.push(CarryingOver())
        return _to_section(turn, journey.sections(turn.application)[int(argument)])


def _is_empty(section: Group, by_group: Mapping[str, Progress]) -> bool:
    """Whether a section is repeated for rows of which there are none."""
    return bool(section.each) and not by_group.get(section.id, Progress()).rows


def _has_none(turn: Turn, section: Group) -> bool:
    """Whether a section is repeated for the rows of a table that is filled in."""
    return not journey.unfinished(turn.application, turn.form.rows_of(section))


def _lines(turn: Turn, section: Group, by_group: Mapping[str, Progress]) -> list[str]:
    progress = by_group.get(section.id, Progress())
    if _is_empty(section, by_group) and _has_none(turn, section):
        return []
    if _is_empty(section, by_group):
        return [line("status.awaited", table=turn.form.tables[turn.form.rows_of(section)].title)]
    if section.each:
        counts = {"rows": progress.rows, "open_rows": progress.open_rows}
        return [say("status.repeated", **counts)] if progress.missing else []
    sizes = journey.sizes(turn.application, section, NO_ROW)
    lines = [_line(turn, item, by_group, sizes) for item in journey.items(turn.application, section)]
    together = [] if turn.application.scope else journey.together(turn.application, section, NO_ROW)
    lines += [say("status.short", missing=one.lack, want=one.want) for one in together if one.lack]
    return list(filter(None, lines))


def _line(turn: Turn, item: Field | Group, by_group: Mapping[str, Progress], sizes: Mapping[str, int]) -> str:
    if isinstance(item, Group):
        progress = by_group.get(item.id, Progress())
        shown = {"title": item.title, "rows": progress.rows, "noun": item.row_noun}
        if progress.open_rows:
            return say("status.table_open", **shown, open_rows=progress.open_rows)
        return say("status.table_unfinished", **shown) if journey.unfinished(turn.application, item.id) else ""
    if item.id in sizes:
        return ""
    if begun := turn.application.begun().get(Step(item=item.id)):
        return item.title + say("review.begun", who=[turn.who(person) for person in begun])
    return item.title if item.required else say("status.optional", label=item.title)


def _theirs(turn: Turn, section: Group) -> list[str]:
    """The units whose own people have something still to fill in there."""
    parts = [part for unit in turn.elsewhere if (part := turn.repository.application(turn.application.id, unit))]
    found = [part.scope or "" for part in parts if section in open_steps.open_sections(part)]
    return [turn.unit_name(unit) for unit in found[:MOST]]


def _to_section(turn: Turn, section: Group) -> Outcome:
    if turn.can("answer", turn.application.scope) and (asking := _asked_in(turn, section)):
        return turn.go(asking)
    if turn.can("manage") and _theirs(turn, section):
        return turn.push(Awaiting())
    row = turn.application.neighbour(section.id, None, 1) if section.each else NO_ROW
    if row is None:
        table = turn.form.tables[turn.form.rows_of(section)]
        return turn.go(Browsing(table=table.id), notes=(say("status.awaited", table=table.title),))
    return turn.go(Reviewing(section=section.id, row=row))


def _asked_in(turn: Turn, section: Group) -> Asking | None:
    """What is still to be asked in a section, and of the person; where somebody else is at all of it, at that."""
    for busy in (turn.busy, ()):
        step = open_steps.position(turn.application, section.id, turn.elsewhere, (), busy)
        if step and turn.form.section_at(step.item) == section:
            return Asking(within=section.id, step=None if busy == turn.busy else step)
    return None


def went(turn: Turn, event: Went) -> Outcome:
    """To the part, the question or the table that the person pointed at, wherever they are."""
    if turn.member is None:
        return turn.go(ApplicationList())
    form = turn.form
    group = form.groups.get(event.item)
    if group and form.section_of[group.id] in journey.sections(turn.application):
        if group.has_rows:
            return turn.go(Browsing(table=group.id, parent=event.row if form.parent_of(group.id) else NO_ROW))
        return _to_section(turn, group)
    step = Step(item=event.item, row=event.row)
    alone = form.group_of.get(event.item) in form.groups_alone()
    if event.item not in form.fields or not (alone or event.row) or not journey.is_asked(turn.application, step):
        return turn.stay(say("refuse.not_there"))
    if not turn.can("answer", turn.application.scope):
        return turn.look(CommentScreen(step=step))
    return turn.go(Asking(step=step))
