"""Of which type a file is by its content, and parts that would do harm."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from places import DATA

from render.reading.package import LARGE, PART, TAGS, Package, UnfitError, parsed, type_of
from render.reading.word_file import open_word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
MAIN = "word/document.xml"


def word() -> bytes:
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def sheet() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def stream(name: str) -> bytes:
    """A compound file with a stream called so, as far as one looks."""
    return OLE + name.encode("utf-16-le") + bytes(64)


DOC = (DATA / "handed" / "libreoffice.doc").read_bytes()
FIB = DOC[9728:9740]  # how its main stream begins
BOF = b"\x09\x08\x10\0\0\x06\x05\0".ljust(20, b"\0")  # and that of an .xls


def of_odt(manifest: bytes) -> bytes:
    """A text of LibreOffice, as far as one looks."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", b"application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def packed(name: str, content: bytes) -> bytes:
    """A package of one part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (word(), "word"),
        (sheet(), "sheet"),
        ((DATA / "handed" / "libreoffice.doc").read_bytes(), "old_word"),
        (stream("WordDocument"), "old_word"),
        (stream("Workbook"), "old_sheet"),
        (b"{\\rtf1 a}", "old_word"),
        (packed("mimetype", b"application/vnd.oasis.opendocument.text"), "old_word"),
        (of_odt(b"<manifest:file-entry/>"), "old_word"),
        (OLE[:512] + BOF + b"\x42\0" + stream("Workbook"), "old_sheet"),
        (packed("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), "old_sheet"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        ("文字".encode(), "text"),
        (b"%PDF-1.7\nstartxref\n0\n%%EOF", "pdf"),
    ],
)
def test_a_type_is_known_by_content(content: bytes, found: str) -> None:
    assert type_of(content) == found


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\r\n  ", "empty"),
        (bytes(20 * 1024 * 1024 + 1) + b"a", "too_large"),
        (stream("EncryptedPackage"), "locked"),
        (DOC.replace(FIB, FIB[:11] + b"\x13", 1), "locked"),
        (OLE[:512] + BOF + b"\x2f\0" + stream("Workbook"), "locked"),
        (of_odt(b'<manifest:encryption-data manifest:checksum-type="SHA1"/>'), "locked"),
        (stream("PowerPoint Document"), "unknown"),
        (word()[:-200], "broken"),
        (word()[: len(word()) // 2], "broken"),
        (packed("a.txt", b"a"), "packed"),
        (b"Rar!\x1a\x07", "packed"),
        (b"BZh91AY&SY" + bytes(40), "packed"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\x0000", "packed"),
        (packed("Index/Document.iwa", b"a"), "apple"),
        (packed("OFD.xml", b"<a/>"), "ofd"),
        (packed("mimetype", b"application/vnd.oasis.opendocument.presentation"), "unknown"),
        (b"[InternetShortcut]\r\nURL=http://a.b", "unknown"),
        (b"%PDF-1.7", "broken"),
        (b"\xef\xbb\xbf<HTML xmlns:w='urn:schemas-microsoft-com:office:word'>", "page"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "page"),
        (b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text"/>', "page"),
    ],
)
def test_what_nobody_can_read_has_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(UnfitError) as unfit:
        type_of(content)
    assert unfit.value.code == code


BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a/>', "broken"),
        (BODY % (b"<a>" * 5000 + b"</a>" * 5000), "broken"),  # deeper than anything is
        (BODY % (b"<a/>" * (TAGS + 1)), "too_much"),
        (BODY % (b" " * (PART + 1)), "too_much"),
        (BODY % (b" " * (LARGE * 2)), "too_much"),  # packed to a thousandth
        (b"<w", "broken"),
        (BODY.decode().replace("%s", "").encode("utf-16"), "broken"),
        (b"<document/>", "broken"),
    ],
    ids=["entities", "deep", "tags", "part", "ratio", "truncated", "utf-16", "no body"],
)
def test_a_part_that_does_harm_is_not_read(xml: bytes, code: str) -> None:
    with pytest.raises(UnfitError) as unfit:
        open_word(packed(MAIN, xml))
    assert unfit.value.code == code


def test_a_password_of_the_package_is_told() -> None:
    made = bytearray(packed(MAIN, b"<a/>"))
    for begin in (b"PK\x03\x04", b"PK\x01\x02"):
        made[made.index(begin) + (6 if begin[2] == 3 else 8)] |= 1
    with pytest.raises(UnfitError) as unfit:
        type_of(bytes(made))
    assert unfit.value.code == "locked"


def test_names_of_the_strict_standard_are_those_of_the_usual_one() -> None:
    root = parsed(b'<w:a xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>')
    assert root.tag == "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}a"


def test_a_part_that_is_missing_is_a_broken_file() -> None:
    with pytest.raises(UnfitError):
        Package(packed("a", b"")).xml(MAIN)
