"""Carries out the changes of a turn, one function for each, inside the caller's transaction.

Decides nothing: what may be changed, and by whom, was settled in dialogs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogs import changes
from storage import answers, deleting, people, rows
from storage.writer import Writer


def apply(writer: Writer, change: changes.Change) -> None:
    """Carries out one change, and notes when the application and the person's part in it last changed."""
    _APPLY[type(change)](writer, change)
    if not isinstance(change, _BESIDE):
        now = writer.now.isoformat()
        writer.run("UPDATE application SET changed = ? WHERE id = ?", now, change.application)
        writer.run(
            "UPDATE member SET active = ? WHERE application = ? AND person = ?", now, change.application, writer.person
        )


def start_job(writer: Writer, change: changes.StartJob) -> None:
    """One line of `job`, found by whoever does the work."""
    writer.run(
        "INSERT OR IGNORE INTO job (id, application, person, kind, argument) VALUES (?, ?, ?, ?, ?)",
        change.job,
        change.application,
        writer.person,
        change.kind,
        change.argument,
    )


_BESIDE = changes.DropApplication | changes.NoteAttempt | changes.AddLink | changes.Unite  # of no application
_APPLY: dict[type[changes.Change], Callable[[Writer, Any], None]] = {
    changes.StartApplication: rows.start_application,
    changes.DropApplication: rows.drop_application,
    changes.PutAnswer: answers.put_answer,
    changes.DropAnswer: answers.drop_answer,
    changes.AddRow: rows.add_row,
    changes.MoveRow: rows.move_row,
    changes.AssignRow: rows.assign_row,
    changes.DropRow: deleting.drop_row,
    changes.RestoreRow: deleting.restore_row,
    changes.AddPiece: answers.add_piece,
    changes.EditPiece: answers.edit_piece,
    changes.DropPieces: answers.drop_pieces,
    changes.StartJob: start_job,
    changes.NamePerson: people.name_person,
    changes.Invite: people.invite,
    changes.Revoke: people.revoke,
    changes.Join: people.join,
    changes.NoteAttempt: people.note_attempt,
    changes.AddLink: people.add_link,
    changes.Unite: people.unite,
    changes.DropMember: people.drop_member,
    changes.HandOver: people.hand_over,
    changes.PutSignOff: people.put_sign_off,
    changes.DropSignOff: people.drop_sign_off,
    changes.PutRemark: people.put_remark,
    changes.SettleRemark: people.settle_remark,
    changes.SetDeadline: people.set_deadline,
    changes.Mute: people.mute,
}
