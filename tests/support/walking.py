"""A person who answers whatever is asked, by the form alone: each question's own example, or the choice that is wanted.

Knows no form.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from harness import Chat
from shown_pictures import picture

from dialogs.application.application import Step
from dialogs.form.expression import Constant, Count, Name, Node
from dialogs.form.expression_text import Expression
from dialogs.form.model import Field, Form, Group
from dialogs.form.operations import Compared
from dialogs.texts import say

MOST = 400  # questions of one walk
FEW = 24  # walks: so many ways are all taken
LONG = "按照计划推进各项工作，明确责任分工，形成可以检验的成果。"
SAMPLES = {
    "person": "张三",
    "mobile": "13800138000",
    "email": "a@example.com",
    "text": "示例",
    "number": "3",
    "date": "2024年5月1日",
}


def walks(form: Form) -> list[Mapping[str, str]]:
    """Ways to answer what conditions hang on, which take each pair of answers once: an id -> the answer.

    Of a table it is the number of its rows; "" leaves a question out.
    """
    nodes = [node for group in form.groups.values() for when in _whens(group) for node in when.root.walk()]
    read = {node.id for node in nodes if isinstance(node, Name)}
    ways = {id_: _answers(field, nodes) for id_, field in form.fields.items() if id_ in read}
    ways |= {node.table: _around(nodes, node) for node in nodes if isinstance(node, Count)}
    left = [dict(zip(ways, chosen, strict=True)) for chosen in itertools.product(*ways.values())]
    return left if len(left) <= FEW else list(_by_pairs(left))


def _by_pairs(left: list[dict[str, str]]) -> Iterator[Mapping[str, str]]:
    """As few of these as have every two answers that can stand together."""
    pairs = {id(chosen): set(itertools.combinations(chosen.items(), 2)) for chosen in left}
    open_ = set().union(*pairs.values())
    while open_:
        best = max(left, key=lambda chosen: len(pairs[id(chosen)] & open_))
        open_ -= pairs[id(best)]
        yield best


def _whens(group: Group) -> Iterator[Expression]:
    yield from (one.when for one in (group, *group.fields) if one.when)


def _answers(field: Field, nodes: Collection[Node]) -> Sequence[str]:
    """The answers to a question between which its conditions tell, and one more where it may be left out."""
    left_out = () if field.required else ("",)
    other = (f"{field.other}：街边活动",) if field.other else ()
    if field.of_kind.is_closed:
        together = ("、".join((*field.choices, *other)),) if field.many else ()
        return (*field.choices, *other, *together, *left_out)
    name = next(node for node in nodes if isinstance(node, Name) and node.id == field.id)
    return (*(_around(nodes, name) or [sample(field)]), *left_out)


def _around(nodes: Collection[Node], asked: Node) -> Sequence[str]:
    """What a number or date is compared with, and what lies on both sides of it."""
    found: list[str] = []
    for node in nodes:
        sides = (node.left, node.right) if isinstance(node, Compared) else ()
        for known in (side.known for side in sides if asked in sides and isinstance(side, Constant)):
            if isinstance(known, Decimal):
                found += [f"{known + step:f}" for step in (-1, 0, 1)]
            elif isinstance(known, str):
                day = date.fromisoformat(known)
                found += [(day + timedelta(days=step)).isoformat() for step in (-1, 0, 1)]
    return list(dict.fromkeys(found))


def sample(field: Field) -> str:
    """An answer to a question by its own example."""
    return re.split("，?或者?|；", field.example)[0] or SAMPLES[field.kind]


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
            usual = 1 if item.id == form.units.group else rows  # of units with one name there is one
            wanted = max(int(chosen.get(item.id, usual)), item.min_rows)
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
    if not chosen.get(field.id, "some"):
        await chat.press(say("button.skip"))
    elif field.of_kind.is_agreement:
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
        await chat.say(chosen.get(field.id) or sample(field))
        if say("button.as_it_is") in chat.offered:
            await chat.press(say("button.as_it_is"))
