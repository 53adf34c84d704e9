"""Changes made without a conversation about them, and without the gate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.application.changes import Change
from dialogs.turn.conversation import Conversation
from storage.store import Store


def enact(store: Store, conversation: Conversation, changes: Sequence[Change], now: datetime) -> None:
    """Makes the changes in the name of the conversation's person, and keeps the conversation."""
    store.apply(conversation.person, changes, now)
    store.conversations.keep(conversation)
