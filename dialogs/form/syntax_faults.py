"""Why a text is no TOML, as somebody is told who has never heard of it. Knows no form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

from dialogs.form.faults import Fault, fault
from dialogs.pattern import Pattern

_AT = Pattern(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_STRING = Pattern(r'"""(?:.*?"""|.*$)|\'\'\'(?:.*?\'\'\'|.*$)|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#.*$')
_FULL = {
    "quotes": Pattern("[“”‘’＂]"),
    "comma": Pattern("[，、；]|;(?=[^;]*[}\\]])"),
    "equals": Pattern("[＝：]"),
    "brackets": Pattern("[［］【】｛｝（）]"),
}
_UNSEEN = Pattern(r"[\x00-\x08\x0b-\x1f\x7f\u00a0\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff]")
_BAD_KEY = Pattern(r"(?:^|[{,])[^=\[{,]*[\u4e00-\u9fff\uff10-\uff5a][^=,]*=|^\s*[A-Za-z_]+(?:\s+[A-Za-z_]+)+\s*=")
# What is seen of a line with a mistake that the parser has no words for: its code, by the bare line without texts.
_SEEN = (
    ("quoted_line", Pattern(r"^\s*''\S*''")),
    ("list_braces", Pattern(r"=\s*\{\s*''")),
    ("comment", Pattern("=.*(?://|＃)")),
    ("two_commas", Pattern(r",\s*,")),
    ("open_braces", Pattern(r"\{[^{}]*,?\s*$")),
    ("brace_comma", Pattern(r",\s*\}")),
    ("odd_equals", Pattern(r"^\s*[\w.\-]+\s*(?:==|=>|:=)")),
    ("dashed", Pattern(r"^\s*[-*•]\s*[\w.\-]+\s*=")),
    ("end_comma", Pattern(r"^\s*[\w.\-]+\s*=.*[,;]\s*$")),
    ("bad_key", _BAD_KEY),
    ("bad_number", Pattern(r"=\s*[0-9][0-9,]*\s*[\u4e00-\u9fff%Kk~～—–-]")),
    ("bad_number", Pattern(r"=\s*[0-9０-９][0-9０-９,，]*[^\s0-9.\-:#,}\]]*\s*(?:[,}#].*)?$")),
    ("two_keys", Pattern(r"^\s*[\w.\-]+\s*=[^={\[]+\s[A-Za-z_]+\s*=[^=]")),
)
_NUMBERED = Pattern(r"^\s*(?P<number>[（(]?[0-9一二三四五六七八九十]+[）)、.．])\s*(?P<key>[A-Za-z_]\w*)")
_BEHIND = Pattern(r"=\s*\"[^\"]*\"\s*[^\s,}\]#]")
_YAML = Pattern(r"\s*(?:---|[\w\-]+:(?:\s|$))", re.MULTILINE)
_KEY = Pattern(r"^\s*[\w.\-]+\s*=", re.MULTILINE)
_TOLD = (
    ("Cannot overwrite", "same_key"),
    ("Cannot declare", "same_key"),
    ("Cannot mutate", "two_ways"),
    ("Unescaped '\\'", "backslash"),
    ("Illegal character '\\n'", "open_quote"),
    ('Expected \'"""\'', "open_quote"),
    ("Expected \"'''\"", "open_quote"),
    ("Unterminated string", "open_quote"),
    ('Expected "\'"', "open_quote"),
    ("Expected '='", "no_equals"),
    ("Unclosed array", "no_comma"),
    ("Unclosed inline table", "no_comma"),
    ("Expected '}'", "no_comma"),
    ("Invalid value", "bare_value"),
)

_VAGUE = ("toml", "bare_value", "no_equals", "no_comma")


def why(text: str, error: Exception) -> Fault:
    """The fault of a text that the parser refused, or could not cope with, at the line where what is wrong stands."""
    lines = text.split("\n")
    if not isinstance(error, tomllib.TOMLDecodeError):
        longest = max(lines, key=len)
        return _at(lines.index(longest) + 1, "endless", longest.strip()[:30])
    if text.lstrip()[:1] in ("{", "<") or (_YAML.match(text) and not _KEY.search(text)):
        return _at(1, "other_format", lines[0].strip()[:30])
    return _why(text, lines, str(error))


def _why(text: str, lines: list[str], message: str) -> Fault:
    """The fault of which the parser says this."""
    found = _AT.search(message)
    line = int(found["line"]) if found and found["line"] else _opened(text)
    if line <= len(lines) and (numbered := _NUMBERED.match(lines[line - 1])):
        return fault("numbered", "", written=numbered["number"], key=numbered["key"]).model_copy(update={"line": line})
    for at in (line, line - 1):
        if 0 < at <= len(lines) and (full := _full_width(lines[at - 1])):
            return _at(at, *full)
    code = next((code for beginning, code in _TOLD if message.startswith(beginning)), "toml")
    if code == "bare_value" and lines[line - 1].lstrip().startswith("["):
        begun = _open_list(lines[: line - 1])
        return _at(begun, "open_list", lines[begun - 1].strip()[:30])
    if code in _VAGUE and line <= len(lines) and (seen := _seen(lines[line - 1])):
        code = seen
    if code == "bad_key" and (key := _BAD_KEY.search(_bare(lines[line - 1]))):
        return _at(line, code, key[0].strip(" {,="))
    if code == "toml" and line <= len(lines):
        written = lines[line - 1].strip()
        code = "header" if written.startswith("[") else "behind_text" if _BEHIND.search(written) else code
    if code == "no_comma" and found and found["column"] and not lines[line - 1][: int(found["column"]) - 1].strip():
        line = _unended(lines, line)
    return _at(line, code, lines[line - 1].strip()[:30] if line <= len(lines) else "")


def _full_width(line: str) -> tuple[str, str] | None:
    """What in a line is full-width though it is no text: the code of its fault, and the character."""
    bare = _STRING.sub("", line)
    for code, pattern in _FULL.items():
        if found := pattern.search(bare):
            return code, found[0]
    return None


def _seen(line: str) -> str:
    """The code of what can be seen to be wrong in a line, "" for nothing."""
    bare = _bare(line)
    if _UNSEEN.search(bare):
        return "unseen"
    return next((code for code, pattern in _SEEN if pattern.search(bare)), "")


def _bare(line: str) -> str:
    """A line without remarks, and without what stands in its texts."""
    return _STRING.sub(lambda found: "" if found[0].startswith("#") else "''", line)


def _opened(text: str) -> int:
    """The line in which a text begins that never ends, by its last three quotes or its one quote, or the last line."""
    if at := max(text.rfind('"""'), text.rfind("'''"), 0):
        return text.count("\n", 0, at) + 1
    lines = text.rstrip().split("\n")
    opened = (at for at, line in enumerate(lines, 1) if re.search("[\"']", _bare(line).replace("''", "")))
    return next(opened, len(lines))


def _open_list(lines: Sequence[str]) -> int:
    """The line of the last bracket that is not closed in these."""
    opened = [1]
    for at, line in enumerate(lines, 1):
        for bracket in re.findall(r"[\[\]]", _bare(line)):
            opened = [*opened, at] if bracket == "[" else opened[:-1] or [1]
    return opened[-1]


def _unended(lines: list[str], line: int) -> int:
    """The line before this one behind which the comma is missing."""
    return next((at for at in range(line - 1, 0, -1) if lines[at - 1].strip()), line)


def _at(line: int, code: str, written: str) -> Fault:
    return fault(code, "", written=written).model_copy(update={"line": line})
