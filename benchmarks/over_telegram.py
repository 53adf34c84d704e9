# ruff: noqa: INP001, T201 - a script that prints
"""The processor time of a turn over Telegram beside another checkout: `python benchmarks/over_telegram.py OTHER`.

Both run in turn, each as a process of its own against the fake Bot API of the tests, over real HTTP.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from a fresh checkout

from benchmarks.bench_telegram import assistant, processor
from benchmarks.running import ROOT, alternating, compared


def main() -> None:
    """Prints both medians, and the ratio of this checkout to the other."""
    checkouts = ROOT, Path(sys.argv[1]).resolve()
    (ours,), (other,) = alternating(*(partial(processor, assistant(at, paced=False)) for at in checkouts))
    print(" | ".join(compared("processor time of a turn over Telegram", ours, other, "{:.2f} ms", "")))


if __name__ == "__main__":
    main()
