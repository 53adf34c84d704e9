"""The program knows no form by its name: a form is data, and another one is a folder."""

from __future__ import annotations

import re
import tomllib

import pytest
from places import FORMS, ROOT

ROOMS = ("bot", "dialogs", "render", "storage")
READ = {".py", ".toml", ".html", ".js", ".css", ".sql", ".json"}
NAMED = [tomllib.loads(path.read_text("utf-8")) for path in FORMS.glob("*/*/form.toml")]


def own_ids(form: dict[str, object]) -> set[str]:
    """The ids of a form that are no words that a program might use all the same."""
    found = set(re.findall(r'"id": "([a-z]+_[a-z_]+)"', repr(form).replace("'", '"')))
    return found - {"apply_date", "lead_unit", "joint_units", "lead_code"}  # also names of arguments and keys


@pytest.mark.parametrize("room", ROOMS)
def test_no_package_names_a_form(room: str) -> None:
    names = {str(form[key]) for form in NAMED for key in ("id", "title", "issuer")}
    files = [path for path in (ROOT / room).rglob("*") if path.suffix in READ]
    assert len(files) > 10
    said = {(path.name, name) for path in files for name in names if name in path.read_text("utf-8")}
    assert said == set()


def test_the_code_uses_no_id_of_a_form() -> None:
    ids = set().union(*map(own_ids, NAMED))
    assert len(ids) > 3
    quoted = re.compile(rf"[\"']({'|'.join(sorted(ids))})[\"']")
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert {(path.name, found[1]) for path in files if (found := quoted.search(path.read_text("utf-8")))} == set()
