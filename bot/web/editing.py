"""Which of the messages that a person sent can be given another text: those with which something changes.

Knows no HTML, and not how an edit is carried out.
"""

from __future__ import annotations

from dataclasses import replace

from bot.web.inputs import sent_id
from bot.web.sessions import at_hand
from dialogs.engine.late_answers import is_open
from storage.store import Store


def editable(store: Store, person: str) -> set[str]:
    """The ids under which the page sent the messages that gave what stands in the open application now.

    With them those that were refused, as long as what they were to answer is still open.
    """
    turn = at_hand(store, person)
    if turn is None or not turn.can("answer", turn.application.scope):
        return set()
    refs = store.page_log.editable(person, turn.application.id)
    refused = store.questions.refused_lately(person)
    refs += [ref for ref, shown in refused if is_open(replace(turn, shown=shown))]
    return {sent_id(ref) for ref in refs}
