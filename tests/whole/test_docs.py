"""What the README and the other pages say is true: commands run, settings and limits are listed, labels are real."""

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from places import PILOT, ROOT
from waiting import PATIENCE

from bot import command_line
from bot.service import job_runner, quota
from bot.settings import Settings
from bot.web import connections, security, sign_in, stream
from bot.web.inputs import LONGEST
from bot.web.security import BODY
from bot.web.site import Limits
from dialogs.engine.commands import COMMANDS
from dialogs.screens import pasted_rows
from dialogs.texts import say, sentences
from render.reading import bounded_child, sheet_reader
from render.reading.package import BYTES

README = (ROOT / "README.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
MANUAL = (ROOT / "docs" / "使用手册.md").read_text("utf-8")
PROMPTS = [
    shlex.split(line, comments=True)
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]


def test_every_setting_is_listed_with_its_default_and_meaning() -> None:
    listed = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", OPERATIONS, re.MULTILINE))
    expected = {}
    for field in Settings.model_fields.values():
        default = field.get_default()
        shown = getattr(default, "get_secret_value", lambda value=default: value)()
        shown = "the forms shipped" if field.validation_alias == "SHENBAO_FORMS" else f"`{shown}`" if str(shown) else ""
        expected[field.validation_alias] = f"{shown} | {field.description}".strip()
    assert {name: words.strip() for name, words in listed.items()} == expected


COMMAND_LINES = [line[1:] for line in PROMPTS if line[0] == "shenbao"]


def test_a_command_of_the_readme_is_one() -> None:
    parse = command_line.parser(defaultdict(lambda: lambda _: None)).parse_args
    assert all(parse(arguments) for arguments in COMMAND_LINES)


@pytest.mark.drill
@pytest.mark.official
@pytest.mark.parametrize("command", COMMAND_LINES, ids=" ".join)
def test_a_command_of_the_readme_runs(command: list[str], tmp_path: Path) -> None:
    arguments = [str(ROOT / a) if (ROOT / a).exists() else a for a in command]
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout


@pytest.mark.parametrize("target", [c[1] for c in PROMPTS if c[0] == "make"])
def test_a_make_target_of_the_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_every_subcommand_is_listed() -> None:
    told = set(re.findall(r"^\| `shenbao (\w+)", README, re.MULTILINE))
    helped = command_line.parser(defaultdict(lambda: lambda _: None)).format_help()
    assert told == set(re.findall(r"^    (\w+)", helped, re.MULTILINE))


@pytest.mark.official
def test_every_link_into_the_repository_leads_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        found = re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", page.read_text("utf-8"))
        links = [link or source for link, source in found if "://" not in link]
        assert [link for link in links if not _leads_somewhere(page, link)] == []


def _leads_somewhere(page: Path, link: str) -> bool:
    """Whether there is such a file, and such a heading in it."""
    path, _, place = link.partition("#")
    target = page.parent / path if path else page
    headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE) if place else []
    slugs = [re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings]  # as GitHub makes them
    return target.exists() and (not place or place in slugs)


def test_the_operations_page_tells_the_limits_as_they_are() -> None:
    limits = Limits()
    assert f"{limits.newcomers.count} an hour" in OPERATIONS
    of_strangers, of_one = limits.strangers, limits.requests
    assert f"{of_strangers.count:,} at once, {of_strangers.count / of_strangers.seconds:.0f} a second" in OPERATIONS
    assert f"every sort | {of_one.count} at once, {of_one.count / of_one.seconds:.0f} a second" in OPERATIONS
    assert f"{limits.wrong_codes.count} from one address, then one a minute" in OPERATIONS
    assert f"after {limits.all_wrong_codes.count} an hour in all each takes {sign_in.SLOW:.0f} s" in OPERATIONS
    assert f"{stream.OF_PERSON} of one person, the oldest ends; {stream.OF_ADDRESS} from one address" in OPERATIONS
    assert f"{connections.MOST:,}, or {connections.KEPT_BACK} less" in OPERATIONS
    assert f"{connections.ASKING:.0f} s for the head of a request, {security.SENDING:.0f} s for its body" in OPERATIONS
    assert f"{connections.READING:.0f} s for {connections.SOME // 1024} KiB of an answer" in OPERATIONS
    assert f"in a day | {quota.OF_PERSON // 10**6} MB" in OPERATIONS
    assert f"20 a minute, {quota.OF_PERSON // 10**6} MB a day" in OPERATIONS
    assert f"from one address in a day | {quota.OF_ADDRESS // 10**6} MB" in OPERATIONS
    assert f"takes up | {quota.OF_APPLICATION // 10**6} MB" in OPERATIONS
    assert f"{job_runner.ALONE:.0f} seconds, {job_runner.SHARED:.0f} while others wait" in OPERATIONS
    assert f"{security.SMALL_BODY // 1024} KiB where no text or file is sent" in OPERATIONS
    assert f"{limits.events.count} at once, {limits.events.count / limits.events.seconds:.0f} a second" in OPERATIONS
    for limit, of in ((limits.files, "files"), (limits.pictures, "pictures"), (limits.uploads, "files handed in")):
        assert re.search(rf"^\| {of} .* \| {limit.count} a minute.*\|$", OPERATIONS, re.MULTILINE), of
    assert f"{BODY // 2**20} MiB, a message {LONGEST:,} characters" in OPERATIONS
    assert f"{BYTES // 2**20} MiB; of a sheet {sheet_reader.ROWS:,} rows, {sheet_reader.COLUMNS} columns" in OPERATIONS
    assert f"pasted in one message | {pasted_rows.MOST}" in OPERATIONS
    read = f"{bounded_child.SECONDS} seconds\nof a processor and {bounded_child.MEMORY // 2**20} MB"
    assert read in OPERATIONS


def test_what_the_manual_quotes_stands_on_the_screen_word_for_word() -> None:
    """A label that is changed in the texts, or is only nearly right in the manual, is found here."""
    form = tomllib.loads((PILOT / "form.toml").read_text("utf-8"))
    titles = [item["title"] for group in form["group"] for item in group["item"] if "title" in item]
    shown = re.compile("|".join(_as_shown(text) for text in (*sentences().values(), *titles)))
    quoted = re.findall("“([^”]+)”", MANUAL)
    assert len(quoted) > 100
    assert [label for label in quoted if not shown.fullmatch(label)] == []


def test_the_manual_names_every_entry_of_the_menu_and_only_commands_that_there_are() -> None:
    menu = (ROOT / "bot" / "web" / "templates" / "chat.html").read_text("utf-8")
    menu = menu.partition('<details class="menu"')[2].partition("</details>")[0]
    listed = re.search(r"for name in (\(.+?\))", menu)
    assert listed
    entries = [say(f"command.{name}") for name in ast.literal_eval(listed[1])]
    entries += [say(code) for code in re.findall(r'<button[^>]*>\{\{ say\("([a-z_.]+)"\) \}\}', menu)]
    assert len(entries) > 10
    assert [entry for entry in entries if f"“{entry}”" not in MANUAL] == []
    assert [name for name in re.findall("`/([a-z]+)`", MANUAL) if name not in COMMANDS] == []


def test_every_picture_is_used_and_small() -> None:
    pages = README + MANUAL + OPERATIONS
    for picture in (ROOT / "docs").glob("*.png"):
        assert picture.name in pages, picture.name
        assert picture.stat().st_size < 100_000, picture.name


def _as_shown(text: str) -> str:
    """What matches a text with anything in the places that are filled in."""
    return ".+".join(map(re.escape, re.split(r"\{\{.*?\}\}", text)))
