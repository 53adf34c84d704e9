"""What of a workbook stands in no cell, and so cannot be kept: how much there is of each sort. Knows no form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dialogs.pattern import Pattern
from render.own_properties import AUTHOR
from render.reading.package import Package

_DRAWING = Pattern(r"xl/drawings/[^/]+\.xml")
_COMMENTS = Pattern(r"xl/(comments\d*|comments/[^/]+|threadedComments/[^/]+)\.xml")
_DRAWN = Pattern(rb"<(?:\w+:)?(?:(pic)|(graphicFrame)|(sp)|(cxnSp))[ >]")
_CHART = Pattern(rb'uri="[^"]*/(?:chart|chartex)"')
_OBJECT = Pattern(r"xl/embeddings/.+")
_MACRO = "xl/vbaProject.bin"
_BY = Pattern(rb"<author[^>]*>([^<]*)</author>")
_COMMENT = Pattern(rb"<(?:comment|threadedComment) ([^>]*)>")
_AUTHOR = Pattern(rb'authorId="(\d+)"')


def left_out(package: Package) -> Mapping[str, int]:
    """How many pictures, charts, shapes, comments, objects and macros there are, by the codes of `FileContent`.

    The comments of our own templates are none.
    """
    found: Counter[str] = Counter()
    for name in package.names:
        if _DRAWING.fullmatch(name):
            drawn = package.read(name)
            kinds = Counter(match.lastindex for match in _DRAWN.finditer(drawn))
            charts = len(_CHART.findall(drawn))
            found += Counter(picture=kinds[1], chart=charts, diagram=max(0, kinds[2] - charts) + kinds[3] + kinds[4])
        elif _COMMENTS.fullmatch(name):
            found["comment"] += _comments(package.read(name))
        elif _OBJECT.fullmatch(name):
            found["object"] += 1
        found["macro"] += name == _MACRO
    return {code: count for code, count in found.items() if count}


def _comments(part: bytes) -> int:
    """How many comments a part has that are not ours."""
    ours = {at for at, author in enumerate(_BY.findall(part)) if author.decode(errors="replace").strip() == AUTHOR}
    by = [_AUTHOR.search(attributes) for attributes in _COMMENT.findall(part)]
    return sum(found is None or int(found[1]) not in ours for found in by)
