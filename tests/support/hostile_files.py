"""Files made to do harm, and files that are only broken."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
from PIL import Image
from places import DATA
from workbooks import SHEET, book, replaced

W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "word/document.xml"


def word() -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("甲")
    document.save(file)
    return file.getvalue()


def body(inner: bytes) -> Callable[[bytes], bytes]:
    return lambda _: b"<w:document " + W + b"><w:body>" + inner + b"</w:body></w:document>"


def sheet(inner: bytes) -> bytes:
    return replaced(book(["甲"]), SHEET, lambda xml: xml.replace(b"</sheetData>", inner + b"</sheetData>"))


def picture(width: int, height: int) -> bytes:
    """A PNG that says it is so large, with hardly anything in it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    made = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def noise() -> bytes:
    """A picture of which nothing can be left out."""
    file = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(file, "PNG")
    return file.getvalue()


def nested(depth: int) -> bytes:
    """Archives within each other."""
    content = bytes(1_000_000)
    for _ in range(depth):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("a.zip", content)
        content = file.getvalue()
    return content


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how a compound file begins


def declaring(entities: bytes) -> bytes:
    return replaced(word(), MAIN, lambda xml: entities + xml[xml.index(b"<w:") :])


def package(*parts: tuple[str, bytes], begun: bytes = b"") -> bytes:
    """An archive of these parts, behind those that one has."""
    file = io.BytesIO(begun)
    with zipfile.ZipFile(file, "a") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


NUMBERED = b'<w:p><w:pPr><w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
WIDE = b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc></w:tr>'
RELATION = b'<Relationship Id="a" Type="x" Target="../../../../etc/passwd"/>'
BOOKMARK = b'<w:bookmarkStart w:id="%d" w:name="sb_also%d_0123456789abcdef01234567"/>'
CELL = b"<w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc>"
ENDED = b"</w:tr></w:tbl>"
ROW = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>a</t></is></c></row>'
CORPUS: dict[str, Callable[[], tuple[bytes, str]]] = {
    # what a file is: its content, and what it is called
    "nothing": lambda: (b"", "a.docx"),
    "zeros": lambda: (bytes(5_000_000), "a.docx"),
    "too many bytes": lambda: (word() + bytes(21 * 1024 * 1024), "a.docx"),
    "half a Word file": lambda: (word()[:9_000], "a.docx"),
    "half a workbook": lambda: (book(["甲"])[:2_000], "a.xlsx"),
    "a .doc called .docx": lambda: ((DATA / "handed" / "libreoffice.doc").read_bytes(), "a.docx"),
    "a workbook in a Word file's name, spoilt": lambda: (replaced(book(["甲"]), SHEET, lambda _: b"<"), "a.docx"),
    "locked": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(99),
        "a.xlsx",
    ),
    "entities in a Word file": lambda: (
        replaced(word(), MAIN, lambda xml: LAUGHS + xml[xml.index(b"<w:") :]),
        "a.docx",
    ),
    "a file from outside": lambda: (replaced(word(), MAIN, lambda xml: OUTSIDE + xml[xml.index(b"<w:") :]), "a.docx"),
    "entities in a workbook": lambda: (replaced(book(["甲"]), SHEET, lambda xml: LAUGHS + xml), "a.xlsx"),
    "twenty million elements": lambda: (replaced(word(), MAIN, body(b"<w:p/>" * 6_000_000)), "a.docx"),
    "twenty million cells": lambda: (sheet(b"<row>" + b"<c/>" * 9_000_000 + b"</row>"), "a.xlsx"),
    "a million rows": lambda: (sheet(b"".join(ROW % (n, n) for n in range(2, 1_000_000))), "a.xlsx"),
    "blanks by the gigabyte": lambda: (replaced(word(), MAIN, body(b" " * 150_000_000)), "a.docx"),
    "many parts": lambda: (many_parts(), "a.docx"),
    "very deep": lambda: (replaced(word(), MAIN, body(b"<w:sdt>" * 100_000 + b"</w:sdt>" * 100_000)), "a.docx"),
    "archives within each other": lambda: (nested(4), "a.zip"),
    "a picture of 30,000 by 30,000": lambda: (picture(30_000, 30_000), "a.png"),
    "a picture cut off": lambda: (noise()[:9_000], "a.png"),
    "a picture that unpacks to gigabytes": lambda: (picture(20_000, 2_999), "a.png"),
    "random bytes": lambda: (bytes(range(256)) * 4_000, "a.docx"),
    "one long line without end": lambda: (b"a" * 19_000_000, "a.txt"),
    "a list of a million lines": lambda: (b"a,b\n" * 1_000_000, "a.csv"),
    "a list of very many columns": lambda: (b"a," * 300_000, "a.csv"),
    "cells over very many columns": lambda: (
        replaced(word(), MAIN, body(b"<w:tbl>" + WIDE * 20_000 + b"</w:tbl>")),
        "a.docx",
    ),
    "numbered paragraphs without end": lambda: (replaced(word(), MAIN, body(NUMBERED * 100_000)), "a.docx"),
    "relations without end": lambda: (
        replaced(word(), "word/_rels/document.xml.rels", lambda _: b"<a>" + RELATION * 2_000_000 + b"</a>"),
        "a.docx",
    ),
    "paths out of the archive": lambda: (package(("../../etc/passwd", b"a"), (MAIN, b"")), "a.docx"),
    "a quote without end": lambda: (b'"' + b"a," * 1_000_000, "a.csv"),
    "an export as deep as a million": lambda: (b'{"form":"a","answers":' + b"[" * 1_000_000, "a.json"),
    "a number of millions of digits": lambda: (b'{"form":"a","answers":{"a":' + b"9" * 3_000_000 + b"}}", "a.json"),
    "a drawing that names a file": lambda: (b'<svg><image href="file:///etc/passwd"/></svg>', "a.svg"),
    "a picture of nothing but its beginning": lambda: (b"II*\0\x08\0\0\0" + b"\xff" * 5_000, "a.tif"),
    "slides": lambda: (package(("[Content_Types].xml", b"<a/>"), ("ppt/presentation.xml", b"<a/>")), "a.pptx"),
    "headers that are none": lambda: (package(("word/header1.xml", b"<a>"), begun=word()), "a.docx"),
    "merged cells without end": lambda: (merged(200_000), "a.xlsx"),
    "bookmarks without end": lambda: (
        replaced(word(), MAIN, body(b"".join(BOOKMARK % (at, at) for at in range(100_000)))),
        "a.docx",
    ),
    "tables in all cells": lambda: (replaced(word(), MAIN, body(b"<w:tbl><w:tr>" + CELL * 60_000 + ENDED)), "a.docx"),
    "tabs without end": lambda: (
        replaced(word(), MAIN, body(b"<w:p><w:r>" + b"<w:tab/>" * 2_000_000 + b"</w:r></w:p>")),
        "a.docx",
    ),
    "remarks without end": lambda: (replaced(word(), MAIN, body(b"<!-- a -->" * 1_500_000)), "a.docx"),
    "an element of very many attributes": lambda: (
        replaced(word(), MAIN, body(b"<w:p " + b" ".join(b'a%d="1"' % at for at in range(300_000)) + b"/>")),
        "a.docx",
    ),
    "labels without end": lambda: ("联系人：".encode() * 400_000, "a.txt"),
    "brackets without end": lambda: (b"[" * 2_000_000, "a.md"),
    "blanks between nothing": lambda: (b"\t" * 3_000_000, "a.txt"),
    "half a sign of UTF-16": lambda: (b"\xff\xfe" + b"a" * 999_999, "a.txt"),
}


def merged(ranges: int) -> bytes:
    cells = b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (at, at) for at in range(1, ranges))
    return replaced(
        book(["甲"]),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>"),
    )


def many_parts() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for number in range(6_000):
            package.writestr(f"word/{number}.xml", b"<a/>")
    return file.getvalue()


SAID = {
    "nothing": "empty",
    "zeros": "empty",
    "too many bytes": "too_large",
    "half a Word file": "broken",
    "half a workbook": "broken",
    "a .doc called .docx": "old_word",
    "a workbook in a Word file's name, spoilt": "broken",
    "locked": "locked",
    "entities in a Word file": "broken",
    "a file from outside": "broken",
    "entities in a workbook": "broken",
    "twenty million elements": "too_much",
    "twenty million cells": "too_much",
    "a million rows": "too_many_rows",
    "blanks by the gigabyte": "too_much",
    "many parts": "too_much",
    "very deep": "broken",
    "archives within each other": "packed",
    "a picture of 30,000 by 30,000": "picture_pixels",
    "a picture cut off": "picture_broken",
    "a picture that unpacks to gigabytes": "picture_broken",
    "random bytes": "unknown",
    "one long line without end": "too_much",
    "a list of a million lines": "too_much",
    "a list of very many columns": "too_many_columns",
    "cells over very many columns": "too_much",
    "numbered paragraphs without end": "too_much",
    "relations without end": "too_much",
    "paths out of the archive": "broken",
    "a quote without end": "too_much",
    "an export as deep as a million": "no_export",
    "a number of millions of digits": "no_export",
    "a drawing that names a file": "picture_type",
    "a picture of nothing but its beginning": "picture_type",
    "slides": "unknown",
    "headers that are none": "broken",
    "merged cells without end": "too_much",
    "bookmarks without end": "empty",
    "tables in all cells": "too_much",
    "tabs without end": "too_much",
    "remarks without end": "too_much",
    "an element of very many attributes": "empty",
    "labels without end": "too_much",
    "brackets without end": "too_much",
    "blanks between nothing": "empty",
    "half a sign of UTF-16": "unknown",
}
"""The code of the sentence about each."""
