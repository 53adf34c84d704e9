"""Every state that a conversation can have, filled with what is not the person's.

Made from the screens themselves, so that a new one is forged too.
"""

from __future__ import annotations

import itertools
import json
import random
import types
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from harness import BEGINNING
from stage import PEOPLE, UNITS, A, B, shelf_of

from dialogs.application import changes as c
from dialogs.application.application import Step
from dialogs.application.finding import Finding
from dialogs.screens.confirming import Confirming
from dialogs.screens.conflict import Conflict
from dialogs.screens.dry_run import DryRun
from dialogs.screens.found_answers import FoundAnswers
from dialogs.screens.joining import Joining
from dialogs.screens.registry import SCREENS
from dialogs.turn.held import Held
from dialogs.turn.screen import Screen
from storage.store import Store

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
    "instead": UNITS,
    "invitation": ["", "open", "b", "revoked"],
    "link": ["", "none"],
    "held": ["none"],
    "into": ["", *ROWS],
    "parent": ["", *ROWS],
    "name": ["a.docx"],
    "picture": ["0123456789abcdef"],
    "message": ["", "console:one/1"],
    "text": ["", "新的"],
}
BELOW = 0.5  # how often something lies below a screen that may also lie alone
USED = "console:two"  # an invitation that has been used up: that of any other lets one in


def _held() -> Iterator[tuple[str, Held]]:
    """What may wait for a yes, by the name of the screen that asks."""
    answers = [step for step in STEPS if step.item in ANSWERED]
    for number, (step, application) in enumerate(itertools.product(answers, (A, A, B))):
        put = c.PutAnswer(application=application, step=step, value="新的")
        changes = (put, c.DropAnswer(application=A, step=step)) if number % 2 else (put,)
        yield "conflict", Held(id=f"conflict {number}", application=A, changes=changes, seen=-1)
    drops = [c.DropRow(application=A, table="shelves", row=row) for row in ROWS]
    for number, drop in enumerate([c.DropApplication(application=A), c.DropApplication(application=B), *drops]):
        for seen in (-1, 3):
            yield "confirming", Held(id=f"confirming {number} {seen}", application=A, changes=(drop,), seen=seen)
    for number, application in enumerate((A, B)):
        text = "书架名称\t启用日期\n绘本架\t2024年5月\n文史架\t明年"
        yield "dry_run", Held(id=f"dry run {number}", application=application, changes=(), seen=-1, text=text)
        remark = {"item": "remark", "text": "新的", "source": "备注"}
        found = json.dumps([remark, {"item": "shelves", "text": text, "source": "书架名称"}])
        yield "found_answers", Held(id=f"found {number}", application=application, changes=(), seen=-1, text=found)


HELD = [*_held()]


def hold(store: Store, person: str) -> None:
    """Has all of that wait for a person's yes."""
    for _, held in HELD:
        store.held_changes.put(person, held, BEGINNING)


def screens(seed: int, count: int) -> list[tuple[Screen, ...]]:
    """Some of every screen, those on the way above one where a person may have been."""
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    places = [kind for kind in SCREENS.values() if not kind.is_aside and kind.needs_application]
    found: list[tuple[Screen, ...]] = []
    for kind in SCREENS.values():
        for _ in range(count):
            below = [_made(chance.choice(places), chance)] if kind.is_aside or chance.random() < BELOW else []
            found.append((*below, _made(kind, chance)))
    return list(dict.fromkeys(found))


def _made(kind: type[Any], chance: random.Random) -> Any:
    values = {name: _value(name, field.annotation, chance) for name, field in kind.model_fields.items()}
    if kind is Joining:
        values["invitation"] = chance.choice([USED, "revoked", "none"])
    if kind is Conflict:  # that is only ever about an answer
        held = chance.choice([held for asks, held in HELD if asks == "conflict"])
        values |= {"held": held.id, "step": next(iter(held.changes[0].gives()))}
    if kind in (Confirming, DryRun, FoundAnswers):
        values["held"] = chance.choice([held.id for asks, held in HELD if asks == kind.model_fields["kind"].default])
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
