"""Every sentence the user sees, by its code: Jinja templates in one TOML file per language.

A code is `table.name`. Why an answer does not stand is a list there, of what is wrong and of what would be right:
it depends on where it is said how its full stops are. Knows nothing of when a sentence is said.
"""

from __future__ import annotations

import tomllib
from collections.abc import MutableMapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment


class Sentences(Environment):
    """Templates that know the same names everywhere: the library's chain of dicts is copied key by key each time."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """All that a template knows besides what it is filled in with, as one dict."""
        return {**self.globals, **(d or {})}


# Plain text for chats, never HTML: escaping would show &amp; to the reader. Only a form's own sentences are caged.
_LOOKS: dict[str, Any] = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "autoescape": False}
_ENVIRONMENT = Sentences(**_LOOKS)
_CAGE = SandboxedEnvironment(**_LOOKS)


@cache
def _written() -> dict[str, str | list[str]]:
    tables = tomllib.loads(resources.files(__name__).joinpath("zh.toml").read_text("utf-8"))
    return {f"{table}.{name}": written for table, texts in tables.items() for name, written in texts.items()}


@cache
def sentences() -> dict[str, str]:
    """All sentences: code -> template source."""
    return {
        code: written if isinstance(written, str) else "".join(f"{part}。" for part in written)
        for code, written in _written().items()
    }


@cache
def _template(code: str) -> Template:
    return _ENVIRONMENT.from_string(sentences()[code])


@cache
def _fragment(code: str, parts: int | None) -> Template:
    written = _written()[code]
    return _ENVIRONMENT.from_string(written if isinstance(written, str) else "。".join(written[:parts]))


def say(code: str, **params: object) -> str:
    """The sentence of a code, filled in. Raises KeyError or UndefinedError on a code or parameter unknown."""
    return _template(code).render(params).strip() if params else _plain(code)


_ENVIRONMENT.globals["say"] = say  # what a sentence has of others, such as the name of a role


@cache
def _plain(code: str) -> str:
    return _template(code).render().strip()


def line(code: str, **params: object) -> str:
    """The same as a line of a list: with no full stop at its end."""
    return _fragment(code, None).render(params).strip()


def fault(code: str, **params: object) -> str:
    """What is wrong alone, as a line of a list, without what would be right."""
    return _fragment(code, 1).render(params).strip()


def fill(source: str, **params: object) -> str:
    """A sentence that a form brings along, filled in. Raises jinja2.TemplateError where it is not right."""
    return _CAGE.from_string(source).render(params).strip()
