"""The shipped example as somebody has it: the form filled in by hand in Word, and its tables as two sheets."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

import docx
import openpyxl
from places import FORMS, PILOT

from bot.service import form_registry

EXAMPLE: dict[str, Any] = tomllib.loads((PILOT / "example.toml").read_text("utf-8"))
MOST = 25  # messages and presses to hand it in, of about 250 where all is typed
TAKES = ("都加进去", "采用")  # how the buttons begin that take what a file brings
FINISHES = (
    "生成 Word",
    "确认",
    "填完了",
    "就这样",
    "不等确认",
    "继续填写",
)
"""And those that lead to the document, the last of them first."""


def write(folder: Path) -> list[Path]:
    """The files, in the order in which they are handed in."""
    contacts = ["industry", "contact", "mobile", "email"]
    heads = ["行业领域", "联系人", "手机", "邮箱"]
    made = {
        "服务方案.xlsx": table(["name", "type", *contacts], ["方案名称", "方案类型", *heads], EXAMPLE["plans"]),
        "服务对象.xlsx": table(["company", *contacts], ["企业名称", *heads], EXAMPLE["clients"]),
        "申报表.docx": form_filled_in_by_hand(),
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]


def table(keys: list[str], heads: list[str], rows: list[dict[str, Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(heads)
    for row in rows:
        book.active.append([row[key] for key in keys])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def form_filled_in_by_hand() -> bytes:
    """The official form with the answers below and beside its labels, as one writes in Word, without its tables."""
    document = docx.Document()
    for label, key in (("方案名称", "plan_name"), ("申报方向", "direction"), ("牵头申报单位", "lead_unit")):
        document.add_paragraph(f"{label}：{EXAMPLE[key]}")
    document.add_paragraph(f"申报日期：{EXAMPLE['apply_date']}")
    document.add_heading("一、基本情况", 1)
    single = [("所在地区", "region"), ("组织机构代码/三证合一码", "lead_code"), ("成立时间", "founded")]
    single += [("通讯地址", "address"), ("注册资本（万元）", "capital"), ("联系人", "contact")]
    single += [("联系电话", "phone")]
    single += [("传真", "fax"), ("邮箱", "email"), ("单位性质", "lead_nature"), ("申报单位简介", "profile")]
    grid = document.add_table(0, 2)
    for label, key in single:
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = label, str(EXAMPLE[key])
    units = document.add_table(0, 3)
    for row in [["单位名称", "单位性质", "组织机构代码/三证合一码"], *EXAMPLE["joint_units"]]:
        values = row if isinstance(row, list) else [row["name"], row["nature"], row["code"]]
        for cell, value in zip(units.add_row().cells, values, strict=True):
            cell.text = value
    document.add_heading("二、试点方案", 1)
    for label, key in (
        ("（一）工作思路", "approach"),
        ("（二）试点安排", "arrangement"),
        ("（三）组织保障", "support"),
    ):
        document.add_heading(label, 2)
        _lines(document, EXAMPLE[key])
    form = form_registry.read(FORMS, "netsec-insurance-pilot")["netsec-insurance-pilot/2023"].form
    for number, plan in enumerate(EXAMPLE["plans"], 1):
        document.add_heading(f"附：网络安全保险服务方案\n方案{number}：{plan['name']}", 1)
        for key, text in plan["annex"].items():
            document.add_heading(form.fields[key].label, 2)
            _lines(document, text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _lines(document: Any, text: str) -> None:
    for line in text.strip().split("\n"):
        document.add_paragraph(line)
