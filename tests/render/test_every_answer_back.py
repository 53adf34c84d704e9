"""Whatever is changed in a document of any form and sent back is proposed, or it is told that it cannot be read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from places import FORMS

from bot.service import form_registry
from dialogs.answers.kinds import parse, stored
from dialogs.application.application import Answers, Step
from dialogs.application.differences import Differences, differences
from dialogs.form.model import Field, Form
from render.bookmarked import Origin
from render.context import context
from render.docx import write
from render.own_properties import PART
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
BLURRED = {"lodging", "arrival", "departure", "training"}
"""Of the course's form: what stands in one paragraph with another answer, and is told there."""


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
    elif item == "signed":  # the one cell that has other text around its answer
        assert [*proposed] == [*steps]
    else:
        assert proposed == dict.fromkeys(steps, other)
        assert not found.unread


def test_an_answer_without_a_bookmark_is_told_as_one_that_cannot_be_read_back() -> None:
    key = "training-signup/2025"
    values = replace(answers(key), values={**answers(key).values, ("photo", ""): "照片"})
    assert changes(READY[key].form, printed(key, values), values).unread == (Step(item="photo"),)
