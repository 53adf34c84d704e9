"""A text -> the runs of a Word paragraph: escaped, breaks and tabs as elements, characters in fonts that have them.

Knows nothing of paragraphs, templates and answers.
"""

from __future__ import annotations

from functools import lru_cache
from typing import SupportsIndex

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.text.run import Run
from lxml import etree
from markupsafe import Markup, escape

from dialogs.answers.blocks import BlockKind
from dialogs.answers.rare_characters import RARE, by_font
from dialogs.pattern import Pattern
from render.bookmarked import Answered

_LINE = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
ADDRESS = Pattern("[!-~]{20,}")
"""What is too long for the end of a line, and would leave the line before it stretched, were it not to be broken."""

_NOT_PLAIN = Pattern(rf"{RARE.pattern}|[\n\t]")
_ADDRESSES = Pattern(f"({ADDRESS.pattern})")
_NAMESPACES = Pattern(r' xmlns:\w+="[^"]*"')


class Gap(Answered):
    """The mark of a missing answer in a draft. A type of its own, so that no answer can pass for it."""

    __slots__ = ()
    kind: BlockKind = "body"  # a long text that is missing is one such block
    level = 0

    def __getitem__(self, at: SupportsIndex | slice) -> str:
        """Of boxes that take an answer letter by letter the first has all of the mark, the others nothing."""
        return (self if not at.start else "") if isinstance(at, slice) else super().__getitem__(at)


def runs(text: str, look: str = "") -> Markup:
    """A text as whole runs, a gap as one that is highlighted.

    Args:
        text: What stands there.
        look: The XML of their formatting (`w:rPr`), "" where the style of the paragraph says it all.
    """
    marked = isinstance(text, Gap)
    return Markup("").join(
        _run(_formatting(look, font, ADDRESS.fullmatch(piece) is not None, marked), piece)
        for part in _ADDRESSES.split(text)
        if part
        for font, piece in by_font(part)
    )


def _run(look: Markup, text: str) -> Markup:
    shown = escape(text).replace("\n", _LINE).replace("\t", _TAB)
    return Markup(f'<w:r>{look}<w:t xml:space="preserve">{shown}</w:t></w:r>')  # noqa: S704 - both are


def within(text: str, look: str, bookmark: Markup) -> str | Markup:
    """A text within the `w:t` of a run that looks so, behind a bookmark: with markup only where it takes some."""
    if not bookmark and not isinstance(text, Gap) and not _NOT_PLAIN.search(text):
        return text
    if bookmark or isinstance(text, Gap) or RARE.search(text):
        again = Markup('<w:r>{}<w:t xml:space="preserve">').format(Markup(look))  # noqa: S704 - of the template
        return Markup("</w:t></w:r>{}{}{}").format(bookmark, runs(text, look) if text else "", again)
    return escape(text).replace("\n", _LINE).replace("\t", _TAB)


@lru_cache(maxsize=256)
def _formatting(look: str, font: str, address: bool, marked: bool) -> Markup:  # noqa: FBT001 - private
    """The formatting of a run in another font, of an address, or highlighted."""
    run = parse_xml(f"<w:r {nsdecls('w')}>{look}</w:r>")
    properties = run.get_or_add_rPr()
    fonts = properties._add_rFonts() if properties.rFonts is None else properties.rFonts  # noqa: SLF001
    fonts.set(qn("w:hint"), "eastAsia")
    for script in ("ascii", "hAnsi", "eastAsia") if font else ():
        fonts.set(qn(f"w:{script}"), font)
    if address:
        # To LibreOffice Chinese may be broken anywhere, while Latin words and figures stay whole.
        properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="zh-CN"/>'))
    if marked:
        Run(run, None).font.highlight_color = WD_COLOR_INDEX.YELLOW  # type: ignore[arg-type]
    return Markup(_NAMESPACES.sub("", etree.tostring(properties, encoding="unicode")))  # noqa: S704 - made here
