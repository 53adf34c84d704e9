"""Which question a label asks that is in other words than the form's: 社团全称 for 社团名称, 负责人电话 for 联系电话.

Only what can be one question alone. Knows no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.form.model import Field, Group
from dialogs.pasting import heads
from dialogs.pattern import Pattern

_ENDING = Pattern("(?:名称|全称|姓名|名字|号码|名|号)$")
_REMARK = Pattern(r"\([^()]*\)$")
_LEAST = 2  # characters of what is asked about
_LONGEST = 20  # characters of a label


class OtherLabels:
    """The questions of a form outside its tables, by words that mean the same as their labels."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._asked = Group(id="", title="", items=tuple(fields))
        names = ((heads.fold(name), field) for field in fields for name in (field.label, *field.synonyms))
        self._names = [(_REMARK.sub("", name), field) for name, field in names]
        self._people = [field for field in fields if field.of_kind.contact == "name"]
        ended = (_ENDING.sub("", name) for name, _ in self._names if _ENDING.search(name))
        people = (heads.fold(field.label) for field in self._people)
        self._about = {about for about in (*ended, *people) if len(about) >= _LEAST}
        self._called: dict[str, Sequence[Field]] = {}

    def called(self, label: str) -> Sequence[Field]:
        """The only question that a label can ask; none where there are several, or none."""
        text = heads.fold(label).rstrip("：")
        if not _LEAST <= len(text) <= _LONGEST or heads.is_others(text) or heads.is_data(text):
            return ()
        if text not in self._called:
            self._called[text] = self._alike(text) or self._meant(text) or self._of_whom(text)
        return self._called[text]

    def together(self, label: str) -> Sequence[Field]:
        """The questions about one person that a label asks at once: 负责人及联系电话; none where it asks one."""
        if len(label) > _LONGEST or heads.is_others(label) or heads.is_data(label):
            return ()
        (found,) = heads.columns_of(self._asked, [label])
        return found if len(found) > 1 and all(field.of_kind.contact for field in found) else ()

    def _alike(self, text: str) -> Sequence[Field]:
        """That whose label has another ending: 全称 for 名称, or none: 负责人姓名."""
        about = _ENDING.sub("", text)
        if about == text or len(about) < _LEAST:
            return ()
        return _only(field for name, field in self._names if _ENDING.sub("", name) == about)

    def _meant(self, text: str) -> Sequence[Field]:
        """That which a word has for its meaning in any form, but for one of other companies than who fills in."""
        found = () if heads.is_bare(text) else _only(heads.meant(self._asked, text))
        return () if found and heads.is_party(text) and not heads.is_party(found[0].label) else found

    def _of_whom(self, text: str) -> Sequence[Field]:
        """That of which the label says besides about what or whom it is asked: 社团类别, 负责人电话."""
        for about in sorted(filter(text.startswith, self._about), key=len, reverse=True):
            rest = text.removeprefix(about).removeprefix("的")
            found = _only([*(field for name, field in self._names if name == rest), *self._meant(rest)])
            if found and not (found[0].of_kind.contact and len(self._people) > 1):
                return found
        return ()


def _only(fields: Iterable[Field]) -> Sequence[Field]:
    found = {field.id: field for field in fields}
    return (*found.values(),) if len(found) == 1 else ()
