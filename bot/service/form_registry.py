"""The forms on disk: `<folder>/<form>/<version>/` with form.toml, template.docx and example.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dialogs.form.load import FormFaultsError, load
from dialogs.form.model import Form
from dialogs.texts import say


class RegistryError(Exception):
    """Forms that cannot be served; the message names every file and fault, in words for whoever wrote the form."""


@dataclass(frozen=True)
class RegisteredForm:
    """A form and the folder that it was read from."""

    form: Form
    folder: Path

    @property
    def template(self) -> Path:
        """The Word file that is filled in."""
        return self.folder / "template.docx"

    @property
    def example(self) -> Path:
        """The answer file of a whole application."""
        return self.folder / "example.toml"


def read(folder: Path, only: str = "") -> Mapping[str, RegisteredForm]:
    """Every form below `folder` by its key, `id/version`; with `only`, just those with this id or key.

    Raises:
        RegistryError: A form has faults, one of its Word files is missing, or there is no such form.
    """
    registry = {}
    faults = []
    for path in sorted(folder.glob("*/*/form.toml")):
        try:
            form = load(path.read_text("utf-8"))
        except FormFaultsError as error:
            faults.append(f"{path}\n{error}")
            continue
        found = RegisteredForm(form, path.parent)
        if lacking := _lacking(found):
            faults.append(f"{path}\n{lacking}")
        elif only in ("", form.id, form.key):
            registry[form.key] = found
    if faults:
        raise RegistryError("\n".join(faults))
    if not registry:
        raise RegistryError(say("form_registry.nothing", path=folder / (only or "*")))
    return registry


def _lacking(registered: RegisteredForm) -> str:
    """A line for each Word file of the form that is missing, "" for none. Said at the start, before one is wanted."""
    files = dict.fromkeys((registered.template, *(registered.folder / d.template for d in registered.form.documents)))
    return "\n".join(say("form_registry.no_file", name=file.name) for file in files if not file.is_file())
