"""Which files a question takes, and what is said of those that it does not."""

from __future__ import annotations

import pytest

from dialogs.answers import attached
from dialogs.answers.kinds import Parameters
from dialogs.answers.reasons import refused
from dialogs.texts import say

KB = 1024
PHOTO = Parameters(kind="file", label="照片", types=("jpg", "png"), max_kb=2048)
ANY = Parameters(kind="file", label="图")


@pytest.mark.parametrize(
    ("asked", "type_", "size", "code"),
    [
        (PHOTO, "jpg", 2048 * KB, ""),
        (PHOTO, "png", 1, ""),
        (PHOTO, "gif", 1, "file.type"),
        (PHOTO, "jpg", 2048 * KB + 1, "file.size"),
        (ANY, "webp", 20_000 * KB, ""),
    ],
)
def test_what_a_question_takes(asked: Parameters, type_: str, size: int, code: str) -> None:
    found = attached.unfit(asked, type_, size)
    assert (found.code if found else "") == code
    if found:
        said = refused(asked, found).sentence
        assert "JPG、PNG，2 MB 以内" in said
        assert "例如" in said


def test_a_size_above_a_limit_is_never_shown_as_the_limit() -> None:
    found = attached.unfit(PHOTO, "jpg", 2048 * KB + 1)
    assert found
    assert found.params["size"] == "2.1 MB"


def test_a_question_without_limits_says_all_that_it_takes() -> None:
    said = say("invalid.file", **attached.wanted(ANY))
    assert "可以发 JPG、PNG、GIF、BMP、WEBP、TIFF，例如" in said


def test_only_types_that_can_be_read_may_be_named() -> None:
    assert attached.fault(PHOTO) == ""
    assert attached.fault(Parameters(kind="file", types=("jpg", "exe"))) == "file_types"


@pytest.mark.parametrize(("name", "code"), [("a.jpg", "file.broken"), ("a.JPEG", "file.broken"), ("a.docx", "")])
def test_what_is_only_called_as_a_question_takes_it_is_told(name: str, code: str) -> None:
    found = attached.broken(PHOTO, name)
    assert (found.code if found else "") == code
