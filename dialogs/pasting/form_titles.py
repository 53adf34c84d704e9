"""The form's own titles, as they stand in a Word file of it: of parts, of tables, and of what each row has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogs.form.model import NO_ROW, UNITS, Form
from dialogs.pasting.label_index import SPREAD, Labels, bare, key, unremarked
from dialogs.pattern import Pattern

_BESIDE = Pattern(r"\s*[:：\t]\s*")
_CONTINUED = Pattern(
    r"(?:续|接上)表.{0,30}|表\s*[0-9一二三四五六七八九十]{1,3}.{0,30}[（(]\s*(?:续|接上).{0,4}"
)  # above the rest of a table
_ANNEX = Pattern(r"附[件录]?\s*[0-9一二三四五六七八九十]*\s*[:：]")


class FormTitles:
    """Knows a line that is one of them, however it is spaced or numbered."""

    def __init__(self, form: Form, labels: Labels) -> None:
        titles = [part.title for section in form.sections for part in section.groups]
        parts = [part for title in titles for part in (title, *_BESIDE.split(title))]  # 附：… may stand on two lines
        confirmed = [field.label for field in form.fields.values() if field.of_kind.is_agreement]
        self._labels = labels
        self._whole = {key(title) for title in (*parts, *confirmed, form.title, unremarked(form.title))}
        self._bare = {key(bare(title)) for title in parts}
        self._longest = SPREAD * max(map(len, self._whole))
        self._of_tables = {key(table.title) for table in form.tables.values()}
        self._of_rows = _titled(section.title for section in form.sections if section.each not in (NO_ROW, UNITS))

    def has(self, text: str, *, may_be_short: bool) -> bool:
        """Whether a line is a title; without its number or mark only where it `may_be_short`, or as an annex."""
        if len(text) > self._longest:
            return False
        if self.is_caption(text) or key(text) in self._whole:
            return True
        begins = may_be_short or _ANNEX.match(text) is not None
        return begins and key(bare(text)) in self._bare and not self._labels.called(text)

    def is_of_table(self, text: str) -> bool:
        """Whether a line is the title of a table."""
        return key(text) in self._of_tables

    def is_caption(self, text: str) -> bool:
        """Whether a line stands above a table, or above the rest of one."""
        return self.is_of_table(text) or _CONTINUED.fullmatch(text) is not None

    def begins_part(self, text: str) -> bool:
        """Whether a line is the title of a part that each row has, with something behind it: 附：服务方案（乙方案）."""
        return self._of_rows.match(text) is not None


def _titled(titles: Iterable[str]) -> re.Pattern[str]:
    known = "|".join(rf"\s*{re.escape(title)}" for title in {part for title in titles for part in (title, bare(title))})
    return re.compile(rf"(?:{known})\s*[（(:：—0-9一二三四五六七八九十-].{{0,30}}" if known else r"(?!)")
