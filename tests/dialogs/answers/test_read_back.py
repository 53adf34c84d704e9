"""How an amount and a time are read back to people."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dialogs.answers import dates, money
from dialogs.answers.kinds import show
from dialogs.form.model import Field


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *(("5000", "5,000万元"), ("200000", "200,000万元（20亿元）"), ("2.5", "2.5万元")),
        *(("200 USD", "200万美元"), ("12345.678", "12,345.678万元（1.2345678亿元）")),
    ],
)
def test_an_amount_is_read_back_with_its_unit(value: str, shown: str) -> None:
    assert money.with_unit(money.show(value)) == shown


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (Field(id="x", label="", kind="money", unit="元"), "5000", "5,000元"),
        (Field(id="x", label="", kind="money", unit="元"), "50000", "50,000元（5万元）"),
        (Field(id="x", label="", kind="money", unit="元"), "-250000000", "-250,000,000元（-2.5亿元）"),
        (Field(id="x", label="", kind="number", unit="人"), "1200", "1,200人"),
        (Field(id="x", label="", kind="number", percent=True), "85.5", "85.5%"),
        (Field(id="x", label="", kind="period"), "2024/2026-12-31", "2024年至2026年12月31日"),
    ],
)
def test_a_number_is_read_back_with_the_unit_of_its_field(field: Field, value: str, shown: str) -> None:
    assert field.of_kind.with_unit(field, show(field, value)) == shown


def test_a_time_has_its_year_only_where_it_is_not_this_year() -> None:
    at = datetime(2023, 11, 6, 5, 4, tzinfo=UTC)
    assert dates.moment(at, at.date()) == "11月6日 05:04"
    assert dates.moment(at, date(2024, 1, 1)) == "2023年11月6日 05:04"
    assert dates.moment(at.date(), at.date()) == "11月6日"
