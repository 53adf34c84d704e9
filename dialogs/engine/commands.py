"""The commands, which are understood on every screen. Some buttons are commands too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs.application.changes import DropApplication
from dialogs.application.leading import can_be_taken_back
from dialogs.engine.at_hand import current
from dialogs.pattern import Pattern
from dialogs.screens import (
    application_list,
    confirming,
    deadline,
    finished,
    history,
    inviting,
    joining,
    linking,
    members,
    reviewing,
    taking_back,
)
from dialogs.screens.application_list import ApplicationList
from dialogs.screens.awaiting import Awaiting
from dialogs.screens.comment_list import CommentList
from dialogs.screens.downloads import Downloads
from dialogs.screens.members import Members
from dialogs.screens.muting import Muting
from dialogs.screens.old_answers import OldAnswers, to_confirm
from dialogs.screens.overview import Overview
from dialogs.screens.reading_all import ReadingAll
from dialogs.texts import say
from dialogs.turn.messages import Say
from dialogs.turn.outcome import Outcome
from dialogs.turn.perspective import Perspective
from dialogs.turn.screen import without_looks
from dialogs.turn.turn import Turn

_TOKEN = Pattern(r"[0-9A-Za-z_-]{16,64}")


def _start(turn: Turn) -> Outcome:
    """Goes on where one was asked; a list that one only looked at is left."""
    reads = not turn.can("answer", turn.application.scope)
    return turn.to(without_looks(turn.conversation.screens), notes=(say("start.again", name=turn.name, reads=reads),))


def _undo(turn: Turn) -> Outcome:
    """What waits for a yes is given up; else what the person changed last is taken back."""
    if turn.member is None:
        return turn.stay(say("undo.nothing"))
    at_top = current(turn)
    return at_top.stack[-1].undo(at_top) or taking_back.undo(at_top)


def _redo(turn: Turn) -> Outcome:
    return turn.stay(say("undo.nothing_again")) if turn.member is None else taking_back.redo(current(turn))


def _carried(turn: Turn) -> Outcome:
    return turn.look(OldAnswers()) if to_confirm(turn) else told(turn, turn.stay(say("old.nothing")))


def _delete(turn: Turn) -> Outcome:
    if not turn.can("manage"):
        return members.leaving(turn)
    if can_be_taken_back(turn.team, turn.now):
        return turn.stay(say("refuse.may_be_taken_back"))
    kept = turn.conversation.screens
    while kept and kept[-1].is_aside and not kept[-1].bears_question:
        kept = kept[:-1]
    return confirming.begin(turn, kept, DropApplication(application=turn.application.id))


def _late(turn: Turn) -> Outcome:
    return turn.look(Awaiting()) if turn.can("manage") else turn.stay(say("refuse.may_not_manage", lead=turn.lead))


def _join(turn: Turn) -> Outcome:
    return told(turn, turn.stay(say("join.how")))


def _help(turn: Turn) -> Outcome:
    """Every command with what it is for, of a form that one person fills in without those of a team."""
    has_team = turn.member is None or turn.form.has_team
    lines = say("help.text", has_team=has_team).splitlines()
    left_out = tuple(f"/{name} " for name in OF_TEAM) if not has_team else ()
    return told(turn, turn.remain(notes=("\n".join(line for line in lines if not line.startswith(left_out)),)))


def told(turn: Turn, outcome: Outcome) -> Outcome:
    """What is said on the way: the question follows again; a list that is open is not repeated, and still holds."""
    if current(turn).stack[-1].is_one_question:
        return outcome
    said = tuple(Say(text=note) for note in (*outcome.notes, outcome.refusal) if note)
    return replace(outcome, replies=said, notes=(), refusal="", show=False)


COMMANDS: dict[str, Callable[[Turn], Outcome]] = {
    "start": _start,
    "back": lambda turn: turn.stack[-1].back(turn),
    "skip": lambda turn: turn.stack[-1].skip(turn),
    "undo": _undo,
    "redo": _redo,
    "status": lambda turn: turn.look(Overview()),
    "review": lambda turn: turn.look(reviewing.begin(turn)),
    "read": lambda turn: turn.look(ReadingAll()),
    "carried": _carried,
    "history": history.begin,
    "remarks": lambda turn: turn.look(CommentList()),
    "check": lambda turn: turn.start("check"),
    "export": lambda turn: turn.start("word"),
    "files": lambda turn: turn.look(Downloads()),
    "invite": inviting.begin,
    "members": lambda turn: turn.look(Members()),
    "late": _late,
    "sign": finished.sign,
    "deadline": deadline.begin,
    "mute": lambda turn: turn.step_aside(Muting()),
    "join": _join,
    "web": linking.to_page,
    "new": application_list.new,
    "list": lambda turn: turn.go(ApplicationList()),
    "delete": _delete,
    "help": _help,
}
ANSWERING = {"skip", "back"}  # these answer the question that is shown
WITHOUT_APPLICATION = {"undo", "redo", "new", "list", "help", "join", "web"}
OF_LEAD = {"invite", "deadline", "late"}  # for whoever leads alone
# Nothing in a form that one person fills in.
OF_TEAM = {"invite", "members", "late", "deadline", "mute", "sign", "remarks"}


def unfit(seen: Perspective) -> set[str]:
    """The commands that are nothing for the person where they are: of a team where there is none, of its lead."""
    if seen.member is None:
        return {*COMMANDS} - WITHOUT_APPLICATION - {"start"}
    of_lead = set() if seen.can("manage") else OF_LEAD
    return of_lead | (set() if seen.form.has_team else OF_TEAM)


def opened(turn: Turn, name: str, argument: str) -> Outcome | None:
    """What a command with a link or code opens, for whom it may be the first word; in Telegram a link is a /start."""
    if name == "start" and argument.startswith(linking.MARK):
        return linking.opened(turn, argument.removeprefix(linking.MARK))
    if name == "join" or (name == "start" and _TOKEN.fullmatch(argument)):
        return joining.opened(turn, argument)
    return None


def run(turn: Turn, name: str) -> Outcome:
    """Carries out a command. Without an application at hand, most lead to the list of them.

    But /start leads to what one is asked on the way into one: nothing else brings an invitation back.
    """
    if name not in COMMANDS:
        return told(turn, turn.stay(say("refuse.unknown_command")))
    if turn.member is None and name not in WITHOUT_APPLICATION:
        is_asked = name == "start" and current(turn).stack[-1].is_aside
        return turn.remain() if is_asked else COMMANDS["list"](turn)
    if name in OF_TEAM and not turn.form.has_team:
        return told(turn, turn.stay(say("refuse.one_person")))
    return COMMANDS[name](turn)
