"""A request's parameters (query, JSON, form or multipart form), read as Telegram's own server does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from fake_botapi.rules import check_utf8
from fake_botapi.values import Json, Refusal, Upload, refuse

_STRUCTURES = (
    "reply_markup",
    "allowed_updates",
    "commands",
    "media",
    "scope",
    "reply_parameters",
    "entities",
)


@dataclass
class Params:
    """The parameters by name, each as text, and the files; `connected` tells whether anyone still listens."""

    fields: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)
    connected: Callable[[], bool] = lambda: True

    def text(self, name: str) -> str:
        return self.fields.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        raw = self.fields.get(name)
        try:
            return default if raw is None else int(raw)
        except ValueError:
            refuse(f'invalid parameter "{name}" specified')

    def boolean(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> Any:
        """A parameter that is a JSON object or array; None when it is not there."""
        raw = self.fields.get(name)
        if not raw:
            return None
        try:
            value = json.loads(raw)
        except ValueError:
            refuse(f"can't parse {name} JSON object")
        check_utf8(value)
        return value

    @property
    def chat_id(self) -> int | None:
        raw = self.fields.get("chat_id", "")
        return int(raw) if raw.removeprefix("-").isdecimal() else None

    def shown(self) -> Json:
        """For the journal: structures as such, numbers as numbers, a file by its name."""
        found: Json = dict(self.fields)
        for name, raw in self.fields.items():
            if name in _STRUCTURES:
                found[name] = _lenient(raw)
            elif name.endswith("_id") and raw.removeprefix("-").isdecimal() and name != "callback_query_id":
                found[name] = int(raw)
        return found | {name: upload.name for name, upload in self.files.items()}


def _lenient(raw: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return raw


async def read_params(request: web.Request, upload_limit: int) -> Params:
    """All parameters of one request."""
    params = Params(dict(request.query), connected=lambda: _connected(request))
    if request.content_type == "application/json":
        params.fields |= _from_json(await request.read())
    elif request.content_type == "multipart/form-data":
        await _read_multipart(request, params, upload_limit)
    elif request.content_type == "application/x-www-form-urlencoded":
        params.fields |= {name: str(value) for name, value in (await request.post()).items()}
    check_utf8(params.fields)
    return params


def _connected(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _from_json(body: bytes) -> dict[str, str]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        refuse("can't parse JSON object")
    if not isinstance(found, dict):
        refuse("JSON object expected")
    check_utf8(found)
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in found.items()}


async def _read_multipart(request: web.Request, params: Params, upload_limit: int) -> None:
    too_large = False
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            refuse("can't parse form data headers")
        disposition = _disposition(part.headers.get("Content-Disposition", ""))
        data = bytes(await part.read())
        if "filename" in disposition:
            too_large = too_large or len(data) > upload_limit
            mime = part.headers.get("Content-Type", "application/octet-stream")
            params.files[disposition["name"]] = Upload(disposition["filename"], mime, data)
        else:
            params.fields[disposition["name"]] = data.decode(errors="surrogateescape")
    if too_large:
        raise Refusal(413, "Request Entity Too Large")


def _disposition(header: str) -> dict[str, str]:
    """The parts of a Content-Disposition. Telegram cuts at every ; and decodes neither %-escapes nor \\."""
    found = {}
    for part in header.partition(";")[2].split(";"):
        name, _, value = part.strip().partition("=")
        value = value.strip()
        quoted = len(value) > 1 and value.startswith('"') and value.endswith('"')
        found[name.strip()] = value[1:-1] if quoted else value
    if not found.get("name"):
        refuse("field name in multipart/form-data not found")
    return found
