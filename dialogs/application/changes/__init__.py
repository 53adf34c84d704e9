"""What a turn of the conversation changes: frozen values, carried out in their order by whoever keeps the data.

Each states in its own class what it needs and whose part it touches, see `Change`.
"""

from __future__ import annotations

from dialogs.application.changes.agreeing import DropSignOff, Nudge, PutComment, PutSignOff, SetDeadline, SettleComment
from dialogs.application.changes.arranging import AddRow, AssignRow, DropRow, MoveRow, RowCell
from dialogs.application.changes.change import Change, Ground, Need
from dialogs.application.changes.filling import (
    AddDraftPart,
    DropAnswer,
    DropDraftParts,
    EditDraftPart,
    PutAnswer,
    TakeOver,
    is_left,
)
from dialogs.application.changes.membership import (
    AddLink,
    DropMember,
    DropOffer,
    HandOver,
    Invite,
    Join,
    LinkIdentities,
    Mute,
    NamePerson,
    NoteAttempt,
    OfferLead,
    Revoke,
)
from dialogs.application.changes.running import (
    OF_UNIT,
    CarryOver,
    DropApplication,
    JobKind,
    NoteFinal,
    RestoreApplication,
    StartApplication,
    StartJob,
    StopJob,
)
from dialogs.application.changes.taking_back import RestoreRow, TakeBack

AnyChange = (
    StartApplication
    | DropApplication
    | RestoreApplication
    | CarryOver
    | PutAnswer
    | DropAnswer
    | AddRow
    | MoveRow
    | AssignRow
    | DropRow
    | RestoreRow
    | TakeBack
    | AddDraftPart
    | EditDraftPart
    | DropDraftParts
    | TakeOver
    | StartJob
    | StopJob
    | NamePerson
    | Invite
    | Revoke
    | Join
    | NoteAttempt
    | AddLink
    | LinkIdentities
    | DropMember
    | OfferLead
    | DropOffer
    | HandOver
    | PutSignOff
    | DropSignOff
    | PutComment
    | SettleComment
    | Nudge
    | NoteFinal
    | SetDeadline
    | Mute
)
"""Every change there is, as stored ones are read."""

__all__ = [
    "OF_UNIT",
    "AddDraftPart",
    "AddLink",
    "AddRow",
    "AnyChange",
    "AssignRow",
    "CarryOver",
    "Change",
    "DropAnswer",
    "DropApplication",
    "DropDraftParts",
    "DropMember",
    "DropOffer",
    "DropRow",
    "DropSignOff",
    "EditDraftPart",
    "Ground",
    "HandOver",
    "Invite",
    "JobKind",
    "Join",
    "LinkIdentities",
    "MoveRow",
    "Mute",
    "NamePerson",
    "Need",
    "NoteAttempt",
    "NoteFinal",
    "Nudge",
    "OfferLead",
    "PutAnswer",
    "PutComment",
    "PutSignOff",
    "RestoreApplication",
    "RestoreRow",
    "Revoke",
    "RowCell",
    "SetDeadline",
    "SettleComment",
    "StartApplication",
    "StartJob",
    "StopJob",
    "TakeBack",
    "TakeOver",
    "is_left",
]
