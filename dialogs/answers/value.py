"""The base of all values of the conversation. Knows nothing."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen pydantic model: immutable, comparable, and strict about unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")
