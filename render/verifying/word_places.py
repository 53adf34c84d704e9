"""Where text stands in a Word file, as somebody sees it who has the file open.

Knows no tags and no form.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from dialogs.pattern import Pattern
from dialogs.texts import say
from render.style_ids import STYLES, others

_PARTS = Pattern(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_READ = Pattern(r"document|header|footer")
_SHOWN = 24  # characters quoted of a paragraph
_FORM_FIELD = Pattern(r"\bFORM(?:TEXT|CHECKBOX|DROPDOWN)\b")
_CONTROLS = {qn(f"w:{name}") for name in ("comboBox", "dropDownList", "date", "showingPlcHdr")}
_CONTROLS |= {"{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"}
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}


class NoWordFileError(Exception):
    """A file that is no Word file, or one that cannot be read; or by its own account a template, or one with macros."""

    def __init__(self, code: str = "no_word") -> None:
        super().__init__(code)
        self.code = code


class Paragraph(NamedTuple):
    """A paragraph of a Word file.

    Attributes:
        text: What stands in it.
        place: Where it is, in words.
        is_read: Whether tags are replaced there: not in footnotes and remarks.
        row: The number of its table and row within its part, () outside tables.
        element: Its XML.
        deleted: What was deleted in it while changes were tracked, and is there still.
        fields: The codes of Word's own fields in it: MERGEFIELD name.
        has_control: Whether it has something of Word's to be filled in: a box to tick, a list to choose from.
    """

    text: str
    place: str
    is_read: bool
    row: tuple[int, ...]
    element: Any
    deleted: str
    fields: str
    has_control: bool


def paragraphs(file: bytes) -> list[Paragraph]:
    """Every paragraph of a Word file in the order in which its tags are replaced. Raises NoWordFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            names = [name for name in package.namelist() if _PARTS.fullmatch(name)]
            parts = [(name, parse_xml(package.read(name))) for name in names]
            types = package.read("[Content_Types].xml")
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as error:
        raise NoWordFileError from error
    if "word/document.xml" not in names:
        raise NoWordFileError
    if b"wordprocessingml.document.main+xml" not in types:
        raise NoWordFileError("word_template")
    return [paragraph for name, root in parts for paragraph in _Part(name.split("/")[1].rstrip(".xml0123456789"), root)]


def styles(file: bytes) -> frozenset[str]:
    """The ids of a Word file's styles of paragraphs, and those by which Word's own are called here."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        part = package.read(STYLES) if STYLES in package.namelist() else b"<styles/>"
    found = parse_xml(part).iter(qn("w:style"))
    ids = {style.get(qn("w:styleId")) for style in found if style.get(qn("w:type")) == "paragraph"}
    return frozenset(ids | others(part).keys())


def text_of(element: Any) -> str:
    """The text of a paragraph, without that of a text box in it."""
    nodes = (node for node in element.iter(qn("w:t"), *_BREAKS) if next(node.iterancestors(qn("w:p"))) is element)
    return "".join(_BREAKS.get(node.tag) or node.text or "" for node in nodes)


def row_text(element: Any) -> str:
    """The text of the whole row of a table in which a paragraph stands, a line for each of its paragraphs."""
    row = next(element.iterancestors(qn("w:tr")))
    return "\n".join(text for one in row.iter(qn("w:p")) if (text := text_of(one)))


def cell_of(element: Any) -> Any:
    """The cell of a table in which a paragraph stands, None outside of tables."""
    return next(element.iterancestors(qn("w:tc")), None)


class _Part:
    """One part of the package, such as the body or a header."""

    def __init__(self, name: str, root: Any) -> None:
        self._name, self._root = name, root
        self._tables = 0

    def __iter__(self) -> Iterator[Paragraph]:
        part = "" if self._name == "document" else say(f"word_place.{self._name}")
        numbers = {table: at for at, table in enumerate(self._root.iter(qn("w:tbl")), 1)}
        outside = 0
        for element in self._root.iter(qn("w:p")):
            text = text_of(element)
            table = next(element.iterancestors(qn("w:tbl")), None)
            boxed = next(element.iterancestors(qn("w:txbxContent")), None) is not None
            row: tuple[int, ...] = ()
            if table is None:
                outside += bool(text.strip())
                where = say("word_place.box" if boxed else "word_place.paragraph", number=outside)
            else:
                line, cell = _cell(element)
                row = (numbers[table], line)
                where = say("word_place.cell", table=numbers[table], row=line, cell=cell)
            place = say("word_place.whole", part=part, where=where, text=_head(text))
            deleted = "".join(node.text or "" for node in element.iter(qn("w:delText")))
            is_read = bool(_READ.match(self._name))
            fields = _fields(element)
            yield Paragraph(text, place, is_read, row, element, deleted, fields, _has_control(element, fields))


def _cell(element: Any) -> tuple[int, int]:
    """The numbers of the row of a paragraph in its table, and of its cell among those that are seen in the row."""
    cell = cell_of(element)
    row = next(cell.iterancestors(qn("w:tr")))
    table = next(row.iterancestors(qn("w:tbl")))
    cells = [one for one in row.iter(qn("w:tc")) if next(one.iterancestors(qn("w:tr"))) is row]
    rows = [one for one in table.iter(qn("w:tr")) if next(one.iterancestors(qn("w:tbl"))) is table]
    return rows.index(row) + 1, cells.index(cell) + 1


def _fields(element: Any) -> str:
    """The codes of the fields of a paragraph, one behind the other."""
    simple = (field.get(qn("w:instr"), "") for field in element.iter(qn("w:fldSimple")))
    return " ".join([*("".join(node.text or "" for node in element.iter(qn("w:instrText")))).split(), *simple])


def _has_control(element: Any, fields: str) -> bool:
    around = [*element.iterancestors(qn("w:sdt")), *element.iter(qn("w:sdt"))]
    kinds = (kind for control in around for kind in control.iterfind(f"{qn('w:sdtPr')}/*"))
    return bool(_FORM_FIELD.search(fields)) or any(kind.tag in _CONTROLS for kind in kinds)


def _head(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= _SHOWN else f"{whole[:_SHOWN]}…"
