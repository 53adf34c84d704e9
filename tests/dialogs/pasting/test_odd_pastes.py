"""Pastes as they come out of chats, scans, phones and other people's workbooks, into tables of several forms."""

from __future__ import annotations

from datetime import date

import pytest
from places import FORMS

from dialogs.form.load import load
from dialogs.form.model import Group
from dialogs.pasting.continuing import continued
from dialogs.pasting.reading import Reading, read, read_once, shown
from dialogs.pasting.spreading import spread

TODAY = date(2024, 3, 4)
TABLES = {
    table.id: table
    for form in ("research-project/2025", "netsec-insurance-pilot/2023")
    if (FORMS / form).is_dir()
    for table in load((FORMS / form / "form.toml").read_text("utf-8")).tables.values()
}
A = ["澄湾制造有限公司", "工业互联网", "孙一鸣", "13700137001", "sunym@example.com"]
B = ["云岭出行科技有限公司", "车联网", "周小雨", "13600136002", "zhouxy@example.org"]
C = ["南浦通信有限公司", "电信和互联网", "吴冬", "15900159003", "wudong@example.net"]
ENGLISH = ["Sunrise Data Technology Co., Ltd.", *A[1:]]
HEADS = ["企业名称", "所在行业领域", "联系人", "手机", "邮箱"]
LABELLED = "{}：%s\n{}：%s\n{}：%s\n{}：%s\n{}：%s".format(*HEADS)


def tabs(*rows: list[str], by: str = "\t") -> str:
    return "\n".join(by.join(row) for row in rows)


def names(*given: str) -> list[list[str]]:
    return [[name, "", "", "", ""] for name in given]


def but(row: list[str], at: int, cell: str) -> list[str]:
    return [*row[:at], cell, *row[at + 1 :]]


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


PASTES: dict[str, tuple[str, str, list[list[str]]]] = {
    # Out of a chat
    "who sent each row, and when": (
        "clients",
        f"王经理 2023/12/20 10:30\n{'，'.join(A)}\n王经理 昨天 22:31\n{'，'.join(B)}",
        [A, B],
    ),
    "the time before who sent it": ("clients", f"[2023-12-20 10:31] 王经理\n{tabs(A)}\n谢谢", [A]),
    "a history of a chat": ("clients", f"王经理和李明的聊天记录\n\n王经理 12月20日 上午10:31\n{tabs(A, by='  ')}", [A]),
    "names, each sent by itself": (
        "clients",
        f"王经理 12-20 10:30\n{A[0]}\n王经理 12-20 10:31\n{B[0]}\n谢谢",
        names(A[0], B[0]),
    ),
    "labels, each row sent by itself": (
        "clients",
        f"张三 12-20 09:10\n{LABELLED % tuple(A)}\n李四 12-20 09:12\n{LABELLED % tuple(B)}",
        [A, B],
    ),
    "cells, one a line, each row sent by itself": (
        "clients",
        "张三 12-20 09:10\n" + "\n".join(A) + "\n李四 12-20 09:12\n" + "\n".join(B),
        [A, B],
    ),
    "a greeting with names below": ("clients", f"您好，我们的名单如下：\n{A[0]}\n{B[0]}", names(A[0], B[0])),
    "somebody is named": ("clients", f"@李明 李经理好，这是服务对象\n{tabs(A, B)}", [A, B]),
    "a name that begins as thanks do": ("clients", f"感谢科技有限公司\n{A[0]}", names("感谢科技有限公司", A[0])),
    # One cell a line
    "an empty line behind each cell, two where one is empty": (
        "clients",
        "\n\n".join([*HEADS, *A, B[0], "", *B[2:], *C]),
        [A, but(B, 1, ""), C],
    ),
    "a tab behind each name, in which a mark stands": (
        "clients",
        "示例甲、乙公司\t\n示例丙公司\t",
        names("示例甲、乙公司", "示例丙公司"),
    ),
    "a tab behind each cell": ("clients", "\t\n".join([*A, *B]) + "\t", [A, B]),
    "a cell that lacks": ("clients", "\n".join([*A, B[0], *B[2:], *C]), [A, but(B, 1, ""), C]),
    "a title above and a total below": (
        "clients",
        "\n".join(["表1 服务对象基本情况", *HEADS, *A, *B, "合计：2家"]),
        [A, B],
    ),
    "a head on two lines": (
        "clients",
        "\n".join(["序号", *HEADS[:3], "联系方式", "（手机与邮箱）", "1", *A, "2", *B]),
        [A, B],
    ),
    "a label with a stroke on two lines": (
        "joint_units",
        "单位名称\n单位性质\n组织机构代码\n/三证合一码\n示例甲公司\n民营企业\n91330200MA0EXAM156",
        [["示例甲公司", "民营企业", "91330200MA0EXAM156"]],
    ),
    # Read from a scan
    "blanks between all characters": (
        "clients",
        tabs([" ".join(A[0]), " ".join(A[1]), " ".join(A[2]), "137 0013 7001", "sunym @example.com"]),
        [A],
    ),
    "wide digits and letters": ("clients", tabs([*A[:3], wide(A[3]), wide(A[4])]), [A]),
    # As the one above
    "同上": ("clients", tabs(HEADS, A, [C[0], "同上", "同上", "（同上）", "〃"]), [A, [C[0], *A[1:]]]),
    "同上 again and again, without heads": (
        "clients",
        tabs(A, but(B, 1, "同上"), but(C, 1, "同上")),
        [A, but(B, 1, A[1]), but(C, 1, A[1])],
    ),
    "同上 of a choice": (
        "joint_units",
        tabs(["单位名称", "性质"], ["示例甲公司", "民企"], ["示例乙公司", "〃"]),
        [["示例甲公司", "民营企业", ""], ["示例乙公司", "民营企业", ""]],
    ),
    # No rows
    "totals of groups": (
        "clients",
        tabs(
            HEADS, A, ["工业互联网小计", "1", "", "", ""], B, ["二、合计", "2", "", "", ""], ["总数", "2", "", "", ""]
        ),
        [A, B],
    ),
    "how many they are": ("clients", tabs(HEADS, A, B) + "\n企业数量：2家", [A, B]),
    "what rows have in common, with how many": (
        "clients",
        tabs(HEADS, ["一、工业互联网（1家）", "", "", "", ""], A, ["二、车联网领域企业", "", "", "", ""], B),
        [A, B],
    ),
    # Heads
    "heads over heads": (
        "clients",
        tabs(["序号", "企业信息", "", "联系人信息", "", ""], ["序号", *HEADS], ["1", *A]),
        [A],
    ),
    "whose numbers are others'": (
        "clients",
        tabs(
            ["企业名称", "法定代表人", "法人手机", "行业", "联系人", "联系人手机", "邮箱"],
            [A[0], "赵刚", "13100131009", A[1], *A[2:]],
        ),
        [A],
    ),
    "heads of an insurer": (
        "clients",
        tabs(["保单号", "被保险人名称", "适用行业", "联系人", "联系电话", "电邮"], ["PZAB2023001", *A]),
        [A],
    ),
    "only the heads have tabs": ("clients", f"{tabs(HEADS)}\n{'，'.join(A)}\n{'，'.join(B)}", [A, B]),
    "whose number it is, where another comes first": (
        "clients",
        tabs(
            ["企业名称", "行业", "企业电话", "企业邮箱", "联系人", "联系人手机", "联系人邮箱"],
            [*A[:2], "0574-88001234", "office@example.com", *A[2:]],
        ),
        [A],
    ),
    "rules, pages and speakers between": (
        "clients",
        f"{tabs(HEADS, A, ['-'] * 5)}\n- 1 -\n李工：\n{tabs(B, ['平均', '', '', '', ''])}",
        [A, B],
    ),
    "numbered groups": ("clients", tabs(["序号", *HEADS], ["一", A[1], "", "", "", ""], ["1", *A]), [A]),
    "the letters of the columns": ("clients", tabs(["A", "B", "C", "D", "E"], HEADS, A), [A]),
    "names and numbers": (
        "clients",
        f"{A[0]} {A[3]}\n{B[0]} {B[3]}",
        [[A[0], "", "", A[3], ""], [B[0], "", "", B[3], ""]],
    ),
    # Names and commas
    "an English name in a list with commas": ("clients", tabs(HEADS, ENGLISH, B, by=","), [ENGLISH, B]),
    "an English name between wide commas": ("clients", "，".join(ENGLISH), [ENGLISH]),
    "a comma between brackets": (
        "clients",
        tabs(but(A, 0, "示例（上海，浦东）有限公司"), B, by="，"),
        [but(A, 0, "示例（上海，浦东）有限公司"), B],
    ),
    "English and Chinese names": (
        "clients",
        f"Sunrise Co., Ltd.、{A[0]}、{B[0]}",
        names("Sunrise Co., Ltd.", A[0], B[0]),
    ),
    # Counted
    **{
        f"counted by {one}": ("clients", tabs([one, *A], [two, *B]), [A, B])
        for one, two in [
            ("Ⅰ", "Ⅱ"),
            ("1#", "2#"),
            ("S001", "S002"),
            ("1-1", "1-2"),
            ("1️⃣", "2️⃣"),
            ("壹", "贰"),
            ("客户1", "客户2"),
            ("【1】", "【2】"),
            ("1.0", "2.0"),
            ("i", "ii"),
            ("A1", "A2"),
        ]
    },
    **{
        f"names behind {one}": ("clients", f"{one}{A[0]}\n{two}{B[0]}", names(A[0], B[0]))
        for one, two in [
            ("No.1 ", "No.2 "),
            ("Ⅰ、", "Ⅱ、"),
            ("1# ", "2# "),
            ("1️⃣", "2️⃣"),
            ("企业一：", "企业二："),
            ("①、", "②、"),
            ("1 、", "2 、"),
            ("第1家 ", "第2家 "),
            ("- [ ] ", "- [ ] "),
            ("➤ ", "➤ "),
            ("👉", "👉"),
        ]
    },
    # Broken rows
    "a row broken in three": (
        "clients",
        f"{A[0]}，{A[1]}，\n{A[2]}，137\n00137001，{A[4]}\n{'，'.join(B)}",
        [A, B],
    ),
    "a name broken in its cell": ("clients", f"澄湾制造\n有限公司\t{tabs(A[1:])}\n{tabs(B)}", [A, B]),
    "a row broken in its address": ("clients", f"{tabs(A)[:-6]}\n{A[4][-6:]}\n{tabs(B)}", [A, B]),
    # Labels
    "labels in brackets": ("clients", "\n".join(f"【{h}】{cell}" for h, cell in zip(HEADS, A, strict=True)), [A]),
    "labels with an equals sign": ("clients", "\n".join(f"{h}={cell}" for h, cell in zip(HEADS, A, strict=True)), [A]),
    "labels below what counts them": (
        "clients",
        f"企业1\n{LABELLED % tuple(A)}\n企业2\n{LABELLED % tuple(B)}",
        [A, B],
    ),
    "a name and its number": (
        "clients",
        f"企业名称：{A[0]}\n行业：{A[1]}\n联系人：{A[2]}（{A[3]}）\n邮箱：{A[4]}",
        [A],
    ),
    "a name and its number in one cell of two": ("clients", tabs(HEADS, [*A[:2], " ".join(A[2:4]), "", A[4]]), [A]),
    # Markdown
    "a link of Markdown": (
        "clients",
        f"|{'|'.join(HEADS)}|\n|-|-|-|-|-|\n|{'|'.join(A[:4])}|[{A[4]}](mailto:{A[4]})|",
        [A],
    ),
    # Other tables
    "short forms of a choice": (
        "plans",
        tabs(["方案名称", "方案类型"], ["甲方案", "企业"], ["乙方案", "产品服务"]),
        [["甲方案", "企业类", "", "", "", ""], ["乙方案", "产品服务类", "", "", "", ""]],
    ),
    "money in the unit of its head": (
        "budget",
        tabs(
            ["科目", "专项经费（元）", "自筹经费（千元）"], ["设备费", "750,000.00", "225"], ["劳务费", "300000元", "0"]
        ),
        [["设备费", "75", "22.5"], ["劳务费", "30", "0"]],
    ),
    "money in the unit of the head over its head": (
        "budget",
        tabs(["科目", "经费（元）", ""], ["", "专项经费", "自筹经费"], ["设备费", "750000", "225000"]),
        [["设备费", "75", "22.5"]],
    ),
    "a unit behind a head": (
        "topics",
        tabs(["课题名称", "课题负责人", "专项经费 千元"], ["量化研究", "李四", "1500"]),
        [["量化研究", "李四", "150"]],
    ),
    "money in the unit above": (
        "topics",
        tabs(["课题经费表", "", "单位：元"], ["课题名称", "负责人", "经费"], ["量化研究", "李四", "1500000"]),
        [["量化研究", "李四", "150"]],
    ),
    "money in hundreds of millions": (
        "topics",
        tabs(["课题名称", "负责人", "专项经费（亿元）"], ["量化研究", "李四", "0.015"]),
        [["量化研究", "李四", "150"]],
    ),
    "figures and blanks": (
        "budget",
        "设备费 75万元 22.5万元\n劳务费 30万元 0",
        [["设备费", "75", "22.5"], ["劳务费", "30", "0"]],
    ),
    "people and blanks": ("people", "王五 高级 12\n赵六 中级 6", [["王五", "高级", "12"], ["赵六", "中级", "6"]]),
    "heads in two lines, one of them over three": (
        "budget",
        tabs(
            ["序号", "科目", "经费来源（万元）", "", ""],
            ["", "", "专项经费", "自筹经费", "小计"],
            ["1", "设备费", "75", "22.5", "97.5"],
            ["", "合计", "75", "22.5", "97.5"],
        ),
        [["设备费", "75", "22.5"]],
    ),
}


@pytest.mark.parametrize("kind", PASTES)
def test_an_odd_paste_gives_just_these_rows(kind: str) -> None:
    table, text, rows = PASTES[kind]
    found = _read(table, text)
    asked = [column for column in found.table.fields if not column.value]
    assert [shown(found.table, row)[: len(asked)] for row in found.rows] == rows


def test_a_number_that_is_anothers_is_not_taken_in_silence() -> None:
    found = _read("clients", tabs(["企业名称", "行业", "联系人", "法人手机", "邮箱"], A))
    assert not found.is_sure
    assert [place.head for place in found.unasked] == ["法人手机"]


def test_what_a_chat_puts_around_rows_is_told() -> None:
    left = _read("clients", f"王经理 10:30\n{tabs(A)}\n谢谢").left_out
    assert [(one.line, one.text, one.why) for one in left] == [(1, "王经理 10:30", "note"), (3, "谢谢", "note")]


def test_a_line_below_a_broken_row_is_told_by_its_own_number() -> None:
    left = _read("clients", f"{tabs(HEADS)}\n澄湾制造\n有限公司\t{tabs(A[1:])}\n注：首批").left_out
    assert [(one.line, one.why) for one in left] == [(4, "note")]


@pytest.mark.parametrize("size", [40, 55, 70])
def test_a_text_cut_in_many_pieces_is_put_together_again(size: int) -> None:
    table, whole = TABLES["clients"], tabs(A, B, C)
    text, *rest = [whole[at : at + size].strip("\n") for at in range(0, len(whole), size)]
    for piece in rest:
        text = continued(table, text, piece, TODAY)
    assert [shown(table, row) for row in _read("clients", text).rows] == [A, B, C]


def test_a_form_that_was_loaded_again_has_the_same_doubts() -> None:
    text = tabs(but(HEADS, 0, "公司名称"), but(A, 0, f"{A[0]}的联系人"))
    for _ in range(2):
        table = load((FORMS / "netsec-insurance-pilot/2023/form.toml").read_text("utf-8")).tables["clients"]
        assert not read(table, text, TODAY).rows[0].is_sound
        read_once._known.cache_clear()


def _read(table: str, text: str) -> Reading:
    group: Group = TABLES[table]
    return read(group, text, TODAY)


def test_a_column_pasted_into_a_grid_stays_beside_what_stands_there() -> None:
    pasted = f"{A[0]}\t\n还没定\t\n{B[0]}\t"
    rows = spread(TABLES["clients"], pasted, "clients.company", TODAY).rows
    assert {at: row.cells["clients.company"].text for at, row in rows.items()} == {0: A[0], 2: B[0]}


@pytest.mark.parametrize("column", ["email", "mobile", "contact"])
def test_a_range_wider_than_what_is_left_of_a_grid_is_as_many_rows_as_it_has(column: str) -> None:
    spread_out = spread(TABLES["clients"], tabs(A, B, C), f"clients.{column}", TODAY)
    assert [*spread_out.rows] == [0, 1, 2]
