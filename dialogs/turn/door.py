"""The button beneath a notice. It leads to what is told, whatever its reader is asked just now.

Knows not what is behind it: see `engine/doors`.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast, get_args

from dialogs.pattern import Pattern
from dialogs.turn.layout import button
from dialogs.turn.messages import Button

Behind = Literal[
    "on",  # the first open step
    "comment",  # what was commented on
    "history",  # one change of an answer
    "invite",  # an invitation, to be made anew, or for a unit
    "oneself",  # oneself among the members
    "lead",  # the question whether to lead
    "word",  # the Word document is made
]

_MARK = "to."  # where the buttons of a question have their number
_DOOR = Pattern(rf"{re.escape(_MARK)}({'|'.join(get_args(Behind))}):([^/]+)/([^/]*)(?:/([^/]*))?")


class Place(NamedTuple):
    """Where a door leads: into which application, for which unit, and there to what it is `about`."""

    behind: Behind
    application: str
    unit: str
    about: str = ""


def door(code: str, to: Place, **params: object) -> Button:
    """A door with the label of a button's code and parameters. It holds as long as what is behind it is there."""
    behind, *place = to
    return button(code, f"{_MARK}{behind}:{'/'.join(place)}", **params)


def place_of(data: str) -> Place | None:
    """Where a button with this data leads; None for one that is no door."""
    found = _DOOR.fullmatch(data)
    return Place(cast("Behind", found[1]), found[2], found[3], found[4] or "") if found else None
