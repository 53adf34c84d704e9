"""Pictures of long texts: printed where they stand, read back as they were, kept small and telling nothing."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from documents import example, with_values
from docx.oxml.ns import qn
from docx.shared import Twips
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sent_back import changes, printed
from shown_pictures import illustrated, picture, put

from dialogs.answers.picture_lines import line_of, pictures
from dialogs.answers.word_count import han, words
from dialogs.application.bookmarks import bookmark
from render.paragraphs import TEXT_WIDTH
from render.reading import file_reader, picture_file
from render.reading.package import UnfitError
from render.reading.word_bookmarks import sent_back
from render.reading.word_file import open_word

LINES = [
    "一、总体要求",
    "正文，有标点。",
    "图1 不是名称",
    "表1 分工",
    "甲\t乙",
    "丙\t丁",
    "PICTURE",
    "PICTURE 图1 架构",
    "PICTURE 表1",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pictures"


def read(content: bytes, field: str) -> str:
    sent = sent_back(open_word(content))
    assert sent is not None
    if field == "profile":  # in a cell, without a heading
        return sent.texts()[bookmark(field)]
    return next(one.text for one in sent.segments if bookmark(field) in one.marks)


def test_what_was_printed_is_read_back_as_it_was(folder: Path) -> None:
    text = illustrated(folder)
    content = printed(with_values(example(), approach=text, profile=text), pictures=folder)
    assert read(content, "approach") == text
    assert read(content, "profile") == text


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=10))
def test_so_it_is_wherever_a_picture_stands(lines: list[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        id_ = put(folder, picture(size=(8, 8)))
        text = "\n".join(line_of(id_, one[7:].strip()) if one.startswith("PICTURE") else one for one in lines)
        again = read(printed(with_values(example(), approach=text), pictures=folder), "approach")
        assert pictures(again) == pictures(text)
        assert [line.split() for line in again.split("\n")] == [line.split() for line in text.split("\n")]


def test_a_picture_is_no_wider_than_the_text_and_has_its_caption_below(folder: Path) -> None:
    text = illustrated(folder)
    document = docx.Document(io.BytesIO(printed(with_values(example(), approach=text), pictures=folder)))
    widths = [shape.width for shape in document.inline_shapes]
    assert widths[0] == Twips(TEXT_WIDTH)
    assert [round(width / Twips(1)) for width in widths[1:]] == [1200, 1200]  # 80 pixels at 96 to the inch
    shown = [p for p in document.paragraphs if p._p.findall(f".//{qn('w:drawing')}")]
    below = [docx.text.paragraph.Paragraph(p._p.getnext(), p._parent) for p in shown]
    assert [p.text for p in below] == ["图1 总体 架构 <b>&{{ x }}", "图2所示不是名称。", "流程"]
    assert [p.style.name for p in below] == ["Caption", "Body Text", "Caption"]


def test_the_file_for_submission_has_nothing_of_ours(folder: Path) -> None:
    content = printed(with_values(example(), approach=illustrated(folder)), origin=None, pictures=folder)
    document = docx.Document(io.BytesIO(content))
    assert len(document.inline_shapes) == 3
    assert not [one for one in document.element.iter(qn("wp:docPr")) if "sb_" in str(one.get("name"))]


def test_one_whose_file_is_lost_is_printed_as_its_line(folder: Path) -> None:
    text = line_of("0123456789abcdef", "图1 没有了")
    document = docx.Document(io.BytesIO(printed(with_values(example(), approach=text), pictures=folder)))
    assert text in [p.text for p in document.paragraphs]


def test_only_the_caption_counts() -> None:
    text = f"正文。\n{line_of('0123456789abcdef', '图1 架构')}"
    assert words(text) == words("正文。\n图1 架构")
    assert han(text) == 5


def test_a_caption_that_was_edited_is_proposed_and_nothing_else(folder: Path) -> None:
    values = with_values(example(), approach=illustrated(folder))
    document = docx.Document(io.BytesIO(printed(values, pictures=folder)))
    next(p for p in document.paragraphs if p.text == "流程").runs[0].text = "流程图"
    file = io.BytesIO()
    document.save(file)
    [edit] = changes(file.getvalue(), values).edits
    assert edit.step.item == "approach"
    assert "｜流程图〕" in edit.text


@pytest.mark.drill
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_libreoffice_opens_and_saves_it_and_nothing_is_another(folder: Path, tmp_path: Path) -> None:
    values = with_values(example(), approach=illustrated(folder))
    path = tmp_path / "a.docx"
    path.write_bytes(printed(values, pictures=folder))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = changes((tmp_path / "out" / "a.docx").read_bytes(), values)
    assert found.edits == ()


def foreign(*parts: object) -> bytes:
    """A Word file of another program: a text is a paragraph, bytes are a picture."""
    document, file = docx.Document(), io.BytesIO()
    for part in parts:
        if isinstance(part, bytes):
            document.add_picture(io.BytesIO(part))
        else:
            document.add_paragraph(str(part))
    document.save(file)
    return file.getvalue()


def test_a_numbered_line_below_a_picture_of_another_program_is_its_caption() -> None:
    found = file_reader.read(
        foreign("甲。", picture(), "图 1-1 架构", "图2所示的流程如下，分三步。", picture("navy"), "乙。"), "a.docx"
    )
    assert [one.caption for one in pictures(found.text)] == ["图 1-1 架构", ""]
    assert found.text.split("\n")[0::2] == ["甲。", "图2所示的流程如下，分三步。", "乙。"]
    assert [one.id for one in found.pictures] == [one.id for one in pictures(found.text)]


def test_pictures_in_a_table_stand_behind_it() -> None:
    document, file = docx.Document(), io.BytesIO()
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("甲", "乙", "丙", "丁"), strict=True):
        cell.text = text
    table.cell(1, 1).add_paragraph().add_run().add_picture(io.BytesIO(picture()))
    document.add_paragraph("完。")
    document.save(file)
    first, second, shown, last = file_reader.read(file.getvalue(), "a.docx").text.split("\n")
    assert [first, second, last] == ["甲\t乙", "丙\t丁", "完。"]
    assert pictures(shown)


def test_one_of_a_type_that_nobody_can_show_is_told() -> None:
    content = foreign("甲。", picture())
    package = docx.Document(io.BytesIO(content))
    [part] = [part for part in package.part.package.iter_parts() if part.partname.endswith(".png")]
    part._blob = bytes(40) + b" EMF" + bytes(99)
    file = io.BytesIO()
    package.save(file)
    found = file_reader.read(file.getvalue(), "a.docx")
    assert (found.text, dict(found.left_out)) == ("甲。", {"picture": 1})


def test_a_photograph_is_upright_small_and_does_not_say_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Invented Camera"
    kept = picture_file.kept(picture(size=(4000, 3000), format_="JPEG", exif=exif))
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert opened.size == (1800, 2400) == (kept.width, kept.height)
        assert not opened.getexif()
    assert b"Invented" not in kept.content


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
def test_what_is_kept_is_the_same_when_it_comes_again(format_: str) -> None:
    kept = picture_file.kept(picture(size=(3000, 200), format_=format_))
    assert picture_file.kept(kept.content).id == kept.id


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (picture(size=(90, 90))[:-40], "picture_broken"),
        (picture(size=(900, 900), format_="JPEG")[:600], "picture_broken"),
        (picture(size=(1, 1)), "picture_broken"),
        (b"BM" + bytes(60), "picture_broken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_type"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UnfitError) as refused:
        picture_file.kept(content)
    assert refused.value.code == code
