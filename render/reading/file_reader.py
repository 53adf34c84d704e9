"""A file that somebody hands in -> what it brings. Knows no form; whatever is wrong with it has its sentence.

A spoilt file may ask for much more time and memory than it is worth: call it by `render.reading.bounded` alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import PurePath

from dialogs.pasting import vcards
from dialogs.pasting.earlier import Earlier
from dialogs.pasting.file_content import FileContent
from render.reading import card_file
from render.reading.package import FileType, Package, UnfitError, type_of
from render.reading.text_file import rows_of, text_of

_DOCUMENTS: dict[FileType, str] = {"word": "docx", "sheet": "xlsx", "pdf": "pdf"}
EXPORT = ".json"
EXPORTED = 4_000_000  # bytes of an export: one of the official example with 2,000 rows has a tenth
LISTS = (".csv", ".tsv")  # files of text that are lists of cells, by the ends of their names


def read(content: bytes, name: str) -> FileContent:
    """What a file brings. Never raises for what is wrong with it: see `FileContent.unfit`."""
    try:
        type_ = type_of(content)
    except UnfitError as error:
        return FileContent(unfit=error.code)
    try:
        found = _READERS[type_](content, name)
    except UnfitError as error:
        found = FileContent(unfit=error.code)
    return found.model_copy(update={"type": _document(type_, content, found)})


def _document(type_: FileType, content: bytes, found: FileContent) -> str:
    """Of which type a sound document is; "" for any other file, and for one with macros."""
    is_sound = found.unfit not in ("broken", "locked") and type_ in _DOCUMENTS
    if not is_sound or (type_ != "pdf" and any(name.endswith("vbaProject.bin") for name in Package(content).names)):
        return ""
    return _DOCUMENTS[type_]


def _word(content: bytes, _: str) -> FileContent:
    from render.reading import word_reader  # noqa: PLC0415 - each file is read in a new process: it loads what it needs

    return word_reader.read(content)


def _sheet(content: bytes, _: str) -> FileContent:
    from render.reading import sheet_reader, sheet_rest  # noqa: PLC0415 - as above

    sheets = tuple(sheet_reader.read(content))
    return FileContent(sheets=sheets, left_out=sheet_rest.left_out(Package(content)))


def _text(content: bytes, name: str) -> FileContent:
    path = PurePath(name)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and (earlier := _export(content)):
        return FileContent(earlier=earlier)
    if path.suffix.lower() == EXPORT:
        raise UnfitError("no_export")
    text = text_of(content)
    if not text:
        raise UnfitError("empty")
    if text[: len(vcards.BEGIN)].upper() == vcards.BEGIN:
        return FileContent(cards=card_file.cards_of(text))
    if path.suffix.lower() in LISTS:
        return FileContent(sheets=(rows_of(text, path.stem),))
    return FileContent(text=text)


def _export(content: bytes) -> Earlier | None:
    """All answers of an application, where a file is an export of one, see `render.data_file`; else None."""
    if len(content) > EXPORTED:
        raise UnfitError("too_many_rows")
    try:
        said = json.loads(content.decode("utf-8-sig"))
        json.dumps(said, ensure_ascii=False).encode()  # halves of surrogate pairs can be kept nowhere
    except (ValueError, RecursionError):  # also of what is no UTF-8, or a number of thousands of digits
        return None
    form, answers = said.get("form"), said.get("answers")
    return Earlier(form=form, answers=answers) if isinstance(form, str) and isinstance(answers, dict) else None


def _picture(content: bytes, _: str) -> FileContent:
    from render.reading import picture_file  # noqa: PLC0415 - as above

    return FileContent(pictures=(picture_file.kept(content),))


def _unfit(code: str) -> Callable[[bytes, str], FileContent]:
    return lambda _content, _name: FileContent(unfit=code)


_READERS: dict[FileType, Callable[[bytes, str], FileContent]] = {
    "word": _word,
    "sheet": _sheet,
    "text": _text,
    "old_word": _unfit("old_word"),
    "old_sheet": _unfit("old_sheet"),
    "picture": _picture,
    "pdf": _unfit("pdf"),
}
