"""What is wrong with the example of a form, a file of answers, before anybody plays it.

Knows no folders. Whether all is answered that is asked shows only when it is played.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.service.form_folder import decoded
from bot.terminal import given_answers
from bot.terminal.answer_file import AnswerFile, StuckError
from dialogs.answers import kinds
from dialogs.answers.reasons import refused
from dialogs.form.faults import Fault
from dialogs.form.model import Field, Form
from dialogs.form.syntax_faults import why
from dialogs.texts import say


def faults(form: Form, content: bytes, folder: Path) -> Iterator[Fault]:
    """The faults of an example, which lies in `folder`, all of them advice: the form can be used without."""
    text = decoded(content)
    try:
        found = [text] if isinstance(text, Fault) else list(_of_answers(form, text, folder))
    except tomllib.TOMLDecodeError as error:
        found = [why(str(text), error)]
    yield from (one.model_copy(update={"is_error": False}) for one in found)


def _of_answers(form: Form, text: str, folder: Path) -> Iterator[Fault]:
    answers = tomllib.loads(text)
    try:
        player = AnswerFile(form, answers)
    except StuckError as error:
        yield Fault(code="answers", place="", words=str(error))
        return
    for place, key, item, number in given_answers.given(form, answers):
        field = form.fields.get(item)
        if not field:
            continue
        group = form.group_at(item)
        where = say("answer_file.place", group=group.title, number=number, label=field.title)
        if isinstance(place[key], list):
            yield Fault(code="answer", place=where, words=say("answer_file.not_text"))
            continue
        if reason := _refused(field, str(place[key]), player.day, folder):
            yield Fault(code="answer", place=where, words=reason)


def _refused(field: Field, answer: str, day: date, folder: Path) -> str:
    """Why an answer is refused, "" where it is not."""
    if field.of_kind.is_file:
        return "" if (folder / answer).is_file() else say("answer_file.no_file", path=folder / answer)
    verdict = kinds.parse(field, answer, day)
    return refused(field, verdict).sentence if isinstance(verdict, kinds.Invalid) else ""
