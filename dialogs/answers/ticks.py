"""Boxes in a line, as official forms have them, before or behind what they are for -> what is ticked.

Knows no question. Never guesses which side a box belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.pattern import Pattern

EMPTY = "□☐○◻▢⬜❏❑"
TICKED = "■☑☒✓✔√●◉⊠▣◼⬛✅🗹🗷"
_CROSSES = "×✗✘╳"  # beside a tick, what is not chosen; alone they say the one or the other
_BOXES = EMPTY + TICKED
_DRAWN = Pattern(r"\[\s*([√✓✔xX]?)\s*\]|[(（【]\s*([√✓✔]?)\s*[)）】]")  # boxes made of signs
_BEFORE = Pattern(rf"([{_BOXES}])\s*([^\s{_BOXES}]+)")
_BEHIND = Pattern(rf"([^\s{_BOXES}]+)\s*([{_BOXES}])([:：][^{_BOXES}]*)?")  # also 其他☑：…
_APART = r"\s:：、,，;；。(（)）"
_TURNED = Pattern(rf"(?<![^{_APART}])[{_BOXES}](?=[^{_APART}{_BOXES}])")  # one that begins a word
_CLOSED = Pattern(rf"(?<=[^{_APART}{_BOXES}])[{_BOXES}](?![^{_APART}])")  # one that ends it
_BOX = Pattern(f"[{_BOXES}]")


def drawn(text: str) -> str:
    """The text with real boxes for those made of signs: [x], （√）; where a tick stands, a cross is an empty box."""
    boxed = _DRAWN.sub(lambda box: "☑" if box[1] or box[2] else "□", text)
    if not set(boxed) & set(TICKED):
        return text
    return boxed.translate(dict.fromkeys(map(ord, _CROSSES), "□"))


def ticked(text: str) -> Sequence[str]:
    """What is ticked; nothing where nothing is, or where one cannot tell which side the boxes belong to."""
    text = drawn(text).strip()
    boxes = len(_BOX.findall(text))
    begins, ends = _BOX.match(text) is not None, boxes and text[-1] in _BOXES
    is_before = not ends if begins else len(_TURNED.findall(text)) == boxes
    is_behind = not begins if ends else len(_CLOSED.findall(text)) == boxes
    if is_before == is_behind:
        return []
    if is_before:
        return [label for box, label in _BEFORE.findall(text) if box in TICKED]
    return [label + (more or "") for label, box, more in _BEHIND.findall(text) if box in TICKED]


def is_among(text: str) -> bool:
    """Whether one of several boxes is ticked: an empty one stands there too, or another ticked one."""
    return len(_BOX.findall(drawn(text))) > 1


def is_crossed(text: str) -> bool:
    """Whether there is a cross and no tick, which can mean that it is chosen, or that it is not."""
    return bool(set(text) & set(_CROSSES)) and not set(text) & set(TICKED)
