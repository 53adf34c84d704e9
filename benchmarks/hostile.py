# ruff: noqa: INP001, T201 - a script, which prints
"""How soon files made to do harm are refused: one line each, with the sentence, in Markdown."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from hostile_files import CORPUS  # noqa: E402 - found there

from dialogs.texts import say  # noqa: E402
from render.reading import bounded  # noqa: E402


def _line(name: str) -> str:
    content, called = CORPUS[name]()
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    found = bounded.read(content, called)
    lasted, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sentence = say(f"file.{found.unfit}", name=called)
    return f"| {name} | {len(content) / 1e6:.2f} | {spent:.2f} | {lasted:.2f} | {sentence} |"


def main() -> None:
    """Prints the table."""
    print("| file | MB | seconds of a processor | seconds | what is said |", "|---|---|---|---|---|", sep="\n")
    for name in CORPUS:
        print(_line(name), flush=True)


if __name__ == "__main__":
    main()
