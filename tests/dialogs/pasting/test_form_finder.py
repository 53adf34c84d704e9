"""What is found in a form that was filled in by hand: boxes as one would type what they mean."""

import pytest

from dialogs.form.load import load
from dialogs.pasting import form_finder
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
        ("摊位位置", "☑门口 ☑院内", "门口"),  # one can be right: it is shown before it is taken
        ("怎么来", "□步行 ☒开车", "开车"),
    ],
)
def test_what_is_ticked_is_the_answer(label: str, boxes: str, text: str) -> None:
    pieces = [Piece(rows=((label, boxes), ("其他", "无")))]
    assert [found.text for found in form_finder.find(FORM, pieces)] == [text]


@pytest.mark.parametrize("boxes", ["□吃的 □用的 □玩的", "【待填写】", "＿＿＿＿"])
def test_nothing_ticked_is_no_answer(boxes: str) -> None:
    assert form_finder.find(FORM, [Piece(rows=(("卖什么", boxes),))]) == []
