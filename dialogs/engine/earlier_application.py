"""The answers of an earlier application, of the person's or from an export: shown one by one, before any is taken.

Knows nothing of how they are read, nor of what becomes of them.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.application.team import member
from dialogs.form.model import Form
from dialogs.pasting import earlier_answers
from dialogs.pasting.file_content import FileContent
from dialogs.screens import found_answers
from dialogs.texts import say
from dialogs.turn.events import JobDone
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn


def read(turn: Turn, event: JobDone) -> Outcome:
    """What there is in the application from which the person wants to start, as it was read."""
    named, _, unit = event.argument.partition("/")
    if event.content is None or member(turn.repository.team(named), event.person, unit) is None:
        return turn.stay(say("old.gone"))
    if event.application != turn.conversation.application:
        return turn.stay(say("file.elsewhere", name=event.name))
    return shown(turn, event.content, event.name)


def shown(turn: Turn, content: FileContent, name: str) -> Outcome:
    """What there is in an earlier application, or an export of one, called `name`."""
    earlier = content.earlier
    assert earlier  # noqa: S101 - who calls has looked
    pictures = {picture.id for picture in content.pictures}
    found = earlier_answers.read(turn.form, _form(turn, earlier.form), earlier.answers, pictures)
    if not found.found:
        return turn.stay(say("old.none", name=name))
    left = say("old.homeless", count=found.homeless) if found.homeless else ""
    outcome = found_answers.begin(turn, found.found, name, is_old=True)
    return replace(outcome, notes=(*outcome.notes, say("old.anew"), *filter(None, [left])))


def _form(turn: Turn, key: str) -> Form:
    """The form of the earlier application; one that nobody knows any more had the ids of the one at hand."""
    forms = turn.repository.forms
    kept = (form for form in forms.all().values() if form.key == key)
    return forms.get(key) or next(kept, turn.form)
