"""What is kept of a token or code: never itself, only its hash."""

from __future__ import annotations

import hashlib


def hashed(secret: str) -> str:
    """The SHA-256 of any text, half of a surrogate pair included, as 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
