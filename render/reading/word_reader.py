"""A Word file that somebody hands in -> what it brings. Knows no form."""

from __future__ import annotations

from dialogs.pasting import filled_in
from dialogs.pasting.file_content import FileContent
from render.reading.package import UnfitError
from render.reading.word_bookmarks import sent_back
from render.reading.word_file import open_word
from render.reading.word_text import long_text, pieces


def read(content: bytes) -> FileContent:
    """What a Word file brings. Raises UnfitError where that is nothing."""
    word = open_word(content)
    shown = (piece for piece in pieces(word, word.body) if not piece.is_contents)
    found = [piece for piece in shown if not filled_in.is_page_number(piece.text)]
    text = long_text(found)
    if not text.strip():
        raise UnfitError("empty")
    kept = word.pictures.kept
    return FileContent(text=text, pieces=tuple(found), pictures=kept, left_out=word.left_out, sent_back=sent_back(word))
