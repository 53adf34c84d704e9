"""The ids of the styles that Word knows by their names: another program, or a Chinese Word, gives them other ids.

Knows no tags and no answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from markupsafe import Markup

from dialogs.pattern import Pattern

STYLES = "word/styles.xml"
_IDS = {"body text": "BodyText", "caption": "Caption", "table grid": "TableGrid"}
_IDS |= {f"heading {level}": f"Heading{level}" for level in range(1, 10)}
_USED = Pattern(r'(<w:(?:p|tbl)Style w:val=")(\w+)')


def others(styles: bytes) -> Mapping[str, str]:
    """The ids of Word's own styles as they are written here -> their ids in a file, where it has others."""
    found = parse_xml(styles).findall(qn("w:style"))
    named = {style.get(qn("w:styleId"), ""): style.find(qn("w:name")) for style in found}
    ids = {id_: _IDS.get(name.get(qn("w:val"), "").lower(), "") for id_, name in named.items() if name is not None}
    return {ours: id_ for id_, ours in ids.items() if ours and ours not in named}


def called(made: Markup, ids: Mapping[str, str]) -> Markup:
    """Paragraphs and tables made here, with these ids of their styles."""
    return Markup(_USED.sub(lambda used: used[1] + ids.get(used[2], used[2]), made)) if ids else made  # noqa: S704
