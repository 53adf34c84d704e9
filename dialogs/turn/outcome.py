"""What a turn comes to: what is changed, what is said, whom else it is told.

Knows nothing of how it came to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.application.changes import Change
from dialogs.texts import say
from dialogs.turn.beside_chat import NOTHING, CellNote, SoFar
from dialogs.turn.conversation import Conversation
from dialogs.turn.held import Held
from dialogs.turn.messages import Button, Reply, Say


@dataclass(frozen=True)
class Outcome:
    """What a turn comes to: the new state, what changes, what is said. `show` has the next question follow."""

    conversation: Conversation
    changes: tuple[Change, ...] = ()
    replies: tuple[Reply, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str = ""  # why nothing of it was taken; said last
    show: bool = True
    seen: int | None = None  # the newest change that was shown where the answer was given, if not with the question
    toast: str = ""  # a short remark on a press that had no effect; at most 200 characters (Bot API)
    notifications: tuple[Notification, ...] = ()
    held: Held | None = None  # what waits for a yes from now on
    cells: tuple[CellNote, ...] = ()  # what was not taken beside the chat, and is said there
    so_far: SoFar = NOTHING  # what was done of an event that takes several turns
    bulk: str = ""  # what later turns go on with under the same name is taken back together with it


@dataclass(frozen=True)
class Notification:
    """Something that another person of the team is told; it asks nothing, and their open question stays.

    Attributes:
        person: Who is told.
        code: The sentence, by its code.
        params: Its parameters.
        doors: The buttons that lead to what is told.
        about: The id of the application that it is about, None where it is about none.
    """

    person: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    doors: tuple[Button, ...] = ()
    about: str | None = None

    @property
    def reply(self) -> Say:
        """The sentence, as it is said to them."""
        return Say(text=say(self.code, **self.params), buttons=self.doors)
