"""Runs the programs that a preview is made with: they may hang, crash or leave children behind, and none of it stays.

Each has a time limit, a process group of its own and a bare environment, and ends with us. Knows nothing of what the
programs do.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal

from render import background

FONTS = Path(__file__).with_name("fonts.conf")
GRACE = 5.0  # seconds for killed processes to be gone

PreviewCode = Literal["missing", "fonts", "timeout", "failed"]
"""Why there is no PDF: a program or a font is missing, or it was too slow or failed."""


class PreviewError(Exception):
    """No PDF or no pictures; `code` says why. The message is for logs."""

    def __init__(self, code: PreviewCode, message: str) -> None:
        super().__init__(message)
        self.code = code


def find(*names: str) -> str:
    """The path of the first of these programs that is installed.

    Raises:
        PreviewError: None of them is installed.
    """
    for name in names:
        if program := shutil.which(name):
            return program
    raise PreviewError("missing", f"not installed: {' or '.join(names)}")


def run(command: list[str], home: Path, limit: float) -> str:
    """Runs a program in the folder `home` and returns what it printed; it is gone then, and all it started is killed.

    Raises:
        PreviewError: it took longer than `limit` seconds, or did not end with 0.
    """
    process = _start(command, home)
    try:
        # Ends when the last process that has the pipe has ended: soffice is done before its child soffice.bin is.
        printed, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        raise PreviewError("timeout", f"{command[0]} took longer than {limit:g} seconds") from None
    finally:
        _end(process)
    text = printed.decode(errors="replace")
    if process.returncode != 0:
        raise PreviewError("failed", f"{command[0]} ended with {process.returncode}: {text[-500:]}")
    return text


def stop() -> None:
    """Kills what runs, and has whatever is started later fail."""
    with _gate:
        _stopped.set()
        for process in _running:
            _kill(process)


def _start(command: list[str], home: Path) -> subprocess.Popen[bytes]:
    with _gate:
        if _stopped.is_set():
            raise PreviewError("failed", "shutting down")
        its_end, our_end = os.pipe()
        try:
            process = subprocess.Popen(  # noqa: S603 found on PATH by us
                background.tied(command),
                cwd=home,
                env=_environment(home),
                stdin=its_end,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # soffice works in a child, soffice.bin: only the group reaches both
            )
        except OSError as error:
            os.close(our_end)
            raise PreviewError("failed", f"{command[0]} cannot be started: {error}") from error
        finally:
            os.close(its_end)
        _running[process] = our_end
        return process


def _environment(home: Path) -> dict[str, str]:
    """The environment of a program: nothing of ours, tokens least of all, and one locale, so that pages look alike.

    Fonts are the operator's choice; where they made none, ours.
    """
    kept = {name: os.environ[name] for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH") if name in os.environ}
    kept = kept or {"FONTCONFIG_FILE": str(FONTS)}
    path = os.environ.get("PATH", os.defpath)
    return {"PATH": path, "HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8", **kept}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kills what is left of a process group, and waits until it is gone, so that its files can be removed."""
    with _gate:
        os.close(_running.pop(process))
    _kill(process)
    deadline = time.monotonic() + GRACE  # bounded: a process stuck in the kernel does not die
    with suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=GRACE)
    # Where we are the first process of a container, orphans become our children, and zombies unless waited for.
    with suppress(ChildProcessError):
        while time.monotonic() < deadline:
            os.waitpid(-process.pid, os.WNOHANG)
            time.sleep(0.01)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


_gate = threading.Lock()  # guards the two below: nothing starts once stopped, and nothing that started goes unseen
_running: dict[subprocess.Popen[bytes], int] = {}  # with our end of the pipe to which each is tied
_stopped = threading.Event()
