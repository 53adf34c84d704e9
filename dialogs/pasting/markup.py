"""A table in the markup of Markdown, HTML or JSON, or contact cards -> rows of cells. Knows no table of a form."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from dialogs.pasting import vcards
from dialogs.pattern import Pattern

_FRAME = str.maketrans("│┃║", "|||")
_RULE = Pattern(r"[-=+|─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋ ]{3,}|\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_STROKE = Pattern(r"(?<!\\)\|")
_DOUBLE = Pattern(r"\|\|(?=.*\|\|$)|(?<=\S)\|\|$")  # around the heads of some wikis
_EMPHASIS = Pattern(r"(\*\*|__|`)(.*?)\1")
_BOLD = Pattern(r"(?<!\*)\*\*([^*\n]+)\*\*(?!\*)")
_HEADING = Pattern(r"^#{1,6}[ \t]+(?=\S)", re.MULTILINE)
_CELLS, _LINES = ("td", "th"), ("br", "p", "div")
_MOST = 50  # cells over which one of HTML goes, as columns of a sheet

Rows = list[list[str]]


def rows(text: str) -> Rows:
    """The rows of the table that a text is; none where it is none."""
    if re.search(r"<t[dh][\s>]", text, re.IGNORECASE):
        page = _Page()
        page.feed(text)
        return [[cell.strip() for cell in row] for row in page.rows if row]
    if text[: len(vcards.BEGIN)].upper() == vcards.BEGIN:
        return vcards.rows(vcards.read(text))
    if re.match(r"\s*[\[{]\s*[\"\[{]", text):
        return _json(text)
    return [] if "\t" in text.strip() else _markdown(text)


def without_emphasis(text: str) -> str:
    """A text without the marks that Markdown has around bold words, and before headings."""
    return _HEADING.sub("", _BOLD.sub(r"\1", text))


def _json(text: str) -> Rows:
    """The rows of a list of lists, or of records, whose names are the heads; none where it is neither."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        try:
            found = [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError):
            return []
    records = found if isinstance(found, list) else [found]
    if all(isinstance(record, dict) for record in records):
        names = list(dict.fromkeys(name for record in records for name in record))
        records = [names, *([record.get(name) for name in names] for record in records)]
    is_table = all(isinstance(row, list) for row in records) and len(records) > 0
    return [["" if cell is None else str(cell) for cell in row] for row in records] if is_table else []


def _markdown(text: str) -> Rows:
    lines = [_DOUBLE.sub("|", line.strip().translate(_FRAME)) for line in text.split("\n") if line.strip()]
    framed = sum(line.startswith("|") and line.endswith("|") for line in lines)
    ruled = any(re.search("[|+┼├╠┣┌]", line) and _RULE.fullmatch(line) for line in lines)
    if not ruled and framed < max(2, len(lines) - 1):
        return []
    kept = [line for line in lines if not _RULE.fullmatch(line)]
    return [[_plain(cell) for cell in _STROKE.split(line.removeprefix("|").removesuffix("|"))] for line in kept]


def _plain(cell: str) -> str:
    """A cell of Markdown without its marks."""
    text = re.sub(r"<br\s*/?>", "\n", cell.strip()).replace("\\|", "|")
    text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    return _EMPHASIS.sub(r"\2", text)


class _Page(HTMLParser):
    """Takes the cells of a page; one over several rows has its text in each, one over several columns in the first."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Rows = [[]]
        self._over: dict[int, int] = {}  # by the column: in how many further rows a cell from above goes over it
        self._at: int | None = None  # in which cell of the last row what follows stands

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row, a cell or a line begins."""
        if tag == "tr":
            self.rows.append([])
        elif tag in _CELLS:
            spans = {name: int(value) for name, value in attrs if value and re.fullmatch("[0-9]{1,3}", value)}
            self._begin(spans.get("rowspan", 1), spans.get("colspan", 1))
        elif tag in _LINES:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        """What stands behind a cell is none of a table's."""
        if tag in _CELLS:
            self._at = None

    def handle_data(self, data: str) -> None:
        """Something stands in a cell; line ends that are no tags are blanks."""
        if self._at is not None:
            self.rows[-1][self._at] += data if data == "\n" else re.sub(r"\s+", " ", data)

    def _begin(self, rows: int, columns: int) -> None:
        row = self.rows[-1]
        while self._over.get(len(row), 0):
            self._over[len(row)] -= 1
            row += self.rows[-2][len(row) : len(row) + 1] or [""]
        self._at = len(row) if len(row) < _MOST else None
        for _ in range(min(columns, _MOST)):
            self._over[len(row)] = rows - 1
            row.append("")
