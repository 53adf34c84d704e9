"""A draft of the official form of 2023: gaps, their marks, and the list of what is missing."""

from documents import BASIC, CLIENTS, DAY, FORM, answers, between, cells, example, lines, made, with_values, without
from docx.document import Document as Doc
from docx.oxml.ns import qn

from dialogs.application.application import Answers
from dialogs.application.checks import findings
from dialogs.application.gaps import gaps


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
    assert cells(document.tables[BASIC].rows[5])[1] == "【待填写：传真】"
    assert cells(document.tables[BASIC].rows[6])[1].startswith("【待填写：单位性质】\n□")
    assert cells(document.tables[CLIENTS].rows[2])[4] == "clients-mobilec1答\n【待填写：邮箱】"
    assert between(texts, "（三）组织保障", "附：网络安全保险服务方案") == ["【待填写：（三）组织保障】"]
    assert texts.count("【待填写：保费及保额】") == 1
    assert texts.count("【待填写：真实性承诺】") == texts.count("【待填写：申报主体责任声明】") == 1
    assert texts.count("【待填写：单位名称】") == 2  # in the table, above the signature
    assert texts.count("单位（盖章）【待填写：单位名称】") == 1
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


def partial() -> Answers:
    full = without(answers(), "fax", "approach", "capital")
    gone = {("clients.email", "c1"), ("premium", "p1"), ("declaration", "j1")}
    return Answers({key: value for key, value in full.values.items() if key not in gone}, full.rows)


def drafted(application: Answers) -> Doc:
    return made(application, "draft", findings(FORM, application, DAY))


def highlighted(document: Doc) -> list[str]:
    runs = document.element.body.iter(qn("w:highlight"))
    assert all(mark.get(qn("w:val")) == "yellow" for mark in document.element.body.iter(qn("w:highlight")))
    return ["".join(t.text for t in mark.getparent().getparent().iter(qn("w:t"))) for mark in runs]


def test_gaps_are_highlighted_and_nothing_else() -> None:
    own = "【待填写：这是申报人自己的话】"
    assert highlighted(made(with_values(partial(), contact=own), "draft")) == [
        "【待填写：注册资本（万元）】",
        "【待填写：传真】",
        "【待填写：（一）工作思路】",
        "【待填写：邮箱】",
        "【待填写：保费及保额】",
        "【待填写：申报主体责任声明】",
    ]


def test_a_draft_begins_with_what_is_missing_by_part_and_unit() -> None:
    document = drafted(partial())
    first = between(lines(document), "尚缺内容", "网络安全保险服务试点")[1:]
    parts = [p.text for p in document.paragraphs if p.style.name == "缺项部分"]
    assert parts == [
        "一、基本情况",
        "二、试点方案",
        "附：网络安全保险服务方案（plans-namep0答）",
        "附：网络安全保险服务方案（plans-namep1答）",
        "附：申报主体责任声明（joint_units-namej1答）",
    ]
    basic = between(first, "一、基本情况", "二、试点方案")
    assert "□注册资本（万元）、传真：没填" in basic
    assert "□保费及保额：没填" in between(first, parts[3], parts[4])
    assert first[-2:] == [parts[4], "□申报主体责任声明：未确认"]


def test_what_all_rows_lack_is_said_once() -> None:
    full = answers(5, 22, 3)
    lacking = {"clients.mobile", "clients.email", "plans.contact", "roles", "declaration"}
    gone = {("clients.industry", "c4"), ("clients.industry", "c6")}
    values = {key: value for key, value in full.values.items() if key[0] not in lacking and key not in gone}
    found = [
        finding
        for finding in findings(FORM, Answers(values, full.rows), DAY)
        if finding.code in {"missing", "unagreed"}
    ]
    assert [(part.title, *part.lines) for part in gaps(FORM, full, found)] == [
        (
            "二、试点方案",
            "表1第 1—22 行 · 手机、邮箱：没填",
            "表1第 5、7 行 · 所在行业领域：没填",
            "表2第 1—3 行 · 联系人：没填",
        ),
        ("附：网络安全保险服务方案（plans-namep0答、plans-namep1答、plans-namep2答）", "角色与分工：没填"),
        (
            "附：申报主体责任声明（lead_unit答、joint_units-namej0答、joint_units-namej1答等 6 个）",
            "申报主体责任声明：未确认",
        ),
    ]


def test_page_numbers_of_a_draft_begin_after_its_cover() -> None:
    *before, rest = drafted(partial()).sections
    assert len(before) == 2  # the list, and the cover
    assert all(not "".join(p.text for p in section.footer.paragraphs).strip() for section in before)
    assert rest._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_only_a_draft_is_marked_as_one() -> None:
    application = partial()
    for mode in ("blank", "final"):
        document = made(application, mode, findings(FORM, application, DAY))
        assert {p.text for s in document.sections for p in s.header.paragraphs} == {""}
        assert highlighted(document) == []
        assert "尚缺内容" not in lines(document)
        assert len(document.sections) == 2


def test_a_draft_without_findings_has_no_page_for_them() -> None:
    assert lines(made(example(), "draft")) == lines(made(example(), "final"))
