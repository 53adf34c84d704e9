"""A picture in a text is called by its name where no pictures are shown."""

from __future__ import annotations

import pytest

from dialogs.answers.picture_lines import line_of, named, picture, pictures, restored

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


OTHER = "fedcba9876543210"


@pytest.mark.parametrize(
    "text",
    [
        f"甲\n〔图：{ID}｜图1 架构〕\n乙",
        f"〔图：{ID}｜〕\n〔图：{OTHER}｜〕",
        f"〔图：{ID}｜同名〕\n〔图：{OTHER}｜同名〕\n〔图：{ID}｜同名〕"[:-28],
        f"〔图：{ID}｜合同〔终〕｜盖章.png〕",
        f"〔图：{ID}｜｜〕",
    ],
)
def test_what_was_copied_from_a_message_is_the_same_text_again(text: str) -> None:
    assert restored(named(text), pictures(text)) == text
    assert restored(text, []) == text


def test_what_calls_no_picture_stays() -> None:
    assert restored("〔图：别的〕\n见〔图：甲〕", pictures(f"〔图：{ID}｜甲〕")) == "〔图：别的〕\n见〔图：甲〕"


@pytest.mark.parametrize("name", ["a〕b.png", "a｜b.png", "〔图：x｜y〕.png", "〕", "a\nb.png"])
def test_any_name_of_a_file_can_be_a_caption(name: str) -> None:
    found = picture(line_of(ID, name))
    assert found == (ID, " ".join(name.split()))
