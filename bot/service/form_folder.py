"""One folder of a form, `<form>/<version>/`: what is read from it, and everything that is wrong with it."""

from __future__ import annotations

import codecs
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from dialogs.form.faults import UNKNOWN, WORD_NAME, Fault, fault
from dialogs.form.functions import others
from dialogs.form.line_numbers import line_of
from dialogs.form.load import known, read
from dialogs.form.model import Document, Form
from dialogs.form.spelling import near
from dialogs.texts import say

_OF_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
TOML, TEMPLATE, EXAMPLE = "form.toml", "template.docx", "example.toml"
_CODE = Path(__file__).parents[2]
_ROOMS = ("bot/service", "dialogs", "render")  # that tell what is wrong with a form
_LIBRARIES = ("docxtpl", "jinja2", "lxml", "pydantic", "python-docx")  # whose versions do


class FileFault(NamedTuple):
    """A fault and the name of the file that has it."""

    file: str
    fault: Fault

    @property
    def text(self) -> str:
        """All of it as a person is told."""
        return say("form_registry.fault", file=self.file, text=self.fault.text)


@dataclass(frozen=True)
class Look:
    """What was found in a folder; `form` is None where nothing could be read at all."""

    folder: Path
    form: Form | None
    faults: tuple[FileFault, ...]

    @property
    def errors(self) -> tuple[FileFault, ...]:
        """The faults with which the form cannot be used."""
        return tuple(one for one in self.faults if one.fault.is_error)

    @property
    def advice(self) -> tuple[FileFault, ...]:
        """The other faults."""
        return tuple(one for one in self.faults if not one.fault.is_error)


def look(folder: Path) -> Look:
    """Reads a folder, with every fault of its files."""
    form, found = _read(folder / TOML)
    if form is None:
        return Look(folder, None, tuple(found))
    found += _misplaced(form, folder)
    is_sound = not any(one.fault.is_error for one in found)
    contents = _contents(form, folder)
    for name, document in _templates(form).items():
        if name not in contents:
            found.append(missing(folder, name))
        elif is_sound:  # what a template names cannot be told where the names themselves are wrong
            found += [FileFault(name, one) for one in _verified(form, contents[name], document)]
    return Look(folder, _with_files(form, contents), tuple(found))


def seal(folder: Path) -> str:
    """A hash of all by which it is decided what is wrong with a folder: its files, what it is called, this program."""
    digest = hashlib.blake2b(_program(), digest_size=16)
    for path in (folder / TOML, *sorted(path for path in folder.iterdir() if path.suffix.lower() == ".docx")):
        content = path.read_bytes()
        digest.update(f"{folder.parent.name}/{folder.name}/{path.name} {len(content)} ".encode() + content)
    return digest.hexdigest()


def sound(folder: Path) -> Form | None:
    """The form in a folder that was found to be sound before, as `look` has it. Nothing is checked."""
    text = decoded((folder / TOML).read_bytes())
    form = known(text) if isinstance(text, str) else None
    return form and _with_files(form, _contents(form, folder))


def _templates(form: Form) -> dict[str, Document | None]:
    """The documents of a form by the names of their templates, None for the form as a whole."""
    documents = (document for document in form.documents if WORD_NAME.fullmatch(document.template))  # else told already
    return {TEMPLATE: None, **{document.template: document for document in documents}}


def _contents(form: Form, folder: Path) -> dict[str, bytes]:
    """What is in the templates of a form that are there."""
    paths = [folder / name for name in _templates(form)]
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def _with_files(form: Form, contents: Mapping[str, bytes]) -> Form:
    return form.with_files(hashlib.blake2b(b"".join(contents.values()), digest_size=8).hexdigest())


def is_form(folder: Path) -> bool:
    """Whether a folder is that of a form, though the file that makes it one may be called a little otherwise."""
    return (folder / TOML).is_file() or (any(folder.glob("*.doc*")) and bool(_misnamed(folder, TOML)))


def missing(folder: Path, name: str) -> FileFault:
    """The fault of a file that is not in a folder, with the one there that was probably meant."""
    return FileFault(name, fault("no_file", "", name=name, beside=_misnamed(folder, name)))


def _misnamed(folder: Path, name: str) -> str:
    """The file whose name is nearly this one, "" for none: Windows hides how names end."""
    there = {path.name.lower(): path.name for path in sorted(folder.iterdir()) if path.is_file()}
    others = [lower for lower, written in there.items() if written not in {TOML, TEMPLATE, EXAMPLE}]
    return there.get(near(name.lower(), others), "")


def is_example(folder: Path) -> bool:
    """Whether a folder's form says that it is but an example; False also where that cannot be read."""
    text = decoded((folder / TOML).read_bytes())
    try:
        return isinstance(text, str) and tomllib.loads(text).get("example") is True
    except tomllib.TOMLDecodeError:
        return False


@cache
def _program() -> bytes:
    """A hash of all by which forms are checked: our own code, the libraries of templates, the checks others bring."""
    digest = hashlib.blake2b(repr([*map(version, _LIBRARIES), *others()]).encode())
    for path in sorted(path for room in _ROOMS for path in (_CODE / room).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


# The same for every folder with the same form, in tests hundreds of times.
_parsed = lru_cache(maxsize=64)(read)


@lru_cache(maxsize=64)
def _verified(form: Form, template: bytes, document: Document | None) -> list[Fault]:
    from render.verifying.template import verify  # noqa: PLC0415 - loads what fills in templates: a start mostly needs none

    return list(verify(form, template, document))


def _read(path: Path) -> tuple[Form | None, list[FileFault]]:
    if not path.is_file():
        return None, [missing(path.parent, path.name)]
    content = path.read_bytes()
    found = []
    if content.startswith(codecs.BOM_UTF8):
        found.append(fault("bom", "").model_copy(update={"line": 1, "is_error": False}))
    text = decoded(content)
    if isinstance(text, Fault):
        return None, [FileFault(path.name, text)]
    form, more = _parsed(text)
    return form, [FileFault(path.name, one) for one in (*found, *more)]


def decoded(content: bytes) -> str | Fault:
    """The text of a file that somebody wrote, or why it is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if content.startswith(_OF_OFFICE):
            return fault("no_text", "")
        line = content.count(b"\n", 0, error.start) + 1
        return fault("not_utf8", "", gbk=_is_gbk(content)).model_copy(update={"line": line})


def _is_gbk(content: bytes) -> bool:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _misplaced(form: Form, folder: Path) -> Iterator[FileFault]:
    """The faults of a form that lies in a folder of another name."""
    text = (folder / TOML).read_text("utf-8-sig")
    for key, value, name in (("id", form.id, folder.parent.name), ("version", form.version, folder.name)):
        if value not in (name, UNKNOWN):
            told = fault("folder", key, key=key, value=value, folder=name)
            yield FileFault(TOML, told.model_copy(update={"line": line_of(text, key)}))
