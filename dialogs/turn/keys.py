"""What the links and codes of a turn are made of: randomness and addresses, which come from outside."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from dialogs.application.invitation_codes import code


class Keys(NamedTuple):
    """What lets somebody in is made of this: a random number, and addresses with {} for the token."""

    secret: str = "0" * 64  # hexadecimal digits
    links: tuple[str, ...] = ()  # where an invitation can be taken
    page: str = ""  # where one's own link leads to the page; "" where there is none

    def numbered(self, number: int) -> Keys:
        """Those of the `number`th of several that are made in one turn, from 0."""
        return self._replace(secret=sha256(f"{self.secret} {number}".encode()).hexdigest()) if number else self

    @property
    def token(self) -> str:
        """What stands in a link."""
        return self.secret[:32]

    @property
    def code(self) -> str:
        """What can be typed instead."""
        return code(int(self.secret[32:], 16))


NO_KEYS = Keys()
