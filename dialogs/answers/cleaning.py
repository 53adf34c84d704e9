"""What is done to every answer before its kind looks at it.

Knows no kind and no field. A text keeps its characters to the letter: only what nobody sees is taken away.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from dialogs.answers.blocks import tables
from dialogs.answers.verdict import Invalid
from dialogs.answers.word_count import CJK, HAN
from dialogs.pattern import Pattern

# Lone surrogates cut a document short, and controls and noncharacters are refused by XML.
_BAD = Pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
# Word's Shift+Enter comes as a vertical tab, its page break as a form feed.
_LINE_END = Pattern("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# Messengers and phone books wrap numbers and names in these, and Word leaves soft hyphens. Joiners, U+200D, are
# looked at one by one.
_UNSEEN = Pattern("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_NO_TABS = "".join(char for char in map(chr, range(0x3001)) if char.isspace() and char != "\t")
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters by category that show nothing
_CJK_OR_SHARED = Pattern(f"[{CJK}\u2014\u2018\u2019\u201c\u201d\u2026]")

_SPACED_OUT = Pattern(f"(?:[{HAN}（）()] ){{4,}}[{HAN}（）()]")
_JOINED_BEFORE = {"So", "Sk", "Mn"}  # a picture, its skin tone, or the selector that asks for its colours
_NARROW = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in range(0x3000, 0x10000)
    if unicodedata.decomposition(chr(code)).startswith(("<wide>", "<small>"))
} | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def bad_character(text: str) -> Invalid | None:
    """The fault of the first character that no document can hold, None where there is none."""
    found = _BAD.search(_LINE_END.sub("\n", text))
    if not found:
        return None
    return Invalid("characters", {"which": f"U+{ord(found[0]):04X}", "position": found.start() + 1})


def clean(text: str) -> str:
    """The text with one kind of line end, and without unseen marks or blanks around it; "" if nothing of it shows.

    Tabs stay: the first cell of a table may be empty.
    """
    text = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    if "\u200d" in text:
        text = "".join(char for at, char in enumerate(text) if char != "\u200d" or _joins_emoji(text, at))
    return text.strip(_NO_TABS) if any(map(_shows, text)) else ""


def one_line(text: str) -> str:
    """The text on one line.

    A pasted line break next to a Chinese character was only a wrapped line and disappears; between two Latin
    words or numbers it becomes a space. A tab becomes a space. Blanks between all characters, as a scan is read, go.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    joined = lines[:1]
    for before, line in pairwise(lines):
        chinese = _CJK_OR_SHARED.match(before[-1]) or _CJK_OR_SHARED.match(line[0])
        joined.append(line if chinese else f" {line}")
    whole = "".join(joined).replace("\t", " ")
    return re.sub(r"\s", "", whole) if _SPACED_OUT.fullmatch(whole) else whole


def paragraphs(text: str) -> str:
    """The text with each line a paragraph or a table's row: without indents, with one blank line at most between two.

    A row keeps all its tabs: its first or last cells may be empty.
    """
    lines = text.split("\n")
    rows = {at for table in tables(lines) for at in table}
    stripped = [line.strip(_NO_TABS if at in rows else None) for at, line in enumerate(lines)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(stripped)).strip("\n")


def narrow(text: str) -> str:
    """The text with full-width forms as ASCII and every dash as a hyphen: for codes, numbers, addresses.

    Not NFKC, which would also turn 5² into 52 and ① into 1.
    """
    return text.translate(_NARROW)


def fold(text: str) -> str:
    """The text in a form to compare by, never to keep."""
    if text.isalnum():  # as names by the thousands are: there is nothing else to look for
        return unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", narrow(text))).casefold().rstrip("。.!")


def _joins_emoji(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (
        bool(before and after)
        and unicodedata.category(before) in _JOINED_BEFORE
        and unicodedata.category(after) == "So"
    )


def _shows(char: str) -> bool:
    """Whether a reader sees it. Unassigned code points count: Python may not know a new Han extension."""
    category = unicodedata.category(char)
    return category[0] != "Z" and category not in {"Cf", "Cc", "Mn"} and char not in _BLANKS
