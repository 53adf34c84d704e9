"""Reads the files that people hand in, and long pastes, beside the conversation and apart from all other jobs.

Each file is read in a process of its own with little of everything: a bad one costs nobody else anything. Knows neither
what is in a file nor what becomes of it.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from weakref import WeakValueDictionary

from bot import clock
from bot.logs import is_full
from bot.service import handed_files, kept_pictures
from bot.service.data_files import WORK
from bot.service.fair_turn import FairTurn
from bot.service.form_registry import RegisteredForm
from bot.service.job_process import not_done
from bot.service.row_process import RowProcess
from dialogs.form.model import Form, Group
from dialogs.pasting import form_finder, grid, sheet_choice
from dialogs.pasting.file_content import FileContent, KeptFile
from dialogs.screens import pasted_rows
from dialogs.turn.events import FileToRead, JobDone
from render.reading import bounded, converting
from storage.waiting_jobs import Job

log = logging.getLogger(__name__)
AT_ONCE = 2  # each takes a processor


class FileReading:
    """Reads files: some at a time, those of one person in the order in which they were handed in."""

    def __init__(
        self, folder: Path, registry: Mapping[str, RegisteredForm], fetch: Callable[[str], Awaitable[bytes]]
    ) -> None:
        """`fetch` gives the content of a file that a channel has, by its source; it raises where that has failed."""
        self._folder = folder
        self._registry = registry
        self._fetch = fetch
        self._turn = FairTurn(AT_ONCE)
        self._converting = FairTurn()  # takes seconds, for which other files need not wait
        self._rows = FairTurn()
        self._row_process = RowProcess(folder)
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def work(self, job: Job, wanted: Callable[[str], Awaitable[bool]]) -> JobDone:
        """What a file brings, as the result of its job. Whatever goes wrong is told there."""
        done = not_done(job)
        order = self._orders.get(job.person)
        if order is None:
            order = self._orders[job.person] = asyncio.Lock()
        async with order:
            if not await wanted(job.id):
                return done
            try:
                found = await self._read(job)
                found = await asyncio.to_thread(kept_pictures.keep, self._folder, job.application, found)
            except Exception as error:
                log.exception("the file of job %s could not be read", job.id)
                found = FileContent(unfit="not_saved" if is_full(error) else "not_read")
        return done.model_copy(update={"content": found})

    async def _read(self, job: Job) -> FileContent:
        asked = FileToRead.model_validate_json(job.argument)
        if ":" in asked.source:
            content = await self._fetch(asked.source)
        else:
            content = await asyncio.to_thread(handed_files.content_of, self._folder, asked.source)
        async with self._turn.of(job.person):
            found = await asyncio.to_thread(bounded.read, content, asked.name)
        if self._takes(asked, found.type):
            id_ = hashlib.blake2b(content, digest_size=8).hexdigest()
            return FileContent(attached=KeptFile(id=id_, type=found.type, size=len(content), content=content))
        if found.unfit in converting.TARGETS:
            async with self._converting.of(job.person):
                newer = await converting.converted(content, found.unfit, self._folder / WORK)
            if newer:
                found = await asyncio.to_thread(bounded.read, newer, asked.name)
        registered = self._registry.get(asked.form)
        into = await asyncio.to_thread(_rows_in, registered.form, asked.item, found) if registered else []
        for table, text in into:
            await self.prepare(job.person, table, text)
        if registered and found.sent_back:
            from render.reading.own_words import with_own_words  # noqa: PLC0415 - no start waits for what reads Word

            sent = await asyncio.to_thread(with_own_words, found.sent_back, registered.template)
            return found.model_copy(update={"sent_back": sent})
        return found

    async def prepare(self, person: str, table: Group, text: str, column: str = "") -> None:
        """Reads rows as the writer will: many take a second, and by then it has nothing left to read.

        Those that were pasted into a cell spread from its column, by its id, on.
        """
        async with self._rows.of(person):
            try:
                await self._row_process.read(table, text, column, clock.now().date())
            except ChildProcessError:
                log.warning("rows were not read beside the writer, which will read them itself")

    async def close(self) -> None:
        """Ends the process that reads rows."""
        await self._row_process.close()

    def _takes(self, asked: FileToRead, type_: str) -> bool:
        """Whether the question at which a file was handed in takes documents of this type."""
        registered = self._registry.get(asked.form)
        field = registered.form.fields.get(asked.item) if registered else None
        return field is not None and field.of_kind.is_file and type_ in field.types


def _rows_in(form: Form, item: str, found: FileContent) -> list[tuple[Group, str]]:
    """The tables into which the rows of a file go, each with these as text; none of which there are too many."""
    table, text = form.tables.get(item), found.text
    if found.sheets:
        sheet, table, _ = sheet_choice.chosen(table, form.tables.values(), found.sheets)
        text = grid.join(sheet.rows)
    known = form_finder.find(form, found.pieces) if found.pieces else []
    into = [(form.tables[one.item], one.text) for one in known if one.item in form.tables]
    into += [(table, text)] if table else []
    return [(table, text) for table, text in into if text.count("\n") <= pasted_rows.OF_FILE + 1]
