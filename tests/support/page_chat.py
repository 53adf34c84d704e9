"""A person of the harness in a browser: requests with a cookie, and what comes by the stream, read as HTML.

Knows nothing of transcripts; what the service has for a person is seen only as HTML.
"""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import httpx
from harness import DOCX, Bench, Chat, NoSuchActError
from page_html import Shown, messages
from waiting import PATIENCE
from web_bench import browser, events_of

from dialogs.engine.commands import COMMANDS
from dialogs.texts import say
from dialogs.turn.events import Command, Edited, Event, Pressed, Said
from dialogs.turn.messages import Ask, Document, Reply, Say
from storage.page_log import NEWEST
from storage.store import Store

SILENT = ("start", "join")  # of which the page shows nothing as one's own


class PageChat(Chat):
    """Use as an async context manager: the stream is open as long as it lasts, or until the person is signed out."""

    def __init__(self, bench: Bench, url: str) -> None:
        super().__init__(bench, "")
        self.log: list[Shown] = []  # the conversation as it stands on the page
        self._http = browser(url)
        self._came: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        self._last = 0
        self._sent: dict[str, str] = {}  # id of a message -> the id under which the page sent it
        self._stream: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._leave()
        await self._http.aclose()

    async def _leave(self) -> None:
        if self._stream:
            self._stream.cancel()
            with suppress(asyncio.CancelledError):
                await self._stream
        self._stream = None

    # What one does.

    async def submit(self, event: Event) -> list[Reply]:
        async with asyncio.timeout(PATIENCE):
            in_vain = await (self._send(event) if self._stream else self._arrive(event))
            await self.bench.service.job_runner.settled()
            news = await self._news()
            words = await self._words(event)
        own = [shown.text for shown in news if shown.own]
        assert own == ([[words]] if words else [])
        if in_vain and not news:
            return [Say(text=in_vain)]
        return [await self._reply(shown) for shown in news if not shown.own]

    async def hand_in(self, path: Path) -> list[Reply]:
        async with asyncio.timeout(PATIENCE):
            about = {"id": uuid.uuid4().hex, "name": path.name}
            headers = {"Content-Type": "application/octet-stream"}
            content = await asyncio.to_thread(path.read_bytes)
            answer = await self._http.post("/upload", params=about, content=content, headers=headers)
            assert answer.status_code == 200, answer.text
            await self.bench.service.job_runner.settled()
            news = await self._news()
        assert [shown.text for shown in news if shown.own] == [[f"文件：{path.name}"]]
        return [await self._reply(shown) for shown in news if not shown.own]

    async def _arrive(self, event: Event) -> str:
        """Through the door: with its button, or with a code; there is nothing else to do at it, nor in vain."""
        if not isinstance(event, Command) or event.name not in SILENT:
            raise NoSuchActError
        code = {"code": event.argument}
        answer = await (self._http.post("/code", data=code) if event.argument else self._http.post("/begin"))
        assert answer.status_code == 303, answer.text
        found = re.search(r'data-person="([^"]+)"', await self._html())
        assert found
        self.person, self._last = found[1], 0
        self._stream = asyncio.create_task(self._listen())
        return ""

    async def _send(self, event: Event) -> str:
        """What is shown at the message of an edit in vain, else ""."""
        answer = await self._post(**self._body(event))
        assert answer.status_code == 200, answer.text
        told = answer.json()
        self.toast = told["toast"]
        return str(told["refused"]) if isinstance(event, Edited) else ""

    def _body(self, event: Event) -> dict[str, str]:
        if isinstance(event, Said):
            self._sent[event.ref] = uuid.uuid4().hex
            return {"id": self._sent[event.ref], "kind": "said", "text": event.text}
        if isinstance(event, Command):
            return {"kind": "said", "text": f"/{event.name} {event.argument}".rstrip()}
        if isinstance(event, Pressed):
            return {"kind": "pressed", "data": event.data}
        if isinstance(event, Edited):
            return {"kind": "edited", "ref": self._sent.get(event.ref, uuid.uuid4().hex), "text": event.text}
        raise NoSuchActError

    async def _post(self, **body: str) -> httpx.Response:
        return await self._http.post("/events", json={"id": uuid.uuid4().hex, **body})

    async def _words(self, event: Event) -> str:
        """What is to be seen as the person's own."""
        if self.toast or not await self.bench.service.do(lambda store: store.conversations.get(self.person).consented):
            return ""
        if isinstance(event, Said):
            return event.text
        if isinstance(event, Pressed):  # what is pressed to delete an application goes with it
            buttons = [button for shown in self.log for row in shown.rows for button in row]
            return next((button.label for button in reversed(buttons) if button.data == event.data), "")
        if isinstance(event, Command) and event.name not in SILENT:
            return say(f"command.{event.name}") if event.name in COMMANDS else f"/{event.name}"
        return ""

    # What one sees.

    async def _listen(self) -> None:
        """As a browser does: comes again where the line is cut, and goes on after the last message it has."""
        while True:
            with suppress(httpx.HTTPError):
                headers = {"Last-Event-ID": str(self._last)}
                async with self._http.stream("GET", "/stream", headers=headers) as response:
                    async for kind, data in events_of(response):
                        self._last = data["id"] if kind == "message" else self._last
                        self._came.put_nowait((kind, data))
                        if kind == "out":
                            return
            await asyncio.sleep(0.02)

    async def read(self) -> list[Reply]:
        async with asyncio.timeout(PATIENCE):
            news = await self._news() if self._stream else []
        assert not [shown for shown in news if shown.own]
        return [await self._reply(shown) for shown in news]

    async def _news(self) -> list[Shown]:
        """The messages that have come, a secret in the place that is kept for it."""
        fresh: list[Shown] = []
        secrets: list[Shown] = []
        reset = False
        async for kind, data in self._coming():
            found = messages(data.get("html", ""))
            if kind == "message":
                fresh += found
            elif kind == "secret":
                secrets += found
            elif kind == "edited":
                self.log = [found[0] if one.id == found[0].id else one for one in self.log]
            elif kind == "out":
                return await self._out()
            reset |= kind == "reset"
        self.log = await self.page() if reset else [*self.log, *fresh]
        shown = [secrets.pop(0) if one.text == [say("page.secret")] else one for one in fresh]
        assert not secrets
        return shown

    async def _coming(self) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """What the stream says, until it has said everything that is to be said now."""
        while True:
            more = await self.bench.service.do(self._more)
            while not self._came.empty():
                yield self._came.get_nowait()
            if not more:
                return
            with suppress(TimeoutError):  # that a secret has arrived is noted without a word
                yield await asyncio.wait_for(self._came.get(), 0.01)

    def _more(self, store: Store) -> bool:
        """Whether more is to come: a message, a secret, or that the session has ended."""
        newest = store.page_log.before(self.person, NEWEST, 1)
        signed_in = store.db.execute("SELECT 1 FROM page_session WHERE person = ?", [self.person]).fetchall()
        waits = store.outbox.next(self.person) is not None
        return not signed_in or waits or bool(newest and newest[-1].id > self._last)

    async def _out(self) -> list[Shown]:
        """Everything is deleted: what is said about it goes with the answer to the press, and is shown at the door."""
        await self._leave()
        assert "data-person" not in await self._html()
        self.log = []
        said, self.toast = self.toast, ""
        return [Shown(text=[said])]

    async def _reply(self, shown: Shown) -> Reply:
        reply = shown.reply
        if isinstance(reply, Ask):
            self.asks.append(reply)
        if isinstance(reply, Say):
            self.doors += reply.buttons
        if isinstance(reply, Document):
            self.files.append((await self._http.get(reply.path)).content)
            assert self.files[-1].startswith(DOCX)
        return reply

    async def _html(self) -> str:
        return (await self._http.get("/")).text

    async def page(self) -> list[Shown]:
        """The newest messages, as the page shows them when it is opened."""
        return messages(await self._html())

    async def check(self) -> None:
        """When the page is opened again, it shows the same, and only the last question can be answered."""
        page = await self.page()
        assert [(one.id, one.own, one.reply) for one in page] == [
            (one.id, one.own, one.reply) for one in self.log[-len(page) :]
        ]
        questions = [one for one in page if one.question]
        assert all(one.live == (one is questions[-1]) for one in questions if one.rows)
