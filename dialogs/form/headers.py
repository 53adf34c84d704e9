"""The headers of a form.toml, such as `[[group.item]]`: those under which nothing stands where it was meant to.

Knows no form: it is given the text, before anything is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.form.faults import Fault, fault
from dialogs.form.spelling import near
from dialogs.pattern import Pattern

_TEXTS = Pattern(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'')
_HEADER = Pattern(
    r"^[ \t]*(?P<written>\[(?P<many>\[?)[ \t]*(?P<name>\w[\w.\- \t]*?)[ \t]*\]\]?)[ \t]*(?:#.*)?$", re.MULTILINE
)
_KEY = Pattern(r"^[^#\n]*=", re.MULTILINE)
_OUTSIDE = ("group", "rule", "document", "moved", "units")
_OF_ONE = ("check", "repeat", "units", "short_forms")  # say more of what stands above
_WITHIN = ("item", *_OF_ONE)
_LISTS = ("group", "item", "check", "rule", "document")  # in two brackets, all others in one


def wrong(text: str) -> list[Fault]:
    """The faults of the headers in a text; of those written alike the first. What stands below is no better then."""
    bare = _TEXTS.sub(lambda found: "\n" * found[0].count("\n"), text)
    faults: dict[str, Fault] = {}
    depth = 0  # how many groups are open, one in the other
    for header in _HEADER.finditer(bare):
        parts = [part.strip() for part in header["name"].split(".")]
        if parts[0] == "section":
            return []  # in older words
        levels = len(parts) - (parts[-1] in _OF_ONE) if parts[0] == "group" else 0
        most = depth + (parts[-1] not in _OF_ONE)
        is_first = not _KEY.search(bare, 0, header.start())
        for told in _wrong(header, parts, max(levels - most, 0) and levels, is_first=is_first):
            at = bare.count("\n", 0, header.start("written")) + 1
            faults.setdefault(told.words, told.model_copy(update={"line": at}))
        depth = min(levels, most) or depth
    return list(faults.values())


def _wrong(header: re.Match[str], parts: list[str], too_deep: int, *, is_first: bool) -> Iterator[Fault]:
    """The fault of one header, of which these are the parts; `too_deep` is its level where none is above it."""
    written = header["written"]
    known = [_OUTSIDE, *[_WITHIN] * (len(parts) - 1)]
    strange = next(((part, names) for part, names in zip(parts, known, strict=True) if part not in names), None)
    if strange and is_first and len(parts) == 1 and not near(parts[0].lower(), _OUTSIDE):
        yield fault("opening", "", written=written)
    elif strange and " " not in strange[0]:
        yield fault("unknown_table", parts[-1], key=strange[0], near=near(strange[0].lower(), strange[1]))
    elif strange or (parts[-1] in _LISTS and not (header["many"] and written.endswith("]]"))):
        yield fault("header", "", written=written)
    elif too_deep:
        above = ".".join(["group", *["item"] * (too_deep - 1 - (parts[-1] not in _OF_ONE))])
        yield fault("no_group_yet", "", written=written, above=f"[[{above}]]")
