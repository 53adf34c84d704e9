"""The base of all values of the conversation. Knows nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

_set = object.__setattr__


class Value(BaseModel):
    """A frozen pydantic model: immutable, comparable, and strict about unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The same value with other parts, as the library's; but a turn makes a dozen, and what is frozen is shared."""
        del deep
        given, kept = dict(update or {}), self.__dict__
        parts = {name: kept[name] for name in self.__pydantic_fields__}  # not what was derived from them
        other = object.__new__(type(self))
        _set(other, "__dict__", parts | given)
        _set(other, "__pydantic_fields_set__", self.__pydantic_fields_set__ | given.keys())
        _set(other, "__pydantic_extra__", None)
        _set(other, "__pydantic_private__", self.__pydantic_private__ and dict(self.__pydantic_private__))
        return other
