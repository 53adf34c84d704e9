"""Plays a file of answers through the terminal's channel, up to the document; and the bar that shows how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NamedTuple

from bot.terminal.answer_file import Action, AnswerFile, StuckError
from bot.terminal.console import Console, shown
from dialogs.texts import say
from dialogs.turn.messages import Document, Say

BAR = 30  # squares of the progress bar


class Played(NamedTuple):
    """What is told with the document: of a finished one what its reader may miss, of a draft what it lacks."""

    told: Sequence[str]
    is_finished: bool


async def play(
    console: Console,
    player: AnswerFile,
    *,
    show: Callable[[str], None],
    progress: Callable[[int, int], None],
) -> Played:
    """Has `player` answer everything, then asks for the document.

    Raises StuckError where anything was refused. `show` gets everything that is said, `progress` how many are done of
    all.
    """
    await answer(console, player, show=show, progress=progress)
    if player.faults:
        doubts = [say("answer_file.doubt", doubt=doubt.text) for doubt in player.doubts]
        raise StuckError("\n".join([*(one.text for one in player.faults), *doubts]))
    await console.do(Action(text="/export"))
    replies = await console.document()
    for reply in replies:
        show(shown(reply))
    told = [reply for reply in replies if isinstance(reply, Say)]
    captions = [reply.caption for reply in replies if isinstance(reply, Document)]
    if captions[0] == say("job.final_caption"):
        before = takewhile(lambda reply: not isinstance(reply, Document), replies)
        return Played(told=[shown(reply) for reply in before], is_finished=True)
    return Played(told=[*captions, *map(shown, told)], is_finished=False)


async def answer(
    console: Console,
    player: AnswerFile,
    *,
    show: Callable[[str], None] = lambda _: None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Has `player` answer everything that is asked, as far as it can; see `play`."""
    await console.do(Action(text="/start"))
    answered = -1
    while True:
        for reply in await console.read():
            show(shown(reply))
        action = player.act(console.asked) if console.asked else None
        if action is None:
            break
        show(say("console.pressed" if action.press else "console.typed", text=action.text))
        await console.do(action)
        if player.answered > answered:
            answered = player.answered
            progress(answered, player.total)


def bar(done: int, total: int) -> None:
    """The progress bar: drawn over itself on a terminal, else a line for every tenth."""
    if not total:  # an empty file: all that is asked is told as missing
        return
    filled = BAR * done // total
    text = say("console.bar", bar="█" * filled + "░" * (BAR - filled), done=done, total=total)
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="" if done < total else "\n", file=sys.stderr, flush=True)
    elif done == total or (done * 10 // total) > ((done - 1) * 10 // total):
        print(text, file=sys.stderr, flush=True)
