"""A finished document as PDF, and its pages as pictures, where LibreOffice and the tools of poppler are installed.

All functions block: call them on a worker thread. Knows files and programs; must not know of forms, answers, chats or
who asked. A server without 仿宋_GB2312, 楷体_GB2312 or 小标宋 shows stand-ins: lines may then break elsewhere than on
the applicant's own computer, and the DOCX stays the document of record. No font is brought along, for those are not
ours to give. Fonts are looked for system-wide, as fonts.conf says, or by FONTCONFIG_FILE; never in a user's home.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import tempfile
import threading
from importlib import resources
from pathlib import Path

from render.programs import GRACE, PreviewError, find, run, stop

__all__ = ["PreviewError", "available", "close", "page_count", "pdf", "pictures", "pictures_available"]

CONVERSION = 120.0  # seconds for one document
DRAWING = 60.0  # seconds for the pictures of one call
QUEUE = 300.0  # seconds that a caller waits for its turn: two hung ones before it, and a little
CONVERSIONS = 50  # in one profile, before a fresh one: what LibreOffice piles up there stays small
LONGEST = 1600  # pixels of a page's longer side: A4 at 137 dpi, sharp on a phone; uncompressed still under 10 MB
_JPEG = ("-jpeg", "-jpegopt", "quality=90")  # as PNG a page takes five times as long, and is larger

# LibreOffice takes a document to be in the language of its Latin text. Both are as long, so that no offset changes.
_LANGUAGE = (b"/Lang(en-US)", b"/Lang(zh-CN)")
_OFFICE = ("soffice", "libreoffice")
_PREFIX = "shenbao-preview-"

_SETTINGS = (resources.files(__package__) / "office.xcu").read_bytes()


def available() -> bool:
    """Whether LibreOffice is there, so that `pdf` can work."""
    return any(map(shutil.which, _OFFICE))


def pictures_available() -> bool:
    """Whether `pdf` and then `pictures` can work."""
    return available() and all(map(shutil.which, ("pdftoppm", "pdfinfo")))


def pdf(document: Path, folder: Path) -> Path:
    """Converts a DOCX file to PDF; returns its path: the document's name with `.pdf`, in `folder`.

    Raises:
        PreviewError: LibreOffice or a font for Chinese is missing, it hung or failed, or those before it took too long.
    """
    target = folder / f"{document.stem}.pdf"
    _office.convert(find(*_OFFICE), document, target)
    return target


def page_count(pdf: Path) -> int:
    """How many pages a PDF has.

    Raises:
        PreviewError: pdfinfo is missing, or the file is no PDF.
    """
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as home:
        printed = run([find("pdfinfo"), str(pdf.absolute())], Path(home), DRAWING)
    pages = re.findall(r"^Pages:\s+(\d+)$", printed, re.MULTILINE)
    if not pages:
        raise PreviewError("failed", f"pdfinfo counts no pages: {printed[-500:]}")
    return int(pages[-1])  # the last: a title with line breaks may stand before it, and say anything


def pictures(pdf: Path, folder: Path, first: int, last: int) -> list[Path]:
    """Draws the pages `first` to `last`, counted from 1, as JPEG files in `folder`; returns their paths.

    Pages past the end are left out.

    Raises:
        PreviewError: poppler is missing or failed, or the file is no PDF.
    """
    last = min(last, page_count(pdf))
    if first > last:
        return []
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder) as name:
        work = Path(name).absolute()
        pages = ["-f", str(first), "-l", str(last), "-scale-to", str(LONGEST)]
        run([find("pdftoppm"), *_JPEG, *pages, str(pdf.absolute()), str(work / "page")], work, DRAWING)
        drawn = sorted(work.glob("page-*.jpg"))  # their numbers are padded to one width
        if len(drawn) != last - first + 1:
            raise PreviewError("failed", f"pdftoppm drew {len(drawn)} of the pages {first} to {last}")
        return [page.replace(folder / f"{pdf.stem}-{number:03}.jpg") for number, page in enumerate(drawn, first)]


def close() -> None:
    """Ends what runs and refuses what waits, for good; leaves no process and no folder. Also done at exit.

    Call it when shutting down: Python joins worker threads before its exit handlers run, so a conversion under way
    would otherwise hold the exit up until its time limit.
    """
    stop()
    _office.close()


class _Office:
    """The one LibreOffice of this process: one conversion at a time, in a profile of its own."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._profile: Path | None = None
        self._used = 0

    def convert(self, program: str, document: Path, target: Path) -> None:
        if not self._turn.acquire(timeout=QUEUE):
            raise PreviewError("timeout", "the conversions before this one took too long")
        try:
            self._convert(program, document, target)
        except BaseException:
            self._discard()  # a crash may have left it locked or half written
            raise
        finally:
            self._turn.release()

    def _convert(self, program: str, document: Path, target: Path) -> None:
        profile = self._ready()
        work = profile / "work"
        work.mkdir()
        # A plain name for LibreOffice, whatever the document's own looks like.
        shutil.copyfile(document, work / "document.docx")
        run(_command(program, profile, work), profile, CONVERSION)
        made = work / "document.pdf"
        # LibreOffice also ends with 0 when it could not read the document.
        content = made.read_bytes() if made.is_file() else b""
        if not content.startswith(b"%PDF-"):
            raise PreviewError("failed", "LibreOffice wrote no PDF")
        target.write_bytes(content.replace(*_LANGUAGE))
        shutil.rmtree(work)  # a failure does away with the whole profile

    def _ready(self) -> Path:
        """The folder of the profile for the next conversion: a fresh one after CONVERSIONS, or where there is none."""
        if self._used >= CONVERSIONS:
            self._discard()
        if self._profile is None:
            self._profile = Path(tempfile.mkdtemp(prefix=_PREFIX)).resolve()
            settings = self._profile / "user" / "registrymodifications.xcu"
            settings.parent.mkdir()
            settings.write_bytes(_SETTINGS)
            _look_for_fonts(self._profile)
        self._used += 1
        return self._profile

    def _discard(self) -> None:
        profile, self._profile, self._used = self._profile, None, 0
        if profile is not None:
            shutil.rmtree(profile, ignore_errors=True)
            _socket(profile).unlink(missing_ok=True)

    def close(self) -> None:
        # The killed conversion's own thread holds the turn while it tidies up; a stuck one must not hold up the exit.
        held = self._turn.acquire(timeout=GRACE)
        self._discard()
        if held:
            self._turn.release()


def _look_for_fonts(home: Path) -> None:
    """Raises PreviewError where no font has Chinese: LibreOffice would draw a box for each character, or crash."""
    if shutil.which("fc-list") is None:
        return
    listed = run([find("fc-list"), ":lang=zh-cn", "family"], home, DRAWING).splitlines()
    if not any(line and not line.startswith("Fontconfig") for line in listed):
        raise PreviewError("fonts", "no font for Chinese is installed")


def _command(program: str, profile: Path, work: Path) -> list[str]:
    quiet = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    # The filters are named, so that a file that is no DOCX is refused, not printed as plain text.
    filters = ["--infilter=MS Word 2007 XML", "--convert-to", "pdf:writer_pdf_Export"]
    own = f"-env:UserInstallation={profile.as_uri()}"
    return [program, own, *quiet, *filters, "--outdir", str(work), str(work / "document.docx")]


def _socket(profile: Path) -> Path:
    """The socket that LibreOffice makes for a profile, in /tmp whatever TMPDIR says; a killed one leaves it behind."""
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    return Path("/tmp", f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{name}")  # noqa: S108 LibreOffice's own choice


_office = _Office()
atexit.register(close)
