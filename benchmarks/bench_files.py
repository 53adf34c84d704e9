# ruff: noqa: INP001, SLF001 - beside the scripts that use it; what was read is forgotten
"""Files beside the libraries that others write and read them with; each in this process, one after the other."""

from __future__ import annotations

import itertools
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks import handed, turns
from benchmarks.running import ROOT, ROUNDS, Line, compared

sys.path.insert(0, str(ROOT / "tests" / "support"))
import documents

from bot import clock
from bot.service import form_registry
from dialogs.pasting import grid, reading
from render import preview
from render.reading import file_reader

MANY = 2_000  # rows of a workbook


def _spent() -> float:
    """The seconds of the processor that this process, and those that it has ended, have taken."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def _timed(*works: Callable[[], object]) -> list[list[float]]:
    """The milliseconds of the processor for each of the works, ROUNDS times in turn."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, times in zip(works, found, strict=True):
            began = _spent()
            work()
            times.append((_spent() - began) * 1000)
    return found


def _documents() -> Iterator[Line]:
    registered = form_registry.read(turns.FORMS)["netsec-insurance-pilot/2023"]
    for rows, aim in ((turns.FEW, "≤ 1/15"), (turns.MANY, "≤ 1/8")):
        values = turns.document(registered, rows)
        writing, peers = (partial(way, registered.template, values) for way in (turns.written, turns.docxtpl))
        ours, peer, ready = _timed(writing, peers, partial(handed.packed, handed.parts(writing())))
        yield compared(f"DOCX with {rows:,} rows; docxtpl", ours, peer, "{:.0f} ms", aim)
        if rows == turns.MANY:
            yield compared("the same; its text, ready, put into the package", ours, ready, "{:.0f} ms", "≤ 2")
            most = ([_peak(work)] for work in (writing, peers))
            yield compared("the most memory to write it; docxtpl", *most, "{:.0f} MB", "< 60 MB")


def _workbooks() -> Iterator[Line]:
    registered = form_registry.read(turns.FORMS)["netsec-insurance-pilot/2023"]
    table, _ = turns.longest_table(registered.form, registered.example)
    written = handed.answers(registered, MANY)
    ours, peer = _timed(*(partial(way, registered, written) for way in (handed.ours, handed.cells)))
    yield compared(f"XLSX of {MANY:,} rows written; openpyxl, the bare cells", ours, peer, "{:.0f} ms", "≤ 0.7")
    content = handed.cells(registered, written)

    def dry_run() -> None:
        [sheet] = file_reader.read(content, "a.xlsx").sheets
        reading.read_once._known.cache_clear()
        len(reading.read(table, grid.join(sheet.rows), clock.now().date()).rows)

    taken = partial(handed.taken, registered, content)
    ours, whole, peer = _timed(dry_run, taken, partial(handed.peer_reads, content))
    yield compared("the same read and dry-run; openpyxl reading", ours, peer, "{:.0f} ms", "–")
    yield compared("the same, and all taken through the service", whole, peer, "{:.0f} ms", "≤ 1.3")
    memory = [_peak(work) for work in (dry_run, partial(handed.peer_reads, content))]
    yield compared("the most memory to read and dry-run it", memory[:1], memory[1:], "{:.1f} MB", "–")


def _word() -> Iterator[Line]:
    content = handed.word()
    ours, peer = _timed(
        partial(file_reader.read, content, "a.docx"),
        partial(handed.peer_reads_word, content),
    )
    what = f"DOCX of {handed.PAGES} pages read; python-docx"
    yield compared(what, ours, peer, "{:.0f} ms", "–")


def _preview() -> Iterator[Line]:
    """A page as it is in view after one answer has changed; the office program by itself, both with a profile."""
    with tempfile.TemporaryDirectory() as name:
        office = ["soffice", f"-env:UserInstallation={Path(name, 'profile').as_uri()}", "--headless"]
        document, changed = Path(name) / "document.docx", itertools.count()

        def written() -> None:
            example = documents.with_values(documents.example(), direction=f"企业类（示例{next(changed)}）")
            document.write_bytes(documents.document(example, "draft"))

        def converted() -> None:
            command = [*office, "--convert-to", "pdf", "--outdir", name, document]
            subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - as its manual has it

        def looked_at() -> None:
            written()
            preview.pictures(preview.pdf(document, document.parent), document.parent, 1, 1)

        looked_at()
        converted()
        times: list[list[float]] = [[], []]
        for _ in range(ROUNDS):
            for work, took in zip((looked_at, converted), times, strict=True):
                began = time.perf_counter()
                work()
                took.append(time.perf_counter() - began)
        preview.close()
    yield compared("preview of the page in view after a changed answer; LibreOffice", *times, "{:.2f} s", "≤ 1/5")


def _peak(work: Callable[[], object]) -> float:
    """The most memory that a work takes, in megabytes."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak


def lines() -> Iterator[Line]:
    """The lines of files."""
    yield from _documents()
    yield from _workbooks()
    yield from _word()
    yield from _preview()
