"""Right answers are taken without a doubt: a thousand applications of invented units, and the shipped example."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from answered import EXAMPLE, FORM

from dialogs.answers import kinds
from dialogs.answers.orgcode import ALPHABET, check_character, inner_check_character

TODAY = date(2023, 12, 20)
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗方俞任袁柳"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文玉兰志红梅海燕宇浩然子涵欣怡思远晓东雪峰嘉宁"
PLACES = (
    "浙江省杭州市",
    "浙江省宁波市鄞州区",
    "北京市海淀区",
    "上海市浦东新区",
    "广东省深圳市南山区",
    "四川成都",
    "重庆市",
    "西藏自治区拉萨市",
)
WORDS = ("澄湾", "东屿", "南浦", "青禾", "云桥", "石湾", "明川", "北岭", "安澜", "合谷")
TRADES = ("财产保险", "网络安全技术", "信息服务", "精密制造", "汽车零部件", "软件", "数据科技")
MOBILES = ("138", "139", "150", "186", "177", "199", "166")


def name(any_: random.Random) -> str:
    return any_.choice(SURNAMES) + "".join(any_.choice(GIVEN) for _ in range(any_.choice((1, 2, 2))))


def unit(any_: random.Random) -> str:
    place = any_.choice(("", "浙江", "（上海）", "北京"))
    end = any_.choice(("有限公司", "股份有限公司", "有限责任公司"))
    return f"{any_.choice(WORDS)}{place}示例{any_.choice(TRADES)}{end}"


def code(any_: random.Random) -> str:
    inner = "MA" + "".join(any_.choice(ALPHABET) for _ in range(6))
    first = f"91{any_.choice(('330100', '110108', '440305'))}{inner}{inner_check_character(inner)}"
    return first + check_character(first)


def mobile(any_: random.Random) -> str:
    return any_.choice(MOBILES) + f"{any_.randrange(10**8):08}"


def landline(any_: random.Random) -> str:
    return f"{any_.choice(('010-6', '0571-8', '021-6'))}{any_.randrange(10**6, 10**7)}"


def email(any_: random.Random) -> str:
    local = "".join(any_.choice("abcdefghijkmnpqrstuvwxyz") for _ in range(8))
    return f"{local}@{any_.choice(('example.com', 'qq.com', '163.com', 'dongyu.example.com'))}"


def day(any_: random.Random) -> str:
    at = date(1995, 1, 1) + timedelta(days=any_.randrange(10000))
    ways = (
        f"{at.year}年{at.month}月{at.day}日",
        at.isoformat(),
        f"{at.year}年{at.month}月",
        f"{at.year}.{at.month}.{at.day}",
    )
    return any_.choice(ways)


def money(any_: random.Random) -> str:
    return any_.choice(
        (f"{any_.randrange(100, 900000)}", f"{any_.randrange(1, 50)}亿元", f"{any_.randrange(100, 9999)}万元")
    )


RIGHT: dict[str, Callable[[random.Random], str]] = {
    "plan_name": lambda any_: f"面向{any_.choice(TRADES)}企业的网络安全保险服务试点方案",
    "direction": lambda any_: any_.choice(FORM.fields["direction"].choices),
    "apply_date": lambda _: "2023年12月20日",
    "lead_unit": unit,
    "region": lambda any_: any_.choice(PLACES),
    "lead_code": code,
    "founded": day,
    "address": lambda any_: f"浙江省杭州市西湖区示例路 {any_.randrange(1, 999)} 号 {any_.randrange(1, 30)} 层",
    "capital": money,
    "contact": name,
    "phone": lambda any_: any_.choice((mobile, landline))(any_),
    "fax": lambda any_: any_.choice((landline(any_), "无")),
    "email": email,
    "lead_nature": lambda any_: any_.choice((*FORM.fields["lead_nature"].choices, "其他：外商独资企业")),
    "joint_units.name": unit,
    "joint_units.nature": lambda any_: any_.choice(FORM.fields["joint_units.nature"].choices),
    "joint_units.code": code,
    "clients.company": unit,
    "clients.industry": lambda any_: any_.choice((*FORM.fields["clients.industry"].choices, "能源", "金融")),
    "clients.contact": name,
    "clients.mobile": mobile,
    "clients.email": email,
}


@pytest.mark.parametrize("item", RIGHT)
def test_a_thousand_right_answers_raise_no_doubt(item: str) -> None:
    any_ = random.Random(item)  # noqa: S311 - the same answers every time
    typed = [RIGHT[item](any_) for _ in range(1000)]
    odd = [text for text in typed if not isinstance(kinds.parse(FORM.fields[item], text, TODAY), kinds.Accepted)]
    assert odd == []


def answers(given: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """All answers of a file, with the ids of their fields."""
    for key, value in given.items():
        if isinstance(value, list):
            for row in value:
                yield from answers(row, f"{key}.")
        elif isinstance(value, dict):
            yield from answers(value)
        else:
            yield prefix + key if prefix + key in FORM.fields else key, str(value)


def test_the_shipped_example_raises_no_doubt() -> None:
    given = list(answers(EXAMPLE))
    assert len(given) > 100
    read = [(item, text[:40], kinds.parse(FORM.fields[item], text, TODAY)) for item, text in given]
    assert [line for line in read if not isinstance(line[2], kinds.Accepted)] == []
