# ruff: noqa: INP001 - beside the scripts that use it
"""The page in a browser: with a long conversation beside a short one. Needs Chromium."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from benchmarks import long_page
from benchmarks.running import Line, compared


def lines() -> Iterator[Line]:
    """The lines of the browser."""
    for times, took in asyncio.run(long_page.measured()).items():
        what = (
            f"browser, processor × {times}: press to next question at {long_page.MANY:,} messages; at {long_page.FEW}"
        )
        yield compared(what, [took[long_page.MANY]], [took[long_page.FEW]], "{:.0f} ms", "≤ 1.5")
