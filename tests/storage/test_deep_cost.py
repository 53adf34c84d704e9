"""What a turn costs does not hang on how many rows there are, whatever stands around them: in steps of SQLite."""

from __future__ import annotations

import pytest

from benchmarks.deep_rows import FEW, steps

MANY = 2_000  # benchmarks.deep_rows has 10,000


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_turn_costs_the_same_however_many_rows_there_are_at_any_depth(depth: int) -> None:
    few, many = steps(depth, FEW), steps(depth, MANY)
    assert few > 100
    assert many < 1.5 * few, (few, many)
