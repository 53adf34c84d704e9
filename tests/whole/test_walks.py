"""Each form is filled in along all its branches, on every channel, and makes a finished document."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_botapi import FakeBotApi
from harness import DOCX, SMALL, Bench, Chat, Clock, small_shelf, text_of
from on_channel import on
from places import FORMS
from telegram_line import hurry
from terminal_chat import TerminalChat
from walking import walk, walks

from bot.service import form_registry
from dialogs.form.load import load
from dialogs.form.model import Form

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]
BRANCHES = SMALL / "branches/1/form.toml"
PATHS = (*sorted(FORMS.glob("*/*/form.toml")), BRANCHES)
WALKED = {form.id: form for path in PATHS for form in [load(path.read_text("utf-8"))]}


@pytest.mark.official
def test_nobody_is_offered_an_example_unasked() -> None:
    assert any(form.example for form in WALKED.values())
    assert not any(form.form.example for form in form_registry.read(FORMS).values())
    assert [form.form.id for form in form_registry.read(FORMS, only="training-signup").values()] == ["training-signup"]


def cases() -> list[tuple[str, int]]:
    return [(name, number) for name, form in WALKED.items() for number, _ in enumerate(walks(form))]


def folder_of(name: str, tmp_path: Path) -> Path:
    """The folder of forms in which a form stands; that of all sorts of conditions is made there."""
    if name != "branches":
        return FORMS
    small_shelf(tmp_path, name=name)
    return tmp_path / "forms"


@pytest.mark.parametrize(("name", "number"), cases())
async def test_every_branch_can_be_filled_in(name: str, number: int, tmp_path: Path, clock: Clock) -> None:
    async with Bench(tmp_path / "data", form_registry.read(folder_of(name, tmp_path), name), clock) as bench:
        await whole(Chat(bench), WALKED[name], number)


@pytest.mark.drill
async def test_the_walks_go_each_way_at_every_condition(tmp_path: Path, clock: Clock) -> None:
    form = WALKED["branches"]
    conditional = {one.id for group in form.groups.values() for one in (group, *group.fields) if one.when}
    asked = [set(await asked_on(form, number, tmp_path, clock)) for number, _ in enumerate(walks(form))]
    parts = {
        one: {one} if one in form.fields else {field.id for field in form.groups[one].fields} for one in conditional
    }
    assert {one for one, within in parts.items() if any(within & met for met in asked)} == conditional
    assert {one for one, within in parts.items() if any(not within & met for met in asked)} == conditional


async def asked_on(form: Form, number: int, tmp_path: Path, clock: Clock) -> list[str]:
    """What is asked on one walk."""
    registry = form_registry.read(folder_of(form.id, tmp_path), form.id)
    async with Bench(tmp_path / f"data{number}", registry, clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        return await walk(chat, form, walks(form)[number])


@pytest.mark.drill
@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("channel", ["telegram", "page", "terminal"])
@pytest.mark.parametrize(("name", "number"), cases())
async def test_every_branch_can_be_filled_in_on_every_channel(  # noqa: PLR0917
    channel: str, name: str, number: int, tmp_path: Path, clock: Clock, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with on(channel, tmp_path / "data", clock, api, name, folder_of(name, tmp_path)) as chat:
        by_line = channel == "terminal"
        await whole(TerminalChat(chat.bench, tmp_path / "out") if by_line else chat, WALKED[name], number)


async def whole(chat: Chat, form: Form, number: int) -> None:
    """One walk from the first contact to the finished document."""
    await chat.agree()
    await walk(chat, form, walks(form)[number])
    [(missing,)] = await chat.bench.sql("SELECT sum(missing) FROM progress WHERE scope = '*'")
    assert not missing or form.conditional.get(""), "what is missing can only stand in a closed part"
    said = text_of(await chat.command("export"))
    assert "草稿" not in said, text_of(await chat.command("check"))
    assert chat.files[0].startswith(DOCX)
