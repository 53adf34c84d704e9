"""Files made to do harm, and files that are only broken: each is refused, with the sentence that fits.

How soon is for `benchmarks/hostile.py` to tell.
"""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest
from hostile_files import CORPUS, MAIN, SAID, body, sheet, word
from places import ROOT
from waiting import PATIENCE
from workbooks import replaced

from dialogs.pasting.file_content import FileContent
from dialogs.texts import sentences
from render.reading import bounded, bounded_child, file_reader

pytestmark = pytest.mark.usefixtures("processes")


@pytest.mark.parametrize("name", CORPUS)
def test_it_is_refused_with_a_sentence_of_its_own(name: str) -> None:
    refused(name, file_reader.read(*CORPUS[name]()))


@pytest.mark.drill
@pytest.mark.parametrize("name", CORPUS)
def test_so_it_is_in_the_process_that_reads_and_takes_little_of_the_machine(name: str) -> None:
    content, called = CORPUS[name]()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    refused(name, bounded.read(content, called))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = after.ru_maxrss if after.ru_maxrss > before.ru_maxrss else 0  # else it was a child of another test
    assert peak * 1024 < bounded_child.MEMORY


LINK = b'<w:r><w:instrText>HYPERLINK "http://a.b/%d"</w:instrText></w:r><w:r><w:t>x</w:t></w:r>'


def refused(name: str, found: FileContent) -> None:
    assert (found.text, found.sheets, found.pictures) == ("", (), ())
    assert found.unfit == SAID[name]
    assert f"file.{found.unfit}" in sentences()


def test_a_cell_far_away_does_no_harm() -> None:
    far = sheet(b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row>')
    [found] = file_reader.read(far, "a.xlsx").sheets
    assert found.rows == [["甲"]]


def test_tens_of_thousands_of_links_in_one_line_are_counted_at_once() -> None:
    """Each was looked for in the whole line again: that took more than the processor that a file is given."""
    links = b"".join(LINK % number for number in range(20_000))
    found = bounded.read(replaced(word(), MAIN, body(b"<w:p>" + links + b"</w:p>")), "a.docx")
    assert found.left_out == {"link": 20_000}


def test_what_takes_long_comes_behind_all_others_from_then_on() -> None:
    """It goes on until it does."""
    program = (
        "import os\nfrom render import background\nbackground.give_way_after(0.01)\n"
        "while os.nice(0) < background.LOW: pass"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=PATIENCE, start_new_session=True, cwd=ROOT)


def test_whatever_asks_for_more_than_there_is_ends_and_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_PROGRAM", "import sys; sys.stdin.buffer.read(); sys.exit(1)")
    assert bounded.read(word(), "a.docx").unfit == "too_much"
