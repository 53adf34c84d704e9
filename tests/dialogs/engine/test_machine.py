"""Any sequence of what one person may do, alone with several applications.

How to read it: `machine` has the actions, `laws_of_acts` what must come of each, `laws` what must hold at any time.
Here is what is more certain for somebody who is alone: nobody changes anything between a question and its answer.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from acting import FORM, Act, buttons
from hypothesis.stateful import initialize
from machine import DEEDS, Machine, as_long
from typed import reading

from dialogs.form.model import Field
from dialogs.turn.events import Event, Said

ME = "console:me"
MOST = 3  # applications


class Alone(Machine):
    people = (ME,)
    deeds = MappingProxyType({**DEEDS, "begins_another": 1, "deletes": 1})

    def do(self, what: type[Event], person: str, /, **more: Any) -> Act:
        act = super().do(what, person, **more)
        a_right_answer_is_taken(act)
        what_is_on_offer_is_not_stale(act)
        return act

    @initialize()
    def agrees_first(self) -> None:
        """Before that nothing is kept."""
        self.say(ME, "你好")
        assert not self.play.world()
        assert self.tap(ME, "agree")

    def begins_another(self, person: str, number: int) -> None:
        del number
        if len(self.play.world()) < MOST:
            self.command(person, "new")

    def deletes(self, person: str, number: int) -> None:
        """And is forgotten with the last one; then they may begin anew."""
        if self.play.world():
            self.command(person, "delete")
            self.tap(person, "no" if number % 3 else "erase")
        else:
            self.agrees_first()


def a_right_answer_is_taken(act: Act) -> None:
    if not isinstance(act.event, Said) or act.deed[0] != "typed" or not act.step or act.late:
        return
    asked, at = FORM.fields.get(act.step.item), act.after.get(act.seat[0])
    stored = reading(asked.kind, act.event.text) if isinstance(asked, Field) else None
    if asked and at and stored and asked.kind != "longtext":
        assert at.answers.get((act.step.item, act.step.row)) == stored, act.event


def what_is_on_offer_is_not_stale(act: Act) -> None:
    pressed = getattr(act.event, "data", None)
    if pressed is not None and act.seat[0]:
        assert bool(act.receipt.toast) == (pressed not in [button.data for button in buttons(act.asked)])


Alone.TestCase.settings = as_long(examples=15, steps=10)
TestAlone = Alone.TestCase
