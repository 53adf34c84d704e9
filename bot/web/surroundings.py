"""What stands around the conversation in one browser: name, progress, outline, members, what of the menu does not fit.

Derived anew only once something of the application was changed, and told as far as it is another then. Knows neither
requests nor messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.web.html import page
from dialogs.application.outline import Part, outline
from dialogs.engine import commands
from dialogs.screens.members import MOST, line
from dialogs.turn.perspective import Perspective, Seat

DRAWN = 1_000  # parts of which the HTML is kept
NOTHING: dict[str, object] = {"title": "", "percent": 0, "version": "", "outline": "", "members": "", "unfit": []}


@dataclass
class Surroundings:
    """Those that one browser was told last."""

    _told: dict[str, object] = field(default_factory=dict)
    _as_of: tuple[Seat, int] | None = None  # who saw which application so, and its version then
    _parts: Sequence[str] = ()  # the outline

    @property
    def application(self) -> str:
        """The id of the open application, "" for none."""
        return (self._as_of and self._as_of[0].application) or ""

    def news(self, seen: Perspective | None) -> dict[str, object]:
        """What is another than was told last; `seen` is how the person sees the open application, None for none.

        Of an outline with as many parts as before just those that are others, as `parts`, by their places.
        """
        as_of = (seen.seat, seen.repository.version(seen.application.id)) if seen else None
        if self._told and as_of == self._as_of:
            return {}
        parts = [_drawn(part) for part in outline(seen.application)] if seen else []
        whole = {**_around(seen), "outline": "".join(parts)} if seen else NOTHING
        news = {name: value for name, value in whole.items() if self._told.get(name) != value}
        if self._parts and "outline" in news and len(parts) == len(self._parts):
            both = enumerate(zip(parts, self._parts, strict=True))
            news["parts"] = {place: part for place, (part, before) in both if part != before}
            del news["outline"]
        self._told, self._as_of, self._parts = whole, as_of, parts
        return news


@lru_cache(DRAWN)
def _drawn(part: Part) -> str:
    """The HTML of a part, which is the same for all who have filled in as much of it."""
    return page("_part", part=part)


def _around(seen: Perspective) -> dict[str, object]:
    members = seen.team.members()[:MOST]
    lines = [line(seen, member) for member in members] if len(members) > 1 else []
    return {
        "title": seen.name,
        "percent": seen.progress,
        "version": f"{seen.application.id} {seen.repository.version(seen.application.id)}",
        "members": page("_members", members=lines) if lines else "",
        "unfit": sorted(commands.unfit(seen)),
    }
