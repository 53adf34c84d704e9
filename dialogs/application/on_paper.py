"""Advice of the formal check on how an application will look on paper.

Knows nothing of documents.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.answers.blocks import blocks
from dialogs.answers.ranked_numbers import SAMPLES, below, mark
from dialogs.answers.rare_characters import perhaps_missing
from dialogs.application.application import Answers, Step
from dialogs.application.finding import Finding, finding
from dialogs.application.naming import place_of, row_place
from dialogs.form.model import NO_ROW, Field, Form, Group


def on_paper(form: Form, answers: Answers) -> Iterator[Finding]:
    """The findings, none of them blocking."""
    for field, step, place in _fields(form, answers):
        if field.of_kind.is_long:
            yield from _numbers(field, step, place, answers.get(step.item, step.row) or "")
    yield from rare(form, answers)


def rare(form: Form, answers: Answers) -> Iterator[Finding]:
    """The characters that a reader's computer may have no font for: once, at the first answer with one of them."""
    if not perhaps_missing(answers.values.values()):
        return
    texts = [(*where, answers.get(where[1].item, where[1].row) or "") for where in _fields(form, answers)]
    found = perhaps_missing(text for *_, text in texts)
    for field, step, place, text in texts:
        if perhaps_missing([text]):
            yield finding("rare", step, place, label=field.title, blocking=False, found=found)
            return


def _fields(form: Form, answers: Answers) -> Iterator[tuple[Field, Step, str]]:
    """Every field at every row, in the form's order, with its place."""
    for section in form.sections:
        for row in answers.instances(form, section):
            for item in section.items:  # what is closed has no answer
                if not isinstance(item, Group):
                    yield item, Step(item=item.id, row=row), place_of(form, answers, section, row)
                    continue
                yield from _cells(form, answers, item, row if section.each else NO_ROW)


def _cells(form: Form, answers: Answers, table: Group, parent: str) -> Iterator[tuple[Field, Step, str]]:
    for number, row in enumerate(answers.rows_at(table.id, parent), 1):
        place = row_place(form, answers, table, row, number)
        yield from ((column, Step(item=column.id, row=row), place) for column in table.fields)
        for within in table.tables:
            yield from _cells(form, answers, within, row)


def _numbers(field: Field, step: Step, place: str, text: str) -> Iterator[Finding]:
    """A text whose sub-headings count as high as the official heading above them, or higher."""
    official = mark(field.label)
    own = (found for block in blocks(text) if block.kind == "heading" and (found := mark(block)))
    highest = min(own, key=lambda found: found.rank, default=None)
    if official and highest and highest.rank <= official.rank:
        samples = {"found": SAMPLES[highest.rank], "official": SAMPLES[official.rank], "below": below(official.rank)}
        yield finding("numbers", step, place, label=field.title, blocking=False, **samples)
