"""The labels of a form, and which of them stand in a line: with a number before it or without, alone or with an answer.

Knows no file, and not what becomes of an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from dialogs.form.model import UNITS, Field, Form
from dialogs.pasting.other_labels import OtherLabels
from dialogs.pattern import Pattern

_COUNTED = "[0-9一二三四五六七八九十]+"
_NUMBER = Pattern(
    rf"\s*(?:第\s*{_COUNTED}\s*[章节条部分篇]+|[（(]\s*{_COUNTED}\s*[）)]|[①-⑳]|附[件表录]?\s*(?:{_COUNTED})?\s*[:：]"
    rf"|[0-9]+(?:[.．][0-9]+)+|{_COUNTED}\s*[、.．)）]|[0-9]{{1,2}}(?=\s))[、.．:：\s]*"
)
_REMARK = Pattern(r"(?<=\w)[\s*＊]*[（(][^（）()]*[）)][\s*＊:：]*$")
_COLON = Pattern(r"[:：=＝→]|…+|\.{3,}|·{3,}|[—–]+|-+>|\s-+\s")  # or what one sets in its place
_FRAMED = Pattern(r"\s*[【\[]([^【】\[\]]+)[】\]][\s:：]*(\S.*)", re.DOTALL)  # 【社团名称】 before its answer
_BLANK = Pattern(r"\s+")
_WIDE = Pattern(r"\t+|\s{2,}")
_BETWEEN = " \t\n\u3000；;，,。、/|"  # an answer and the next label
_GAP = Pattern(f"[{_BETWEEN}]+")
_COLONS = 40  # of one line that are looked at
_BLANKS = 12  # among which the end of a label is looked for
_SHORTENED = 6  # characters of a heading that is part of a label
SPREAD = 3  # times that a label may be longer where it is written with blanks and a number


class Labelled(NamedTuple):
    """A label in a line: the questions that are called so, how it stands there, and what stands behind it."""

    fields: Sequence[Field]
    label: str
    text: str


@lru_cache(maxsize=1024)  # one line is looked at in several ways
def key(text: str) -> str:
    """A label in a form to compare by."""
    return re.sub(r"[\s\W_]", "", unicodedata.normalize("NFKC", text)).casefold()


def bare(text: str) -> str:
    """A heading, or a label, without the number before it."""
    return _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text


def _number(text: str) -> str:
    return key(text[: len(text) - len(bare(text))])


def unremarked(text: str) -> str:
    """A label without its number, and without the remark in brackets behind it."""
    return _REMARK.sub("", bare(text))


class Labels:
    """The questions of a form outside its tables by what they are called, as the form does or without its number.

    One may lack the remark in brackets that the form has, or have one where the form has none, unless an amount is
    asked, of which it may be another unit.
    """

    def __init__(self, form: Form) -> None:
        self._exact: dict[str, list[Field]] = {}
        self._bare: dict[str, list[Field]] = {}
        self._unremarked: dict[str, list[Field]] = {}
        for section in form.sections:
            for field in section.fields if section.each != UNITS else ():
                names = [field.label, field.short, *field.synonyms]
                for name in {*map(key, names)} - {""}:
                    self._exact.setdefault(name, []).append(field)
                for name in {key(bare(name)) for name in names} - {""}:
                    self._bare.setdefault(name, []).append(field)
                for name in {key(unremarked(name)) for name in names} - {""}:
                    self._unremarked.setdefault(name, []).append(field)
        longs = [field for names in self._bare.values() for field in names if field.of_kind.is_long]
        self._numbered = [(_number(field.label), key(bare(field.label)), field) for field in dict.fromkeys(longs)]
        self._longest = SPREAD * max(map(len, self._exact), default=0)
        self._other = OtherLabels([field for one in form.sections if one.each != UNITS for field in one.fields])

    def exactly(self, text: str) -> Sequence[Field]:
        """The questions of which a text is the label, just as the form has it."""
        return self._exact.get(key(text), []) if len(text) <= self._longest else []

    def called(self, text: str) -> Sequence[Field]:
        """The same, whatever number stands before either."""
        if len(text) > self._longest:
            return []
        known = self.exactly(text) or self._bare.get(key(bare(text))) or self._but_for_remark(text)
        return known or self._other.called(unremarked(text))

    def heads(self, text: str) -> Sequence[Field]:
        """The same of a heading, which may be the beginning or the end of a long text's label with the same number."""
        number, short = _number(text), key(bare(text))
        found = [
            field
            for at, label, field in (self._numbered if number and len(short) >= _SHORTENED else ())
            if at == number and (label.startswith(short) or label.endswith(short))
        ]
        return self.called(text) or (found if len(found) == 1 else [])

    def together(self, text: str) -> Sequence[Field]:
        """The questions about one person that a text asks at once, where it is no label of one."""
        return () if self.called(text) else self._other.together(unremarked(text))

    def asked(self, text: str) -> Sequence[Field]:
        """The questions of which a text is the label, or which it asks at once."""
        return self.called(text) or self.together(text)

    def named(self, cells: Sequence[str]) -> bool:
        """Whether a label stands alone in one of some cells."""
        return any(map(self.called, filter(str.strip, cells)))

    def _but_for_remark(self, text: str) -> Sequence[Field]:
        """The only question that is called so but for a remark in brackets, which either has alone."""
        plain = bare(text)
        if key(plain) in self._unremarked:
            found = self._unremarked[key(plain)]
        elif (without := key(unremarked(text))) and without != key(plain):
            found = [field for field in self._bare.get(without, ()) if not field.of_kind.is_number]
        else:
            found = []
        return found if len(found) == 1 else []

    def within(self, line: str) -> Sequence[Labelled]:
        """The labels in a line that begins with one, each with its answer: behind colons, or one alone behind a blank.

        What stands behind the label of a long text belongs to it, whatever it is.
        """
        if (framed := _FRAMED.match(line)) and (found := self.called(framed[1])):
            return [Labelled(found, framed[1], framed[2])]
        spans: list[tuple[int, re.Match[str], Sequence[Field]]] = []
        for colon in islice(_COLON.finditer(line), _COLONS):
            begin = spans[-1][1].end() if spans else 0
            at, fields = self._ending(line, begin, colon.start())
            if fields:
                spans.append((at, colon, fields))
            if not spans or spans[0][0] > 0 or spans[-1][2][0].of_kind.is_long:
                break
        if not spans or spans[0][0] > 0:
            return self._behind_blank(line)
        ends = [*(at for at, _, _ in spans[1:]), len(line)]
        return [
            Labelled(
                fields,
                line[at : colon.start()].rstrip(),
                line[colon.end() : end].rstrip(_BETWEEN if end < len(line) else ""),
            )
            for (at, colon, fields), end in zip(spans, ends, strict=True)
        ]

    def _ending(self, line: str, begin: int, end: int) -> tuple[int, Sequence[Field]]:
        """Where the longest label begins that ends there, and the questions that are called so."""
        whole = line[:end] if begin == 0 and end <= self._longest else ""
        if whole and (found := self.asked(whole)):
            return 0, found
        places = [found.end() for found in _GAP.finditer(line, max(begin, end - self._longest), end)][-_BLANKS:]
        return next(((at, found) for at in places if (found := self.called(line[at:end]))), (begin, ()))

    def _behind_blank(self, line: str) -> Sequence[Labelled]:
        cells = [cell for cell in _WIDE.split(line) if cell.strip()] if len(line) <= _COLONS * self._longest else []
        if len(cells) > 2 and all(known := [self.called(label) for label in cells[::2]]):
            texts = [*cells[1::2], ""]
            return [*map(Labelled, known, cells[::2], texts)]
        blanks = [*_BLANK.finditer(line, 0, self._longest)][:_BLANKS]
        for blank in reversed(blanks):
            if found := self.called(line[: blank.start()]):
                return [Labelled(found, line[: blank.start()], line[blank.end() :])]
        return []
