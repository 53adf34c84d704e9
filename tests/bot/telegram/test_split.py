"""Cutting texts into messages."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.split import split, units

TEXT = st.text(st.sampled_from("字句，。！\n 　a1😀𠀀\ufe0f”） ") | st.characters(codec="utf-8"), max_size=300)


@given(TEXT, st.integers(2, 40))
def test_nothing_that_shows_is_lost_and_no_part_is_too_long(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(0 < units(part) <= limit for part in parts)
    assert all(part.strip() for part in parts)
    assert all(part.encode("utf-8") for part in parts)  # half a pair has no UTF-8


@given(st.text("😀𠀀", min_size=10, max_size=60), st.integers(2, 9))
def test_a_pair_of_units_is_never_cut(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join(parts) == text
    assert {units(part) for part in parts[:-1]} == {limit - limit % 2}


def test_a_short_text_stays_as_it_is() -> None:
    assert split("　一\n\n二 ") == ["　一\n\n二 "]
    assert split(" \n ") == []


def test_it_is_cut_at_the_best_place_in_the_second_half() -> None:
    assert split("第一段。\n\n第二段，很长，真的。第三句", 18) == ["第一段。\n\n第二段，很长，真的。", "第三句"]
    assert split("一二三四五六。\n\n七八九。十", 12) == ["一二三四五六。", "七八九。十"]
    assert split("他说：“好的。”然后就走了出去", 10) == ["他说：“好的。”", "然后就走了出去"]
    assert split("一二三四五六，七八九十", 9) == ["一二三四五六，", "七八九十"]
    assert split("一二三四五六七八九十", 4) == ["一二三四", "五六七八", "九十"]


def test_a_cut_in_the_first_half_is_not_taken() -> None:
    assert split("短。" + "长" * 18, 10) == ["短。" + "长" * 8, "长" * 10]
