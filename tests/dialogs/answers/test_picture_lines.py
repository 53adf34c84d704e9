"""A picture in a text is called by its name where no pictures are shown."""

from __future__ import annotations

import pytest

from dialogs.answers.picture_lines import named

ID = "0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"已记下：〔图：{ID}｜证件照.jpg〕", "已记下：〔图：证件照.jpg〕"),
        (f"甲\n〔图：{ID}｜图1 架构〕\n〔图：{ID}｜〕乙", "甲\n〔图：图1 架构〕\n〔图〕乙"),
        (f"〔图：{ID}｜图1 很长的…", "〔图：图1 很长的…〕"),
        ("〔图：别的｜字〕", "〔图：别的｜字〕"),
    ],
)
def test_a_picture_is_called_by_its_name(text: str, shown: str) -> None:
    assert named(text) == shown
