"""The first part of the small form, filled in, and what is kept of it."""

from __future__ import annotations

from harness import Bench

BASIC = {
    "name": "河边图书角",
    "lead": "示例社区居委会",
    "theme": "儿童绘本",
    "day": "2024年4月23日",
    "place": "浙江省杭州市",
    "code": "91100000710931483R",
    "budget": "2.5",
    "contact": "张三",
    "phone": "0571-88001234",
    "fax": "无",
    "mobile": "13800138000",
    "email": "zhangsan@example.com",
    "nature": "居委会",
}


async def stored(bench: Bench, person: str) -> dict[str, str]:
    """The answers in the application that a person has at hand."""
    rows = await bench.sql(
        "SELECT field, value FROM answer JOIN conversation USING (application) WHERE conversation.person = ?", person
    )
    return dict(rows)
