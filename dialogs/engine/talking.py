"""What typed words mean where one is, before they are an answer: a button on offer, or talk instead of an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from dialogs.answers import choices, talk
from dialogs.answers.cleaning import fold
from dialogs.answers.wishes import COMMANDS, Action, Talk
from dialogs.application import journey
from dialogs.engine import commands
from dialogs.engine.staleness import offered
from dialogs.screens.overview import went
from dialogs.texts import say
from dialogs.turn.events import Went
from dialogs.turn.messages import Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

LABEL = 40  # a typed message up to this length may be the label of a button, where it is not known what they said

# Which buttons do what is asked for, the likeliest first; one that is not on offer is passed over.
_BUTTONS: Mapping[Action | Talk, tuple[str, ...]] = {
    "back": ("back", "no", "rows"),
    "next": ("keep", "skip", "finish", "done", "postpone", "go_on"),
    "skip": ("skip", "keep", "postpone"),
    "done": ("done", "finish"),
}
ALWAYS = {"undo", "redo"}  # what no answer is ever called


class _Title(NamedTuple):
    """What can be gone to by its title."""

    words: str
    item: str


def pressed(at_top: Turn, text: str) -> Button | None:
    """The button on offer that a text names by its label or, in a menu, by its number; None for none.

    Only what was shown, where that is known, can be meant.
    """
    if len(text) > LABEL:
        return None
    wanted = fold(text).strip('“”"')
    shown = at_top.shown.offers
    for button in shown if shown is not None else offered(at_top):
        if fold(button.label) == wanted:
            return next((one for one in offered(at_top) if one.label == button.label), None)
    return _numbered(at_top, text)


def _numbered(at_top: Turn, text: str) -> Button | None:
    """The button of a menu by its place; nothing that cannot be undone is done by a mere number."""
    if not at_top.stack[-1].is_menu:
        return None
    on_offer = list(offered(at_top))
    found = choices.chosen(text, [button.label for button in on_offer], ())
    button = next((one for one in on_offer if [one.label] == list(found)), None)
    return None if button is None or button.role == "danger" else button


def gone(at_top: Turn, text: str) -> Outcome | None:
    """The part, table or question to which a message wants to go by its title; None for any other."""
    screen = at_top.stack[-1]
    if not (goal := talk.goal(text)) or not (screen.is_one_question or screen.is_menu or screen.table_at_hand(at_top)):
        return None
    title = next((title for title in _titles(at_top) if talk.is_goal(goal, title.words)), None)
    return went(at_top, Went(id=at_top.event, person=at_top.conversation.person, item=title.item)) if title else None


def _titles(turn: Turn) -> Iterator[_Title]:
    """What can be gone to: parts, tables, and what is asked once."""
    for section in journey.sections(turn.application):
        yield _Title(section.title, section.id)
        yield from (_Title(table.title, table.id) for table in section.tables)
        fields = section.fields if section.id in turn.form.groups_alone() else ()
        yield from (_Title(name, field.id) for field in fields for name in (field.label, field.title))


def _ways(meaning: Action | Talk, on_offer: Collection[str]) -> Sequence[str]:
    """The buttons that do what is asked for. 下一题 does not say of a table without a row that it is to stay so."""
    ways = _BUTTONS.get(meaning, ())
    is_empty = not any(data.startswith("row:") for data in on_offer)
    return [way for way in ways if way != "finish" or meaning != "next" or not is_empty]


def talked(at_top: Turn, text: str) -> Outcome | None:
    """What talk comes to: a button, a command, or a sentence that helps to go on. None for what may be an answer."""
    meaning = talk.meaning(text)
    screen = at_top.stack[-1]
    if not meaning or (meaning not in ALWAYS and screen.takes(at_top, text)):
        return None
    on_offer = {button.data for button in offered(at_top)}
    if data := next((data for data in _ways(meaning, on_offer) if data in on_offer), ""):
        return commands.run(at_top, data) if data in commands.COMMANDS else screen.pressed(at_top, data, "")
    if meaning in COMMANDS:
        return commands.run(at_top, meaning)
    if meaning in ("hello", "thanks", "leave"):
        return at_top.remain(notes=(say(f"talk.{meaning}", menu=screen.is_menu),))
    can_wait = meaning == "unknown" and on_offer & {"skip", "postpone"}
    return at_top.remain(notes=(screen.help(at_top), say("talk.unknown") if can_wait else ""))
