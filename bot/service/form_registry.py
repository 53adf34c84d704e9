"""The forms on disk: `<folder>/<form>/<version>/` with form.toml, template.docx and example.toml."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.service.form_folder import EXAMPLE, TEMPLATE, TOML, Look, is_example, look, seal, sound
from dialogs.form.model import Form
from dialogs.texts import say

log = logging.getLogger(__name__)


class RegistryError(Exception):
    """Forms that cannot be served; the message names every file and fault, in words for whoever wrote the form."""


@dataclass(frozen=True)
class RegisteredForm:
    """A form and the folder that it was read from."""

    form: Form
    folder: Path
    seal: str = ""  # what `form_folder.seal` made of it before it was found sound

    @property
    def template(self) -> Path:
        """The Word file that is filled in."""
        return self.folder / TEMPLATE

    @property
    def word_files(self) -> list[Path]:
        """All Word files of the form."""
        return list(dict.fromkeys((self.template, *(self.folder / one.template for one in self.form.documents))))

    @property
    def example(self) -> Path:
        """The answer file of a whole application."""
        return self.folder / EXAMPLE


def has(folder: Path, name: str) -> bool:
    """Whether there is a form of this id or key below `folder`, broken or not."""
    return any(_is_called(path, name) for path in folder.glob(f"*/*/{TOML}"))


def _is_called(path: Path, name: str) -> bool:
    """Whether the form.toml there is that of the form of an id or key, as its folders say; "" is all forms."""
    *_, id_, version, _ = path.parts
    return name in ("", id_, f"{id_}/{version}")


def read(
    folder: Path, only: str = "", *, examples: bool = False, seals: Collection[str] = ()
) -> Mapping[str, RegisteredForm]:
    """Every sound form below `folder` by its key, `id/version`, in the order of ids and versions.

    With `only`, just those with this id or key; without it, those that are but examples only with `examples`. A form
    with faults is left out, and they are logged. Not looked for are those of folders with one of these `seals`, which
    were found sound before.

    Raises:
        RegistryError: There is no such form, or none that is sound.
    """
    refused = []
    found = []
    for path in folder.glob(f"*/*/{TOML}"):
        if not _is_called(path, only) or (not (only or examples) and is_example(path.parent)):
            continue  # nobody is offered it
        sealed = seal(path.parent)
        looked = Look(path.parent, sound(path.parent), ()) if sealed in seals else look(path.parent)
        if looked.errors or looked.form is None:
            refused.append("\n".join((str(path), *(one.text for one in looked.errors))))
        else:
            found.append(RegisteredForm(looked.form, path.parent, sealed))
    faults = "\n".join(sorted(refused))
    if found and faults:
        log.error("%s", faults)
    if not found:
        raise RegistryError(faults or say("form_registry.nothing", path=folder / (only or "*")))
    return {one.form.key: one for one in sorted(found, key=lambda one: one.form.order)}
