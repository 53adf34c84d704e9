"""What is found in a form that was filled in by hand: boxes as one would type what they mean."""

from collections.abc import Callable
from datetime import date

import pytest

from dialogs.answers.boxes import ticked
from dialogs.answers.kinds import parse, stored
from dialogs.form.load import load
from dialogs.pasting import form_finder, grid, reading
from dialogs.pasting.file_content import Piece

FORM = load("""
id = "stall"
version = "1"
title = "摆摊报名"
issuer = "街道办"
name_field = "place"
[[group]]
id = "stall"
title = "摊位"
item = [
    { id = "wares", label = "卖什么", kind = "choice", choices = ["吃的", "用的", "玩的"], many = true },
    { id = "place", label = "摊位位置", kind = "choice", choices = ["门口", "院内"] },
    { id = "way", label = "怎么来", kind = "suggestion", choices = ["步行", "开车"] },
]
""")


@pytest.mark.parametrize(
    ("label", "boxes", "text"),
    [
        ("卖什么", "☑吃的 □用的 ☑玩的", "吃的、玩的"),  # several may be ticked
        ("卖什么", "□吃的 ■用的 □玩的", "用的"),
        ("摊位位置", "□门口 √院内", "院内"),
        ("摊位位置", "☑门口 ☑院内", "门口、院内"),  # one can be right: which one is asked
        ("怎么来", "□步行 ☒开车", "开车"),
    ],
)
def test_what_is_ticked_is_the_answer(label: str, boxes: str, text: str) -> None:
    pieces = [Piece(rows=((label, boxes), ("其他", "无")))]
    assert [found.text for found in form_finder.find(FORM, pieces)] == [text]


@pytest.mark.parametrize("boxes", ["□吃的 □用的 □玩的", "【待填写】", "＿＿＿＿"])
def test_nothing_ticked_is_no_answer(boxes: str) -> None:
    assert form_finder.find(FORM, [Piece(rows=(("卖什么", boxes),))]) == []


CLUB = load("""
id = "club"
version = "1"
title = "社团申请"
issuer = "学校"
name_field = "name"
[[group]]
id = "basic"
title = "一、基本情况"
item = [
    { id = "name", label = "社团名称", kind = "text" },
    { id = "head", label = "负责人", kind = "person" },
    { id = "phone", label = "联系电话", kind = "mobile" },
    { id = "money", label = "经费（元）", kind = "money", unit = "元" },
    { id = "sort", label = "类别", kind = "choice", choices = ["文艺", "体育", "科技"] },
    { id = "about", label = "社团简介", kind = "longtext" },
]
[[group]]
id = "plan"
title = "二、活动计划"
item = [
    { id = "aims", label = "（一）活动目标", kind = "longtext" },
    { id = "means", label = "（二）保障条件", kind = "longtext" },
    { id = "people", title = "表1 成员名单", repeat = {}, item = [
        { id = "name", label = "姓名", kind = "person" },
        { id = "class", label = "班级", kind = "text" },
        { id = "mobile", label = "手机", kind = "mobile" },
    ] },
]
""")
ANSWERS = {
    "name": "河边读书社",
    "head": "顾言舟",
    "phone": "13800001107",
    "money": "3000",
    "sort": "科技",
    "about": "本社读书。每周一次。",
    "aims": "先读后谈。\n共读十本。",
    "means": "有教室。",
}
LABELS = {
    "name": "社团名称",
    "head": "负责人",
    "phone": "联系电话",
    "money": "经费（元）",
    "sort": "类别",
    "about": "社团简介",
}
LINES = {id_: (label, ANSWERS[id_]) for id_, label in LABELS.items()}
PLAIN = [(label, text) for label, text in LINES.values()]


def paragraphs(*lines: str) -> list[Piece]:
    return [Piece(text=line) for line in lines]


def plan(*heads: str) -> list[Piece]:
    heads = heads or ("（一）活动目标", "（二）保障条件")
    return paragraphs("二、活动计划", heads[0], *ANSWERS["aims"].split("\n"), heads[1], ANSWERS["means"])


def cells(*rows: tuple[str, ...]) -> list[Piece]:
    return [Piece(rows=rows)]


MANNERS = {
    "beside": cells(*PLAIN) + plan(),
    "spaced": cells(*((" ".join(label), text) for label, text in PLAIN)) + plan(),
    "numbered": cells(*((str(at), label, text) for at, (label, text) in enumerate(PLAIN, 1))) + plan(),
    "colon in the cell": cells(*((f"{label}：{text}",) for label, text in PLAIN)) + plan(),
    "below in the cell": cells(*((f"{label}\n{text}",) for label, text in PLAIN)) + plan(),
    "behind a blank in the cell": cells(*((f"{label}  {text}",) for label, text in PLAIN)) + plan(),
    "each below its label": cells(*((text,) for one in PLAIN for text in one)) + plan(),
    "three above three": cells(*zip(*PLAIN[:3], strict=True)) + cells(*PLAIN[3:]) + plan(),
    "with remarks": cells(("项目", "填写内容", "填写说明"), *((*one, "照实填写") for one in PLAIN)) + plan(),
    "titles in the table": cells(("基本情况", ""), *PLAIN[:3], ("其他情况", ""), *PLAIN[3:]) + plan(),
    "labels above": cells(*zip(*PLAIN[:5], strict=True), (*PLAIN[5], "", "", "")) + plan(),
    "lines": paragraphs(*(f"{label}：{text}" for label, text in PLAIN)) + plan(),
    "numbered lines": paragraphs(*(f"{at}. {label}: {text}" for at, (label, text) in enumerate(PLAIN, 1))) + plan(),
    "lines with blanks": paragraphs(*(f"{label}   {text}" for label, text in PLAIN)) + plan(),
    "several in a line": paragraphs("；".join(f"{label}：{text}" for label, text in PLAIN)) + plan(),
    "several with blanks": paragraphs("   ".join(f"{label}：{text}" for label, text in PLAIN)) + plan(),
    "several with blanks alone": paragraphs(
        "   ".join(text for pair in PLAIN[:5] for text in pair), ": ".join(PLAIN[5])
    )
    + plan(),
    "several with tabs": paragraphs("\t".join(text for pair in PLAIN[:5] for text in pair)) + cells(PLAIN[5]) + plan(),
    "signs of equality": paragraphs(*(f"{label} = {text}" for label, text in PLAIN)) + plan(),
    "dots": paragraphs(*(f"{label}……{text}" for label, text in PLAIN)) + plan(),
    "full stops": paragraphs(*(f"{label}......{text}" for label, text in PLAIN)) + plan(),
    "dashes": paragraphs(*(f"{label}——{text}" for label, text in PLAIN)) + plan(),
    "hyphens": paragraphs(*(f"{label} - {text}" for label, text in PLAIN)) + plan(),
    "arrows": paragraphs(*(f"{label}→{text}" for label, text in PLAIN)) + plan(),
    "label and answer below": paragraphs(*(text for one in PLAIN for text in one)) + plan(),
    "lined": paragraphs(*(f"{label}：__{text}__" for label, text in PLAIN[:-1])) + cells(PLAIN[-1]) + plan(),
    "without numbers": cells(*PLAIN) + plan("活动目标", "保障条件"),
    "other numbers": cells(*PLAIN) + plan("1. 活动目标", "2. 保障条件"),
    "deeper numbers": cells(*PLAIN) + plan("2.1 活动目标", "2.2 保障条件"),
    "chapters": cells(*PLAIN) + plan("第一章 活动目标", "第二章　保障条件："),
    "another order": plan() + paragraphs("一、基本情况") + cells(*PLAIN),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_in_whatever_manner_it_was_filled_in_all_of_it_is_found(manner: str) -> None:
    assert {found.item: found.text for found in form_finder.find(CLUB, MANNERS[manner])} == ANSWERS


WORDED = {
    "other endings": [("社团全称", "name"), ("负责人姓名", "head"), ("负责人电话", "phone"), ("社团类别", "sort")],
    "words of the same meaning": [("社团名", "name"), ("社团负责人", "head"), ("手机号码", "phone")],
    "in a frame": [("【社团名称】", "name"), ("[负责人]", "head")],
}


@pytest.mark.parametrize("words", WORDED)
def test_a_label_may_be_in_other_words_that_can_mean_one_question_alone(words: str) -> None:
    pairs = [(label, ANSWERS[item]) for label, item in WORDED[words]]
    for pieces in (cells(*pairs) if "frame" not in words else [], paragraphs(*(f"{a}：{b}" for a, b in pairs))):
        found = {one.item: one.text for one in form_finder.find(CLUB, pieces)}
        assert found == ({item: ANSWERS[item] for _, item in WORDED[words]} if pieces else {})


@pytest.mark.parametrize("label", ["指导老师姓名", "法人电话", "单位", "推荐人电话", "往届负责人"])
def test_whose_it_is_another_has_no_place_but_is_told(label: str) -> None:
    found = form_finder.find(CLUB, cells(PLAIN[0], (label, "王五")))
    assert [(one.item, one.source) for one in found] == [("name", "社团名称：河边读书社"), ("", label)]


REMARKS = {
    "name": ("社团名称\n（与印章一致）", "社团名称（全称）："),
    "head": ("负责人（签字）", "负 责 人 （本人）"),
    "phone": ("*联系电话（必填）", "联系电话(手机)："),
    "money": ("经费", "经　费："),
    "about": ("社团简介\n（300字以内）", "社团简介（可另附页）"),
}


@pytest.mark.parametrize("at", [0, 1])
def test_a_label_may_have_a_remark_or_lack_that_of_the_form(at: int) -> None:
    pairs = [(labels[at], ANSWERS[item]) for item, labels in REMARKS.items()]
    found = {one.item: one.text for one in form_finder.find(CLUB, cells(*pairs))}
    assert found == {item: ANSWERS[item] for item in REMARKS}


def test_an_amount_in_another_unit_is_no_answer_but_told() -> None:
    found = form_finder.find(CLUB, cells(PLAIN[0], ("经费（万元）", "0.3")))
    assert [(one.item, one.text) for one in found] == [("name", ANSWERS["name"]), ("", "0.3")]


def test_what_stands_in_a_long_text_is_no_other_answer() -> None:
    """A sub-heading that is called as another question was already, labels in its lines, a small table of it."""
    lines = ("（一）活动目标", "1. 保障条件", "负责人：一人", "联系电话", "共读十本。")
    table = Piece(rows=(("负责人", "任务"), ("张三", "买书")))
    pieces = [*paragraphs("（二）保障条件", ANSWERS["means"], *lines), table]
    found = {one.item: one.text for one in form_finder.find(CLUB, pieces)}
    assert found.keys() == {"aims", "means"}
    assert found["aims"].endswith("1. 保障条件\n负责人：一人\n联系电话\n共读十本。\n负责人\t任务\n张三\t买书")


HEADS, FIRST, SECOND = ("姓名", "班级", "手机"), ("张三", "一班", "13800001107"), ("李四", "二班", "13800001114")


@pytest.mark.parametrize(
    "pieces",
    [
        cells(HEADS, FIRST, SECOND),
        cells(("成员名单", "", ""), HEADS, FIRST, SECOND, ("3", "", "")),
        [*cells(HEADS, FIRST), *paragraphs("续表"), *cells(HEADS, SECOND)],
        [*cells(HEADS, FIRST), *cells(SECOND)],
        [*paragraphs("成员名单"), *cells(*zip(HEADS, FIRST, SECOND, strict=True))],
        cells(*zip(HEADS, FIRST, SECOND, strict=True)),
    ],
)
def test_rows_are_found_under_their_heads_wherever_they_go_on(pieces: list[Piece]) -> None:
    [found] = form_finder.find(CLUB, pieces)
    assert found.text.split("\n") == ["\t".join(row) for row in (HEADS, FIRST, SECOND)]


def people(*pieces: Piece) -> list[tuple[str, int]]:
    """What the lists of people found are called, and how many lines each has below its first."""
    found = form_finder.find(CLUB, [*cells(PLAIN[0]), *pieces])
    return [(one.source, one.text.count("\n")) for one in found if one.item == "people"]


def test_heads_may_stand_on_two_lines_below_what_they_have_in_common() -> None:
    rows = [("序号", "成员", "", "手机"), ("", "姓名", "班级", ""), ("1", *FIRST), ("2", *SECOND)]
    [found] = [one for one in form_finder.find(CLUB, cells(*rows)) if one.item]
    read = reading.read(CLUB.tables["people"], found.text, date(2026, 11, 27))
    assert [[cell.text for cell in row.cells.values()] for row in read.rows] == [[*FIRST], [*SECOND]]


def test_a_second_list_under_another_name_is_one_of_its_own() -> None:
    others = (*paragraphs("指导老师名单"), *cells(HEADS, ("王五", "语文组", "13800001121")))
    assert people(*paragraphs("表1 成员名单"), *cells(HEADS, FIRST, SECOND), *others) == [
        ("姓名 班级 手机", 2),
        ("指导老师名单 姓名 班级 手机", 1),
    ]


RECORDS = {
    "of others": [*paragraphs("往届负责人"), *cells(("负责人", "联系电话"), ("王五", "1"), ("赵六", "2"))],
    "in one cell": cells(("成员名单", "张三（一班，13800001107）\n李四（二班，13800001114）")),
    "as lines": paragraphs("表1 成员名单", "1. 张三 一班 13800001107", "2. 李四 二班 13800001114"),
    "another answer to the same": cells(("社团名称", "河畔读书社")),
    "a remark": cells(("项目", "内容", "备注"), ("联系电话", "", ""), ("负责人", "", "下月改选")),
}


@pytest.mark.parametrize("case", RECORDS)
def test_what_has_no_place_is_told_and_taken_for_nothing_else(case: str) -> None:
    found = form_finder.find(CLUB, [*cells(PLAIN[0]), *RECORDS[case]])
    assert [one.item for one in found] == ["name", ""]


def test_a_blank_form_has_nothing_in_it() -> None:
    blank = [*cells(*((label, "") for label, _ in PLAIN[:3]), ("经费", "    元"), ("类别", "□文艺 □体育 □科技"))]
    assert form_finder.find(CLUB, [*blank, *plan()[:2], *cells(HEADS, ("", "", "")), *paragraphs("（请填下表）")]) == []


@pytest.mark.parametrize(
    "boxes",
    [
        "文艺□ 体育□ 科技√",
        "[ ]文艺 [√]科技",
        "（ ）文艺 （√）科技",
        "文艺 √科技 体育",
        "○文艺 ●科技 ○体育",
        "□文艺 □科技√ □体育",
        "□文艺 □√科技 □体育",
        "□文艺 ⊠科技 □体育",
        "□文艺 V科技 □体育",
        "□文艺 R 科技 □体育",
        "□文艺 X科技 □体育",
        "文艺 科技√ 体育",
        "（文艺、科技√、体育）",
        "文艺（）、科技（√）、体育（）",
    ],
)
def test_boxes_are_ticked_in_many_ways(boxes: str) -> None:
    assert [found.text for found in form_finder.find(CLUB, cells(("类别", boxes)))] == ["科技"]
    assert stored(parse(CLUB.fields["sort"], boxes, date(2026, 11, 27))) in ("科技", "")  # typed, and in tables


@pytest.mark.parametrize("nothing", ["", "无", "/", "____"])
def test_nothing_written_behind_other_is_no_further_tick(nothing: str) -> None:
    choices = ("文艺", "体育", "科技")
    assert ticked(f"□文艺 □体育 ☑科技\n其他（请注明）：{nothing}", choices, "其他") == ["科技"]


CLIENTS = load("""
id = "clients"
version = "1"
title = "客户表"
issuer = "协会"
name_field = "name"
[[group]]
id = "basic"
title = "一、基本情况"
item = [
    { id = "name", label = "方案名称", kind = "text" },
    { id = "address", label = "地址", kind = "text" },
    { id = "on", label = "日期", kind = "date" },
    { id = "aims", label = "（一）目标", kind = "longtext", max_words = 400 },
    { id = "clients", title = "客户", repeat = {}, item = [
        { id = "company", label = "企业名称", kind = "text" },
        { id = "type", label = "类型", kind = "suggestion", choices = ["甲类", "乙类"] },
        { id = "contact", label = "联系人", kind = "person" },
    ] },
]
""")
NAMED = Piece(text="方案名称：河边方案")
LINE = ("序号", "企业名称", "类型", "联系人")


def found_in(*pieces: Piece) -> list[tuple[str, str, str]]:
    return [(one.item, one.source, one.text) for one in form_finder.find(CLIENTS, [NAMED, *pieces])]


def test_a_table_that_goes_on_under_other_heads_is_found_too() -> None:
    more = Piece(rows=(("企业名称", "联系人"), ("丙公司", "张三"), ("丁公司", "李四")))
    again = Piece(rows=(LINE, ("2", "乙公司", "乙类", "钱二")))
    found = found_in(Piece(rows=(LINE, ("1", "甲公司", "甲类", "赵一"))), more, again)
    assert [text for item, _, text in found if item == "clients"] == [
        "序号\t企业名称\t类型\t联系人\n1\t甲公司\t甲类\t赵一\n2\t乙公司\t乙类\t钱二",
        "企业名称\t联系人\n丙公司\t张三\n丁公司\t李四",
    ]


def test_a_cell_that_goes_over_several_rows_stands_in_each() -> None:
    rows = (
        LINE,
        ("1", "甲公司", "甲类", "赵一"),
        ("2", "乙公司", "", "钱二"),
        ("3", "丙公司", "", ""),
        ("4", "丁公司", "", "李四"),
    )
    found, _ = found_in(Piece(rows=rows, merged=((2, 2), (3, 2), (3, 3))))
    assert found[2].split("\n")[1:] == [
        "1\t甲公司\t甲类\t赵一",
        "2\t乙公司\t甲类\t钱二",
        "3\t丙公司\t甲类\t钱二",
        "4\t丁公司\t\t李四",
    ]


def test_what_the_form_says_in_brackets_is_no_answer() -> None:
    rows = (LINE, ("1", "甲公司", "（甲类、乙类）", "（联系人）"), ("2", "", "（甲类、乙类）", ""), ("3", "", "", ""))
    aims = (Piece(text="（一）目标"), Piece(text="（请分条写）"), Piece(text="先做一半。"), Piece(text="（其余待定）"))
    found = found_in(Piece(rows=rows), Piece(text="日期：    年   月   日"), *aims)
    assert found == [
        ("clients", "序号 企业名称 类型 联系人", "序号\t企业名称\t类型\t联系人\n1\t甲公司\t\t"),
        ("name", "方案名称：河边方案", "河边方案"),
        ("aims", "（一）目标", "先做一半。\n（其余待定）"),
    ]


@pytest.mark.parametrize(
    ("label", "level", "heading", "above", "ends"),
    [
        ("（一）目标", 2, "四、风险分析", 1, True),
        ("（一）目标", 2, "风险分析", 1, True),
        ("（一）目标", 2, "（二）风险分析", 2, True),
        ("（一）目标", 2, "（三）风险分析", 2, False),  # no next one
        ("（一）目标", 2, "风险分析", 2, False),
        ("（一）目标", 2, "（二）风险分析", 3, False),
        ("（一）目标", 2, "一、总的目标", 1, False),  # begins a count of the text's own
        ("（一）目标", 0, "四、风险分析", 1, False),  # a form without headings
        ("目标：", 0, "四、风险分析", 1, False),
    ],
)
def test_a_heading_above_that_of_a_long_text_ends_it(
    label: str, level: int, heading: str, above: int, *, ends: bool
) -> None:
    lines = (Piece(text=label, level=level), Piece(text="先做一半。"), Piece(text=heading, level=above))
    found = found_in(*lines, Piece(text="这里写的是另外一个部分，不是上面的目标。"))
    [(_, _, aims)] = [one for one in found if one[0] == "aims"]
    assert (heading not in aims) == ends
    told = [(source, text) for item, source, text in found if not item]
    assert told == ([(heading, "这里写的是另外一个部分，不是上面的目标。")] if ends else [])


def test_once_a_text_has_headings_of_its_own_others_as_high_are_too() -> None:
    own = [Piece(text=line, level=1) for line in ("一、总的目标", "二、分步目标", "附则")]
    _, found = found_in(Piece(text="（一）目标", level=2), Piece(text="先做一半。"), *own)
    assert found[2] == "先做一半。\n一、总的目标\n二、分步目标\n附则"


STRAYS = {
    "a few words below a heading": (
        (Piece(text="三、经费来源", level=1), Piece(text="自筹。")),
        ("三、经费来源", "自筹。"),
    ),
    "below a heading": (
        (
            Piece(text="三、经费来源", level=1),
            Piece(text="全部由牵头单位自筹，已列入今年的预算。"),
            Piece(text="另有余款。"),
        ),
        ("三、经费来源", "全部由牵头单位自筹，已列入今年的预算。\n另有余款。"),
    ),
    "below a number": (
        (Piece(text="三、经费来源"), Piece(text="全部由牵头单位自筹，已列入今年的预算，不另申请。")),
        ("三、经费来源", "全部由牵头单位自筹，已列入今年的预算，不另申请。"),
    ),
    "another table, with a label among its heads": (
        (Piece(rows=(("合作单位", "地址", "邮编"), ("某某", "某地", "315000"))),),
        ("合作单位 地址 邮编", "合作单位\t地址\t邮编\n某某\t某地\t315000"),
    ),
    "an answer in a table of others": (
        (Piece(rows=(("地址", "示例路1号"), ("开户银行", "示例银行"))),),
        ("开户银行", "示例银行"),
    ),
    "an answer behind its label": ((Piece(text="开户银行：示例银行"),), ("开户银行", "示例银行")),
}


@pytest.mark.parametrize("name", STRAYS)
def test_what_the_form_does_not_ask_is_kept_to_be_told(name: str) -> None:
    pieces, (source, text) = STRAYS[name]
    assert [(s, t) for item, s, t in found_in(*pieces) if not item] == [(source, text)]


OWN = {
    "what is to be heeded": Piece(text="填报要求：用A4纸打印。"),
    "a line to sign on": Piece(text="法定代表人："),
    "numbered sentences": Piece(text="1.我单位对材料的真实性负责。"),
}


@pytest.mark.parametrize("name", OWN)
def test_what_any_form_says_itself_is_not_told(name: str) -> None:
    after = Piece(text="我单位对违反上述声明导致的后果承担全部法律责任。")
    assert [item for item, *_ in found_in(OWN[name], after)] == ["name"]


WHOLE_TOML = """
id = "fair"
version = "1"
title = "展会报名"
issuer = "协会"
name_field = "name"
[[group]]
id = "basic"
title = "一、基本情况"
item = [
    { id = "name", label = "名称", kind = "text" },
    { id = "profile", label = "简介", kind = "longtext", guidance = "成立、主业等情况，不超过400字" },
]
[[group]]
id = "plan"
title = "二、方案"
item = [
    { id = "way", label = "（一）安排", kind = "longtext", guidance = "含分工等" },
    { id = "shows", title = "表1 展品", repeat = {}, row_noun = "件展品", item = [
        { id = "title", label = "展品名称", kind = "text" },
        { id = "field", label = "领域", kind = "suggestion", choices = ["甲类", "乙类"], guidance = "如甲类、乙类等" },
    ] },
    { id = "aid", label = "（二）保障", kind = "longtext" },
]
[[group]]
id = "annex"
title = "附：展品说明"
each = "shows"
item = [{ id = "about", label = "1.展品的来历、用途和展出方式", kind = "longtext" }]
"""
WHOLE = load(WHOLE_TOML)
GUESTS = """[[group]]
id = "invited"
title = "嘉宾"
item = [{ id = "guests", title = "表2 嘉宾", repeat = {}, item = [
    { id = "name", label = "嘉宾", kind = "text" },
    { id = "from", label = "单位", kind = "text" },
] }]
[[group]]
id = "annex\""""
SHOWS = ("展品名称", "领域")
ANNEX_LINES = ("附：展品说明", "1.展品的来历、用途和展出方式", "来自河边的一间旧屋，已经很久没有人用过它了。")
ANNEX = [Piece(text=line) for line in ANNEX_LINES]


def of_fair(*pieces: Piece) -> dict[tuple[str, str], str]:
    found = form_finder.find(WHOLE, [Piece(text="名称：河边"), *pieces])
    return {(one.item or one.source, one.row): one.text for one in found}


IN_BRACKETS = {
    "社团名称": "（河边读书社）",
    "负责人": "(顾言舟)",
    "联系电话": "（13800001107）",
    "经费（元）": "（3000）",
    "类别": "（科技）",
    "社团简介": "（本社读书。每周一次。）",
}


@pytest.mark.parametrize("label", IN_BRACKETS)
@pytest.mark.parametrize("manner", ["beside", "behind", "below"])
def test_an_answer_alone_in_brackets_is_an_answer(label: str, manner: str) -> None:
    text = IN_BRACKETS[label]
    beside = {
        "beside": cells((label, text)),
        "behind": paragraphs(f"{label}：{text}"),
        "below": cells((label,), (text,)),
    }
    [found] = form_finder.find(CLUB, beside[manner])
    kept = text if label == "社团简介" else text[1:-1]
    assert found.text == kept


def test_so_is_one_within_our_sign_that_it_is_missing() -> None:
    rows = [
        ("社团名称", "【待填写：社团名称】"),
        ("负责人", "【待填写：顾言舟】"),
        ("联系电话", "【待填写：联系电话 13800001107】"),
    ]
    assert found_in_club(*cells(*rows)) == {"head": "顾言舟", "phone": "13800001107"}


def test_as_it_is_in_a_row() -> None:
    found = found_in(Piece(rows=(LINE, ("1", "（甲公司）", "(甲类)", "（张三丰）"))))
    assert found[0][2].split("\n")[1] == "1\t甲公司\t甲类\t张三丰"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "（签字）",
            "（盖章）",
            "（全称）",
            "（文艺/体育/科技）",
            "（18位）",
            "（如：文艺）",
            "（例如文艺）",
            "（元）",
            "（    ）",
        ),
        *(
            "（    年  月  日）",
            "（必填）",
            "（与身份证一致）",
            "（手机号码）",
            "（可另附页）",
            "（不超过20字）",
            "（选填）",
            "（一）",
        ),
    ],
)
@pytest.mark.parametrize("label", IN_BRACKETS)
def test_what_says_in_brackets_how_it_is_filled_in_is_none(label: str, said: str) -> None:
    assert form_finder.find(CLUB, [*cells((label, said)), *paragraphs(f"{label}：{said}")]) == []


def test_a_remark_in_brackets_behind_a_text_in_a_cell_is_part_of_it() -> None:
    said = "（成立、主业等情况）\n成立十年。\n（截至今年六月。）\n____\n（可另附页）\n（盖章）"
    assert of_fair(Piece(rows=(("简介", said),)))["profile", ""] == "成立十年。\n（截至今年六月。）"


def test_what_is_written_on_behind_the_guidance_is_the_answer_alone() -> None:
    found = of_fair(
        Piece(rows=(("简介", "（成立、主业等情况，不超过400字）成立十年。"),)),
        Piece(text="（一）安排"),
        Piece(text="含分工等：各管各的。"),
        Piece(text="表1 展品"),
        Piece(rows=(SHOWS, ("旧屋", "（如甲类、乙类等）乙类"))),
    )
    assert found["profile", ""] == "成立十年。"
    assert found["way", ""] == "各管各的。"
    assert "旧屋\t乙类" in found["shows", ""]


@pytest.mark.parametrize("rows", [(SHOWS, ("旧屋", "乙类")), (SHOWS, ("", ""))])
def test_a_text_goes_on_behind_the_tables_in_its_midst(rows: tuple[tuple[str, ...], ...]) -> None:
    found = of_fair(
        Piece(text="（一）安排"),
        Piece(text="各管各的。"),
        Piece(text="表1 展品"),
        Piece(rows=rows),
        Piece(text="以上展品月底运到。"),
        Piece(text="（二）保障"),
        Piece(text="有人。"),
        Piece(text="三、别的"),
    )
    assert (found["way", ""], found["aid", ""]) == ("各管各的。\n以上展品月底运到。", "有人。\n三、别的")


def test_the_part_of_the_only_row_needs_no_name_above_it() -> None:
    assert of_fair(Piece(rows=(SHOWS, ("旧屋", "乙类"))), *ANNEX)["about", "旧屋"] == ANNEX[-1].text


@pytest.mark.parametrize("title", ["附：展品说明（旧屋）", "展品说明：旧屋", "附件1：展品说明——旧屋", "（一）旧屋"])
def test_the_part_of_a_row_may_have_its_name_behind_its_title(title: str) -> None:
    rows = Piece(rows=(SHOWS, ("旧屋", "乙类"), ("新屋", "甲类")))
    aid = (Piece(text="（二）保障"), Piece(text="有人。"))
    found = of_fair(rows, *aid, Piece(text=title), *ANNEX[1:])
    assert (found["about", "旧屋"], found["aid", ""]) == (ANNEX[-1].text, "有人。")


def test_names_in_other_tables_are_no_rows_of_that_part() -> None:
    guests = load(WHOLE_TOML.replace('[[group]]\nid = "annex"', GUESTS))
    pieces = [Piece(rows=(SHOWS, ("旧屋", "乙类"))), Piece(rows=(("嘉宾", "单位"), ("张三", "甲公司"))), *ANNEX]
    found = form_finder.find(guests, [Piece(text="名称：河边"), *pieces])
    assert [(one.item, one.row) for one in found if one.row] == [("about", "旧屋")]


def test_of_several_rows_what_stands_below_no_name_is_told() -> None:
    assert of_fair(Piece(rows=(SHOWS, ("旧屋", "乙类"), ("新屋", "甲类"))), *ANNEX)[ANNEX[1].text, ""] == ANNEX[-1].text


def test_the_parts_of_rows_may_be_tables_each_below_the_name_of_its_row() -> None:
    rows = Piece(rows=(SHOWS, ("旧屋", "乙类"), ("新屋", "甲类")))
    parts = [
        piece
        for name in ("旧屋", "新屋")
        for piece in (*paragraphs("附：展品说明", name), *cells((ANNEX_LINES[1], f"{name}的来历")))
    ]
    found = of_fair(rows, *parts)
    assert (found["about", "旧屋"], found["about", "新屋"]) == ("旧屋的来历", "新屋的来历")


def test_the_title_of_a_part_with_a_number_of_its_own_ends_the_text_before_it() -> None:
    rows = Piece(rows=(SHOWS, ("旧屋", "乙类"), ("新屋", "甲类")))
    parts = [
        line
        for at, name in enumerate(("旧屋", "新屋"), 1)
        for line in (f"附{at}：展品说明", f"展品：{name}", ANNEX_LINES[1], f"{name}的来历")
    ]
    found = of_fair(rows, *paragraphs("（二）保障", "有人。", *parts))
    assert [found[at] for at in (("aid", ""), ("about", "旧屋"), ("about", "新屋"))] == [
        "有人。",
        "旧屋的来历",
        "新屋的来历",
    ]


def test_a_second_form_in_one_file_is_told_and_mixed_with_nothing() -> None:
    other = paragraphs(
        CLUB.title, "社团名称：山上棋社", "（一）活动目标", "每周下棋，一年办两次比赛，请附近的学校一起来。"
    )
    found = form_finder.find(CLUB, [*cells(*PLAIN), *plan(), *other])
    assert {one.item: one.text for one in found if one.item} == ANSWERS
    assert [one.text for one in found if not one.item] == [other[-1].text, "山上棋社"]


@pytest.mark.parametrize("label", ["负责人及联系电话", "负责人、电话", "负责人和手机（必填）"])
@pytest.mark.parametrize("beside", [cells, lambda pair: paragraphs("：".join(pair))])
def test_a_name_with_its_number_is_two_answers(label: str, beside: Callable[[tuple[str, str]], list[Piece]]) -> None:
    found = found_in_club(*beside((label, "顾言舟 13800001107")), *beside(("社团名称", "河边读书社")))
    assert found == {"head": "顾言舟", "phone": "13800001107", "name": "河边读书社"}


def test_a_number_without_its_name_is_told() -> None:
    found = found_in_club(*cells(("负责人及联系电话", "13800001107"), ("社团名称", "河边读书社")))
    assert found == {"负责人及联系电话": "13800001107", "name": "河边读书社"}


def found_in_club(*pieces: Piece) -> dict[str, str]:
    return {one.item or one.source: one.text for one in form_finder.find(CLUB, pieces)}


@pytest.mark.parametrize("label", ["", "成员"])
def test_rows_beside_their_label_may_have_it_once_or_each(label: str) -> None:
    rows = [("社团名称", "河边读书社", "", ""), ("成员", *HEADS), (label, *FIRST), (label, *SECOND)]
    assert found_in_club(*cells(*rows)) == {"name": "河边读书社", "people": grid.join([HEADS, FIRST, SECOND])}


def test_what_stands_alone_among_rows_is_told_with_them() -> None:
    """As words above a group of rows, which were left out without a word."""
    rows = [("序号", *HEADS), ("一、一班", "", "", ""), ("1", *FIRST), ("2", "", "", "")]
    found = found_in_club(*paragraphs("社团名称：河边读书社"), *cells(*rows))
    [row] = (read := reading.read(CLUB.tables["people"], found["people"], date(2026, 3, 4))).rows
    assert [cell.value for cell in row.cells.values()] == [*FIRST]
    assert [left.text for left in read.left_out] == ["一、一班"]


def test_a_further_explanation_is_told() -> None:
    found = found_in_club(*paragraphs("社团名称：河边读书社", "补充说明：去年换过一次名。", "填表说明：请用黑笔。"))
    assert found == {"name": "河边读书社", "补充说明": "去年换过一次名。"}


NUMBERED = load("""
id = "numbered"
version = "1"
title = "服务方案"
issuer = "协会"
name_field = "who"
[[group]]
id = "plan"
title = "方案"
item = [
    { id = "who", label = "单位名称", kind = "text" },
    { id = "roles", label = "1.各方的技术能力，以及在工作中的角色定位和职责分工；", kind = "longtext" },
    { id = "flow", label = "2.保险服务内容、流程，例如核保、承保、理赔；", kind = "longtext" },
]
""")


def test_a_heading_may_be_the_beginning_or_the_end_of_a_label_with_its_number() -> None:
    """With another number it is one of the text's own."""
    lines = [
        "单位名称：甲",
        "1.角色定位和职责分工",
        "一家承保。",
        "3.保险服务内容、流程",
        "另说。",
        "2.保险服务内容、流程",
        "分四步。",
    ]
    found = {one.item: one.text for one in form_finder.find(NUMBERED, [Piece(text=line) for line in lines])}
    assert found == {"who": "甲", "roles": "一家承保。\n3.保险服务内容、流程\n另说。", "flow": "分四步。"}


@pytest.mark.parametrize("caption", ["续表1", "表1（续）", "表1 活动（接上页）"])
def test_what_stands_above_the_rest_of_a_table_is_no_text(caption: str) -> None:
    lines = ["社团名称：甲", "社团简介", "我们下棋。", caption]
    found = {one.item: one.text for one in form_finder.find(CLUB, [Piece(text=line) for line in lines])}
    assert found == {"name": "甲", "about": "我们下棋。"}
