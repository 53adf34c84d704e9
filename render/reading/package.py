"""What somebody hands in, by its content: of which type it is, and the parts of an Office file, unpacked within limits.

Nothing is unpacked before its size is known, and no part is read whose XML could do harm. Knows no form, and not what
is in the parts. A spoilt file may still ask for much time and memory: `render.reading.bounded` sees to that.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from io import BytesIO
from typing import Any, Literal

from lxml import etree

from dialogs.pattern import Pattern

BYTES = 20 * 1024 * 1024  # of a file handed in, as much as the Bot API hands over (getFile)
UNPACKED = 200_000_000  # of all parts together, pictures among them
PART = 40_000_000  # of one part of XML: a document of a thousand pages takes a quarter of it
TAGS = 1_500_000  # of one part: some kilobytes unpack to twenty million tiny elements
RATIO = 300  # times that a large part may be larger than it is packed; XML of Office packs to a fiftieth
LARGE = 5_000_000
MEMBERS = 5_000

FileType = Literal["word", "sheet", "old_word", "old_sheet", "picture", "text", "pdf"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how an .xls or a .doc begins, and whatever has a password
_SECTOR = 512  # bytes of a compound file, at the beginning of one of which a stream begins
# How the main stream of a .doc begins, up to the byte whose last bit says that it has a password; and that of an .xls
# with one, by its second record.
_WORD = Pattern(rb"\xec\xa5.[\0\x01].{7}(.)", re.DOTALL)
_SHEET = Pattern(rb"\x09\x08\x10\0\0\x06.{14}\x2f\0", re.DOTALL)
_PICTURES = (
    *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"\xd7\xcd\xc6\x9a"),
    *(b"\0\0\1\0", b"\0\0\0\x0cjP  ", b"8BPS", b"\0\0\0\x0cJXL "),  # of which none is read
)
_HEAD = 300  # bytes by which a page, or XML of 2003, is known
_CAMERAS = (b"heic", b"heix", b"mif1", b"msf1", b"heif", b"avif")
_PDF = b"%PDF-"
_PDF_END = 4_096  # bytes within which one says where its list of parts is
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"MSCF", b"\x1f\x9d")
_TAPE = slice(257, 262)  # where an archive says that it is one, as tar writes it
_SHORTCUT = b"[InternetShortcut]"
_OPEN_DOCUMENT = {b"opendocument.text": "old_word", b"opendocument.spreadsheet": "old_sheet"}
_STRICT = b"http://purl.oclc.org/ooxml/"
_MAIN = b"http://schemas.openxmlformats.org/"
_STRICT_NAMES = {  # ISO/IEC 29500, strict -> transitional
    _STRICT + b"wordprocessingml/main": _MAIN + b"wordprocessingml/2006/main",
    _STRICT + b"spreadsheetml/main": _MAIN + b"spreadsheetml/2006/main",
    _STRICT + b"officeDocument/relationships": _MAIN + b"officeDocument/2006/relationships",
    _STRICT + b"officeDocument/math": _MAIN + b"officeDocument/2006/math",
    _STRICT + b"drawingml/": _MAIN + b"drawingml/2006/",
}


class UnfitError(Exception):
    """There is nothing to read in a file, or too much; the sentence about it is `file.<code>`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def type_of(content: bytes) -> FileType:
    """Of which type a file is, whatever its name says.

    Raises:
        UnfitError: It is empty, too large, locked by a password, broken, or of a type that nobody can read here.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise UnfitError("empty")
    if len(content) > BYTES:
        raise UnfitError("too_large")
    if content.startswith(_OLE):
        return _old(content)
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(b"{\\rtf"):
        return "old_word"
    if content.startswith(_PDF):
        return _pdf(content)
    if content.startswith(_ARCHIVES) or content[_TAPE] == b"ustar":
        raise UnfitError("packed")
    if content.startswith(_SHORTCUT):
        raise UnfitError("unknown")
    if _is_page(content):
        raise UnfitError("page")
    return "picture" if content.startswith(_PICTURES) or _is_picture(content) else "text"


def _pdf(content: bytes) -> FileType:
    if b"startxref" not in content[-_PDF_END:]:
        raise UnfitError("broken")
    return "pdf"


def _is_page(content: bytes) -> bool:
    """Whether it is a document that a program has written as a page, or as XML of 2003, whatever it is called.

    No program of Office is given such a file to convert: it would fetch what a page names.
    """
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    is_xml = head.startswith(b"<?xml") and b"<svg" not in content[:500]
    return is_xml or head.startswith((b"<html", b"<!doctype html", b"mime-version:"))


def _is_picture(content: bytes) -> bool:
    """Whether a file is a picture whose type stands behind its first bytes: WebP, BMP, HEIC or AVIF, EMF, SVG."""
    return (
        (content.startswith(b"RIFF") and content[8:12] == b"WEBP")
        or (content.startswith(b"BM") and content[6:10] == bytes(4))
        or (content[4:8] == b"ftyp" and content[8:12] in _CAMERAS)
        or content[40:44] == b" EMF"
        or (content.lstrip()[:1] == b"<" and b"<svg" in content[:500])
    )


def _old(content: bytes) -> FileType:
    """The type of a compound file, by the names of its streams."""
    if _named(content, "EncryptedPackage") or _has_password(content):
        raise UnfitError("locked")
    if _named(content, "WordDocument"):
        return "old_word"
    if _named(content, "Workbook") or _named(content, "Book"):
        return "old_sheet"
    raise UnfitError("unknown")


def _has_password(content: bytes) -> bool:
    """Whether a .doc or an .xls says so at the beginning of its main stream."""
    words = (found[1][0] & 1 for found in _WORD.finditer(content) if found.start() % _SECTOR == 0)
    return any(words) or any(found.start() % _SECTOR == 0 for found in _SHEET.finditer(content))


def _named(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\0\0" in content


def _packed(content: bytes) -> FileType:
    package = Package(content)
    names = set(package.names)
    if package.main("word/document.xml") in names:
        return "word"
    if package.main("xl/workbook.xml") in names:
        return "sheet"
    if "mimetype" in names:
        if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise UnfitError("locked")
        says = package.read("mimetype")[:200]
        for mark, found in _OPEN_DOCUMENT.items():
            if mark in says:
                return "old_word" if found == "old_word" else "old_sheet"
    raise UnfitError(_of_others(names))


def _of_others(names: Collection[str]) -> str:
    """Why a file of parts is none that is read, by their names."""
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return "apple"
    if "OFD.xml" in names:
        return "ofd"
    is_document = "[Content_Types].xml" in names or "mimetype" in names  # slides, a binary workbook, a book
    return "unknown" if is_document else "packed"


class Package:
    """The parts of a file of Office, by their names."""

    def __init__(self, content: bytes) -> None:
        """Raises UnfitError where it is broken, locked, or more than `UNPACKED` once unpacked."""
        try:
            self._packed = zipfile.ZipFile(BytesIO(content))
        except Exception as error:  # zipfile raises many kinds on a file that is none
            raise UnfitError("broken") from error
        members = self._packed.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise UnfitError("locked")
        # No more than it says here is unpacked of any member.
        if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
            raise UnfitError("too_much")
        if any(m.file_size > max(LARGE, RATIO * m.compress_size) for m in members):
            raise UnfitError("too_much")
        self.names = [member.filename for member in members]

    def size(self, name: str) -> int:
        """How many bytes a part has once unpacked. Raises UnfitError where it is missing."""
        try:
            return self._packed.getinfo(name).file_size
        except KeyError:
            raise UnfitError("broken") from None

    def read(self, name: str) -> bytes:
        """A part as it is. Raises UnfitError where it is missing or broken."""
        try:
            return self._packed.read(name)
        except Exception as error:  # zlib, zipfile and struct each raise their own
            raise UnfitError("broken") from error

    def xml(self, name: str) -> Any:
        """The root of a part of XML.

        Raises:
            UnfitError: It is missing, broken, too large, or declares entities, which no program of Office writes.
        """
        if self.size(name) > PART:
            raise UnfitError("too_much")
        return parsed(self.read(name))

    def related(self, part: str) -> Any:
        """The relations of a part, as elements; none where it has none. Raises UnfitError as `xml` does."""
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        return self.xml(relations) if relations in self.names else ()

    def main(self, usual: str) -> str:
        """The name of the main part: as the package says, else the usual one."""
        if "_rels/.rels" not in self.names:
            return usual
        for relation in self.xml("_rels/.rels"):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                name = str(relation.get("Target", "")).lstrip("/")
                return name if name.partition("/")[0] == usual.partition("/")[0] else usual
        return usual


def parsed(data: bytes) -> Any:
    """The root of some XML, see `Package.xml`."""
    if data.count(b"<") > TAGS:
        raise UnfitError("too_much")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data[:64]:  # the last is UTF-16, in which they hide
        raise UnfitError("broken")
    if _STRICT in data:
        for strict, usual in _STRICT_NAMES.items():
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnfitError("broken") from error
