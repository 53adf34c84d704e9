# ruff: noqa: INP001, T201 - a script, which prints
"""PDF by LibreOffice and by the wheel `rdocx`, which needs no office program: time, memory, pages and lost text.

`python benchmarks/without_office.py`, with a later version of the wheel behind it, says whether what docs/decisions.md
has against it still holds.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from documents import DAY, FORM, answers, document, example, lines, opened, squeezed, with_values, without  # noqa: E402
from pages import ENVIRONMENT, NEEDED  # noqa: E402

from dialogs.application.application import Answers  # noqa: E402
from dialogs.application.checks import findings  # noqa: E402

VERSION = "0.16.3"
OFFICE = "import sys; from pathlib import Path; from render import preview; preview.pdf(Path(sys.argv[1]), Path.cwd())"
WHEEL = """
import sys; from pathlib import Path; import rdocx
fonts = [tuple(one.split("=")) for one in sys.argv[2:]]
made = rdocx.Document.open(sys.argv[1]).to_pdf(fonts=[(name, Path(file).read_bytes()) for name, file in fonts])
Path(sys.argv[1]).with_suffix(".pdf").write_bytes(made)
"""


def _draft() -> bytes:
    application = without(example(), "fax", "approach", "premium", "declaration")
    return document(application, "draft", findings(FORM, application, DAY))


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "example": lambda: document(example(), "final"),
    "blank": lambda: document(Answers(), "blank"),
    "draft": _draft,
    "1,000 rows": lambda: document(answers(1, 1_000, 1), "final"),
    "a row of several pages": lambda: document(with_values(example(), profile="公司主营网络安全保险。" * 240), "final"),
}


def main() -> None:
    """Installs the wheel beside the code and prints the table, in Markdown."""
    wanted = f"rdocx=={sys.argv[1] if len(sys.argv) > 1 else VERSION}"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([*pip, str(folder / "wheel"), wanted], check=True)  # noqa: S603 - one package, by its version
        print("| document | by | seconds | of a processor | MB | pages | characters lost |", "|---" * 7 + "|", sep="\n")
        for what, make in DOCUMENTS.items():
            (folder / "document.docx").write_bytes(make())
            print(f"| {what} | LibreOffice | {_made(folder, OFFICE)} |", flush=True)
            print(f"| {what} | {wanted} | {_made(folder, WHEEL, *_fonts())} |", flush=True)


def _made(folder: Path, program: str, *fonts: str) -> str:
    """The cells of one line. A hyphen is not lost: pdftotext leaves out those at the end of a line."""
    path = os.pathsep.join([str(ROOT), str(folder / "wheel")])
    began = time.monotonic()
    command = [sys.executable, "-c", program, "document.docx", *fonts]
    child = subprocess.Popen(command, cwd=folder, env={**os.environ, "PYTHONPATH": path})  # noqa: S603 - our own
    _, status, spent = os.wait4(child.pid, 0)
    lasted = time.monotonic() - began
    if status:
        return f"{lasted:.1f} | none | | |"
    made = folder / "document.pdf"
    shown = Counter(squeezed(_printed("pdftotext", str(made), "-")))
    lost = Counter("".join(lines(opened((folder / "document.docx").read_bytes())))) - shown
    del lost["-"]
    pages = re.findall(r"^Pages:\s+(\d+)$", _printed("pdfinfo", str(made)), re.MULTILINE)[-1]
    made.unlink()
    used = spent.ru_utime + spent.ru_stime
    return f"{lasted:.1f} | {used:.1f} | {spent.ru_maxrss / 1024:.0f} | {pages} | {lost.total()}"


def _fonts() -> list[str]:
    """The names that our documents have for fonts, each with the file that stands in for it."""
    command = ["fc-match", "--format=%{file}"]
    return [f"{name}={_printed(*command, name)}" for name in NEEDED]


def _printed(*command: str) -> str:
    done = subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True)  # noqa: S603 - named here
    return done.stdout


if __name__ == "__main__":
    main()
