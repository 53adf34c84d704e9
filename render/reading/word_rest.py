"""What of a Word file stands in no text, or in another way: how much there is of each sort. Knows no form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any

from dialogs.pattern import Pattern
from render.own_properties import APPLICATION, PART
from render.reading.package import Package
from render.reading.word_numbers import W, is_on
from render.reading.word_pictures import A, R

LOOKED = 50  # headers and footers that are looked into
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LOST = {
    f"{M}oMath": "formula",
    f"{W}commentReference": "comment",
    f"{W}footnoteReference": "footnote",
    f"{W}endnoteReference": "footnote",
    f"{W}object": "object",
    f"{W}altChunk": "object",
    f"{W}txbxContent": "textbox",
    f"{W}rt": "reading",
}
_ASIDES = ("comment", "footnote")  # of our own documents what each says is told: `word_asides`
_EQUATION = Pattern(r"\s*eq\b", re.IGNORECASE)
_LINK = Pattern(r"\s*hyperlink\s+\"([^\"]+)\"", re.IGNORECASE)
_DRAWN = {"chart": "chart", "diagram": "diagram"}
_MARGIN = Pattern(r"word/(?:header|footer)\d*\.xml")
_WORDS = Pattern(r"[^\W\d_]{3}")  # letters in a row, more than around the number of a page


def left_out(package: Package, part: str, body: Any) -> Mapping[str, int]:
    """How often there is what no text can say, by the codes of `FileContent`.

    Args:
        package: The file.
        part: The name of its main part.
        body: The body of that, with all changes accepted.
    """
    found = Counter(_in(body))
    found["macro"] = any(name.endswith("vbaProject.bin") for name in package.names)
    found["link"] = sum(1 for _ in _links(package, part, body))
    if _is_ours(package):
        return {code: count for code, count in found.items() if code not in _ASIDES}
    names = islice(filter(_MARGIN.fullmatch, package.names), LOOKED)
    found["margin"] = any(_WORDS.search(_text(package.xml(name))) for name in names)
    return found


def _in(body: Any) -> Iterator[str]:
    for element in body.iter(*_LOST):
        yield _LOST[element.tag]
    yield from ("formula" for code in body.iter(f"{W}instrText") if _EQUATION.match(code.text or ""))
    yield from ("struck" for run in _runs(body, f"{W}strike") if _has_line(run) and not _goes_on(run, _has_line))
    yield from ("hidden" for run in _runs(body, f"{W}vanish") if _is_hidden(run) and not _goes_on(run, _is_hidden))
    yield from ("nested" for table in body.iter(f"{W}tbl") if any(up.tag == f"{W}tc" for up in table.iterancestors()))
    for drawn in body.iter(f"{A}graphicData"):
        yield from (name for word, name in _DRAWN.items() if f"/{word}" in str(drawn.get("uri", "")))


def _runs(body: Any, look: str) -> Iterator[Any]:
    """The runs with a property: looked for by that, as few have any and a document has ten thousands of runs."""
    return (up for mark in body.iter(look) if (up := mark.getparent().getparent()) is not None and up.tag == f"{W}r")


def _goes_on(run: Any, like: Callable[[Any], bool]) -> bool:
    """Whether the run before one is like it, so that both are one place."""
    before = run.getprevious()
    return before is not None and before.tag == run.tag and like(before)


def _has_line(run: Any) -> bool:
    return is_on(run.find(f"{W}rPr/{W}strike")) and run.find(f"{W}t") is not None


def _is_hidden(run: Any) -> bool:
    return is_on(run.find(f"{W}rPr/{W}vanish")) and bool(_text(run).strip())


def _links(package: Package, part: str, body: Any) -> Iterator[str]:
    """Where the links lead that lead elsewhere than their text says."""
    at = {str(one.get("Id", "")): str(one.get("Target", "")) for one in package.related(part)}
    for link in body.iter(f"{W}hyperlink"):
        to = at.get(str(link.get(f"{R}id", "")), "")
        if to and _address(_text(link)) not in to:
            yield to
    coded = groupby(body.iter(f"{W}instrText"), lambda code: next(code.iterancestors(f"{W}p"), None))
    for paragraph, codes in coded:
        said = {found[1] for code in codes if (found := _LINK.match(code.text or ""))}
        text = _text(paragraph) if said and paragraph is not None else ""
        yield from (to for to in said if _address(to) not in text)


def _address(text: str) -> str:
    return text.strip().removeprefix("mailto:").rstrip("/")


def _text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def _is_ours(package: Package) -> bool:
    """Whether it is one of our own documents."""
    return PART in package.names and any(one.get("name") == APPLICATION for one in package.xml(PART))
