"""Tables between which nothing is left in a document, so that Word shows them as one. Knows no form and no tags."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

_BODY = "word/document.xml"
_NUMBER = "number"  # an attribute of ours, which the copies that a loop makes of a table have too
_UNSEEN = (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))


def with_numbered_tables(template: bytes) -> bytes:
    """The same Word file, in which each table of the body knows its number."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as package, zipfile.ZipFile(made, "w") as numbered:
        for name in package.namelist():
            content = package.read(name)
            if name == _BODY:
                root = etree.fromstring(content)
                for number, table in enumerate(root.iter(qn("w:tbl")), 1):
                    table.set(_NUMBER, str(number))
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            numbered.writestr(name, content)
    return made.getvalue()


def tables_met(parts: Iterable[Any]) -> set[tuple[int, int]]:
    """The numbers of each two tables in these parts of a document that follow on each other with nothing between."""
    tables = [table for part in parts for table in part.iter(qn("w:tbl")) if table.get(_NUMBER)]
    pairs = ((table, _next(table)) for table in tables)
    return {(int(a.get(_NUMBER)), int(b.get(_NUMBER))) for a, b in pairs if b is not None and b.get(_NUMBER)}


def _next(table: Any) -> Any:
    """What follows on a table, None for nothing."""
    return next((one for one in table.itersiblings() if one.tag not in _UNSEEN), None)
