# ruff: noqa: INP001 - a script of its own, which knows nothing of the assistant
"""The least that a page with a chat can do: `python bare_page.py FOLDER PORT`.

A bare Starlette app. What is sent is stored as one row in SQLite with synchronous=FULL, all that waits in one commit;
then it is confirmed, and one event goes to the person's stream.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from pysqlite3 import dbapi2 as sqlite3
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

QUESTION = 'event: message\ndata: <article class="question">%d</article>\n\n'
waiting: asyncio.Queue[tuple[str, str, asyncio.Future[int]]] = asyncio.Queue()
streams: dict[str, asyncio.Queue[int]] = {}


async def begin(_: Request) -> Response:
    """A first visit."""
    response = Response(status_code=303, headers={"Location": "/"})
    response.set_cookie("shenbao", secrets.token_hex())
    return response


async def events(request: Request) -> Response:
    """One event, stored."""
    person = request.cookies["shenbao"]
    stored = asyncio.get_running_loop().create_future()
    waiting.put_nowait((person, (await request.json())["id"], stored))
    number = await stored
    if person in streams:
        streams[person].put_nowait(number)
    return JSONResponse({"new": True})


async def stream(request: Request) -> Response:
    """The person's stream."""
    person = request.cookies["shenbao"]

    async def lines() -> AsyncIterator[str]:
        queue = streams[person] = asyncio.Queue()
        yield QUESTION % 0
        while True:
            yield QUESTION % await queue.get()

    return StreamingResponse(lines(), media_type="text/event-stream")


async def write(folder: str) -> None:
    """Stores all that waits, again and again."""
    db = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = wal")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE event (number INTEGER PRIMARY KEY, person TEXT, id TEXT UNIQUE)")

    def commit(rows: list[tuple[str, str]]) -> list[int]:
        db.execute("BEGIN IMMEDIATE")
        numbers = [db.execute("INSERT INTO event (person, id) VALUES (?, ?)", row).lastrowid for row in rows]
        db.execute("COMMIT")
        return numbers

    while True:
        batch = [await waiting.get()]
        while not waiting.empty():
            batch.append(waiting.get_nowait())
        numbers = await asyncio.to_thread(commit, [row[:2] for row in batch])
        for (_, _, stored), number in zip(batch, numbers, strict=True):
            stored.set_result(number)


async def main(folder: str, port: int) -> None:
    """Serves until it is killed."""
    routes = [
        Route("/begin", begin, methods=["POST"]),
        Route("/events", events, methods=["POST"]),
        Route("/stream", stream),
    ]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=port, access_log=False, log_level="warning"))
    await asyncio.gather(server.serve(), write(folder))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
