"""字数: how long a text is, as Word counts it and in Han characters alone.

Knows nothing of fields or limits, and needs no table of scripts beyond the ranges below.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from dialogs.answers.picture_lines import printed
from dialogs.pattern import Pattern

# What Unicode calls script Han, as the inside of a character class: radicals (PDF readers copy them for the
# characters), 々, 〇, the Hangzhou numerals, the unified and the compatibility ideographs, and planes 2 and
# 3, which are reserved for Han, so that extensions which this Python does not know yet count too.
HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002fffd\U00030000-\U0003fffd"
)

# Everything that Word counts one by one: Han, kana, bopomofo, hangul, Yi, ①, full-width letters, punctuation.
# The ideographic space U+3000 is left out: it is a space.
CJK = (
    "\u1100-\u11ff\u2460-\u24ff\u2e80-\u2fff\u3001-\ua4cf\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uffef\U00016fe0-\U00018dff\U0001aff0-\U0001b16f\U0001f200-\U0001f2ff"
    "\U00020000-\U0002fffd\U00030000-\U0003fffd"
)

# Marks that Chinese shares with Latin: “ ” ‘ ’ — … ·. In Chinese text they are set full width and counted
# one by one; inside a Latin word or a number (don’t, 1–2) they belong to its run.
_SHARED = "\u00b7\u2013-\u2016\u2018\u2019\u201c\u201d\u2026"

_UNSEEN = Pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# Whole runs at once: to find each character by itself takes ten times as long.
_HAN = Pattern(f"[{HAN}]+")
_CJK = Pattern(f"[{CJK}]+")
_WORD = Pattern(f"(?:[^\\s{_SHARED}]|(?<=[0-9A-Za-z])[{_SHARED}](?=[0-9A-Za-z]))+|[{_SHARED}]")


_SHORT = 200  # characters of a line; of the lines of one answer that are longer no more are remembered than it can have


def _remembered(count: Callable[[str], int]) -> Callable[[str], int]:
    """Remembers what was counted of each line: of a text that is written on, only what is new is counted."""
    long, short = lru_cache(256)(count), lru_cache(8192)(count)
    return lambda line: (long if len(line) > _SHORT else short)(line)


def words(text: str) -> int:
    """The 字数 of a text as Word's status bar gives it.

    Each CJK character and each full-width punctuation mark counts one, and so does each unbroken run of anything
    else. Variation selectors and zero-width marks add nothing; of a line that is a picture its caption counts.
    """
    return sum(_words_of(line) for line in text.split("\n"))  # which ends every run


@_remembered
def _words_of(line: str) -> int:
    seen = _UNSEEN.sub("", printed(line))
    return len(seen) - len(_CJK.sub("", seen)) + sum(1 for _ in _WORD.finditer(_CJK.sub(" ", seen)))


def han(text: str) -> int:
    """How many Han characters a text has: all extensions, 〇 and 々 (script Han) included, punctuation not."""
    return sum(map(_han_of, text.split("\n")))


@_remembered
def _han_of(line: str) -> int:
    seen = printed(line)
    return len(seen) - len(_HAN.sub("", seen))
