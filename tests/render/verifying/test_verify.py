"""A template is looked through before anybody meets it: each fault with its place and mend, word for word."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

import docx
import pytest
from catalogue import agree
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from jinja2 import TemplateError
from places import DATA, FORMS

from dialogs.form.faults import Fault
from dialogs.form.load import load
from dialogs.form.model import Document, Form
from dialogs.texts import sentences
from render.verifying.filling import text_made
from render.verifying.probe import Probe
from render.verifying.template import verify

TEXT = """
id = "fair"
version = "1"
title = "集市摊位申请表"
issuer = "集市管理处"
name_field = "stall"

[[group]]
id = "head"
title = "一、摊位"
item = [
    { id = "stall", label = "摊位名称", kind = "text" },
    { id = "size", label = "大小", kind = "choice", choices = ["大摊", "小摊"], other = "其他" },
    { id = "wares", label = "卖什么", kind = "choice", choices = ["吃的", "用的"], many = true },
    { id = "rent", label = "租金（元）", kind = "money", unit = "元" },
    { id = "remark", label = "备注", kind = "text", required = false },
    { id = "story", label = "来历", kind = "longtext" },
    { id = "pledge", label = "承诺", kind = "confirm", statement = "收摊时打扫干净。" },
    { id = "helpers", title = "帮手", repeat = {}, item = [
        { id = "who", label = "姓名", kind = "person" },
        { id = "days", label = "天数", kind = "number" },
    ] },
]

[[group]]
id = "duty"
title = "二、分工"
each = "helpers"
item = [{ id = "task", label = "做什么", kind = "longtext" }]
"""
FORM = load(TEXT)
BODY = (
    "{%p if missing %}",
    "{%p for part in missing %}",
    "{{ part.title }}：{{ part.lines|join('；') }}",
    "{%p endfor %}",
    "{%p endif %}",
    "摊位名称：{{ stall }}",
    "{{ box(size, “大摊”) }}大摊 {{ box(size, '小摊') }}小摊 其他：{{ other_text(size, '其他') }}{{ gap(size) }}",
    "{{ box(wares, '吃的') }}吃的 {{ box(wares, '用的') }}用的 {{ gap(wares) }}",
    "{% if size == '大摊' %}占两格{% else %}占一格{% endif %}，租金 {{ rent }} 元",
    "{% if remark %}备注：{{ remark }}{% endif %}",
    "{{p story|paragraphs(below=1) }}",
    "{%p for part in duty %}",
    "{{ part.number }}. {{ part.row.who }}",
    "{{p part.task|paragraphs }}",
    "{%p endfor %}",
)
ROWS = ("姓名|天数", "{%tr for helper in helpers %}|", "{{ helper.who }}|{{ helper.days }}", "{%tr endfor %}|")
HEADER = "{% if draft %}草稿{% endif %}"


def made(body: tuple[str, ...] = BODY, rows: tuple[str, ...] = ROWS, header: str = HEADER) -> bytes:
    """The template with these paragraphs, rows of its one table after them, and header."""
    document, file = docx.Document(), io.BytesIO()
    for text in body:
        document.add_paragraph(text)
    table = document.add_table(0, 2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row.split("|", 1), strict=True):
            cell.text = text
    document.sections[0].header.paragraphs[0].text = header
    document.save(file)
    return file.getvalue()


def saved(document: Any) -> bytes:
    """The file of a document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed(where: str, old: str, new: str) -> dict[str, Any]:
    """The parts of the template in which `old` is replaced once; "" puts a line at the end."""
    whole: dict[str, Any] = {"body": BODY, "rows": ROWS, "header": HEADER}
    if where == "header":
        return {"header": whole["header"].replace(old, new)}
    if not old:
        return {where: (*whole[where], new)}
    lines = [line for line in whole[where] if old in line]
    assert lines, old
    at = whole[where].index(lines[0])
    put = (lines[0].replace(old, new, 1),) if new is not None else ()
    return {where: (*whole[where][:at], *put, *whole[where][at + 1 :])}


CASES: dict[str, tuple[str, str, str | None]] = {
    "an id between signs of another program": ("body", "{{ stall }}", "%stall%"),
    "an id in black brackets": ("body", "{{ stall }}", "【stall】"),
    "words in the row of a loop's begin": (
        "rows",
        "{%tr for helper in helpers %}|",
        "{%tr for helper in helpers %}|合计",
    ),
    "an answer in the row of a loop's begin": (
        "rows",
        "{%tr for helper in helpers %}|",
        "{%tr for helper in helpers %}|{{ stall }}",
    ),
    "words in the row of a loop's end": ("rows", "{%tr endfor %}|", "{%tr endfor %}|以上"),
    "a line left beside its tag": ("body", "{{ stall }}", "______{{ stall }}"),
    "a box left beside the boxes": ("body", "{{ gap(wares) }}", "□其他 {{ gap(wares) }}"),
    "a function of another program": ("body", "{{ stall }}", "{{ sum(helpers.days) }}"),
    "words in place of what is empty": ("body", "{{ remark }}", "{{ remark|default('无') }}"),
    "the title of the form": ("body", "{{ stall }}", "{{ form.title }}"),
    "two signs in place of and": ("body", "{% if remark %}", "{% if remark && stall %}"),
    "a sign in place of not": ("body", "{% if remark %}", "{% if !remark %}"),
    "and in Chinese": ("body", "{% if remark %}", "{% if remark 且 stall %}"),
    "equal in Chinese": ("body", "{% if size == '大摊' %}", "{% if size 等于 '大摊' %}"),
    "unequal as in Basic": ("body", "{% if size == '大摊' %}", "{% if size <> '大摊' %}"),
    "a choice that is true": ("body", "{% if size == '大摊' %}", "{% if size == true %}"),
    "an agreement in other words": ("body", "{% if remark %}", "{% if remark and pledge == '已确认' %}"),
    "a loop begun with another word": ("body", "{%p for part in duty %}", "{%p foreach part in duty %}"),
    "an end with a name": ("body", "{% endif %}，租金", "{% endif size %}，租金"),
    "a gap of nothing": ("body", "{{ gap(size) }}", "{{ gap() }}"),
    "a box of two choices": ("body", "{{ gap(size) }}", "{{ gap(size) }}{{ box(size, '大摊', '小摊') }}"),
    "an argument without its name": ("body", "paragraphs(below=1)", "paragraphs(1)"),
    "a width with its unit": ("body", "paragraphs(below=1)", "paragraphs(width='5cm')"),
    "a brace too many behind": ("body", "{{ stall }}", "{{ stall }}}"),
    "a brace too many before": ("body", "{{ stall }}", "{{{ stall }}"),
    "two names with a comma": ("body", "{{ stall }}", "{{ stall, rent }}"),
    "a remark that is not closed": ("body", "", "{# 说明"),
    "one of many choices compared": ("body", "{% if size == '大摊' %}", "{% if wares == '吃的' %}"),
    "a misspelt choice among many": ("body", "{% if size == '大摊' %}", "{% if '吃地' in wares %}"),
    "or with a text alone": ("body", "{% if size == '大摊' %}", "{% if size == '大摊' or '小摊' %}"),
    "a bracket of a filter that is not closed": ("body", "(below=1) }}", "(below=1 }}"),
    "an end without its name": ("rows", "{%tr endfor %}", "{%tr end %}"),
    "capitals": ("body", "{% if remark %}", "{% IF remark %}"),
    "a misspelt id": ("body", "{{ stall }}", "{{ stal }}"),
    "a label in place of an id": ("body", "{{ stall }}", "{{ 摊位名称 }}"),
    "a name that is like none": ("body", "{{ stall }}", "{{ zebra }}"),
    "a misspelt id in a header": ("header", "草稿", "{{ stal }}"),
    "a misspelt id in a branch that is rarely taken": ("body", "占两格", "{{ rentt }}"),
    "a misspelt id in a cell": ("rows", "{{ helper.days }}", "{{ helper.dayz }}"),
    "a part of a row that is not there": ("body", "{{ part.row.who }}", "{{ part.row.name }}"),
    "a misspelt condition": ("body", "{% if remark %}", "{% if remarks %}"),
    "a misspelt choice in a box": ("body", "'小摊'", "'小滩'"),
    "a misspelt other": ("body", "other_text(size, '其他')", "other_text(size, '其它')"),
    "a misspelt choice in a condition": ("body", "size == '大摊'", "size == '大滩'"),
    "a choice without a box": ("body", "{{ box(size, '小摊') }}小摊", ""),
    "a choice of many without a box": ("body", "{{ box(wares, '用的') }}用的", ""),
    "full-width braces": ("body", "{{ stall }}", "｛｛ stall ｝｝"),
    "square brackets": ("body", "{{ stall }}", "[[ stall ]]"),
    "angle brackets": ("body", "{{ stall }}", "<<stall>>"),
    "a merge field": ("body", "{{ stall }}", "«摊位»"),
    "one brace": ("body", "{{ stall }}", "{ stall }"),
    "a missing brace": ("body", "{{ stall }}", "{{ stall }"),
    "an opened brace": ("body", "{{ stall }}", "{{ stall"),
    "full-width per cent": ("body", "{% endif %}，", "{％ endif ％}，"),
    "a tag over two paragraphs": ("body", "{{ rent }} 元", "{{ rent"),
    "no loop": ("rows", "{%tr for helper in helpers %}", ""),
    "a loop that is not closed": ("rows", "{%tr endfor %}", ""),
    "a condition that is not closed": ("body", "{{ remark }}{% endif %}", "{{ remark }}"),
    "a second else": ("body", "{% else %}占一格", "{% else %}占{% else %}一格"),
    "elseif": ("body", "{% else %}占一格", "{% elseif remark %}占一格"),
    "a loop across cells": ("rows", "{{ helper.who }}|", "{% for one in helpers %}{{ helper.who }}|{% endfor %}"),
    "a table's loop within itself": (
        "rows",
        "{{ helper.days }}",
        "{{ helper.days }}{% for one in helpers %}{{ one.days }}{% endfor %}",
    ),
    "a dash that swallows paragraphs": ("body", "{% endif %}，租金", "{%- endif %}，租金"),
    "a filter before its name": ("body", "{{p story|paragraphs(below=1) }}", "{{p paragraphs(story) }}"),
    "a filter behind a dot": ("body", "{{p story|paragraphs(below=1) }}", "{{p story.paragraphs }}"),
    "the year of a name": ("body", "{{ stall }}", "{{ stall|year }}"),
    "two tags that each take the paragraph": (
        "body",
        "{{p story|paragraphs(below=1) }}",
        "{{p story|paragraphs }}" * 2,
    ),
    "choices in a text": ("body", "{% if remark %}", "{% if wares in '吃的' %}"),
    "an unseen sign": ("body", "{{ stall }}", "{{ sta\u200bll }}"),
    "a full-width name": ("body", "{{ stall }}", "{{ ｓｔａｌｌ }}"),
    "a full-width remark": ("body", "", "{＃ 说明 ＃}"),
    "an end too many": ("body", "", "{%p endif %}"),
    "a loop ended as a condition": ("rows", "{%tr endfor %}", "{%tr endif %}"),
    "an end of another sort": ("rows", "{%tr endfor %}", "{% endfor %}"),
    "a loop over a text": ("rows", "in helpers", "in stall"),
    "a loop over a misspelt table": ("rows", "in helpers", "in helper"),
    "a column without its row": ("rows", "{{ helper.who }}", "{{ who }}"),
    "a column of a table outside": ("body", "{{ stall }}", "{{ helpers.who }}"),
    "a column outside its loop": ("body", "{{ stall }}", "{{ stall }}{{ days }}"),
    "a table printed": ("body", "{{ stall }}", "{{ stall }}{{ helpers }}"),
    "an id with that of its group in a row": ("rows", "{{ helper.who }}", "{{ helper.person.who }}"),
    "the row of no loop that is there": ("rows", "{{ helper.who }}", "{{ row.who }}"),
    "a group that has no rows": ("rows", "in helpers", "in head"),
    "a group of each row within the row": ("rows", "{{ helper.who }}", "{{ helper.duty.task }}"),
    "a part that is like a function": ("rows", "{{ helper.who }}", "{{ helper.aske }}"),
    "a name that is like a word of Jinja": ("body", "{{ stall }}", "{{ falsch }}"),
    "a box of an agreement": ("body", "{{ stall }}", "{{ stall }}{{ box(pledge, '确认') }}"),
    "the other of a question without one": ("body", "{{ stall }}", "{{ stall }}{{ other_text(wares, '其他') }}"),
    "the rows of a table joined": ("body", "{{ stall }}", "{{ helpers|join('、') }}"),
    "the rows of a table joined by a part that is not there": (
        "body",
        "{{ stall }}",
        "{{ helpers|join('、', attribute='whom') }}",
    ),
    "the rows of a table as a text": ("body", "{{ stall }}", "{{ helpers|string }}"),
    "the rows of a table behind a text": ("body", "{{ stall }}", "{{ '有' ~ helpers }}"),
    "one row printed": ("rows", "{{ helper.who }}", "{{ helper }}"),
    "what a row is asked about printed": ("rows", "{{ helper.who }}", "{{ helper.asked }}"),
    "a condition printed": ("body", "{{ stall }}", "{{ draft }}"),
    "a row's tag outside a table": ("body", "{%p for part in duty %}", "{%tr for part in duty %}"),
    "a paragraph's tag with more beside it": (
        "body",
        "{{p story|paragraphs(below=1) }}",
        "来历：{{p story|paragraphs }}",
    ),
    "a long text without its filter": ("body", "{{p story|paragraphs(below=1) }}", "{{ story }}"),
    "a long text within a line": ("body", "{{p story|paragraphs(below=1) }}", "{{ story|paragraphs }}"),
    "paragraphs of a short text": ("body", "{{ rent }}", "{{p rent|paragraphs }}"),
    "an unknown filter": ("body", "story|paragraphs(below=1)", "story|paragraph"),
    "a filter's parameter": ("body", "paragraphs(below=1)", "paragraphs(level=1)"),
    "a part of a text": ("body", "{{ stall }}", "{{ stall.name }}"),
    "a function without its brackets": ("body", "{{ gap(size) }}", "{{ gap }}"),
    "no expression": ("body", "{{ stall }}", "{{ stall or }}"),
    "a name in quotes": ("body", "{{ stall }}", "{{ “stall” }}"),
    "a name in quotes in a condition": ("body", "{% if remark %}", "{% if ‘remark’ %}"),
    "a name in quotes in brackets": ("body", "gap(size)", 'gap("size")'),
    "a label in quotes": ("body", "{{ stall }}", "{{ “摊位名称” }}"),
    "a choice without quotes": ("body", "box(size, '小摊')", "box(size, 小摊)"),
    "an id without quotes": ("body", "{% if remark %}", "{% if asked(remark) %}"),
    "an id with that of its group": ("body", "{{ stall }}", "{{ head.stall }}"),
    "a condition in Chinese": ("body", "{% if remark %}", "{% 如果 remark %}"),
    "full-width percent signs": ("body", "{% if remark %}", "{％ if remark ％}"),
    "an end in two words": ("body", "{% endif %}，租金", "{% end if %}，租金"),
    "full-width brackets": ("body", "gap(size)", "gap（size）"),
    "a full-width comma": ("body", "box(size, '小摊')", "box(size， '小摊')"),
    "corner brackets around a name": ("body", "{{ stall }}", "{{ 「stall」 }}"),
    "full-width quotes around a name": ("body", "{{ stall }}", "{{ ＂stall＂ }}"),
    "a loop within one row": (
        "rows",
        "{{ helper.who }}|{{ helper.days }}",
        "{%tr if helper.who %}{{ helper.who }}|{{ helper.days }}{%tr endif %}",
    ),
    "a blank before the row": ("rows", "{%tr for helper", "{% tr for helper"),
    "a blank before the paragraph": ("body", "{{p story", "{{ p story"),
    "another condition in two words": ("body", "{% else %}", "{% else if remark %}"),
    "one sign of equality": ("body", "size == '大摊'", "size = '大摊'"),
    "a box of a choice alone": ("body", "box(size, '小摊')", "box('小摊')"),
    "a box of a text": ("body", "{{ stall }}", "{{ stall }}{{ box(stall, '小摊') }}"),
    "an answer reckoned with": ("body", "{{ rent }}", "{{ rent * 2 }}"),
    "an answer compared with a number": ("body", "{% if size == '大摊' %}", "{% if rent > 100 %}"),
    "an empty tag": ("body", "{{ stall }}", "{{ }}"),
    "a misspelt statement": ("body", "{% else %}", "{% els %}"),
    "a loop without in": ("rows", "{%tr for helper in helpers %}", "{%tr for helper helpers %}"),
    "a loop half in a table": ("body", "{%p for part in duty %}", "{% for part in duty %}"),
    "an answer that is not printed": ("body", "{{ rent }}", "……"),
    "a gap that no draft shows": ("body", "{{ gap(size) }}", ""),
    "a width in centimetres": ("body", "paragraphs(below=1)", "paragraphs(below=1, width=2.5)"),
    "a style that is not there": ("body", "paragraphs(below=1)", "paragraphs(style='StallText')"),
    "a condition that holds in a draft too": ("body", "", "{% if pledge %}■{% else %}□{% endif %}"),
}


def told(template: bytes, document: Document | None = None, form: Form = FORM) -> list[str]:
    """What is said of a template, a line each; what is only advice in brackets."""
    return said(verify(form, template, document))


def said(faults: Iterable[Fault]) -> list[str]:
    return [fault.text if fault.is_error else f"（{fault.text}）" for fault in faults]


@cache  # a template is looked through in a tenth of a second, and there are very many
def faults_of_cases() -> Mapping[str, Sequence[Fault]]:
    return {name: [*verify(FORM, made(**changed(*case)))] for name, case in CASES.items()}


def test_a_sound_template_has_no_fault() -> None:
    assert told(made()) == []


def test_other_words_may_be_printed_where_there_is_no_answer() -> None:
    assert told(made(**changed("body", "{{ stall }}", "{{ stall or '无' }}"))) == []


def test_every_fault_is_told_word_for_word(request: pytest.FixtureRequest) -> None:
    agree(request, DATA / "template-faults.txt", {name: said(faults) for name, faults in faults_of_cases().items()})


def test_every_fault_that_there_is_has_a_case() -> None:
    by_file = {"merge_field", "control", "no_word", "old_word", "locked", "unread", "deleted", "word_template"}
    by_file |= {"no_period", "no_end", "unprinted_row", "gone", "unagreed"}
    elsewhere = by_file | {"run_together", "untagged", "not_blank", "fails", "broken"}
    found = {fault.code for faults in faults_of_cases().values() for fault in faults}
    assert found | elsewhere == {code.partition(".")[2] for code in sentences() if code.startswith("template_fault.")}


@pytest.mark.parametrize("content", [b"", b"a text", b"%PDF-1.7", b"PK\x03\x04"])
def test_what_is_no_word_file_is_said(content: bytes) -> None:
    assert told(content) == ["这不是 Word 文件，或者文件已损坏。请用 Word 打开原文件，另存为 .docx。"]


def test_another_zip_is_no_word_file() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert told(file.getvalue()) == told(b"")


def test_a_password_is_to_be_taken_away() -> None:
    file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert told(file) == ["这个文件有密码。请用 Word 打开，去掉密码，再保存。"]


def test_an_old_word_file_is_to_be_saved_as_a_new_one() -> None:
    assert told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == ["这是旧的 .doc 文件。请用 Word 打开，另存为 .docx。"]


def test_a_group_within_what_is_asked_at_each_row_is_part_of_it() -> None:
    boss = '{ id = "boss", title = "负责人", item = [{ id = "chief", label = "姓名", kind = "person" }] },'
    form = load(TEXT.replace('item = [{ id = "task"', f'item = [{boss}{{ id = "task"'))
    assert [section.id for section in form.sections] == ["head", "duty"]
    assert told(made(**changed("body", "{{ part.row.who }}", "{{ part.row.who }}{{ part.chief }}")), form=form) == []


INNER = """{ id = "tools", title = "工具", repeat = {}, item = [{ id = "name", label = "名称", kind = "text" }] },"""
WITHOUT_ROWS = (
    "“姓名”“天数”的答案，在“工具”一行也没有时，文件里看不到。请为没有行的时候也写上它，写在 {%tr if not helper.tools %}"
)


@pytest.mark.parametrize(
    "between", [(), ("{%tr if not helper.tools %}|", "{{ helper.who }}|{{ helper.days }}", "{%tr endif %}|")]
)
def test_answers_that_are_gone_when_a_table_in_their_row_is_empty_are_told(between: tuple[str, ...]) -> None:
    form = load(TEXT.replace('{ id = "days"', f'{INNER}{{ id = "days"'))
    rows = (
        *("姓名|天数", "{%tr for helper in helpers %}|", "{%tr for tool in helper.tools %}|"),
        *("{{ helper.who }}|{{ helper.days }}{{ tool.name }}", "{%tr endfor %}|", *between, "{%tr endfor %}|"),
    )
    body = tuple(line.replace("{{ part.row.who }}", "") for line in BODY)
    found = told(made(body, rows), form=form)
    assert [one.startswith(f"（{WITHOUT_ROWS}") for one in found] == [True] * (not between)


@pytest.mark.parametrize("loop", ["row", "helper"])
def test_a_box_in_a_row_whose_gap_no_draft_shows_is_told_as_it_is_written_there(loop: str) -> None:
    often = '{ id = "often", label = "常来", kind = "choice", choices = ["是", "否"] },'
    form = load(TEXT.replace('{ id = "days"', f'{often}{{ id = "days"').replace("repeat = {}", 'rows = ["早", "晚"]'))
    boxes = f"{{{{ box({loop}.often, '是') }}}}{{{{ box({loop}.often, '否') }}}}"
    rows = (
        f"{{%tr for {loop} in helpers %}}|",
        f"{{{{ {loop}.who }}}}{boxes}|{{{{ {loop}.days }}}}",
        "{%tr endfor %}|",
    )
    said = f"（“常来”（helpers.often）没填时，草稿里看不出来。请在方框旁边写上 {{{{ gap({loop}.often) }}}}。）"
    assert told(made(rows=rows), form=form) == [said]
    with_gap = (rows[0], rows[1].replace("|", f"{{{{ gap({loop}.often) }}}}|"), rows[2])
    assert told(made(rows=with_gap), form=form) == []


@pytest.mark.parametrize("line", ["□ 收摊时打扫干净。", "☐收摊时 打扫干净。（请打勾）"])
def test_a_box_beside_a_statement_that_stays_empty_is_told(line: str) -> None:
    said = '“承诺”确认了，这里的方框还是空的。请把方框写成 {% if pledge == "确认" %}■{% else %}□{% endif %}。'
    assert told(made(body=(*BODY, line))) == [f"（第 16 段“{line}”：{said}）"]
    box = "{% if pledge == '确认' %}■{% else %}□{% endif %}"
    assert told(made(body=(*BODY, line.replace("□", box).replace("☐", box)))) == []


DAYS = """
id = "fair"
version = "1"
title = "集市"
issuer = "街道"
name_field = "stall"

[[group]]
id = "head"
title = "概况"
item = [
    { id = "stall", label = "摊位", kind = "text" },
    { id = "day", label = "日期", kind = "date" },
    { id = "term", label = "租期", kind = "period" },
    { id = "years", title = "历年", rows = ["2024年", "2025年"], item = [
        { id = "income", label = "收入", kind = "money" },
    ] },
]
"""
OF_DAYS = (
    *("{{ stall }}", "{{ day|year }}年{{ day|month }}月", "{{ term|begin|year }}年至{{ term|end|year }}年"),
    *("{{ years[0].income }}", "{{ years[1].income }}"),
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ day|year }}", "{{ day|begin }}", "“日期”是一个日期，没有起止，不能用 begin。请删去它。"),
        ("{{ term|begin|year }}", "{{ term|year }}", "要先写是哪一头，例如 {{ id|begin|year }}。请改正。"),
        ("{{ term|end|year }}", "{{ term|year|end }}", "要先写是哪一头，例如 {{ id|begin|year }}。请改正。"),
        ("{{ years[0].income }}", "{{ years[1].income }}", "“收入”（years.income）在“2024年”这行的答案"),
        ("{{ years[1].income }}", "{{ years[2].income }}", "“years”只有 2 行，方括号里写 0 到 1，0 是第一行。"),
        ("{{ stall }}", "{{ stall[1] }}", "一个字请写成 stall[1:2]。"),
    ],
)
def test_a_date_has_no_ends_a_period_is_taken_by_one_and_each_row_is_looked_for(old: str, new: str, said: str) -> None:
    form = load(DAYS)
    rows = ("甲|乙",)
    assert told(made(OF_DAYS, rows, ""), form=form) == []
    (found,) = told(made(tuple(line.replace(old, new) for line in OF_DAYS), rows, ""), form=form)
    assert said in found


def test_a_style_of_word_under_another_id_is_there() -> None:
    document = docx.Document(io.BytesIO(made()))
    document.styles["Body Text"].element.set(qn("w:styleId"), "a3")
    assert told(saved(document)) == []


@pytest.mark.parametrize("kind", [b"wordprocessingml.template.main", b"ms-word.document.macroEnabled.main"])
def test_a_file_of_another_sort_under_the_name_of_a_document_is_said(kind: bytes) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made())) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"wordprocessingml.document.main", kind))
    (said,) = told(file.getvalue())
    assert said.startswith("这是 Word 模板（.dotx）或带宏的文件（.docm），只改了名字")


@pytest.mark.parametrize(("part", "place"), [("footnotes", "脚注"), ("endnotes", "尾注"), ("comments", "批注")])
def test_a_tag_where_none_is_replaced_is_said(part: str, place: str) -> None:
    file = io.BytesIO(made())
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = f"<w:{part} {space}><w:p><w:r><w:t>{{{{ stall }}}}</w:t></w:r></w:p></w:{part}>"
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(f"word/{part}.xml", note)
    assert told(file.getvalue()) == [
        f"{place}“{{{{ stall }}}}”：脚注、尾注和批注里的标记不会被替换。请把标记移到正文里。"
    ]


def test_a_tag_that_was_deleted_while_changes_were_tracked_is_said() -> None:
    document = docx.Document(io.BytesIO(made()))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deleted = f"<w:del {space}><w:r><w:delText>{{{{ old }}}}</w:delText></w:r></w:del>"
    document.paragraphs[5]._p.append(parse_xml(deleted))
    file = io.BytesIO()
    document.save(file)
    (said,) = told(file.getvalue())
    assert said.startswith("第 6 段“摊位名称：{{ stall }}”：这里有用修订删去的标记，它还在文件里。")


def test_a_condition_around_half_of_a_table_is_said() -> None:
    (said,) = told(made(body=(*BODY, "{% if remark %}"), rows=("{% endif %}|", *ROWS)))
    assert said.startswith("第 1 个表格第 1 行第 1 格“{% endif %}”：")
    assert "（第 16 段“{% if remark %}”）不在同一格里" in said


@pytest.mark.parametrize(
    "tag",
    ["{{ rent|round }}", "{{ 1 / 0 }}", "{{ range(10**9)|list }}", "{{ stall[0] }}", "{{ helpers[0].who }}"],
)
def test_what_fails_only_when_it_is_filled_in_is_said_with_its_place(tag: str) -> None:
    (said,) = told(made(body=(*BODY, tag)))
    assert said.startswith(f"第 16 段“{tag[:24]}”：照着填会出错：“{tag}”")
    assert not re.search("round|division|Range", said.replace(tag, "")), "the library's own words are English"


ROWS_AS_TEXT = (
    *("helpers|list|string", "helpers|first", "helpers[0]|string", "[helpers]|string", "'%s'|format(helpers)"),
    *("'%s' % helpers", "helpers|map('string')|join", "helpers|groupby('who')|list", "helpers|batch(2)|join"),
    *("(helpers[0].asked,)|join", "helpers|tojson", "helpers|pprint", "helpers[0]|xmlattr", "remark or helpers"),
    *("helpers|upper", "duty[0].row", "duty|map(attribute='row')|join", "story|string", "story", "missing|string"),
    *("loop", "range(3)", "stall|list", "wares == '吃的'", "none", "helpers|map(attribute='who')|list"),
    *("helpers|replace('a', 'b')", "stall|replace('a', helpers)", "document", "helpers|map(attribute='who')"),
)


@pytest.mark.parametrize("tag", ROWS_AS_TEXT)
def test_what_is_no_text_comes_into_no_document_by_whatever_way(tag: str) -> None:
    found = verify(FORM, made(body=(*BODY, f"{{{{ {tag} }}}}")))
    assert [one.is_error for one in found] == [True]
    assert tag.split("|", maxsplit=1)[0] in found[0].text


@pytest.mark.parametrize("tag", [one for one in ROWS_AS_TEXT if one not in ("loop", "remark or helpers")])
def test_a_document_with_what_is_no_text_is_not_made(tag: str) -> None:
    with pytest.raises((TypeError, TemplateError, LookupError)):
        text_made(made((f"{{{{ {tag} }}}}",)), Probe(FORM).full())


@pytest.mark.parametrize(
    "tag",
    [
        *("helpers|join('、', attribute='who')", "helpers|map(attribute='who')|join('、')", "helpers|length"),
        *("helpers|sort(attribute='who')|join('、', 'who')", "duty|join('、', attribute='row.who')", "story|join"),
        *("(helpers|first).who if helpers else ''", "stall|upper", "missing|length"),
    ],
)
def test_what_is_a_text_of_rows_is_no_fault(tag: str) -> None:
    assert told(made(body=(*BODY, f"{{{{ {tag} }}}}"))) == []


@pytest.mark.parametrize(
    ("condition", "between", "count"),
    [("remark", (), 1), ("blank or remark", (), 0), ("remark", ("{%p else %}", "没有备注"), 0)],
)
def test_a_line_of_the_form_that_the_blank_one_lacks_is_said(
    condition: str, between: tuple[str, ...], count: int
) -> None:
    lines = (f"{{%p if {condition} %}}", "受理意见：", *between, "{%p endif %}")
    said = "（第 17 段“受理意见：”：空白表里没有这一行，填了才有。空白表也要有的，请把条件改成 if blank or …。）"
    assert told(made(body=(*BODY, *lines))) == [said] * count


@pytest.mark.parametrize("between", [True, False])
def test_a_table_alone_in_a_loop_is_said(between: bool) -> None:  # noqa: FBT001 - whether an empty line is there
    document = docx.Document(io.BytesIO(made()))
    table = document.tables[0]._tbl
    table.addprevious(document.add_paragraph("{%p for one in duty %}")._p)
    table.addnext(document.add_paragraph("{%p endfor %}")._p)
    if between:
        table.addnext(document.add_paragraph()._p)
    file = io.BytesIO()
    document.save(file)
    said = "填几行时，前后两张这样的表格之间什么也没有，会连成一张。请在表格后面、{%p endfor %} 前面留一个空行。"
    assert told(file.getvalue()) == [f"（第 1 个表格：{said}）"] * (not between)


@pytest.mark.parametrize("tags", ["if remark %}|endif", "for one in duty %}|endfor"])
@pytest.mark.parametrize("between", [True, False])
def test_two_tables_with_nothing_between_but_what_may_be_gone_are_said(tags: str, between: bool) -> None:  # noqa: FBT001
    document = docx.Document(io.BytesIO(made()))
    table = document.tables[0]._tbl
    begin, end = tags.split("|")
    table.addnext(deepcopy(table))
    for line in reversed([f"{{%p {begin}", "{{ remark }}", f"{{%p {end} %}}", *[""] * between]):
        table.addnext(document.add_paragraph(line)._p)
    said = "有时紧接着第 1 个表格，中间什么也没有，两张会连成一张。请在它们之间留一个空行，写在条件和循环的外面。"
    assert told(saved(document)) == [f"（第 2 个表格：{said}）"] * (not between)


def test_two_tables_that_stand_together_in_the_template_are_meant_so() -> None:
    document = docx.Document(io.BytesIO(made()))
    document.tables[0]._tbl.addnext(deepcopy(document.tables[0]._tbl))
    assert told(saved(document)) == []


def test_a_blank_form_is_no_template() -> None:
    said = (
        "这个 Word 文件里没有用到一道题，答案哪儿也不会出现，多半还是空白的官方表。"
        "请在要填的地方写上标记，例如 {{ name }}，name 是 form.toml 里的 id。"
    )
    assert told(made(("集市摊位申请表", "摊位名称："), ("姓名|天数",))) == [f"（{said}）"]


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BEGIN = f'<w:r {WORD}><w:fldChar w:fldCharType="begin"/></w:r>'
END = f'<w:r {WORD}><w:fldChar w:fldCharType="end"/></w:r>'
BOX = "http://schemas.microsoft.com/office/word/2010/wordml"
CONTROL = "这里有 Word 的控件（点选的方框、下拉框、灰底的空），填好的文件里还是空的。要填的，请删去它，在原处写标记。"


def with_field(*xml: str) -> bytes:
    """The template with this in a paragraph at its end."""
    document = docx.Document(io.BytesIO(made()))
    paragraph = document.add_paragraph("办公室：")
    for one in xml:
        paragraph._p.append(parse_xml(one))
    return saved(document)


@pytest.mark.parametrize(
    "xml",
    [
        (
            BEGIN,
            f"<w:r {WORD}><w:instrText> MERGE</w:instrText></w:r>",
            f"<w:r {WORD}><w:instrText>FIELD stall </w:instrText></w:r>",
            END,
        ),
        (f'<w:fldSimple {WORD} w:instr=" MERGEFIELD &quot;stall&quot; \\* MERGEFORMAT "/>',),
    ],
)
def test_a_merge_field_is_told_by_its_code(xml: tuple[str, ...]) -> None:
    said = "这里有邮件合并的域“stall”，不会换成答案。请删去它，写上标记，例如 {{ name }}，name 是 form.toml 里的 id。"
    assert told(with_field(*xml)) == [f"第 16 段“办公室：”：{said}"]


@pytest.mark.parametrize(
    ("xml", "is_said"),
    [
        (f"{BEGIN[:-6]}<w:instrText> FORMCHECKBOX </w:instrText></w:r>", True),
        (f"<w:r {WORD}><w:instrText> PAGE </w:instrText></w:r>", False),
        (f"<w:sdt {WORD}><w:sdtPr><w14:checkbox xmlns:w14='{BOX}'/></w:sdtPr><w:sdtContent/></w:sdt>", True),
        (f"<w:sdt {WORD}><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent/></w:sdt>", True),
        (f"<w:sdt {WORD}><w:sdtPr><w:text/></w:sdtPr><w:sdtContent/></w:sdt>", False),
    ],
)
def test_what_word_itself_would_have_filled_in_is_told(xml: str, is_said: bool) -> None:  # noqa: FBT001
    assert told(with_field(xml)) == [f"（第 16 段“办公室：”：{CONTROL}）"] * is_said


def test_a_part_for_each_row_that_the_form_has_fixed_is_in_the_blank_form_too() -> None:
    form = load(TEXT.replace("repeat = {}", 'rows = ["进货", "看摊"]'))
    body = tuple(line.replace("{{ part.row.who }}", "{{ part.row.title }}：{{ part.row.who }}") for line in BODY)
    template = made(body=body)
    assert [one.text for one in verify(form, template) if one.is_error] == []
    shown = text_made(template, Probe(form).empty("blank"))
    assert "1. 进货" in shown
    assert "2. 看摊" in shown


def test_an_agreement_that_is_compared_is_no_fault() -> None:
    assert told(made(body=(*BODY, "{% if pledge == '确认' %}■{% else %}□{% endif %}"))) == []


def test_an_answer_that_is_cut_to_pieces_is_no_mark() -> None:
    assert told(made(body=(*BODY, "{{ wares|join('、') }}"))) == []


def test_a_tag_that_word_has_cut_into_pieces_is_whole() -> None:
    document = docx.Document(io.BytesIO(made()))
    paragraph = next(one for one in document.paragraphs if one.text.startswith("摊位名称"))
    paragraph.clear()
    for piece in ("摊位名称：{", "{ st", "all }", "}"):
        paragraph.add_run(piece).bold = len(piece) % 2 == 0
    file = io.BytesIO()
    document.save(file)
    assert told(file.getvalue()) == []


def test_the_forms_that_are_shipped_are_sound() -> None:
    for folder in FORMS.glob("*/*"):
        form = load((folder / "form.toml").read_text("utf-8"))
        assert told((folder / "template.docx").read_bytes(), form=form) == []
        for document in form.documents:
            assert told((folder / document.template).read_bytes(), document, form) == []


def test_a_part_alone_has_that_part_besides() -> None:
    slip = Document(id="slip", title="分工单", template="slip.docx", group="duty")
    assert told(made(("{{ only.row.who }}", "{{p only.task|paragraphs }}"), rows=()), slip) == []
    assert told(made(("{{ only.who }}",), rows=()), slip) == [
        "第 1 段“{{ only.who }}”：“only”里没有“who”。里面有：number、task、row。"
    ]


def test_what_only_steers_which_questions_are_asked_need_not_be_printed() -> None:
    steered = load(TEXT.replace('label = "来历",', """label = "来历", when = 'rent > 100',"""))
    unprinted = made(**changed("body", "{{ rent }}", "……"))
    assert told(unprinted) != []
    assert told(unprinted, form=steered) == []
