"""A fuzzer over everything that the page answers: whatever is asked, and however, the program does not fail."""

from __future__ import annotations

import json
import random
import re
import string
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from web_bench import Site, Visitor

from bot.web.html import static_folder
from bot.web.routes import ROUTES

pytest_plugins = ["web_fixtures"]
pytestmark = pytest.mark.usefixtures("no_limits")  # what is refused for its number alone shows nothing
METHODS = ("GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "X")
ODD = (
    *("", "0", "1", "-1", "9" * 19, "9" * 5000, "1e999", "%00", "%ff", "%ED%A0%80", "..", "%2e%2e%2f", "a" * 3000),
    *(
        "图书角",
        "\u202e",
        "²",
        "null",
        "[]",
        "{}",
        "a/b",
        "a?b",
        "a#b",
        ";",
        "&",
        "=",
        "%",
        "%zz",
        "\\",
        "'",
        '"',
        "<b>",
    ),
)
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**63, 2**70, 1.5, float("inf"), "", "a", "x" * 70, "\ud83d", "\x00", "字" * 5000, "<script>"),
    *([], {}, [[[]]], {"a": {"b": []}}, "/start", "/join AAAA", "/help", "/delete", "同意并开始", "1.back", "0.agree"),
)
FIELDS = (
    "id",
    "kind",
    "text",
    "data",
    "name",
    "item",
    "row",
    "application",
    "cells",
    "rows",
    "seen",
    "table",
    "what",
    "ref",
    "asked",
)
KINDS = ("said", "edited", "pressed", "command", "went", "filled", "pasted", "arranged", "none")
ITEMS = ("name", "shelves", "shelves.name", "partners", "approach", "nothing", "")


class Fuzz:
    """Requests made by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - requests, not secrets

    def requests(self, count: int) -> Iterator[dict[str, Any]]:
        for _ in range(count):
            body = self._body()
            heads = {**self._headers(), **body.pop("headers", {})}
            yield {
                "method": self.chance.choice(METHODS),
                "url": self._path() + self._query(),
                "headers": {name: value.encode("latin-1", "replace") for name, value in heads.items()},
                **body,
            }

    def _odd(self) -> str:
        if self.chance.random() < 0.5:
            return self.chance.choice(ODD)
        return "".join(self.chance.choices(string.printable[:90], k=self.chance.randrange(30))).replace("#", "")

    def _path(self) -> str:
        if self.chance.random() < 0.1:
            return "/" + self._odd().lstrip("/")
        path = self.chance.choice([path for _, path, _ in ROUTES] + [f"{static_folder()}/{{x}}"])
        return re.sub(r"\{[^}]+\}", lambda _: self._odd(), path)

    def _query(self) -> str:
        names = ("before", "table", "page", "part", "after", "x")
        some = self.chance.sample(names, self.chance.choice((0, 0, 1, 1, 2)))
        return "?" + "&".join(f"{name}={self._odd()}" for name in some) if some else ""

    def _headers(self) -> dict[str, str]:
        heads = {}
        if self.chance.random() < 0.2:
            heads["Last-Event-ID"] = self.chance.choice(("0", "9" * 30, "x", "-1"))
        if self.chance.random() < 0.1:
            heads["Cookie"] = self.chance.choice(("shenbao=x", "shenbao=", "=;=", "shenbao=\xff\xfe", "a" * 3000))
        if self.chance.random() < 0.1:
            heads["X-Forwarded-For"] = self.chance.choice(("::1", "x", "1.2.3.4, 5.6.7.8", ""))
        return heads

    def _body(self) -> dict[str, Any]:
        way = self.chance.randrange(5)
        if way == 0:
            return {"data": {"code": self._odd(), self.chance.choice(ODD[:5]): "1"}}
        if way == 1:
            return {"content": self.chance.randbytes(self.chance.choice((0, 10, 5000)))}
        if way == 2:
            kind = {"Content-Type": self.chance.choice(("application/octet-stream", "application/json", ";", "x"))}
            return {"content": b"PK" + self.chance.randbytes(100), "headers": kind}
        text = json.dumps(self._event())
        return {"content": text.encode("utf-8", "surrogatepass"), "headers": {"Content-Type": "application/json"}}

    def _event(self) -> Any:
        if self.chance.random() < 0.1:
            return self.chance.choice(VALUES)
        event: dict[str, Any] = {"id": uuid.UUID(int=self.chance.getrandbits(128)).hex}
        event |= {"kind": self.chance.choice(KINDS), "text": "图书角", "data": "1.back", "name": "status"}
        event |= {
            "item": self.chance.choice(ITEMS),
            "application": "a",
            "table": "shelves",
            "what": "add",
            "seen": 0,
            "rows": [],
        }
        event |= {"cells": [{"item": self.chance.choice(ITEMS), "row": "", "text": "图书角"}]}
        event |= {"ref": event["id"]}
        for name in self.chance.sample(FIELDS, self.chance.randrange(3)):
            event[name] = self.chance.choice(VALUES)
        return event


async def fuzzed(site: Site, seed: int, count: int) -> dict[int, int]:
    """Asks by chance, as nobody and as somebody who has begun; how often each status came. A 5xx is a failure."""
    statuses: dict[int, int] = {}
    visitor = Visitor(site)
    await visitor.begin()
    await visitor.say("河边图书角")
    for number, asked in enumerate(Fuzz(seed).requests(count)):
        try:
            # A stream does not end by itself: its head is enough.
            async with visitor.http.stream(**asked) as answer:
                status = answer.status_code
                policy = answer.headers.get("content-security-policy")
        except (httpx.InvalidURL, httpx.LocalProtocolError, UnicodeError):
            continue  # the client cannot send it
        except httpx.TransportError:
            status, policy = 0, ""  # the connection was closed on a request that is none
        assert status < 500, (seed, number, asked)
        assert policy is not None or status == 400, (seed, number, asked, status)
        statuses[status] = statuses.get(status, 0) + 1
        if status == 401 or "leave" in asked["url"]:
            visitor.http.cookies.clear()
            await visitor.begin()
    assert (await visitor.http.get("/healthz")).json()["saves"]
    await visitor.http.aclose()
    return statuses


async def test_nothing_that_is_asked_makes_the_program_fail(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    statuses = await fuzzed(site, 1, 150)
    assert {200, 400, 404, 405} <= statuses.keys()
    assert "Traceback" not in caplog.text
    assert "a request failed" not in caplog.text


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(2, 7))
async def test_so_it_is_for_long(site: Site, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    await fuzzed(site, seed, 3_000)
    assert "a request failed" not in caplog.text
