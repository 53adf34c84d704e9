"""A document of ours that was edited and sent back: what was changed in it, and whether that is to be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dialogs.answers import kinds
from dialogs.answers.picture_lines import named
from dialogs.application import differences
from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Change, DropAnswer, DropRow, PutAnswer
from dialogs.pasting.sent_back import SentBack
from dialogs.screens import document_changes
from dialogs.screens.document_changes import Part
from dialogs.texts import say
from dialogs.turn.holding import HoldingScreen
from dialogs.turn.labels import place, read_back
from dialogs.turn.layout import ask, button, fault
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

LISTED = 12  # parts in one message
UNPLACED = 6  # texts without a place
SHOWN = 30  # characters of an answer, from where it is another


def begin(turn: Turn, sent: SentBack) -> Outcome:
    """Shows what was changed in a document of the application at hand, or says why there is nothing to show."""
    found = differences.found(turn.application, sent, turn.now.date())
    unread, computed = _labels(turn, found.unread), _labels(turn, found.computed)
    repeated = [place(turn, step) for step in found.repeated]
    told = [say("document.repeated", places=repeated)] if repeated else []
    told += [say("document.idle", labels=found.idle)] if found.idle else []
    told += [say("document.unread", labels=unread)] if unread else []
    told += [say("document.computed", labels=computed)] if computed else []
    told += [say("document.doubled", title=turn.form.tables[t].title, count=n) for t, n in found.doubled.items()]
    told += [_unplaced(found.unplaced)] if found.unplaced else []
    changes = document_changes.changes(turn, found)
    if not changes:
        others = bool(found.edits or found.added or found.removed or found.order)
        return turn.stay(say("document.others" if others else "document.same", told=bool(told)), *told)
    held = turn.hold(changes, sent.change)
    return turn.to((*turn.conversation.screens, ChangedDocument(held=held.id)), held=held, notes=tuple(told))


def _labels(turn: Turn, steps: Sequence[Step]) -> list[str]:
    known = {**turn.form.fields, **turn.form.computed}
    fields = (known[step.item] for step in steps)
    return list(dict.fromkeys(field.title for field in fields))


def _unplaced(texts: Sequence[str]) -> str:
    """The beginnings of the first of them."""
    lines = [_from(named(text), 0) for text in texts[:UNPLACED]]
    return say("document.unplaced", lines=lines, more=len(texts) - len(lines))


class ChangedDocument(HoldingScreen, Menu):
    """What was changed in a document, before any of it is taken.

    Attributes:
        at: The part that is asked about by itself, by its number from 0; None where all are shown.
        chosen: Those that were chosen before it.
    """

    kind: Literal["changed_document"] = "changed_document"
    at: int | None = None
    chosen: tuple[int, ...] = ()

    def view(self, turn: Turn) -> Ask:
        """All changes, or one of them."""
        parts = document_changes.parts(self.waiting(turn).changes)
        if self.at is not None and self.at < len(parts):
            line = self._line(turn, parts[self.at])
            text = say("document.one", number=self.at + 1, count=len(parts), line=line)
            return ask(text, [(button("take", "take"), button("leave_it", "next")), (button("take_none", "no"),)])
        lines = [self._line(turn, part) for part in parts[:LISTED]]
        text = say("document.text", count=len(parts), lines=lines, more=len(parts) - len(lines))
        single = (button("one_by_one", "single"),) if len(parts) > 1 else ()
        return ask(text, [(button("take_all", "all"), *single), (button("take_none", "no"),)])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """All are taken, none, or one after the other is asked."""
        parts = document_changes.parts(self.waiting(turn).changes)
        if action == "all":
            return self._taken(turn, parts, range(len(parts)))
        if action == "single":
            return turn.swap(self.model_copy(update={"at": 0, "chosen": ()}))
        if action in ("take", "next") and self.at is not None:
            chosen = (*self.chosen, self.at) if action == "take" else self.chosen
            if self.at + 1 < len(parts):
                return turn.swap(self.model_copy(update={"at": self.at + 1, "chosen": chosen}))
            return self._taken(turn, parts, chosen)
        return turn.pop(notes=(say("document.dropped"),))

    def _line(self, turn: Turn, part: Part) -> str:
        """What was changed, in one line."""
        first = part.changes[0]
        if isinstance(first, PutAnswer | DropAnswer):
            return _answer(turn, first)
        if isinstance(first, AddRow):
            values = [change.value for change in part.changes if isinstance(change, PutAnswer)]
            faults = [line for change in part.changes if (line := _refused(turn, change))]
            return say("document.added", table=turn.form.tables[first.table].title, values=values, faults=faults)
        if isinstance(first, DropRow):
            row = turn.application.row(first.table, first.row)
            title, number = (row.title or say("ask.unnamed"), row.number) if row else ("", 0)
            return say("document.removed", table=turn.form.tables[first.table].title, title=title, number=number)
        moves = document_changes.moves(turn, part.moves, self.waiting(turn).changes)
        return say("document.moved", table=turn.form.tables[part.moves].title, moves=moves)

    def _taken(self, turn: Turn, parts: list[Part], chosen: range | tuple[int, ...]) -> Outcome:
        wanted = [parts[number] for number in chosen]
        left = [part for number, part in enumerate(parts) if number not in chosen]
        changes = list(document_changes.taken(turn, wanted, left))
        refused = [line for part in wanted for change in part.changes if (line := _refused(turn, change))]
        notes = [say("document.taken", count=len(wanted))] if changes else [say("document.dropped")]
        notes += [say("document.refused", lines=refused)] if refused else []
        outcome = turn.to(turn.beneath, *changes, notes=tuple(notes))
        return replace(outcome, seen=self.waiting(turn).seen)


def _answer(turn: Turn, change: PutAnswer | DropAnswer) -> str:
    field = turn.form.fields[change.step.item]
    answered = turn.application.answer(change.step)
    old = read_back(field, answered.value) if answered and answered.value else ""
    new, odd = "", ""
    if isinstance(change, PutAnswer) and change.value:
        verdict = document_changes.verdict_of(turn, change)
        value = kinds.stored(verdict)
        new, odd = read_back(field, value) if value else change.value, fault(field, verdict)
        odd = odd if not isinstance(verdict, kinds.Accepted) else ""
    old, new = _other(old, new)
    return say("document.answer", place=place(turn, change.step), old=old, new=new, odd=odd)


def _refused(turn: Turn, change: Change) -> str:
    """What is wrong with an answer, where it is none; else ""."""
    if not isinstance(change, PutAnswer) or not change.value:
        return ""
    verdict = document_changes.verdict_of(turn, change)
    if not isinstance(verdict, kinds.Invalid):
        return ""
    field = turn.form.fields[change.step.item]
    return say("document.fault", label=field.title, fault=fault(field, verdict))


def _other(old: str, new: str) -> tuple[str, str]:
    """Two texts from shortly before the first character in which they differ."""
    old, new = old.replace("\n", " ").replace("\t", " "), new.replace("\n", " ").replace("\t", " ")
    if max(len(old), len(new)) <= 2 * SHOWN:
        return old, new
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, same - SHOWN // 3)
    return _from(old, start), _from(new, start)


def _from(text: str, start: int) -> str:
    end = start + SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"
