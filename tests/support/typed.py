"""What may be typed, and what is stored for it.

The tests of each kind of answer have many more; here is as much of it as random sequences of acts need.
"""

from __future__ import annotations

FREE = ("text", "suggestion", "longtext")  # what is typed there is stored as it is, elsewhere:
READS: dict[str, dict[str, str]] = {  # kind -> what is typed: what is stored
    "date": {"2024年5月": "2024-05", "二〇一九年五月一日": "2019-05-01"},
    "region": {"浙江省杭州市": "浙江省杭州市"},
    "orgcode": {"91100000710931483r": "91100000710931483R"},
    "money": {"2.5": "2.5", "25000元": "2.5"},
    "person": {"张三": "张三"},
    "phone": {"0571-88001234": "0571-88001234"},
    "mobile": {"１３８００１３８０００": "13800138000"},
    "email": {"a＠example.com；": "a@example.com"},
    "choice": {"学校": "学校", "其他：合作社": "其他：合作社", "其他（农场）": "其他：农场"},
    "confirm": {"同意": "确认"},
}
PASTED: dict[str, list[tuple[str | None, ...]]] = {  # rows of shelves in one message: what is stored in their columns
    "绘本架\t2024年5月": [("绘本架", "2024-05", "")],
    "绘本架\t2024年5月\n文史架\t明年\t靠窗": [("绘本架", "2024-05", ""), ("文史架", None, "靠窗")],
    "绘本架\t2024年5月\n\t明年": [("绘本架", "2024-05", "")],
}
ANYTHING = [*PASTED, "明年", "12", "a", "其他：", "\x00", "  ", "\u200b", "／status", "／山海"]


def reading(kind: str, text: str) -> str | None:
    """What is stored for what is typed; None where that is not for this to know."""
    if kind in FREE:
        if text.strip().isdecimal() or text.strip() in ("明年", "a"):
            return None  # asked about first
        return text.strip() if text.strip().isprintable() and text.strip() else None
    return READS.get(kind, {}).get(text)


def right(kind: str, number: int) -> list[str]:
    """What may be typed as an answer; free text is never the same for two numbers."""
    if kind not in FREE:
        return [*READS[kind]]
    return [f"好书读{number:04}，人人有书读。" if kind == "longtext" else f"条{number:04}"]
