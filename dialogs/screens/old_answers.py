"""Going through the answers that come from an earlier application: each is confirmed, or all of a part at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from dialogs.application import journey
from dialogs.application.application import Row, Step
from dialogs.application.naming import row_called
from dialogs.form.model import Group
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.texts import say
from dialogs.turn.answering import confirmed
from dialogs.turn.labels import brief, instance_name, read
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Paged
from dialogs.turn.turn import Turn

MOST = 20  # answers or rows of one part that are shown


class _Part(NamedTuple):
    """What is still to be confirmed in a section at a row, or in the rows of a table at a parent."""

    group: Group
    row: str
    steps: Sequence[Step]

    def title(self, turn: Turn) -> str:
        instance = instance_name(turn, self.group, self.row) if not self.group.has_rows else ""
        return say("check.instance", section=self.group.title, instance=instance) if instance else self.group.title

    @property
    def rows(self) -> list[str]:
        """The rows of a table with something to be confirmed, each once."""
        return list(dict.fromkeys(step.row for step in self.steps))

    def lines(self, turn: Turn) -> list[tuple[str, str]]:
        """What is shown of it, each with how it is called."""
        if not self.group.has_rows:
            return [(turn.form.fields[step.item].title, _value(turn, step)) for step in self.steps[:MOST]]
        rows = filter(None, (turn.application.row(self.group.id, row) for row in self.rows[:MOST]))
        return [(row.title or row_called(self.group, row.number), _cells(turn, self.group, row)) for row in rows]


def _value(turn: Turn, step: Step) -> str:
    answer = turn.application.answer(step)
    return brief(read(turn, step, answer.value if answer else None))


def _cells(turn: Turn, table: Group, row: Row) -> str:
    """What stands in a row, besides what it is called after."""
    steps = [
        Step(item=column.id, row=row.id) for column in table.fields if column.id != turn.form.name_column(table.id)
    ]
    values = [_value(turn, step) for step in steps if turn.application.answer(step)]
    return brief(say("list.values", values=values))


def to_confirm(turn: Turn) -> list[Step]:
    """The old answers that are the person's to confirm, as far as they are asked as things are."""
    steps = (step for step in turn.application.old() if step.item in turn.form.fields)
    mine = [step for step in steps if turn.can("answer", turn.application.owner(step.row))]
    return [step for step in mine if journey.is_asked(turn.application, step)]


def _parts(turn: Turn) -> list[_Part]:
    order = {item: at for at, item in enumerate(turn.form.fields)}
    groups = {group: at for at, group in enumerate(turn.form.groups)}

    def place(step: Step) -> tuple[int, str]:
        group = turn.form.group_at(step.item)
        row = turn.application.parent(step.row) if group.has_rows and not group.rows else step.row
        return groups[group.id], "" if group.rows else row

    numbers: dict[str, int] = {}

    def rank(step: Step) -> tuple[int, str, int, int]:
        group = turn.form.group_at(step.item)
        if group.has_rows and step.row not in numbers:
            row = turn.application.row(group.id, step.row)
            numbers[step.row] = row.number if row else 0
        return (*place(step), numbers.get(step.row, 0), order[step.item])

    found = groupby(sorted(to_confirm(turn), key=rank), key=place)
    listed = list(turn.form.groups.values())
    return [_Part(listed[at], row, list(steps)) for (at, row), steps in found]


class OldAnswers(Paged, Menu):
    """Going through the answers that come from an earlier application, part by part."""

    kind: Literal["old_answers"] = "old_answers"

    def stands(self, turn: Turn) -> bool:
        """As long as anything is to be confirmed."""
        return bool(to_confirm(turn))

    def view(self, turn: Turn) -> Ask:
        """One part."""
        parts = _parts(turn)
        page = self.at_page(len(parts), 1)
        part = parts[page.number]
        lines = part.lines(turn)
        count = len(part.rows if part.group.has_rows else part.steps)
        about = {"title": part.title(turn), "lines": lines, "more": count - len(lines)}
        text = say("old.list", **about, **page.said)
        numbers = [Button(label=str(number), data=f"edit:{number - 1}") for number, _ in enumerate(lines, 1)]
        rows = [
            (button("all_right", "right", count=count),),
            *in_rows(numbers, 5),
            page.turning,
            (button("return" if turn.beneath else "go_on", "leave"),),
        ]
        return ask(text, rows)

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """All of the part is right, or one of it is looked at."""
        if action == "leave":
            return turn.pop()
        parts = _parts(turn)
        part = parts[self.at_page(len(parts), 1).number]
        if action == "right":
            changes = confirmed(turn, part.steps)
            note = say("old.confirmed", title=part.title(turn))
            return turn.pop(*changes, notes=(note,)) if len(parts) == 1 else turn.remain(*changes, notes=(note,))
        if part.group.has_rows:
            return turn.push(Browsing(table=part.group.id, row=part.rows[int(argument)], parent=part.row))
        return turn.push(Asking(step=part.steps[int(argument)]))


def first_of(turn: Turn, step: Step) -> OldAnswers:
    """At the part in which a step stands, or the rows of a table."""
    wanted = [at for at, part in enumerate(_parts(turn)) if step.item in (part.group.id, part.steps[0].item)]
    return OldAnswers(page=wanted[0] if wanted else 0)
