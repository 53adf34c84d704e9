"""What a file that somebody hands in brings, as far as it was read. Knows neither files nor what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.answers.value import Value
from dialogs.pasting.grid import Sheet
from dialogs.pasting.sent_back import SentBack


class FileContent(Value):
    """What a file brings.

    Attributes:
        text: Its lines, as those of a long text: of a Word file, or of a file of text.
        sheets: Its sheets with something in them, where it is a workbook or a list with commas.
        left_out: What of it no text can say, or was taken in a way to be told: the code of the sentence
            `file.left_<code>`, with how often it was there.
        sent_back: What stands at the bookmarks, where it is a document of ours that may have been edited.
        unfit: Where nothing of it could be read, the sentence why is `file.<unfit>`.
    """

    text: str = ""
    sheets: tuple[Sheet, ...] = ()
    left_out: Mapping[str, int] = {}
    sent_back: SentBack | None = None
    unfit: str = ""
