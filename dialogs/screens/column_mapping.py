"""Which column of the table each place in the lines of a paste is for, chosen by the person. A part of the dry run."""

from __future__ import annotations

from dialogs.form.model import Group
from dialogs.pasting.reading import Mapped, Reading
from dialogs.pasting.table_layout import Place
from dialogs.screens import paste_words
from dialogs.texts import say
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.messages import Ask, Button

PER_LINE = 5  # numbers of places in one line of buttons
NONE = -1  # no column


def places(reading: Reading) -> Ask:
    """All places, each with what it is for: of which one is that to be changed?"""
    shown = [(paste_words.place(place), paste_words.names(place)) for place in reading.places]
    numbers = [Button(label=str(at + 1), data=f"place:{at}") for at in range(len(shown))]
    return ask(say("dry_run.places", places=shown), [*in_rows(numbers, PER_LINE), (button("return", "mapped"),)])


def columns(table: Group, place: Place) -> Ask:
    """All columns: for which of them is a place?"""
    names = [Button(label=column.title, data=f"column:{at}") for at, column in enumerate(table.fields)]
    none = button("no_column", f"column:{NONE}")
    rows = [*in_rows(names, 2), (none, button("return", "map"))]
    return ask(say("dry_run.which_column", place=paste_words.place(place), names=paste_words.names(place)), rows)


def chosen(table: Group, reading: Reading, at: int, column: int) -> Mapped:
    """What each place is for, once that at `at` is for this column (or NONE); one that was for just this gets its."""
    new = () if column == NONE else (table.fields[column].id,)
    before = [tuple(c.id for c in place.columns) for place in reading.places]
    after = [before[at] if new == of else tuple(c for c in of if c not in new) for of in before]
    return (*after[:at], new, *after[at + 1 :])
