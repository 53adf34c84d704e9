"""Pastes of every kind that people make of a table, and the rows that each must give."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import PILOT

from dialogs.form.load import load
from dialogs.pasting.continuing import continued
from dialogs.pasting.reading import MOST, Reading, read, shown

FORM = load((PILOT / "form.toml").read_text("utf-8"))
TODAY = date(2024, 3, 4)
A = ["澄湾制造有限公司", "工业互联网", "孙一鸣", "13700137001", "sunym@example.com"]
B = ["云岭出行科技有限公司", "车联网", "周小雨", "13600136002", "zhouxy@example.org"]
C = ["南浦通信有限公司", "电信和互联网", "吴冬", "15900159003", "wudong@example.net"]
HEADS = ["企业名称", "所在行业领域", "联系人", "手机", "邮箱"]


def tabs(*rows: list[str], by: str = "\t") -> str:
    return "\n".join(by.join(row) for row in rows)


def numbered(*rows: list[str], by: str = "\t") -> str:
    return tabs(*([str(number), *row] for number, row in enumerate(rows, 1)), by=by)


def labelled(row: list[str], *, by: str = "\n", colon: str = "：", labels: list[str] = HEADS) -> str:
    return by.join(f"{label}{colon}{cell}" for label, cell in zip(labels, row, strict=True))


def contact(row: list[str], by: str = " ") -> list[str]:
    return [*row[:3], by.join(row[3:])]


def name(*names: str) -> list[list[str]]:
    return [[one, "", "", "", ""] for one in names]


CLIENTS: dict[str, tuple[str, list[list[str]]]] = {
    # Cells of a spreadsheet
    "cells of Excel": (tabs(A, B, C), [A, B, C]),
    "one row of cells": (tabs(A), [A]),
    "cells, and an empty column behind": (tabs([*A, ""], [*B, ""]), [A, B]),
    "cells with a line end behind": (tabs(A, B) + "\r\n", [A, B]),
    "empty rows between": (tabs(A, [""] * 5, B), [A, B]),
    "an empty cell": (tabs(A, [B[0], "", *B[2:]]), [A, [B[0], "", *B[2:]]]),
    "a quoted cell with a line break": (tabs([*A[:3], f'"{A[3]}\n"', A[4]], B), [A, B]),
    "Excel's apostrophe is no part of a heading": (tabs(HEADS, A), [A]),
    "cells, and an empty column in front": (tabs(["", *A], ["", *B]), [A, B]),
    "heads in English, with a contact": (tabs(["Company", "Industry", "Contact", "Mobile", "Email"], A, B), [A, B]),
    "the number of a page between": (tabs(HEADS, A) + "\n第 1 页 共 2 页\n" + tabs(B), [A, B]),
    "dots below": (tabs(A, B) + "\n……", [A, B]),
    "as it was sent in a chat": ("张三 2023/12/20 10:30:00\n" + tabs(A, B) + "\n谢谢！", [A, B]),
    "names counted by 一、": (f"一、{A[0]}\n二、{B[0]}", name(A[0], B[0])),
    "names counted by 第一家": (f"第一家：{A[0]}\n第二家：{B[0]}", name(A[0], B[0])),
    "with a total below": (tabs(A, B, ["合计", "2家", "", "", ""]), [A, B]),
    "a total in the column of numbers": (tabs(["序号", *HEADS], ["1", *A], ["合计", "", "", "", "", ""]), [A]),
    "a total behind an empty cell": (tabs(HEADS, A, ["", "共计1家", "", "", ""]), [A]),
    "a total with spaces in it": (tabs(HEADS, A, ["合  计", "", "1", "", ""]), [A]),
    "with a note below": (tabs(HEADS, A) + "\n注：以上企业均已签约", [A]),
    "with a numbered note below": (tabs(HEADS, A, ["注1：手机为工作手机", "", "", "", ""]), [A]),
    "with who filled it in below": (tabs(HEADS, A, ["填表人：王五", "", "审核人：赵六", "", ""]), [A]),
    "以下空白": (tabs(HEADS, A, ["以下空白", "", "", "", ""]), [A]),
    "a row that may be added": (tabs(HEADS, A, ["（可自行添加行）", "", "", "", ""]), [A]),
    "a title above": (tabs(["服务对象一览表", "", "", "", ""], HEADS, A), [A]),
    "two titles above": ("附件1\n表1  服务对象基本情况\n" + tabs(HEADS, A), [A]),
    "a title above rows without heads": ("服务对象名单\n" + tabs(A, B), [A, B]),
    "a remark on units above": ("2023年度服务对象\n单位：家\n" + tabs(HEADS, A), [A]),
    "heads that come again on the next page": (tabs(HEADS, A, HEADS, B), [A, B]),
    "rows above the heads of the next page": (tabs(A, HEADS, B), [A, B]),
    "a row that shows how to fill in": (tabs(["序号", *HEADS], ["例", *C], ["1", *A]), [A]),
    # Columns of numbers
    "numbers without a head": (numbered(A, B), [A, B]),
    "one numbered row": (numbered(A), [A]),
    "numbers with a dot": (tabs(["1.", *A], ["2.", *B]), [A, B]),
    "Chinese numbers": (tabs(["一", *A], ["二", *B]), [A, B]),
    "numbers in rings": (tabs(["①", *A], ["②", *B]), [A, B]),
    "numbers in brackets": (tabs(["（1）", *A], ["（2）", *B]), [A, B]),
    "numbers in half-width brackets": (tabs(["(1)", *A], ["(2)", *B]), [A, B]),
    "numbers with holes, as a filter leaves them": (tabs(["2", *A], ["5", *B], ["9", *C]), [A, B, C]),
    "numbers below another head": (tabs(["编号", *HEADS], ["01", *A], ["02", *B]), [A, B]),
    "numbers in front of the name": (tabs(["1. " + A[0], *A[1:]], ["2. " + B[0], *B[1:]]), [A, B]),
    "numbers in front of the name, below heads": (tabs(HEADS, ["1、" + A[0], *A[1:]], ["2、" + B[0], *B[1:]]), [A, B]),
    # Heads
    "heads in other words": (tabs(["单位名称", "所属行业", "联系人姓名", "手机号码", "电子邮件"], A), [A]),
    "heads in yet other words": (tabs(["公司全称", "行业类别", "对接人", "联系电话", "E-mail"], A), [A]),
    "heads in English": (tabs(["Company", "Industry", "Name", "Mobile", "Email"], A), [A]),
    "heads with whose they are": (
        tabs(["投保企业名称", "企业所属行业", "企业联系人", "联系人手机", "联系人邮箱"], A),
        [A],
    ),
    "heads with brackets and stars": (
        tabs(["企业名称（全称）*", "行业领域（三选一）", "*联系人", "手机（11位）", "邮箱 (必填)"], A),
        [A],
    ),
    "heads with spaces and colons": (tabs(["企 业 名 称", "行业：", "联 系 人", "手 机", "邮 箱："], A), [A]),
    "heads with a stroke": (
        tabs(["企业名称/单位名称", "行业/领域", "姓名/联系人", "电话/手机", "邮箱/E-mail"], A),
        [A],
    ),
    "numbered heads": (tabs(["1.企业名称", "2.行业", "3.联系人", "4.手机", "5.邮箱"], A), [A]),
    "heads in another order": (
        tabs(["手机", "邮箱", "联系人", "行业", "公司名称"], [A[3], A[4], A[2], A[1], A[0]]),
        [A],
    ),
    "columns nobody asks for": (
        tabs(
            ["序号", "企业名称", "注册地址", "所在行业领域", "联系人", "职务", "手机", "邮箱", "备注"],
            ["1", A[0], "示例路1号", A[1], A[2], "经理", A[3], A[4], "已签约"],
        ),
        [A],
    ),
    "many columns nobody asks for": (
        tabs(
            ["产品名称", "企业规模", "企业名称", "年营业收入", "官网", "省份", "联系人", "手机"],
            ["云盾", "中型", A[0], "3000万元", "www.example.com", "浙江", A[2], A[3]],
        ),
        [[A[0], "", A[2], A[3], ""]],
    ),
    "only some of the columns": (
        tabs(["公司名称", "手机号"], [A[0], A[3]], [B[0], B[3]]),
        [[A[0], "", "", A[3], ""], [B[0], "", "", B[3], ""]],
    ),
    "heads in words nobody knows": (tabs(["甲方", "赛道", "谁", "打给谁", "写给谁"], A, B), [A, B]),
    "heads in two lines": (
        tabs(["企业名称", "所在行业领域", "联系人", "联系方式", ""], ["", "", "", "手机", "邮箱"], A),
        [A],
    ),
    "heads in two lines, more of them in the lower": (
        tabs(["企业名称", "行业", "联系人信息", "", ""], ["", "", "姓名", "手机", "邮箱"], A, B),
        [A, B],
    ),
    "numbers below no head": (tabs(["", *HEADS], ["1", *A], ["2", *B]), [A, B]),
    "numbers beside the heads": (tabs(HEADS, ["1", *A], ["2", *B]), [A, B]),
    "a head for numbers that were not copied": (tabs(["序号", *HEADS], A, B), [A, B]),
    "heads of which mail is half English": (tabs([*HEADS[:4], "Email地址"], A), [A]),
    "numbers that begin anew": (tabs(["1", *A], ["1", *B]), [A, B]),
    "numbers from the last to the first": (tabs(["2", *A], ["1", *B]), [A, B]),
    "numbers, and one left out": (tabs(["1", *A], ["", *B], ["3", *C]), [A, B, C]),
    "numbers in words": (tabs(["第1家", *A], ["第2家", *B]), [A, B]),
    "letters": (tabs(["A", *A], ["B", *B]), [A, B]),
    "what rows have in common above them": (
        tabs(HEADS, ["一、工业互联网", "", "", "", ""], A, ["（二）车联网", "", "", "", ""], B),
        [A, B],
    ),
    "who it is of, and when, below": (tabs(HEADS, A, ["截至2023年12月"], ["（盖章）"], ["2023年12月1日"]), [A]),
    # Number and mail together
    "联系方式": (tabs(["企业名称", "行业", "联系人", "联系方式"], contact(A)), [A]),
    "联系方式 with a stroke": (tabs(["企业名称", "行业", "联系人", "联系方式"], contact(A, "/")), [A]),
    "手机/邮箱": (tabs(["企业名称", "行业", "联系人", "手机/邮箱"], contact(A, "，")), [A]),
    "联系电话及邮箱": (tabs(["企业名称", "行业", "联系人", "联系电话及邮箱"], contact(A, "\u3000")), [A]),
    "mail before the number": (tabs(["企业名称", "行业", "联系人", "邮箱、手机"], [*A[:3], f"{A[4]}；{A[3]}"]), [A]),
    "labels within the cell": (
        tabs(["企业名称", "行业", "联系人", "联系方式"], [*A[:3], f"手机：{A[3]} 邮箱：{A[4]}"]),
        [A],
    ),
    "a line break within the cell": (
        tabs(["企业名称", "行业", "联系人", "联系方式"], [*A[:3], f'"{A[3]}\n{A[4]}"']),
        [A],
    ),
    "a line break within the cell, as Word copies it": (
        tabs(["企业名称", "行业", "联系人", "联系方式（手机与邮箱）"], contact(A, "\n"), contact(B, "\n")),
        [A, B],
    ),
    "name and number together": (
        tabs(["企业名称", "行业", "联系人及手机", "邮箱"], [A[0], A[1], f"{A[2]} {A[3]}", A[4]]),
        [A],
    ),
    "name, number and mail together": (
        tabs(["企业名称", "行业", "联系人及联系方式"], [A[0], A[1], f"{A[2]}，{A[3]}，{A[4]}"]),
        [A],
    ),
    "together, without heads": (tabs(contact(A), contact(B)), [A, B]),
    "together, numbered, without heads": (numbered(contact(A), contact(B)), [A, B]),
    "name, number and mail together, without heads": (
        tabs([A[0], A[1], " ".join(A[2:])], [B[0], B[1], " ".join(B[2:])]),
        [A, B],
    ),
    # Other separators
    "commas": (tabs(A, B, by=","), [A, B]),
    "commas and blanks": (tabs(A, B, by=", "), [A, B]),
    "commas with heads": (tabs(HEADS, A, B, by=","), [A, B]),
    "full-width commas": (tabs(A, B, by="，"), [A, B]),
    "full-width commas with heads": (tabs(HEADS, A, by="，"), [A]),
    "enumeration commas": (tabs(A, B, by="、"), [A, B]),
    "semicolons": (tabs(A, B, by=";"), [A, B]),
    "full-width semicolons": (tabs(A, by="；"), [A]),
    "strokes": (tabs(A, B, by=" | "), [A, B]),
    "full-width strokes": (tabs(A, B, by="｜"), [A, B]),
    "slashes": (tabs(A, B, by="/"), [A, B]),
    "two blanks": (tabs(A, B, by="  "), [A, B]),
    "many blanks, with heads": (tabs(HEADS, A, B, by="     "), [A, B]),
    "full-width blanks": (tabs(A, B, by="\u3000"), [A, B]),
    "single blanks": (tabs(A, B, by=" "), [A, B]),
    "single blanks with heads": (tabs(HEADS, A, B, by=" "), [A, B]),
    "single blanks, numbered": (numbered(A, B, by=" "), [A, B]),
    "single blanks, and one in the company": (
        tabs(["Example Ltd", *A[1:]], ["Sample Insurance Co", *B[1:]], by=" "),
        [["Example Ltd", *A[1:]], ["Sample Insurance Co", *B[1:]]],
    ),
    "commas and blanks mixed": (f"{A[0]}，{A[1]}，{A[2]} {A[3]} {A[4]}", [A]),
    "rows behind each other": (f"{'，'.join(A)}；{'，'.join(B)}。", [A, B]),
    "numbered, with commas": ("\n".join(f"{n}. {'，'.join(row)}" for n, row in enumerate((A, B), 1)), [A, B]),
    "numbered, with enumeration commas": (
        "\n".join(f"{n}、{'，'.join(row)}" for n, row in enumerate((A, B), 1)),
        [A, B],
    ),
    "numbered, with blanks": ("\n".join(f"{n}、{' '.join(row)}" for n, row in enumerate((A, B), 1)), [A, B]),
    "with a total, by commas": (tabs(HEADS, A, ["合计", "1", "", "", ""], by=","), [A]),
    "a file of quoted cells": (
        '"企业名称","所在行业领域","联系人","手机","邮箱"\n' + ",".join(f'"{cell}"' for cell in A) + "\n",
        [A],
    ),
    "a file with a comma and a line break in a cell": (
        '\ufeff企业名称,行业,联系人,手机,邮箱,备注\r\n"Example, Ltd.",工业互联网,孙一鸣,13700137001,,"一\n二"\r\n',
        [["Example, Ltd.", *A[1:4], ""]],
    ),
    "a file with doubled quotes": ('企业名称,联系人\n"""星""科技",孙一鸣\n', [['"星"科技', "", "孙一鸣", "", ""]]),
    "a file with semicolons": (tabs(HEADS, A, by=";"), [A]),
    "colons": (f"{A[0]}：{A[2]} {A[3]}\n{B[0]}：{B[2]} {B[3]}", [[A[0], "", *A[2:4], ""], [B[0], "", *B[2:4], ""]]),
    "dashes": (tabs(A, B, by=" - "), [A, B]),
    "long dashes": (tabs(A, B, by="——"), [A, B]),
    "brackets": (
        f"{A[0]}（{A[1]}）{A[2]} {A[3]}\n{B[0]}（{B[1]}）{B[2]} {B[3]}",
        [[*A[:4], ""], [*B[:4], ""]],
    ),
    "single blanks, without numbers": (
        f"{A[0]} {A[2]}\n{B[0]} {B[2]}",
        [[A[0], "", A[2], "", ""], [B[0], "", B[2], "", ""]],
    ),
    # Markdown
    "Markdown": ("|" + tabs(HEADS, ["---"] * 5, A, B, by="|").replace("\n", "|\n|") + "|", [A, B]),
    "Markdown without outer strokes": (tabs(HEADS, [":--", "--", ":-:", "--", "--:"], A, by=" | "), [A]),
    "Markdown without heads": ("| " + " | ".join(A) + " |\n| " + " | ".join(B) + " |", [A, B]),
    "Markdown with bold heads": (
        f"|{'|'.join(f'**{head}**' for head in HEADS)}|\n|{'|'.join(['-----'] * 5)}|\n|{'|'.join(A)}|",
        [A],
    ),
    "a frame of dashes": (
        "+----+\n| 企业名称 | 联系人 |\n+----+\n| 甲 | 孙一鸣 |\n+----+",
        [["甲", "", "孙一鸣", "", ""]],
    ),
    "a frame of lines": ("┌──┐\n│ 企业名称 │ 联系人 │\n├──┤\n│ 甲 │ 孙一鸣 │\n└──┘", [["甲", "", "孙一鸣", "", ""]]),
    # A label in front of everything
    "one label a line": (labelled(A), [A]),
    "one label a line, two rows": (labelled(A) + "\n\n" + labelled(B), [A, B]),
    "one label a line, two rows without a blank line": (labelled(A) + "\n" + labelled(B), [A, B]),
    "labels with half-width colons": (labelled(A, colon=": "), [A]),
    "labels in other words": (labelled(A, labels=["公司", "行业", "姓名", "电话", "Email"]), [A]),
    "numbered labels": ("\n".join(f"{n}. {line}" for n, line in enumerate(labelled(A).split("\n"), 1)), [A]),
    "labels in one line": (labelled(A, by="，"), [A]),
    "labels in one line, two rows": (labelled(A, by="；") + "\n" + labelled(B, by="；"), [A, B]),
    "labels with blanks between": (labelled(A, by=" "), [A]),
    "labels, and one nobody asks for": (
        labelled(A[:3], labels=HEADS[:3]) + "\n职务：经理\n" + labelled(A[3:], labels=HEADS[3:]),
        [A],
    ),
    "labels, and one for both": (f"企业名称：{A[0]}\n行业：{A[1]}\n联系人：{A[2]}\n联系方式：{A[3]}，{A[4]}", [A]),
    "labels, and an empty one": (
        f"企业名称：{A[0]}\n行业：\n联系人：{A[2]}\n手机：{A[3]}\n邮箱：{A[4]}",
        [[A[0], "", *A[2:]]],
    ),
    "the name without a label": (
        f"{A[0]}\n联系人：{A[2]}\n手机：{A[3]}\n{B[0]}\n联系人：{B[2]}\n手机：{B[3]}",
        [[A[0], "", A[2], A[3], ""], [B[0], "", B[2], B[3], ""]],
    ),
    "heads beside the cells again and again": (
        tabs(*([head, cell] for row in (A, B) for head, cell in zip(HEADS, row, strict=True))),
        [A, B],
    ),
    "heads beside the cells, two in a line": (
        "\n".join(
            tabs([HEADS[0], r[0], HEADS[1], r[1]], [HEADS[2], r[2], HEADS[3], r[3]], [HEADS[4], r[4]]) for r in (A, B)
        ),
        [A, B],
    ),
    "heads above the cells again and again": (
        "\n".join(f"{head}\n{cell}" for row in (A, B) for head, cell in zip(HEADS, row, strict=True)),
        [A, B],
    ),
    "heads and blanks before the cells": (
        "\n".join(f"{head} {cell}" for row in (A, B) for head, cell in zip(HEADS, row, strict=True)),
        [A, B],
    ),
    # Transposed
    "transposed, without heads": (tabs(*([a, b, c] for a, b, c in zip(A, B, C, strict=True))), [A, B, C]),
    "transposed": (tabs(*([head, a, b] for head, a, b in zip(HEADS, A, B, strict=True))), [A, B]),
    "transposed, one row": (tabs(*([head, a] for head, a in zip(HEADS, A, strict=True))), [A]),
    "transposed, with numbers": (
        tabs(["序号", "1", "2"], *([head, a, b] for head, a, b in zip(HEADS, A, B, strict=True))),
        [A, B],
    ),
    # One cell a line
    "one cell a line": ("\n".join([*A, *B]), [A, B]),
    "one cell a line, one row": ("\n".join(A), [A]),
    "one cell a line, with heads": ("\n".join([*HEADS, *A, *B]), [A, B]),
    "one cell a line, numbered": ("\n".join(["1", *A, "2", *B]), [A, B]),
    "one cell a line, numbered, with heads": ("\n".join(["序号", *HEADS, "1", *A, "2", *B]), [A, B]),
    "one cell a line, number and mail below each other": (
        "\n".join(["序号", *HEADS[:3], "联系方式（手机与邮箱）", "1", *A, "2", *B]),
        [A, B],
    ),
    "one cell a line, blank lines between rows": ("\n".join(A) + "\n\n" + "\n".join(B), [A, B]),
    "one cell a line, blank lines everywhere": ("\n\n".join([*A, *B]), [A, B]),
    "one cell a line, a blank one": ("\n".join([*A, B[0], "", *B[2:]]), [A, [B[0], "", *B[2:]]]),
    "a label, and below it the cell": ("\n".join(f"{head}\n{cell}" for head, cell in zip(HEADS, A, strict=True)), [A]),
    "one cell a line, the last row cut off": ("\n".join([*A, *B[:3]]), [A, [*B[:3], "", ""]]),
    # Only names
    "names": (f"{A[0]}\n{B[0]}\n{C[0]}", name(A[0], B[0], C[0])),
    "five names": ("\n".join(f"示例{n}公司" for n in "甲乙丙丁戊"), name(*(f"示例{n}公司" for n in "甲乙丙丁戊"))),
    "numbered names": (f"1、{A[0]}\n2、{B[0]}", name(A[0], B[0])),
    "names numbered in Chinese": (f"（一）{A[0]}\n（二）{B[0]}", name(A[0], B[0])),
    "names with bullets": (f"• {A[0]}\n• {B[0]}", name(A[0], B[0])),
    "names in one line": (f"{A[0]}、{B[0]}、{C[0]}", name(A[0], B[0], C[0])),
    "names in one line, by commas": (f"{A[0]}，{B[0]}", name(A[0], B[0])),
    "names behind each other, counted": (f"1.{A[0]} 2.{B[0]} 3.{C[0]}", name(A[0], B[0], C[0])),
    "names behind each other, counted in rings": (f"①{A[0]}②{B[0]}", name(A[0], B[0])),
    "names with brackets and an end": (f"（1）{A[0]}；（2）{B[0]}。", name(A[0], B[0])),
    "names and an and": (f"{A[0]}、{B[0]}和{C[0]}", name(A[0], B[0], C[0])),
    "names with blanks between": (f"{A[0]} {B[0]}", name(A[0], B[0])),
    "a name with an and": ("平和与和平科技公司", name("平和与和平科技公司")),
    "a line that leads to names": (f"服务对象如下：\n1、{A[0]}\n2、{B[0]}", name(A[0], B[0])),
    "names below a head": (f"企业名称\n{A[0]}\n{B[0]}", name(A[0], B[0])),
    "names and industries": (tabs(A[:2], B[:2], by="，"), [[*A[:2], "", "", ""], [*B[:2], "", "", ""]]),
    "a foreign name with a comma": ("Example Co., Ltd.", name("Example Co., Ltd.")),
    "a name with a bracket": ("示例（杭州）数据合伙企业（有限合伙）", name("示例（杭州）数据合伙企业（有限合伙）")),
    "a name with a blank, and a word that is a choice": ("示例 工业互联网", name("示例 工业互联网")),
    "names that begin with a number": ("360安全科技公司\n361运动公司", name("360安全科技公司", "361运动公司")),
    # Another order, which only the cells tell
    "number and mail the other way round": (tabs([*A[:3], A[4], A[3]], [*B[:3], B[4], B[3]]), [A, B]),
    "a column between": (tabs([*A[:3], "经理", *A[3:]], [*B[:3], "总监", *B[3:]]), [A, B]),
}


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_paste_gives_just_these_rows(kind: str) -> None:
    text, rows = CLIENTS[kind]
    assert _rows("clients", text) == rows


CODE = "91330200MA0EXAM156"
UNITS = [["示例网络安全技术有限公司", "民营企业", CODE]]
OTHERS: dict[str, tuple[str, str, list[list[str]]]] = {
    "units": ("joint_units", tabs(UNITS[0]), UNITS),
    "units with heads in other words": (
        "joint_units",
        tabs(["公司名称", "企业性质", "统一社会信用代码"], UNITS[0]),
        UNITS,
    ),
    "half of a label": (
        "joint_units",
        tabs(["单位名称", "三证合一码"], [UNITS[0][0], CODE]),
        [[UNITS[0][0], "", CODE]],
    ),
    "units in another order without heads": ("joint_units", tabs([UNITS[0][0], CODE, "民营企业"]), UNITS),
    "units by commas": ("joint_units", "，".join(UNITS[0]), UNITS),
    "only names of units": ("joint_units", "示例甲公司、示例乙公司", [["示例甲公司", "", ""], ["示例乙公司", "", ""]]),
    "plans": (
        "plans",
        tabs(["服务方案名称", "类型", "领域", "负责人", "电话", "邮箱"], ["综合险方案", "企业类", "车联网", *A[2:]]),
        [["综合险方案", "企业类", "车联网", *A[2:]]],
    ),
    "names of plans, one of which ends as a head does": (
        "plans",
        "网络安全保险综合服务方案\n数据安全保险方案",
        [["网络安全保险综合服务方案", *[""] * 5], ["数据安全保险方案", *[""] * 5]],
    ),
    "units with numbers and blanks": (
        "joint_units",
        f"1 示例甲公司 民营企业 {CODE}",
        [["示例甲公司", "民营企业", CODE]],
    ),
    "units with their codes in brackets": ("joint_units", f"示例甲公司（{CODE}）", [["示例甲公司", "", CODE]]),
    "units with their codes behind": ("joint_units", f"示例研究院 {CODE}", [["示例研究院", "", CODE]]),
    "plans by labels": (
        "plans",
        f"方案名称：综合险方案\n方案类型：企业类\n行业领域：车联网\n联系人：{A[2]}\n手机：{A[3]}\n邮箱：{A[4]}",
        [["综合险方案", "企业类", "车联网", *A[2:]]],
    ),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_so_does_one_into_another_table(kind: str) -> None:
    table, text, rows = OTHERS[kind]
    assert _rows(table, text) == rows


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        (tabs(A, B), True),
        (numbered(A, B), True),
        (tabs(HEADS, A), True),
        (tabs([*HEADS, "备注"], [*A, "无"]), True),  # nobody asks for it, and all that is asked for is there
        (tabs(HEADS, A, by=","), True),
        (labelled(A), True),
        (tabs(A[:4]), False),  # not as wide as the table
        (tabs([*A[:3], A[4], A[3]]), False),
        (tabs(A, ["合计", "1家", "", "", ""]), False),
        (tabs(["企业名称", "联系人", "大哥大"], [A[0], *A[2:4]]), False),  # it may well be what is asked for
        (tabs(["甲", "乙", "丙", "丁", "戊"], A), False),
        (tabs(HEADS, ["工业互联网"], A), False),  # which industry is it?
        (tabs(["", *HEADS], ["华东", *A]), False),
        (tabs(A, by="，"), False),
        (tabs(A, by=" "), False),
        ("\n".join(A), False),
        (A[0], False),
        (tabs(*([head, a] for head, a in zip(HEADS, A, strict=True))), False),  # transposed
    ],
)
def test_only_heads_or_the_width_of_the_table_leave_no_doubt(text: str, is_sure: bool) -> None:  # noqa: FBT001
    assert _read(text).is_sure == is_sure


def test_what_is_left_out_is_told_with_its_line_and_why() -> None:
    text = tabs(["一览表"], ["序号", *HEADS, "备注"], ["例", *C, ""], ["1", *A, "无"], ["小计", "1"], ["注：已签约"])
    reading = _read(text)
    assert [(left.line, left.why) for left in reading.left_out] == [
        (1, "title"),
        (3, "sample_row"),
        (5, "total"),
        (6, "note"),
    ]
    assert [place.head for place in reading.unasked] == ["备注"]
    assert [row.line for row in reading.rows] == [4]


def test_each_cell_has_its_verdict() -> None:
    [row] = _read(tabs(HEADS, [*A[:3], "1370013700", "无"])).rows
    assert [cell.state for cell in row.cells.values()] == ["accepted", "accepted", "accepted", "refused", "refused"]
    assert list(row.values) == ["clients.company", "clients.industry", "clients.contact"]
    assert not row.is_sound


def test_a_cell_beyond_the_table_is_kept_apart() -> None:
    first, second = _read(tabs(A, [*B, "多的"])).rows
    assert (first.extra, second.extra) == ("", "多的")


def test_a_row_with_fewer_cells_than_others_is_short_where_something_lacks() -> None:
    first, second = _read(tabs(A, B[:3])).rows
    assert (first.is_short, second.is_short) == (False, True)


@pytest.mark.parametrize(
    ("row", "odd"),
    [(["", "", *C[2:]], "nameless"), (["一组", "", "", "", ""], "alone"), ([C[0], "", *C[2:]], "")],
)
def test_a_row_that_may_be_none_is_not_sound(row: list[str], odd: str) -> None:
    found = _read(tabs(HEADS, A, B, row)).rows
    assert [row.odd for row in found] == ["", "", odd]
    assert [row.is_sound for row in found] == [True, True, not odd]


def test_a_row_of_two_columns_may_lack_its_name_too() -> None:
    found = _read(tabs(["企业名称", "手机"], [A[0], A[3]], ["", B[3]])).rows
    assert [row.odd for row in found] == ["", "nameless"]


def test_what_a_cell_would_lose_is_asked_about() -> None:
    lost = {
        "clients": (tabs(["企业名称", "手机"], [A[0], f"{A[2]} {A[3]}"], [B[0], B[3]]), A[2]),
        "joint_units": (tabs(["单位名称", "信用代码"], ["甲公司", f"乙公司{CODE}"], ["丙公司", CODE]), "乙公司"),
    }
    for table, (text, rest) in lost.items():
        first, second = _read(text, table).rows
        assert (first.is_sound, second.is_sound) == (False, True)
        assert [cell.rest for cell in first.cells.values()] == ["", rest]


def test_another_column_may_be_chosen_for_a_place() -> None:
    company, industry, *rest = (column.id for column in FORM.tables["clients"].fields)
    mapped = ((industry,), (company,), *((column,) for column in rest))
    reading = read(FORM.tables["clients"], tabs(["智能制造", A[0], *A[2:]], by="，"), TODAY, mapped)
    assert [shown(FORM.tables["clients"], row) for row in reading.rows] == [[A[0], "智能制造", *A[2:]]]


@pytest.mark.parametrize("at", range(0, 60, 3))
def test_a_text_cut_anywhere_is_put_together_again(at: int) -> None:
    whole = tabs(A, B, C)
    text, rest = whole[: 20 + at], whole[20 + at :]
    joined = continued(FORM.tables["clients"], text.strip("\n"), rest.strip("\n"), TODAY)
    assert _rows("clients", joined) == [A, B, C]


CELL = st.sampled_from(
    ["甲", "1", "合计", "企业名称", "手机：", "a@example.com", "13700137001", "", " ", "|", "、", "-", '"']
)


@given(
    st.lists(st.lists(CELL, max_size=7), max_size=8),
    st.sampled_from(["\t", ",", "，", "、", " ", "  ", "\n", "|", "："]),
)
def test_whatever_is_pasted_is_read_as_something(rows: list[list[str]], by: str) -> None:
    for table in FORM.tables.values():
        reading = read(table, "\n".join(map(by.join, rows)), TODAY)
        assert all(set(row.cells) <= {column.id for column in table.fields} for row in reading.rows)


def test_more_lines_than_any_rows_have_are_counted_and_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialogs.pasting.separators.ways", lambda *_: pytest.fail("they were taken apart"))
    lines = MOST * len(FORM.tables["clients"].fields)
    assert _read("甲：乙\n\n" * lines).count == lines


def _read(text: str, table: str = "clients") -> Reading:
    return read(FORM.tables[table], text, TODAY)


def _rows(table: str, text: str) -> list[list[str]]:
    return [shown(FORM.tables[table], row) for row in _read(text, table).rows]
