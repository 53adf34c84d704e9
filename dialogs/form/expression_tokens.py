"""The text of an expression -> its tokens: numbers, texts in quotes, ids and signs. Knows nothing of what they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dialogs.form.expression import Mistake
from dialogs.pattern import Pattern
from dialogs.texts import say

_TOKEN = Pattern(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?:\"(?P<text>[^\"]*)\"|“(?P<quoted>[^”]*)”|'(?P<single>[^']*)'|‘(?P<curled>[^’]*)’)"
    r"|(?P<id>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)|(?P<sign>==|!=|<=|>=|<(?!>)|[>+\-*/(),]))\s*"
)
FUNCTIONS = ("if", "sum", "count", "has", "years", "agrees")
_TEXTS = ("text", "quoted", "single", "curled")
# What people write, and what is meant by it; "" for a quotation mark.
MEANT = {
    **dict(
        zip("（）［］，、＋－＊×／÷＞＜≥≤≠", ("(", ")", "(", ")", ",", ",", *"+-**//><", ">=", "<=", "!="), strict=True)
    ),
    **dict.fromkeys("「『《＂＇", ""),
    **dict.fromkeys(("＝＝", "＝"), "==") | dict.fromkeys(("！＝", "！=", "！"), "!="),
    **dict.fromkeys(("&&", "&", "AND", "并且", "且"), "and") | dict.fromkeys(("||", "|", "OR", "或者", "或"), "or"),
    **dict.fromkeys(("===", "等于"), "==") | dict.fromkeys(("<>", "不等于"), "!="),
    **dict.fromkeys(("NOT", "非", "!"), "not") | {name.upper(): name for name in FUNCTIONS},
}


class Token(NamedTuple):
    """A token, and where it begins."""

    kind: str  # number, text, id, sign; "" at the end
    word: str
    at: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in their order, at the end an empty one. Raises Mistake where one cannot be read."""
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise Mistake(_unread(text[at:].strip()))
        kind = "text" if found.lastgroup in _TEXTS else found.lastgroup
        yield Token(kind, found[found.lastgroup], at)
        at = found.end()
    yield Token("", "", len(text))


def _unread(rest: str) -> str:
    """Why nothing is meant by what begins with another sign, or with a quote that has no other."""
    if rest[0] in "\"'“‘”’":
        return say("expression.open", rest=rest)
    if written := next((one for one in MEANT if rest.startswith(one)), ""):
        return say("expression.meant", written=written, meant=MEANT[written])
    if rest.startswith("."):
        return say("expression.dots", rest=re.split(r"[^\w.]", rest)[0])
    if rest[0] in "[%":
        listed = rest[0] == "[" and not rest[1:2].isdigit()
        return say(f"expression.{'word_in' if listed else 'one_row' if rest[0] == '[' else 'percent'}")
    return say("expression.sign", rest=rest, single=rest.startswith("="))
