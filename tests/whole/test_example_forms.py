"""Each form that is but an example is filled in along all its branches, and makes a document that validators take."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import DOCX, Bench, Chat, Clock
from places import FORMS
from walking import walk, walks

from bot.service import form_registry
from dialogs.form.model import Form
from dialogs.turn.messages import Document

REGISTRY = form_registry.read(FORMS, examples=True)
EXAMPLES = {form.form.id: form for form in REGISTRY.values() if form.form.example}


def bench_of(name: str, folder: Path, clock: Clock) -> Bench:
    return Bench(folder / "data", {EXAMPLES[name].form.key: EXAMPLES[name]}, clock)


def test_nobody_is_offered_an_example_unasked() -> None:
    assert EXAMPLES
    assert not any(form.form.example for form in form_registry.read(FORMS).values())
    assert [form.form.id for form in form_registry.read(FORMS, only="training-signup").values()] == ["training-signup"]


def cases() -> list[tuple[str, int]]:
    return [(name, number) for name, found in EXAMPLES.items() for number, _ in enumerate(walks(found.form))]


@pytest.mark.parametrize(("name", "number"), cases())
async def test_every_branch_can_be_filled_in(name: str, number: int, tmp_path: Path, clock: Clock) -> None:
    form: Form = EXAMPLES[name].form
    chosen = list(walks(form))[number]
    async with bench_of(name, tmp_path, clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await walk(chat, form, chosen)
        [(missing,)] = await bench.sql("SELECT sum(missing) FROM progress WHERE scope = '*'")
        assert not missing or form.conditional.get(""), "what is missing can only stand in a closed part"
        documents = [reply for reply in await chat.command("export") if isinstance(reply, Document)]
        assert [document.name.endswith(".docx") for document in documents] == [True]
        assert "草稿" not in documents[0].caption, (await chat.command("check"))[-1]
        assert chat.files[-1].startswith(DOCX)
