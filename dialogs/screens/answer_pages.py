"""The answers of one section, at one row, as they are looked through: a page of them, and the pages beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.naming import row_called
from dialogs.form.model import NO_ROW, Field, Group
from dialogs.texts import say
from dialogs.turn.labels import brief, cells, computed, instance_name, open_mark, read
from dialogs.turn.turn import Turn

OWN = 30  # answers and rows of one's own part that are shown before it is confirmed


class AnswerPage(NamedTuple):
    """One section at one row."""

    section: str
    row: str = NO_ROW

    def heading(self, turn: Turn) -> dict[str, object]:
        """The section's title, for which row it is, and what is computed there."""
        section = turn.form.section_of[self.section]
        instance, come = instance_name(turn, section, self.row), computed(turn, section, self.row)
        return {"title": section.title, "instance": instance, "computed": come}

    def lines(self, turn: Turn, first: int = 1) -> list[dict[str, object]]:
        """The answers of the section, numbered from `first` on."""
        section = turn.form.section_of[self.section]
        open_ = [comment.step for comment in turn.team.comments(None, turn.application.scope)]
        return [
            {
                "number": number,
                "label": item.title,
                "value": _value(turn, item, self.row),
                "commented": _commented(turn, item, self.row, open_),
                "doubtful": _doubtful(turn, item, self.row),
            }
            for number, item in enumerate(journey.items(turn.application, section, self.row), first)
        ]

    def turned(self, turn: Turn, by: Literal[-1, 1]) -> AnswerPage | None:
        """The page before or after: the next row of the same section, else the next section that has any."""
        sections = journey.sections(turn.application)
        here = turn.form.section_of[self.section]
        if here.each:
            row = turn.application.neighbour(here.id, self.row, by)
            if row is not None:
                return AnswerPage(section=here.id, row=row)
        index = sections.index(here)
        for section in sections[index + 1 :] if by > 0 else reversed(sections[:index]):
            first = turn.application.neighbour(section.id, None, by) if section.each else NO_ROW
            if first is not None:
                return AnswerPage(section=section.id, row=first)
        return None

    def stands(self, turn: Turn) -> bool:
        """As long as the section, and its row, are there and the person's to see."""
        section = turn.form.section_of.get(self.section)
        seen = section in journey.sections(turn.application)
        at = Step(item=self.section, row=self.row)
        return seen and (not section or not section.each or journey.exists(turn.application, at))


def first_page(turn: Turn) -> AnswerPage:
    """The first section that has anything, at its first row."""
    first = journey.sections(turn.application)[0]
    row = turn.application.neighbour(first.id, None, 1) if first.each else NO_ROW
    return AnswerPage(first.id, row or NO_ROW)


def pages(turn: Turn) -> Iterator[AnswerPage]:
    """Every section that has anything, at each of its rows."""
    page: AnswerPage | None = first_page(turn)
    while page:
        if page.stands(turn):
            yield page
        page = page.turned(turn, 1)


Numbered = list[tuple[AnswerPage, list[dict[str, object]]]]


def numbered(turn: Turn, most: int) -> tuple[Numbered, int]:
    """The pages with their lines, numbered through, as far as these are at most `most`; and how many pages are left."""
    found: Numbered = []
    number, left = 0, 0
    for page in pages(turn):
        lines = page.lines(turn, number + 1)
        if left or number + len(lines) > most:
            left += 1
            continue
        found.append((page, lines))
        number += len(lines)
    return found, left


def own_part(turn: Turn) -> str:
    """What a unit has filled in, as far as it is in scope: what its people confirm."""
    lines = list(chain.from_iterable(_own(turn, page) for page in pages(turn)))
    return say("review.own", lines=lines[:OWN], left=max(0, len(lines) - OWN))


def _own(turn: Turn, page: AnswerPage) -> Iterator[tuple[str, str]]:
    """The answers and rows of one page, each with what it is called; not what is still to be agreed to."""
    section = turn.form.section_of[page.section]
    called = journey.title_of(turn.application, section, page.row) if section.each else ""
    for item in journey.items(turn.application, section, page.row):
        if isinstance(item, Group):
            yield from _rows(turn, item, page.row)
        elif turn.application.answer(Step(item=item.id, row=page.row)):
            yield say("review.of", of=called, label=item.title), _value(turn, item, page.row)


def _rows(turn: Turn, table: Group, parent: str) -> Iterator[tuple[str, str]]:
    rows = turn.application.rows(table.id, 1, OWN, parent)
    for row in rows:
        values = [value for _, value, _ in cells(turn, table, row) if value]
        yield row_called(table, row.number), brief(say("list.values", values=values))
    if not rows:
        yield table.title, say("review.none")


def _commented(turn: Turn, item: Field | Group, row: str, open_: Sequence[Step]) -> bool:
    """Whether there is an open comment on a question, or on anything in a table."""
    if isinstance(item, Group):
        return any(item.id in (step.item, turn.form.group_of.get(step.item)) for step in open_)
    return Step(item=item.id, row=row) in open_


def _doubtful(turn: Turn, item: Field | Group, row: str) -> bool:
    """Whether something is odd about the answer, whoever took it all the same."""
    answer = turn.application.answer(Step(item=item.id, row=row)) if isinstance(item, Field) else None
    today = turn.now.date()
    return isinstance(item, Field) and answer is not None and bool(kinds.doubts(item, answer.value, today))


def _value(turn: Turn, item: Field | Group, row: str) -> str:
    if isinstance(item, Group):
        count = journey.rows_of(turn.application, item.id, row).rows
        none = "review.open" if journey.unfinished(turn.application, item.id) else "review.none"
        return say("review.rows", count=count, noun=item.row_noun) if count else say(none)
    step = Step(item=item.id, row=row)
    answer = turn.application.answer(step)
    if answer is None:
        return open_mark(turn, step)
    shown = read(turn, step, answer.value)
    return brief(shown) + (say("old.mark") if answer.is_old else "")
