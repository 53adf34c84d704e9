# ruff: noqa: INP001, T201 - a script that prints
"""Ours beside named peers: `make bench`. Prints a table, and writes it into docs/benchmarks.md.

Each figure is the median of ROUNDS runs that alternate with the peer's, so that what else the machine does meets both.
Everything is on 127.0.0.1, with the settings as they are shipped.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from a fresh checkout

from benchmarks import bench_browser, bench_export, bench_files, bench_page, bench_start, bench_telegram, bench_turns
from benchmarks.running import ROOT, ROUNDS, Line

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- bench -->\n", "<!-- end of bench -->\n"
PARTS = (bench_telegram, bench_start, bench_files, bench_export, bench_page, bench_browser, bench_turns)
LIBRARIES = ("starlette", "uvicorn", "python-telegram-bot", "aiohttp", "docxtpl", "openpyxl", "pysqlite3")
HEADS = ("what", "ours", "peer", "ratio", "to reach")


def install() -> None:
    """Installs the peers that nothing else needs into a folder of their own."""
    wanted = bench_telegram.PEERS / "requirements.txt"
    command = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run(  # noqa: S603 - our own list
        [*command, "--target", str(bench_telegram.INSTALLED), "--requirement", str(wanted)], check=True
    )


def machine() -> str:
    """What it ran on, in a sentence."""
    load = os.getloadavg()[0]
    own = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    found = {d.name.replace("_", "-"): d.version for d in metadata.distributions(path=[str(bench_telegram.INSTALLED)])}
    peers = ", ".join(f"{name} {found[name]}" for name in ("aiogram", "aiogram-dialog"))
    here = f"{os.cpu_count()} processors, load {load:.1f} at the start, Python {platform.python_version()}"
    return f"{time.strftime('%Y-%m-%d')}; {here}; {own}; the peers' {peers}."


def table(lines: list[Line]) -> str:
    """The lines as a table of Markdown."""
    return "".join(f"| {' | '.join(line)} |\n" for line in (HEADS, ("---",) * len(HEADS), *lines))


def write(where: str, lines: list[Line]) -> None:
    """Puts the table into the page, in place of the one that is there."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    told = f"{where} Medians of {ROUNDS} alternating runs.\n\n{table(lines)}"
    PAGE.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", "utf-8")


def main() -> None:
    """Runs everything, half an hour on an idle machine; what is measured is written after each part."""
    if not bench_telegram.INSTALLED.exists():
        install()
    where, lines = machine(), []
    for part in PARTS:
        for line in part.lines():
            print(" | ".join(line), flush=True)
            lines.append(line)
        write(where, lines)


if __name__ == "__main__":
    main()
