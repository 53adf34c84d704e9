"""统一社会信用代码 and 组织机构代码: real codes pass, and no slip of the pen does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from dialogs.answers.orgcode import ALPHABET, DEPARTMENTS, check_character, doubts, inner_check_character, parse
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid

REAL = (
    "91100000710931483R",
    "91440300100012316L",
    "91440300726171773F",
    "914403001922038216",
    "9144030071526726XG",
    "91110000710939135P",
    "91350100M000100Y43",
)
KEYBOARD = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def whole(department: str, category: str, division: str, subject: str) -> str:
    """A code whose two checks are right."""
    first = f"{department}{category}{division}{subject}{inner_check_character(subject)}"
    return first + check_character(first)


@pytest.mark.parametrize("code", REAL)
def test_a_real_code_passes_in_every_dress(code: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
    dresses = (
        *(code, code.lower(), wide, f" {code} ", f"统一社会信用代码：{code}"),
        *(f"{code[:8]}-{code[8:17]}-{code[17]}", " ".join(code)),
    )
    assert {parse(dress) for dress in dresses} == {Accepted(code)}


@pytest.mark.parametrize("code", REAL)
def test_every_substitution_of_one_character_is_not_taken(code: str) -> None:
    wrong = [f"{code[:at]}{char}{code[at + 1 :]}" for at in range(18) for char in KEYBOARD if char != code[at]]
    assert len(wrong) == 18 * 35
    assert [text for text in wrong if isinstance(parse(text), Accepted)] == []


@pytest.mark.parametrize("code", REAL)
def test_every_swap_of_two_neighbours_is_not_taken(code: str) -> None:
    wrong = [
        f"{code[:at]}{second}{first}{code[at + 2 :]}"
        for at, (first, second) in enumerate(pairwise(code))
        if first != second
    ]
    assert wrong
    assert [text for text in wrong if isinstance(parse(text), Accepted)] == []


@pytest.mark.parametrize("code", REAL)
def test_a_missing_or_doubled_character_is_not_taken(code: str) -> None:
    wrong = [f"{code[:at]}{code[at + 1 :]}" for at in range(18)]
    wrong += [f"{code[:at]}{code[at]}{code[at:]}" for at in range(18)]
    assert {verdict.code for verdict in map(parse, wrong) if isinstance(verdict, Invalid)} == {"orgcode.length"}
    assert not any(isinstance(verdict, Accepted) for verdict in map(parse, wrong))


@pytest.mark.parametrize("code", REAL)
def test_the_organisation_code_inside_passes_alone(code: str) -> None:
    inner = code[8:17]
    hyphened = f"{inner[:8]}-{inner[8]}"
    assert parse(inner) == parse(hyphened) == parse(hyphened.lower()) == Accepted(hyphened)


@pytest.mark.parametrize("code", REAL)
def test_a_wrong_digit_in_the_organisation_code_is_not_taken(code: str) -> None:
    inner = code[8:17]
    wrong = [
        f"{inner[:at]}{digit}{inner[at + 1 :]}"
        for at in range(9)
        if inner[at].isdigit()
        for digit in "0123456789"
        if digit != inner[at]
    ]
    assert [text for text in wrong if isinstance(parse(text), Accepted)] == []


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_department_of_the_standard_passes(department: str) -> None:
    code = whole(department, "1", "330100", "MA2XABCD")
    assert parse(code) == Accepted(code)


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("9110000071093148", "orgcode.length", {"length": 16}),
        ("330000000000001", "orgcode.length", {"length": 15}),
        ("9110000W71093148IR", "orgcode.character", {"which": "I", "position": 17}),
        ("无代码", "orgcode.none", {}),
        ("00000000-0", "orgcode.same", {"which": "0"}),
    ],
)
def test_a_refusal_says_what_and_where(text: str, code: str, params: dict[str, str | int]) -> None:
    assert parse(text) == Invalid(code, params)


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("9110000O710931483R", "orgcode.character", {"which": "O", "position": 8}),
        ("9I100000710931483R", "orgcode.character", {"which": "I", "position": 2}),
        ("B1100000710931483R", "orgcode.department", {"which": "B"}),
        ("95100000710931483R", "orgcode.category", {"which": "5"}),
        ("1A100000710931483R", "orgcode.category", {"which": "A"}),
        ("911000A0710931483R", "orgcode.division", {"which": "A", "position": 7}),
        ("911000007109314839", "orgcode.check", {"which": "9", "position": 18}),
        ("71093148-4", "orgcode.inner", {"which": "4", "position": 9, "length": 9}),
    ],
)
def test_a_doubt_says_what_and_where(text: str, code: str, params: dict[str, str | int]) -> None:
    verdict = parse(text)
    assert isinstance(verdict, Doubtful)
    assert verdict.doubts[0] == Doubt(code, params)


def test_the_inner_check_is_looked_at_even_when_the_whole_check_is_right() -> None:
    right = inner_check_character("71093148")
    first = f"9110000071093148{'0' if right != '0' else '1'}"
    code = first + check_character(first)
    assert uscc.is_valid(code)  # stdnum looks at the whole check alone
    assert list(doubts(code)) == [Doubt("orgcode.inner", {"which": code[16], "position": 17, "length": 18})]


@given(
    st.sampled_from("123456789"),
    st.from_regex("[0-9]{6}", fullmatch=True),
    st.text(alphabet=ALPHABET, min_size=8, max_size=8),
)
def test_agrees_with_stdnum_where_it_knows_the_department(department: str, division: str, subject: str) -> None:
    code = whole(department, "1", division, subject)
    assert uscc.is_valid(code)
    assert parse(code) == Accepted(code)
