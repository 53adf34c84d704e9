"""The official form of 2023 as tests need it: templates, applications, and documents as a reader sees them."""

import io
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date

from docx import Document
from docx.document import Document as Doc
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from places import PILOT

from dialogs.answers.kinds import Accepted, parse
from dialogs.application.application import Answers, Step
from dialogs.application.finding import Finding
from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT, Field
from render.context import Mode, context
from render.docx import render

TEMPLATE = PILOT / "template.docx"
STATEMENT = PILOT / "statement.docx"
FORM = load((PILOT / "form.toml").read_text(encoding="utf-8"))
DAY = date(2023, 12, 20)

COVER, BASIC, JOINT_UNITS, PROFILE, PROMISE, CLIENTS, PLANS = range(7)
"""The tables of the document, in their order."""

PASTED = """一、总体思路
以“保险＋服务”为路径——评估、监测、处置……把事故减少在前面。\
说明见 https://www.example.com/network-security/pilot-2023.html ，请核对。
（一）分档
表3 分档费率
档次\t年营业收入\t费率\t说明
第一档\t不足5000万元\t1.00%\t
第二档\t5000万元以上\t0.90%\t须经保前评估达到中等级以上，评估不合格的先整改后承保
（二）成效
1.\t对企业：成本可以承受。
2.\t对行业：机制可以复制。"""
"""A long text with headings, a table and a list, as word processors paste them."""


def answers(joint: int = 2, clients: int = 3, plans: int = 2) -> Answers:
    """A complete application in which every answer is another text, as parse would have given it."""
    rows = {
        "joint_units": [f"j{n}" for n in range(joint)],
        "clients": [f"c{n}" for n in range(clients)],
        "plans": [f"p{n}" for n in range(plans)],
    }
    values = {}
    for section in FORM.sections:
        for table in section.tables:
            values |= {(c.id, row): answer(c, row) for c in table.fields for row in rows[table.id]}
        instances = Answers({}, rows).instances(FORM, section)
        values |= {(field.id, row): answer(field, row) for field in section.fields for row in instances}
    return Answers(values, rows)


def answer(field: Field, row: str) -> str:
    text = f"{field.id.replace('.', '-')}{row}答"
    if field.kind == "choice" and field.other:
        return "其他：社会团体" if row == "j0" else "国有控股企业"
    by_kind = {
        "date": "2023-12-20",
        "money": "5000",
        "confirm": "确认",
        "longtext": f"{text}一段\n{text}二段",
    }
    return by_kind.get(field.kind, text)


def example() -> Answers:
    """The example application of the form's folder."""
    data = tomllib.loads((PILOT / "example.toml").read_text(encoding="utf-8"))
    values: dict[tuple[str, str], str] = {}
    rows: dict[str, list[str]] = {}

    def put(prefix: str, row: str, part: dict[str, object]) -> None:
        for key, value in part.items():
            if isinstance(value, dict):
                put("", row, value)
            elif isinstance(value, list):
                rows[key] = [f"{key} {n}" for n in range(len(value))]
                for row_id, item in zip(rows[key], value, strict=True):
                    put(f"{key}.", row_id, item)
            else:
                parsed = parse(FORM.fields[prefix + key], str(value), DAY)
                assert isinstance(parsed, Accepted), (prefix + key, parsed)
                values[prefix + key, row] = parsed.value

    put("", "", data)
    return Answers(values, rows)


def without(full: Answers, *fields: str) -> Answers:
    """The same application with some fields open in every row."""
    return Answers({key: value for key, value in full.values.items() if key[0] not in fields}, full.rows)


def with_values(full: Answers, **values: str) -> Answers:
    """The same application with other answers to some fields outside tables."""
    return Answers({**full.values, **{(field, LEAD_UNIT): value for field, value in values.items()}}, full.rows)


def document(values: Answers, mode: Mode, findings: Iterable[Finding] = ()) -> bytes:
    return render(TEMPLATE, context(FORM, values, mode=mode, findings=findings))


def statement(values: Answers, row: str = LEAD_UNIT, mode: Mode = "final") -> bytes:
    return render(STATEMENT, context(FORM, values, mode=mode, only=Step(item="statement", row=row)))


def made(values: Answers, mode: Mode, findings: Iterable[Finding] = ()) -> Doc:
    return opened(document(values, mode, findings))


def opened(data: bytes) -> Doc:
    return Document(io.BytesIO(data))


def squeezed(text: str) -> str:
    """White space aside."""
    return re.sub(r"\s", "", text)


def cells(row: _Row) -> list[str]:
    """What stands in a row, a merged cell once and only in its first row."""
    return ["\n".join(p.text for p in cell.paragraphs) for cell in own_cells(row)]


def own_cells(row: _Row) -> Iterator[_Cell]:
    seen: list[object] = []
    for tc in row._tr.tc_lst:
        cell = next(cell for cell in row.cells if cell._tc is tc) if tc.vMerge != "continue" else None
        if cell is not None and cell._tc not in seen:
            seen.append(cell._tc)
            yield cell


def lines(document: Doc) -> list[str]:
    """All text of the body line by line in the order of reading, white space aside, without empty lines."""
    texts: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            texts.append(item.text)
        else:
            texts += [text for row in item.rows for text in read_row(item, row)]
    shown = (squeezed(line) for text in texts for line in text.split("\n"))
    return [line for line in shown if line]


def read_row(table: Table, row: _Row) -> list[str]:
    """What stands in a row: where no lines part the cells, as on the cover, it reads as one line."""
    return ["".join(cells(row))] if table.style is not None and table.style.name == "Normal Table" else cells(row)


def between(texts: list[str], start: str, end: str | None) -> list[str]:
    first = texts.index(start) + 1
    return texts[first : texts.index(end, first) if end else None]
