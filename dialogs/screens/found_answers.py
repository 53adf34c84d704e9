"""What was found in a file for a whole form: shown field by field, and taken on a yes, all or some of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from pydantic import TypeAdapter

from dialogs.answers import kinds
from dialogs.answers.word_count import words
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.rows_left import ADDED_AT_A_TIME
from dialogs.pasting.found import Found
from dialogs.pasting.part_texts import part_texts
from dialogs.screens import found_items, pasted_rows
from dialogs.screens.found_items import Item
from dialogs.texts import say
from dialogs.turn.holding import HoldingScreen
from dialogs.turn.labels import brief
from dialogs.turn.layout import ask, button, fault, in_rows
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Paged
from dialogs.turn.turn import Turn

PAGE = 8  # answers on one page
PER_LINE = 4
TOLD = 5  # faults and doubts of the rows of one table
SHOWN = 30  # characters of an answer
_FOUND = TypeAdapter(tuple[Found, ...])


def begin(turn: Turn, found: Sequence[Found], name: str, *, is_old: bool) -> Outcome:
    """Shows what was found in a file, or an application, of this name, before any of it is taken.

    `is_old` is what comes from an earlier application; any other file may be of one, which is asked.
    """
    held = turn.hold((), turn.shown.seen, _FOUND.dump_json(tuple(found)).decode())
    return turn.step_aside(FoundAnswers(held=held.id, name=name, is_old=is_old), held=held)


def in_message(turn: Turn, step: Step, text: str) -> Outcome | None:
    """Shows the texts that stand in one message, each below the heading of a question of this part; None for none.

    Not of a message that may have been cut off from a longer one: the rest would come while this is asked.
    """
    section = turn.form.group_at(step.item)
    if section.has_rows or len(text) in pasted_rows.CUT:
        return None
    found = part_texts(section, journey.title_of(turn.application, section, step.row), text)
    places = [item.step for item in found_items.items(turn, found)]
    here = all(place and place.row == step.row for place in places)  # no other row of the same name
    return begin(turn, found, "", is_old=False) if found and here else None


class FoundAnswers(HoldingScreen, Paged, Menu):
    """What was found in a file, before any of it is taken; what was found is held.

    Attributes:
        name: What the file is called, "" where it is a message.
        is_old: Whether it comes from an earlier application.
        turned: The numbers of those that are taken, or not, other than they would be by themselves.
    """

    kind: Literal["found_answers"] = "found_answers"
    name: str
    is_old: bool = False
    turned: tuple[int, ...] = ()

    def _found(self, turn: Turn) -> tuple[Found, ...]:
        return _FOUND.validate_json(self.waiting(turn).text)

    def _items(self, turn: Turn) -> list[Item]:
        found = found_items.items(turn, self._found(turn))
        return [item for item in found if item.is_carried or not self.is_old]

    def _taken(self, items: Sequence[Item]) -> list[int]:
        """The numbers of those that are taken: what is open, and what the person has chosen besides."""
        found = []
        for number, item in enumerate(items):
            standing = item.standing
            if standing in ("", "other") and (standing == "") != (number in self.turned):
                found.append(number)
        return found

    def view(self, turn: Turn) -> Ask:
        """Some of them, each with where it was found."""
        items = self._items(turn)
        taken = self._taken(items)
        page = self.at_page(len(items), PAGE)
        shown = page.of(items)
        lines = [_line(number, item, taken) for number, item in shown]
        strays = [(one.source, words(one.text)) for one in self._found(turn) if not one.item]
        about = {**page.said, "strays": strays[:PER_LINE], "more": len(strays) - PER_LINE}
        text = say("found.list", name=self.name, count=len(items), taken=len(taken), lines=lines, **about)
        numbers = [
            Button(label=str(number), data=f"turn:{number - 1}")
            for number, item in shown
            if item.standing in ("", "other")
        ]
        taking = [button("take_found", "take", count=len(taken))] if taken else []
        may_be_old = self.name and not self.is_old and any(items[number].is_carried for number in taken)
        return ask(
            text,
            [
                (*taking, button("take_nothing", "cancel")),
                (button("take_old", "take_old"),) if may_be_old else (),
                *in_rows(numbers, PER_LINE),
                page.turning,
            ],
        )

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Takes what is chosen, or nothing; or one more or less is chosen."""
        if action == "cancel":
            return turn.pop(notes=(say("found.dropped", name=self.name),))
        if action == "turn":
            turned = tuple(sorted({*self.turned} ^ {int(argument)}))
            return turn.swap(self.model_copy(update={"turned": turned}))
        items = self._items(turn)
        is_old = self.is_old or action == "take_old"
        chosen = found_items.taken([items[number] for number in self._taken(items)])
        chosen = [item for item in chosen if item.is_carried or not is_old]
        later = sum(len(item.rows) - ADDED_AT_A_TIME for item in found_items.some_later(chosen))
        note = say("found.taken_old" if is_old else "found.taken", count=len(chosen), later=later)
        outcome = turn.pop(*found_items.changes(turn, chosen, is_old=is_old), notes=(note,))
        return replace(outcome, seen=self.waiting(turn).seen, bulk=turn.new_id(1) if later else "")


def _line(number: int, item: Item, taken: Sequence[int]) -> str:
    """One of them: what it is for, how it stands, and where it was found."""
    about = {"number": number, "taken": number - 1 in taken, "source": item.found.source, "row": item.found.row}
    if item.table:
        about |= {"count": len(item.rows), "beyond": item.beyond, "told": item.told(TOLD)}
        return say("found.rows", title=item.table.title, **about)
    field = item.field
    assert field  # noqa: S101 - it is a table otherwise
    value = kinds.show(field, kinds.stored(item.verdict)) or item.found.text
    about |= {"label": field.title, "value": brief(value, SHOWN)}
    size = words(value) if field.of_kind.is_long and len(value) <= SHOWN else 0
    doubt = fault(field, item.verdict) if isinstance(item.verdict, kinds.Doubtful) and value else ""
    return say("found.line", size=size, standing=item.standing, doubt=doubt, **about)
