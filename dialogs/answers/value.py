"""What every value of the conversation is made of. Knows nothing."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Base of all values: immutable, comparable, and strict about unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")
