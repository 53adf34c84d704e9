"""An address as one would find it in a line of text. Knows no list of them: what has a road or a house is one."""

from __future__ import annotations

from collections.abc import Collection

from dialogs.answers import regions, speech, wrapping
from dialogs.pattern import Pattern

_AHEAD = 10  # characters that may stand in front of an address without being any of it
_OUTSIDE = Pattern(
    r"[？?；;！!=＝|｜<>【】{}\\`_@^…→「」\"“”]+|--+|^\[[^\[\]]*\]\s*|[，,](?=[^，,0-9路街楼层室座区]{1,8}$)"
)
_REMARK = Pattern(r"\s*[（(][^（()）0-9A-Za-z楼座室层区园路街院厦栋幢号口侧旁内边对面附近]*[)）]$")


def alone(text: str, called: Collection[str]) -> str:
    """An address without what is said around it, or the label of its question, by one of these folded names."""
    behind = wrapping.behind_label(text, called, 2)
    text = behind if regions.begins(behind) else text
    said, named = (speech.answer(text, verb=verb) for verb in (False, True))
    ways = (said if speech.may_be_name(said) else named, wrapping.without_any_label(text))
    return next((way for way in ways if way != text and regions.is_house(way)), text)


def within(text: str) -> str:
    """The address in a line that has more than that; "" for none."""
    rest = _REMARK.sub("", text)
    parts = [part.strip() for part in _OUTSIDE.split(rest) if part.strip()]
    if parts != [text]:
        return max(filter(regions.is_house, parts), key=len, default="")
    if regions.begins(text):
        return ""
    return next((text[at:].strip() for at in range(1, min(len(text), _AHEAD)) if regions.begins(text[at:])), "")
