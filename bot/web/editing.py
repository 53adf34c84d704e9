"""Which of the messages that a person sent can be given another text: those with which something changes.

Knows no HTML, and not how an edit is carried out.
"""

from __future__ import annotations

from bot.web.inputs import sent_id
from dialogs.engine.late_answers import is_open
from dialogs.turn.perspective import Perspective
from storage.store import Store


def editable(store: Store, seen: Perspective | None) -> set[str]:
    """The ids under which the page sent the messages that gave what stands in the open application now.

    With them those that were refused, as long as what they were to answer is still open. None for `seen` is that
    nothing is open.
    """
    if seen is None or not seen.can("answer", seen.application.scope):
        return set()
    person = seen.seat.person
    refs = store.page_log.editable(person, seen.application.id)
    refused = store.questions.refused_lately(person)
    refs += [ref for ref, shown in refused if is_open(seen, shown)]
    return {sent_id(ref) for ref in refs}
