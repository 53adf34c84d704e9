"""The official form of 2023 as a document, read back as a reader reads it."""

import io
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate

from dialogs.application import Answers
from dialogs.form import Field
from dialogs.kinds import Accepted, parse, show
from dialogs.load import load
from render.context import Mode, context
from render.docx import render

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "forms" / "netsec-insurance-pilot" / "2023"
TEMPLATE = FOLDER / "template.docx"
FORM = load((FOLDER / "form.toml").read_text(encoding="utf-8"))
OFFICIAL = (Path(__file__).parent / "data" / "official-form.txt").read_text(encoding="utf-8")

# What the official form says to the one who fills it in, and what a finished document no longer says.
GUIDANCE = [
    "自行添加行",
    "不超过400字",
    "自行调整",
    "不少于3000字",
    "包括但不限于",
    "请填下表",
    "企业类、产品服务类）",
    "如电信和互联网",
    "不少于5000字",
    "......",
    "【待填写",
    "草稿",
]


def answers(joint: int = 2, clients: int = 3, plans: int = 2) -> Answers:
    """A complete application in which every answer is another text, as parse would have given it."""
    rows = {
        "joint_units": [f"j{n}" for n in range(joint)],
        "clients": [f"c{n}" for n in range(clients)],
        "plans": [f"p{n}" for n in range(plans)],
    }
    values = {}
    for section in FORM.sections:
        for table in section.tables:
            values |= {(c.id, row): answer(c, row) for c in table.columns for row in rows[table.id]}
        instances = Answers({}, rows).instances(FORM, section)
        values |= {(field.id, row): answer(field, row) for field in section.fields for row in instances}
    return Answers(values, rows)


def answer(field: Field, row: str) -> str:
    text = f"{field.id.replace('.', '-')}{row}答"
    if field.kind == "choice" and field.other:
        return "其他：社会团体" if row == "j0" else "国有控股企业"
    by_kind = {
        "date": "2023-12-20",
        "money": "5000",
        "confirm": "确认",
        "longtext": f"{text}一段\n{text}二段",
    }
    return by_kind.get(field.kind, text)


def made(values: Answers, mode: Mode) -> Doc:
    return Document(io.BytesIO(render(TEMPLATE, context(FORM, values, mode=mode))))


@pytest.fixture(scope="module")
def blank() -> Doc:
    return made(Answers(), "blank")


@pytest.fixture(scope="module")
def final() -> Doc:
    return made(answers(), "final")


def cells(row: _Row) -> list[str]:
    """What stands in a row, a merged cell once and only in its first row."""
    return ["\n".join(p.text for p in cell.paragraphs) for cell in own_cells(row)]


def own_cells(row: _Row) -> Iterator[_Cell]:
    seen: list[object] = []
    for tc in row._tr.tc_lst:
        cell = next(cell for cell in row.cells if cell._tc is tc) if tc.vMerge != "continue" else None
        if cell is not None and cell._tc not in seen:
            seen.append(cell._tc)
            yield cell


def lines(document: Doc) -> list[str]:
    """All text of the body line by line in the order of reading, white space aside, without empty lines."""
    texts: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            texts.append(item.text)
        else:
            texts += [text for row in item.rows for text in cells(row)]
    squeezed = (re.sub(r"\s", "", line) for text in texts for line in text.split("\n"))
    return [line for line in squeezed if line]


def official_lines() -> list[str]:
    return [line for line in (re.sub(r"\s", "", line) for line in OFFICIAL.split("\n")) if line]


def between(texts: list[str], start: str, end: str | None) -> list[str]:
    first = texts.index(start) + 1
    return texts[first : texts.index(end, first) if end else None]


def heads(document: Doc, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def test_the_blank_form_is_the_official_form_line_by_line(blank: Doc) -> None:
    assert lines(blank) == official_lines()


def test_a_finished_document_has_every_fixed_line_of_the_official_form_but_the_guidance(final: Doc) -> None:
    numbers = {str(number) for number in range(1, 14)} | {"...", "......"}
    kept = [line for line in official_lines() if line not in numbers and not any(g in line for g in GUIDANCE)]
    have = iter(lines(final))
    shown = {
        "申报日期：年月日": "申报日期：2023年12月20日",
        "牵头申报单位：（加盖单位公章）": "牵头申报单位：lead_unit答（加盖单位公章）",
    }
    shown |= {
        f"{label}：": f"{label}：{field}答" for label, field in [("方案名称", "plan_name"), ("申报方向", "direction")]
    }
    shown |= {"□国有控股企业□国有参股企业": "■国有控股企业□国有参股企业"}
    missing = [line for line in kept if not any(shown.get(line, line) == other for other in have)]
    assert missing == []


def test_a_finished_document_has_no_guidance_left(final: Doc) -> None:
    # The instructions on the second page speak of the paper as a whole and stay.
    text = "\n".join(lines(final))
    assert [words for words in GUIDANCE if words in text] == []
    assert "填报说明" in text


def test_the_cover(final: Doc) -> None:
    fields = [re.sub(r"[ \t]+", " ", p.text).strip() for p in final.paragraphs if p.style.name == "封面填写栏"]
    assert fields == [
        "方 案 名 称： plan_name答",
        "申 报 方 向： direction答",
        "牵头申报单位： lead_unit答（ 加盖单位公章 ）",
        "申 报 日 期： 2023年12月20日",
    ]


def test_the_basic_information(final: Doc) -> None:
    rows = [cells(row) for row in final.tables[0].rows]
    assert rows[:7] == [
        ["牵头单位\n（全称）", "lead_unit答"],
        ["所在地区", "region答"],
        ["组织机构代码/三证合一码", "lead_code答", "成立时间", "2023年12月20日"],
        ["通讯地址", "address答", "注册资本\n（万元）", "5000"],
        ["联系人", "contact答", "联系电话", "phone答"],
        ["传真", "fax答", "邮箱", "email答"],
        [
            "单位性质",
            "□事业单位  □国有企业  □民营企业  □合资企业\n■国有控股企业  □国有参股企业\n其他（请注明）： \t",
        ],
    ]
    assert rows[7:11] == [
        ["联合申报单位", "单位名称", "单位性质", "组织机构代码/\n三证合一码"],
        ["joint_units-namej0答", "其他：社会团体", "joint_units-codej0答"],
        ["joint_units-namej1答", "国有控股企业", "joint_units-codej1答"],
        ["申报单位\n简介", "profile答一段\nprofile答二段"],
    ]


def test_another_nature_of_the_lead_unit_is_written_on_its_line() -> None:
    values = {**answers().values, ("lead_nature", ""): "其他：外商独资企业"}
    nature = cells(made(Answers(values, answers().rows), "final").tables[0].rows[6])[1]
    assert "■" not in nature
    assert nature.endswith("\n其他（请注明）： 外商独资企业\t")


def test_the_two_tables_of_the_plan(final: Doc) -> None:
    assert [cells(row) for row in final.tables[1].rows] == [
        ["序号", "企业名称", "所在行业领域", "联系人", "联系方式\n（手机与邮箱）"],
        *(
            [
                str(n + 1),
                f"clients-companyc{n}答",
                f"clients-industryc{n}答",
                f"clients-contactc{n}答",
                f"clients-mobilec{n}答\nclients-emailc{n}答",
            ]
            for n in range(3)
        ),
    ]
    assert [cells(row) for row in final.tables[2].rows][1:] == [
        [
            str(n + 1),
            f"plans-namep{n}答",
            f"plans-typep{n}答",
            f"plans-industryp{n}答",
            f"plans-contactp{n}答",
            f"plans-mobilep{n}答\nplans-emailp{n}答",
        ]
        for n in range(2)
    ]


def test_the_long_texts_stand_under_their_headings(final: Doc) -> None:
    texts = lines(final)
    assert between(texts, "（一）工作思路", "（二）试点安排") == ["approach答一段", "approach答二段"]
    assert between(texts, "（二）试点安排", "表1服务对象基本情况") == [
        "arrangement答一段",
        "arrangement答二段",
    ]
    assert between(texts, "（三）组织保障", "附：网络安全保险服务方案") == ["support答一段", "support答二段"]


def test_an_annex_for_every_plan_in_order(final: Doc) -> None:
    text = between(lines(final), "（三）组织保障", "附")
    parts = " ".join(text).split("附：网络安全保险服务方案")[1:]
    ids = ["roles", "process", "security", "premium"]
    for n, part in enumerate(parts):
        label, *answered = [word for word in part.split() if "答" in word]
        assert label == f"方案{n + 1}：plans-namep{n}答"
        assert answered == [f"{i}p{n}答{x}段" for i in ids for x in "一二"]
    assert len(parts) == 2


@pytest.mark.parametrize("joint", [0, 1, 40])
def test_every_unit_has_its_row_its_signatures_and_its_statement(joint: int) -> None:
    document = made(answers(joint), "final")
    texts = lines(document)
    names = ["lead_unit答", *(f"joint_units-namej{n}答" for n in range(joint))]
    seals = ["牵头申报单位公章：", *["联合申报单位公章："] * joint]
    promise = between(texts, "真实性承诺", "二、试点方案")[1:]
    assert promise == [
        line for name, seal in zip(names, seals, strict=True) for line in (name, "法定代表人签章：", seal, "年月日")
    ]
    statements = texts[texts.index("附") :]
    assert statements.count("申报主体责任声明") == statements.count("法定代表人：") == joint + 1
    assert [line for line in statements if line in names] == names
    listed = between(texts, "三证合一码", "申报单位")[::3]
    assert listed == (names[1:] or ["无"])


def test_a_draft_shows_what_is_missing_in_its_place() -> None:
    values = {k: v for k, v in answers().values.items() if k[0] not in {"fax", "support", "lead_nature", "truth"}}
    for key in [
        ("clients.email", "c1"),
        ("premium", "p1"),
        ("declaration", "j1"),
        ("joint_units.name", "j0"),
    ]:
        del values[key]
    document = made(Answers(values, answers().rows), "draft")
    texts = lines(document)
    assert cells(document.tables[0].rows[5])[1] == "【待填写：传真】"
    assert cells(document.tables[0].rows[6])[1].startswith("【待填写：单位性质】\n□")
    assert cells(document.tables[1].rows[2])[4] == "clients-mobilec1答\n【待填写：邮箱】"
    assert between(texts, "（三）组织保障", "附：网络安全保险服务方案") == ["【待填写：（三）组织保障】"]
    assert texts.count("【待填写：保费及保额】") == 1
    assert texts.count("【待填写：真实性承诺】") == texts.count("【待填写：申报主体责任声明】") == 1
    assert texts.count("【待填写：单位名称】") == 3  # in the table, above the signature, in the statement
    assert next(p.text for s in document.sections for p in s.header.paragraphs).startswith("草稿")


def test_a_draft_of_nothing_shows_every_part_once() -> None:
    texts = lines(made(Answers(), "draft"))
    for line in (
        "附：网络安全保险服务方案",
        "申报主体责任声明",
        "牵头申报单位公章：",
        "方案1：【待填写：方案名称】",
    ):
        assert texts.count(line) == 1
    assert "联合申报单位公章：" not in texts
    assert "无" not in texts


def test_only_a_draft_is_marked_as_one(blank: Doc, final: Doc) -> None:
    for document in (blank, final):
        assert {p.text for s in document.sections for p in s.header.paragraphs} == {""}


@pytest.mark.parametrize("text", ["<b>甲</b> & 乙", "{{ 丙 }} {% if %} {# #}", "镕堃喆𬭊🚀", "“引号”'\"", "]]></w:t>"])
def test_hostile_answers_read_as_they_were_typed_wherever_they_stand(text: str) -> None:
    full = answers(1, 1, 1)
    values = {
        key: value if FORM.fields[key[0]].kind in {"choice", "date", "money", "confirm"} else text
        for key, value in full.values.items()
    }
    texts = lines(made(Answers(values, full.rows), "final"))
    squeezed = re.sub(r"\s", "", text)
    one = [line for line in texts if line == squeezed]
    basic, joint, client, plan, long_texts, annex, signed, stated = 8, 2, 5, 5, 1 + 3, 4, 2, 2
    assert len(one) == basic + joint + client + plan + long_texts + annex + signed + stated
    # Three times it stands behind its label on the cover, and once behind the number of the plan.
    assert sum(squeezed in line for line in texts) == len(one) + 4


def test_ten_thousand_rows() -> None:
    table = made(answers(0, 10_000, 1), "final").tables[1]
    assert len(table._tbl.tr_lst) == 10_001
    last = table._tbl.tr_lst[-1].tc_lst
    assert [[p.text for p in tc.p_lst] for tc in last[:2]] == [["10000"], ["clients-companyc9999答"]]


def test_page_and_type_are_as_the_instructions_want_them(final: Doc) -> None:
    for section in final.sections:
        assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=Mm(0.1))
    body, one, two = (final.styles[name] for name in ("Body Text", "Heading 1", "Heading 2"))
    defaults = final.styles.element.find(qn("w:docDefaults"))
    fonts = next(defaults.iter(qn("w:rFonts")))
    assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert next(defaults.iter(qn("w:sz"))).get(qn("w:val")) == "28"
    assert next(defaults.iter(qn("w:spacing"))).get(qn("w:line")) == "360"
    assert next(defaults.iter(qn("w:jc"))).get(qn("w:val")) == "both"
    assert body.element.find(qn("w:rPr")) is None
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert east_asia(one) == "黑体"
    assert one.font.size == Pt(16)
    assert east_asia(two) == "楷体_GB2312"
    assert two.font.bold
    assert two.font.size is None  # as the body


def east_asia(style: object) -> str:
    return style.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))


def test_the_navigation_pane_shows_the_parts(final: Doc) -> None:
    annex, statement = "附：网络安全保险服务方案", "申报主体责任声明"
    assert heads(final, "Heading 1") == [
        "填 报 说 明",
        "一、基本情况",
        "二、试点方案",
        annex,
        annex,
        *[statement] * 3,
    ]
    assert heads(final, "Heading 2")[:4] == [
        "（一）基本信息",
        "（一）工作思路",
        "（二）试点安排",
        "（三）组织保障",
    ]
    assert heads(final, "Heading 2")[4:] == ["方案1：plans-namep0答", "方案2：plans-namep1答"]


def test_every_annex_and_statement_begins_a_page(final: Doc) -> None:
    begins = [p.text for p in final.paragraphs if page_break_before(p)]
    annex = "附：网络安全保险服务方案"
    assert begins == ["一、基本情况", "二、试点方案", annex, annex, "附", "附", "附"]


def page_break_before(paragraph: Paragraph) -> bool:
    own = paragraph.paragraph_format.page_break_before
    return bool(paragraph.style.paragraph_format.page_break_before if own is None else own)


def test_page_numbers_begin_after_the_cover(final: Doc) -> None:
    cover, rest = final.sections
    assert [p.text.strip() for p in cover.footer.paragraphs] == [""]
    assert "PAGE" in "".join(i.text for i in rest.footer._element.iter(qn("w:instrText")))
    assert rest.start_type == WD_SECTION.NEW_PAGE
    assert rest._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


@pytest.mark.parametrize("mode", ["blank", "draft", "final"])
def test_tables_are_whole(mode: Mode) -> None:
    """Every row fills the grid, every cell holds a paragraph, and header rows are repeated on each page."""
    document = made(answers(), mode)
    assert len(document.tables) == 3
    for table in document.tables:
        width = len(table._tbl.tblGrid.gridCol_lst)
        for tr in table._tbl.tr_lst:
            assert sum(tc.grid_span for tc in tr.tc_lst) == width
            assert all(tc.p_lst for tc in tr.tc_lst)
    for table in document.tables[1:]:
        repeated = [tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for tr in table._tbl.tr_lst]
        assert repeated == [True] + [False] * (len(repeated) - 1)
        assert all(tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for tr in table._tbl.tr_lst)


def test_the_document_names_no_author_and_carries_no_theme(final: Doc) -> None:
    properties = final.core_properties
    assert (properties.title, properties.language) == (FORM.title, "zh-CN")
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    with zipfile.ZipFile(TEMPLATE) as package:
        assert not [name for name in package.namelist() if "theme" in name]
        assert b"Theme=" not in b"".join(package.read(name) for name in package.namelist())


def example() -> Answers:
    """The example application of the form's folder."""
    data = tomllib.loads((FOLDER / "example.toml").read_text(encoding="utf-8"))
    values: dict[tuple[str, str], str] = {}
    rows: dict[str, list[str]] = {}

    def put(prefix: str, row: str, part: dict[str, object]) -> None:
        for key, value in part.items():
            if isinstance(value, dict):
                put("", row, value)
            elif isinstance(value, list):
                rows[key] = [f"{key} {n}" for n in range(len(value))]
                for row_id, item in zip(rows[key], value, strict=True):
                    put(f"{key}.", row_id, item)
            else:
                parsed = parse(FORM.fields[prefix + key], str(value), date(2023, 12, 20))
                assert isinstance(parsed, Accepted), (prefix + key, parsed)
                values[prefix + key, row] = parsed.value

    put("", "", data)
    return Answers(values, rows)


def test_the_example_application_is_in_the_document_to_the_letter() -> None:
    full = example()
    text = "\n".join(lines(made(full, "final")))
    for (field, _), value in full.values.items():
        if FORM.fields[field].kind not in {"choice", "confirm"}:
            for line in show(FORM.fields[field], value).split("\n"):
                assert re.sub(r"\s", "", line) in text


@pytest.mark.parametrize("mode", ["blank", "draft", "final"])
def test_the_text_is_what_docxtpl_itself_would_make(mode: Mode) -> None:
    values = context(FORM, answers(), mode=mode)
    theirs = DocxTemplate(TEMPLATE)
    theirs.render(values, autoescape=True)
    file = io.BytesIO()
    theirs.save(file)
    assert lines(Document(io.BytesIO(render(TEMPLATE, values)))) == lines(Document(file))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed here")
@pytest.mark.parametrize("mode", ["blank", "final"])
def test_libreoffice_opens_it(mode: Mode, tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_bytes(render(TEMPLATE, context(FORM, answers(), mode=mode)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "form.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = re.sub(r"\s", "", (tmp_path / "form.txt").read_text(encoding="utf-8-sig"))
    expected = lines(made(answers(), mode))
    assert [line for line in expected if line not in text] == []
