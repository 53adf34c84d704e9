import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.filename import LIMIT, filename


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("试点方案 2023-12-20", "试点方案 2023-12-20.docx"),
        ("李镕、王堃、陈喆、𬭊", "李镕、王堃、陈喆、𬭊.docx"),
        ("中保/网安", "中保_网安.docx"),
        (r'<>:"/\|?*', "_________.docx"),
        ("方案\n第二行\t尾", "方案 第二行 尾.docx"),
        ("a\x00b\x1b\x7fc", "abc.docx"),
        ("结尾. . ", "结尾.docx"),
        ("../../etc/passwd", "_.._etc_passwd.docx"),
        ("CON", "_CON.docx"),
        ("nul.表", "_nul.表.docx"),
        ("Com1 .txt", "_Com1 .txt.docx"),
        ("LPT9", "_LPT9.docx"),
        ("com10", "com10.docx"),
        ("CONTRACT", "CONTRACT.docx"),
        ("报告\u202excod.exe", "报告xcod.exe.docx"),
        ("坏\ud800字", "坏字.docx"),
        ("", "未命名.docx"),
        (" .. ", "未命名.docx"),
        ("\u0301" * 300, "未命名.docx"),
    ],
)
def test_names_that_every_system_takes(stem: str, name: str) -> None:
    assert filename(stem) == name


def test_another_suffix_is_kept_whole() -> None:
    assert filename("表1", suffix=".tar.xlsx") == "表1.tar.xlsx"
    assert filename("好" * 100, suffix=".tar.xlsx").endswith("好.tar.xlsx")


def test_a_long_name_is_cut_between_whole_characters() -> None:
    # 195 bytes are left: 65 Han characters of three bytes, 48 of four.
    assert filename("好" * 100) == "好" * 65 + ".docx"
    assert filename("𬭊" * 100) == "𬭊" * 48 + ".docx"


def test_a_combining_mark_is_not_parted_from_its_letter() -> None:
    # x with two marks, which no single character stands for; the second mark is what does not fit.
    assert filename("a" * 192 + "x\u0301\u0323") == "a" * 192 + ".docx"
    assert filename("a" * 190 + "x\u0301\u0323") == unicodedata.normalize("NFC", "a" * 190 + "x\u0301\u0323.docx")


def test_a_cut_does_not_leave_a_dot_or_a_space_at_the_end() -> None:
    assert filename("a" * 193 + ". b" * 9) == "a" * 193 + ".docx"


@given(st.text(st.characters(exclude_categories=[]), max_size=120))
def test_any_text_makes_a_name(stem: str) -> None:
    name = filename(stem)
    assert len(name.encode()) <= LIMIT
    assert not set(name) & set('<>:"/\\|?*\n\r\t\0')
    assert name[0] not in " ."
    assert name.removesuffix(".docx").rstrip(" .") + ".docx" == name
    assert filename(name.removesuffix(".docx")) == name
