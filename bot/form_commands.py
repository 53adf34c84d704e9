"""The commands for authors of forms, and for whoever looks after them: nothing is asked, and nothing kept."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

from bot import clock
from bot.service import form_registry
from bot.service.form_registry import RegisteredForm
from bot.settings import Settings
from bot.terminal import answer_lines
from dialogs.application.application import Answers
from dialogs.texts import say
from render.context import context
from render.docx import write


class StopError(Exception):
    """The command cannot go on; the message says why and what to do."""


def registered(settings: Settings, name: str) -> RegisteredForm:
    """The form of a name, "" for the only one. Raises StopError where there is none."""
    registry = form_registry.read(settings.forms)
    found = [registered for key, registered in registry.items() if name in ("", key, registered.form.id)]
    if not found:
        raise StopError(say("console.no_form", name=name, forms="、".join(registry)))
    return found[-1]  # the newest version of a form, as the keys are sorted


def blank(settings: Settings, options: argparse.Namespace) -> None:
    """Writes the blank form."""
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
        rule = "，".join(f"{key}={'、'.join(v) if isinstance(v, tuple) else v}" for key, v in rules.items())
        print("\t".join((question["id"], question["label"], question["kind"], rule)))


def answer(settings: Settings, options: argparse.Namespace) -> None:
    """Prints how each line of standard input is read as an answer to one question, or a paste into one table."""
    form = registered(settings, options.form).form
    asked = form.fields.get(options.item) or form.tables.get(options.item)
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
