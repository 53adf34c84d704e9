"""A person who answers whatever is asked, by the form alone: each question's own example, or the choice that is wanted.

Knows no form.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from harness import Chat, labels
from shown_pictures import picture

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
        ask = chat.asked
        if ask.step is None:
            return asked
        item = form.fields.get(ask.step.item) or form.tables.get(ask.step.item)
        asked.append(ask.step.item)
        if isinstance(item, Group):
            at = (item.id, ask.step.row)
            added[at] = added.get(at, 0) + 1
            wanted = (
                1 if item.id == form.units.group else max(rows, item.min_rows)
            )  # of units with one name there is one
            more = added[at] <= wanted
            await chat.press(say("button.add") if more and say("button.add") in labels(ask) else say("button.finish"))
        elif item is None:
            await chat.press(labels(ask)[0])
        else:
            await _answer(chat, item, chosen)
    raise AssertionError(asked[-10:])


async def _answer(chat: Chat, field: Field, chosen: Mapping[str, str]) -> None:
    if field.of_kind.is_agreement:
        await chat.press(say("button.confirm"))
    elif field.of_kind.is_closed:
        await chat.say(chosen.get(field.id, field.choices[0]))
    elif field.of_kind.is_long:
        await chat.say("\n".join([LONG] * max(1, -(-(field.min_han or 0) // 24))))
        await chat.press(say("button.done"))
    elif field.of_kind.is_file:
        handed = chat.bench.folder.parent / "照片.png"
        handed.write_bytes(picture())
        await chat.hand_in(handed)
    else:
        sample = re.split("，?或者?|；", field.example)[0] or SAMPLES[field.kind]
        await chat.say(sample)
        if say("button.as_it_is") in labels(chat.asked):
            await chat.press(say("button.as_it_is"))
