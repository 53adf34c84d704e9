"""Every state that a conversation can have, filled with what is not the person's.

Made from the types of the modes themselves, so that a new mode is forged too.
"""

from __future__ import annotations

import random
import types
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from stage import PEOPLE, UNITS, A, B, shelf_of

from dialogs.application import changes as c
from dialogs.application.application import Step
from dialogs.application.checks import Finding
from dialogs.form.model import Value
from dialogs.turn import conversation

ROWS = [*(shelf_of(unit, number) for unit in UNITS for number in (1, 2, 3)), *UNITS, "shelf-b", "unit-b"]
STEPS = [
    Step(item="remark"),
    Step(item="goal"),
    Step(item="nature"),
    Step(item="plan"),
    Step(item="partners"),
    *(Step(item=item, row=shelf_of(unit)) for unit in UNITS for item in ("shelves.name", "shelves.note", "about")),
    *(Step(item="shelves", row=shelf_of(unit)) for unit in UNITS),
    *(Step(item=item, row=unit) for unit in UNITS if unit for item in ("partners.nature", "partners", "promise")),
    Step(item="shelves.name", row="shelf-b"),
    Step(item="detail", row=shelf_of("")),
]
ANSWERED = ("remark", "goal", "shelves.name", "shelves.note", "promise")
STRINGS: dict[str, Sequence[str]] = {  # what stands in a field, by its name
    "row": ROWS,
    "table": ["partners", "shelves"],
    "section": ["basic", "tables", "plan", "detail", "pledge"],
    "within": ["", "basic", "plan", "detail"],
    "person": [*PEOPLE],
    "unit": UNITS,
    "invitation": ["", "open", "b", "revoked"],
    "link": ["", "none"],
}
USED = "console:two"  # an invitation that has been used up: that of any other lets one in


def modes(seed: int, count: int) -> list[Any]:
    """Some of every mode: all that one may be in."""
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    found = []
    for kind in get_args(get_args(conversation.Mode)[0]):
        found += [_made(kind, chance) for _ in range(count)]
    return list(dict.fromkeys(found))


def _made(kind: type[Value], chance: random.Random) -> Any:
    values = {name: _value(name, field.annotation, chance) for name, field in kind.model_fields.items()}
    if kind is conversation.Joining:
        values["invitation"] = chance.choice([USED, "revoked", "none"])
    if kind is conversation.Conflict:  # that is only ever about an answer
        step = values["step"] = chance.choice([step for step in STEPS if step.item in ANSWERED])
        drop = c.DropRow(application=A, table="shelves", row=step.row)
        put = c.PutAnswer(application=chance.choice([A, A, B]), step=step, value="新的")
        values["changes"] = chance.choice([(put,), (put, drop)])
    if kind is conversation.Confirming and values["row"] and isinstance(values["before"], conversation.Browsing):
        values["before"] = values["before"].model_copy(update={"row": values["row"]})
    return kind(**values)


def _value(name: str, annotation: Any, chance: random.Random) -> Any:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = chance.choice(get_args(annotation))
    if annotation is type(None):
        return None
    if get_origin(annotation) is Literal:
        return chance.choice(get_args(annotation))
    if get_origin(annotation) is tuple:
        return _several(get_args(annotation)[0], chance)
    return _single(name, annotation, chance)


def _several(annotation: Any, chance: random.Random) -> tuple[Any, ...]:
    if annotation is int:
        return chance.choice([(), (99,)])
    if annotation is Finding:
        return tuple(Finding(code="missing", step=step, place="x", words="x") for step in chance.sample(STEPS, 5))
    return ()


def _single(name: str, annotation: Any, chance: random.Random) -> Any:
    if annotation is bool:
        return chance.choice([True, False])
    if annotation is int:
        return chance.randrange(30)
    if annotation is str:
        return chance.choice(STRINGS[name])
    if annotation is Step:
        return chance.choice(STEPS)
    return _made(annotation, chance)
