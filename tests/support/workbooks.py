"""Workbooks as somebody may hand them in, sound and spoilt, and the rows that are read from one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl

from render import sheets
from render.reading import sheet_reader

SHEET, WORKBOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
BOMBS = {
    "styles": ("xl/styles.xml", b"</cellXfs>", b"<xf/>"),
    "cells in a row": (SHEET, b"</row>", b"<c/>"),
    "rows": (SHEET, b"</sheetData>", b"<row/>"),
}


def rows_of(made: bytes, title: str = "") -> Sequence[Sequence[str]]:
    """The rows of the sheet called so, else of the first that has any."""
    found = sheet_reader.read(made)
    return next((sheet.rows for sheet in found if sheet.title == sheets.name_of(title)), found[0].rows)


def book(*rows: list[Any], more: dict[str, list[list[Any]]] | None = None) -> bytes:
    """A workbook as somebody may hand it in."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for title, lines in (more or {}).items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(line)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def replaced(made: bytes, name: str, change: Any) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, change(data) if member == name else data)
    return file.getvalue()
