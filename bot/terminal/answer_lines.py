"""How answers to one question, or pastes into one table, are read: for authors of forms, and who looks after them.

Knows no conversation: nothing is asked and nothing kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date

from dialogs.answers import kinds
from dialogs.form.model import Field, Group
from dialogs.pasting import reading
from dialogs.screens import paste_words
from dialogs.texts import say
from dialogs.turn.labels import taken
from dialogs.turn.layout import refusal


class NoStringError(Exception):
    """A line that begins as a JSON string and is none; `number` counts from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def read(asked: Field | Group, lines: Iterable[str], today: date) -> Iterator[str]:
    """Each line, as it is or as a JSON string, as an answer to a field or a paste into a table: a JSON object each.

    Of a field `{"typed", "verdict": "accepted" | "doubtful" | "refused", "value", "shown", "sentence"}`: the value as
    it is stored, with a yes where it is doubtful; shown as the document prints it; the sentence as the applicant reads
    it. Of a table `{"rows", "left_out", "doubts", "faults"}`: of each row its cells as the document prints them, with
    a yes where they are doubtful, "" where they are refused or empty; the rest sentences. Raises NoStringError.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            text = _string(line, number)
            found = _pasted(asked, text, today) if isinstance(asked, Group) else _read(asked, text, today)
            yield json.dumps(found, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _pasted(table: Group, text: str, today: date) -> dict[str, object]:
    found = reading.read(table, text, today)
    return {
        "rows": [reading.shown(table, row) for row in found.rows],
        "left_out": paste_words.left_out(found),
        "doubts": paste_words.doubts(found),
        "faults": paste_words.faults(table, found),
    }


def _string(line: str, number: int) -> str:
    if not line.lstrip().startswith('"'):
        return line.strip("\r\n")
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
