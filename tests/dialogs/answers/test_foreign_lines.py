"""What a messenger, a mail or a writing assistant leaves around a long text is asked about, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from places import PILOT

from dialogs.answers import foreign_lines, kinds
from dialogs.form.load import load

FIELD = load((PILOT / "form.toml").read_text("utf-8")).fields["approach"]
TODAY = date(2023, 12, 20)
TEXT = "我们的思路是先试点、再推广，围绕企业的风险保障需求，建立保险与服务相结合的机制。"
MORE = "第二步，完善监测预警和应急处置，形成可复制的经验。"

FOREIGN = (  # T for the text
    *(
        "T\n发自我的iPhone",
        "T\n\n来自企业微信",
        "Sent from my iPhone\nT",
        "小王 10:21\nT",
        "张三 2023/12/20 10:21:33\nT",
    ),
    *(
        "「张三：思路写一下？」\n- - - - - - - -\nT",
        "[图片]\nT",
        "T\n[文件] 方案.docx",
        "T[微笑]",
        "（语音转文字）T",
        "@小助手 T",
    ),
    *(
        "张三撤回了一条消息\nT",
        "————以下为新消息————\nT",
        "T\n2023年12月20日 10:21",
        "T\n第 1 页 共 3 页",
        "（1/3）T",
        "T\n（未完待续）",
    ),
    *("好的，内容如下：\nT", "正文：\nT", "当然可以！以下是一份思路：\nT", "以下是为您撰写的思路：\nT", "AI生成：T"),
    *(
        "T\n希望以上内容对您有帮助！如需修改请告诉我。",
        "T\n谢谢",
        "T\n以上，请领导审阅。",
        "T\n此致\n敬礼",
        "T\n（完）",
        "T\n字数：2000字",
    ),
    *("T\n\n-- \n张三\n示例公司\n13800138000", "<p>T</p>", "T\n---"),
)
OWN = (
    "T\n具体措施如下：\n（1）建立机制。\n（2）开展试点。",
    "如下：一是建机制，二是开展试点。\nT",
    "T\n以下为主要措施。\n一是建立机制。",
    "T\n谢谢各方支持的同时，请企业确认保险责任。",
    "T\n2023年12月20日",
    "（1）T\n（2）M",
    "T\n希望通过试点形成经验。",
    "T\n序号\t名称\n1\t甲",
    "T\n1/3 的企业参加试点。",
    "T\n如需理赔，企业在 24 小时内报案。",
)


@pytest.mark.parametrize("shape", FOREIGN)
def test_what_is_none_of_a_text_is_asked_about(shape: str) -> None:
    verdict = kinds.parse(FIELD, shape.replace("T", TEXT), TODAY)
    assert isinstance(verdict, kinds.Doubtful)
    assert verdict.doubts[0].code == "longtext.foreign"
    assert verdict.meant == (TEXT,)


def test_signs_of_a_page_within_a_text_end_its_lines() -> None:
    for between in ("<br>", "<br/>", "</p><p>", "\\n"):
        assert foreign_lines.without(f"{TEXT}{between}{MORE}")[0] == f"{TEXT}\n{MORE}"


@pytest.mark.parametrize("shape", OWN)
def test_what_a_document_has_is_taken(shape: str) -> None:
    text = shape.replace("T", TEXT).replace("M", MORE)
    assert kinds.parse(FIELD, text, TODAY) == kinds.Accepted(text)
