"""The tags in the text of a paragraph, as docxtpl takes them, and what only looks like one.

Knows no form: what a tag names is not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from dialogs.form.expression_tokens import MEANT
from dialogs.pattern import Pattern

_TAG = Pattern(r"\{\{(?P<value>.*?)\}\}|\{%(?P<statement>.*?)%\}|\{#.*?#\}", re.DOTALL)
_REMARK = Pattern(r"\{#.*?#\}", re.DOTALL)
_WHERE = Pattern(r"^(?P<where>p|tr|tc|r)\s+")
# What is left when all tags are gone, and was meant as one: single or full-width braces, a half of a tag.
_LOOKS = Pattern(
    r"[{｛][{｛%％]?\s*(?:p |tr |tc )?[a-z_][^{}｛｝]*?[%％]?[}｝]?[}｝]|(?:\{[{%#＃]|｛｛).{0,12}|[%}#]\}|｝｝"
)
_TOO_MANY = Pattern(r"\{\{\{.{0,12}|\{\{[^{}]{0,20}\}\}\}")  # printed as they are
# What stands for a value in other programs, and in Word's own merge.
_ELSEWHERE = Pattern(
    r"\[\[\s*[a-z_][\w.]*\s*\]\]|<<\s*[a-z_][\w.]*\s*>>|«[^«»]{1,40}»"
)  # of other programs, Word's merge
_BY_HAND = Pattern("_{3,}|＿{2,}|[□☐]")
_MARKED = Pattern(r"[%#$@*<＜【〔《_]+(?P<id>[a-z][a-z0-9]*(?:_[a-z0-9]+)*)[%#$@*>＞】〕》_]+")
_MERGED = Pattern(r"\bMERGEFIELD\s+\"?(?P<name>[^\s\"\\]+)", re.IGNORECASE)
_QUOTED = Pattern(r"\"[^\"]*\"|'[^']*'")
_ODD = Pattern("===|<>|!(?!=)|" + "|".join(re.escape(one) for one in MEANT if one.isalpha() or one in ("&&", "||")))
_QUOTES = str.maketrans("“”‘’", "\"\"''")  # as docxtpl has them


class Tag(NamedTuple):
    """One tag.

    Attributes:
        kind: Whether it is a value or a statement.
        where: "p", "tr", "tc" or "r" for one that takes the place of its paragraph, row, cell or run; else "".
        code: What stands in it.
        written: The whole tag.
    """

    kind: Literal["value", "statement"]
    where: str
    code: str
    written: str


def tags(text: str) -> Iterator[Tag]:
    """The tags of a text in their order, remarks left out."""
    for found in _TAG.finditer(text):
        if found["value"] is None and found["statement"] is None:
            continue
        code = (found["value"] if found["value"] is not None else found["statement"]).strip("- \n").translate(_QUOTES)
        where = _WHERE.match(code)
        kind: Literal["value", "statement"] = "statement" if found["value"] is None else "value"
        yield Tag(kind, where["where"] if where else "", code[where.end() :] if where else code, found[0])


def no_tags(text: str) -> str:
    """What in a text only looks like a tag, "" for nothing."""
    bare = _TAG.sub("", text)
    found = _TOO_MANY.search(text) or _LOOKS.search(bare) or _ELSEWHERE.search(bare)
    return found[0] if found else ""


def leftover(text: str) -> str:
    """The first line or box to be filled in by hand that stands beside the tags of a text, "" for none."""
    found = _BY_HAND.search(_TAG.sub("", text))
    return found[0] if found else ""


def bare(text: str) -> str:
    """A text without blanks, and without lines and boxes to be filled in by hand."""
    return "".join(_BY_HAND.sub("", text).split())


def marked(text: str, ids: Collection[str]) -> str:
    """One of these ids between signs that are none of ours, as it stands there: %name%; "" for none."""
    found = (one for one in _MARKED.finditer(_TAG.sub("", text)) if one["id"] in ids)
    return next((one[0] for one in found), "")


def merge_field(fields: str) -> str:
    """The name of the first merge field among the codes of Word's fields, "" for none."""
    found = _MERGED.search(fields)
    return found["name"] if found else ""


def wide_sign(code: str) -> str:
    """The first sign in an expression, outside quotes, that is not of ASCII: a full-width comma; "" for none."""
    found = (sign for sign in _QUOTED.sub("", code) if not (sign.isascii() or sign.isalnum() or sign.isspace()))
    return next(found, "")


def odd_sign(code: str) -> str:
    """The first sign or word in an expression, outside quotes, that says something elsewhere: &&; "" for none."""
    found = _ODD.search(_QUOTED.sub("", code))
    return found[0] if found else ""


def is_spaced(tag: Tag) -> bool:
    """Whether a blank stands before what the tag takes the place of, so that it does not: `{% tr for`."""
    return bool(tag.where) and tag.written[2:3].isspace()


def has_one_equals(code: str) -> bool:
    """Whether something is compared with a single =."""
    return re.search(r"^[^(]*(?<![=!<>])=(?!=)", _QUOTED.sub("", code)) is not None


def around(text: str, tag: Tag) -> str:
    """What stands in a text besides this tag, remarks left out."""
    return _REMARK.sub("", text.replace(tag.written, "", 1)).strip()
