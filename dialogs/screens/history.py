"""Looking at what was changed, by whom and when; an earlier value can be brought back."""

from __future__ import annotations

from dialogs.answers import kinds
from dialogs.answers.word_count import han
from dialogs.application import journey
from dialogs.application.application import Entry, Step
from dialogs.application.changes import DropDraftParts, PutAnswer
from dialogs.screens.reviewing import HEAD, brief, read
from dialogs.texts import say
from dialogs.turn import conversation
from dialogs.turn.conversation import Asking, Browsing, CommentScreen, History
from dialogs.turn.labels import place
from dialogs.turn.messages import Ask, Button, Say
from dialogs.turn.turn import Outcome, Turn, ask, button, in_rows, only_buttons, refusal

PAGE = 8  # changes on one page
WHOLE = 200  # characters of a value shown with its change


def at_hand(turn: Turn) -> History:
    """The history of the step that the person went to, of the row at which they are, or else of everything."""
    at = turn.conversation.mode
    mode = conversation.place(at)
    step = at.step if isinstance(at, CommentScreen) else None
    if step:
        return History(step=step, before=mode)
    if isinstance(mode, Browsing) and mode.row:
        step = Step(item=mode.table, row=mode.row)
    elif isinstance(mode, Asking) and mode.step and mode.step.item in turn.form.fields:
        step = mode.step
    return History(step=step, before=mode)


def view(turn: Turn, mode: History) -> Ask:
    """One page of the changes, or one change."""
    entry = lookup(turn, mode.entry) if mode.entry is not None else None
    return _one(turn, entry) if entry else _list(turn, mode)


def _list(turn: Turn, mode: History) -> Ask:
    below = mode.pages[-1] if mode.pages else None
    found = turn.application.history(mode.step, below, PAGE + 1)
    shown = list(enumerate(found[:PAGE], 1))
    entries = [{"number": number, **_shown(turn, entry, HEAD, "%m-%d %H:%M")} for number, entry in shown]
    numbers = [Button(label=str(number), data=f"entry:{entry.id}") for number, entry in shown]
    turning = [button("earlier", "newer")] if mode.pages else []
    turning += [button("later", f"older:{found[PAGE - 1].id}")] if len(found) > PAGE else []
    leaving = [button("everything", "all")] if mode.step else []
    leaving.append(button("return", "back"))
    single = mode.step is not None and mode.step.item in turn.form.fields
    text = say("history.list", of=_of(turn, mode.step), entries=entries, single=single)
    return ask(text, [*in_rows(numbers, 4), tuple(turning), tuple(leaving)])


def _of(turn: Turn, step: Step | None) -> str:
    return place(turn, step) if step else say("history.everything", name=turn.name)


def _shown(turn: Turn, entry: Entry, most: int, time: str) -> dict[str, str]:
    return {
        "at": f"{entry.at:{time}}",
        "who": turn.who(entry.person),
        "place": place(turn, entry.step),
        "before": brief(read(turn, entry.step, entry.before), most),
        "after": brief(read(turn, entry.step, entry.after), most),
    }


def lookup(turn: Turn, id_: int) -> Entry | None:
    """One change; none is ever taken out, but its row may have become another unit's."""
    found = turn.application.history(None, id_ + 1, 1)
    return found[0] if found and found[0].id == id_ else None


def _one(turn: Turn, entry: Entry) -> Ask:
    change = _restoring(turn, entry)
    refused = change if isinstance(change, str) else ""
    text = say("history.entry", refused=refused, **_shown(turn, entry, WHOLE, "%Y-%m-%d %H:%M"))
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
        return say("history.lost")
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
        value = understood.value
    size = han(value) if field.kind == "longtext" else 0
    return PutAnswer(application=turn.application.id, step=step, value=value, han=size)


def pressed(turn: Turn, mode: History, action: str, argument: str) -> Outcome:
    """A press in the list, or at one change."""
    if action == "all":
        return turn.to(History(before=mode.before))
    if action in ("older", "newer"):
        pages = (*mode.pages, int(argument)) if action == "older" else mode.pages[:-1]
        return turn.to(mode.model_copy(update={"pages": pages}))
    entry = lookup(turn, int(argument) if action == "entry" else mode.entry or 0)
    if entry is None:
        return turn.to(mode.model_copy(update={"entry": None}))
    if action == "whole":
        return turn.to(mode, replies=(Say(text=_value(entry)),))
    change = _restoring(turn, entry)
    if action == "entry" or isinstance(change, str):
        return turn.to(mode.model_copy(update={"entry": entry.id}))
    # A long text that was being written goes, so that writing goes on from the value brought back.
    drop = DropDraftParts(application=turn.application.id, step=entry.step, last=False)
    value = brief(read(turn, entry.step, change.value), HEAD)
    note = say("history.restored", place=place(turn, entry.step), value=value)
    return turn.to(mode.model_copy(update={"pages": (), "entry": None}), change, drop, notes=(note,))


def back(turn: Turn, mode: History) -> Outcome:
    """From one change to the list, from the list to where one came from."""
    return turn.to(mode.before if mode.entry is None else mode.model_copy(update={"entry": None}))


said = only_buttons
