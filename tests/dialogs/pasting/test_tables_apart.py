"""Several tables in one, rows as lines with tabs, and rows that stand upright: nothing is lost or another's."""

import pytest

from dialogs.form.load import load
from dialogs.pasting import form_finder, grid
from dialogs.pasting.file_content import Piece

FAIR = load("""
id = "fair"
version = "1"
title = "集市报名"
issuer = "街道办"
name_field = "name"
[[group]]
id = "basic"
title = "一、基本情况"
item = [
    { id = "name", label = "集市名称", kind = "text" },
    { id = "host", label = "主办单位", kind = "text", synonyms = ["单位名称"] },
    { id = "head", label = "联系人", kind = "person" },
    { id = "phone", label = "联系电话", kind = "mobile" },
    { id = "about", label = "集市简介", kind = "longtext" },
    { id = "stalls", title = "表1 参展摊位", repeat = {}, item = [
        { id = "who", label = "单位名称", kind = "text" },
        { id = "wares", label = "卖什么", kind = "text" },
        { id = "head", label = "联系人", kind = "person" },
        { id = "phone", label = "手机", kind = "mobile" },
    ] },
    { id = "shows", title = "表2 节目", repeat = {}, item = [
        { id = "title", label = "节目名称", kind = "text" },
        { id = "sort", label = "节目类型", kind = "text" },
        { id = "head", label = "联系人", kind = "person" },
    ] },
]
""")
NAME = ("集市名称", "河边集市")
STALLS = [("单位名称", "卖什么", "联系人", "手机"), ("东街茶铺", "茶", "沈知遥", "13800001101")]
STALLS += [("西街书坊", "书", "顾晚舟", "13800001102")]
SHOWS = [("节目名称", "节目类型", "联系人"), ("皮影", "戏", "陆行知"), ("古琴", "曲", "周砚")]
ABOUT = ("集市简介", "每月一次。")
FOUND = {
    "stalls": grid.join(STALLS),
    "shows": grid.join(SHOWS),
    "name": "河边集市",
    "about": "每月一次。",
}


def table(*rows: tuple[str, ...]) -> Piece:
    width = max(map(len, rows))
    return Piece(rows=tuple((*row, *[""] * (width - len(row))) for row in rows))


def lines(*rows: tuple[str, ...]) -> list[Piece]:
    return [Piece(text="\t".join(row)) for row in rows]


TOGETHER = {
    "each a table": [table(NAME), Piece(text="表1 参展摊位"), table(*STALLS), table(*SHOWS), table(ABOUT)],
    "the second's heads among the rows of the first": [table(NAME), table(*STALLS, *SHOWS), table(ABOUT)],
    "with their titles": [
        table(NAME),
        table(("表1 参展摊位",), *STALLS, ("表2 节目",), *SHOWS),
        table(ABOUT),
    ],
    "the whole form": [table(NAME, ("表1 参展摊位",), *STALLS, ("表2 节目",), *SHOWS, ABOUT)],
    "answers behind rows": [table(*STALLS, NAME), table(*SHOWS, ABOUT)],
    "pasted without their lines": [*lines(NAME, *STALLS, *SHOWS), Piece(text="：".join(ABOUT))],
}


@pytest.mark.parametrize("manner", TOGETHER)
def test_tables_that_somebody_made_one_are_told_apart(manner: str) -> None:
    found = form_finder.find(FAIR, TOGETHER[manner])
    assert {one.item: narrow(one.text) for one in found} == FOUND


def narrow(text: str) -> str:
    """Rows without the cells that only the widest has."""
    return "\n".join(line.rstrip("\t") for line in text.split("\n"))


@pytest.mark.parametrize("caption", ["摊位{}", "参展摊位{}", "表1 参展摊位（{}）", ""])
def test_a_table_for_each_row_has_no_answer_of_the_form(caption: str) -> None:
    pieces = [table(NAME)]
    for number, row in enumerate(STALLS[1:], 1):
        pieces += [Piece(text=caption.format(number)), table(*zip(STALLS[0], row, strict=True))]
    found = form_finder.find(FAIR, pieces)
    assert {one.item for one in found} == {"stalls", "name"}
    assert [line for one in found for line in one.text.split("\n") if "东街" in line or "西街" in line] == [
        "\t".join(row) for row in STALLS[1:]
    ]


@pytest.mark.parametrize("number", ["", "序号"])
def test_rows_that_stand_beside_their_heads_are_rows(number: str) -> None:
    rows = [(("1", "2")[at - 1] if at else number, *row) for at, row in enumerate(STALLS)] if number else STALLS
    [found] = form_finder.find(FAIR, [table(*zip(*rows, strict=True))])
    assert (found.item, found.text) == ("stalls", grid.join(rows))


def test_what_the_form_asks_itself_is_no_row_though_it_is_called_alike() -> None:
    pairs = (("单位名称", "河边街道"), ("联系人", "林深"), ("手机", "13800001103"))
    assert {one.item: one.text for one in form_finder.find(FAIR, [table(NAME, *pairs)])} == {
        "name": "河边集市",
        "host": "河边街道",
        "head": "林深",
        "phone": "13800001103",
    }


@pytest.mark.parametrize("label", ["服务对象", "合作单位", "客户名称", "投保企业"])
def test_another_company_is_not_the_one_that_fills_in(label: str) -> None:
    found = form_finder.find(FAIR, [table(NAME, (label, "某某公司"))])
    assert [(one.item, one.text) for one in found] == [("name", "河边集市"), ("", "某某公司")]


def test_a_row_of_strokes_is_none() -> None:
    assert form_finder.find(FAIR, [table(NAME), table(STALLS[0], ("1", "/", "/", "/"), ("无", "", "", ""))]) == [
        *form_finder.find(FAIR, [table(NAME)])
    ]


def test_a_label_goes_on_waiting_behind_a_remark_below_it_but_not_behind_a_table() -> None:
    texts = ("集市名称", "（全称）", "河边集市", "联系人", "（签字）")
    pieces = [*(Piece(text=text) for text in texts), table(*SHOWS), Piece(text="南门口")]
    found = {one.item: one.text for one in form_finder.find(FAIR, pieces)}
    assert found == {"name": "河边集市", "shows": grid.join(SHOWS)}
