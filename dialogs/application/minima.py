"""What long texts of a group must have together, and what they lack: of what is asked there, and how long it is.

Knows no application as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from dialogs.application.application import Step
from dialogs.form.model import Group, Minimum


class Together(NamedTuple):
    """Long texts that have a minimum together."""

    step: Step  # where they are asked for while they are too short
    texts: Sequence[str]  # those that are asked
    want: int
    lack: int


def minima(group: Group, asked: Collection[str]) -> Sequence[Minimum]:
    """What is wanted of the long texts of a group together, where just these of its items are asked."""
    open_ = (Minimum(han, tuple(text for text in texts if text in asked)) for han, texts in group.minima)
    return [minimum for minimum in open_ if minimum.texts]


def shortfall(minimum: Minimum, sizes: Mapping[str, int]) -> int:
    """How many Han characters long texts lack together; `sizes` are those of the answers there are."""
    return max(0, minimum.han - sum(sizes.get(text, 0) for text in minimum.texts))


def together(group: Group, row: str, asked: Collection[str], sizes: Mapping[str, int]) -> Sequence[Together]:
    """The long texts at one row that have a minimum together: asked for at the group, in a table at the first."""
    return [
        Together(
            Step(item=minimum.texts[0] if group.has_rows else group.id, row=row),
            minimum.texts,
            minimum.han,
            shortfall(minimum, sizes),
        )
        for minimum in minima(group, asked)
    ]
