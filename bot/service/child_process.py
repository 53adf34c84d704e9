"""A process beside ours that answers requests, one after the other: it may take long or hang, and holds up nobody else.

A thread that takes seconds of Python would hold up everybody's answers. The process is started when it is first needed,
and ends with us, however we end: its standard input does then. The other half is `bot.service.child_program`. Knows
nothing of what is asked.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from contextlib import suppress
from pathlib import Path

from bot.service.data_files import WORK

log = logging.getLogger(__name__)
LONGEST = 64 * 1024 * 1024  # bytes of one answer: of a document with very many findings
GRACE = 5.0  # seconds for the process to end what it has started
_PROGRAM = "import sys; sys.path[:] = sys.argv[2:]; import importlib; importlib.import_module(sys.argv[1]).main()"
_KEPT = ("PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")  # of our environment; tokens least of all


class ChildProcess:
    """The process, and the requests to it. One at a time: whoever asks sees to that."""

    def __init__(self, module: str, folder: Path) -> None:
        """`module` has the `main` that it runs; `folder` is the data folder, below which all lies that it makes."""
        self._module = module
        self._folder = folder.absolute()
        self._process: asyncio.subprocess.Process | None = None

    async def ask(self, request: bytes) -> bytes:
        """The answer to a request; both are a line. Cancelled, it ends the process with all that it does.

        Raises:
            ChildProcessError: The process has ended in the middle of it.
        """
        process = self._process or await self._start()
        answer = b""
        try:
            assert process.stdin  # noqa: S101 - both are pipes
            assert process.stdout  # noqa: S101
            process.stdin.write(request + b"\n")
            answer = await process.stdout.readline()
        finally:
            if not answer.endswith(b"\n"):
                await self.close()
        if not answer.endswith(b"\n"):
            raise ChildProcessError(self._module)
        return answer

    async def _start(self) -> asyncio.subprocess.Process:
        work = self._folder / WORK
        work.mkdir(parents=True, exist_ok=True)
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _PROGRAM, self._module, *sys.path),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**kept, "LANG": "C.UTF-8", "TMPDIR": str(work)},
            limit=LONGEST,
            start_new_session=True,  # Ctrl-C is not for it
        )
        return self._process

    async def close(self) -> None:
        """Ends the process, and what it has started; the next request gets a new one."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin:
            process.stdin.close()  # by which it knows
        try:
            async with asyncio.timeout(GRACE):
                await process.wait()
        except TimeoutError:
            log.warning("a process beside ours had to be killed")
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
