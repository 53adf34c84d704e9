"""Pictures that somebody put beside answers that have none, as a stamp or a signature: told, and no part of them.

Knows nothing of what was changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.answers.picture_lines import picture
from dialogs.application.application import Step
from dialogs.form.model import Field, Form
from dialogs.pasting.sent_back import SentBack


def stamps(form: Form, sent: SentBack, steps: Mapping[str, Step]) -> Iterator[str]:
    """The pictures in cells without an answer that has any; `steps` are what the bookmarks stand for."""
    for cell in (cell for row in sent.rows for cell in row.cells if cell.marks):
        items = [steps[mark].item for mark in cell.marks if mark in steps]
        if not any(item in form.fields and _has_pictures(form.fields[item]) for item in items):
            yield from filter(picture, cell.text.split("\n"))


def without_stamps(field: Field, text: str) -> str:
    """An answer as it stands without them."""
    lines = text.split("\n")
    return text if _has_pictures(field) else "\n".join(line for line in lines if not picture(line))


def _has_pictures(field: Field) -> bool:
    return field.of_kind.is_long or field.of_kind.is_file
