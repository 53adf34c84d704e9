"""(form, template) -> what is wrong with the template, each fault where it is seen in Word, and how to mend it.

Every tag is read, in every branch of every condition, and then the template is filled in: with a mark for each answer,
with each choice, with nothing, as a blank form and as a draft. What cannot be seen then is a fault too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from dialogs.form.faults import Fault
from dialogs.form.model import Document, Form
from dialogs.form.spelling import near
from render.docx import FILTERS
from render.paragraphs import BODY
from render.verifying import tags
from render.verifying.expressions import ANYTHING, MARKUP, Reading, Sample, is_long, is_rows
from render.verifying.filling import Placed, filled, template_fault, text_made
from render.verifying.probe import Probe
from render.verifying.word_places import (
    NoWordFileError,
    Paragraph,
    cell_of,
    is_table_alone,
    paragraphs,
    styles,
)

_ENVIRONMENT = SandboxedEnvironment(autoescape=True)
_WORDS = ("for", "if", "elif", "else", "endif", "endfor", "set")
_FOR = re.compile(r"for\s+(?P<names>[\w\s,]+?)\s+in\s+(?P<of>.+)", re.DOTALL)
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_SPECIAL = re.compile(r"(?:colspan|cellbg|hm|vm)\b")  # statements of docxtpl's own


def verify(form: Form, template: bytes, document: Document | None = None) -> tuple[Fault, ...]:
    """Every fault of a form's template, or of the template of one of its documents; errors before warnings."""
    if template.startswith(_OLD_WORD):
        return (template_fault("old_word", ""),)
    try:
        written = paragraphs(template)
    except NoWordFileError:
        return (template_fault("no_word", ""),)
    reader = _Reader(Probe(form, document), styles(template))
    for paragraph in written:
        reader.read(paragraph)
    reader.end()
    if not reader.faults:
        reader.faults += filled(template, reader.probe, reader.reading, reader.written, whole=document is None)
        reader.faults += reader.unticked()
        reader.faults += () if any(one.is_error for one in reader.faults) else reader.not_blank(template)
    return tuple(sorted(dict.fromkeys(reader.faults), key=lambda fault: not fault.is_error))


class _Opened(NamedTuple):
    """A statement that is not ended yet: its word, the tag, its place and paragraph."""

    word: str
    tag: tags.Tag
    place: str
    paragraph: Paragraph


class _Reader:
    """Reads the tags of a template in their order."""

    def __init__(self, probe: Probe, styles: Collection[str]) -> None:
        self.faults: list[Fault] = []
        self.styles = styles
        self.probe = probe
        names = {**probe.sample, **dict.fromkeys(("range", "true", "false", "none", "True", "False", "None"), ANYTHING)}
        filters = {*_ENVIRONMENT.filters, *FILTERS}
        self.reading = Reading(names, probe.fields, filters, probe.form.groups, self._told)
        self.written: list[Placed] = []  # all tags
        self._only_if: dict[
            str, list[tuple[str, str]]
        ] = {}  # by the place of an `if` the texts and places of its lines
        self._boxes: dict[str, str] = {}  # id of a field -> where its first box is
        self._place = ""
        self._is_lost = False  # behind a loop that cannot be read
        self._open: list[_Opened] = []
        self._elses: set[str] = set()  # the places of the conditions that have an `else`

    def _told(self, code: str, **params: object) -> None:
        self.faults.append(template_fault(code, self._place, **params))

    def read(self, paragraph: Paragraph) -> None:
        """Reads one paragraph."""
        self._place = paragraph.place
        found = list(tags.tags(paragraph.text))
        if not found and paragraph.text.strip() and self._open and all(one.word == "if" for one in self._open):
            self._only_if.setdefault(self._open[-1].place, []).append((paragraph.text.strip(), paragraph.place))
        if not paragraph.is_read:
            if found or tags.no_tags(paragraph.text):
                self._told("unread")
            return
        if looks := tags.no_tags(paragraph.text):
            self._told("braces", written=looks)
        if list(tags.tags(paragraph.deleted)) or tags.no_tags(paragraph.deleted):
            self._told("deleted")
        self.written += (Placed(tag, paragraph.place) for tag in found)
        for tag in found:
            self._alone(tag, paragraph)
            if tag.kind == "value":
                self._value(tag)
            else:
                self._statement(tag, paragraph)
        for field in self.reading.boxed:
            self._boxes.setdefault(field, paragraph.place)

    def _alone(self, tag: tags.Tag, paragraph: Paragraph) -> None:
        """Tells of a tag that takes the place of something that is not there, or in which more stands."""
        if tags.is_spaced(tag):
            self._told("spaced", written=tag.written)
        elif tag.where in ("tr", "tc") and not paragraph.row:
            self._told("no_table", written=tag.written)
        elif tag.where == "p" and (others := tags.around(paragraph.text, tag)):
            self._told("not_alone", written=tag.written, text=others[:20])
        elif "-" in (tag.written[2], tag.written[-3]):
            self._told("swallows", written=tag.written)

    def _value(self, tag: tags.Tag) -> None:
        node = self._parsed(f"{{{{ {tag.code} }}}}", tag.written)
        output = next(iter(node.find_all(nodes.Output)), None) if node else None
        if output is None:
            return
        if isinstance(output.nodes[0], nodes.Tuple):  # a comma between two names: Python's brackets are printed
            self._told("syntax", written=tag.written)
            return
        sample = self.reading.printed(output.nodes[0])
        for style in filter(None, map(_style, output.find_all(nodes.Filter))):
            if style not in self.styles:
                self._told("no_style", style=style)
        if is_long(sample):
            self._told("long_text", name=tag.code)
        elif sample is MARKUP and tag.where != "p":
            self._told("needs_p", name=tag.code)
        elif is_rows(sample):
            self._told("rows_printed", name=tag.code)
        elif callable(sample):
            self._told("function", name=tag.code)

    def _parsed(self, code: str, written: str) -> nodes.Template | None:
        try:
            return _ENVIRONMENT.parse(code)
        except TemplateSyntaxError as error:
            filter_ = re.search(r"No filter named '(.+?)'", error.message or "")
            if filter_:
                self._told("unknown_filter", name=filter_[1], near=near(filter_[1], FILTERS))
            elif sign := tags.wide_sign(code):
                self._told("wide", written=written, sign=sign)
            elif tags.has_one_equals(code):
                self._told("one_equals", written=written)
            else:
                self._told("syntax", written=written)
            return None

    def _statement(self, tag: tags.Tag, paragraph: Paragraph) -> None:
        word, _, rest = tag.code.partition(" ")
        if word in ("for", "if"):
            self._open.append(_Opened(word, tag, self._place, paragraph))
            self._for(tag) if word == "for" else self._if(rest, tag.written)
        elif word in ("endfor", "endif"):
            self._close(word, tag, paragraph)
        elif word in ("elif", "else") and (word == "elif" or not rest):
            opened = self._open[-1].place + self._open[-1].tag.written if self._open else ""
            self._only_if.pop(self._open[-1].place if self._open else "", None)  # another line stands there instead
            if opened in self._elses:
                self._told("two_elses", written=tag.written)
            if word == "elif":
                self._if(rest, tag.written)
            else:
                self._elses.add(opened)
        elif word == "set" and (found := re.fullmatch(r"(\w+)\s*=\s*(.+)", rest, re.DOTALL)):
            self.reading.scopes[-1][found[1]] = self._condition(found[2], tag.written)
        elif not _SPECIAL.match(tag.code):
            ended = f"end{self._open[-1].word}" if self._open and word.startswith("end") else ""
            meant = "elif" if word.lower() in ("else", "elseif", "elsif") else ended or near(word.lower(), _WORDS)
            self._told("unknown_statement", written=tag.written, near=meant)

    def _if(self, code: str, written: str) -> None:
        """Reads a condition; one that is but an agreement holds in a draft too, where its gap is marked."""
        sample = self._condition(code, written)
        field = self.probe.fields.get(sample) if isinstance(sample, str) else None
        if field and field.of_kind.is_agreement:
            self._told("agreed_if", name=code.strip())

    def _condition(self, code: str, written: str) -> Sample:
        node = self._parsed(f"{{{{ {code} }}}}", written)
        output = next(iter(node.find_all(nodes.Output)), None) if node else None
        return self.reading.value(output.nodes[0]) if output else ANYTHING

    def _for(self, tag: tags.Tag) -> None:
        found = _FOR.fullmatch(tag.code)
        names: dict[str, Sample] = {"loop": ANYTHING}
        if not found:
            self._told("syntax", written=tag.written)
            self._is_lost = True
        else:
            of = self._condition(found["of"], tag.written)
            if of is not ANYTHING and not isinstance(of, list):
                self._told("not_rows", name=found["of"])
            each = of[0] if isinstance(of, list) and of else ANYTHING
            if isinstance(each, dict) and any(one is each for scope in self.reading.scopes for one in scope.values()):
                self._told("loop_again", name=found["of"])
            listed = [name.strip() for name in found["names"].split(",")]
            names |= {name: each if len(listed) == 1 else ANYTHING for name in listed}
        self.reading.scopes.append(names)

    def _close(self, word: str, tag: tags.Tag, paragraph: Paragraph) -> None:
        wanted = word.removeprefix("end")
        if not self._open:
            self._told("not_opened", written=tag.written, word=wanted)
            return
        opened = self._open.pop()
        self._elses.discard(opened.place + opened.tag.written)
        if opened.word == "for":
            self.reading.scopes.pop()
        both = {"written": tag.written, "opened": opened.tag.written}
        if opened.word != wanted:
            self._told("crossed", **both, where=opened.place)
        elif opened.tag.where != tag.where:
            self._told("other_end", **both, where=opened.place)
        elif tag.where == "tr" and opened.paragraph.row == paragraph.row:
            self._told("one_row", **both)
        elif tag.where in ("", "p") and cell_of(opened.paragraph.element) is not cell_of(paragraph.element):
            self._told("across_cells", **both, where=opened.place)
        elif wanted == "for" and tag.where == "p" and is_table_alone(opened.paragraph.element, paragraph.element):
            self._told("run_together", **both)

    def end(self) -> None:
        """Tells of what was not closed."""
        if self._is_lost:
            self.faults = [one for one in self.faults if one.code != "no_loop"]
        # Where a statement cannot be read, nobody knows what it opens or ends.
        if any(one.code in ("unknown_statement", "braces") for one in self.faults):
            self.faults = [one for one in self.faults if one.code != "not_opened"]
            return
        for one in self._open:
            self._place = one.place
            self._told("not_closed", written=one.tag.written, word=f"end{one.word}")

    def not_blank(self, template: bytes) -> Iterator[Fault]:
        """The lines of the official form that the finished document has, but not the blank one."""
        lines = [line for found in self._only_if.values() for line in found]
        if lines:
            full, blank = (text_made(template, values) for values in (self.probe.full(), self.probe.empty("blank")))
            gone = ((text, place) for text, place in lines if text in full and text not in blank)
            yield from (template_fault("not_blank", place, text=text[:20]) for text, place in gone)

    def unticked(self) -> Iterator[Fault]:
        """The choices that have no box although others of their question have."""
        for field, boxes in self.reading.boxed.items():
            of = self.probe.form.fields[field]
            for choice in of.choices if boxes else ():
                if choice not in boxes:
                    yield template_fault("unticked", self._boxes[field], field=of.label, name=choice)


def _style(node: nodes.Filter) -> str:
    """The id of the style in which a filter sets paragraphs, "" where it sets none or computes it."""
    style: nodes.Expr = next((one.value for one in node.kwargs if one.key == "style"), nodes.Const(BODY))
    return str(style.value) if node.name == "paragraphs" and isinstance(style, nodes.Const) else ""
