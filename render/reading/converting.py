"""A file in an older format -> the same as a Word file or workbook, by LibreOffice, in a process of its own.

LibreOffice ends with that process, and that with us. Knows nothing of what is in a file.
"""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from render import background
from render.programs import PreviewError, find, run

SECONDS = 60.0  # for one file
CPU = 60  # seconds of a processor
WRITTEN = 200_000_000  # bytes of any file that it writes
TARGETS = {"old_word": "docx", "old_sheet": "xlsx"}
_SETTINGS = Path(__file__).parent.with_name("office.xcu")
_PROGRAM = "import sys; sys.path[:] = sys.argv[2:]; from render.reading import converting; converting.main()"


async def converted(content: bytes, kind: str, work: Path) -> bytes:
    """The file in today's format; b"" where LibreOffice is not installed, or cannot do it.

    Args:
        content: The file.
        kind: Its type, one of TARGETS.
        work: The folder for what is left lying.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _PROGRAM, TARGETS[kind], *sys.path),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(work),
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(SECONDS):
            made, _ = await process.communicate(content)
    except TimeoutError:
        return b""
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    return made if process.returncode == 0 else b""


def _environment(work: Path) -> dict[str, str]:
    """Nothing of ours, tokens least of all."""
    work.mkdir(parents=True, exist_ok=True)
    return {"LANG": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath), "TMPDIR": str(work.absolute())}


def main() -> None:
    """The program of that process: the file on stdin, what was made of it on stdout. Ends with 1 where nothing was."""
    background.give_way()
    background.end_with_parent()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    try:
        with tempfile.TemporaryDirectory() as folder:
            made = _made(find("soffice", "libreoffice"), Path(folder), sys.argv[1])
    except PreviewError:
        sys.exit(1)
    sys.stdout.buffer.write(made)
    sys.exit(0 if made else 1)


def _made(program: str, home: Path, target: str) -> bytes:
    profile = home / "profile"
    (profile / "user").mkdir(parents=True)
    shutil.copyfile(_SETTINGS, profile / "user" / "registrymodifications.xcu")  # no macro runs, nothing is fetched
    given = home / "given"
    given.write_bytes(sys.stdin.buffer.read())
    quiet = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    own = f"-env:UserInstallation={profile.as_uri()}"
    command = [program, own, *quiet, "--convert-to", target, "--outdir", str(home / "made"), str(given)]
    run(command, home, SECONDS)
    made = home / "made" / f"given.{target}"
    return made.read_bytes() if made.is_file() else b""
