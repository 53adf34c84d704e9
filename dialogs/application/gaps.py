"""What keeps a document from being finished, put together as a person would say it: each fault of a part once.

Knows nothing of how much of it is shown, and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from dialogs.application.application import Answers, lineage
from dialogs.application.finding import Finding
from dialogs.application.naming import instance_of
from dialogs.form.model import NO_ROW, Form, Group
from dialogs.texts import say

NAMED = 3  # rows or units of a repeated section that are named in the title of what all of them lack


class Part(NamedTuple):
    """A part of the form, or the same part for several rows or units, with what is missing there."""

    title: str
    lines: Sequence[str]


def gaps(form: Form, answers: Answers, findings: Iterable[Finding]) -> list[Part]:
    """The blocking findings by part of the form, in their order; of a repeated section those alike are one part."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.blocking:
            item = finding.step.item
            section = form.section_at(item)
            rows = lineage(lambda row: answers.parents.get(row, NO_ROW), finding.step.row)
            row = rows[0] if section.each and rows else NO_ROW
            found.setdefault((section.id, row), []).append(finding)
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (section_id, row), of_part in found.items():
        alike.setdefault((section_id, tuple(_lines(form, answers.numbers, of_part))), []).append(row)
    return [
        Part(_title(form, answers, form.section_of[section_id], rows), lines)
        for (section_id, lines), rows in alike.items()
    ]


def _title(form: Form, answers: Answers, section: Group, rows: Sequence[str]) -> str:
    if not section.each:
        return section.title
    names = list(dict.fromkeys(instance_of(form, answers, section, row) for row in rows))[:NAMED]
    instance = say("check.instances", names=names, count=len(rows))
    return say("check.instance", section=section.title, instance=instance)


def _lines(form: Form, numbers: Mapping[str, int], findings: Iterable[Finding]) -> Iterator[str]:
    """The lines of one part: a fault once for all questions that have it, a column once for all its rows."""
    lines: dict[tuple[str, str], dict[str, list[int]]] = {}
    for finding in findings:
        item, row = finding.step.item, finding.step.row
        group = form.group_at(item)
        number = numbers.get(row, 0) if group.has_rows else 0
        alone = form.parent_of(group.id) in ("", form.rows_of(form.section_of[group.id]))
        together = not group.has_rows or (number and not group.rows and alone)
        if finding.label and not finding.kept and together:
            table = group.title if number else ""
            lines.setdefault((table, finding.fault), {}).setdefault(finding.label, []).append(number)
        else:
            section = form.section_of[group.id]
            lines["", finding.below(finding.place if section.each else section.title)] = {}
    for (table, fault), labels in lines.items():
        if not labels:
            yield fault
        elif not table:
            yield say("check.line", place=say("list.words", words=labels), fault=fault)
        else:
            yield from _of_table(_number_of(table), fault, labels)


def _of_table(table: str, fault: str, labels: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """The lines of one fault in a table: columns that lack it in the same rows are named together."""
    alike: dict[str, list[str]] = {}
    for label, numbers in labels.items():
        alike.setdefault(say("list.words", words=_ranges(numbers)), []).append(label)
    for rows, together in alike.items():
        row, columns = say("check.row", table=table, number=rows), say("list.words", words=together)
        yield say("check.line", place=say("check.place", place=row, label=columns), fault=fault)


def _number_of(table: str) -> str:
    """The number with which a title begins, such as 表1, where it does."""
    first = table.split(maxsplit=1)[0]
    return first if any(map(str.isdigit, first)) else table


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers, which rise, as 1—3, 5."""
    ends = [at for at, (one, other) in enumerate(pairwise(numbers), 1) if other != one + 1]
    for start, end in pairwise([0, *ends, len(numbers)]):
        first, last = numbers[start], numbers[end - 1]
        yield f"{first}—{last}" if last > first else str(first)
