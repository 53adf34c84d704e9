"""字数: what Word would say, and Han characters alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import word_count
from dialogs.answers.word_count import han, words


@pytest.mark.parametrize(
    ("text", "word_count", "han_count"),
    [
        ("", 0, 0),
        (" \n\t\u3000", 0, 0),
        ("网络安全", 4, 4),
        ("网络安全，保险。", 8, 6),
        ("“甲”——乙……丙", 9, 3),
        ("2023年", 2, 1),
        ("Windows 10、Linux等", 5, 1),
        ("state-of-the-art", 1, 0),
        ("don’t stop", 2, 0),
        ("1–2 级", 2, 1),
        ("甲·乙", 3, 2),
        ("甲　乙\n丙 丁", 4, 4),
        ("3.5%、±2", 3, 0),
        ("１２Ａ", 3, 0),
        ("①②", 2, 0),
        ("カナかな한글", 6, 0),
        ("㐀𠀀𪜀𫝀𫠠𬺰𰀀𱍐", 8, 8),  # one from each of the extensions A to H
        ("\U0002ebf0", 1, 1),  # extension I, which is younger than this Python
        ("二〇二三，佐々木", 8, 7),
        ("⼈豈", 2, 2),  # a radical from a PDF, and a compatibility ideograph
        ("葛\U000e0100城", 2, 2),  # a variation selector belongs to its character
        ("甲\u200b乙\ufeff", 2, 2),
        ("🙂甲👨\u200d👩\u200d👧", 3, 1),
    ],
)
def test_counts(text: str, word_count: int, han_count: int) -> None:
    assert (words(text), han(text)) == (word_count, han_count)


@given(st.text(), st.text())
def test_a_line_break_always_separates(first: str, second: str) -> None:
    assert words(f"{first}\n{second}") == words(first) + words(second)
    assert han(first + second) == han(first) + han(second)


@given(st.text(alphabet="甲乙々〇𠀀ab1 ，。“”—"))
def test_there_are_never_more_han_characters_than_words_nor_words_than_characters(text: str) -> None:
    assert han(text) <= words(text) <= len(text)


@pytest.mark.parametrize("length", [10, 300])
def test_of_a_text_that_is_written_on_only_what_is_new_is_counted(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    looked: list[str] = []
    monkeypatch.setattr(word_count, "printed", lambda line: looked.append(line) or line)
    lines = [f"第{number}行".ljust(length, "写") for number in range(50_000 // length)]
    for text in ("\n".join(lines[:-1]), "\n".join(lines)):
        looked.clear()
        words(text)
        han(text)
    assert looked == [lines[-1]] * 2
