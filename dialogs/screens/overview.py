"""The parts of the form with their state and what is missing; a press leads there."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.application import journey
from dialogs.application.application import Progress, Step
from dialogs.engine.daily_notices import until
from dialogs.form.model import LEAD, Field, Section, Table
from dialogs.texts import say
from dialogs.turn.conversation import ApplicationList, Asking, Browsing, Overview, Reviewing
from dialogs.turn.messages import Ask, Button, Went
from dialogs.turn.turn import Outcome, Turn, ask, button, only_buttons


def view(turn: Turn, mode: Overview) -> Ask:
    """Every part, what it lacks, and a button that leads there."""
    del mode
    progress = turn.application.progress()
    sections = journey.sections(turn.application)
    parts = [
        {
            "title": section.title,
            "missing": journey.section_missing(turn.application, section),
            "awaited": bool(section.each) and not progress.get(section.id, Progress()).rows,
            "lines": _lines(turn, section, progress),
        }
        for section in sections
    ]
    day = until(turn.team, turn.now)
    comments = len(turn.team.comments(None, turn.application.scope))
    text = say("status.text", name=turn.name, until=day, comments=comments, parts=parts, **turn.progress_bar())
    rows = [(Button(label=section.title, data=f"go:{i}"),) for i, section in enumerate(sections)]
    leaving = [button("go_on", "leave")] if turn.can("answer", turn.application.scope) else []
    return ask(text, [*rows, tuple(leaving)])


def _lines(turn: Turn, section: Section, by_group: Mapping[str, Progress]) -> list[str]:
    progress = by_group.get(section.id, Progress())
    if section.each and not progress.rows:
        return [say("status.awaited", table=turn.form.tables[turn.form.rows_of(section)].title)]
    if section.each:
        counts = {"rows": progress.rows, "open_rows": progress.open_rows}
        return [say("status.repeated", **counts)] if progress.missing else []
    sizes = turn.application.sizes(section.id, LEAD)
    lines = [_line(turn, item, by_group, sizes) for item in journey.items(turn.application, section)]
    short = 0 if turn.application.scope else journey.shortfall(section, sizes)
    if short:
        lines.append(say("status.short", missing=short, want=section.min_han))
    return [line for line in lines if line]


def _line(turn: Turn, item: Field | Table, by_group: Mapping[str, Progress], sizes: Mapping[str, int]) -> str:
    if isinstance(item, Table):
        progress = by_group.get(item.id, Progress())
        shown = {"title": item.title, "rows": progress.rows, "noun": item.row_noun}
        if progress.open_rows:
            return say("status.table_open", **shown, open_rows=progress.open_rows)
        return say("status.table_unfinished", **shown) if journey.unfinished(turn.application, item.id) else ""
    if item.id in sizes:
        return ""
    label = item.short or item.label
    if turn.application.draft_parts(Step(item=item.id), turn.conversation.person):
        return say("status.unsaved", label=label)
    return label if item.required else say("status.optional", label=label)


def pressed(turn: Turn, mode: Overview, action: str, argument: str) -> Outcome:
    """To a part that lacks something, to fill it in; to a complete one, to look at it."""
    del mode
    if action == "leave":
        return turn.to(Asking())
    return _to_section(turn, journey.sections(turn.application)[int(argument)])


def _to_section(turn: Turn, section: Section) -> Outcome:
    if journey.section_missing(turn.application, section) and turn.can("answer", turn.application.scope):
        return turn.to(Asking(within=section.id))
    row = turn.application.neighbour(section.id, None, 1) if section.each else LEAD
    if row is None:
        table = turn.form.tables[turn.form.rows_of(section)]
        return turn.to(Browsing(table=table.id), notes=(say("status.awaited", table=table.title),))
    return turn.to(Reviewing(section=section.id, row=row))


def went(turn: Turn, event: Went) -> Outcome:
    """To the part, the question or the table that the person pointed at, wherever they are."""
    if turn.member is None:
        return turn.to(ApplicationList(what="application"))
    form = turn.form
    group = form.groups.get(event.item)
    if group and form.section_of[group.id] in journey.sections(turn.application):
        return turn.to(Browsing(table=group.id)) if isinstance(group, Table) else _to_section(turn, group)
    step = Step(item=event.item, row=event.row)
    alone = form.group_of.get(event.item) in form.groups_alone()
    if event.item not in form.fields or not (alone or event.row) or not journey.exists(turn.application, step):
        return turn.stay(say("refuse.not_there"))
    return turn.to(Asking(step=step))


said = only_buttons
