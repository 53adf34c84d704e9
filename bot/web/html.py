"""Values -> HTML: bubbles, the outline, whole pages. The templates escape everything.

Knows neither requests nor the database.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.web.inputs import sent_id
from dialogs.form.model import Form
from dialogs.texts import say
from dialogs.turn.messages import Album, Ask, Document
from storage.page_log import Message

STATIC = Path(str(resources.files("bot.web").joinpath("static")))
_PLACE = re.compile(r"【.+?】.*")
_BAR = re.compile(r"[▓░]+\s*(.*)")
_COMMAND = re.compile(r"(?<![\w/])(/[a-z]+)\b")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": say, "static": _static}
    environment.filters["commands"] = _COMMAND.split
    return environment


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


def bubble(message: Message, form: Form | None, *, live: bool) -> str:
    """The HTML of one message. The buttons of one that is not `live` cannot be pressed."""
    reply = message.reply
    asked = form.fields.get(reply.step.item) if form and isinstance(reply, Ask) and reply.step else None
    return page(
        "_message",
        message=message,
        sent=sent_id(message.event),
        editable=message.ref != "" and message.ref == message.event,  # one typed in a messenger is edited there
        live=live,
        lines=_lines(reply.text, asked.label if asked else "") if isinstance(reply, Ask) else [],
        files=_files(message),
    )


def bubbles(messages: Sequence[Message], form: Form | None, *, newest: bool) -> str:
    """The HTML of several messages; if they are the `newest`, the buttons of the last question can be pressed."""
    asks = [message.id for message in messages if isinstance(message.reply, Ask)]
    live = asks[-1] if asks and newest else 0
    return "".join(bubble(message, form, live=message.id == live) for message in messages)


def _lines(text: str, label: str) -> list[tuple[str, str]]:
    """The parts of a question, each with what it is: "place", "bar" (the progress), "label" or "text"."""
    found = []
    for number, line in enumerate(text.split("\n")):
        if number == 0 and _PLACE.fullmatch(line):
            found.append(("place", line))
        elif number == 1 and (bar := _BAR.fullmatch(line)):
            found.append(("bar", bar[1]))
        elif label and line.startswith(label):
            found.append(("label", line))
        else:
            found.append(("text", line))
    return _paragraphs(found)


def _paragraphs(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same with lines of text that follow each other joined; empty lines set them apart, and are left out."""
    joined: list[tuple[str, str]] = []
    fresh = True
    for kind, line in lines:
        if not line:
            fresh = True
        elif kind == "text" and not fresh:
            joined[-1] = (kind, f"{joined[-1][1]}\n{line}")
        else:
            joined.append((kind, line))
            fresh = kind != "text"
    return joined


def _files(message: Message) -> list[tuple[str, str]]:
    """The address and the name of each file that a message hands over."""
    if isinstance(message.reply, Document):
        return [(f"/file/{message.id}/0", message.reply.name)]
    if isinstance(message.reply, Album):
        return [(f"/file/{message.id}/{n}", Path(path).name) for n, path in enumerate(message.reply.paths)]
    return []
