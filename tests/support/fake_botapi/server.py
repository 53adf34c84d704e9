"""The fake Bot API over real HTTP: finds the method, lets faults happen, keeps the journal."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import time
from types import TracebackType
from typing import Self

from aiohttp import web
from ports import free_port

from fake_botapi.faults import Fault, FaultKind, Faults, HandClock, Rate
from fake_botapi.methods import METHODS, spelled
from fake_botapi.params import Params, read_params
from fake_botapi.state import Chat, State
from fake_botapi.users import FakeUser
from fake_botapi.values import Call, Json, Refusal

TOKEN = "123456789:TEST_aaaaaaaaaaaaaaaaaaaaaaaaaaaaa-"  # noqa: S105 - opens nothing
_PHRASES = {500: "Internal Server Error", 502: "Bad Gateway"}


class FakeBotApi:
    """The server. `start` and `stop` it, or use it as an async context manager.

    Everything it knows outlives a `stop`, and a second `start` is on the same port: Telegram was away.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.state = State(token)
        self.calls: list[Call] = []
        self.rtt = 0.0  # seconds of round trip, on every call
        self._faults = Faults()
        self._port = free_port()  # kept for it while it is away
        self._runner: web.AppRunner | None = None

    @property
    def token(self) -> str:
        return self.state.token

    @property
    def url(self) -> str:
        """What stands for https://api.telegram.org."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """For `telegram.Bot(base_url=...)`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """For `telegram.Bot(base_file_url=...)`."""
        return f"{self.url}/file/bot"

    async def start(self) -> None:
        app = web.Application(client_max_size=2 * self.state.upload_limit)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        # No access log: its lines would hold the token, and a test looks for it in the log.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self.state.webhook.resume()

    async def stop(self) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            self.state.updates.end_poll("the end of the server")
            await self.state.webhook.pause()
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def user(self, user_id: int, name: str = "张三") -> FakeUser:
        """A person who has opened a chat with the bot; the same id is the same chat."""
        return FakeUser(self.state, user_id, name)

    def chat(self, chat_id: int) -> Chat:
        """Any chat, such as a group's."""
        return self.state.chats[chat_id]

    def redeliver(self, update_id: int) -> None:
        """Give the bot an update that it had before, or still has to get, once more."""
        self.state.updates.repeat(update_id)

    def calls_of(self, method: str, chat_id: int | None = None) -> list[Call]:
        """The journal's lines of one method, to one chat or (None) to all."""
        return [call for call in self.calls if call.method == method and chat_id in {None, call.chat_id}]

    def inject(
        self,
        method: str,
        kind: FaultKind,
        *,
        times: int = 1,
        seconds: float = 0.0,
        gate: asyncio.Event | None = None,
        chat_id: int | None = None,
    ) -> Fault:
        """Let the next calls of a method (or of any: "*") meet a fault.

        Args:
            method: a Bot API method's name.
            kind: "reset_before" and "reset_after" break the connection before or after the call took effect,
                500 and 502 are answered instead, "delay" only waits.
            times: how many calls.
            seconds: a delay before the fault.
            gate: what has to happen before the fault; the calls wait for it.
            chat_id: only calls to this chat.

        Returns:
            The fault, whose `hits` count the calls it met.
        """
        return self._faults.add(Fault(method, kind, times, seconds, chat_id, gate))

    def flood(self, chat_id: int | None, seconds: float) -> None:
        """Refuse every call to a chat (None: to all) with 429, for so long."""
        self.state.flood.start(chat_id, seconds)

    def stop_the_clock(self) -> HandClock:
        """Has the time of floods and limits go on only by hand, however long anything takes; gives the hand."""
        self.state.flood.now = hand = HandClock()
        return hand

    def limit(
        self,
        *,
        private: Rate | None = None,
        group: Rate | None = None,
        overall: Rate | None = None,
        ban: float = 1.0,
    ) -> None:
        """Limit the sends: per private chat, per group, of the bot. Who is over is banned for `ban` s."""
        flood = self.state.flood
        flood.private, flood.group, flood.overall, flood.ban = private, group, overall, ban

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = spelled(request.match_info["method"])
        try:
            self._check_call(request)
            params = await read_params(request, self.state.upload_limit)
        except Refusal as refusal:
            self._note(method, Params({}), refusal.description)
            return _refused(refusal)
        fault = self._faults.take(method, params.chat_id)
        await asyncio.sleep(self.rtt / 2)
        if fault:
            await fault.wait()
        response = await self._take(method, params, fault.kind if fault else None)
        await asyncio.sleep(self.rtt / 2)
        # Once stopped, there is nobody left to answer: the line breaks.
        if self._runner is None or (fault and fault.kind in {"reset_before", "reset_after"}):
            _reset(request)
        return response

    async def _take(self, method: str, params: Params, fault: FaultKind | None) -> web.Response:
        """Let a call take effect, unless the fault is before that, and note it."""
        if fault == "reset_before":
            self._note(method, params, fault)
            return web.Response()
        if fault in {500, 502}:
            refusal = Refusal(int(fault), _PHRASES[int(fault)])
            self._note(method, params, refusal.description)
            return _refused(refusal)
        try:
            self.state.flood.check(method, params.chat_id)
            result = await METHODS[method.lower()](self.state, params)
        except Refusal as refusal:
            self._note(method, params, refusal.description)
            return _refused(refusal)
        self._note(method, params, "reset_after" if fault == "reset_after" else "ok")
        return web.json_response({"ok": True, "result": result})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
        except Refusal as refusal:
            return _refused(refusal)
        path = request.match_info["path"]
        stored = next((one for one in self.state.files.values() if one.path == path), None)
        if stored is None or stored.size > self.state.download_limit:
            return _refused(Refusal(404, "Not Found"))
        return web.Response(body=stored.data, content_type="application/octet-stream")

    def _check_call(self, request: web.Request) -> None:
        self._check_token(request)
        if request.match_info["method"].lower() not in METHODS:
            raise Refusal(404, "Not Found: method not found")

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not re.fullmatch(r"\d+:[\w-]{35}", token):
            raise Refusal(404, "Not Found")
        if token != self.token:
            raise Refusal(401, "Unauthorized")

    def _note(self, method: str, params: Params, outcome: str) -> None:
        self.calls.append(Call(method, params.shown(), params.chat_id, time.monotonic(), outcome))


def _refused(refusal: Refusal) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.code)


def _reset(request: web.Request) -> None:
    """Break the connection hard, as a network does: no answer, not even an end of it."""
    transport = request.transport
    if transport is not None:
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
