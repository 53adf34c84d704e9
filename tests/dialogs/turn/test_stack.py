"""The stack of screens, whatever is put on it and taken off: no screen lies on it twice, the position never."""

from __future__ import annotations

from typing import Any

from harness import BEGINNING
from hypothesis import given
from hypothesis import strategies as st

from dialogs.application.application import Step
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.screens.comment_screen import CommentScreen
from dialogs.screens.history import History
from dialogs.screens.overview import Overview
from dialogs.screens.registry import read_conversation
from dialogs.turn.conversation import NOTHING_SHOWN, Conversation
from dialogs.turn.screen import Screen, without_asides
from dialogs.turn.turn import Turn

STEP = Step(item="name")
SCREENS: list[Screen] = [
    Asking(),
    Asking(step=STEP),
    Asking(within="plan"),
    Browsing(table="shelves"),
    Browsing(table="shelves", row="r1"),
    Overview(),
    History(step=STEP),
    CommentScreen(step=STEP),
]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["push", "swap", "pop", "step_aside", "resume", "go", "go_on"]), st.sampled_from(SCREENS)
    ),
    max_size=30,
)


def after(stack: tuple[Screen, ...], act: str, screen: Screen) -> tuple[Screen, ...]:
    """The stack once a turn was taken, kept and read again."""
    nothing: Any = None
    turn = Turn(nothing, Conversation(person="console:x", consented=True, screens=stack), BEGINNING)
    outcome = getattr(turn, act)(*([screen] if act in ("push", "swap", "step_aside", "go") else []))
    return read_conversation(outcome.conversation.model_dump_json(exclude={"application"}), NOTHING_SHOWN).screens


@given(ACTS)
def test_each_act_does_what_it_says(acts: list[tuple[str, Screen]]) -> None:
    stack: tuple[Screen, ...] = ()
    for act, screen in acts:
        before, stack = stack, after(stack, act, screen)
        kept = () if screen.is_position else (screen,)
        lists = [place for place, one in enumerate(before) if one.is_look]  # one never goes back past a list
        least = lists[-1] if lists else 0
        below = before[: before.index(screen, least)] if screen in before[least:] else before
        expected = {
            "push": (*below, *kept),
            "swap": (*before[:-1], *kept),
            "pop": before[:-1],
            "step_aside": (*without_asides(before), *kept),
            "resume": without_asides(before),
            "go": kept,
            "go_on": (),
        }
        assert stack == expected[act]
        assert not any(one.is_position for one in stack)
        assert act != "push" or stack[least:].count(screen) <= len(kept)
