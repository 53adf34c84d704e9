"""What the README says is true: its commands run, and it lists every setting."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings

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
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
