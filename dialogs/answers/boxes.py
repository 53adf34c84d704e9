"""A cell with boxes to tick, as official forms have them -> what is chosen. Knows no form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.answers import ticks
from dialogs.answers.choices import BETWEEN


def chosen(text: str, choices: Sequence[str], other: str) -> str:
    """What is chosen in a cell, as somebody would type it; the text itself where it has no boxes.

    Args:
        text: What stands in the cell.
        choices: What is offered.
        other: The choice that needs a text of its own, "" for none; behind it and a colon stands the text.
    """
    if not set(text) & set(ticks.EMPTY + ticks.TICKED):
        return text
    found = [label for label in ticks.ticked(text) if label in choices]
    return BETWEEN.join([*found, *filter(None, [written(text, other)])])


def written(text: str, other: str) -> str:
    """What stands behind the `other` choice in a cell, with it, as somebody would type it; "" for nothing."""
    found = re.search(rf"{re.escape(other)}(?:[（(][^）)]*[）)])?\s*[:：]\s*([^\n]*)", text) if other else None
    return f"{other}：{found[1].strip()}" if found and found[1].strip(" _＿") else ""
