"""The official form of 2023 as a document: what a reader reads in it."""

import io
import re

import pytest
from documents import (
    BASIC,
    CLIENTS,
    COVER,
    FORM,
    JOINT_UNITS,
    PLANS,
    PROFILE,
    TEMPLATE,
    answers,
    between,
    cells,
    example,
    lines,
    made,
    opened,
    squeezed,
    statement,
)
from docx.document import Document as Doc
from docxtpl import DocxTemplate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from places import DATA

from dialogs.answers.kinds import show
from dialogs.application.application import Answers
from dialogs.form.model import Field
from render.context import Mode, context
from render.paragraphs import paragraphs, together

OFFICIAL = (DATA / "official-form.txt").read_text(encoding="utf-8")

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


@pytest.fixture(scope="module")
def blank() -> Doc:
    return made(Answers(), "blank")


@pytest.fixture(scope="module")
def final() -> Doc:
    return made(answers(), "final")


def official_lines() -> list[str]:
    return [line for line in (squeezed(line) for line in OFFICIAL.split("\n")) if line]


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
    shown |= {"单位（盖章）": "单位（盖章）lead_unit答"}
    shown |= {"□国有控股企业□国有参股企业": "■国有控股企业□国有参股企业"}
    missing = [line for line in kept if not any(shown.get(line, line) == other for other in have)]
    assert missing == []


def test_a_finished_document_has_no_guidance_left(final: Doc) -> None:
    # The instructions on the second page speak of the paper as a whole and stay.
    text = "\n".join(lines(final))
    assert [words for words in GUIDANCE if words in text] == []
    assert "填报说明" in text


def test_the_cover(final: Doc) -> None:
    fields = [re.sub(" +", " ", "".join(cells(row))) for row in final.tables[COVER].rows]
    assert fields == [
        "方 案 名 称：plan_name答",
        "申 报 方 向：direction答",
        "牵头申报单位：lead_unit答（ 加盖单位公章 ）",
        "申 报 日 期：2023年12月20日",
        "工业和信息化部\n编制",
    ]


def test_the_basic_information(final: Doc) -> None:
    assert [cells(row) for row in final.tables[BASIC].rows] == [
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
    assert [cells(row) for row in final.tables[JOINT_UNITS].rows] == [
        ["联合申报单位", "单位名称", "单位性质", "组织机构代码/\n三证合一码"],
        ["", "joint_units-namej0答", "其他：社会团体", "joint_units-codej0答"],
        ["joint_units-namej1答", "国有控股企业", "joint_units-codej1答"],
    ]
    assert [cells(row) for row in final.tables[PROFILE].rows] == [["申报单位\n简介", "profile答一段\nprofile答二段"]]


def test_another_nature_of_the_lead_unit_is_written_on_its_line() -> None:
    values = {**answers().values, ("lead_nature", ""): "其他：外商独资企业"}
    nature = cells(made(Answers(values, answers().rows), "final").tables[BASIC].rows[6])[1]
    assert "■" not in nature
    assert nature.endswith("\n其他（请注明）： 外商独资企业\t")


def test_the_two_tables_of_the_plan(final: Doc) -> None:
    assert [cells(row) for row in final.tables[CLIENTS].rows] == [
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
    assert [cells(row) for row in final.tables[PLANS].rows][1:] == [
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
    assert [line for line in statements if line.startswith("单位")] == [f"单位（盖章）{name}" for name in names]
    listed = between(texts, "三证合一码", "申报单位")[::3]
    assert listed == (names[1:] or ["无"])


@pytest.mark.parametrize("text", ["<b>甲</b> & 乙", "{{ 丙 }} {% if %} {# #}", "镕堃喆𬭊🚀", "“引号”'\"", "]]></w:t>"])
def test_hostile_answers_read_as_they_were_typed_wherever_they_stand(text: str) -> None:
    full = answers(1, 1, 1)
    values = {
        key: value if FORM.fields[key[0]].kind in {"choice", "date", "money", "confirm"} else text
        for key, value in full.values.items()
    }
    texts = lines(made(Answers(values, full.rows), "final"))
    shown = squeezed(text)
    one = [line for line in texts if line == shown]
    basic, joint, client, plan, long_texts, annex, signed = 8, 2, 5, 5, 1 + 3, 4, 2
    assert len(one) == basic + joint + client + plan + long_texts + annex + signed
    # Three times it stands behind its label on the cover, once behind the number of the plan, twice where to seal.
    assert sum(shown in line for line in texts) == len(one) + 6


def test_the_example_application_is_in_the_document_to_the_letter() -> None:
    full = example()
    text = "\n".join(lines(made(full, "final")))
    for (field, _), value in full.values.items():
        if FORM.fields[field].kind not in {"choice", "confirm"}:
            for line in show(FORM.fields[field], value).split("\n"):
                assert squeezed(line) in text


TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=12)
NUMBERED = st.sampled_from(["（一）目标", "1. 任务", "（1）第一句。", "{{ x }}", "<w:t>", "“引”——……"])
ODD = {
    "choice": st.sampled_from(["国有企业", "其他：社会团体"]),
    "date": st.just("2023-12-20"),
    "money": st.just("5000"),
    "confirm": st.just("确认"),
    "longtext": st.lists(TYPED | NUMBERED, min_size=1, max_size=4).map("\n".join),
}


@st.composite
def applications(draw: st.DrawFn) -> Answers:
    """An application with any texts, some of them open, and a few rows."""
    full = answers(draw(st.integers(0, 2)), draw(st.integers(0, 2)), draw(st.integers(0, 2)))
    values = {}
    for key in full.values:
        field: Field = FORM.fields[key[0]]
        value = draw(st.none() | ODD.get(field.kind, TYPED))
        if value is not None:
            values[key] = value
    return Answers(values, full.rows)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(applications(), st.sampled_from(["blank", "draft", "final"]))
def test_the_text_is_what_docxtpl_itself_would_make(application: Answers, mode: Mode) -> None:
    values = context(FORM, application, mode=mode)
    theirs = DocxTemplate(TEMPLATE)
    environment = Environment(autoescape=True)
    environment.filters |= {"paragraphs": paragraphs, "together": together}
    theirs.render(values, environment)
    file = io.BytesIO()
    theirs.save(file)
    assert lines(made(application, mode)) == lines(opened(file.getvalue()))


@pytest.mark.parametrize("row", ["", "j1"])
def test_the_statement_of_one_unit_alone_reads_as_in_the_whole_document(row: str, final: Doc) -> None:
    seal = f"单位（盖章）joint_units-name{row}答" if row else "单位（盖章）lead_unit答"
    whole = lines(final)
    start = whole.index(seal)
    begins = max(at for at, line in enumerate(whole[:start]) if line == "附")
    alone = lines(opened(statement(answers(), row)))
    assert alone == whole[begins : start + 2]
    assert alone[-3:] == ["法定代表人：", seal, "年月日"]


def test_a_statement_that_no_unit_gives_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody"):
        statement(answers(), "nobody")
