"""What people say instead of an answer: each sentence of `tests/data/talk.toml` with what it asks for."""

from __future__ import annotations

import tomllib

import pytest
from places import DATA

from dialogs.answers import talk

SAID = tomllib.loads((DATA / "talk.toml").read_text("utf-8"))


@pytest.mark.parametrize("wanted", SAID)
def test_what_is_said_instead_of_an_answer(wanted: str) -> None:
    meant = None if wanted == "answers" else wanted
    sentences = SAID[wanted].split()
    assert {one: talk.meaning(one) for one in sentences} == dict.fromkeys(sentences, meant)
