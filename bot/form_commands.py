"""The commands for authors of forms, and for whoever looks after them: nothing is asked, and nothing kept."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot import clock
from bot.service import form_registry
from bot.service.form_folder import EXAMPLE, FileFault, Look, is_form, look
from bot.service.form_registry import RegisteredForm
from bot.settings import Settings
from bot.terminal import answer_lines, example_faults
from dialogs.application.application import Answers
from dialogs.form.schema import schema
from dialogs.texts import say


class StopError(Exception):
    """The command cannot go on; the message says why and what to do."""


def registered(settings: Settings, name: str) -> RegisteredForm:
    """The form of a name, "" for the only one. Raises StopError where there is none."""
    there = form_registry.has(settings.forms, name)  # then what is wrong with others need not be told
    registry = form_registry.read(settings.forms, name if there else "", examples=bool(name))
    found = [registered for key, registered in registry.items() if name in ("", key, registered.form.id)]
    if not found:
        raise StopError(say("console.no_form", name=name, forms=list(registry)))
    if len({one.form.id for one in found}) > 1:
        raise StopError(say("answer_file.which_form", forms=list(registry)))
    return found[-1]  # the newest version, as they are sorted


def blank(settings: Settings, options: argparse.Namespace) -> None:
    """Writes the blank form."""
    from render.context import context  # noqa: PLC0415 - no other command waits for what writes Word
    from render.docx import write  # noqa: PLC0415

    chosen = registered(settings, options.form)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("wb") as file:
        write(chosen.template, context(chosen.form, Answers(), mode="blank"), file)
    print(say("console.saved", path=options.out))


def questions(settings: Settings, options: argparse.Namespace) -> None:
    """Prints every question of a form."""
    form = registered(settings, options.form).form
    listed: list[dict[str, Any]] = [
        {
            "id": field.id,
            "section": form.section_of[group.id].title,
            **field.model_dump(exclude_defaults=True),
        }
        for group in form.groups.values()
        for field in group.fields
    ]
    if options.json:
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for question in listed:
        rules = {key: question[key] for key in ("choices", "max_words", "min_han") if key in question}
        shown = {key: say("list.words", words=v) if isinstance(v, tuple) else v for key, v in rules.items()}
        rule = say("list.values", values=[f"{key}={v}" for key, v in shown.items()])
        print("\t".join((question["id"], question["label"], question["kind"], rule)))


def answer(settings: Settings, options: argparse.Namespace) -> None:
    """Prints how each line of standard input is read as an answer to one question, or a paste into one table."""
    form = registered(settings, options.form).form
    asked = form.fields.get(options.item) or form.tables.get(options.item)
    if options.item in form.computed:
        raise StopError(say("console.computed_item", item=options.item))
    if asked is None:
        raise StopError(say("console.no_item", form=form.id, item=options.item))
    try:
        today = date.fromisoformat(options.today) if options.today else clock.now().date()
    except ValueError:
        raise StopError(say("console.bad_day", value=options.today)) from None
    try:
        for line in answer_lines.read(asked, sys.stdin, today):
            print(line)
    except answer_lines.NoStringError as error:
        raise StopError(say("console.bad_line", number=error.number)) from None


def check(settings: Settings, options: argparse.Namespace) -> int:
    """Prints what is wrong with the forms of a folder, errors apart from advice; 1 where one cannot be used."""
    del settings
    root: Path = options.folder
    folders = [root, *sorted(root.glob("*/")), *sorted(root.glob("*/*/"))]
    looked = [_with_example(look(folder.resolve())) for folder in folders if is_form(folder)]
    if not looked:
        raise StopError(say("form_registry.no_forms", path=options.folder))
    if options.json:
        print(json.dumps([_plain(one) for one in looked], ensure_ascii=False, indent=2))
    else:
        print("\n".join(line for one in looked for line in _told(one)))
    return int(any(one.errors for one in looked))


def _with_example(looked: Look) -> Look:
    """The same with the faults of the example beside a sound form."""
    if looked.form is None or looked.errors:
        return looked
    found = example_faults.faults(RegisteredForm(looked.form, looked.folder))
    return replace(looked, faults=(*looked.faults, *(FileFault(EXAMPLE, one) for one in found)))


def _told(looked: Look) -> Iterator[str]:
    counts = {"errors": len(looked.errors), "advice": len(looked.advice)}
    yield say("form_registry.checked", folder=looked.folder, **counts)
    yield from (say("form_registry.error", text=one.text) for one in looked.errors)
    yield from (say("form_registry.advice", text=one.text) for one in looked.advice)


def _plain(looked: Look) -> dict[str, Any]:
    """`{"folder", "form", "errors", "warnings"}`, the last two as `{"file", "code", "line", "place", "words"}`."""
    faults = {
        name: [{"file": one.file, **one.fault.model_dump(exclude={"is_error"})} for one in found]
        for name, found in (("errors", looked.errors), ("warnings", looked.advice))
    }
    return {"folder": str(looked.folder), "form": looked.form.key if looked.form else "", **faults}


def print_schema(settings: Settings, options: argparse.Namespace) -> None:
    """Prints the JSON Schema of a form.toml."""
    del settings, options
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
