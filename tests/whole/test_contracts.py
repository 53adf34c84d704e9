"""What must not be forgotten is refused by a tool: a screen's handlers by mypy, the order of rooms by import-linter."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT
from waiting import PATIENCE

pytestmark = pytest.mark.drill
MYPY = (sys.executable, "-m", "mypy")
LINT_IMPORTS = (str(Path(sys.executable).with_name("lint-imports")),)
ROOMS = ("bot", "dialogs", "render", "storage")


def ran(tree: Path, *command: str) -> tuple[int, str]:
    """How a tool ends in a tree, by the project's own settings there, and what it says."""
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=PATIENCE, check=False)
    return done.returncode, done.stdout + done.stderr


def copied(source: Path, to: Path) -> Path:
    """The rooms and their settings, with what mypy knows of them already."""
    for room in ROOMS:
        shutil.copytree(source / room, to / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(source / "pyproject.toml", to)
    if (source / ".mypy_cache").exists():
        shutil.copytree(source / ".mypy_cache", to / ".mypy_cache")
    return to


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which nothing is changed: both tools pass it, so what they refuse below is the change."""
    tree = copied(ROOT, tmp_path_factory.mktemp("sound"))
    for tool, words in ((MYPY, "Success: no issues found"), (LINT_IMPORTS, " 0 broken.")):
        status, said = ran(tree, *tool)
        assert (status, words in said) == (0, True), said
    return tree


def changed(sound: Path, to: Path, old: str, new: str, *paths: str) -> Path:
    """A copy with one thing changed, once in each of some files."""
    tree = copied(sound, to)
    for path in paths:
        text = (tree / path).read_text("utf-8")
        assert text.count(old) == 1, (path, old)
        (tree / path).write_text(text.replace(old, new), "utf-8")
    return tree


def having(words: str) -> list[str]:
    """The files of screens that have these words."""
    found = [path for path in (ROOT / "dialogs" / "screens").glob("*.py") if words in path.read_text("utf-8")]
    assert len(found) > 3, "that is how handlers are written"
    return [path.relative_to(ROOT).as_posix() for path in found]


@pytest.mark.parametrize(
    ("handler", "old", "new"),
    [
        ("pressed", "self, turn: Turn, action: str, argument: str", "self, turn: Turn, argument: str, action: str"),
        ("said", "self, turn: Turn, text: str", "self, text: str, turn: Turn"),
    ],
)
def test_a_screen_whose_handler_has_its_parameters_swapped_is_refused(
    sound: Path, tmp_path: Path, handler: str, old: str, new: str
) -> None:
    old, new = f"    def {handler}({old})", f"    def {handler}({new})"
    status, told = ran(changed(sound, tmp_path, old, new, *having(old)), *MYPY)
    assert status == 1
    for path in having(old):
        assert re.search(rf"^{path}:\d+: error: .*\"{handler}\".*\[override\]$", told, re.MULTILINE), (path, told)


@pytest.mark.parametrize(("handler", "new"), [("pressed", "press"), ("said", "typed")])
def test_a_screen_whose_handler_is_renamed_is_refused(sound: Path, tmp_path: Path, handler: str, new: str) -> None:
    """One whose `said` is that of Menu has none of its own to be renamed."""
    old = f"    def {handler}(self, "
    tree = changed(sound, tmp_path, old, f"    def {new}(self, ", *having(old))
    status, told = ran(tree, *MYPY)
    assert status == 1
    for path in having(old):
        classes = re.findall(r"^class (\w+)\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)
        words = [f'Cannot instantiate abstract class "{name}" with abstract attribute "{handler}"' for name in classes]
        assert any(one in told for one in words), (path, told)


@pytest.mark.parametrize(
    ("path", "imported", "broken"),
    [
        ("bot/web/chat.py", "bot.telegram", "bot.web.chat -> bot.telegram"),
        ("bot/terminal/console.py", "bot.web.html", "bot.terminal.console -> bot.web.html"),
        ("dialogs/turn/menu.py", "dialogs.screens", "dialogs.turn.menu -> dialogs.screens"),
        ("dialogs/answers/dates.py", "dialogs.form.model", "dialogs.answers.dates -> dialogs.form.model"),
        ("dialogs/engine/gate.py", "storage.store", "dialogs.engine.gate -> storage.store"),
        ("storage/store.py", "render.docx", "storage.store -> render.docx"),
        ("render/docx.py", "storage.database", "render.docx -> storage.database"),
    ],
)
def test_an_import_against_the_order_is_refused(
    sound: Path, tmp_path: Path, path: str, imported: str, broken: str
) -> None:
    begin = "from __future__ import annotations\n"
    tree = changed(sound, tmp_path, begin, f"{begin}\nimport {imported}\n", path)
    status, told = ran(tree, *LINT_IMPORTS)
    assert status == 1
    assert broken in told, told


def test_a_page_alone_starts_without_what_only_telegram_and_files_need() -> None:
    program = "import sys, bot.commands; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"telegram", "aiohttp", "openpyxl"}
    assert "starlette" in loaded
