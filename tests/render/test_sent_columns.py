"""Columns that were set otherwise in a document that was sent back: what stands below their heads is still theirs."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from documents import example
from docx.oxml.ns import qn
from docx.table import _Cell
from sent_back import MARK, Editor, changes, printed

from dialogs.application.application import Answers

MARKS = (MARK, qn("w:bookmarkEnd"))


@pytest.fixture(scope="module")
def full() -> Answers:
    return example()


@pytest.fixture
def editor(full: Answers) -> Editor:
    return Editor(printed(full))


def copied(cell: Any, text: str) -> Any:
    """A cell as it looks, with a text typed into it."""
    new = deepcopy(cell)
    for mark in [one for one in new.iter() if one.tag in MARKS]:
        mark.getparent().remove(mark)
    for paragraph in new.p_lst[1:]:
        new.remove(paragraph)
    _Cell(new, None).paragraphs[0].text = text  # type: ignore[arg-type]
    return new


def of_clients(editor: Editor, full: Answers) -> list[Any]:
    """The rows of the table, its heads first."""
    return list(editor.tr("clients", full.rows["clients"][0]).getparent().tr_lst)


@pytest.mark.parametrize("heads", [("手机", "邮箱"), ("联系电话", "电子邮箱"), ("联系方式（手机与邮箱）", "")])
def test_a_contact_whose_column_was_split_in_two_loses_nothing(
    heads: tuple[str, str], editor: Editor, full: Answers
) -> None:
    first, *rows = of_clients(editor, full)
    first.tc_lst[-1].addnext(copied(first.tc_lst[-1], heads[1]))
    _Cell(first.tc_lst[-2], None).text = heads[0]  # type: ignore[arg-type]
    for row, id_ in zip(rows, full.rows["clients"], strict=False):
        cell = row.tc_lst[-1]
        cell.remove(cell.p_lst[1])
        mail = "new@example.com" if id_ == full.rows["clients"][2] else full.get("clients.email", id_) or ""
        cell.addnext(copied(cell, mail))
    found = changes(editor.save(), full)
    edits = {(edit.step.item, edit.step.row): edit.text for edit in found.edits}
    assert edits == {("clients.email", full.rows["clients"][2]): "new@example.com"}


def test_a_column_that_was_typed_anew_elsewhere_is_found_by_its_head(editor: Editor, full: Answers) -> None:
    for row in of_clients(editor, full):
        cell = row.tc_lst[2]
        row.tc_lst[-1].addnext(copied(cell, "".join(text.text or "" for text in cell.iter(qn("w:t")))))
        row.remove(cell)
    assert not changes(editor.save(), full).edits
