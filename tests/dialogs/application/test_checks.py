"""The formal check: what it finds in the example application after one thing in it was changed."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from answered import EXAMPLE, FORM, TODAY, answered
from harness import SMALL

from dialogs.application.application import OLD, Answers, Step
from dialogs.application.checks import findings
from dialogs.application.finding import SORTS, Finding
from dialogs.application.form_checks import disagreements
from dialogs.application.on_paper import on_paper
from dialogs.application.rules import advice
from dialogs.form.load import load
from dialogs.form.model import Form
from dialogs.form.rules import Check
from dialogs.texts import sentences

Change = Callable[[dict[str, Any]], object]
PLAN = EXAMPLE["plans"][1]["name"]
LEAD_UNIT = EXAMPLE["lead_unit"]


def found(answers: Answers) -> list[Finding]:
    return [
        *findings(FORM, answers, TODAY),
        *advice(FORM, answers),
        *disagreements(FORM, answers),
        *on_paper(FORM, answers),
    ]


def changed(change: Change) -> list[Finding]:
    given = deepcopy(EXAMPLE)
    change(given)
    return found(answered(FORM, given))


def test_the_example_has_nothing_to_mend() -> None:
    assert found(answered(FORM, EXAMPLE)) == []


def test_an_empty_application_lacks_every_question_once() -> None:
    missing = found(Answers())
    assert all(finding.blocking for finding in missing)
    assert len({finding.step for finding in missing}) == len(missing)
    plain = {f.id for s in FORM.sections if s.each in ("", "units") for f in s.fields}
    assert {finding.step.item for finding in missing} == plain | {"joint_units", "clients", "plans", "plan"}


BLOCKING: list[tuple[str, Change, str, Step]] = [
    ("missing", lambda a: a.pop("fax"), "一、基本情况 · 传真：没填", Step(item="fax")),
    (
        "missing",
        lambda a: a["plans"][1]["annex"].update(
            process=EXAMPLE["plans"][1]["annex"]["process"] + a["plans"][1]["annex"].pop("roles")
        ),
        f"附：网络安全保险服务方案（{PLAN}） · 角色与分工：没填",
        Step(item="roles", row="plans 2"),
    ),
    (
        "short",
        lambda a: a["plans"][1]["annex"].update(process="太短"),
        f"附：网络安全保险服务方案（{PLAN}）：汉字还差",
        Step(item="annex", row="plans 2"),
    ),
    ("short", lambda a: a.update(approach="短"), "二、试点方案：汉字还差", Step(item="plan")),
    (
        "unagreed",
        lambda a: a["joint_units"][0].pop("statement"),
        f"附：申报主体责任声明（{EXAMPLE['joint_units'][0]['name']}） · 申报主体责任声明：未确认",
        Step(item="declaration", row="joint_units 1"),
    ),
    ("few_rows", lambda a: a.update(clients=[]), "表1 服务对象基本情况：至少要有 1 行", Step(item="clients")),
    (
        "unit_twice",
        lambda a: a["joint_units"][1].update(name=LEAD_UNIT),
        f"联合申报单位第 2 行：“{LEAD_UNIT}”与牵头单位是同一家单位，请删去一处",
        Step(item="joint_units.name", row="joint_units 2"),
    ),
    (
        "unit_differs",
        lambda a: a["joint_units"][1].update(name=f"{LEAD_UNIT[:2]} {LEAD_UNIT[2:]}"),
        f"与牵头单位的“{LEAD_UNIT}”只差标点或空格",
        Step(item="joint_units.name", row="joint_units 2"),
    ),
]

ADVICE: list[tuple[str, Change, str, Step]] = [
    (
        "double",
        lambda a: a["plans"][2].update(name=a["plans"][0]["name"]),
        f"表2 服务方案基本情况第 3 行：“{EXAMPLE['plans'][0]['name']}”与第 1 行同名",
        Step(item="plans.name", row="plans 3"),
    ),
    (
        "double",
        lambda a: a["clients"][1].update(company=f"{a['clients'][0]['company'][:2]} {a['clients'][0]['company'][2:]}"),
        "第 1 行同名",
        Step(item="clients.company", row="clients 2"),
    ),
    (
        "same_value",
        lambda a: a["clients"][1].update(email=a["clients"][0]["email"]),
        "表1 服务对象基本情况第 2 行 · 邮箱",
        Step(item="clients.email", row="clients 2"),
    ),
    (
        "garbled",
        lambda a: a.update(support=a["support"] + "锟斤拷"),
        "（三）组织保障：有乱码“锟斤拷”",
        Step(item="support"),
    ),
    (
        "markdown",
        lambda a: a.update(support=a["support"] + "\n**保障**有力。"),
        "（三）组织保障：有记号“**保障**”",
        Step(item="support"),
    ),
    (
        "private",
        lambda a: a.update(support=a["support"] + "\ue123"),
        "（三）组织保障：有一个字符",
        Step(item="support"),
    ),
    (
        "disagrees",
        lambda a: a["plans"].pop(),
        "文中写“设计三个服务方案”，而表2 服务方案基本情况有 2 行",
        Step(item="arrangement"),
    ),
    (
        "same_code",
        lambda a: a["joint_units"][0].update(code=a["lead_code"]),
        "与牵头单位相同，名称却不同",
        Step(item="joint_units.name", row="joint_units 1"),
    ),
    (
        "landline",
        lambda a: a["clients"][2].update(mobile="010-66012345"),
        "表1 服务对象基本情况第 3 行 · 手机：“010-66012345”像是座机",
        Step(item="clients.mobile", row="clients 3"),
    ),
    (
        "leftover",
        lambda a: a.update(support=a["support"] + "资金来源待定。"),
        "（三）组织保障：有没改掉的占位文字“待定”",
        Step(item="support"),
    ),
    (
        "secret",
        lambda a: a.update(support=a["support"] + "本材料为机密。"),
        "出现“机密”字样",
        Step(item="support"),
    ),
    (
        "numbers",
        lambda a: a.update(approach=f"一、背景\n有需要。\n{a['approach']}"),
        "（一）工作思路：小标题用了“一、”，不低于官方标题的“（一）”，建议从“1.”编起",
        Step(item="approach"),
    ),
    (
        "numbers",
        lambda a: a["plans"][1]["annex"].update(premium="1.单价\n很低。\n" + a["plans"][1]["annex"]["premium"]),
        "保费及保额：小标题用了“1.”，不低于官方标题的“1.”，建议从“（1）”编起",
        Step(item="premium", row="plans 2"),
    ),
    (
        "rare",
        lambda a: (
            a.update(contact="王𬭊"),
            a["clients"][2].update(contact="李𬭊"),
            a.update(support=a["support"] + "🚀镕堃"),
        ),
        "联系人：有些电脑可能显示不出这些字：𬭊、🚀",
        Step(item="contact"),
    ),
    (
        "disagrees",
        lambda a: a.update(founded="2024年1月"),
        "成立时间（2024年1月）晚于申报日期（2023年12月20日）",
        Step(item="founded"),
    ),
    (
        "mentions",
        lambda a: a.update(approach=a["approach"].replace("成效", "结果")),
        "（一）工作思路：似乎没有写到“预期成效”",
        Step(item="approach"),
    ),
    (
        "disagrees",
        lambda a: a["clients"].pop(),
        "文中写“表1所列15家”，而表1 服务对象基本情况有 14 行",
        Step(item="approach"),
    ),
]


@pytest.mark.parametrize(("code", "change", "words", "step"), BLOCKING, ids=[case[0] for case in BLOCKING])
def test_what_keeps_the_document_from_being_finished(code: str, change: Change, words: str, step: Step) -> None:
    blocking = [finding for finding in changed(change) if finding.blocking]
    assert [(finding.code, finding.step) for finding in blocking] == [(code, step)]
    assert words in blocking[0].words


@pytest.mark.parametrize(("code", "change", "words", "step"), ADVICE, ids=[case[0] for case in ADVICE])
def test_what_is_only_advice(code: str, change: Change, words: str, step: Step) -> None:
    advised = changed(change)
    assert not any(finding.blocking for finding in advised)
    first = next(finding for finding in advised if finding.code == code)
    assert words in first.words
    assert first.step == step


def words_found(code: str, text: str) -> list[str]:
    told = changed(lambda a: a.update(support=f"{a['support']}{text}。"))
    return [finding.words.split("“")[1].split("”")[0] for finding in told if finding.code == code]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *(("为xx公司提供", "xx"), ("20XX年", "XX"), ("ＸＸ公司", "ＸＸ"), ("为××公司", "××"), ("TODO补全", "TODO")),
        *(("tbd", "tbd"), ("某某公司", "某某"), ("金额待定", "待定"), ("待补充", "待补充")),
    ],
)
def test_words_that_were_left_to_be_replaced_are_found(text: str, word: str) -> None:
    assert words_found("leftover", text) == [word]


@pytest.mark.parametrize(
    "text",
    ["等待定损", "待定责", "待定损案件", "等待定级备案", "待定级系统", "Todor", "MAXXess", "XXL", "x坐标", "3×4×5"],
)
def test_words_that_only_look_left_over_are_not(text: str) -> None:
    assert words_found("leftover", text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *(("属于机密", "机密"), ("机密级文件", "机密"), ("绝密", "绝密"), ("定为秘密级", "秘密级")),
        *(("密级：秘密", "密级"), ("内部资料", "内部资料"), ("不得外传", "不得外传")),
    ],
)
def test_marks_of_secrecy_are_found(text: str, word: str) -> None:
    assert words_found("secret", text) == [word]


@pytest.mark.parametrize(
    "text", ["数据的机密性、完整性", "商业机密", "机密计算", "加密级别", "商业秘密级别", "国密级算法", "保守商业秘密"]
)
def test_words_of_the_trade_are_no_marks_of_secrecy(text: str) -> None:
    assert words_found("secret", text) == []


def test_a_value_that_has_become_wrong_is_found_with_the_reason() -> None:
    answers = answered(FORM, EXAMPLE)
    wrong = replace(answers, values={**answers.values, ("email", ""): "zhangsan"})
    [finding] = found(wrong)
    assert (finding.code, finding.blocking) == ("invalid", True)
    assert "@" in finding.words


def test_what_is_odd_about_a_value_is_advice_whoever_took_it() -> None:
    answers = answered(FORM, EXAMPLE)
    at = ("lead_code", "")
    odd = replace(answers, values={**answers.values, at: "91330200MA0EXAM165"})
    [finding] = found(odd)
    assert (finding.code, finding.blocking) == ("orgcode.check", False)
    assert "第 18 位" in finding.words
    assert "填写时已确认" not in finding.words
    [taken] = found(replace(odd, doubts={at: frozenset({"orgcode.check"})}))
    assert taken.words == f"{finding.words}（填写时已确认）"


def test_what_comes_from_an_earlier_application_keeps_the_document_a_draft_until_it_is_confirmed() -> None:
    answers = answered(FORM, EXAMPLE)
    first, second, *_ = answers.rows["clients"]
    old = {("contact", ""), ("clients.company", first), ("clients.email", first), ("clients.email", second)}
    marked = replace(answers, doubts={at: frozenset({OLD}) for at in old})
    of_field, of_table = found(marked)
    assert (of_field.code, of_field.step, of_field.blocking) == ("old", Step(item="contact"), True)
    assert (of_table.code, of_table.step, of_table.blocking) == ("old_rows", Step(item="clients"), True)
    assert "2 行" in of_table.words
    closed = frozenset(Step(item=item, row=row) for item, row in old if row)
    assert "old_rows" not in {one.code for one in found(replace(marked, closed=closed))}


def test_what_is_odd_in_a_cell_is_advice_too() -> None:
    [finding] = changed(lambda a: a["clients"][1].update(contact="李总"))
    assert finding.words == "表1 服务对象基本情况第 2 行 · 联系人：“李总”里像是有称呼或职务，这里只写姓名"


def test_every_rule_of_the_form_can_give_advice() -> None:
    texts = {f.id: "无关的文字。" for f in FORM.fields.values() if f.kind == "longtext"}
    given = deepcopy(EXAMPLE)
    given |= {name: text for name, text in texts.items() if name in given}
    given["plans"] = [{**plan, "annex": dict.fromkeys(plan["annex"], "无关的文字。")} for plan in given["plans"]]
    told = [finding.words for finding in found(answered(FORM, given)) if finding.code == "mentions"]
    items = [item.split("|")[0] for rule in FORM.rules for item in rule.items]
    assert all(any(f"“{item}”" in words for words in told) for item in items)


def with_pattern(pattern: str, text: str) -> list[str]:
    that = f'agrees(approach, "{pattern}", count(clients))'
    check = Check.model_validate({"that": that, "says": "文中写“{}”", "at": "approach"})
    plan = FORM.groups["plan"].model_copy(update={"checks": (check,)})
    sections = tuple(plan if one.id == "plan" else one for one in FORM.sections)
    form = Form(**{name: getattr(FORM, name) for name in Form.model_fields} | {"sections": sections})
    return [finding.words for finding in disagreements(form, answered(FORM, {**EXAMPLE, "approach": text}))]


@pytest.mark.parametrize("text", ["共15家", "共１５家", "共015家", "共若干家", "共家", "共²家"])
def test_what_is_no_number_or_the_right_one_agrees(text: str) -> None:
    assert with_pattern("共(.*?)?家", text) == []


@pytest.mark.parametrize("text", ["共14家", f"共{'9' * 5000}家"])
def test_another_number_does_not_agree_however_long(text: str) -> None:
    assert len(with_pattern("共(.*?)?家", text)) == 1


def test_every_sentence_of_the_check_is_used_by_some_test_here() -> None:
    tested = {code for code, *_ in (*BLOCKING, *ADVICE)} | {
        "invalid",
        "unfinished",
        "optional",
        "unsaved",
        "unconfirmed",
        "waived",
        "deserted",
        "commented",
        "taken",
        *("not_after", "agrees"),  # of forms in older words, see test_older_words
    }
    tested |= {f"count_{sort}" for sort in SORTS} | {"old", "old_rows"}
    helping = {
        "row",
        "fixed_row",
        "instance",
        "instances",
        "place",
        "lead_place",
        "line",
        "findings",
        "list",
        "nothing",
        "most",
        "below",
        "gone",
        "later",
    }
    assert {code.removeprefix("check.") for code in sentences() if code.startswith("check.")} == tested | helping


@pytest.mark.parametrize(
    ("why", "said"), [("waived", "未确认，牵头人决定不等"), ("deserted", "现在没有填写人，没有确认")]
)
def test_a_unit_that_nobody_waits_for_is_named_and_keeps_nothing_back(why: str, said: str) -> None:
    [unit, *_] = answered(FORM, EXAMPLE).rows[FORM.units.group]
    [finding] = found(replace(answered(FORM, EXAMPLE), **{why: [unit]}))
    assert (finding.code, finding.blocking, finding.step.row) == (why, False, unit)
    assert finding.words.endswith(said)


def test_messages_that_were_never_closed_keep_the_document_from_being_finished() -> None:
    step = Step(item="approach")
    [finding] = found(replace(answered(FORM, EXAMPLE), unsaved=frozenset([step])))
    assert (finding.code, finding.step, finding.blocking) == ("unsaved", step, True)


def test_a_table_not_yet_finished_is_found() -> None:
    answers = answered(FORM, EXAMPLE)
    open_table = {key: value for key, value in answers.values.items() if key != ("clients", "")}
    [finding] = found(replace(answers, values=open_table))
    assert (finding.code, finding.step) == ("unfinished", Step(item="clients"))


def test_messages_that_are_not_part_of_the_answer_are_found() -> None:
    step = Step(item="support")
    [finding] = found(replace(answered(FORM, EXAMPLE), unsaved=frozenset([step])))
    assert (finding.code, finding.step, finding.blocking) == ("unsaved", step, True)


def test_a_unit_that_has_not_confirmed_its_part_is_found() -> None:
    [finding] = found(replace(answered(FORM, EXAMPLE), unconfirmed=["joint_units 2"]))
    assert (finding.code, finding.step, finding.blocking) == (
        "unconfirmed",
        Step(item="joint_units", row="joint_units 2"),
        True,
    )
    assert finding.words == f"联合申报单位第 2 行：{EXAMPLE['joint_units'][1]['name']}还没确认"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(item="approach"), "二、试点方案 · （一）"),
        (Step(item="joint_units.name", row="joint_units 2"), "联合申报单位第 2 行 · "),
        (Step(item="joint_units", row="joint_units 2"), "联合申报单位第 2 行：还有"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_open_remark_on_an_answer_or_a_row_is_advice(step: Step, words: str) -> None:
    [finding] = found(replace(answered(FORM, EXAMPLE), commented=[step, step]))
    assert (finding.code, finding.step, finding.blocking) == ("commented", step, False)
    assert words in finding.words
    assert "意见" in finding.words


@pytest.mark.parametrize("step", [Step(item="gone"), Step(item="joint_units", row="gone")])
def test_a_remark_on_what_is_no_longer_there_is_no_finding(step: Step) -> None:
    assert found(replace(answered(FORM, EXAMPLE), commented=[step])) == []


def test_an_optional_question_not_yet_asked_says_that_it_may_be_skipped() -> None:
    small = load((SMALL / "small/1/form.toml").read_text("utf-8"))
    optional = {field.id for field in small.fields.values() if not field.required}
    told = {finding.step.item for finding in findings(small, Answers(), TODAY) if finding.code == "optional"}
    assert told == {name for name in optional if "." not in name}


def test_a_finding_that_an_older_program_kept_is_worded_as_ever() -> None:
    base = {"step": {"item": "contact"}, "place": "联系人", "blocking": False, "is_taken": False}
    doubt = {"code": "person.space", "params": [["label", "姓名"], ["which", "张 三"]], "is_doubt": True}
    assert Finding.model_validate(base | doubt).words == "联系人：“张 三”中间有空格，看不出是一个人还是两个人"
    wrong = {"code": "invalid", "params": [["reason", "没有认出日期。请写成年月日。"]], "is_doubt": False}
    assert Finding.model_validate(base | wrong).words == "联系人：没有认出日期。请写成年月日"
