"""Copies of forms in the data folder, by digest: an application goes on with the form that it was begun on.

Knows no application. A copy is made, and outlives a power cut, before anything can be begun on its form; it goes when
nothing runs on it. With the copy is kept as what its folder was found sound, so that a start need not check that again.
"""

from __future__ import annotations

import logging
import shutil
import uuid
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from bot.service import durable_files
from bot.service.form_folder import TOML
from bot.service.form_registry import RegisteredForm
from dialogs.form.load import known
from dialogs.form.model import Form

log = logging.getLogger(__name__)
FORMS = "forms"
SEAL = "sound"  # the file with what `form_folder.seal` has made of the folder


class KeptForms(Mapping[str, Form]):
    """The forms in a data folder by their digests; each is read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FORMS

    def __getitem__(self, digest: str) -> Form:
        found = _read(self._folder / digest) if digest else None
        if found is None:
            raise KeyError(digest)
        return found

    def __iter__(self) -> Iterator[str]:
        return (path.parent.name for path in self._folder.glob(f"*/{TOML}"))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def registered(self, form: Form) -> RegisteredForm:
        """One of these forms with the folder that its Word files are in."""
        return RegisteredForm(form, self._folder / form.digest)

    def keep(self, registry: Collection[RegisteredForm]) -> None:
        """Makes a copy of every form that is served, unless there is one."""
        self._folder.mkdir(exist_ok=True)
        for registered in registry:
            whole = self._folder / registered.form.digest
            if not whole.exists():
                part = self._folder / f"{uuid.uuid4().hex}.part"  # a copy that is cut short is none
                for file in (registered.folder / TOML, *registered.word_files):
                    durable_files.keep(part / file.name, file.read_bytes())
                part.rename(whole)
                durable_files.keep_names(self._folder)
            if registered.seal not in self.seals:
                (whole / SEAL).write_text(registered.seal)  # cut short it is no seal

    @property
    def seals(self) -> Collection[str]:
        """The seals of the folders that were found sound and copied."""
        return {path.read_text() for path in self._folder.glob(f"*/{SEAL}")}

    def forget(self, wanted: Collection[str]) -> None:
        """Removes the copies whose digests are not wanted, and what is left of one that was cut short."""
        for path in self._folder.iterdir():
            if path.name not in wanted:
                shutil.rmtree(path, ignore_errors=True)


@lru_cache(maxsize=64)
def _read(folder: Path) -> Form | None:
    """The form in a folder as it was kept, None where there is none. Rules that came later do not refuse it."""
    path = folder / TOML
    if not path.is_file():
        return None
    form = known(path.read_text("utf-8-sig"))
    if form is None:
        log.error("the form kept as %s cannot be read", folder.name)
    return form and form.known_as(folder.name)
