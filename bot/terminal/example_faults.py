"""What is wrong with the example of a form, a file of answers: as a file, and when it is played."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from bot.service.form_folder import EXAMPLE, decoded, missing
from bot.service.form_registry import RegisteredForm
from bot.terminal import rehearsal
from bot.terminal.answer_file import AnswerFile, StuckError
from dialogs.form.faults import Fault
from dialogs.form.syntax_faults import why


def faults(registered: RegisteredForm) -> Iterator[Fault]:
    """The faults of the example of a sound form, all of them advice: the form can be used without."""
    if not registered.example.is_file():
        yield missing(registered.folder, EXAMPLE).fault.model_copy(update={"is_error": False})
        return
    text = decoded(registered.example.read_bytes())
    try:
        found = [text] if isinstance(text, Fault) else list(_of_answers(registered, text))
    except tomllib.TOMLDecodeError as error:
        found = [why(str(text), error)]
    yield from (one.model_copy(update={"is_error": False}) for one in found)


def _of_answers(registered: RegisteredForm, text: str) -> Iterator[Fault]:
    try:
        player = AnswerFile(registered.form, tomllib.loads(text), registered.folder)
    except StuckError as error:
        yield Fault(code="answers", place="", words=str(error))
        return
    for remark in rehearsal.told(registered, player):
        yield Fault(code="answer", place=remark.place, words=remark.words)
