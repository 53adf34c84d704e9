"""The pictures of a Word file, each as it is kept, by the elements that show them. Knows no form."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from dialogs.pasting.file_content import KeptPicture
from render.reading import picture_file
from render.reading.package import Package, UnfitError
from render.reading.word_numbers import W

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
PIXELS = 150_000_000  # of all pictures of a file together, as they are kept
_SHOWN = {f"{A}blip": f"{R}embed", f"{V}imagedata": f"{R}id"}  # and what names their file
_ELSEWHERE = {f"{W}txbxContent"}  # what stands in a box has paragraphs of its own


class WordPictures:
    """The pictures of a Word file, by the elements that show them.

    Attributes:
        kept: Those that can be kept, each once.
        lost: How many cannot.
    """

    def __init__(self, package: Package, part: str, body: Any) -> None:
        """`part` is the name of the main part, whose relations name the files of what `body` shows."""
        files = dict(_files(package, part))
        opened: dict[str, KeptPicture | None] = {}
        self._shown: dict[Any, KeptPicture] = {}
        self.lost = pixels = 0
        for element in body.iter(*_SHOWN):
            if any(outer.tag == f"{W}object" for outer in element.iterancestors()):
                continue  # what an object looks like that is left out as a whole
            file = files.get(str(element.get(_SHOWN[element.tag], "")), "")
            if file not in opened and pixels < PIXELS:
                found = opened[file] = _opened(package, file)
                pixels += found.width * found.height if found else 0
            if picture := opened.get(file):
                self._shown[element] = picture
            else:
                self.lost += 1
        self.kept = tuple({picture.id: picture for picture in self._shown.values()}.values())

    def within(self, paragraph: Any) -> list[KeptPicture]:
        """The pictures in a paragraph that are kept, in their order, without those in a box."""
        if not self._shown:  # as in most files: no paragraph need be searched
            return []
        return [self._shown[one] for one in paragraph.iter(*_SHOWN) if one in self._shown and _is_in(one, paragraph)]


def _is_in(element: Any, paragraph: Any) -> bool:
    for outer in element.iterancestors():
        if outer is paragraph:
            return True
        if outer.tag in _ELSEWHERE:
            return False
    return False


def _files(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """The parts of the package by the ids of their relations; what lies elsewhere is never fetched."""
    for one in package.related(part):
        if one.get("TargetMode") != "External":
            target = posixpath.join(f"/{posixpath.dirname(part)}", str(one.get("Target", "")))
            yield str(one.get("Id", "")), posixpath.normpath(target).lstrip("/")


def _opened(package: Package, file: str) -> KeptPicture | None:
    if file not in package.names:
        return None
    try:
        return picture_file.kept(package.read(file))
    except UnfitError:
        return None
