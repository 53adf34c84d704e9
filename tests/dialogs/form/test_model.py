"""A form is data: what its model derives, and that no word of the official one stands in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import DATABASES, FORMS, PILOT, ROOT
from pydantic import ValidationError

from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT, Form, Group

TEXT = (DATABASES / "form.toml").read_text("utf-8")
SMALL = load(TEXT)
OFFICIAL = load((PILOT / "form.toml").read_text("utf-8"))
TEXTS = (".py", ".toml", ".html", ".js", ".css", ".sql")
ROOMS = ("bot", "dialogs", "storage", "render", "benchmarks")


def test_groups_are_the_sections_and_their_tables_in_order() -> None:
    assert list(SMALL.groups) == ["head", "partners", "wares", "origin", "pledge"]
    assert list(SMALL.tables) == ["partners", "wares"]
    assert SMALL.section_of["wares"].id == "head"
    assert SMALL.group_of["wares.price"] == "wares"
    assert SMALL.group_of["wares"] == "head", "a table as a whole is answered in its section"
    assert SMALL.groups["head"].item_ids == ("stall", "day", "owner", "story", "partners", "wares")


def test_sections_are_repeated_for_rows_and_for_units() -> None:
    assert SMALL.repeated == {"partners": ("partners", "pledge"), "wares": ("wares", "origin")}
    assert [SMALL.rows_of(section) for section in SMALL.sections] == ["", "wares", "partners"]
    assert SMALL.groups_alone() == ("head", "pledge"), "the lead unit answers its part without a row"
    assert LEAD_UNIT == ""


def test_every_field_has_one_place() -> None:
    for form in (SMALL, OFFICIAL):
        assert len(form.fields) == sum(len(group.fields) for group in form.groups.values())
        for table in form.tables.values():
            assert all(column.id.startswith(f"{table.id}.") for column in table.fields)


def test_a_form_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        SMALL.title = "别的"


def test_the_digest_tells_every_change_and_nothing_else() -> None:
    assert load(f"{TEXT}\n# a remark").digest == SMALL.digest
    for old, new in (("摊主", "户主"), ("{ min = 1 }", "{ min = 2 }"), ('version = "1"', 'version = "2"')):
        assert load(TEXT.replace(old, new, 1)).digest != SMALL.digest


def words(form: Form) -> Iterator[str]:
    """Every label, title, choice and unit of counting of a form."""
    yield form.title
    yield form.issuer
    for section in form.sections:
        yield section.title
        for item in section.items:
            columns = item.fields if isinstance(item, Group) else (item,)
            if isinstance(item, Group):
                yield item.title
            for field in columns:
                yield from (field.label, field.short, field.other, *field.choices)


def spoken(path: Path) -> str:
    """Every string that a module holds but its docstrings, which may give examples."""
    tree = ast.parse(path.read_text("utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return "\n".join(str(node.value) for node in strings if id(node) not in said)


def test_no_package_names_a_form() -> None:
    ids = {path.parents[1].name for path in FORMS.glob("*/*/form.toml")}
    paths = [path for room in ROOMS[:4] for path in (ROOT / room).rglob("*") if path.suffix in TEXTS]
    assert ids
    assert paths
    assert not {(path.name, one) for path in paths for one in ids if one in path.read_text("utf-8")}


def test_no_word_of_the_official_form_stands_in_the_code() -> None:
    official = {word for word in words(OFFICIAL) if len(word) > 3}
    assert {"方案名称", "组织机构代码/三证合一码", "国有控股企业"} <= official
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    code = {path.relative_to(ROOT).as_posix(): spoken(path) for path in paths}
    assert code
    found = {(path, word) for path, strings in code.items() for word in official if word in strings}
    assert not found
