"""Nobody keeps others out by holding connections and streams open."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import pytest
from harness import small_shelf
from places import ROOT
from waiting import PATIENCE, until
from web_bench import Site, Visitor, browser, until_message

from bot.service.fair_turn import FairTurn
from bot.web import chat, connections, limits, security, server, stream
from bot.web import site as web_site
from bot.web.html import static_folder

pytest_plugins = ["web_fixtures"]
FEW = 6
PUBLIC = "http://apply.example.com"


@pytest.fixture
async def narrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    """A page with room for few connections."""
    monkeypatch.setattr(server, "room", lambda: FEW)
    async with Site(tmp_path / "data", small_shelf(tmp_path)) as opened:
        yield opened


async def begun(site: Site) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection that never ends the head of its request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.address.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: ")
    return reader, writer


@asynccontextmanager
async def visiting(site: Site) -> AsyncIterator[Visitor]:
    """Somebody new, up to the first question."""
    visitor = Visitor(site)
    await visitor.begin()
    yield visitor
    await visitor.http.aclose()


async def ended(reader: asyncio.StreamReader) -> None:
    """Returns when the server has closed the connection."""
    async with asyncio.timeout(PATIENCE):
        with suppress(ConnectionResetError):
            await reader.read()


async def test_half_a_request_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "ASKING", 0.05)
    reader, writer = await begun(site)
    await ended(reader)
    writer.close()


async def test_what_is_no_http_is_answered_with_all_headers_too(site: Site) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.address.port)
    writer.write(b"no request\r\n\r\n")
    async with asyncio.timeout(PATIENCE):
        answer = (await reader.read()).decode()
    assert answer.startswith("HTTP/1.1 400 ")
    assert all(f"\r\n{name}: {value}\r\n" in answer for name, value in security.HEADERS.items())
    writer.close()


async def answered(site: Site, request: bytes) -> bytes:
    """What comes for bytes that are sent at once, until the connection is closed; b"" where it is broken off."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.address.port)
    writer.write(request)
    answer = b""
    async with asyncio.timeout(PATIENCE):
        with suppress(ConnectionResetError):
            answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize("size", [2 * connections.HEAD, 8 * connections.HEAD])
async def test_a_very_large_head_is_not_taken_apart_however_it_comes(site: Site, size: int) -> None:
    head = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n" % site.address.port
    assert (await answered(site, head + b"X: a\r\n" * 100 + b"\r\n")).startswith(b"HTTP/1.1 200 ")
    assert not (await answered(site, head + b"X: a\r\n" * (size // 6) + b"\r\n")).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("first", ["POST /events", "POST /nothing", "GET /"])
@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "evil.example"])
async def test_a_body_in_pieces_is_refused_and_no_more_of_it_is_read(site: Site, first: str, host: str) -> None:
    """A megabyte of them, a byte each, was read for seconds, in which nobody else had an answer."""
    where = f"Host: {host.format(port=site.address.port)}\r\nOrigin: {site.url}"
    answer = await answered(site, f"{first} HTTP/1.1\r\n{where}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 411 ")
    assert f"content-security-policy: {security.POLICY}".encode() in answer


async def test_so_it_is_after_a_whole_one(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.address.port)
    writer.write(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{site.address.port}\r\n\r\nGET / ".encode())
    monkeypatch.setattr(connections, "ASKING", 0.05)  # from now on: the first is there, however late it is looked at
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    await ended(reader)
    writer.close()


async def test_whoever_does_not_read_what_they_ask_for_is_cut_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large files that were asked for and never read stayed in memory, as many as one asked for."""
    monkeypatch.setattr(connections, "READING", 0.05)
    cut = asyncio.Event()
    lost = connections.Connection.connection_lost

    def noted(connection: connections.Connection, error: Exception | None) -> None:
        lost(connection, error)
        cut.set()

    monkeypatch.setattr(connections.Connection, "connection_lost", noted)
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.setblocking(False)  # noqa: FBT003 - its only parameter
        await asyncio.get_running_loop().sock_connect(deaf, ("127.0.0.1", site.address.port))
        asked = f"GET {static_folder()}/chat.css HTTP/1.1\r\nHost: 127.0.0.1:{site.address.port}\r\n\r\n".encode()
        await asyncio.get_running_loop().sock_sendall(deaf, asked * 800)
        await asyncio.wait_for(cut.wait(), PATIENCE)


async def test_whoever_only_holds_connections_open_keeps_nobody_out(narrow: Site) -> None:
    held = [await begun(narrow) for _ in range(5 * FEW)]
    async with browser(narrow.url) as http:
        assert (await http.get("/")).status_code == 200
    for _, writer in held:
        writer.close()


async def test_a_stream_is_not_given_up_for_a_new_connection(narrow: Site) -> None:
    visitor = Visitor(narrow)
    await visitor.begin()
    async with visitor.stream() as events:
        await until_message(events, "图书角名称")
        held = [await begun(narrow) for _ in range(5 * FEW)]
        await visitor.say("河边图书角")
        await until_message(events, "牵头单位")
    for _, writer in held:
        writer.close()
    await visitor.http.aclose()


async def test_of_very_many_streams_of_one_person_the_oldest_end_and_do_not_come_back_at_once(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "OF_PERSON", 3)
    await visitor.begin()
    async with AsyncExitStack() as stack:
        opened = []
        for _ in range(5):
            response = await stack.enter_async_context(visitor.http.stream("GET", "/stream"))
            lines = response.aiter_lines()
            assert await anext(lines) == f"retry: {stream.RETRY}"
            opened.append(lines)
        for lines in opened[:2]:
            async with asyncio.timeout(PATIENCE):
                assert [line async for line in lines if line.startswith("retry")] == [f"retry: {stream.LATER}"]
        await visitor.say("河边图书角")
        for lines in opened[2:]:
            async with asyncio.timeout(PATIENCE):
                while "牵头单位" not in await anext(lines):
                    pass


async def test_there_are_only_so_many_streams_from_one_address(
    visitor: Visitor, other: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "OF_ADDRESS", 1)
    await visitor.begin()
    await other.begin()
    async with visitor.stream() as events:
        await until_message(events, "图书角名称")
        assert (await other.http.get("/stream")).text == f"retry: {stream.LATER}\n\n"


async def test_the_streams_of_one_address_leave_room_for_others_however_little_there_is(narrow: Site) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(FEW + 2):
            visitor = await stack.enter_async_context(visiting(narrow))
            await stack.enter_async_context(visitor.http.stream("GET", "/stream"))
        other = await stack.enter_async_context(visiting(narrow))
        assert (await other.say("河边图书角")).status_code == 200


async def test_one_browser_has_only_so_many_requests_under_way(
    visitor: Visitor, other: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "AT_ONCE", 2)
    await visitor.begin()
    await other.begin()
    async with visitor.stream() as one, visitor.stream() as two:
        await until_message(one, "图书角名称")
        await until_message(two, "图书角名称")
        assert (await visitor.http.get("/")).status_code == 429
        assert (await other.http.get("/")).status_code == 200


async def test_so_it_is_whatever_else_a_browser_sends_along(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another cookie each time it counted as another browser, and one person held as much as they liked."""
    monkeypatch.setattr(security, "AT_ONCE", 2)
    await visitor.begin()
    own = f"shenbao={visitor.http.cookies['shenbao']}"
    async with AsyncExitStack() as stack:
        for number in range(2):
            heads = {"Cookie": f"{own}; other={number}"}
            response = await stack.enter_async_context(visitor.http.stream("GET", "/stream", headers=heads))
            assert response.status_code == 200
        assert (await visitor.http.get("/", headers={"Cookie": f"{own}; other=more"})).status_code == 429


async def test_people_at_one_address_are_known_from_their_first_request_after_a_restart(
    site: Site, visitor: Visitor, other: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await visitor.begin()
    await other.begin()
    monkeypatch.setattr(security, "AT_ONCE", 1)
    await site.restart()
    async with visitor.stream() as one, other.stream() as two:
        await until_message(one, "图书角名称")
        await until_message(two, "图书角名称")


@pytest.fixture
async def proxied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    """The same as `narrow`, behind a proxy that says who asks."""
    monkeypatch.setattr(server, "room", lambda: FEW)
    async with Site(tmp_path / "data", small_shelf(tmp_path), PUBLIC) as opened:
        yield opened


def asked_from(address: str, begin: str, *more: str) -> bytes:
    heads = (f"{begin} HTTP/1.1", "Host: apply.example.com", f"Origin: {PUBLIC}", f"X-Forwarded-For: {address}", *more)
    return "".join(f"{line}\r\n" for line in (*heads, "")).encode()


async def test_requests_of_one_address_that_never_end_keep_no_other_out(proxied: Site) -> None:
    """Their bodies never came, and each had a cookie of its own."""
    held = []
    for number in range(5 * FEW):
        reader, writer = await asyncio.open_connection("127.0.0.1", proxied.address.port)
        writer.write(asked_from("198.51.100.1", "POST /code", f"Cookie: shenbao={number}", "Content-Length: 9"))
        held.append((asyncio.create_task(ended(reader)), writer))
    await until(lambda: sum(not one.done() for one, _ in held) <= FEW * security.OF_ADDRESS)
    others = asked_from("198.51.100.2", "GET /healthz", "Connection: close")
    assert (await answered(proxied, others)).startswith(b"HTTP/1.1 200 ")
    for one, writer in held:
        writer.close()
        await one


async def test_whoever_comes_too_fast_and_cannot_be_kept_waiting_is_cut_off(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of very many at once a thousand waited, and the others were answered as fast as they asked again."""
    assert "connection" not in (await visitor.http.post("/begin", content=b"x" * 5_000)).headers
    monkeypatch.setattr(limits, "MOST_SLOWED", 0)
    answer = await visitor.http.post("/begin", content=b"x" * 5_000)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")


async def test_a_code_that_never_comes_whole_keeps_no_other_waiting(site: Site, visitor: Visitor) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", site.address.port)
    where = f"Host: 127.0.0.1:{site.address.port}\r\nOrigin: {site.url}"
    writer.write(f"POST /code HTTP/1.1\r\n{where}\r\nContent-Length: 9\r\n\r\n".encode())
    assert (await visitor.http.post("/code", data={"code": "AAAA-AAAA"})).status_code == 400
    writer.close()


async def test_long_messages_arrive_a_few_at_a_time_and_short_ones_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is held in memory: a person had a megabyte of them at once for every connection."""
    arriving = FairTurn(1)
    monkeypatch.setattr(chat, "LONG", 200)
    monkeypatch.setattr(web_site, "FairTurn", lambda *_, **__: arriving)
    async with Site(tmp_path / "data", small_shelf(tmp_path)) as site, visiting(site) as visitor:
        cookie = f"Cookie: shenbao={visitor.http.cookies['shenbao']}"
        where = (f"Host: 127.0.0.1:{site.address.port}", f"Origin: {site.url}", "Content-Type: application/json")
        head = "\r\n".join(("POST /events HTTP/1.1", *where, cookie, "Content-Length: 300", "", "")).encode()
        held = []
        for _ in range(2):
            _, writer = await asyncio.open_connection("127.0.0.1", site.address.port)
            writer.write(head)
            held.append(writer)
        await until(lambda: arriving._waiting)
        long = asyncio.create_task(visitor.say("河边图书角" * 50))
        assert (await visitor.send(kind="command", name="help")).status_code == 200
        assert not long.done()
        for writer in held:
            writer.close()
        assert (await long).status_code == 200


async def test_whoever_is_kept_waiting_does_not_hold_up_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(limits, "SLOWED", 10 * PATIENCE)
    slowed = asyncio.Event()
    wait = limits.Slowdown.wait

    async def noted(slowdown: limits.Slowdown) -> bool:
        slowed.set()
        return await wait(slowdown)

    monkeypatch.setattr(limits.Slowdown, "wait", noted)
    async with Site(tmp_path / "data", small_shelf(tmp_path)) as site:
        visitor = Visitor(site)
        asked = asyncio.create_task(visitor.http.post("/begin", content=b"x" * 5_000))
        await asyncio.wait_for(slowed.wait(), PATIENCE)
    assert (await asked).status_code == 413
    assert not caplog.records
    await visitor.http.aclose()


def test_the_limit_on_open_files_is_raised() -> None:
    program = """
import resource
from bot.web.connections import KEPT_BACK, room
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (300, hard))
there = room()
soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
assert soft > 300 and there <= soft - KEPT_BACK
resource.setrlimit(resource.RLIMIT_NOFILE, (300, 300))
assert room() == 300 - KEPT_BACK
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
