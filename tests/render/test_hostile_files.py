"""Files made to do harm, and files that are only broken: each is refused, and soon."""

from __future__ import annotations

import io
import resource
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

import docx
import pytest
from PIL import Image
from places import DATA
from workbooks import SHEET, book, replaced

from dialogs.pasting.file_content import FileContent
from dialogs.texts import sentences
from render.reading import bounded, bounded_child, file_reader

pytestmark = pytest.mark.usefixtures("processes")
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "word/document.xml"
SOON = 2.5  # seconds of a processor, the start of Python among them


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


ROW = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>a</t></is></c></row>'
CORPUS: dict[str, Callable[[], tuple[bytes, str]]] = {
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
}


def many_parts() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for number in range(6_000):
            package.writestr(f"word/{number}.xml", b"<a/>")
    return file.getvalue()


@pytest.mark.parametrize("name", CORPUS)
def test_it_is_refused_soon_with_a_sentence_of_its_own(name: str) -> None:
    content, called = CORPUS[name]()
    before = time.process_time()
    refused(file_reader.read(content, called))
    assert time.process_time() - before < SOON


@pytest.mark.drill
@pytest.mark.parametrize("name", CORPUS)
def test_so_it_is_in_the_process_that_reads_and_takes_little_of_the_machine(name: str) -> None:
    content, called = CORPUS[name]()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    refused(bounded.read(content, called))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SOON
    peak = after.ru_maxrss if after.ru_maxrss > before.ru_maxrss else 0  # else it was a child of another test
    assert peak * 1024 < bounded_child.MEMORY


def refused(found: FileContent) -> None:
    assert (found.text, found.sheets, found.pictures) == ("", (), ())
    assert f"file.{found.unfit}" in sentences()


def test_a_cell_far_away_does_no_harm() -> None:
    far = sheet(b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row>')
    [found] = file_reader.read(far, "a.xlsx").sheets
    assert found.rows == [["甲"]]


def test_whatever_asks_for_more_than_there_is_ends_and_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_PROGRAM", "import sys; sys.stdin.buffer.read(); sys.exit(1)")
    assert bounded.read(word(), "a.docx").unfit == "too_large"
