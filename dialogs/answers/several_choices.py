"""Choosing any number of what is offered, in the ways in which people set them apart.

Knows no form, nor how one choice is said: that is for `choices` to know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, product
from typing import TYPE_CHECKING

from dialogs.answers import choices, ticks
from dialogs.answers.choices import BETWEEN, MOST_MEANT, other_alone
from dialogs.answers.cleaning import fold, one_line
from dialogs.answers.verdict import Accepted, Doubtful, Invalid, Verdict, stored
from dialogs.pattern import Pattern

if TYPE_CHECKING:  # these say what a question says of its answers, and are imported there
    from dialogs.answers.kinds import Parameters

_SET_OFF = Pattern(r"[、,，;；\n]")
_NUMBERS = Pattern(r"[0-9]{1,2}(?:[\s、,，;；.和]+[0-9]{1,2})+")
_ALL = frozenset(("都选", "全选", "全部", "都要", "全部选择"))


def read(asked: Parameters, text: str) -> Verdict:
    """Reads any number of the choices, `other` with its text last. Stored in the form's order, 、 between them."""
    text = text.strip()
    verdicts = [choices.read(asked, one) for one in _several(asked, text)]
    refused = [verdict for verdict in verdicts if isinstance(verdict, Invalid)]
    if refused:
        return refused[0]
    odd = [verdict for verdict in verdicts if isinstance(verdict, Doubtful)]
    if odd:
        known = [one.meant if isinstance(one, Doubtful) else (stored(one),) for one in verdicts]
        meant = dict.fromkeys(joined(asked, values) for values in islice(product(*known), MOST_MEANT))
        return Doubtful("", odd[0].doubts, tuple(meant)) if len(verdicts) > 1 else odd[0]
    return Accepted(joined(asked, [verdict.value for verdict in verdicts if isinstance(verdict, Accepted)]))


def _several(asked: Parameters, text: str) -> Sequence[str]:
    """What is chosen, one by one, as it was typed."""
    if isinstance(choices.read(asked, one_line(text)), Accepted):
        return (one_line(text),)
    if fold(text) in _ALL:
        return asked.choices
    if ticks.is_among(text) and (ticked := ticks.ticked(text)):
        return ticked
    if numbers := _NUMBERS.fullmatch(text):
        return re.findall(r"[0-9]+", numbers[0])
    named = re.escape(other_alone(asked.other)).replace("他", "[他它]")
    other = re.search(named, text) if named else None
    listed = text[: other.start()] if other else text
    found = [each for one in _SET_OFF.split(listed) if one.strip() for each in _apart(asked, one.strip())]
    return [*found, *([text[other.start() :]] if other else [])] or [text]


def _apart(asked: Parameters, text: str) -> Sequence[str]:
    """A choice as it was typed, or several with only a blank or 和 between them, which may stand within one too."""
    ways = ([text], text.split(), re.split("[和及与]", text))
    return next((way for way in ways if all(isinstance(choices.read(asked, one), Accepted) for one in way)), [text])


def joined(asked: Parameters, values: Sequence[str]) -> str:
    """Several choices as they are stored: in the form's order, `other` last, each once."""
    order = {label: at for at, label in enumerate(asked.choices)}
    return BETWEEN.join(sorted(dict.fromkeys(values), key=lambda value: order.get(value, len(order))))
