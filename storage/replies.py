"""Replies as JSON, and back: what an older program kept and this one cannot read is still told in its words."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dialogs.turn.messages import Reply, Say

log = logging.getLogger(__name__)
_REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
_WORDS = ("notes", "text", "words", "question", "caption", "name")  # where a reply has what it says, in this order


def write_reply(reply: Reply) -> str:
    """A reply as JSON."""
    return _REPLY.dump_json(reply).decode()


def read_reply(content: str) -> Reply:
    """A reply from its JSON. Of one that cannot be read only the words are left, lest what somebody wrote be lost."""
    try:
        return _REPLY.validate_json(content)
    except ValidationError:
        log.error("a kept reply cannot be read, and is told in its words")  # noqa: TRY400 - the error quotes the reply
        return Say(text="\n".join(_words(content)) or content)


def _words(content: str) -> Iterator[str]:
    try:
        kept: Any = json.loads(content)
    except ValueError:
        return
    for key in _WORDS if isinstance(kept, dict) else ():
        said = kept.get(key)
        several = said if isinstance(said, list) else [*said.values()] if isinstance(said, dict) else [said]
        yield from (words for words in several if isinstance(words, str) and words)
