"""What is wrong with the documents that a template makes: filled in, as a draft, with each choice, and with nothing."""

from __future__ import annotations

import io
import traceback
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from jinja2 import TemplateError
from lxml import etree

from dialogs.form.faults import Fault
from dialogs.form.steering import behind, conditions
from dialogs.pattern import Pattern
from dialogs.texts import say
from render.docx import TAGGED, render, strict
from render.rows import NoTextError
from render.verifying import tags
from render.verifying.expressions import Reading
from render.verifying.meeting_tables import tables_met, with_numbered_tables
from render.verifying.probe import Probe, marks
from render.verifying.tags import Tag

_WARNINGS = (
    "unprinted",
    "unprinted_row",
    "gone",
    "unagreed",
    "no_gap",
    "no_style",
    "narrow",
    "leftover",
    "untagged",
    "no_default",
    "agreed_if",
    "not_blank",
    "loop_again",
    "run_together",
    "control",
    "swallows",
)  # a document is made, if not as its reader wants it
_PIECE = Pattern(r"(?P<name>[\w.]+)\[(?P<at>\d+)\]")
_FAILURES = (TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError)


class Line(NamedTuple):
    """The text of a paragraph, and its place."""

    text: str
    place: str


class Placed(NamedTuple):
    """A tag, and the place of its paragraph."""

    tag: Tag
    place: str


def template_fault(code: str, place: str, **params: object) -> Fault:
    """The fault of a template with this code, worded with `template_fault.<code>` and these parameters."""
    told = {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in params.items()}
    words = say(f"template_fault.{code}", **told)
    return Fault(code=code, is_error=code not in _WARNINGS, place=place, words=words)


def filled(
    template: bytes, probe: Probe, reading: Reading, written: Sequence[Placed], *, whole: bool
) -> Iterator[Fault]:
    """The faults that only show in what is made; `written` has all tags, with `whole` all answers should be seen."""
    shown: list[str] = []
    numbered, met = with_numbered_tables(template), set[tuple[int, int]]()
    already = tables_met(_parts(numbered))
    for values in _ways(probe):
        try:
            made = _made(numbered, values)
        except _FAILURES:
            yield _failed(written, values, probe)
            return
        except etree.XMLSyntaxError:
            yield template_fault("broken", "")
            return
        shown.append(_text(made))
        met |= tables_met(made)
    for before, table in sorted(met - already):
        yield template_fault(
            "run_together", say("word_place.table", table=table), before=before, itself=before == table
        )
    if whole:
        yield from _unseen(probe, reading, set(marks(shown[0])), set(marks(shown[1])))
        yield from _gone(numbered, probe, reading, set(marks(shown[0])))


def _ways(probe: Probe) -> Iterator[Mapping[str, Any]]:
    """The values of each document that is tried, of the whole and the draft first."""
    yield probe.full()
    yield probe.draft()
    yield from probe.choosing()
    yield probe.closed()
    yield from (probe.empty("final"), probe.empty("draft"), probe.empty("blank"))


def _failed(written: Sequence[Placed], values: Mapping[str, Any], probe: Probe) -> Fault:
    """The fault of the tag at which filling in fails, found with each tag in a line of its own."""
    ends = {"value": ("{{", "}}"), "statement": ("{%", "%}")}
    lines = (ends[tag.kind][0] + tag.code.replace("\n", " ") + ends[tag.kind][1] for tag, _ in written)
    try:
        strict().from_string("\n".join(lines)).render(values)
    except _FAILURES as error:
        at = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
        if at and at[-1]:
            tag, place = written[at[-1] - 1]
            if isinstance(error, NoTextError):
                return template_fault("no_text", place, written=tag.written)
            return template_fault("fails", place, written=tag.written, **_piece(tag.code, probe))
    return template_fault("fails", "", written="", rows=0, name="", at=0, is_part=False)


def _piece(code: str, probe: Probe) -> dict[str, object]:
    """What is taken out of something in brackets: its name, at which number, and how many rows the form has there."""
    found = _PIECE.search(code)
    name, at = (found["name"], int(found["at"])) if found else ("", 0)
    table = probe.form.tables.get(name.rpartition(".")[2])
    return {
        "is_part": "[" in code,
        "name": name,
        "at": at,
        "rows": len(table.rows) if table else 0,
        "is_row": bool(table),
    }


def _unseen(probe: Probe, reading: Reading, full: set[str], drafted: set[str]) -> Iterator[Fault]:
    """The answers that are nowhere in the document, and those whose gap is nowhere in a draft."""
    printed = {probe.fields[mark].id for mark in full & probe.fields.keys()}  # one may have been cut to pieces
    boxed = {id_ for id_, boxes in reading.boxed.items() if boxes}
    gaps = {probe.fields[mark].id for mark in drafted & probe.fields.keys()}
    steering = frozenset[str]().union(*(behind(probe.form, when) for _, _, when in conditions(probe.form)))
    for field in probe.form.fields.values():
        if field.of_kind.is_agreement:  # in the chat, and signed on paper
            continue
        if field.id in steering - printed - boxed:  # it shows in what is printed of others
            continue
        if field.id not in printed | boxed:
            yield template_fault("unprinted", "", field=field.label, id=field.id)
            continue
        rows = [row for mark, row in probe.titles.items() if probe.fields[mark] is field and mark not in full]
        if rows and field.id in printed:
            yield template_fault("unprinted_row", "", field=field.label, id=field.id, rows=rows)
        elif field.required and field.id not in gaps:
            written = reading.written.get(field.id, field.id)
            yield template_fault("no_gap", "", field=field.label, id=field.id, written=written)


def _gone(template: bytes, probe: Probe, reading: Reading, full: set[str]) -> Iterator[Fault]:
    """The answers that are seen only while a table with other answers has rows, by such tables."""
    for table, values, left in probe.without_rows():
        seen = set(marks(text_made(template, values)))
        if lost := dict.fromkeys(field.label for mark, field in probe.fields.items() if mark in left & full - seen):
            loop = reading.looped.get(table, table)
            yield template_fault("gone", "", fields=list(lost), table=probe.form.tables[table].title, loop=loop)


def not_blank(template: bytes, probe: Probe, lines: Sequence[Line]) -> Iterator[Fault]:
    """Of the lines that stand in conditions those that the finished document has, but not the blank form."""
    if lines:
        full, blank = (text_made(template, values) for values in (probe.full(), probe.empty("blank")))
        gone = (line for line in lines if line.text in full and line.text not in blank)
        yield from (template_fault("not_blank", line.place, text=line.text[:20]) for line in gone)


def unagreed(probe: Probe, reading: Reading, bare: Sequence[Line]) -> Iterator[Fault]:
    """Of the lines without tags that have a box those with a statement: it stays empty although that was agreed to."""
    for mark, field in probe.fields.items():
        said = tags.bare(field.statement)
        for line in bare if said and mark not in reading.used else ():
            if said in tags.bare(line.text):
                id_ = field.id.rpartition(".")[2]
                name = f"row.{id_}" if probe.form.asked_at[field.id] else id_
                yield template_fault("unagreed", line.place, field=field.label, name=name)


def text_made(template: bytes, values: Mapping[str, Any]) -> str:
    """All text of the document that a template makes of these values. Raises what `render` does, or XMLSyntaxError."""
    return _text(_made(template, values))


def _text(parts: Sequence[Any]) -> str:
    return "\n".join("".join(part.itertext()) for part in parts)


def _made(template: bytes, values: Mapping[str, Any]) -> list[Any]:
    """The body, headers and footers of the document that a template makes."""
    return _parts(render(template, values))


def _parts(file: bytes) -> list[Any]:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return [etree.fromstring(package.read(name)) for name in package.namelist() if TAGGED.fullmatch(name)]
