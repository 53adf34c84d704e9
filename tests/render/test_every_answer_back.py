"""Whatever is changed in a document of any form and sent back is proposed, or it is told that it cannot be read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from documents import opened
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn
from places import FORMS

from bot.service import form_registry
from dialogs.answers.kinds import parse, show, stored
from dialogs.application.application import Answers, Step
from dialogs.application.bookmarks import ALSO
from dialogs.application.differences import Differences, differences
from dialogs.form.load import load
from dialogs.form.model import Field, Form
from dialogs.pasting import form_finder
from render.bookmarked import Origin
from render.context import context
from render.docx import write
from render.own_properties import PART
from render.reading import file_reader
from render.reading.own_words import with_own_words
from render.reading.word_bookmarks import sent_back
from render.reading.word_file import open_word
from render.verifying.probe import Probe

DAY = date(2025, 6, 1)
TYPED = (
    *("甲说明很长。" * 60, "乙说明也长。" * 60),
    *("甲说明第一句。\n甲说明第二句。", "乙说明，另一句。\n再一句。", "张三", "李四", "2025年9月1日", "2025年10月2日"),
    *("2025年9月", "2025年10月", "12", "13", "13800138000", "13911112222", "是", "否", "甲", "乙", "确认"),
    *("a@example.com", "b@example.com", "0571-88001234", "0571-88001235", "浙江省杭州市", "江苏省南京市"),
    *("91100000710931483R", "91330106MA27XG3K0X", "11010519491231002X", "110101199003070038"),
)
READY = form_registry.read(FORMS, examples=True)
FIELDS = [(key, field.id) for key, one in READY.items() for field in one.form.fields.values() if field.value is None]
BLURRED = {"lodging"}
"""Of the course's form: boxes in one paragraph with other answers, of which nobody can tell the text; they are told."""


def typed(field: Field) -> list[str]:
    """Two answers to a question, or as many as there are."""
    texts = [*field.offers, field.example, *TYPED]
    values = (stored(parse(field, text, DAY)) for text in texts if text)
    return [*dict.fromkeys(filter(None, values))][:2]


@cache
def answers(key: str) -> Answers:
    """Every question answered, with several rows everywhere."""
    form = READY[key].form
    probe = Probe(form)._answers
    given = {at: typed(form.fields[at[0]])[:1] for at in probe.values}
    return replace(probe, values={at: texts[0] for at, texts in given.items() if texts})


def printed(key: str, values: Answers) -> bytes:
    file = io.BytesIO()
    one = READY[key]
    write(one.template, context(one.form, values, mode="final"), file, Origin("a1", 7))
    return file.getvalue()


def with_properties_of(data: bytes, other: bytes) -> bytes:
    """A document that somebody made of the `other` by typing over answers."""
    file = io.BytesIO()
    new, old = (zipfile.ZipFile(io.BytesIO(one)) for one in (data, other))
    with new, old, zipfile.ZipFile(file, "w") as made:
        for name in new.namelist():
            made.writestr(name, (old if name == PART else new).read(name))
    return file.getvalue()


def changes(form: Form, data: bytes, values: Answers) -> Differences:
    sent = sent_back(open_word(data))
    assert sent is not None
    if form.key in READY:
        sent = with_own_words(sent, READY[form.key].template)

    def value(step: Step) -> str:
        return values.get(step.item, step.row) or ""

    return differences(form, {table: tuple(ids) for table, ids in values.rows.items()}, sent, value, value, DAY)


@pytest.mark.parametrize("key", READY)
def test_what_nobody_changed_is_proposed_nowhere(key: str) -> None:
    form, values = READY[key].form, answers(key)
    assert changes(form, printed(key, values), values) == Differences()


@pytest.mark.parametrize(("key", "item"), FIELDS)
def test_each_changed_answer_is_proposed_or_told(key: str, item: str) -> None:
    form, values = READY[key].form, answers(key)
    field = form.fields[item]
    if field.of_kind.is_agreement or field.of_kind.is_file:
        return
    other = typed(field)[1]
    steps = {Step(item=item, row=row) for of, row in values.values if of == item}
    after = replace(values, values={at: other if at[0] == item else value for at, value in values.values.items()})
    found = changes(form, with_properties_of(printed(key, after), printed(key, values)), values)
    proposed = {edit.step: stored(parse(field, edit.text, DAY)) or edit.text for edit in found.edits}
    if item in BLURRED:
        assert not proposed
        assert steps <= {*found.unread}
    else:
        assert proposed == dict.fromkeys(steps, other)
        assert not found.unread


def test_an_answer_without_a_bookmark_is_told_as_one_that_cannot_be_read_back() -> None:
    key = "training-signup/2025"
    values = replace(answers(key), values={**answers(key).values, ("photo", ""): "照片"})
    assert changes(READY[key].form, printed(key, values), values).unread == (Step(item="photo"),)


def named(key: str, item: str, name: str) -> Answers:
    """The answers with this one, where it stands."""
    found = answers(key)
    return replace(found, values={at: name if at[0] == item else value for at, value in found.values.items()})


def further(document: Doc, text: str) -> list[Any]:
    """The texts of runs in paragraphs with a further bookmark in which a text stands."""
    paragraphs = [p for p in document.element.body.iter(qn("w:p")) if any(ALSO in name for name in names(p))]
    return [run for paragraph in paragraphs for run in paragraph.iter(qn("w:t")) if text in (run.text or "")]


def names(paragraph: Any) -> list[str]:
    return [mark.get(qn("w:name")) for mark in paragraph.iter(qn("w:bookmarkStart"))]


def typed_over(data: bytes, at: int, old: str, new: str, before: str = "") -> bytes:
    """The document with another text in one of the further places, and something before what stands around it."""
    document, file = opened(data), io.BytesIO()
    run = further(document, old)[at]
    first = next(next(up for up in run.iterancestors() if up.tag == qn("w:p")).iter(qn("w:t")))
    first.text = before + (first.text or "")
    run.text = run.text.replace(old, new)
    document.save(file)
    return file.getvalue()


TWICE = [
    *(("netsec-insurance-pilot/2023", item, count) for item, count in (("lead_unit", 3), ("plans.name", 1))),
    ("netsec-insurance-pilot/2023", "joint_units.name", 2),
    *(("research-project/2025", item, count) for item, count in (("project", 1), ("leader", 1), ("topics.name", 3))),
]


@pytest.mark.parametrize(("key", "item", "count"), TWICE)
def test_what_is_written_where_an_answer_stands_once_more_is_proposed(key: str, item: str, count: int) -> None:
    values = named(key, item, "河边旧名")
    data, rows = printed(key, values), {row for of, row in values.values if of == item}
    places = further(opened(data), "河边旧名")
    assert len(places) == count * len(rows)
    for at in range(len(places)):
        found = changes(READY[key].form, typed_over(data, at, "河边旧名", "河边新名"), values)
        assert [(edit.step.item, edit.text) for edit in found.edits] == [(item, "河边新名")]
        assert not found.unread


def test_where_more_was_written_around_it_that_is_told() -> None:
    key = "netsec-insurance-pilot/2023"
    values = named(key, "plans.name", "河边旧名")
    data = typed_over(printed(key, values), 0, "河边旧名", "河边新名", before="改了")
    found = changes(READY[key].form, data, values)
    assert ([*found.edits], [step.item for step in found.unread]) == ([], ["plans.name"])


COMPUTED = [(key, field) for key, one in READY.items() for field in one.form.computed.values()]


@pytest.mark.parametrize(("key", "field"), COMPUTED, ids=lambda one: getattr(one, "id", one))
def test_what_is_written_over_a_computed_value_is_told(key: str, field: Field) -> None:
    form = READY[key].form
    rows = {row for item, row in answers(key).values if form.answered_at(form.home[field.id]) == form.asked_at[item]}
    values = replace(answers(key), values=answers(key).values | {(field.id, row): "7777" for row in rows})
    data, shown = printed(key, values), show(field, "7777")
    assert changes(form, data, values) == Differences()
    for at, _ in enumerate(further(opened(data), shown)):
        found = changes(form, typed_over(data, at, shown, "99"), values)
        assert [step.item for step in found.computed] == [field.id]
        assert found == Differences(computed=found.computed)
    assert further(opened(data), shown)


CLASS = load("""
id = "class"
version = "1"
title = "点名册"
issuer = "学校"
name_field = "name"
[[group]]
id = "basic"
title = "班级"
item = [
    { id = "name", label = "班名", kind = "text" },
    { id = "pupils", title = "学生", repeat = {}, item = [
        { id = "name", label = "姓名", kind = "text" },
        { id = "seat", label = "座位", kind = "text" },
        { id = "note", label = "备注", kind = "text" },
    ] },
]
""")


def class_list() -> bytes:
    """A template that prints name and seat in one paragraph."""
    document, file = Document(), io.BytesIO()
    document.add_paragraph("{{ name }}")
    table = document.add_table(4, 2)
    rows = (
        ("学生", "备注"),
        ("{%tr for one in pupils %}", ""),
        ("{{ one.name }}，座位 {{ one.seat }}", "{{ one.note }}"),
        ("{%tr endfor %}", ""),
    )
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    document.save(file)
    return file.getvalue()


def test_what_a_new_row_has_in_a_paragraph_with_several_answers_is_told() -> None:
    values = Answers({("name", ""): "一班", ("pupils.name", "a"): "张三", ("pupils.seat", "a"): "3"}, {"pupils": ["a"]})
    file = io.BytesIO()
    write(class_list(), context(CLASS, values, mode="final"), file, Origin("a1", 7))
    document = opened(file.getvalue())
    for cell, text in zip(document.tables[0].add_row().cells, ("李四，座位 4", "新来的"), strict=True):
        cell.text = text
    file = io.BytesIO()
    document.save(file)
    found = changes(CLASS, file.getvalue(), values)
    assert [row.texts for row in found.added] == [{"pupils.note": "新来的"}]
    assert [step.item for step in found.unread] == ["pupils.name", "pupils.seat"]


@pytest.mark.parametrize("key", READY)
def test_a_document_without_answers_brings_none_where_it_is_not_known_as_ours(key: str) -> None:
    """Our signs that something is missing, rows of totals and headings of parts are none, by labels and heads too."""
    file = io.BytesIO()
    write(READY[key].template, context(READY[key].form, Answers(), mode="draft", findings=()), file)
    assert form_finder.find(READY[key].form, file_reader.read(file.getvalue(), "空.docx").pieces) == []
