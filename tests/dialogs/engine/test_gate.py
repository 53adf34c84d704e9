"""The gate fails closed: what does not say what it needs and whose part it touches passes for nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from enacting import enact
from harness import Bench
from stage import LEADER, A, Actor, build

from dialogs.answers.value import Value
from dialogs.application.changes import AnyChange, Change, Ground, Mute, Need
from dialogs.engine.gate import guard
from dialogs.form.model import LEAD_UNIT
from dialogs.texts import say
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn
from storage import apply
from storage.store import Store

LEAD = Actor(LEADER, LEAD_UNIT)
VIEWER = Actor("console:viewer", LEAD_UNIT)


class StatesNothing(Change):
    """As somebody writes it who does not think of the gate."""


class StatesNeedsAlone(Change):
    def needs(self, _: Ground) -> Iterable[Need]:
        return ()


class StatesTouchesAlone(Change):
    def touches(self, _: Ground) -> Iterable[str]:
        return ()


class BeginsAndStatesNothing(Change):
    """What comes with the beginning of an application is allowed, but only what states something begins one."""

    from_outside = True
    begins = True


class LooksRight(Value):
    """Has all that the gate asks for, but is no change."""

    application: str
    from_outside: bool = True
    begins: bool = True

    def needs(self, _: object) -> Iterable[Need]:
        return ()

    def touches(self, _: object) -> Iterable[str]:
        return ()

    def is_stated(self) -> bool:
        return True


class StatesBoth(StatesNeedsAlone, StatesTouchesAlone):
    """The measure: the same with both, which passes."""


UNSTATED: list[Any] = [
    StatesNothing(application=A),
    StatesNeedsAlone(application=A),
    StatesTouchesAlone(application=A),
    BeginsAndStatesNothing(application=A),
    LooksRight(application=A),
    SimpleNamespace(application=A),
    "change",
    None,
]
Guards = Any


@pytest.fixture
async def guarded(bench: Bench) -> Guards:
    """Hands changes to the gate in the name of somebody, where everybody is in and everything is filled in."""
    await bench.service.do(build)

    async def hand_in(actor: Actor, *changes: Any) -> Outcome:
        def pass_(store: Store) -> Outcome:
            before = store.db.conn.total_changes
            turn = Turn(store, actor.conversation(), bench.clock.now, event="e")
            outcome = guard(turn, Outcome(turn.conversation, changes=changes))
            assert store.db.conn.total_changes == before, "the gate itself changes nothing"
            return outcome

        return await bench.service.do(pass_)

    return hand_in


@pytest.mark.parametrize("actor", [VIEWER, LEAD], ids=["viewer", "lead"])
async def test_what_states_nothing_is_refused_for_everybody_and_takes_all_with_it(
    guarded: Guards, actor: Actor
) -> None:
    allowed = Mute(application=A, muted=True)
    assert allowed in (await guarded(actor, allowed)).changes
    for change in UNSTATED:
        for changes in ([change], [allowed, change], [change, allowed]):
            outcome = await guarded(actor, *changes)
            assert (outcome.changes, outcome.refusal) == ((), say("refuse.unknown_change")), change


@pytest.mark.parametrize("actor", [VIEWER, LEAD], ids=["viewer", "lead"])
async def test_the_same_with_both_stated_passes(guarded: Guards, actor: Actor) -> None:
    change = StatesBoth(application=A)
    assert (await guarded(actor, change)).changes == (change,)


@pytest.mark.parametrize("change", get_args(AnyChange), ids=lambda change: change.__name__)
def test_every_change_there_is_states_both_and_can_be_carried_out(change: type[Change]) -> None:
    assert change.is_stated()
    assert callable(apply._APPLY[change])


def test_no_change_is_left_out() -> None:
    """A change that is not in the union is none that storage reads or carries out."""
    leaves = {kind for kind in _below(Change) if kind.__module__.startswith("dialogs.") and not kind.__subclasses__()}
    assert leaves == set(get_args(AnyChange)) == set(apply._APPLY)


def _below(kind: type[Change]) -> Iterator[type[Change]]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)


async def test_storage_carries_out_nothing_that_it_does_not_know(bench: Bench) -> None:
    await bench.service.do(build)

    def carry_out(store: Store) -> int:
        before = store.db.conn.total_changes
        with pytest.raises(KeyError):
            enact(store, LEAD.conversation(), [StatesBoth(application=A)], bench.clock.now)
        return int(store.db.conn.total_changes - before)

    assert await bench.service.do(carry_out) == 0
