"""How an amount and a time are read back to people."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dialogs.answers import dates, money


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *(("5000", "5,000万元"), ("200000", "200,000万元（20亿元）"), ("2.5", "2.5万元")),
        *(("200 USD", "200万美元"), ("12345.678", "12,345.678万元（1.2345678亿元）")),
    ],
)
def test_an_amount_is_read_back_with_its_unit(value: str, shown: str) -> None:
    assert money.with_unit(money.show(value)) == shown


def test_a_time_has_its_year_only_where_it_is_not_this_year() -> None:
    at = datetime(2023, 11, 6, 5, 4, tzinfo=UTC)
    assert dates.moment(at, at.date()) == "11月6日 05:04"
    assert dates.moment(at, date(2024, 1, 1)) == "2023年11月6日 05:04"
    assert dates.moment(at.date(), at.date()) == "11月6日"
