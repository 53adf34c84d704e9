"""A person who answers whatever is asked, by the form alone: each question's own example, or the choice that is wanted.

Knows no form.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping

from harness import Chat
from shown_pictures import picture

from dialogs.application.application import Step
from dialogs.form.model import Field, Form, Group
from dialogs.texts import say

MOST = 400  # questions of one walk
LONG = "按照计划推进各项工作，明确责任分工，形成可以检验的成果。"
SAMPLES = {
    "person": "张三",
    "mobile": "13800138000",
    "email": "a@example.com",
    "text": "示例",
    "number": "3",
    "date": "2024年5月1日",
}


def walks(form: Form) -> Iterator[Mapping[str, str]]:
    """Every way to answer the choices on which a condition hangs: the field's id -> the choice."""
    read = {name for group in form.groups.values() for name in _conditions(form, group.id)}
    steering = [field for id_, field in form.fields.items() if id_ in read and field.of_kind.is_closed]
    for chosen in itertools.product(*(field.choices for field in steering)):
        yield dict(zip((field.id for field in steering), chosen, strict=True))


def _conditions(form: Form, group: str) -> Iterator[str]:
    found = form.groups[group]
    for one in (found, *found.fields):
        if one.when:
            yield from one.when.names


async def walk(chat: Chat, form: Form, chosen: Mapping[str, str], rows: int = 2) -> list[str]:
    """Answers until everything is filled in, with so many rows in each table; returns the items that were asked."""
    asked: list[str] = []
    added: dict[tuple[str, str], int] = {}
    for _ in range(MOST):
        step = await _step(chat)
        if step is None:
            return asked
        item = form.fields.get(step.item) or form.tables.get(step.item)
        asked.append(step.item)
        if isinstance(item, Group):
            at = (item.id, step.row)
            added[at] = added.get(at, 0) + 1
            wanted = (
                1 if item.id == form.units.group else max(rows, item.min_rows)
            )  # of units with one name there is one
            more = added[at] <= wanted
            await chat.press(say("button.add") if more and say("button.add") in chat.offered else say("button.finish"))
        elif item is None:
            await chat.press(chat.offered[0])
        else:
            await _answer(chat, form, item, chosen)
    raise AssertionError(asked[-10:])


async def _step(chat: Chat) -> Step | None:
    """What is asked, on whatever channel, None where that is nothing of the form."""
    newest = "SELECT shown FROM question WHERE ? IN (person, '') ORDER BY number DESC LIMIT 1"
    [(shown,)] = await chat.bench.sql(newest, chat.person)
    step = json.loads(shown).get("step")
    return Step(**step) if step else None


def _wanted(form: Form, field: Field) -> int:
    """How many characters a long text must have, with its share of what its group must have together."""
    group = form.groups[form.home[field.id]]
    texts = sum(one.of_kind.is_long for one in group.fields)
    return max(field.min_han or 0, (group.min_han or 0) // texts)


async def _answer(chat: Chat, form: Form, field: Field, chosen: Mapping[str, str]) -> None:
    if field.of_kind.is_agreement:
        await chat.press(say("button.confirm"))
    elif field.of_kind.is_closed:
        await chat.say(chosen.get(field.id, field.choices[0]))
    elif field.of_kind.is_long:
        await chat.say(LONG * (1 + _wanted(form, field) // 20))
        await chat.press(say("button.done"))
    elif field.of_kind.is_file:
        handed = chat.bench.folder.parent / "照片.png"
        handed.write_bytes(picture())
        await chat.hand_in(handed)
    else:
        sample = re.split("，?或者?|；", field.example)[0] or SAMPLES[field.kind]
        await chat.say(sample)
        if say("button.as_it_is") in chat.offered:
            await chat.press(say("button.as_it_is"))
