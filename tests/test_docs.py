"""What the README says is true: its commands run, and it lists every setting."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.web.events import LONGEST
from bot.web.security import BODY
from bot.web.site import Limits

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    shlex.split(line, comments=True)
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]


def test_every_setting_is_listed_with_its_default_and_meaning() -> None:
    listed = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", README, re.MULTILINE))
    expected = {}
    for field in Settings.model_fields.values():
        default = field.get_default()
        shown = getattr(default, "get_secret_value", lambda value=default: value)()
        shown = "the forms shipped" if field.validation_alias == "SHENBAO_FORMS" else f"`{shown}`" if str(shown) else ""
        expected[field.validation_alias] = f"{shown} | {field.description}".strip()
    assert {name: words.strip() for name, words in listed.items()} == expected


@pytest.mark.parametrize("command", [c for c in COMMANDS if c[0] == "shenbao"], ids=" ".join)
def test_a_command_of_the_readme_runs(command: list[str], tmp_path: Path) -> None:
    arguments = [str(ROOT / a) if (ROOT / a).exists() else a for a in command[1:]]
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout


@pytest.mark.parametrize("target", [c[1] for c in COMMANDS if c[0] == "make"])
def test_a_make_target_of_the_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_every_subcommand_is_listed() -> None:
    told = set(re.findall(r"^\| `shenbao (\w+)", README, re.MULTILINE))
    helped = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    ).stdout
    assert told == set(re.findall(r"^    (\w+)", helped, re.MULTILINE))


def test_every_link_into_the_repository_leads_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        found = re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", page.read_text("utf-8"))
        links = [link or source for link, source in found if "://" not in link]
        assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_operations_page_tells_the_limits_as_they_are() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    limits = Limits()
    assert f"{limits.newcomers.count} an hour" in text
    assert f"{limits.wrong_codes.count} an hour from one address, {limits.all_wrong_codes.count} in all" in text
    assert f"{limits.events.count} at once, {limits.events.count / limits.events.seconds:.0f} a second" in text
    assert f"{limits.files.count} a minute" in text
    assert f"{BODY // 2**20} MiB, a message {LONGEST:,} characters" in text
