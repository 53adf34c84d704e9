"""The files that are answers, as a person gets them back: in one archive, named by their questions.

Knows no channel.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dialogs.answers.picture_lines import document, picture
from dialogs.application.application import Answers
from dialogs.form.model import Form
from render.filename import filename

_ENDINGS = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}  # of pictures, which are kept as one of these


def named(form: Form, answers: Answers, folder: Path) -> Iterator[tuple[str, Path]]:
    """Each file with its name in the archive, in the form's order; `folder` has them by their ids."""
    at = {item: number for number, item in enumerate(form.fields)}
    steps = [step for step in answers.values if step[0] in at and form.fields[step[0]].of_kind.is_file]
    for number, (item, row) in enumerate(sorted(steps, key=lambda step: (at[step[0]], step[1])), 1):
        value = answers.values[item, row]
        found = document(value) or picture(value)
        path = folder / found.id if found else None
        if found is None or path is None or not path.is_file():
            continue
        called = found.caption.rpartition("（")[0] if document(value) else f"{Path(found.caption).stem}{_ending(path)}"
        suffix = Path(called).suffix
        field = form.fields[item]
        yield filename(f"{number:02} {field.title} {Path(called).stem}", suffix=suffix), path


def _ending(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    return next((ending for begin, ending in _ENDINGS.items() if head.startswith(begin)), "")


def write(files: Iterable[tuple[str, Path]], file: BinaryIO) -> None:
    """Writes the archive."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files:
            archive.write(path, name)
