"""Codes that people read out and type: how they are made, written and read.

Knows nothing of what a code is for.
"""

from __future__ import annotations

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 O 1 I, which look alike
LENGTH = 8


def code(number: int) -> str:
    """Eight letters and digits made from a random number of 40 bits or more."""
    found = ""
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        found += ALPHABET[digit]
    return found


def written(code: str) -> str:
    """A code in two groups, for the eye."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def plain(typed: str) -> str:
    """The code that was typed, however it was typed; "" where it can be none."""
    found = "".join(letter for letter in typed.upper() if letter in ALPHABET)
    return found if len(found) == LENGTH else ""
