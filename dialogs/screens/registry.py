"""Every screen by the name under which it is kept, and conversations read back with theirs.

Knows nothing of how a screen is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from dialogs.screens.application_list import ApplicationList
from dialogs.screens.asking import Asking
from dialogs.screens.assigning import Assigning
from dialogs.screens.awaiting import Awaiting
from dialogs.screens.browsing import Browsing
from dialogs.screens.captioning import Captioning
from dialogs.screens.carrying_over import CarryingOver
from dialogs.screens.changed_document import ChangedDocument
from dialogs.screens.checking import Checking
from dialogs.screens.comment_list import CommentList
from dialogs.screens.comment_screen import CommentScreen
from dialogs.screens.confirming import Confirming
from dialogs.screens.conflict import Conflict
from dialogs.screens.consenting import Consenting
from dialogs.screens.deadline import Deadline
from dialogs.screens.doubting import Doubting
from dialogs.screens.downloads import Downloads
from dialogs.screens.dry_run import DryRun
from dialogs.screens.found_answers import FoundAnswers
from dialogs.screens.history import History
from dialogs.screens.inviting import Inviting
from dialogs.screens.joining import Joining
from dialogs.screens.linking import Linking
from dialogs.screens.members import Members
from dialogs.screens.muting import Muting
from dialogs.screens.old_answers import OldAnswers
from dialogs.screens.overview import Overview
from dialogs.screens.reading_all import ReadingAll
from dialogs.screens.restoring import Restoring
from dialogs.screens.reviewing import Reviewing
from dialogs.screens.several_answers import SeveralAnswers
from dialogs.screens.starting_from import StartingFrom
from dialogs.screens.taking_lead import TakingLead
from dialogs.screens.unit_files import UnitFiles
from dialogs.screens.waiving import Waiving
from dialogs.turn.conversation import Conversation, Shown
from dialogs.turn.screen import Screen

SCREENS: Mapping[str, type[Screen]] = {
    "application_list": ApplicationList,
    "asking": Asking,
    "assigning": Assigning,
    "awaiting": Awaiting,
    "browsing": Browsing,
    "captioning": Captioning,
    "carrying_over": CarryingOver,
    "changed_document": ChangedDocument,
    "checking": Checking,
    "comment_list": CommentList,
    "comment_screen": CommentScreen,
    "confirming": Confirming,
    "conflict": Conflict,
    "consenting": Consenting,
    "deadline": Deadline,
    "doubting": Doubting,
    "downloads": Downloads,
    "dry_run": DryRun,
    "found_answers": FoundAnswers,
    "old_answers": OldAnswers,
    "starting_from": StartingFrom,
    "unit_files": UnitFiles,
    "history": History,
    "inviting": Inviting,
    "joining": Joining,
    "linking": Linking,
    "members": Members,
    "muting": Muting,
    "overview": Overview,
    "restoring": Restoring,
    "reading_all": ReadingAll,
    "reviewing": Reviewing,
    "several_answers": SeveralAnswers,
    "taking_lead": TakingLead,
    "waiving": Waiving,
}
_IN_CONVERSATION, _IN_QUESTION = frozenset(Conversation.model_fields), frozenset(Shown.model_fields)
_WRITTEN = ("text", "value", "name")  # where a change has what a person wrote


def read_conversation(state: str, question: Shown) -> Conversation:
    """A conversation as it was kept, as JSON, with the newest question, which holds where it has none itself.

    A screen that this version cannot read is left alone, and what the person had written on it is kept to be shown to
    them. The buttons still to be seen may belong to it, so that another turn begins.
    """
    kept = json.loads(state)
    screens, unread = _screens(kept.pop("screens", ()))
    own = kept.pop("shown", None)
    shown = read_shown(own) if own else question
    known = {key: value for key, value in kept.items() if key in _IN_CONVERSATION}
    conversation = Conversation.model_validate({**known, "screens": screens, "shown": shown})
    if not unread:
        return conversation
    written = (*conversation.recovered, *(text for stored in unread for text in _written(stored)))
    anew = shown.model_copy(update={"number": shown.number + 1})
    awaited = (*conversation.unread, *(one["held"] for one in unread if isinstance(one.get("held"), str)))
    return conversation.model_copy(update={"shown": anew, "recovered": written, "unread": awaited})


def read_shown(kept: Mapping[str, Any]) -> Shown:
    """A question as it was kept; a screen that this version cannot read is left out."""
    known = {key: value for key, value in kept.items() if key in _IN_QUESTION}
    screens, _ = _screens(filter(None, [known.pop("screen", None)]))
    return Shown.model_validate({**known, "screen": next(iter(screens), None)})


def _screens(kept: Iterable[dict[str, Any]]) -> tuple[tuple[Screen, ...], list[dict[str, Any]]]:
    """The screens, and those that this version cannot read."""
    screens: list[Screen] = []
    unread: list[dict[str, Any]] = []
    for stored in kept:
        try:
            screens.append(SCREENS[stored["kind"]].model_validate(stored))
        except (KeyError, ValidationError):
            unread.append(stored)
    return tuple(screens), unread


def _written(stored: dict[str, Any]) -> Iterator[str]:
    """What a person had written, in the changes that a screen held."""
    for change in stored.get("changes", ()):
        yield from (change[key] for key in _WRITTEN if isinstance(change.get(key), str) and change[key])
