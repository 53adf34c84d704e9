"""Looking at what was changed, by whom and when; an earlier value can be brought back."""

from __future__ import annotations

from typing import Literal

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import SIGN_OFF, Entry, Step
from dialogs.application.changes import DropDraftParts, PutAnswer
from dialogs.texts import say
from dialogs.turn.answering import put
from dialogs.turn.labels import HEAD, beginning, brief, place, read
from dialogs.turn.layout import ask, button, in_rows, refusal
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Button, Say
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import turning
from dialogs.turn.screen import without_asides
from dialogs.turn.turn import Turn

PAGE = 8  # changes on one page
WHOLE = 200  # characters of a value shown with its change


def begin(turn: Turn) -> Outcome:
    """The history of the step that the person went to, of the row at which they are, or else of everything."""
    kept = turn.conversation.screens
    at = [*kept[-1:], *without_asides(kept)[-1:]]
    step = next((step for screen in at if (step := screen.subject(turn))), None)
    return turn.step_aside(History(step=step))


def to_change(turn: Turn, id_: str) -> Outcome:
    """To one change, below it the others of its step, as long as the person may see it."""
    entry = _lookup(turn, int(id_)) if id_.isdecimal() else None
    if entry is None:
        return turn.stay(say("door.closed"))
    return turn.step_aside(History(step=entry.step, entry=entry.id))


class History(Menu):
    """Looking at the changes of a step, a row or everything, the newest first; with `entry` at one of them."""

    kind: Literal["history"] = "history"
    step: Step | None = None  # see Application.history
    pages: tuple[int, ...] = ()  # for each page turned, the id of the last change on it
    entry: int | None = None
    is_aside = True
    bears_question = True

    def view(self, turn: Turn) -> Ask:
        """One page of the changes, or one change."""
        entry = _lookup(turn, self.entry) if self.entry is not None else None
        return _one(turn, entry) if entry else self._list(turn)

    def _list(self, turn: Turn) -> Ask:
        below = self.pages[-1] if self.pages else None
        found = turn.application.history(self.step, below, PAGE + 1)
        shown = list(enumerate(found[:PAGE], 1))
        entries = [{"number": number, **_shown(turn, entry, HEAD)} for number, entry in shown]
        numbers = [Button(label=str(number), data=f"entry:{entry.id}") for number, entry in shown]
        turned = turning("newer" if self.pages else "", f"older:{found[PAGE - 1].id}" if len(found) > PAGE else "")
        leaving = [button("everything", "all")] if self.step else []
        leaving.append(button("return", "back"))
        single = self.step is not None and self.step.item in turn.form.fields
        of = place(turn, self.step) if self.step else say("history.everything", name=turn.name)
        text = say(
            "history.list", of=of, entries=entries, single=single, answers=turn.can("answer", turn.conversation.unit)
        )
        return ask(text, [*in_rows(numbers, 4), turned, tuple(leaving)])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A press in the list, or at one change."""
        if action == "all":
            return turn.swap(History())
        if action in ("older", "newer"):
            pages = (*self.pages, int(argument)) if action == "older" else self.pages[:-1]
            return turn.swap(self.model_copy(update={"pages": pages}))
        entry = _lookup(turn, int(argument) if action == "entry" else self.entry or 0)
        if entry is None:
            return turn.swap(self.model_copy(update={"entry": None}))
        if action == "whole":
            return turn.swap(self, replies=(Say(text=_value(entry)),))
        change = _restoring(turn, entry)
        if action == "entry" or isinstance(change, str):
            return turn.swap(self.model_copy(update={"entry": entry.id}))
        # A long text that was being written goes, so that writing goes on from the value brought back.
        drop = DropDraftParts(application=turn.application.id, step=entry.step, last=False)
        value = brief(read(turn, entry.step, change.value))
        note = say("history.restored", place=place(turn, entry.step), value=value)
        return turn.swap(self.model_copy(update={"pages": (), "entry": None}), change, drop, notes=(note,))

    def back(self, turn: Turn) -> Outcome:
        """From one change to the list, from the list to where one came from."""
        return turn.pop() if self.entry is None else turn.swap(self.model_copy(update={"entry": None}))

    def stands(self, turn: Turn) -> bool:
        """As long as the change is the person's to see."""
        return self.entry is None or _lookup(turn, self.entry) is not None

    def is_at(self, row: str) -> bool:
        """At the row of its step."""
        return self.step is not None and self.step.row == row


def _shown(turn: Turn, entry: Entry, most: int) -> dict[str, object]:
    return {
        "at": turn.moment(entry.at),
        "who": turn.who(entry.person),
        "place": place(turn, entry.step),
        "before": beginning(read(turn, entry.step, entry.before), most),
        "after": beginning(read(turn, entry.step, entry.after), most),
        "taken_back": entry.taken_back,
    }


def _lookup(turn: Turn, id_: int) -> Entry | None:
    """One change; none is ever taken out, but its row may have become another unit's."""
    found = turn.application.history(None, id_ + 1, 1)
    return found[0] if found and found[0].id == id_ else None


def _one(turn: Turn, entry: Entry) -> Ask:
    change = _restoring(turn, entry)
    refused = change if isinstance(change, str) else ""
    text = say("history.entry", refused=refused, **_shown(turn, entry, WHOLE))
    whole = [button("whole", "whole")] if len(_value(entry)) > WHOLE else []
    code = "restore_before" if entry.after is None else "restore_after"
    return ask(text, [() if refused else (button(code, "restore"),), (*whole, button("return", "back"))])


def _value(entry: Entry) -> str:
    """What can be brought back: the value given, or the one taken away."""
    return (entry.before if entry.after is None else entry.after) or ""


def _restoring(turn: Turn, entry: Entry) -> PutAnswer | str:
    """The change that brings a value back, or the sentence why it cannot be."""
    step, value = entry.step, _value(entry)
    if step.item not in turn.form.group_of or not journey.exists(turn.application, step):
        return say("history.sign_off_stays" if step.item == SIGN_OFF else "history.lost")
    answer = turn.application.answer(step)
    if answer and answer.value == value:
        return say("history.same")
    field = turn.form.fields.get(step.item)
    if field is None:
        return say("history.table")
    if not value and field.required:
        return say("history.unfit", reason=say("answer.required", label=field.label))
    if value:
        understood = kinds.parse(field, kinds.show(field, value), turn.now.date())
        if isinstance(understood, kinds.Invalid):
            return say("history.unfit", reason=refusal(field, understood))
        value = understood.value or value
    return put(turn, step, value)
