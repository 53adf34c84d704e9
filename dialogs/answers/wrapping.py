"""What people put around an answer: its label, quotes, brackets, remarks behind, marks at the end.

Knows no kind. What is taken off a typed kind is anything around the one value; a text of one's own loses only its
own labels and a closed list of remarks, since brackets belong to names: （有限合伙）.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogs.answers.cleaning import fold

_COLON = r"\s*[:：]\s*"
_QUOTES = {"“": "”", "‘": "’", '"': '"', "'": "'", "「": "」", "『": "』", "《": "》", "`": "`"}
_MARKS = " \t。.;；,，、!！~～…"
_BRACKETS = str.maketrans("【】[]〔〕〈〉〖〗", "()()()()()")
# A remark that takes back what it stands behind.
_DENIED = re.compile(
    r"[（(【\[][^（()）】\]]*(?:待|暂|未定|不确定|停机|空号|停用|作废|失效|离职|错|换成?|原来?|拟|增资|减资|不对|核实)[^（()）】\]]*[)）】\]]"
)
_SEALED = re.compile(r"\s*[（(【\[]\s*(?:加盖|盖)?(?:盖章|公章|单位盖章|签章|签字)\s*[)）】\]]\s*$")
# A label that any answer of a typed kind may have in front: no digits, and a colon behind.
_ANY_LABEL = re.compile(r"^[^0-9@:：\n]{1,24}?[:：]\s*(?=\S)")
_BRACKETED = re.compile(r"[（(【\[][^（()）【】\[\]]*[)）】\]]")
_HALVES = re.compile(r"[/／、]|或")
_BRACKET = re.compile(r"[（(][^（()）]*[)）]")


def names(*labels: str) -> frozenset[str]:
    """All that a question is called: its labels whole, without brackets, and by halves around a stroke, folded."""
    whole = {label for label in labels if label}
    bare = {_BRACKET.sub("", label) for label in whole}
    halves = {half for label in bare for half in _HALVES.split(label) if len(half.strip()) > 1}
    return frozenset(filter(None, map(fold, whole | bare | halves)))


def without_label(text: str, called: Iterable[str]) -> str:
    """The text without one of these folded labels and a colon in front of it."""
    head, colon, rest = _divided(text)
    return rest.strip() if colon and rest.strip() and fold(_BRACKET.sub("", head) or head) in called else text


def _divided(text: str) -> tuple[str, str, str]:
    found = re.search(_COLON, text)
    return (text[: found.start()], ":", text[found.end() :]) if found else (text, "", "")


def without_any_label(text: str) -> str:
    """The text without whatever stands in front of its first colon, where that has no digits."""
    return _ANY_LABEL.sub("", text, count=1)


def without_quotes(text: str) -> str:
    """The text without one pair of quotes around all of it."""
    text = text.strip()
    while len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def without_seal(text: str) -> str:
    """The text without the remark that it is to be sealed or signed, which forms print behind a name."""
    return _SEALED.sub("", text)


def without_marks(text: str) -> str:
    """The text without punctuation around it, and without the apostrophe that Excel puts before digits."""
    return text.strip(_MARKS).lstrip("'‘’`").strip(_MARKS)


def without_remarks(text: str) -> str:
    """The text without anything in brackets in which no digit stands, and without a bracket around all of it."""
    text = text.translate(_BRACKETS).strip()
    if whole := re.fullmatch(r"[（(]([^（()）]+)[)）]", text):
        return whole[1]
    return _BRACKETED.sub(lambda found: found[0] if re.search("[0-9]", found[0]) else " ", text)


def unbracketed(text: str) -> str:
    """The text with all kinds of brackets as (), and without a pair around all of it."""
    text = text.translate(_BRACKETS).strip()
    whole = re.fullmatch(r"\(([^()]+)\)", text)
    return whole[1] if whole else text


def denied(text: str) -> str:
    """The remark in brackets that takes back what it stands behind: （待核实）, （停机）; "" for none."""
    found = _DENIED.search(text)
    return found[0] if found else ""


def own(text: str, called: Iterable[str]) -> str:
    """A text of one's own as it was meant: without its label and the remark that it is to be sealed."""
    return without_seal(without_label(text, called)) or text
