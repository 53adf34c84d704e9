"""The documents as LibreOffice sets them: what a reviewer holds in the hand.

Typefaces of Windows are replaced by free ones (render/fonts.conf), of which FandolFang has a line of 1.2 its size, so
that one and a half lines of 14 pt are 25.2 pt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from documents import DAY, FORM, PASTED, answers, document, example, squeezed, statement, with_values, without
from docx import Document
from pages import Line, Page, convert, face, read, reason_to_skip

from dialogs.application.application import Answers
from dialogs.application.checks import findings

LEFT, RIGHT, PITCH = 79.4, 521.6, 25.2
HEADINGS = {"caption", *(f"Heading {level}" for level in range(1, 10))}
DIGITS = 2.0  # what Latin figures, which reach lower than the Han characters, add to a line


WHY_SKIPPED = reason_to_skip()
pytestmark = [pytest.mark.skipif(bool(WHY_SKIPPED), reason=WHY_SKIPPED), pytest.mark.drill]


LONG_WORDS = "面向长三角地区中小制造企业与工业互联网平台的网络安全保险与安全服务一体化协同试点"

PROFILE = ("公司主营网络安全保险，设有分支机构二十六家。" * 20)[:400]  # as long as the form lets it be


def crowded() -> Answers:
    """Many units with long names, and a table of many pages, its rows of one to three lines."""
    full = answers(40, 120, 1)
    values = dict(full.values)
    for n, row in enumerate(full.rows["joint_units"]):
        values["joint_units.name", row] = f"第{n}{LONG_WORDS}有限公司"
    for n, row in enumerate(full.rows["clients"]):
        values["clients.company", row] = f"甲{n}乙" + "示例有限公司" * (n % 6)
        values |= {("clients.mobile", row): f"{13800000000 + n}", ("clients.email", row): f"row{n}@example.com"}
    return Answers(values, full.rows)


def documents() -> dict[str, bytes]:
    full = example()
    lacking = Answers({}, answers(5, 22, 3).rows)
    open_answers = without(full, "fax", "support", "premium", "declaration")
    direction = ("企业类（工业互联网）、" * 20)[:200]
    long_cover = with_values(answers(0, 0, 0), plan_name=LONG_WORDS, direction=direction, lead_unit=LONG_WORDS)
    return {
        "final": document(full, "final"),
        "blank": document(Answers(), "blank"),
        "draft": document(open_answers, "draft", findings(FORM, open_answers, DAY)),
        "statement": statement(full, full.rows["joint_units"][0]),
        "crowded": document(crowded(), "final"),
        "cover": document(long_cover, "final"),
        "profile": document(with_values(full, profile=PROFILE), "final"),
        "lacking": document(lacking, "draft", findings(FORM, lacking, DAY)),
        "pasted": document(with_values(full, approach=PASTED, arrangement=PASTED, support=PASTED), "final"),
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return convert(documents(), tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="module")
def final(files: dict[str, Path]) -> list[Page]:
    return read(files["final"])


@pytest.fixture(scope="module")
def blank(files: dict[str, Path]) -> list[Page]:
    return read(files["blank"])


@pytest.fixture(scope="module")
def draft(files: dict[str, Path]) -> list[Page]:
    return read(files["draft"])


@pytest.fixture(scope="module")
def crowd(files: dict[str, Path]) -> list[Page]:
    return read(files["crowded"])


def found(pages: list[Page], text: str) -> Line:
    return next(line for page in pages for line in page.lines if line.text.startswith(text))


def prose(pages: list[Page]) -> Iterator[list[Line]]:
    """The lines of every page that has nothing but running text under its headings."""
    for page in pages[4:]:
        if not re.search("表[12]|序号|申报主体责任声明", page.text):
            yield page.body


def is_body(line: Line) -> bool:
    return line.fonts == {("FandolFang", 14.0)}


def test_every_page_is_a4(final: list[Page], blank: list[Page]) -> None:
    for page in (*final, *blank):
        assert (page.width, page.height) == pytest.approx((595.3, 841.9), abs=0.1)


def test_lines_of_the_body_are_one_and_a_half_lines_apart(final: list[Page]) -> None:
    pairs = [pair for lines in prose(final) for pair in pairwise(lines) if all(map(is_body, pair))]
    pitches = [(round(below.base - above.base, 1), above.is_han and below.is_han) for above, below in pairs]
    assert {pitch for pitch, is_han in pitches if is_han} == {PITCH}
    assert {pitch for pitch, _ in pitches if not PITCH <= pitch <= PITCH + DIGITS} == set()
    assert Counter(pitches).most_common(1)[0][0][0] == PITCH
    assert len(pitches) > 500


def test_paragraphs_are_indented_by_two_characters_and_other_lines_not_at_all(final: list[Page]) -> None:
    lefts = Counter(round(line.left - LEFT) for lines in prose(final) for line in lines if is_body(line))
    # A bracket or a quotation mark at the head of a line stands in the right half of its square.
    assert set(lefts) <= {0, 28, *range(5, 11), *range(33, 39)}
    assert lefts[0] > lefts[28] > 50


def test_lines_fill_the_width(final: list[Page]) -> None:
    for lines in prose(final):
        for above, below in pairwise(lines):
            if is_body(above) and is_body(below) and below.left < LEFT + 12:  # the paragraph goes on
                assert above.chars[-1]["x1"] > RIGHT - 8, above.text


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("网络安全保险服务试点", ("NotoSerifCJKjp", 28)),
        ("一、基本情况", ("NotoSansCJKjp", 16)),
        ("二、试点方案", ("NotoSansCJKjp", 16)),
        ("附：网络安全保险服务方案", ("NotoSansCJKjp", 16)),
        ("申报主体责任声明", ("NotoSansCJKjp", 16)),
        ("（一）工作思路", ("FandolKai", 14)),
        ("1.总体思路", ("FandolFang", 14)),
        ("方案1：", ("FandolKai", 14)),
        ("4.网络安全保险单价保费及保额", ("FandolKai", 14)),
        ("2.本申报方案除表格外", ("FandolFang", 14)),
        ("表1", ("NotoSansCJKjp", 12)),
        ("所在地区", ("FandolFang", 12)),
        ("根据《关于组织", ("FandolFang", 14)),
        ("法定代表人：", ("FandolFang", 14)),
    ],
)
def test_typefaces_by_role(text: str, font: tuple[str, float], final: list[Page]) -> None:
    assert found(final, text).fonts == {font}


def test_figures_and_latin_letters_are_in_times(final: list[Page]) -> None:
    letters = [char for page in final for line in page.lines for char in line.chars if char["text"].isascii()]
    assert {face(char) for char in letters if char["text"].isalnum()} == {"LiberationSerif"}


def test_tick_boxes_are_of_one_width(final: list[Page]) -> None:
    boxes = [char for line in final[2].lines for char in line.chars if char["text"] in "□■"]
    assert "".join(box["text"] for box in boxes) == "□□□□■□"
    assert len({(face(box), round(box["x1"] - box["x0"], 1)) for box in boxes}) == 1


def number(page: Page) -> str:
    return "".join(line.text for line in page.lines if line.base > 760)


def test_page_numbers_begin_with_the_first_page_after_the_cover(final: list[Page], draft: list[Page]) -> None:
    assert [number(page) for page in final] == ["", *(f"—{n}—" for n in range(1, len(final)))]
    assert [number(page) for page in draft] == ["", "", *(f"—{n}—" for n in range(1, len(draft) - 1))]


def test_every_part_begins_a_page(final: list[Page]) -> None:
    firsts = [page.body[0].text for page in final]
    assert firsts[1:3] == ["填报说明", "一、基本情况"]
    assert firsts.count("附：网络安全保险服务方案") == 3
    assert firsts.count("附") == 3
    titles = [line.text for page in final for line in page.lines]
    assert [titles.count(title) for title in ("附：网络安全保险服务方案", "申报主体责任声明")] == [3, 3]


def headings(path: Path) -> list[str]:
    """The lines of the headings and captions of the document that this is the PDF of, without blanks."""
    found = [p.text for p in Document(str(path.with_suffix(".docx"))).paragraphs if p.style.name in HEADINGS]
    return [squeezed(line) for text in found for line in text.split("\n")]


@pytest.mark.parametrize("name", ["final", "draft", "crowded", "pasted"])
def test_no_page_ends_with_a_heading_or_a_caption(name: str, files: dict[str, Path]) -> None:
    pages = read(files[name])
    for page in pages[1:-1]:  # those of a statement stand apart from its end
        last = squeezed(page.body[-1].text)
        assert not [heading for heading in headings(files[name]) if heading.endswith(last) and len(last) > 3], last


def test_rows_stay_whole_and_headers_are_repeated(crowd: list[Page]) -> None:
    texts = [page.text for page in crowd]
    for n in range(120):
        (page,) = (text for text in texts if f"row{n}@" in text)
        for part in (f"{13800000000 + n}", f"甲{n}乙", "企业名称", "联系方式"):
            assert part in page
        # As much of the name as there is, on as many lines as it takes.
        assert re.sub(r"\s", "", page).count("示例有限公司") >= n % 6 - 1
    assert sum("row" in text for text in texts) > 3


def test_captions_stand_on_the_page_of_their_tables(crowd: list[Page], final: list[Page]) -> None:
    for pages in (crowd, final):
        assert "企业名称" in next(page.text for page in pages if "表1" in page.text and "基本情况" in page.text)
        assert "方案类型" in next(page.text for page in pages if "表2" in page.text and "服务方案基本" in page.text)


def test_signature_blocks_are_kept_together(crowd: list[Page]) -> None:
    signed = 0
    for page in crowd:
        blocks = [page.text.count(words) for words in ("法定代表人签章：", "单位公章：")]
        days = len(re.findall("^年月日$", page.text, re.MULTILINE))
        assert blocks == [blocks[0]] * 2
        assert days == blocks[0] + page.text.count("单位（盖章）")
        assert page.text.count("单位（盖章）") == page.text.count("申报主体责任声明") == page.text.count("法定代表人：")
        signed += blocks[0]
    assert signed == 41


@pytest.mark.parametrize("name", ["final", "blank", "crowded", "profile"])
def test_no_page_shows_a_signature_block_without_what_it_is_for(name: str, files: dict[str, Path]) -> None:
    signed = [page.text for page in read(files[name]) if "法定代表人签章：" in page.text]
    assert signed
    assert all("真实性承诺" in text for text in signed)


def test_the_profile_begins_where_the_units_end_and_goes_on_over_the_page(files: dict[str, Path]) -> None:
    first, *more = (page for page in read(files["profile"]) if "公司主营网络安全保险" in page.text)
    beside_the_labels = [char["text"] for page in (first, *more) for line in page.body for char in beside(line)]
    assert PROFILE in "".join(beside_the_labels)
    assert re.search("联合申报单位.*申报单位.*简介", first.text, re.DOTALL)


def beside(line: Line) -> list[dict[str, Any]]:
    """What does not stand in the first column of the basic information."""
    return [char for char in line.chars if char["x0"] > 160]


def test_the_heads_of_the_units_are_repeated(crowd: list[Page]) -> None:
    listed = [page.text for page in crowd if re.search("第[0-9]+面向长三角", page.text) and "签章" not in page.text]
    assert len(listed) > 3
    assert all("联合申报单位" in text and "三证合一码" in text for text in listed[:3])


def test_the_nature_of_a_unit_stands_on_one_line(final: list[Page]) -> None:
    assert "其他：民办非企业单位" in found(final, "其他：民办").text


@pytest.mark.parametrize("name", ["final", "blank", "crowded", "cover"])
def test_the_cover_is_ruled_evenly_below_the_answers(name: str, files: dict[str, Path]) -> None:
    cover = read(files[name])[0]
    assert len(cover.rules) == 4
    assert len({rule[1:] for rule in cover.rules}) == 1  # from where to where, and how heavy
    for top, left, *_ in cover.rules:
        above = [line.base for line in cover.lines if line.base < top and line.chars[-1]["x1"] > left]
        assert not above or top - max(above) > 4
    assert "（加盖单位公章）" in cover.text


def test_what_stands_side_by_side_in_a_table_stands_on_one_line(final: list[Page]) -> None:
    page = next(page for page in final if "表1" in page.text and "企业名称" in page.text)
    one = [line.text for line in page.lines if re.match(r"\d{1,2}\D.*司.*(互联网|车联网)", line.text)]
    two = [line.text for line in page.lines if re.match(r"\d{1,2}(工业|电信和)?(互联网|车联网)", line.text)]
    assert one
    assert two
    assert len(one) + len(two) == 15


def test_the_foot_of_the_cover_stays_where_it_is(
    final: list[Page], blank: list[Page], crowd: list[Page], files: dict[str, Path]
) -> None:
    long_cover = read(files["cover"])
    at = {round(found(pages, "编制").base) for pages in (final, blank, crowd, long_cover)}
    assert len(at) == 1
    assert "编制" in long_cover[0].text
    assert long_cover[1].body[0].text == "填报说明"


def test_a_statement_alone_is_one_page(files: dict[str, Path]) -> None:
    (page,) = read(files["statement"])
    assert number(page) == ""
    assert page.body[0].text == "附"
    assert "单位（盖章）" in page.text


def test_gaps_are_yellow_in_a_draft_and_nothing_is_in_the_finished_document(
    final: list[Page], draft: list[Page]
) -> None:
    assert draft[0].body[0].text == "尚缺内容"
    assert "网络安全保险服务试点" in draft[1].text
    gaps = sum(line.text.count("【待填写") for page in draft for line in page.lines)
    assert sum(page.yellow for page in draft) >= gaps > 5
    assert sum(page.yellow for page in final) == 0


def test_what_a_draft_lacks_fits_on_one_page(files: dict[str, Path]) -> None:
    first, second, *_ = read(files["lacking"])
    assert first.body[0].text == "尚缺内容"
    assert re.search("表1第1—22行·企业名称、.*：没填", first.text.replace("\n", ""))
    assert "网络安全保险服务试点" in second.text
