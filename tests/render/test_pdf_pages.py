"""How full the pages of a PDF are, whatever was answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import answers, document, with_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages import Page, convert, read, reason_to_skip

from dialogs.application.application import Answers

WHY_SKIPPED = reason_to_skip()
pytestmark = [pytest.mark.skipif(bool(WHY_SKIPPED), reason=WHY_SKIPPED), pytest.mark.drill]

TOP, BOTTOM = 104.9, 742.7
CHAPTERS = {"网络安全保险服务试点", "填报说明", "一、基本情况", "二、试点方案", "附：网络安全保险服务方案", "附"}
"""The first lines of what begins a page; the page before may end anywhere."""

PROFILE = "公司主营网络安全保险，设有分支机构二十六家。" * 20
TEXT = "联合体由三家单位组成，各方职责分明，费用结算、保密要求和退出安排均有约定。"


def filled(page: Page) -> float:
    """How much of the height between the margins there is something on, from 0 to 1."""
    lowest = max(page.body[-1].base, *(top for top, *_ in page.rules if top < BOTTOM + 3), TOP)
    return (lowest - TOP) / (BOTTOM - TOP)


def half_empty(pages: list[Page]) -> list[tuple[int, float]]:
    """The pages under half full that end no chapter, by their numbers from 1."""
    before = zip(pages, [page.body[0].text for page in pages[1:]], strict=False)
    found = enumerate(before, 1)
    return [(at, filled(page)) for at, (page, after) in found if after not in CHAPTERS and filled(page) < 0.5]


def application(joint: int, profile: int, clients: int, name: int, text: int) -> Answers:
    """An application with so many joint units, characters of a profile, clients, characters of a unit's and a client's
    name, and sentences before the tables."""
    full = answers(joint, clients, 1)
    names = {
        (column, row): f"{row}{'示例网络安全技术有限公司' * 4}"[:name]
        for column in ("joint_units.name", "clients.company")
        for row in full.rows[column.partition(".")[0]]
    }
    others = {"profile": PROFILE[:profile], "approach": TEXT * text}
    return with_values(Answers({**full.values, **names}, full.rows), **others)


CORNERS = [(joint, profile, 8, 14, 12) for joint in (0, 1, 3, 5) for profile in (1, 400)]
TABLES = [(0, 1, clients, name, text) for clients, name in ((8, 20), (8, 40), (6, 40)) for text in (1, 5)]
DRAWN = st.tuples(st.integers(0, 5), st.integers(0, 400), st.integers(1, 20), st.integers(4, 40), st.integers(1, 12))


def look(folder: Path, *drawn: tuple[int, int, int, int, int]) -> None:
    made = convert({"-".join(map(str, one)): document(application(*one), "final") for one in drawn}, folder)
    assert {name: found for name, path in made.items() if (found := half_empty(read(path)))} == {}


def test_no_page_is_under_half_full_but_those_that_end_a_chapter(tmp_path: Path) -> None:
    look(tmp_path, *CORNERS)


def test_a_table_that_stays_together_leaves_no_page_under_half_full(tmp_path: Path) -> None:
    look(tmp_path, *TABLES)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(DRAWN)
def test_nor_in_any_other_application(tmp_path: Path, drawn: tuple[int, int, int, int, int]) -> None:
    look(tmp_path, drawn)
