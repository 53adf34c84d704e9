"""The bookmarks of long texts in a template, so that none of its authors has to think of them.

A long text is read back from the bookmark in the heading above it up to the next bookmark. Where a template has none
there, `mark(…)` is put at the end of the paragraph above, and `stop()` at that of the one below.
Knows no form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from dialogs.pattern import Pattern

_LONG = Pattern(r"\s*\{\{p\s+(?P<of>[\w.]+)\s*\|\s*paragraphs\b(?!.*\bstyle\s*=).*\}\}\s*", re.DOTALL)
_CONDITION = Pattern(r"\s*\{%p\s+(?:if|endif|endfor)\b[^{}]*%\}\s*")
_ABOVE = Pattern(r"\s*\{%p\s+if\b[^{}]*%\}\s*")
_ALONE = Pattern(r"\s*\{(?:%|\{)p\b")
_MARKED = Pattern(r"\b(?:mark|stop)\s*\(")


def with_marks(root: Any) -> Any:
    """A part of a template, with the bookmarks of its long texts where it has none."""
    whole = _text(root)
    for paragraph in root.iter(qn("w:p")):
        long = _LONG.fullmatch(_text(paragraph)) if _text(paragraph).count("{") == 2 else None
        if long is None or next(paragraph.iterancestors(qn("w:tc")), None) is not None:
            continue
        above = _beside(paragraph, lambda one: one.getprevious(), _ABOVE)
        if above is not None and re.search(rf"\bmark\s*\(\s*{re.escape(long['of'])}\s*\)", whole) is None:
            _append(above, f"{{{{ mark({long['of']}) }}}}")
        below = _beside(paragraph, lambda one: one.getnext(), _CONDITION)
        if below is not None and _MARKED.search(_text(below)) is None:
            _append(below, "{{ stop() }}")
    return root


def _beside(paragraph: Any, step: Callable[[Any], Any], skipped: Pattern[str]) -> Any:
    """The next paragraph that is printed as it is; None where something else comes before it."""
    one = step(paragraph)
    while one is not None and one.tag == qn("w:p") and (not _text(one).strip() or skipped.fullmatch(_text(one))):
        one = step(one)
    return one if one is not None and one.tag == qn("w:p") and not _ALONE.match(_text(one)) else None


def _append(paragraph: Any, tag: str) -> None:
    run = OxmlElement("w:r")
    run.text = tag
    paragraph.append(run)


def _text(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))
