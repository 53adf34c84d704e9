"""What stands in a Word file beside its text: in headers and footers, notes and comments. Knows no form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from dialogs.pasting.sent_back import Aside
from render.reading.package import Package
from render.reading.word_file import WordFile, settle
from render.reading.word_numbers import W
from render.reading.word_text import paragraph_text

LOOKED = 50  # parts that are looked into
MOST = 1_000  # lines
_PARTS = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
}
_REFERS = {f"{W}{kind}Reference" for kind in ("footnote", "endnote", "comment")}
_VML = "{urn:schemas-microsoft-com:vml}"  # in which watermarks are written


def asides(word: WordFile) -> tuple[Aside, ...]:
    """Its lines, each once, with where they stand."""
    return tuple(islice(dict.fromkeys(_all(word)), MOST))


def _all(word: WordFile) -> Iterator[Aside]:
    package = word.package
    main = package.main("word/document.xml")
    at = _places(word)
    for kind, name in islice(_parts(package, main), LOOKED):
        root = package.xml(name)
        settle(root)
        for child in _without_reckoned(root):
            yield from (
                Aside(kind=kind, at=at.get((kind, child.get(f"{W}id")), ""), text=line) for line in _lines(word, child)
            )


def _parts(package: Package, main: str) -> Iterator[tuple[str, str]]:
    """The sort of each part, and its name."""
    folder = main.rpartition("/")[0]
    for one in package.related(main):
        kind = _PARTS.get(str(one.get("Type", "")).rpartition("/")[2], "")
        target = str(one.get("Target", ""))
        name = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        if kind and name in package.names:
            yield kind, name


def _places(word: WordFile) -> Mapping[tuple[str, str], str]:
    """The text of the paragraph at which each note and comment stands, by its sort and id."""
    found: dict[tuple[str, str], str] = {}
    texts: dict[Any, str] = {}
    for mark in word.body.iter(*_REFERS):
        paragraph = next(mark.iterancestors(f"{W}p"), None)
        if paragraph is not None and paragraph not in texts:
            texts[paragraph] = paragraph_text(word, paragraph)
        kind = mark.tag.removeprefix(W).removesuffix("Reference")
        found[kind, mark.get(f"{W}id")] = texts.get(paragraph, "")
    return found


def _without_reckoned(root: Any) -> Any:
    """A part without what Word reckons there itself, as the number of a page."""
    for field in list(root.iter(f"{W}fldSimple")):
        field.getparent().remove(field)
    depth = 0
    for run in list(root.iter(f"{W}r")):
        ends = [str(mark.get(f"{W}fldCharType")) for mark in run.iter(f"{W}fldChar")]
        depth += ends.count("begin")
        if depth > 0:
            run.getparent().remove(run)
        depth -= ends.count("end")
    return root


def _lines(word: WordFile, element: Any) -> Iterator[str]:
    """The text of each paragraph, and what is drawn behind the page."""
    paragraphs = [element] if element.tag == f"{W}p" else element.iter(f"{W}p")
    for paragraph in paragraphs:
        yield from (line.strip() for line in paragraph_text(word, paragraph).split("\n") if line.strip())
    for drawn in element.iter(f"{_VML}textpath"):
        if text := str(drawn.get("string", "")).strip():
            yield text
