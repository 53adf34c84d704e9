"""All answers as JSON: everything is in it, in the shape that a file of answers has."""

from __future__ import annotations

import io
import json
import tomllib

import pytest
from documents import FORM, example
from places import PILOT

from bot.terminal.answer_file import AnswerFile
from dialogs.application.application import Step
from render import data_file
from render.reading import file_reader


def test_it_has_every_answer_in_the_shape_of_a_file_of_answers() -> None:
    file = io.BytesIO()
    data_file.write(FORM, example(), file)
    said = json.loads(file.getvalue())
    answers = said["answers"]
    assert said["form"] == FORM.key
    given = tomllib.loads((PILOT / "example.toml").read_text("utf-8"))
    assert AnswerFile(FORM, answers).total == AnswerFile(FORM, given).total
    assert answers["statement"] == {"declaration": "确认"}
    assert [row["statement"] for row in answers["joint_units"]] == [{"declaration": "确认"}] * 2
    assert answers["apply_date"] == example().get("apply_date")
    assert answers["plans"][0]["annex"].keys() == given["plans"][0]["annex"].keys()


def test_one_units_part_has_nothing_of_the_others() -> None:
    whole = example()
    first, second = whole.rows["joint_units"]
    owners = {row: "" for rows in whole.rows.values() for row in rows}
    owners |= {first: first, second: second, "clients 0": first}
    part = whole.part(FORM, first, owners)
    found = data_file.data(FORM, part)
    assert {name: len(rows) for name, rows in found.items() if rows} == {"joint_units": 1, "clients": 1}
    assert found["joint_units"][0]["name"] == whole.get("joint_units.name", first)
    assert Step(item="plan") in part.closed
    lead = data_file.data(FORM, whole.part(FORM, "", owners))
    assert lead["plan_name"] == whole.get("plan_name")
    assert len(lead["clients"]) == len(whole.rows["clients"]) - 1
    assert lead["joint_units"] == []


@pytest.mark.parametrize(
    "content",
    [
        b'{"form": "a/1", "answers": []}',
        b'{"form": "a/1", "answers": {"x": ' + b"9" * 5_000 + b"}}",
        b'{"form": "a/1", "answers": {"x": "\\ud800"}}',
        '{"form": "a/1", "answers": {}}'.encode("utf-16"),
        b'{"form":"a","answers":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
    ],
)
def test_what_is_no_export_of_ours_is_said_to_be_none(content: bytes) -> None:
    assert file_reader.read(content, "a.json").unfit == "no_export"


def test_an_export_that_is_far_too_long_is_not_taken_apart() -> None:
    assert file_reader.read(b'{"form":"a","answers":{"x":[' + b"[]," * 2_000_000 + b"1]}}", "a.json").unfit
