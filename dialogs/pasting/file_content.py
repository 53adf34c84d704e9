"""What a file that somebody hands in brings, as far as it was read. Knows neither files nor what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ConfigDict

from dialogs.answers.value import Value
from dialogs.pasting.earlier import Earlier
from dialogs.pasting.grid import Sheet
from dialogs.pasting.sent_back import SentBack


class Piece(Value):
    """A paragraph, or a table, of a Word file.

    Attributes:
        text: The paragraph, its number before it; with line breaks where it has some. "" for a table.
        level: Of a heading, from 1; else 0.
        rows: The cells of the table by rows, as many in each, with line breaks where they have some; none of a
            paragraph.
        merged: The cells, by row and column from 0, that are one with those above, whose text stands there alone.
        is_contents: Whether it is a line of a table of contents.
    """

    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    merged: tuple[tuple[int, int], ...] = ()
    is_contents: bool = False

    @property
    def spread(self) -> list[list[str]]:
        """The cells of the table, what goes over several rows in each of them."""
        cells = [[*row] for row in self.rows]
        for row, column in self.merged:
            cells[row][column] = cells[row - 1][column]
        return cells


class KeptFile(Value):
    """A file as it was handed in: the hash of its content, its type and size in bytes, its content."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    id: str
    type: str
    size: int
    content: bytes = b""  # not once it lies in its folder


class KeptPicture(Value):
    """A picture as it is kept: the hash of its content by which long texts name it, its size in pixels, its content.

    `type` and `size` in bytes are those of the file that was handed in, as `dialogs.answers.attached` has them.
    """

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    id: str
    width: int
    height: int
    type: str = ""
    size: int = 0
    content: bytes = b""  # not once it lies in its folder


class Card(Value):
    """A contact card: who it is, how to reach them, and where they work; "" for what it does not have."""

    name: str
    phone: str
    mail: str = ""
    unit: str = ""


class FileContent(Value):
    """What a file brings.

    Attributes:
        text: Its lines, as those of a long text: of a Word file, or of a file of text.
        pieces: The paragraphs and tables of a Word file, of which that text was made.
        sheets: Its sheets with something in them, where it is a workbook or a list with commas.
        pictures: The pictures that its long text names, or the one that it is itself.
        left_out: What of it no text can say, or was taken in a way to be told: the code of the sentence
            `file.left_<code>`, with how often it was there.
        cards: The contact cards in it, where it is a file of such.
        earlier: The answers of an earlier application, where it is an export of one.
        sent_back: What stands at the bookmarks, where it is a document of ours that may have been edited.
        type: Of which type it is, where it is a sound document, see `dialogs.answers.attached`; else "".
        attached: The file itself, where the question at which it was handed in takes such documents.
        unfit: Where nothing of it could be read, the sentence why is `file.<unfit>`.
    """

    text: str = ""
    pieces: tuple[Piece, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    pictures: tuple[KeptPicture, ...] = ()
    left_out: Mapping[str, int] = {}
    cards: tuple[Card, ...] = ()
    earlier: Earlier | None = None
    sent_back: SentBack | None = None
    type: str = ""
    attached: KeptFile | None = None
    unfit: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether it is nothing but a picture."""
        return bool(self.pictures) and not self.text
