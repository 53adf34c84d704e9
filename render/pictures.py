"""The pictures of one document: the drawing of each where it stands, and the parts of the package that hold them.

Knows no form, and of a picture only its content, which lies in a folder by its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from docx.image.exceptions import UnrecognizedImageError
from docx.image.image import Image
from markupsafe import Markup

from dialogs.application.bookmarks import PREFIX

_EMU, _TWIP = 914_400, 635  # of an inch; in a twentieth of a point
HIGHEST = 9000  # twentieths of a point: what stands below it is kept on the same page
_LEAST_DPI, _MOST_DPI, _DPI = 80, 1200, 96  # what a file says beyond these is none that anybody chose
RELATIONS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_FIRST_ID = 90_000  # of a drawing; a template has fewer of its own
_DRAWING = Markup(
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="{name}" descr="{caption}"/><wp:cNvGraphicFramePr>'
    '<a:graphicFrameLocks xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" noChangeAspect="1"/>'
    '</wp:cNvGraphicFramePr><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{relation}"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
_RELATION = (
    '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
    ' Target="media/{}"/>'
)
_ENDINGS = {"image/png": "png", "image/jpeg": "jpeg"}


class _Placed(NamedTuple):
    relation: str
    image: Image
    content: bytes


@dataclass
class Pictures:
    """The pictures of one document. `folder` has them by their ids; None where there are none.

    Where they are marked, their names say that they are ours: below such a one stands nothing but what has the style
    for it. Readers show the names to nobody.
    """

    folder: Path | None = None
    are_marked: bool = False
    _placed: dict[str, _Placed | None] = field(default_factory=dict)
    _count: int = 0

    def drawn(self, picture: str, caption: str, width: int) -> Markup:
        """The drawing of a picture, no wider than `width`, in twentieths of a point; "" where it is not there.

        Args:
            picture: Its id.
            caption: What it shows, for those who cannot see it.
            width: The width of the text around it.
        """
        if picture not in self._placed:
            self._placed[picture] = self._opened(picture)
        placed = self._placed[picture]
        if placed is None:
            return Markup("")
        self._count += 1
        wide, high = _size(placed.image, width)
        about = {
            "number": _FIRST_ID + self._count,
            "name": f"{PREFIX if self.are_marked else ''}{picture}",
            "relation": placed.relation,
        }
        return _DRAWING.format(width=wide, height=high, caption=caption, **about)

    def _opened(self, picture: str) -> _Placed | None:
        if self.folder is None or not (self.folder / picture).is_file():
            return None
        content = (self.folder / picture).read_bytes()
        try:
            image = Image.from_blob(content)
        except UnrecognizedImageError:
            return None
        return _Placed(f"rIdPicture{len(self._placed)}", image, content) if image.content_type in _ENDINGS else None

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """The parts with the pictures that were drawn, by their names."""
        for picture, placed in self._placed.items():
            if placed:
                yield f"word/media/{_file(picture, placed)}", placed.content

    def told(self, name: str, content: bytes) -> bytes:
        """A part of a package; where it lists others, with the pictures."""
        if name == RELATIONS:
            files = ((placed.relation, _file(id_, placed)) for id_, placed in self._placed.items() if placed)
            added = "".join(_RELATION.format(relation, file) for relation, file in files)
            return content.replace(b"</Relationships>", added.encode() + b"</Relationships>")
        if name == TYPES and self.folder is not None:
            for type_, ending in _ENDINGS.items():
                if not re.search(rb'Extension="%s"' % ending.encode(), content, re.IGNORECASE):
                    default = f'<Default Extension="{ending}" ContentType="{type_}"/>'
                    content = re.sub(rb"(<Types[^>]*>)", rb"\1" + default.encode(), content, count=1)
        return content


def _file(picture: str, placed: _Placed) -> str:
    return f"{picture}.{_ENDINGS[placed.image.content_type]}"


def _size(image: Image, width: int) -> tuple[int, int]:
    """Its width and height as it stands in a document: its own, but within the text."""
    own = [
        pixels * _EMU // (dpi if _LEAST_DPI <= dpi <= _MOST_DPI else _DPI)
        for pixels, dpi in ((image.px_width, image.horz_dpi), (image.px_height, image.vert_dpi))
    ]
    by = min(1.0, width * _TWIP / own[0], HIGHEST * _TWIP / own[1])
    return max(1, int(own[0] * by)), max(1, int(own[1] * by))
