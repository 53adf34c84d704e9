"""A document that was edited and sent back: exactly the edits are found."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest
from documents import PASTED, answers, example, with_values, without
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from places import FORMS
from sent_back import MARK, Editor, changes, printed, sent, step

from bot.service import form_registry
from dialogs.answers.blocks import blocks
from dialogs.answers.picture_lines import picture
from dialogs.application.application import Answers, Step
from dialogs.application.differences import Differences
from dialogs.application.sent_document import Edit
from dialogs.application.unplaced import beside
from render.bookmarked import Answered, Origin
from render.context import context
from render.docx import write
from render.reading.word_file import open_word

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
NOTHING = Differences()


@pytest.fixture(scope="module")
def full() -> Answers:
    return with_values(example(), approach=PASTED, profile="简介第一段。\n简介第二段。")


@pytest.fixture(scope="module")
def as_printed(full: Answers) -> bytes:
    return printed(full)


@pytest.fixture
def editor(as_printed: bytes) -> Editor:
    return Editor(as_printed)


def edits(found: Differences) -> dict[tuple[str, str], str]:
    return {(edit.step.item, edit.step.row): edit.text for edit in found.edits}


def test_what_nobody_touched_brings_nothing(full: Answers) -> None:
    assert changes(printed(full), full) == NOTHING
    assert changes(printed(Answers(), "draft"), Answers()) == NOTHING
    some = without(full, "fax", "capital", "lead_nature", "approach", "clients.mobile")
    assert changes(printed(some, "draft"), some) == NOTHING


def test_what_others_changed_since_is_no_edit(full: Answers, as_printed: bytes) -> None:
    now = with_values(full, address="别处 1 号")
    assert changes(as_printed, full, now) == NOTHING


CLIENTS = example().rows["clients"]
NEW = ["新的公司", "制造业", "王二", "13911112222\nwang@example.com"]
Does = Callable[[Editor], object]


def in_rows(full: Answers, *rows: str) -> Answers:
    """The same with these clients, in this order."""
    return Answers(full.values, {**full.rows, "clients": list(rows)})


def deletes(row: str) -> Does:
    def do(editor: Editor) -> None:
        tr = editor.tr("clients", row)
        tr.getparent().remove(tr)

    return do


def above_first(editor: Editor, texts: list[str]) -> None:
    """A row without bookmarks below the heads."""
    editor.add_row("clients", CLIENTS[0], texts)
    first = editor.tr("clients", CLIENTS[0])
    first.addprevious(first.getnext())


THIRD, REST = CLIENTS[3], [*CLIENTS[:3], *CLIENTS[4:]]
SWAPPED = [CLIENTS[1], CLIENTS[0], *CLIENTS[2:]]
WITH_THEIRS = [*CLIENTS[:2], "theirs", *CLIENTS[2:]]
MEANWHILE: dict[str, tuple[list[str], Does, list[str], list[str], list[str | int]]] = {
    # what others did: the clients now; what was done in the document; the companies added, those removed, the order
    "a row that they deleted stays so": (REST, lambda _: None, [], [], []),
    "what was written into a row that they deleted is asked": (
        REST,
        lambda editor: editor.write("clients.mobile", THIRD, "13911113333"),
        ["远黛示例纺织智造有限公司"],
        [],
        [*REST[:3], 4, *REST[3:]],
    ),
    "nobody asks for what both deleted": (REST, deletes(THIRD), [], [], []),
    "nor for the number of a row that they deleted": (
        REST,
        lambda editor: editor.write("clients", THIRD, "5"),
        [],
        [],
        [],
    ),
    "a copy of a row that they deleted is new": (
        REST,
        lambda editor: editor.add_row("clients", THIRD, NEW, copied=True),
        ["新的公司"],
        [],
        [*REST[:3], 4, *REST[3:]],
    ),
    "as is one behind it": (
        REST,
        lambda editor: editor.add_row("clients", THIRD, NEW),
        ["新的公司"],
        [],
        [*REST[:3], 4, *REST[3:]],
    ),
    "rows that they added are none that is gone": (WITH_THEIRS, lambda _: None, [], [], []),
    "and stay where they are beside a new one": (
        WITH_THEIRS,
        lambda editor: editor.add_row("clients", CLIENTS[0], NEW),
        ["新的公司"],
        [],
        [CLIENTS[0], 2, *WITH_THEIRS[1:]],
    ),
    "a row is deleted here while they add one": (WITH_THEIRS, deletes(THIRD), [], [THIRD], []),
    "a new row may stand above the first": (
        CLIENTS,
        lambda editor: above_first(editor, NEW),
        ["新的公司"],
        [],
        [1, *CLIENTS],
    ),
    "rows that they moved stay so": (SWAPPED, lambda _: None, [], [], []),
    "even beside a new one": (
        SWAPPED,
        lambda editor: editor.add_row("clients", CLIENTS[0], NEW),
        ["新的公司"],
        [],
        [CLIENTS[1], CLIENTS[0], 2, *CLIENTS[2:]],
    ),
    "nobody asks for what both moved": (
        SWAPPED,
        lambda editor: editor.tr("clients", CLIENTS[0]).addprevious(editor.tr("clients", CLIENTS[1])),
        [],
        [],
        [],
    ),
    "what was moved here and there is asked": (
        SWAPPED,
        lambda editor: editor.tr("clients", CLIENTS[5]).addprevious(editor.tr("clients", CLIENTS[6])),
        [],
        [],
        [*CLIENTS[:5], CLIENTS[6], CLIENTS[5], *CLIENTS[7:]],
    ),
}


@pytest.mark.parametrize("case", MEANWHILE)
def test_what_others_did_meanwhile_is_neither_undone_nor_proposed(case: str, full: Answers, editor: Editor) -> None:
    rows, do, added, removed, order = MEANWHILE[case]
    do(editor)
    found = changes(editor.save(), full, in_rows(full, *rows))
    assert [row.texts["clients.company"] for row in found.added] == added
    assert [step.row for step in found.removed] == removed
    assert list(found.order.get("clients", ())) == order
    assert (found.edits, found.repeated) == ((), ())


def test_units_that_others_moved_stay_so(full: Answers, editor: Editor) -> None:
    """Their rows have no numbers."""
    now = Answers(full.values, {**full.rows, "joint_units": full.rows["joint_units"][::-1]})
    assert changes(editor.save(), full, now) == NOTHING


def test_what_is_written_in_the_section_of_a_row_that_goes_is_asked_too(full: Answers, editor: Editor) -> None:
    plan = full.rows["plans"][0]
    editor.marked("roles", plan).addnext(deepcopy(editor.marked("roles", plan).getnext()))
    tr = editor.tr("plans", plan)
    tr.getparent().remove(tr)
    found = changes(editor.save(), full)
    assert [step.row for step in found.removed] == [plan]
    assert [edit.step for edit in found.edits] == [Step(item="roles", row=plan)]


def test_what_is_written_in_the_section_of_a_row_that_others_deleted_is_told(full: Answers, editor: Editor) -> None:
    plan, *others = full.rows["plans"]
    editor.marked("roles", plan).addnext(deepcopy(editor.marked("roles", plan).getnext()))
    found = changes(editor.save(), full, Answers(full.values, {**full.rows, "plans": others}))
    [told] = found.idle
    assert "角色定位" in told
    assert (found.edits, found.removed) == ((), ())


@pytest.mark.parametrize("item", ["approach", "arrangement", "support"])
def test_a_heading_that_was_typed_anew_is_no_deletion(item: str, full: Answers, editor: Editor) -> None:
    """Even where something else was written below it, which is an edit then; and nothing of it becomes another's."""
    head = editor.marked(item)
    anew = deepcopy(head)
    for mark in [*anew.iter(MARK, qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)
    head.addnext(anew)
    head.getparent().remove(head)
    assert changes(editor.save(), full) == NOTHING
    anew.addnext(deepcopy(anew.getnext()))
    [edit] = changes(editor.save(), full).edits
    assert (edit.step, edit.is_gone) == (Step(item=item), False)


@pytest.mark.parametrize("item", ["approach", "arrangement", "support"])
def test_nor_is_one_that_is_gone_while_its_text_stands(item: str, full: Answers, editor: Editor) -> None:
    """The text is then no other's, which it stands below now; and what was changed in it is an edit of its own."""
    last = editor.long(item)[-1]
    head = editor.marked(item)
    head.getparent().remove(head)
    assert changes(editor.save(), full) == NOTHING
    last.getparent().remove(last)
    lines = str(full.get(item)).split("\n")
    assert edits(changes(editor.save(), full)) == {(item, ""): "\n".join(lines[:-1])}


def test_a_first_line_that_was_drawn_up_to_its_heading_is_still_there(full: Answers, editor: Editor) -> None:
    head, first, *_ = editor.marked("support"), *editor.long("support")
    for run in first.findall(qn("w:r")):
        head.append(run)
    first.getparent().remove(first)
    assert changes(editor.save(), full) == NOTHING


def test_a_cell_a_long_text_and_one_that_was_missing(full: Answers) -> None:
    some = without(full, "fax")
    editor = Editor(printed(some, "draft"))
    editor.write("address", "", "示范路 9 号")
    editor.write("clients.mobile", full.rows["clients"][3], "13900001111")
    editor.write("fax", "", "0574-88001234")
    last = editor.long("approach")[-1]
    last.getparent().remove(last)
    found = changes(editor.save(), some)
    assert edits(found) == {
        ("address", ""): "示范路 9 号",
        ("clients.mobile", full.rows["clients"][3]): "13900001111",
        ("fax", ""): "0574-88001234",
        ("approach", ""): "\n".join(PASTED.split("\n")[:-1]),
    }


@pytest.mark.parametrize("between", [" ", "/", "；邮箱："])
def test_a_contact_that_was_written_on_one_line_is_its_parts(editor: Editor, full: Answers, between: str) -> None:
    """In a row that there is, where only the address was changed then, and in a new one."""
    row = CLIENTS[1]
    mobile, mail = editor.marked("clients.mobile", row), editor.marked("clients.email", row)
    mail.getparent().remove(mail)
    editor.write("clients.mobile", row, f"{full.get('clients.mobile', row)}{between}new@example.com")
    assert mobile.getparent() is not None
    editor.add_row("clients", CLIENTS[-1], ["新的公司", "制造业", "王二", f"13911112222{between}wang@example.com"])
    last = editor.tr("clients", CLIENTS[-1]).getnext().tc_lst[-1]
    for paragraph in last.p_lst[1:]:
        last.remove(paragraph)
    found = changes(editor.save(), full)
    assert edits(found) == {("clients.email", row): "new@example.com"}
    assert [*found.added[0].texts.values()] == ["新的公司", "制造业", "王二", "13911112222", "wang@example.com"]


def merged(editor: Editor, column: int) -> _Cell:
    """The cells of a column in the first three rows of the clients made one, as Word does it."""
    table = next(table for table in editor.document.tables if table._tbl is table_of(editor))
    return table.cell(1, column).merge(table.cell(3, column))


def test_a_cell_that_goes_over_several_rows_stands_in_each(editor: Editor, full: Answers) -> None:
    cell = merged(editor, 2)
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    assert changes(editor.save(), full) == NOTHING  # the same industry three times
    editor.write("clients.industry", CLIENTS[0], "智能制造")
    assert edits(changes(editor.save(), full)) == {("clients.industry", row): "智能制造" for row in CLIENTS[:3]}


@pytest.mark.parametrize("row", CLIENTS[:3])
def test_where_each_rows_text_is_still_in_it_each_has_its_own(editor: Editor, full: Answers, row: str) -> None:
    merged(editor, 3)
    assert changes(editor.save(), full) == NOTHING
    editor.write("clients.contact", row, "赵一")
    assert edits(changes(editor.save(), full)) == {("clients.contact", row): "赵一"}


def test_another_box_is_another_choice(editor: Editor, full: Answers) -> None:
    boxes = [text for text in editor.marked("lead_nature").getparent().iter(qn("w:t")) if text.text in ("□", "■")]
    for number, box in enumerate(boxes):
        box.text = "■" if number == 2 else "□"
    assert edits(changes(editor.save(), full)) == {("lead_nature", ""): "民营企业"}


def test_a_row_that_is_new_one_that_was_copied_one_gone_and_one_moved(editor: Editor, full: Answers) -> None:
    clients = full.rows["clients"]
    new = ["新的公司", "制造业", "王二", "13911112222\nwang@example.com"]
    editor.add_row("clients", clients[-1], new)
    editor.add_row("clients", clients[0], ["抄来的公司", "制造业", "李四", "13911113333\nli@example.com"], copied=True)
    gone = editor.tr("clients", clients[5])
    gone.getparent().remove(gone)
    moved = editor.tr("clients", clients[7])
    editor.tr("clients", clients[9]).addnext(moved)
    found = changes(editor.save(), full)
    assert [(row.number, list(row.texts.values())) for row in found.added] == [
        (2, ["抄来的公司", "制造业", "李四", "13911113333", "li@example.com"]),
        (16, ["新的公司", "制造业", "王二", "13911112222", "wang@example.com"]),
    ]
    assert found.removed == (step("clients", clients[5]),)
    order = [clients[0], 2, *clients[1:5], clients[6], clients[8], clients[9], clients[7], *clients[10:], 16]
    assert dict(found.order) == {"clients": tuple(order)}
    assert found.edits == ()


def test_two_documents_joined_bring_no_row_twice(editor: Editor, full: Answers, as_printed: bytes) -> None:
    body, second = editor.document.element.body, Editor(as_printed)
    second.write("contact", "", "赵一")
    second.add_row("clients", CLIENTS[0], NEW)
    for element in [*second.document.element.body][:-1]:
        body[-1].addprevious(element)
    found = changes(editor.save(), full)
    assert found.doubled == {table: len(full.rows[table]) for table in ("joint_units", "clients", "plans")}
    assert [(row.table, row.texts["clients.company"]) for row in found.added] == [("clients", NEW[0])]
    assert (edits(found), found.unplaced) == ({}, ("赵一",))  # the first counts


def test_a_column_that_is_gone_takes_no_other_into_its_place(editor: Editor, full: Answers) -> None:
    table = editor.tr("clients", CLIENTS[0]).getparent()
    for row in table.tr_lst:
        row.remove(row.tc_lst[2])
    assert edits(changes(editor.save(), full)) == {("clients.industry", row): "" for row in CLIENTS}


def test_a_bookmark_that_is_gone_is_made_up_for_by_label_or_place(editor: Editor, full: Answers) -> None:
    for item, row in (("address", ""), ("clients.industry", full.rows["clients"][2])):
        editor.write(item, row, "另写的")
        paragraph = editor.marked(item, row)
        for mark in [*paragraph.iter(qn("w:bookmarkStart")), *paragraph.iter(qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
    assert edits(changes(editor.save(), full)) == {
        ("address", ""): "另写的",
        ("clients.industry", full.rows["clients"][2]): "另写的",
    }


def test_an_answer_whose_place_is_gone_is_one_that_may_be_deleted_but_none_that_was_not_printed(
    editor: Editor, full: Answers
) -> None:
    heading = editor.marked("support")
    for element in [heading, *editor.long("support")]:
        element.getparent().remove(element)
    found = changes(editor.save(), full)
    assert found.edits == (Edit(step=step("support"), text="", is_gone=True),)  # and not truth, which is never printed


def test_a_text_that_is_several_times_itself_is_told_apart(editor: Editor, full: Answers) -> None:
    address = full.get("address") or ""
    editor.write("address", "", address * 4)
    assert changes(editor.save(), full).repeated == (step("address"),)
    assert changes(editor.save(), full).edits == ()


PRINTED = st.sampled_from(
    ["一、目标", "正文一段。", "（一）分档", "1.第一步", "2.\t第二步", "表3 费率", "• 一条", "A\tB\n1\t2", "末尾。"]
)
TEXTS = st.lists(PRINTED | st.text("甲乙丙，。1a ", min_size=1).map(str.strip), min_size=1, max_size=12)


def insert(element: Any, text: str) -> None:
    """A paragraph behind an element."""
    element.addnext(docx.Document().add_paragraph(text)._p)


def table_of(editor: Editor) -> Any:
    """The table of the clients."""
    return editor.tr("clients", CLIENTS[0]).getparent()


def add_column(editor: Editor) -> None:
    for number, row in enumerate(table_of(editor).tr_lst):
        cell = deepcopy(row.tc_lst[0])
        for mark in [*cell.iter(MARK, qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        row.append(cell)
        _Cell(cell, editor.document.tables[0]).text = ("备注", "重点企业", "")[min(number, 2)]


def copy_long_text(editor: Editor, text: str) -> None:
    """A heading with its bookmark and its text once more at the end of the document, and something else below it."""
    copied = [editor.marked("support"), *editor.long("support")]
    for element in copied:
        editor.document.element.body[-1].addprevious(deepcopy(element))
    editor.document.add_paragraph(text)


def paste_table(editor: Editor) -> None:
    table = editor.document.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("年度", "投入", "2024年", "50万元"), strict=True
    ):
        cell.text = text
    table_of(editor).addnext(table._tbl)


def text_of(editor: Editor, text: str) -> Any:
    return next(p for p in editor.document.paragraphs if p.text.startswith(text))


UNPLACED: dict[str, tuple[Does, tuple[str, ...]]] = {
    "behind a table": (lambda editor: insert(table_of(editor), "均已签约。"), ("均已签约。",)),
    "before a heading behind a table": (
        lambda editor: insert(editor.marked("support").getprevious(), "方案可以组合。"),
        ("方案可以组合。",),
    ),
    "in a column of its own": (add_column, ("备注", "重点企业")),
    "behind the form's own words": (
        lambda editor: text_of(editor, "4.申报材料加盖").add_run("（已盖）"),
        ("4.申报材料加盖公章及骑缝章。（已盖）",),
    ),
    "behind those in a cell": (
        lambda editor: editor.document.tables[4].cell(0, 1).paragraphs[0].add_run("已阅"),
        ("我单位申报的所有材料，均真实、完整，如有不实，愿承担相应的责任。已阅",),
    ),
    "as another heading": (
        lambda editor: editor.write("approach", "", "（一）总体思路"),
        ("（一）总体思路",),
    ),
    "in a table of its own": (paste_table, ("年度 投入", "2024年 50万元")),
    "below a heading of its own": (
        lambda editor: put_part(editor, "support", "Heading 2", "（四）应急预案", "另有演练。"),
        ("（四）应急预案", "另有演练。"),
    ),
    "below a heading above all": (
        lambda editor: put_part(editor, "approach", "Heading 1", "三、风险分析", "风险可控。"),
        ("三、风险分析", "风险可控。"),
    ),
    "at the end": (lambda editor: editor.document.add_paragraph("张三整理"), ("张三整理",)),
    "on the cover": (lambda editor: insert(editor.document.element.body[2], "修订稿"), ("修订稿",)),
    "below a copy of a heading": (lambda editor: copy_long_text(editor, "第二份里另写的。"), ("第二份里另写的。",)),
}


@pytest.mark.parametrize("case", UNPLACED)
def test_what_is_written_where_nothing_is_asked_is_told(case: str, full: Answers, editor: Editor) -> None:
    do, told = UNPLACED[case]
    do(editor)
    assert changes(editor.save(), full) == Differences(unplaced=told)


def test_in_a_draft_too_of_which_the_list_of_what_is_missing_is_its_own(full: Answers) -> None:
    some = without(full, "fax", "approach")
    editor = Editor(printed(some, "draft"))
    insert(table_of(editor), "均已签约。")
    assert changes(editor.save(), some).unplaced == ("均已签约。",)


IN_LIST: dict[str, tuple[Callable[[Any], None], tuple[str, ...]]] = {
    "on a line": (lambda line: line.add_run("已补，见第9页"), ("□ 传真：没填已补，见第9页",)),
    "below a line": (lambda line: insert(line._p, "传真：0574-88001235"), ("传真：0574-88001235",)),
    "in brackets": (lambda line: insert(line._p, "（张三整理）"), ("（张三整理）",)),
    "a tick": (lambda line: setattr(line.runs[0], "text", line.runs[0].text.replace("□", "☑")), ()),
    "a line gone": (lambda line: line._p.getparent().remove(line._p), ()),
}


@pytest.mark.parametrize("case", IN_LIST)
def test_what_is_written_into_the_list_of_what_is_missing_is_told(case: str, full: Answers) -> None:
    some = without(full, "fax")
    editor, (do, told) = Editor(printed(some, "draft")), IN_LIST[case]
    do(text_of(editor, "□ 传真"))
    assert changes(editor.save(), some) == Differences(unplaced=told)


@pytest.mark.parametrize(
    "written", ["【待填写：0574-88001235】", "【待填写：传真：0574-88001235】", "【待填写：传真】0574-88001235"]
)
def test_what_is_written_within_a_sign_is_the_answer(written: str, full: Answers) -> None:
    some = without(full, "fax")
    editor = Editor(printed(some, "draft"))
    editor.write("fax", "", written)
    assert edits(changes(editor.save(), some)) == {("fax", ""): "0574-88001235"}


def test_what_is_signed_and_dated_is_told_and_no_answer_is_another(full: Answers, editor: Editor) -> None:
    [promised] = [one for one in editor.document.tables[4].column_cells(1) if "签章" in one.text][:1]
    for paragraph in promised.paragraphs:
        if paragraph.text.replace(" ", "") == "年月日":
            paragraph.runs[0].text = "2023年12月25日"
            for run in paragraph.runs[1:]:
                run.text = ""
    assert changes(editor.save(), full) == Differences(unplaced=("2023年12月25日",))


def test_a_stamp_in_a_cell_is_told_and_no_part_of_its_answer(full: Answers, editor: Editor) -> None:
    stamp = io.BytesIO()
    Image.new("RGB", (60, 40), (255, 0, 0)).save(stamp, "PNG")
    Paragraph(editor.marked("contact"), editor.document).add_run().add_picture(stamp)
    found = changes(editor.save(), full)
    assert found == Differences(unplaced=found.unplaced)
    assert [bool(picture(text)) for text in found.unplaced] == [True]


def test_blanks_that_do_not_break_a_line_are_no_edit(full: Answers) -> None:
    spaced = with_values(full, address="示例路 1 号", profile="成立 10 年。\n主营 保险。")
    editor = Editor(printed(spaced))
    for text in editor.document.element.body.iter(qn("w:t")):
        text.text = (text.text or "").replace(" ", "\u00a0").replace("公司", "公\u00ad司")
    assert changes(editor.save(), spaced) == NOTHING


def test_a_high_heading_that_was_put_amid_a_long_text_is_part_of_it(full: Answers, editor: Editor) -> None:
    first, *others = editor.long("approach")
    first.addnext(editor.document.add_paragraph("总体思路", "Heading 1")._p)
    assert [*edits(changes(editor.save(), full))] == [("approach", "")]
    [text] = edits(changes(editor.save(), full)).values()
    assert text.split("\n")[1] == "总体思路"
    assert len(others) > 1


BESIDE: dict[str, tuple[Does, str]] = {
    "in the header": (
        lambda editor: editor.document.sections[0].header.paragraphs[0].add_run("（王五改）"),
        "页眉：草稿，请勿盖章报送（王五改）",
    ),
    "in the footer": (lambda editor: editor.document.sections[0].footer.add_paragraph("内部资料"), "页脚：内部资料"),
    "behind the number of a page": (
        lambda editor: editor.document.sections[0].footer.paragraphs[0].add_run("共 9 页"),
        "页脚：共 9 页",
    ),
    "in a comment": (
        lambda editor: editor.document.add_comment(text_of(editor, "4.申报材料加盖").runs, "何时？\n尽快", "王五"),
        "批注（“4.申报材料加盖公章及骑”处）：何时？",
    ),
    "in a footnote": (lambda editor: footnote(editor, "出处另附。"), "脚注（“4.申报材料加盖公章及骑”处）：出处另附。"),
    "behind the page": (
        lambda editor: editor.document.sections[0].header.paragraphs[0]._p.append(watermark("机密")),
        "页眉：机密",
    ),
}


def put_part(editor: Editor, item: str, style: str, *lines: str) -> None:
    """A part of its own behind a long text."""
    last = editor.long(item)[-1] if editor.long(item) else editor.marked(item)
    for line in lines:
        made = editor.document.add_paragraph(line, style if line == lines[0] else None)._p
        last.addnext(made)
        last = made


def footnote(editor: Editor, text: str) -> None:
    """A footnote, as Word writes it, whose part the template did not have."""
    space = f'xmlns:w="{docx.oxml.ns.nsmap["w"]}"'
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    made = f'<w:footnotes {space}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>{note}</w:footnotes>'
    main = editor.document.part
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, made.encode(), main.package)
    main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    run = text_of(editor, "4.申报材料加盖").add_run()._r
    run.append(etree.fromstring(f'<w:footnoteReference {space} w:id="2"/>'))


def watermark(text: str) -> Any:
    space = f'xmlns:w="{docx.oxml.ns.nsmap["w"]}" xmlns:v="urn:schemas-microsoft-com:vml"'
    return etree.fromstring(f'<w:r {space}><w:pict><v:shape><v:textpath string="{text}"/></v:shape></w:pict></w:r>')


@pytest.mark.parametrize("case", BESIDE)
def test_what_is_written_beside_the_text_is_told_with_its_place(case: str, full: Answers) -> None:
    editor, (do, told) = Editor(printed(full, "draft")), BESIDE[case]
    assert list(beside(sent(editor.save()))) == []
    do(editor)
    data = editor.save()
    assert next(beside(sent(data))) == told
    assert changes(data, full) == NOTHING
    assert dict(open_word(data).left_out) == {}  # it is told once


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_a_long_text_is_read_as_it_was_printed(lines: list[str]) -> None:
    text = "\n".join(blocks("\n".join(lines)))
    written = with_values(answers(0, 1, 1), approach=text, profile=text)
    assert changes(printed(written), written) == NOTHING


CELLS = [("address", "甲路 1 号"), ("contact", "赵一"), ("region", "北京市")]
COLUMNS = [
    ("clients.company", "某公司"),
    ("clients.contact", "钱二"),
    ("plans.industry", "金融"),
    ("joint_units.name", "某社"),
]


@st.composite
def edited(draw: st.DrawFn) -> tuple[Answers, bytes, Differences]:
    """An application, its document as somebody has changed it, and what was changed."""
    joint, clients, plans = draw(st.integers(1, 3)), draw(st.integers(1, 5)), draw(st.integers(1, 3))
    values = answers(joint, clients, plans)
    editor = Editor(printed(values, draw(st.sampled_from(["draft", "final"]))))
    found = []
    for item, text in draw(st.sets(st.sampled_from(CELLS))):
        editor.write(item, "", text)
        found.append(Edit(step=step(item), text=text))
    gone = draw(st.sets(st.sampled_from(values.rows["clients"]), max_size=clients - 1))
    for item, text in draw(st.sets(st.sampled_from(COLUMNS))):
        row = draw(st.sampled_from(values.rows[item.partition(".")[0]]))
        editor.write(item, row, text)
        found += [Edit(step=step(item, row), text=text)] if row not in gone else []
    for item, row in (("support", ""), ("premium", "p0")):
        if draw(st.booleans()):
            first = editor.long(item, row)[0]
            first.getparent().remove(first)
            found.append(Edit(step=step(item, row), text="\n".join((values.get(item, row) or "").split("\n")[1:])))
    for row in gone:
        tr = editor.tr("clients", row)
        tr.getparent().remove(tr)
    removed = tuple(step("clients", row) for row in values.rows["clients"] if row in gone)
    return values, editor.save(), Differences(edits=tuple(found), removed=removed)


def as_set(found: Differences) -> tuple[object, ...]:
    return edits(found), set(found.removed), found.added, found.order, found.repeated


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(edited())
def test_exactly_the_edits_are_found(drawn: tuple[Answers, bytes, Differences]) -> None:
    values, data, expected = drawn
    assert as_set(changes(data, values)) == as_set(expected)


@pytest.mark.drill
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(edited())
def test_nor_does_libreoffice_lose_or_add_any(tmp_path: Path, drawn: tuple[Answers, bytes, Differences]) -> None:
    values, data, expected = drawn
    assert as_set(changes(resaved(data, tmp_path), values)) == as_set(expected)


@pytest.mark.drill
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_what_libreoffice_only_opened_and_saved_brings_nothing(full: Answers, tmp_path: Path) -> None:
    data = resaved(printed(full, "draft"), tmp_path)
    assert changes(data, full) == NOTHING
    assert list(beside(sent(data))) == []


def resaved(data: bytes, folder: Path) -> bytes:
    """The document as LibreOffice writes it once it has opened it."""
    (folder / "edited.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", "saved"]
    subprocess.run([*command, "edited.docx"], cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "saved" / "edited.docx").read_bytes()


def test_bookmarks_are_as_word_takes_them_and_no_name_stands_twice(as_printed: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(as_printed)) as package:
        document = package.read("word/document.xml").decode()
        properties = package.read("docProps/custom.xml").decode()
    names = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]*)"', document)
    assert len(names) == len(set(names)) > 100
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name, re.ASCII) for name in names)
    assert (
        {"shenbao", "shenbao_change"}
        < set(re.findall(r' name="([^"]*)"', properties))
        <= {
            "shenbao",
            "shenbao_change",
            *names,
        }
    )
    values = re.findall(r"<vt:lpwstr>([^<]*)<", properties)
    assert values[:2] == ["a1", "7"]
    assert all(re.fullmatch("[0-9a-f]{16}", value) for value in values[2:])


def test_the_file_for_submission_has_nothing_of_ours(full: Answers) -> None:
    with zipfile.ZipFile(io.BytesIO(printed(full, origin=None))) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    assert not [name for name in parts if re.search("custom|comments|people|docVars", name, re.IGNORECASE)]
    for content in parts.values():
        assert not re.search(
            "bookmark|shenbao|sb_|w:vanish|w:sdt|docVar|w:ins |w:del |customXml", content, re.IGNORECASE
        )


@pytest.mark.parametrize("form", ["research-project", "training-signup"])
def test_nor_has_it_what_a_template_hides(form: str) -> None:
    """What the program has left there with which it was made."""
    template = FORMS / form / "2025" / "template.docx"
    assert any(name.startswith("customXml") for name in zipfile.ZipFile(template).namelist())
    one = form_registry.read(FORMS, examples=True)[f"{form}/2025"]
    file = io.BytesIO()
    write(template, context(one.form, Answers(), mode="blank"), file)
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not [name for name, content in parts.items() if b"customXml" in content or "customXml" in name]
    assert not [name for name in parts if "thumbnail" in name]
    for name, content in parts.items():  # no part names one that is not there
        for target in re.findall(rb'PartName="/([^"]+)"', content):
            assert target.decode() in parts, name
    docx.Document(file)


def test_properties_that_a_template_has_stay_and_stand_in_one_part() -> None:
    own = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property pid="2"'
        ' fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" name="Office">'
        "<vt:lpwstr>三科</vt:lpwstr></property></Properties>"
    )
    template, file = docx.Document(), io.BytesIO()
    template.add_paragraph("{{ name }}")
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    custom = Part(PackURI("/docProps/custom.xml"), kind, own.encode(), template.part.package)
    template.part.package.relate_to(custom, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    template.save(file)
    made = io.BytesIO()
    write(file.getvalue(), {"name": Answered("甲", "sb_1")}, made, Origin("a1", 7))
    with zipfile.ZipFile(made) as package:
        assert package.namelist().count("docProps/custom.xml") == 1
        assert package.read("_rels/.rels").count(b"custom-properties") == 1
        named = {
            one.get("name"): "".join(one.itertext()) for one in etree.fromstring(package.read("docProps/custom.xml"))
        }
    assert (named["Office"], named["shenbao_change"]) == ("三科", "7")


def test_the_margins_of_our_own_documents_are_not_told_as_left_out() -> None:
    assert dict(open_word(printed(answers(), "draft")).left_out) == {}
    assert dict(open_word(printed(answers(), "draft", None)).left_out) == {"margin": 1}
