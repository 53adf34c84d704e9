"""Which headings of a Word file are a long text's own, and which begin something else. Knows no form."""

from __future__ import annotations

from dialogs.pasting.numbering import follows, is_first


class OwnHeadings:
    """Goes along the headings below that of a long text."""

    def __init__(self, head: str, level: int, *, are_deeper: bool = False) -> None:
        """`level` is that of the text's heading `head`; its own are known to be deeper, or may be as high."""
        self._head, self._level = head, level
        self._are_deeper = are_deeper
        self._own = 0  # the highest level of those that count from one on, from which on all are its own

    def ends_at(self, text: str, level: int) -> bool:
        """Whether a heading ends the text: one as high as it may be, that begins no count of the text's own."""
        if not 0 < level <= self._level or 0 < self._own <= level:
            return False
        if is_first(text):
            self._own = level
            return False
        return level < self._level or self._are_deeper or follows(self._head, text)
