"""What differs between two versions of a long text is marked, and no more than that."""

from __future__ import annotations

import pytest

from dialogs.turn.marked import marked

LONG = "这一句两份里都有，长得很，多半不用再看一遍了，所以中间省略。"
LEFT = "这一句两份里都有，长得很……看一遍了，所以中间省略。"
CASES = {
    "a word": ("办故事会，轮流领读。", "办读书会，轮流领读。", "办【故事】会，轮流领读。", "办【读书】会，轮流领读。"),
    "added": ("先评估。", "先评估。后监测。", "先评估。", "先评估。【后监测。】"),
    "left out": ("先评估。后监测。", "后监测。", "【先评估。】后监测。", "后监测。"),
    "nothing alike": ("读书。", "看报", "【读书。】", "【看报】"),
    "within a sentence": ("评估三次。", "评估三次，留记录。", "评估三次。", "评估三次【，留记录】。"),
    "a line break": ("甲。乙。", "甲。\n乙。", "甲。乙。", "甲。乙。"),
    "long, and nothing alike": (
        "书" * 120,
        "读" * 100,
        f"【{'书' * 50}……{'书' * 50}】",
        f"【{'读' * 100}】",
    ),
    "long": (f"{LONG}前。", f"{LONG}后。", f"{LEFT}【前】。", f"{LEFT}【后】。"),
}


@pytest.mark.parametrize("case", CASES)
def test_only_what_differs_is_marked(case: str) -> None:
    one, other, *shown = CASES[case]
    assert marked(one, other) == tuple(shown)
    assert marked(other, one) == tuple(shown[::-1])
