"""The numbers that Word sets before paragraphs by itself, as text: 一、 （一） 1. 1.1 • and so on.

Knows the numbering and the styles of a document, not what stands in its paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from dialogs.pattern import Pattern
from render.reading.number_formats import written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off")
DEEPEST = 20  # styles based on each other, before a circle is taken for one

_PLACE = Pattern(r"%([1-9])")
_CLOSED = "、）)】》章节条款篇部分"  # signs behind which no blank stands


@dataclass(frozen=True)
class _Level:
    look: str
    text: str
    start: int
    restart: int | None
    is_legal: bool


@dataclass
class Numbering:
    """The lists of a document, and how far each has been counted. Ask for paragraphs in the document's order."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)  # abstract list -> its levels
    list_of: dict[str, str] = field(default_factory=dict)  # w:numId -> abstract list
    starts: dict[tuple[str, int], int] = field(default_factory=dict)  # (w:numId, level) -> where it begins anew
    styled: dict[tuple[str, str], int] = field(default_factory=dict)  # (abstract list, style) -> its level
    styles: dict[str, Any] = field(default_factory=dict)
    _by_style: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def before(self, paragraph: Any) -> str:
        """What Word sets before a paragraph, with the blank behind it where one belongs; "" for nothing."""
        number, level = self._place(paragraph)
        levels = self.lists.get(self.list_of.get(number, ""), {})
        if number in ("", "0") or level not in levels:
            return ""
        here = levels[level]
        self._count(number, level, here)
        if here.look == "bullet":
            return f"{_bullet(here.text)} "
        counts = self._counts[self.list_of[number]]

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            of = levels.get(at, here)
            return written(counts.get(at, of.start), "decimal" if here.is_legal else of.look)

        text = _PLACE.sub(shown, here.text).strip()
        is_closed = text[-1:] in _CLOSED or unicodedata.category(text[-1]) == "No"  # as ① is
        return text if is_closed else f"{text} "

    def _count(self, number: str, level: int, here: _Level) -> None:
        counts = self._counts[self.list_of[number]]
        begins = self.starts.pop((number, level), None)  # once only: from then on it counts
        counts[level] = counts[level] + 1 if level in counts and begins is None else begins or here.start
        levels = self.lists[self.list_of[number]]
        for deeper in [at for at in counts if at > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or 0 < level + 1 <= restart:
                del counts[deeper]

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list of a paragraph (`w:numId`) and its level there."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        number, level = _of(own)
        style = _style_of(paragraph)
        if not number:
            number, styled = self.by_style(style)
            level = styled if level is None else level
            list_ = self.list_of.get(number, "")
            level = self.styled.get((list_, style), level)
        return number, level or 0

    def by_style(self, style: str) -> tuple[str, int | None]:
        """The list to which a style belongs (`w:numId`), "" for none, and its level there."""
        chain: list[tuple[str, str, int | None]] = []  # up to one that is known, or has a list
        while style in self.styles and style not in self._by_style and len(chain) < DEEPEST:
            element = self.styles[style]
            chain.append((style, *_of(element.find(f"{W}pPr/{W}numPr"))))
            based = element.find(f"{W}basedOn")
            style = "" if based is None or chain[-1][1] else str(based.get(f"{W}val", ""))
        found = self._by_style.get(style, ("", None))
        for name, number, level in reversed(chain):
            own = found[1] if level is None or not (number or found[0]) else level
            found = self._by_style[name] = number or found[0], level if number else own
        return found


def _of(numbered: Any) -> tuple[str, int | None]:
    if numbered is None:
        return "", None
    number, level = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
    return (
        "" if number is None else str(number.get(f"{W}val", "")),
        None if level is None else _number(level, 0),
    )


def _style_of(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _bullet(sign: str) -> str:
    """The sign of a list; what only Word's own fonts have, or what Markdown takes for its own, is a plain one."""
    plain = sign.strip()
    return plain if len(plain) == 1 and plain in "●■◆□○◇▪▲★※√→➢" else "•"


def _number(element: Any, otherwise: int) -> int:
    try:
        return int(element.get(f"{W}val", otherwise))
    except (AttributeError, ValueError):
        return otherwise


def _levels(parent: Any) -> dict[int, _Level]:
    found = {}
    for level in parent.iterchildren(f"{W}lvl"):
        parts = {name: level.find(f"{W}{name}") for name in ("numFmt", "lvlText", "start", "lvlRestart", "isLgl")}
        at = int(level.get(f"{W}ilvl", "0") or 0)
        found[at] = _Level(
            "decimal" if parts["numFmt"] is None else str(parts["numFmt"].get(f"{W}val", "decimal")),
            "" if parts["lvlText"] is None else str(parts["lvlText"].get(f"{W}val", "")),
            _number(parts["start"], 1) if parts["start"] is not None else 1,
            None if parts["lvlRestart"] is None else _number(parts["lvlRestart"], 0),
            parts["isLgl"] is not None,
        )
    return found


def numbering(root: Any | None, styles: Any | None) -> Numbering:
    """The lists of a document from the roots of its numbering and styles, either of which may be missing."""
    made = Numbering()
    for style in [] if styles is None else styles.iterchildren(f"{W}style"):
        made.styles[str(style.get(f"{W}styleId", ""))] = style
    if root is None:
        return made
    links = {}
    for abstract in root.iterchildren(f"{W}abstractNum"):
        id_ = str(abstract.get(f"{W}abstractNumId", ""))
        made.lists[id_] = _levels(abstract)
        for level in abstract.iterchildren(f"{W}lvl"):
            styled = level.find(f"{W}pStyle")
            if styled is not None:
                made.styled[id_, str(styled.get(f"{W}val", ""))] = int(level.get(f"{W}ilvl", "0"))
        link = abstract.find(f"{W}numStyleLink")
        if link is not None:
            links[id_] = str(link.get(f"{W}val", ""))
    _number_lists(made, root)
    for id_, style in links.items():
        number, _ = made.by_style(style)
        made.lists[id_] = made.lists.get(made.list_of.get(number, ""), {})
    return made


def _number_lists(made: Numbering, root: Any) -> None:
    for num in root.iterchildren(f"{W}num"):
        id_ = str(num.get(f"{W}numId", ""))
        abstract = num.find(f"{W}abstractNumId")
        list_ = "" if abstract is None else str(abstract.get(f"{W}val", ""))
        overrides = _levels_overridden(num)
        if overrides:  # a list of its own, counted by itself
            made.lists[f"{list_} {id_}"] = {**made.lists.get(list_, {}), **overrides}
            list_ = f"{list_} {id_}"
        made.list_of[id_] = list_
        for override in num.iterchildren(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                made.starts[id_, int(override.get(f"{W}ilvl", "0"))] = _number(start, 1)


def _levels_overridden(num: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for override in num.iterchildren(f"{W}lvlOverride"):
        found |= _levels(override)
    return found


def is_on(mark: Any) -> bool:
    """Whether a property, as an element, is there and not taken back by its value."""
    return mark is not None and mark.get(f"{W}val", "1") not in _OFF
