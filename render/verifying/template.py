"""(form, template) -> what is wrong with the template, each fault where it is seen in Word, and how to mend it.

Every tag is read, in every branch of every condition, and then the template is filled in: with a mark for each answer,
with each choice, with nothing, as a blank form and as a draft. What cannot be seen then is a fault too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from dialogs.form.expression_tokens import MEANT
from dialogs.form.faults import Fault
from dialogs.form.model import Document, Form
from dialogs.form.spelling import near
from dialogs.pattern import Pattern
from dialogs.texts import say
from render.docx import FILTERS
from render.paragraphs import BODY
from render.verifying import tags
from render.verifying.blocks import Block, Blocks
from render.verifying.expressions import Reading
from render.verifying.filling import Line, Placed, filled, not_blank, template_fault, unagreed
from render.verifying.probe import Probe
from render.verifying.samples import ANYTHING, LOOP, MARKUP, Sample, tell_no_text
from render.verifying.word_places import NoWordFileError, Paragraph, paragraphs, row_text, styles

_ENVIRONMENT = SandboxedEnvironment(autoescape=True)
_WORDS = ("for", "if", "elif", "else", "endif", "endfor", "set")
_FOR = Pattern(r"for\s+(?P<names>[\w\s,]+?)\s+in\s+(?P<of>.+)", re.DOTALL)
_OLE = b"\xd0\xcf\x11\xe0"  # an old .doc file, or a new one with a password
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SPECIAL = Pattern(r"(?:colspan|cellbg|hm|vm)\b")  # statements of docxtpl's own


def verify(form: Form, template: bytes, document: Document | None = None) -> tuple[Fault, ...]:
    """Every fault of a form's template, or of the template of one of its documents; errors before warnings."""
    if template.startswith(_OLE):
        return (template_fault("locked" if _LOCKED in template else "old_word", ""),)
    try:
        written = paragraphs(template)
    except NoWordFileError as error:
        return (template_fault(error.code, ""),)
    reader = _Reader(Probe(form, document), styles(template))
    for paragraph in written:
        reader.read(paragraph)
    reader.end()
    if not (reader.faults or document or reader.reading.used or reader.reading.boxed):
        return (template_fault("untagged", ""),)
    if not reader.faults:
        reader.faults += filled(template, reader.probe, reader.reading, reader.written, whole=document is None)
        reader.faults += (*reader.unticked(), *unagreed(reader.probe, reader.reading, reader.bare))
        sound = not any(one.is_error for one in reader.faults)
        reader.faults += not_blank(template, reader.probe, reader.only_if) if sound else ()
    return tuple(sorted(dict.fromkeys(reader.faults), key=lambda fault: not fault.is_error))


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
        self._only_if: dict[Block, list[Line]] = {}  # the lines that stand in a condition alone
        self._boxes: dict[str, str] = {}  # id of a field -> where its first box is
        self.bare: list[Line] = []  # the lines without tags that have a box
        self._place = ""
        self._is_lost = False  # behind a loop that cannot be read
        self._blocks = Blocks(self._told)
        self._ids = {id_.rpartition(".")[2] for id_ in probe.form.fields}

    def _told(self, code: str, **params: object) -> None:
        self.faults.append(template_fault(code, self._place, **params))

    def read(self, paragraph: Paragraph) -> None:
        """Reads one paragraph."""
        self._place = paragraph.place
        found = list(tags.tags(paragraph.text))
        around = self._blocks.open
        if not found and paragraph.text.strip() and around and all(one.word == "if" for one in around):
            self._only_if.setdefault(around[-1], []).append(Line(paragraph.text.strip(), paragraph.place))
        if not found and tags.leftover(paragraph.text):
            self.bare.append(Line(paragraph.text, paragraph.place))
        if not paragraph.is_read:
            if found or tags.no_tags(paragraph.text):
                self._told("unread")
            return
        self._untagged(paragraph, is_tagged=bool(found))
        self.written += (Placed(tag, paragraph.place) for tag in found)
        before, self.reading.used = self.reading.used, set()
        for tag in found:
            self._alone(tag, paragraph)
            if tag.kind == "value":
                self._value(tag)
            else:
                self._statement(tag, paragraph)
        if self.reading.used and all(tag.kind == "value" for tag in found) and (left := tags.leftover(paragraph.text)):
            self._told("leftover", text=left)
        self.reading.used |= before
        for field in self.reading.boxed:
            self._boxes.setdefault(field, paragraph.place)

    def _untagged(self, paragraph: Paragraph, *, is_tagged: bool) -> None:
        """Tells of what looks like a tag and is none, or is filled in by Word or nobody."""
        if looks := tags.no_tags(paragraph.text) or tags.marked(paragraph.text, self._ids):
            self._told("braces", written=looks)
        if merged := tags.merge_field(paragraph.fields):
            self._told("merge_field", name=merged)
        if paragraph.has_control and not is_tagged:
            self._told("control")
        if list(tags.tags(paragraph.deleted)) or tags.no_tags(paragraph.deleted):
            self._told("deleted")

    def _alone(self, tag: tags.Tag, paragraph: Paragraph) -> None:
        """Tells of a tag that takes the place of something that is not there, or in which more stands."""
        if tags.is_spaced(tag):
            self._told("spaced", written=tag.written)
        elif tag.where in ("tr", "tc") and not paragraph.row:
            self._told("no_table", written=tag.written)
        elif tag.where == "p" and (others := tags.around(paragraph.text, tag)):
            self._told("not_alone", written=tag.written, text=others[:20], is_row=False)
        elif tag.where == "tr" and (others := tags.around(row_text(paragraph.element), tag)) and "{%tr" not in others:
            self._told("not_alone", written=tag.written, text=others[:20], is_row=True)
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
                self._told("no_style", style=style, known=say("list.words", words=sorted(self.styles)))
        if sample is MARKUP and tag.where != "p":
            self._told("needs_p", name=tag.code)
        else:
            tell_no_text(sample, tag.code, self._told)

    def _parsed(self, code: str, written: str) -> nodes.Template | None:
        try:
            return _ENVIRONMENT.parse(code)
        except TemplateSyntaxError as error:
            filter_ = re.search(r"No filter named '(.+?)'", error.message or "")
            if filter_:
                self._told("unknown_filter", name=filter_[1], near=near(filter_[1], FILTERS))
            elif sign := tags.wide_sign(code):
                self._told("wide", written=written, sign=sign)
            elif odd := tags.odd_sign(code):
                self._told("odd_sign", written=written, sign=odd, meant=MEANT[odd])
            elif tags.has_one_equals(code):
                self._told("one_equals", written=written)
            else:
                self._told("syntax", written=written)
            return None

    def _statement(self, tag: tags.Tag, paragraph: Paragraph) -> None:
        word, _, rest = tag.code.partition(" ")
        if word in ("for", "if"):
            self._blocks.begin(word, tag, paragraph)
            self._for(tag) if word == "for" else self._if(rest, tag.written)
        elif word in ("endfor", "endif") and not rest:
            ended = self._blocks.end(word, tag, paragraph)
            if ended and ended.word == "for":
                self.reading.names.scopes.pop()
        elif word in ("elif", "else") and (word == "elif" or not rest):
            if innermost := self._blocks.turn(word, tag):
                self._only_if.pop(innermost, None)  # another line stands there instead
            if word == "elif":
                self._if(rest, tag.written)
        elif word == "set" and (found := re.fullmatch(r"(\w+)\s*=\s*(.+)", rest, re.DOTALL)):
            self.reading.names.scopes[-1][found[1]] = self._condition(found[2], tag.written)
        elif not _SPECIAL.match(tag.code):
            end = f"end{self._blocks.open[-1].word}" if self._blocks.open and word.startswith("end") else ""
            meant = "elif" if word.lower() in ("else", "elseif", "elsif") else end or near(word.lower(), _WORDS)
            self._is_lost |= meant == "for"
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
        names: dict[str, Sample] = {"loop": LOOP}
        if not found:
            self._told("syntax", written=tag.written)
            self._is_lost = True
        else:
            of = self._condition(found["of"], tag.written)
            if of is not ANYTHING and not isinstance(of, list):
                self._told("not_rows", name=found["of"])
            self.reading.looped.setdefault(found["of"].rpartition(".")[2], found["of"])
            each = of[0] if isinstance(of, list) and of else ANYTHING
            if isinstance(each, dict) and self.reading.names.is_within(each):
                self._told("loop_again", name=found["of"])
            listed = [name.strip() for name in found["names"].split(",")]
            names |= {name: each if len(listed) == 1 else ANYTHING for name in listed}
        self.reading.names.scopes.append(names)

    def end(self) -> None:
        """Tells of what was not closed."""
        if self._is_lost:
            self.faults = [one for one in self.faults if one.code != "no_loop"]
        # Where a statement cannot be read, nobody knows what it opens or ends.
        if any(one.code in ("unknown_statement", "braces") for one in self.faults):
            self.faults = [one for one in self.faults if one.code != "not_opened"]
            return
        for one in self._blocks.open:
            self._place = one.place
            self._told("not_closed", written=one.tag.written, word=f"end{one.word}")

    @property
    def only_if(self) -> list[Line]:
        """The lines without tags that stand in conditions alone."""
        return [line for lines in self._only_if.values() for line in lines]

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
