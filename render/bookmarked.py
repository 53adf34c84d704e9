"""Bookmarks in a document, by which answers are found again once it comes back edited.

They hold nothing, so that no editor can break them: one stands in the cell of an answer, at the heading of a long text
and in the cell of a row's number. What else has to travel along is in the document's own properties: of which
application it is, after which change it was printed, and a hash of the text at each bookmark. Knows no form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from docx.opc.oxml import serialize_part_xml
from docx.oxml.parser import parse_xml
from markupsafe import Markup

from dialogs.application.bookmarks import LISTED, STOP, also, digest, of_also
from render.own_properties import APPLICATION, CHANGE
from render.rows import no_text

_BOOKMARK = Markup('<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>')
_NOTHING = Markup("")  # for most of what is shown: to make one takes as long as to look for it
_PROPERTIES = Markup(
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)
_PROPERTY = Markup(
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="{}"><vt:lpwstr>{}</vt:lpwstr></property>'
)
_KINDS = {
    "[Content_Types].xml": (
        b"</Types>",
        (
            b'<Override PartName="/docProps/custom.xml"'
            b' ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
        ),
    ),
    "_rels/.rels": (
        b"</Relationships>",
        (
            b'<Relationship Id="rIdCustom" Target="docProps/custom.xml" Type="http://schemas.openxmlformats.org/'
            b'officeDocument/2006/relationships/custom-properties"/>'
        ),
    ),
}
"""What names the part with the properties, and before what it stands."""


class Origin(NamedTuple):
    """Of which application a document is, and the id of the newest change that is in it."""

    application: str
    change: int


class Answered(str):
    """What a document shows of an answer.

    Attributes:
        mark: The name of its bookmark, "" for none.
        part: What of it is shown, "" for the whole, a choice for its box; None for nothing but the bookmark.
    """

    __slots__ = ("mark", "part")
    mark: str
    part: str | None

    def __new__(cls, text: str, mark: str = "", part: str | None = "") -> Self:
        """`text` at this bookmark."""
        made = super().__new__(cls, text)
        made.mark, made.part = mark, part
        return made

    def replace(self, *args: Any, **named: Any) -> Answered:  # a template breaks lines by it
        """As `str.replace`."""
        return Answered(super().replace(*args, **named), self.mark)


class Number(int):
    """The number of a row. `mark` is the name of its bookmark."""

    mark: str

    def __new__(cls, number: int, mark: str) -> Self:
        """`number` at this bookmark."""
        made = super().__new__(cls, number)
        made.mark = mark
        return made


class Long(list[Any]):
    """The blocks of a long text. `mark` is the name of its bookmark."""

    def __init__(self, blocks: Iterable[Any], mark: str) -> None:
        super().__init__(blocks)
        self.mark = mark

    __repr__ = no_text

    def __bool__(self) -> bool:
        """Whether there is any text: an empty one is a paragraph all the same."""
        return any(self)


@dataclass
class Bookmarks:
    """The bookmarks of one document, if they are wanted; each stands where its answer does first.

    Where it stands again, or a part of it that was there already, is a further one, as at what is computed.
    """

    are_wanted: bool
    placed: set[str] = field(default_factory=set)
    _shown: set[tuple[str, str]] = field(default_factory=set)
    _count: int = 0

    def at(self, shown: object) -> Markup:
        """The bookmark of what is shown there; nothing where it has none, or shows no more than the one that is."""
        mark = getattr(shown, "mark", "") if self.are_wanted else ""
        if not mark:
            return _NOTHING
        if mark in (STOP, LISTED):
            return self._made(f"{mark}{self._count}")
        part = (mark, shown.part) if isinstance(shown, Answered) and shown.part is not None else None
        is_again = part in self._shown
        self._shown |= {part} if part else set()
        if of := of_also(mark):
            return self._made(also(of, self._count))
        if mark not in self.placed:
            self.placed.add(mark)
            return self._made(mark)
        return self._made(also(mark, self._count)) if is_again else _NOTHING

    def _made(self, mark: str) -> Markup:
        self._count += 1
        return _BOOKMARK.format(self._count, mark)


def properties(origin: Origin, texts: Mapping[str, str], own: bytes = b"") -> bytes:
    """The part of a package with what has to travel along.

    Args:
        origin: Of which application the document is.
        texts: What is read at each bookmark.
        own: The part as the template has it, whose properties stay.
    """
    values = {APPLICATION: origin.application, CHANGE: str(origin.change)}
    values |= {mark: digest(text) for mark, text in texts.items()}
    made = (_PROPERTY.format(pid, name, value) for pid, (name, value) in enumerate(values.items(), 2))
    part = parse_xml(str(_PROPERTIES.format(Markup("").join(made))))
    for kept in parse_xml(own) if own else ():
        if kept.get("name") not in values:
            kept.set("pid", str(len(part) + 2))
            part.append(kept)
    return serialize_part_xml(part)


def with_properties(name: str, content: bytes) -> bytes:
    """A part of a package; where it lists the others, with the one for the properties, unless it is there already."""
    end, entry = _KINDS.get(name, (b"", b""))
    return content.replace(end, entry + end) if end and b"custom-properties" not in content else content
