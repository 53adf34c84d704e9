"""A Word file, opened: its body with all changes accepted, and what of it no text can say. Knows no form.

How its paragraphs become lines is for `render.reading.word_text` to know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.pattern import Pattern
from render.reading import word_numbers, word_rest
from render.reading.package import Package, UnfitError
from render.reading.word_numbers import W
from render.reading.word_pictures import WordPictures

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

PARAGRAPHS = 50_000  # those in the cells of tables too: four times as many as of 500 pages
_PLACEHOLDER = Pattern("单击|点击|选择|输入|click|tap|choose|enter", re.IGNORECASE)
_GONE = (f"{W}del", f"{W}moveFrom")
_CHANGED = {f"{W}ins", f"{W}moveTo", *_GONE}
_CAPTIONS = {"caption", "image caption", "figure", "illustration"}  # of Word, pandoc and LibreOffice


@dataclass(frozen=True)
class WordFile:
    """A Word file.

    Attributes:
        package: Its parts.
        body: The element `w:body`; what was deleted or moved away in it with changes tracked is gone.
        pictures: Its pictures.
        captions: The ids of the styles that captions have.
        numbers: What Word itself sets before a paragraph, by the paragraph's element; those without are left out.
        outline: The level of a style that is a heading, from 1, by its id; of a table of contents 0.
        left_out: What of it no text can say, by its kind, with how often it is there: `picture`, `chart`, `comment`,
            `macro`, `formula`, `footnote`, `object`, `diagram`, `margin`, `link`, `hidden`,
            `reading`; `textbox`, `tracked`, `struck`, `nested` are taken, in a way to be told.
    """

    package: Package
    body: Any
    pictures: WordPictures
    captions: Collection[str]
    numbers: Mapping[Any, str]
    outline: Mapping[str, int]
    left_out: Counter[str]


def open_word(content: bytes) -> WordFile:
    """Opens a Word file. Raises UnfitError where it cannot be read."""
    package = Package(content)
    name = package.main("word/document.xml")
    root = package.xml(name)
    body = root.find(f"{W}body")
    if body is None:
        raise UnfitError("broken")
    folder = name.rpartition("/")[0]
    styles = _beside(package, f"{folder}/styles.xml")
    if sum(1 for _ in body.iter(f"{W}p")) > PARAGRAPHS:
        raise UnfitError("too_much")
    left_out = Counter(tracked=settle(body))
    left_out.update(word_rest.left_out(package, name, body))
    counting = word_numbers.numbering(_beside(package, f"{folder}/numbering.xml"), styles)
    numbers = {p: text for p in body.iter(f"{W}p") if (text := counting.before(p))}
    pictures = WordPictures(package, name, body)
    left_out["picture"] = pictures.lost
    return WordFile(package, body, pictures, set(_captions(styles)), numbers, dict(_outline(styles)), +left_out)


def _beside(package: Package, name: str) -> Any | None:
    return package.xml(name) if name in package.names else None


def settle(body: Any) -> int:
    """Accepts all changes that were tracked; returns how many.

    Of what stands there twice one is kept, of a field that nobody filled in nothing.
    """
    _choose(body)
    _empty_fields(body)
    return _accept(body)


def _choose(body: Any) -> None:
    """Of what stands there in two ways, for newer and older programs, the newer is kept."""
    for alternate in list(body.iter(f"{MC}AlternateContent")):
        if alternate.find(f"{MC}Choice") is not None:
            for old in alternate.findall(f"{MC}Fallback"):
                alternate.remove(old)


def _empty_fields(body: Any) -> None:
    """Takes out what Word shows in a field that nobody filled in, as 单击此处输入日期."""
    for mark in body.iter(f"{W}showingPlcHdr"):
        field = next(mark.iterancestors(f"{W}sdt"), None)
        texts = [] if field is None else [*field.iter(f"{W}t")]
        is_styled = any(text.getparent().find(f"{W}rPr/{W}rStyle") is not None for text in texts)
        if is_styled or _PLACEHOLDER.search("".join(text.text or "" for text in texts)):
            for text in texts:
                text.text = ""


def _accept(body: Any) -> int:
    """Accepts all changes that were tracked; returns how many they were."""
    count = sum(element.tag in _CHANGED for element in body.iter(*_CHANGED))
    for row in [mark.getparent().getparent() for mark in body.iter(f"{W}del") if mark.getparent().tag == f"{W}trPr"]:
        if row.getparent() is not None:
            row.getparent().remove(row)
    ends = (mark.getparent() for mark in body.iter(f"{W}del") if mark.getparent().tag == f"{W}rPr")
    merged = [end.getparent().getparent() for end in ends if end.getparent().tag == f"{W}pPr"]
    for paragraph in reversed(merged):  # its end is deleted: it goes on with the next
        following = paragraph.getnext()
        if following is not None and following.tag == f"{W}p":
            first = next(iter(following), None)
            behind = int(first is not None and first.tag == f"{W}pPr")
            for child in reversed([child for child in paragraph if child.tag != f"{W}pPr"]):
                following.insert(behind, child)
            paragraph.getparent().remove(paragraph)
    for gone in list(body.iter(*_GONE)):
        if gone.getparent() is not None:
            gone.getparent().remove(gone)
    return count


def _captions(styles: Any | None) -> Iterator[str]:
    for style in [] if styles is None else styles.iterchildren(f"{W}style"):
        named = style.find(f"{W}name")
        if named is not None and str(named.get(f"{W}val", "")).lower() in _CAPTIONS:
            yield str(style.get(f"{W}styleId", ""))


def _outline(styles: Any | None) -> Iterator[tuple[str, int]]:
    """The styles that are headings, with their levels; of a table of contents with 0."""
    for style in [] if styles is None else styles.iterchildren(f"{W}style"):
        named = style.find(f"{W}name")
        name = "" if named is None else str(named.get(f"{W}val", "")).lower()
        level = style.find(f"{W}pPr/{W}outlineLvl")
        if name.startswith("toc "):
            yield str(style.get(f"{W}styleId", "")), 0
        elif name.startswith("heading ") and name[8:].isdecimal():
            yield str(style.get(f"{W}styleId", "")), int(name[8:])
        elif level is not None and str(level.get(f"{W}val", "9")) in "012345678":
            yield str(style.get(f"{W}styleId", "")), int(level.get(f"{W}val")) + 1
