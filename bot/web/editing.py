"""Which of the messages that a person sent can be given another text: those with which something changes.

Knows no HTML, and not how an edit is carried out.
"""

from __future__ import annotations

from bot.web.inputs import sent_id
from dialogs.engine.late_answers import is_open
from dialogs.turn.turn import Turn
from storage.store import Store


def editable(store: Store, turn: Turn | None) -> set[str]:
    """The ids under which the page sent the messages that gave what stands in the open application now.

    With them those that were refused, as long as what they were to answer is still open. None for `turn` is that
    nothing is open.
    """
    if turn is None or not turn.can("answer", turn.application.scope):
        return set()
    person = turn.conversation.person
    refs = store.page_log.editable(person, turn.application.id)
    refused = store.questions.refused_lately(person)
    refs += [ref for ref, shown in refused if is_open(turn, shown)]
    return {sent_id(ref) for ref in refs}
