"""How answers to one question are read, line by line: for authors of forms, and for whoever looks after them.

Knows no conversation: nothing is asked and nothing kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date

from dialogs.answers import kinds
from dialogs.form.model import Field
from dialogs.texts import say
from dialogs.turn.labels import taken
from dialogs.turn.layout import refusal


class NoStringError(Exception):
    """A line that is no JSON string; `number` counts from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def read(field: Field, lines: Iterable[str], today: date) -> Iterator[str]:
    """Each line, a JSON string, as an answer to a field: one JSON object a line, in ASCII.

    `{"typed", "verdict": "accepted" | "doubtful" | "refused", "value", "shown", "sentence"}`: the value as it is
    stored, with a yes where it is doubtful; shown as the document prints it; the sentence as the applicant reads it.
    Raises NoStringError.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield json.dumps(_read(field, _string(line, number), today))


def _string(line: str, number: int) -> str:
    try:
        text = json.loads(line)
    except ValueError:
        text = None
    if not isinstance(text, str):
        raise NoStringError(number)
    return text


def _read(field: Field, text: str, today: date) -> dict[str, str]:
    verdict = kinds.parse(field, text, today)
    value = kinds.stored(verdict)
    sentence = refusal(field, verdict)
    if isinstance(verdict, kinds.Accepted):
        note = say(f"note.{verdict.note}", field=field) if verdict.note else ""
        sentence = "\n".join(filter(None, (taken(field, value), note)))
    name = {kinds.Accepted: "accepted", kinds.Doubtful: "doubtful", kinds.Invalid: "refused"}[type(verdict)]
    return {"typed": text, "verdict": name, "value": value, "shown": kinds.show(field, value), "sentence": sentence}
