"""What a kind takes off its value besides what is `bare`: any label, quotes, brackets, marks, that it is to be sealed.

Knows no kind. A text of one's own loses no brackets, since these belong to names: （有限合伙）.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogs.answers.cleaning import fold
from dialogs.pattern import Pattern

_QUOTES = {"“": "”", "‘": "’", '"': '"', "'": "'", "「": "」", "『": "』", "《": "》", "`": "`"}
_MARKS = " \t。.;；,，、!！~～…"
_BRACKETS = str.maketrans("【】[]〔〕〈〉〖〗（）<>", "()()()()()()()")
_SEALED = Pattern(r"\s*[（(【\[]\s*(?:加盖|盖)?(?:盖章|公章|单位盖章|签章|签字)\s*[)）】\]]\s*$")
# A label that any answer of a typed kind may have in front: no digits, and a colon behind.
_ANY_LABEL = Pattern(r"^[^0-9@:：\n]{1,24}?[:：]\s*(?=\S)")
_BRACKETED = Pattern(r"[（(【\[][^（()）【】\[\]]*[)）】\]]")
_HALVES = Pattern(r"[/／、]|或")
_BRACKET = Pattern(r"[（(][^（()）]*[)）]")


def names(*labels: str) -> frozenset[str]:
    """All that a question is called: its labels whole, without brackets, and by halves around a stroke, folded."""
    whole = {label for label in labels if label}
    bare = {_BRACKET.sub("", label) for label in whole}
    halves = {half for label in bare for half in _HALVES.split(label) if len(half.strip()) > 1}
    return frozenset(filter(None, map(fold, whole | bare | halves)))


def behind_label(text: str, called: Iterable[str], least: int) -> str:
    """What follows one of these folded labels of at least so many characters right behind it; "" where none does."""
    found = (label for label in called if len(label) >= least and text.startswith(label))
    return text[len(max(found, key=len, default=text)) :]


def without_any_label(text: str) -> str:
    """The text without whatever stands in front of its first colon, where that has no digits."""
    return _ANY_LABEL.sub("", text, count=1)


def without_quotes(text: str, *, titles: bool = True) -> str:
    """The text without one pair of quotes around all of it; those of a title, 《》, only with `titles`."""
    text = text.strip()
    while len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        if text[0] == "《" and not titles:
            break
        text = text[1:-1].strip()
    return text


def without_seal(text: str) -> str:
    """The text without the remark that it is to be sealed or signed, which forms print behind a name."""
    return _SEALED.sub("", text) or text


def without_marks(text: str) -> str:
    """The text without punctuation around it, and without the apostrophe that Excel puts before digits."""
    return text.strip(_MARKS).lstrip("'‘’`").strip(_MARKS)


def without_remarks(text: str) -> str:
    """The text without anything in brackets in which no digit stands, and without a bracket around all of it."""
    if (inner := unbracketed(text)) != text:
        return inner
    text = round_brackets(text)
    return _BRACKETED.sub(lambda found: found[0] if re.search("[0-9]", found[0]) else " ", text)


def round_brackets(text: str) -> str:
    """The text with all kinds of brackets as ()."""
    return text.translate(_BRACKETS)


def unbracketed(text: str) -> str:
    """The text without a pair of brackets around all of it."""
    whole = re.fullmatch(r"\s*\(([^()]+)\)\s*", round_brackets(text))
    return text.strip()[1:-1] if whole else text
