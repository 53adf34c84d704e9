"""The rows of a form's tables in a Word file, by their heads: in one table there, or in several that go on.

One that goes on under other heads is found by itself, so that no cell comes below a head that is not its own.

Knows no file, and of the form only its tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from dialogs.form.model import NO_ROW, UNITS, Form, Group
from dialogs.pasting import filled_in, grid, heads, sheet_choice
from dialogs.pasting.found import SOURCE, Found
from dialogs.pasting.label_index import Labels, bare, key
from dialogs.pasting.sheet_choice import Headed
from dialogs.pattern import Pattern

_BESIDE = Pattern(r"\s*[:：\t]\s*")
_SAYS_SO = Pattern(r"[（(]?续|接上")
_HEADS = 500  # different lines that are looked at whether they are heads
_LEAST = 2  # heads of a table amid another
_LONGEST = 200  # characters of a caption, or of a line with the name of a row
_CAPTION = 20  # characters of what a table is called
_SENTENCE = Pattern("[。；：:，,]")
_COUNTED = Pattern("[0-9一二三四五六七八九十]+$")  # 服务对象1 above what is said of one of them
_WORD = Pattern(r"[^\W\d_]{2}")  # no number of a row that is left empty
_SHORT = 8  # characters of 方案1, before the name of a row

Rows = Sequence[Sequence[str]]
Heads = tuple[tuple[str, ...], ...]


class FoundRows:
    """Takes the rows of tables, and knows what they are called."""

    def __init__(self, form: Form, names: Collection[str], labels: Labels) -> None:
        """`names` are those of rows that there are already, `labels` those of questions outside tables."""
        self._labels = labels
        self._tables = [table for section in form.sections if not section.each for table in section.tables]
        parts = [section for section in form.sections if section.each not in (NO_ROW, UNITS)]
        self._named = {form.rows_of(part) for part in parts}
        self._titles = {key(bare(part.title)) for part in parts}
        self._all = [*form.tables.values()]
        self._names = {key(name): name for name in names}
        self._taken: dict[tuple[str, ...], list[Sequence[str]]] = {}  # by table, caption, heads: these and rows
        self._known: dict[Heads, Headed | None] = {}  # lines that were looked at, with the table of which they are
        self._last: tuple[Headed, Rows] | None = None  # what came just before, as it may go on without heads
        self._caption = ""

    @property
    def found(self) -> Iterator[Found]:
        """All rows, by table."""
        for (table, caption, *_), rows in self._taken.items():
            source = " ".join(" ".join(filter(None, [caption, *rows[0]])).split())[:SOURCE]
            yield Found(item=table, text=grid.join(rows), source=source)

    @property
    def only(self) -> str:
        """The name of the only row that is known, "" where there are several, or none."""
        names = {*self._names.values()}
        return names.pop() if len(names) == 1 else ""

    @property
    def table(self) -> Group | None:
        """The table of which the rows were that came last, if nothing stood behind them since."""
        return self._last[0].table if self._last else None

    def passed(self, text: str) -> None:
        """A paragraph stands there: what it says may be a caption, or that a table goes on."""
        if not _SAYS_SO.search(text):
            self._caption, self._last = text, None

    def named(self, text: str) -> str:
        """The row whose part begins with a line such as 方案1：its name, or its title with that; "" for none."""
        if len(text) > _LONGEST or not self._names:
            return ""
        if name := next((self._names.get(key(bare(text)).removeprefix(title)) for title in self._titles), None):
            return name
        parts = _BESIDE.split(text, maxsplit=1)
        return self._names.get(key(parts[-1]), "") if len(parts[0]) < _SHORT or len(parts) == 1 else ""

    def take(self, rows: Rows, spread: Rows, *, goes_on: bool) -> bool:
        """Takes rows with heads above them, or beside them below the caption of their table; False where they are none.

        With `goes_on` also those without heads, behind a table as wide. In `spread` what goes over several rows stands
        in each of them.
        """
        body = _without_title(rows)
        below = spread[len(rows) - len(body) :]
        for lines in (1, 2):  # of heads: 联系方式 stands above 手机 and 邮箱
            if found := self._headed(body[:lines]):
                self._keep(found, body[:lines], below[lines:])
                return True
        turned = [*zip(*rows, strict=True)]
        if (found := self._headed(turned[:1])) and self._is_turned(found, turned):
            self._keep(found, turned[:1], turned[1:])
            return True
        if self._last and goes_on and len(rows[0]) == len(self._last[1][0]):
            self._keep(*self._last, spread)
            return True
        return False

    def _is_turned(self, found: Headed, turned: Rows) -> bool:
        """Whether heads stand beside rows, rather than labels of questions beside answers that are called alike."""
        caption = key(self._caption) if len(self._caption) <= _LONGEST else ""
        if caption and caption in key(found.table.title):
            return True
        asked = sum(bool(self._labels.asked(cell)) for cell in turned[0])
        is_plain = len(turned) > 2 and not any(map(self._labels.named, turned[1:]))
        return _are_all(found) and (is_plain or asked < found.heads)

    def begins(self, line: Sequence[str]) -> bool:
        """Whether a line has the heads of a table and nothing else, so that rows stand below it wherever it stands."""
        if any(map(heads.is_data, line)) or self.own_heads(line) < _LEAST:
            return False
        found = self._headed([line])
        return found is not None and _are_all(found)

    def ends(self, line: Sequence[str]) -> bool:
        """Whether a line below the rows of a table has a question's label before it."""
        return bool(self._labels.exactly(line[0]))

    def are_answers(self, line: Sequence[str]) -> bool:
        """Whether cells are labels of questions, as the form has them, rather than heads of a table's."""
        asked = {field.id for cell in filter(str.strip, line) for field in self._labels.exactly(cell)}
        return len(asked) > self.own_heads(line)

    def _headed(self, rows: Rows) -> Headed | None:
        """The table of which these are the heads: most of its columns with the first, most of them its."""
        lines: Heads = tuple(map(tuple, rows))
        if lines not in self._known and len(self._known) < _HEADS:
            self._known[lines] = self._of(lines)
        return self._known.get(lines)

    def own_heads(self, line: Sequence[str]) -> int:
        """How many cells of a line are labels of the columns of one table, the one with the most."""
        return max((sum(heads.is_label(table, cell) for cell in line) for table in self._tables), default=0)

    def is_head(self, line: Sequence[str]) -> bool:
        """Whether a line has the heads of a table that stands in rows or parts of rows, and is not read."""
        found = sheet_choice.best(self._all, [line])
        return found is not None and found.named > 1 and found.named * 2 > sum(bool(cell.strip()) for cell in line)

    def _of(self, lines: Heads) -> Headed | None:
        found = sheet_choice.best(self._tables, lines)
        if found is None or found.layout.lines:  # what stands below the heads is a row
            return None
        asked = {key(place.head) for place in found.layout.places if place.head and not place.is_number}
        is_head = found.names_at and found.named * 2 > max(len(found.table.fields), len(asked))
        return found if is_head else None

    def _keep(self, found: Headed, above: Rows, rows: Rows) -> None:
        table = found.table
        filled = [[_filled(table, cell) for cell in row] for row in rows]
        kept = [row for row in filled if _has_something(row)]
        self._last = found, above
        if not any(sum(map(bool, row)) > 1 for row in kept):
            return
        by = (table.id, self._other_caption(table), *(key(cell) for line in above for cell in line))
        self._taken.setdefault(by, [*above]).extend(kept)
        for row in kept if table.id in self._named else ():
            for place in found.names_at:
                self._names.setdefault(key(row[place]), row[place])

    def _other_caption(self, table: Group) -> str:
        """What a table is called here that the form calls otherwise: rows of the same heads may be others'."""
        caption, title = key(_COUNTED.sub("", self._caption)), key(table.title)
        is_caption = caption and len(caption) <= _CAPTION and not _SENTENCE.search(self._caption)
        return self._caption if is_caption and caption not in title and title not in caption else ""


def _are_all(found: Headed) -> bool:
    """Whether each head is one of the table's."""
    return all(place.columns or place.is_number for place in found.layout.places if place.head)


def _has_something(row: Sequence[str]) -> bool:
    """Whether more than a number stands in a row, or a stroke for nothing in each of its cells."""
    filled = [cell for cell in row if cell and not filled_in.is_nothing(cell)]
    return len(filled) > 1 or any(map(_WORD.search, filled))


def _filled(table: Group, cell: str) -> str:
    """What was filled into a cell: without what the form says there itself."""
    if filled_in.is_gap(cell):
        return ""
    own = (text for column in table.fields if (text := filled_in.without_guidance(column, cell)) != cell)
    return next(own, filled_in.unbracketed(cell))


def _without_title(rows: Rows) -> Rows:
    """The rows without those above the heads that have but one cell."""
    first = next((at for at, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
    return rows[first:]
