"""What an expression comes to, and what it comes to while something is not known yet."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.form.expression import Day, Known, Mistake
from dialogs.form.expression_text import parse

VALUES: Mapping[str, Known] = {
    "hitech": "是",
    "blank": "",
    "many": "甲、乙、其他：丙",
    "grant": Decimal("1.5"),
    "zero": Decimal(0),
    "born": Day("2000-05-02"),
    "day": Day("2018-05-01"),
    "month": Day("2018-05"),
    "open": None,
}


class Reads:
    def value(self, field: str) -> Known:
        return VALUES[field]

    def total(self, column: str) -> Decimal | None:
        return None if column == "budget.open" else Decimal("2.5")

    def count(self, table: str) -> Decimal:
        return Decimal(len(table))


KNOWN = {
    'hitech == "是"': True,
    "hitech == “是”": True,
    'hitech != "是"': False,
    "grant + 0.5 * 3 == 3": True,
    "(grant + 0.5) * 3": Decimal(6),
    "-grant < 0": True,
    "10 - 2 - 3": Decimal(5),
    "8 / 2 / 2": Decimal(2),
    "sum(budget.grant) - count(team)": Decimal("-1.5"),
    'has(many, "乙") and has(many, "其他")': True,
    'has(many, "丙")': False,
    "has(blank) or has(open)": False,
    "not has(hitech)": False,
    "years(born, day)": Decimal(17),
    "years(born, born)": Decimal(0),
    'if(hitech == "是", grant, open)': Decimal("1.5"),
    'if(hitech == "否" or grant > 9, "大", "小")': "小",
    'if(open == "x", 1, 0)': None,
    'born < "2001"': True,
    "day <= month and month <= day": True,
    "open == open": None,
    "sum(budget.open) > 1": None,
    "grant / zero": None,
    "grant / zero > 1": None,
    "years(born, month)": None,
    'open == "x" and hitech == "否"': False,
    'hitech == "否" and open == "x"': False,
    'open == "x" or hitech == "是"': True,
    'open == "x" or hitech == "否"': None,
    'not open == "x"': None,
}


@pytest.mark.parametrize(("text", "known"), KNOWN.items())
def test_an_expression(text: str, known: Known) -> None:
    assert parse(text).root.evaluate(Reads()) == known


def test_what_an_expression_reads() -> None:
    found = parse('a == "x" and sum(t.b) > count(u) or has(c)')
    assert (found.names, found.columns, found.tables) == ({"a", "c"}, {"t.b"}, {"u"})


@given(st.text('ab.01()<=>!+-*/," andorthsumcunt', max_size=60))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    with suppress(Mistake):
        assert parse(text).text == text


NUMBERS = st.recursive(
    st.integers(0, 99).map(str),
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda parts: f"({' '.join(parts)})"),
    max_leaves=12,
)


@given(NUMBERS)
def test_numbers_are_reckoned_as_everywhere(text: str) -> None:
    assert parse(text).root.evaluate(Reads()) == eval(text)  # noqa: S307 - a sum that the test made itself
