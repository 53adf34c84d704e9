"""Plays the example of a form as `shenbao fill` would, but for the document: what it would refuse, and what tell.

Knows no file of answers, and keeps nothing.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot import clock
from bot.service.form_registry import RegisteredForm
from bot.service.writer import Service
from bot.terminal.answer_file import AnswerFile, Remark
from bot.terminal.answer_player import answer
from bot.terminal.console import Console
from dialogs.application.checks import findings
from dialogs.application.finding import Finding
from dialogs.application.form_checks import disagreements
from dialogs.texts import say
from dialogs.turn.notice import Operator
from storage.store import Store


def told(registered: RegisteredForm, player: AnswerFile) -> Iterator[Remark]:
    """What is refused, then what the check of the application finds besides, what is doubtful, what was never asked."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(_played(Path(folder), registered, player))
    yield from player.faults
    yield from (Remark("", one.words) for one in found if not one.is_taken and one.step not in player.refused)
    yield from (Remark("", say("answer_file.doubt", doubt=doubt.text)) for doubt in player.doubts)
    yield from (Remark("", say("answer_file.unasked", label=label)) for label in player.unasked)


async def _played(folder: Path, registered: RegisteredForm, player: AnswerFile) -> list[Finding]:
    """Has `player` answer everything; returns what the check finds then."""

    def checked(store: Store) -> list[Finding]:
        at_hand = store.conversations.caller(console.person).conversation.application
        application = store.application(at_hand) if at_hand else None
        if application is None:
            return []
        form, answers = application.form, application.everything()
        return [*findings(form, answers, clock.now().date()), *disagreements(form, answers)]

    async with Service(folder, {registered.form.key: registered}, Operator()) as service:
        console = Console(service)
        await answer(console, player)
        return await service.do(checked)
