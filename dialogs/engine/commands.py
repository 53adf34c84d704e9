"""The commands, which are understood in every mode. Some buttons are commands too."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.application.changes import Mute
from dialogs.engine import daily_notices
from dialogs.screens import application_list, asking, browsing, deadline, history, inviting, linking, members, reviewing
from dialogs.texts import say
from dialogs.turn.conversation import (
    ApplicationList,
    Asking,
    Browsing,
    Checking,
    CommentList,
    Confirming,
    Downloads,
    History,
    Members,
    Mode,
    Overview,
    Place,
    Reviewing,
    place,
)
from dialogs.turn.turn import Outcome, Turn


def _start(turn: Turn) -> Outcome:
    """Goes on where one was; a menu that one only looked at is left."""
    mode = turn.conversation.mode
    to = mode if isinstance(mode, Asking | Browsing | Reviewing | Checking) else Asking()
    reads = not turn.can("answer", turn.application.scope)
    return turn.to(to, notes=(say("start.again", name=turn.name, reads=reads),))


def _back(turn: Turn) -> Outcome:
    mode = turn.conversation.mode
    if isinstance(mode, Asking):
        step = asking.step_of(turn, mode)
        if step is None or step.item not in turn.form.tables:
            return asking.back(turn, mode)
        mode = Browsing(table=step.item)
    if isinstance(mode, History):
        return history.back(turn, mode)
    if isinstance(mode, Members) and (mode.person or mode.invitation):
        return turn.to(Members())
    if place(mode) is not mode:
        return turn.to(place(mode))
    return browsing.back(turn, mode) if isinstance(mode, Browsing) else turn.to(Asking())


def _skip(turn: Turn) -> Outcome:
    mode = turn.conversation.mode
    if not isinstance(mode, Asking):  # never skips a question that is not shown
        return turn.stay(say("answer.nothing_to_skip"))
    return asking.skip(turn, mode)


def _status(turn: Turn) -> Outcome:
    return turn.to(Overview())


def _review(turn: Turn) -> Outcome:
    return turn.to(reviewing.first_page(turn))


def _history(turn: Turn) -> Outcome:
    return turn.to(history.at_hand(turn))


def _remarks(turn: Turn) -> Outcome:
    return turn.to(CommentList())


def _export(turn: Turn) -> Outcome:
    return turn.start("word")


def _check(turn: Turn) -> Outcome:
    return turn.start("check")


def _files(turn: Turn) -> Outcome:
    return turn.to(Downloads())


def _list(turn: Turn) -> Outcome:
    return turn.to(ApplicationList(what="application"))


def _delete(turn: Turn) -> Outcome:
    mode = turn.conversation.mode
    if not turn.can("manage"):
        return members.leaving(turn)
    return turn.to(Confirming(before=_leading_back(mode)))


def _leading_back(mode: Mode) -> Place | History:
    if isinstance(mode, Confirming):
        return mode.before
    return mode if isinstance(mode, History) else place(mode)


def _members(turn: Turn) -> Outcome:
    return turn.to(Members())


def _mute(turn: Turn) -> Outcome:
    """The other way than it is now."""
    muted = turn.conversation.person not in daily_notices.silent(turn.team.members())
    note = say("remind.muted" if muted else "remind.unmuted", name=turn.name)
    return turn.to(turn.conversation.mode, Mute(application=turn.application.id, muted=muted), notes=(note,))


def _join(turn: Turn) -> Outcome:
    return turn.stay(say("join.how"))


def _help(turn: Turn) -> Outcome:
    return turn.stay(say("help.text"), refused=False)


COMMANDS: dict[str, Callable[[Turn], Outcome]] = {
    "start": _start,
    "back": _back,
    "skip": _skip,
    "status": _status,
    "review": _review,
    "history": _history,
    "remarks": _remarks,
    "check": _check,
    "export": _export,
    "files": _files,
    "invite": inviting.begin,
    "members": _members,
    "deadline": deadline.begin,
    "mute": _mute,
    "join": _join,
    "web": linking.to_page,
    "new": application_list.new,
    "list": _list,
    "delete": _delete,
    "help": _help,
}
WITHOUT_APPLICATION = {"new", "list", "help", "join", "web"}


def run(turn: Turn, name: str) -> Outcome:
    """Carries out a command. Without an application at hand, most lead to the list of them."""
    if name not in COMMANDS:
        return turn.stay(say("refuse.unknown_command"))
    if turn.member is None and name not in WITHOUT_APPLICATION:
        return _list(turn)
    return COMMANDS[name](turn)
