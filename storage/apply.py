"""Carries out the changes of a turn, one function for each, inside the caller's transaction.

Decides nothing: what may be changed, and by whom, was settled in dialogs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogs.application import changes
from storage import apply_answers, apply_carrying, apply_members, apply_rows, row_bin
from storage.applier import Applier


def apply(applier: Applier, change: changes.Change) -> None:
    """Carries out one change."""
    _APPLY[type(change)](applier, change)


def start_job(applier: Applier, change: changes.StartJob) -> None:
    """Adds a line to `job`; the service looks for those after every commit."""
    applier.sql.run(
        "INSERT OR IGNORE INTO job (id, application, person, kind, argument) VALUES (?, ?, ?, ?, ?)",
        change.job,
        change.application,
        applier.person,
        change.kind,
        change.argument,
    )


_APPLY: dict[type[changes.Change], Callable[[Applier, Any], None]] = {
    changes.StartApplication: apply_rows.start_application,
    changes.DropApplication: apply_rows.drop_application,
    changes.CarryOver: apply_carrying.carry_over,
    changes.PutAnswer: apply_answers.put_answer,
    changes.DropAnswer: apply_answers.drop_answer,
    changes.AddRow: apply_rows.add_row,
    changes.MoveRow: apply_rows.move_row,
    changes.AssignRow: apply_rows.assign_row,
    changes.DropRow: row_bin.drop_row,
    changes.RestoreRow: row_bin.restore_row,
    changes.AddDraftPart: apply_answers.add_draft_part,
    changes.EditDraftPart: apply_answers.edit_draft_part,
    changes.DropDraftParts: apply_answers.drop_draft_parts,
    changes.StartJob: start_job,
    changes.NamePerson: apply_members.name_person,
    changes.Invite: apply_members.invite,
    changes.Revoke: apply_members.revoke,
    changes.Join: apply_members.join,
    changes.NoteAttempt: apply_members.note_attempt,
    changes.AddLink: apply_members.add_link,
    changes.LinkIdentities: apply_members.link_identities,
    changes.DropMember: apply_members.drop_member,
    changes.HandOver: apply_members.hand_over,
    changes.PutSignOff: apply_members.put_sign_off,
    changes.DropSignOff: apply_members.drop_sign_off,
    changes.Nudge: apply_members.nudge,
    changes.PutComment: apply_members.put_comment,
    changes.SettleComment: apply_members.settle_comment,
    changes.SetDeadline: apply_members.set_deadline,
    changes.Mute: apply_members.mute,
}
