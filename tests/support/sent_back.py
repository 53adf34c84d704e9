"""A document of the official form that somebody edits, and sends back."""

from __future__ import annotations

import io
from copy import deepcopy
from pathlib import Path
from typing import Any

from documents import DAY, FORM, TEMPLATE, opened
from docx.document import Document as Doc
from docx.oxml.ns import qn
from docx.table import _Cell

from dialogs.application.application import Answers, Step
from dialogs.application.bookmarks import bookmark
from dialogs.application.checks import findings
from dialogs.application.differences import Differences, differences
from dialogs.pasting.sent_back import SentBack
from render.bookmarked import Origin
from render.context import Mode, context
from render.docx import write
from render.reading.own_words import with_own_words
from render.reading.word_bookmarks import sent_back
from render.reading.word_file import open_word

ORIGIN = Origin("a1", 7)
MARK = f"{qn('w:bookmarkStart')}"


def printed(
    values: Answers, mode: Mode = "final", origin: Origin | None = ORIGIN, pictures: Path | None = None
) -> bytes:
    file = io.BytesIO()
    write(TEMPLATE, context(FORM, values, mode=mode, findings=findings(FORM, values, DAY)), file, origin, pictures)
    return file.getvalue()


def saved(document: Doc) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def sent(data: bytes) -> SentBack:
    """What stands at the bookmarks of a document."""
    found = sent_back(open_word(data))
    assert found is not None
    assert (found.application, found.change) == ORIGIN
    return with_own_words(found, TEMPLATE)


def changes(data: bytes, values: Answers, now: Answers | None = None) -> Differences:
    """What was changed in a document of `values`, read when they have become `now`."""
    now = now or values
    rows = {table: tuple(ids) for table, ids in now.rows.items()}
    before, after = (lambda step, of=of: of.get(step.item, step.row) or "" for of in (values, now))
    return differences(FORM, rows, sent(data), before, after, DAY)


class Editor:
    """Somebody with the document open in python-docx."""

    def __init__(self, data: bytes) -> None:
        self.document = opened(data)

    def marked(self, item: str, row: str = "") -> Any:
        """The paragraph with a bookmark."""
        name = bookmark(item, row)
        return next(m for m in self.document.element.iter(MARK) if m.get(qn("w:name")) == name).getparent()

    def tr(self, table: str, row: str) -> Any:
        """The row with its number's bookmark, or where it has none that of its first column."""
        items = (table, *(column.id for column in FORM.tables[table].fields))
        names = {bookmark(item, row) for item in items}
        mark = next(m for m in self.document.element.iter(MARK) if m.get(qn("w:name")) in names)
        return next(element for element in mark.iterancestors() if element.tag == qn("w:tr"))

    def write(self, item: str, row: str, text: str) -> None:
        """Types over what stands in the paragraph of an answer."""
        paragraph = self.marked(item, row)
        runs = paragraph.findall(qn("w:r"))
        for run in runs[:-1]:
            paragraph.remove(run)
        for child in list(runs[-1]):
            if child.tag != qn("w:rPr"):
                runs[-1].remove(child)
        runs[-1].text = text

    def long(self, item: str, row: str = "") -> list[Any]:
        """The paragraphs and tables of a long text."""
        found = []
        element = self.marked(item, row).getnext()
        while element is not None and not list(element.iter(MARK)):
            found.append(element)
            element = element.getnext()
        return found

    def add_row(self, table: str, row: str, texts: list[str], *, copied: bool = False) -> None:
        """A new row behind one that is there, with other texts in its last cells; copied with all its bookmarks."""
        old = self.tr(table, row)
        new = deepcopy(old)
        old.addnext(new)
        if not copied:
            for mark in [*new.iter(MARK), *new.iter(qn("w:bookmarkEnd"))]:
                mark.getparent().remove(mark)
        for tc, text in zip(new.tc_lst[-len(texts) :], texts, strict=True):
            cell = _Cell(tc, self.document.tables[0])
            for paragraph, line in zip(cell.paragraphs, text.split("\n"), strict=False):
                for run in paragraph.runs[1:]:
                    run._r.getparent().remove(run._r)
                paragraph.runs[0].text = line

    def save(self) -> bytes:
        return saved(self.document)


def step(item: str, row: str = "") -> Step:
    return Step(item=item, row=row)
