"""Answers that are a file, see `picture_lines`, and which files a question takes: pictures, or documents that it names.

Knows no file: only of what type and how large the one is that was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dialogs.answers.picture_lines import document, document_line, line_of, picture
from dialogs.answers.verdict import Accepted, Invalid, Verdict
from dialogs.texts import say

if TYPE_CHECKING:  # these say what a question says of its answers, and are imported there
    from dialogs.answers.kinds import Parameters

PICTURES = ("jpg", "png", "gif", "bmp", "webp", "tiff")
DOCUMENTS = ("pdf", "docx", "xlsx")
TYPES = (*PICTURES, *DOCUMENTS)
"""The types of files that a question may take, as their names end."""

_CALLED = {"jpeg": "jpg", "tif": "tiff"}  # endings of names -> the type that they say
_KB, _MB = 1024, 1024 * 1024


def read(asked: Parameters, text: str) -> Verdict:
    """Reads what stands for a file; whatever else is typed is refused."""
    if found := picture(text):
        return Accepted(line_of(*found))
    found = document(text)
    return Accepted(document_line(*found)) if found else Invalid("file", wanted(asked))


def unfit(asked: Parameters, type_: str, size: int) -> Invalid | None:
    """What is wrong with a file.

    Args:
        asked: What the question says of its files.
        type_: One of TYPES.
        size: How many bytes were handed in.
    """
    if type_ not in _taken(asked):
        return Invalid("file.type", {"type": type_.upper(), **wanted(asked)})
    if asked.max_kb is not None and size > asked.max_kb * _KB:
        return Invalid("file.size", {"size": _shown(size), **wanted(asked)})
    return None


def broken(asked: Parameters, name: str) -> Invalid | None:
    """What is wrong with a file in which nothing that a question takes was found, though it is called so."""
    ending = name.rpartition(".")[2].lower()
    if _CALLED.get(ending, ending) not in _taken(asked):
        return None
    return Invalid("file.broken", {"name": name, **wanted(asked)})


def wanted(asked: Parameters) -> Mapping[str, str]:
    """The `types` that a question takes, its `limit`, "" for none, and what an `example` is, as sentences name them."""
    limit = _shown(asked.max_kb * _KB) if asked.max_kb else ""
    types = say("list.words", words=[type_.upper() for type_ in _taken(asked)])
    return {"types": types, "limit": limit, "sample": _example(asked)}


def name_of(name: str, size: int) -> str:
    """What a document is called in an answer: its name and size."""
    return f"{re.sub('[〔〕｜]', '', name)}（{_shown(size)}）"


def _taken(asked: Parameters) -> tuple[str, ...]:
    return asked.types or PICTURES


def _example(asked: Parameters) -> str:
    """The code of the name of such a file."""
    return "document" if _taken(asked)[0] in DOCUMENTS else "picture"


def fault(asked: Parameters) -> str:
    """The code of what is wrong with the types of a question, "" for nothing."""
    return "" if set(asked.types) <= set(TYPES) else "file_types"


def _shown(size: int) -> str:
    """A size rounded up, so that one above a limit is never shown as the limit."""
    if size < _MB:
        return f"{-(-size // _KB)} KB"
    return f"{-(-size * 10 // _MB) / 10:g} MB"
