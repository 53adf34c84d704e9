"""Values -> HTML: bubbles, the outline, whole pages. The templates escape everything.

Knows neither requests nor the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import PackageLoader, StrictUndefined
from markupsafe import Markup

from bot import clock
from bot.web.inputs import sent_id
from dialogs.answers.dates import moment
from dialogs.answers.picture_lines import named
from dialogs.pattern import Pattern
from dialogs.texts import Sentences, say
from dialogs.turn.messages import Album, Ask, Document, Say
from storage.page_log import Message

STATIC = Path(str(resources.files("bot.web").joinpath("static")))
LONG, LONG_LINES = 600, 12  # characters and lines of an own message above which it is folded
_BUTTON = Markup('<button type="button" class="command" data-command="{}">{}</button>')
_COMMAND = Pattern(r"(?<![\w/])(/[a-z]+)\b")


@cache
def _environment() -> Sentences:
    environment = Sentences(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # which would look at the files again for every bubble
    )
    environment.globals |= {"say": say, "static": _static}
    environment.filters["commands"] = _with_commands
    environment.filters["moment"] = lambda at: moment(at, clock.now())
    return environment


def _with_commands(text: str) -> Markup:
    """What is said, with a button for each command that is named in it."""
    parts = _COMMAND.split(named(text))
    return Markup().join(_BUTTON.format(part[1:], part) if at % 2 else part for at, part in enumerate(parts))


def _static(name: str) -> str:
    """The address of a static file, which a browser may keep for ever: with any of them the folder's name changes.

    So a script that imports another by its name alone gets the one that belongs to it.
    """
    return f"{static_folder()}/{name}"


@cache
def static_folder() -> str:
    """The path under which the static files are served, with a hash of them all in it."""
    content = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))
    return f"/static/{hashlib.blake2b(content, digest_size=6).hexdigest()}"


def page(name: str, **values: Any) -> str:
    """The HTML of a template, a whole page or a part of one (those begin with _), with these values."""
    return _environment().get_template(f"{name}.html").render(values)


def bubble(message: Message, edits: Collection[str], *, live: bool) -> str:
    """The HTML of one message. The buttons of one that is not `live` cannot be pressed.

    `edits` are the ids under which the page sent those that can be edited.
    """
    reply = message.reply
    typed = message.ref != "" and message.ref == message.event  # one typed in a messenger is edited there
    return page(
        "_message",
        message=message,
        sent=sent_id(message.event),
        typed=typed,
        editable=sent_id(message.event) in edits,
        long=typed and isinstance(reply, Say) and _is_long(reply.text),
        live=live,
        parts=_parts(reply) if isinstance(reply, Ask) else [],
        files=_files(message),
    )


def _is_long(text: str) -> bool:
    return len(text) > LONG or text.count("\n") > LONG_LINES


def bubbles(messages: Sequence[Message], edits: Collection[str], *, newest: bool) -> str:
    """The HTML of several messages; if they are the `newest`, the buttons of the last question can be pressed."""
    asks = [message.id for message in messages if isinstance(message.reply, Ask)]
    live = asks[-1] if asks and newest else 0
    return "".join(bubble(message, edits, live=message.id == live) for message in messages)


def _parts(ask: Ask) -> list[tuple[str, str]]:
    """The parts of a question, each with what it is: "place", "bar" (the progress), "label", "faults" or "text"."""
    asked = ask.question
    if asked is None:
        found = [("text", ask.head), *([] if ask.progress is None else [_bar(ask.progress)])]
        found += [*_paragraphs(ask.words), ("faults", ask.faults), *_paragraphs(ask.below)]
    else:
        found = [("place", asked.place), _bar(asked.progress)]
        found += [("text", asked.intro), ("label", asked.title), *(("text", part) for part in asked.paragraphs)]
    return [(kind, part) for kind, part in found if part]


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    return (("text", part.strip("\n")) for part in text.split("\n\n"))


def _bar(progress: int) -> tuple[str, str]:
    return "bar", say("ask.progress", percent=progress)


def _files(message: Message) -> list[tuple[str, str]]:
    """The address and the name of each file that a message hands over."""
    if isinstance(message.reply, Document):
        return [(f"/file/{message.id}/0", message.reply.name)]
    if isinstance(message.reply, Album):
        return [(f"/file/{message.id}/{n}", Path(path).name) for n, path in enumerate(message.reply.paths)]
    return []
