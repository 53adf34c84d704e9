"""The text of a PDF: where its lines break, in what language and font it is, and what a screen reader is told."""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest
from documents import document, example, lines, opened, squeezed, with_values
from pages import NEEDED, Line, convert, read, reason_to_skip
from pdfminer.pdftypes import resolve1

from render.programs import FONTS

WHY_SKIPPED = reason_to_skip()
pytestmark = pytest.mark.skipif(bool(WHY_SKIPPED), reason=WHY_SKIPPED)

FILLING = "以保险服务为路径建立覆盖投保前投保中出险后的完整闭环"
ADDRESS = "https://www.example.com/network-security/pilot-2023.html"
BREAKS = "\n".join(
    [
        *(
            f"{'以保险服务为路径建立覆盖投保前投保中出险后'[:n]}说明见{ADDRESS}请核对后再报送给主管部门。"
            for n in range(2, 22)
        ),
        *(
            f"{'以保险服务为路径建立覆盖投保前投保中出险后的完整闭环'[:n]}……然后——共500000万元，再说明。"
            for n in range(10, 26)
        ),
    ]
)
"""Addresses, dashes, dots and figures at every place of a line."""

MARKS = "\n".join(
    f"限额{n}万元的，费率0.{n}%：基准保费{n}.8万元；" * 4 + f"（注{n}）" + "甲、500、乙。2023年，A险种、0.85；" * 3
    for n in range(200)
)
"""Marks behind figures and Han characters at every place of a line."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    documents = {"final": example(), "breaks": with_values(example(), approach=f"{BREAKS}\n{MARKS}")}
    full = {name: document(answers, "final") for name, answers in documents.items()}
    return convert(full, tmp_path_factory.mktemp("pdf"))


@pytest.mark.drill
def test_dots_dashes_and_figures_are_not_torn_and_addresses_fill_the_line_before(made: dict[str, Path]) -> None:
    lines = [line for page in read(made["breaks"]) for line in page.body if line.fonts == {("FandolFang", 14.0)}]
    assert sum("……" in line.text for line in lines) == 16
    assert sum("——" in line.text for line in lines) == sum("500000" in line.text for line in lines) == 16
    stretched = [line.text for line in lines if "说明见" in line.text and widest_gap(line) > 7]  # half a character
    assert stretched == []


@pytest.mark.drill
def test_no_mark_at_the_end_of_a_line_is_lost(made: dict[str, Path]) -> None:
    for path in made.values():
        shown = Counter(squeezed("".join(line.text for page in read(path) for line in page.lines)))
        assert Counter("".join(lines(opened(path.with_suffix(".docx").read_bytes())))) - shown == Counter()


def widest_gap(line: Line) -> float:
    """The most that two characters next to each other stand apart."""
    return max(float(right["x0"] - left["x1"]) for left, right in pairwise(line.chars))


@pytest.mark.drill
def test_a_pdf_is_tagged_chinese_and_called_by_the_plan(made: dict[str, Path]) -> None:
    with pdfplumber.open(made["final"]) as pdf:
        catalog = pdf.doc.catalog
        assert pdf.metadata["Title"] == example().get("plan_name")
    assert bytes(catalog["Lang"]) == b"zh-CN"
    assert resolve1(catalog["MarkInfo"])["Marked"]
    assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"]
    assert b"en-US" not in made["final"].read_bytes()


@pytest.mark.parametrize("name", [*NEEDED, "宋体", "SimSun-ExtB", "serif:lang=ja"])
def test_no_font_stands_in_with_japanese_glyphs(name: str) -> None:
    listed = subprocess.run(
        ["fc-match", "--sort", "--format=%{family}\n", f"{name}:charset=9aa8"],
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "CJK SC" in listed
    assert not re.search("CJK (JP|KR|TC|HK)", listed)
