"""The log: what happened and where in the program, never what anybody wrote, and never the token.

The message of an exception may hold an answer (pydantic and SQLite quote what they refuse) or the token, so a
traceback is written without messages and without source lines. Knows nothing of what the program does.
"""

from __future__ import annotations

import errno
import logging
import sys
import time
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import TextIO

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
AGAIN = 60.0  # seconds in which what comes from one place is written once, and then how often it came
FULL = "the disk is full"
SQLITE_FULL = 13  # https://sqlite.org/rescode.html
DEEPEST = 40  # places shown of one traceback: the first and the last half of them


class Formatter(logging.Formatter):
    """Writes a record with the places of its traceback and the classes of its exceptions."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text. A traceback that another formatter has left is not used: it would have messages in it."""
        record.exc_text = None
        try:
            return super().format(record)
        finally:
            record.exc_text = None  # nor is ours left for others

    def formatException(self, ei: object) -> str:  # noqa: N802 - the library's name
        """The class and the places (file, line, function) of every exception of the chain, the first cause first.

        Where the disk is full, only that.
        """
        error = ei[1] if isinstance(ei, tuple) else None
        if not isinstance(error, BaseException):
            return ""
        return FULL if is_full(error) else "\n".join(_chain(error))


class Handler(logging.StreamHandler[TextIO]):
    """Writes to standard error; a fault that comes again and again is written once in AGAIN seconds, with a count.

    What floods a log fills the disk, and hides all else. A fault is known by where it is logged and where raised.
    """

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[tuple[object, ...], tuple[float, int]] = {}  # when, and how often since

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a record, or counts it."""
        now = time.monotonic()
        self._tell(now - AGAIN)
        place = (record.pathname, record.lineno, record.levelno, *_raised(record))
        if place in self._written:
            at, more = self._written[place]
            self._written[place] = (at, more + 1)
            return
        self._written[place] = (now, 0)
        super().emit(record)

    def close(self) -> None:
        """Writes what was counted."""
        self._tell(time.monotonic())
        super().close()

    def _tell(self, before: float) -> None:
        """Says how often there came more of what was written before that time, and forgets it."""
        for place, (at, more) in list(self._written.items()):
            if at <= before:
                del self._written[place]
                if more:
                    args = (more, *place[:2])
                    record = logging.LogRecord(
                        __name__, logging.WARNING, "", 0, "%d more of what %s:%d logs", args, None
                    )
                    super().emit(record)


def is_full(error: BaseException) -> bool:
    """Whether an exception, or what led to it, says that the disk is full: no place of the program is to blame."""
    of_system = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    cause = error.__cause__ or error.__context__
    return (
        of_system or getattr(error, "sqlite_errorcode", None) == SQLITE_FULL or (cause is not None and is_full(cause))
    )


def _raised(record: logging.LogRecord) -> Iterator[object]:
    """The class of a record's exception, and the innermost place in it."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        yield type(error)
        yield from [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)][-1:]


def _chain(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _chain(cause)
        yield "which led to" if error.__cause__ else "during which came"
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    yield from _places(error.__traceback__)
    if isinstance(error, BaseExceptionGroup):
        for number, part in enumerate(error.exceptions, 1):
            yield f"part {number} of it:"
            yield from _chain(part)


def _places(tb: TracebackType | None) -> Iterator[str]:
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(tb)]
    left_out = len(frames) - DEEPEST
    for number, (code, line) in enumerate(frames):
        if left_out <= 0 or not 0 <= number - DEEPEST // 2 < left_out:
            yield f"  {code.co_filename}:{line} in {code.co_qualname}"
        elif number == DEEPEST // 2:
            yield f"  … {left_out} more"


def setup() -> None:
    """Sends warnings and errors to standard error in this form, and so an exception that ends the program."""
    handler = Handler()
    handler.setFormatter(Formatter(FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    sys.excepthook = _ended


def _ended(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    logging.getLogger(__name__).critical("the program ended", exc_info=(kind, error, tb))
