"""Carries out the changes of a turn, one function for each, inside the caller's transaction.

Decides nothing: what may be changed, and by whom, was settled in dialogs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

from dialogs.application import changes
from storage import apply_answers, apply_carrying, apply_leading, apply_members, apply_rows, row_bin, taking_back
from storage.applier import Applier
from storage.change_sets import ChangeSets, end


def carry_out(applier: Applier, those: Sequence[changes.Change], bulk: str, told: Collection[str]) -> None:
    """Carries out the changes of a turn, as one change set or, with the same `bulk`, as part of one.

    `told` are the persons who hear of them at once.
    """
    runs = [(kind, _APPLY[kind], tuple(run)) for kind, run in groupby(those, type)]
    for application, kept in _kept(those).items():
        lasting = " ".join(filter(None, (change.lasting for change in kept)))
        undoes = next((change.change_set for change in kept if isinstance(change, changes.TakeBack)), None)
        change_sets = ChangeSets(applier.sql, application, applier.form(application))
        applier.open[application] = change_sets.begin(applier.person, applier.now, bulk, lasting, undoes)
    for kind, carry, run in runs:
        for what in [run] if kind in _TOGETHER else run:
            carry(applier, what)
    for open_ in applier.open.values():
        end(applier.sql, open_, told)
    applier.settle()


def _kept(those: Sequence[changes.Change]) -> Mapping[str, Sequence[changes.Change]]:
    """The changes of which something is kept, by their applications, but for one that is only begun with them."""
    found: dict[str, list[changes.Change]] = {}
    begun = {change.application for change in those if change.begins}
    for change in those:
        if change.application and change.application not in begun and change.lasting is not None:
            found.setdefault(change.application, []).append(change)
    return found


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


def stop_job(applier: Applier, change: changes.StopJob) -> None:
    """Deletes a line of `job`; what it comes to has nobody to go to then."""
    applier.sql.run("DELETE FROM job WHERE id = ? AND application = ?", change.job, change.application)


def note_final(applier: Applier, change: changes.NoteFinal) -> None:
    """Writes that a finished document was given out; the same version again counts for nothing."""
    applier.sql.run(
        "INSERT OR IGNORE INTO final (application, version, person, at, newest) VALUES (?, ?, ?, ?, ?)",
        change.application,
        change.version,
        applier.person,
        applier.now.isoformat(),
        change.newest,
    )


# Those whose function carries out all that follow each other, as a file brings thousands of them.
_TOGETHER = (changes.PutAnswer, changes.AddRow, changes.DropRow)
_APPLY: dict[type[changes.Change], Callable[[Applier, Any], None]] = {
    changes.StartApplication: apply_rows.start_application,
    changes.DropApplication: apply_rows.drop_application,
    changes.RestoreApplication: apply_rows.restore_application,
    changes.CarryOver: apply_carrying.carry_over,
    changes.PutAnswer: apply_answers.put_answers,
    changes.DropAnswer: apply_answers.drop_answer,
    changes.AddRow: apply_rows.add_those,
    changes.MoveRow: apply_rows.move_row,
    changes.AssignRow: apply_rows.assign_row,
    changes.DropRow: row_bin.drop_those,
    changes.RestoreRow: taking_back.restore_row,
    changes.TakeBack: taking_back.take_back,
    changes.AddDraftPart: apply_answers.add_draft_part,
    changes.EditDraftPart: apply_answers.edit_draft_part,
    changes.DropDraftParts: apply_answers.drop_draft_parts,
    changes.TakeOver: apply_answers.take_over,
    changes.StartJob: start_job,
    changes.StopJob: stop_job,
    changes.NoteFinal: note_final,
    changes.NamePerson: apply_members.name_person,
    changes.Invite: apply_members.invite,
    changes.Revoke: apply_members.revoke,
    changes.Join: apply_members.join,
    changes.NoteAttempt: apply_members.note_attempt,
    changes.AddLink: apply_members.add_link,
    changes.LinkIdentities: apply_members.link_identities,
    changes.DropMember: apply_members.drop_member,
    changes.OfferLead: apply_leading.offer_lead,
    changes.DropOffer: apply_leading.drop_offer,
    changes.HandOver: apply_leading.hand_over,
    changes.PutSignOff: apply_members.put_sign_off,
    changes.DropSignOff: apply_members.drop_sign_off,
    changes.Nudge: apply_members.nudge,
    changes.PutComment: apply_members.put_comment,
    changes.SettleComment: apply_members.settle_comment,
    changes.SetDeadline: apply_members.set_deadline,
    changes.Mute: apply_members.mute,
}
