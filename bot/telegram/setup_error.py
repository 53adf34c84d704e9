"""That the channel cannot run as it is set up. Knows no library, so that any command may tell it."""

from __future__ import annotations


class TelegramSetupError(Exception):
    """The channel cannot run as it is set up; `code` says why, `detail` what was found."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
