"""What people set around an answer, at questions of all sorts: either it goes, or they are asked, but it is never kept.

The answers crossed with what stands around them; and what stands there because it belongs to the answer.
"""

from __future__ import annotations

from datetime import date

import pytest
from places import PILOT

from dialogs.answers import kinds
from dialogs.form.load import load

FORM = load((PILOT / "form.toml").read_text("utf-8"))
TODAY = date(2023, 12, 20)

# A question: an answer to it, as it is shown, and what the question is called.
ANSWERS = {
    "capital": (("5000万元", "5000"), "注册资本"),
    "founded": (("2007年6月27日", "2007年6月27日"), "成立时间"),
    "phone": (("010-66012345", "010-66012345"), "联系电话"),
    "clients.mobile": (("13800138000", "13800138000"), "手机"),
    "email": (("zhangsan@example.com", "zhangsan@example.com"), "电子邮箱"),
    "lead_code": (("91330200MA0EXAM156", "91330200MA0EXAM156"), "统一社会信用代码"),
    "region": (("浙江省杭州市", "浙江省杭州市"), "所属地区"),
    "contact": (("张三", "张三"), "联系人"),
    "lead_unit": (("示例（中国）保险有限公司", "示例（中国）保险有限公司"), "单位名称"),
    "lead_nature": (("国有企业", "国有企业"), "单位性质"),
    "direction": (("企业类（工业互联网）", "企业类（工业互联网）"), "申报方向"),
    "fax": (("010-66012346", "010-66012346"), "传真"),
    "address": (("浙江省杭州市西湖区示例路1号", "浙江省杭州市西湖区示例路1号"), "通讯地址"),
    "clients.industry": (("工业互联网", "工业互联网"), "行业"),
}
GOES = (  # what surely is none of it, A for the answer and L for the label
    *(
        "A。",
        "A，",
        "A；",
        "A、",
        "A~",
        "A…",
        "“A”",
        "（A）",
        "【A】",
        "《A》",
        "<A>",
        "`A`",
        "**A**",
        "__A__",
        "____A____",
    ),
    *(
        "答：A",
        "答案：A",
        "回复：A",
        "【答】A",
        "补充：A",
        "（1）A",
        "①A",
        "• A",
        "* A",
        "→A",
        "=>A",
        "> A",
        "：A",
        "Q1：A",
    ),
    *(
        "@小助手 A",
        "好的，A",
        "嗯，A",
        "是A",
        "就填A",
        "请填写A",
        "确认是A",
        "统一为A",
        "A吧",
        "A，谢谢",
        "A，请查收",
        "A，对的",
    ),
    *(
        "A（已核实）",
        "A（以营业执照为准）",
        "A（见附件）",
        "A[微笑]",
        "[图片]\nA",
        "（语音转文字）A",
        "A<br>",
    ),
    *("A\n发自我的iPhone", "A\n\n—— 来自企业微信", "小王 10:21\nA", "「张三：L？」\n- - - - - - -\nA", "A\n---"),
    *(
        "L：A",
        "L:A",
        "L A",
        "L\tA",
        "L\nA",
        "L是A",
        "L为：A",
        "我们L是A",
        "公司的L是A",
        "L——A",
        "L-A",
        "L|A",
        "L=A",
        "L→A",
    ),
    *(
        "【L】A",
        "（L）A",
        "L（A）",
        "A（L）",
        "**L**：A",
        "L填A",
        "L就写A",
        "L（必填）：A",
        "1、L：A",
        "1.1 L：A",
        "L如下：A",
    ),
    *("L？A", "L，A", "请填写L：A", "您的L是？\nA", "问：L？答：A", "L：____A", "L：“A”", "A是我们的L"),
)
ASKED = (  # what may be something else
    *("A（最新）", "A（旧）", "A（完）", "张三：A", "A；无", "一、A", "[张三] A", '{"v":"A"}', "更正一下，A"),
    *("👍A", "A😊"),
)


def around(shape: str, item: str) -> str:
    """An answer to a question as a shape has it."""
    (typed, _), label = ANSWERS[item]
    return shape.replace("L", label).replace("A", typed)


@pytest.mark.parametrize("shape", GOES)
def test_what_is_set_around_an_answer_goes_or_is_asked_about(shape: str) -> None:
    kept, gone = [], 0
    for item, ((_, shown), _) in ANSWERS.items():
        verdict = kinds.parse(FORM.fields[item], around(shape, item), TODAY)
        read = kinds.show(FORM.fields[item], verdict.value) if isinstance(verdict, kinds.Accepted) else ""
        kept += [(item, read)] if read not in ("", shown) else []
        gone += read == shown
    assert not kept
    assert gone >= len(ANSWERS) - 3


@pytest.mark.parametrize("shape", ASKED)
@pytest.mark.parametrize("item", ["lead_unit", "address", "direction", "region", "contact"])
def test_what_may_be_more_is_asked_about(shape: str, item: str) -> None:
    verdict = kinds.parse(FORM.fields[item], around(shape, item), TODAY)
    assert (
        not isinstance(verdict, kinds.Accepted) or kinds.show(FORM.fields[item], verdict.value) == ANSWERS[item][0][1]
    )


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("lead_unit", "示例投资中心（有限合伙）"),
        ("lead_unit", "示例大学（威海）"),
        ("lead_unit", "“一带一路”示例研究院"),
        ("lead_unit", "3M示例有限公司"),
        ("lead_unit", "Example Insurance Co., Ltd."),
        ("address", "示例路1号#801"),
        ("address", "浙江省杭州市西湖区示例路1号（示例大厦3楼）"),
        ("address", "示例路1-2号A座8/F"),
        ("plan_name", "《网安护航》试点方案"),
        ("plan_name", "网安护航：面向中小制造企业的网络安全保险服务方案"),
        ("clients.industry", "工业互联网安全"),
        ("clients.industry", "工业互联网和车联网"),
        ("region", "东莞松山湖"),
    ],
)
def test_what_belongs_to_an_answer_stays(item: str, text: str) -> None:
    assert kinds.parse(FORM.fields[item], text, TODAY) == kinds.Accepted(text)
