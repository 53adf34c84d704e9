"""The document as it would print now. Made when somebody looks, in the background, once changes have settled.

Where LibreOffice is missing the document is shown as HTML. Knows neither requests nor who may look.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.service.data_files import FILES, PREVIEWS
from bot.service.fair_turn import FairTurn
from bot.service.writer import Service
from render import preview
from storage.waiting_jobs import Job

log = logging.getLogger(__name__)
SETTLED = 0.3  # seconds without a new wish before work begins
KEPT = 2  # versions of one application: a browser may still be asking for pictures of the one before


@dataclass(frozen=True)
class Shown:
    """The newest preview of one application, made from its `version`, see `Store.version`."""

    version: str
    name: str = ""  # of the folder with its files
    pages: int = 0
    html: bool = False
    failed: bool = False


class Previews:
    """Makes and keeps previews; `made` is called after each, with its application."""

    def __init__(self, service: Service, folder: Path, made: Callable[[set[str]], None]) -> None:
        self._service = service
        self._folder = folder / FILES / PREVIEWS
        self._made = made
        self._shown: dict[str, Shown] = {}
        self._wanted: dict[str, str] = {}  # application -> the version wanted last
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._drawing = FairTurn(2)

    def look(self, application: str, person: str, version: str) -> tuple[Shown | None, bool]:
        """The newest preview, None for none, and whether it is of this version; where not, another is begun."""
        shown = self._shown.get(application)
        if shown and shown.version == version:
            return shown, True
        self._wanted[application] = version
        if application not in self._tasks:
            self._tasks[application] = asyncio.create_task(self._make(application, person))
        return shown, False

    def newest(self, application: str) -> str:
        """The version of which there is a preview, or of which none could be made; "" where nobody has looked."""
        shown = self._shown.get(application)
        return shown.version if shown else ""

    async def _make(self, application: str, person: str) -> None:
        try:
            version = ""
            while version != self._wanted[application]:
                version = self._wanted[application]
                await asyncio.sleep(SETTLED)
            self._shown[application] = await self._made_of(application, person, version)
            await asyncio.to_thread(self._tidy, application)
        except Exception:
            log.exception("a preview could not be made")
            self._shown[application] = Shown(version, failed=True)
        finally:
            del self._tasks[application]
        self._made({application})

    async def _made_of(self, application: str, person: str, version: str) -> Shown:
        pictures = preview.pictures_available()
        kind = "pdf" if pictures else "html"
        job = Job.model_validate(
            {"id": f"look-{uuid.uuid4().hex}", "application": application, "person": person, "kind": kind}
            | {"argument": ""}
        )
        async with self._service.job_runner.made(job) as done:
            if not done.files or (done.failed and done.failed != "missing"):
                return Shown(version, failed=True)
            made = Path(done.files[0].path)
            html = made.suffix == ".html"
            folder = self._folder / application / job.id
            return await asyncio.to_thread(_kept, made, folder, Shown(version, job.id, html=html))

    def _tidy(self, application: str) -> None:
        folders = sorted((self._folder / application).glob("*"), key=lambda path: path.stat().st_mtime)
        for old in folders[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)

    async def picture(self, application: str, person: str, name: str, number: int) -> Path | None:
        """The picture of a page, drawn when it is first asked for; None where there is no such page."""
        shown = self._shown.get(application)
        folder = self._folder / application / name
        if shown is None or not (folder / "document.pdf").is_file():
            return None
        path = folder / f"document-{number:03}.jpg"
        async with self._drawing.of(person):
            if not path.exists():
                draw = partial(preview.pictures, folder / "document.pdf", folder, number, number)
                try:
                    await asyncio.to_thread(draw)
                except (preview.PreviewError, OSError):
                    log.exception("a page could not be drawn")
        return path if path.exists() else None

    def html(self, application: str, name: str) -> str | None:
        """The preview as HTML, None where there is none."""
        shown = self._shown.get(application)
        path = self._folder / application / name / "document.html"
        return path.read_text("utf-8") if shown and shown.name == name and path.is_file() else None

    async def close(self) -> None:
        """Cancels what is being made."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _kept(made: Path, folder: Path, shown: Shown) -> Shown:
    """Moves what was made into the folder that it is shown from; returns the preview, with its number of pages."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, folder / f"document{made.suffix}")
    if shown.html:
        return shown
    return Shown(shown.version, shown.name, pages=preview.page_count(folder / "document.pdf"))
