"""What was changed in a document that came back: how few rows were moved."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.application.differences import moved

ROWS = "abcdefg"


@given(st.lists(st.sampled_from(ROWS), unique=True))
def test_the_others_stay_as_they_are_and_fewer_would_not_do(after: list[str]) -> None:
    found = moved(ROWS, after)
    assert [row for row in after if row not in found] == sorted({*after} - found)
    fewer = (set(few) for few in combinations(after, max(0, len(found) - 1)))
    if found:
        assert all([row for row in after if row not in few] != sorted({*after} - few) for few in fewer)


def test_one_that_went_far_is_one() -> None:
    assert moved(ROWS, "bcdefga") == {"a"}
    assert moved(ROWS, "gabcdef") == {"g"}
    assert moved(ROWS, "") == set()
