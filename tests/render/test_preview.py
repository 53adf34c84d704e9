"""With stand-ins for soffice that do every wrong thing, and with the real programs where they are installed."""

from __future__ import annotations

import http.server
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from places import PILOT, ROOT
from waiting import PATIENCE, wait_until

from dialogs.application.application import Answers
from dialogs.form.load import load
from render import preview, programs
from render.context import context
from render.docx import render
from render.preview import PreviewError

real_office = pytest.mark.skipif(not preview.available(), reason="LibreOffice is not installed")
real_poppler = pytest.mark.skipif(
    not all(map(shutil.which, ("pdftoppm", "pdfinfo", "pdftotext"))), reason="poppler-utils is not installed"
)

# The arguments end with: --outdir <folder> <document>. A stand-in's PDF is the document's own bytes behind %PDF-.
WORKS = 'shift $(($# - 3)); { printf %%PDF-; cat "$3"; } > "$2/document.pdf"'
HANGS = "sleep 600 & echo $$ $! > '{note}'; wait"


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, in which every test begins without a profile."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    preview._office.close()
    yield folder
    preview._office.close()
    assert list(folder.iterdir()) == []


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """What a stand-in writes down for the test to read."""
    return tmp_path / "note"


Stub = Callable[..., None]


@pytest.fixture
def stub(tmp_path: Path, temp: Path, note: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    assert temp.is_dir()  # no stand-in without it
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def install(script: str, name: str = "soffice") -> None:
        program = folder / name
        program.write_text("#!/bin/sh\n" + script.replace("{note}", str(note)), encoding="utf-8")
        program.chmod(0o755)

    install("echo Noto Serif CJK SC\n", "fc-list")
    return install


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "方案.docx"
    path.write_bytes(b"the answers")
    return path


def running(pid: int) -> bool:
    """Whether a process is at work; a zombie, which only waits for its parent to take note, is not.

    One that was killed still is, until it gets a processor to end at, and these come behind all others: wait for it.
    """
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def pids(note: Path) -> list[int]:
    wait_until(lambda: note.exists() and note.read_text().endswith("\n"))
    return [int(pid) for pid in note.read_text().split()]


def limits_count_from(monkeypatch: pytest.MonkeyPatch, begun: Callable[[], object]) -> None:
    """Has the time that a program is given begin when `begun` returns, however long the program took to start."""
    communicate = subprocess.Popen.communicate

    def patient(process: Any, input: Any = None, timeout: float | None = None) -> Any:  # noqa: A002 - its name there
        if process in programs._running and not any("fc-list" in str(part) for part in process.args):
            begun()
        return communicate(process, input, timeout)

    monkeypatch.setattr(subprocess.Popen, "communicate", patient)


def failure(document: Path, folder: Path) -> PreviewError:
    with pytest.raises(PreviewError) as caught:
        preview.pdf(document, folder)
    return caught.value


def test_nothing_installed(tmp_path: Path, temp: Path, document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(temp))
    assert not preview.available()
    assert not preview.pictures_available()
    assert failure(document, tmp_path).code == "missing"
    with pytest.raises(PreviewError, match="pdfinfo") as caught:
        preview.pictures(document, tmp_path, 1, 1)
    assert caught.value.code == "missing"


def test_pictures_need_the_tools_of_poppler_too(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    stub(WORKS, name="libreoffice")
    monkeypatch.setenv("PATH", os.environ["PATH"].partition(os.pathsep)[0])
    assert preview.available()
    assert not preview.pictures_available()
    stub("", name="pdftoppm")
    stub("", name="pdfinfo")
    assert preview.pictures_available()


@pytest.mark.parametrize(
    "name",
    ["试点方案（终稿）2023-12-20", "-o 李镕", "a b'\"$(id)", "100%#1&?;", "申报.材料.v2", "𬭊堃喆", "--convert-to"],
)
def test_the_pdf_bears_the_document_s_name(stub: Stub, tmp_path: Path, name: str) -> None:
    stub(WORKS)
    document = tmp_path / f"{name}.docx"
    document.write_text(name, encoding="utf-8")
    folder = tmp_path / "导 出"
    folder.mkdir()
    made = preview.pdf(document, folder)
    assert made == folder / f"{name}.pdf"
    assert made.read_text(encoding="utf-8") == f"%PDF-{name}"
    assert list(folder.iterdir()) == [made]


def test_a_hung_one_is_killed_with_its_children_and_the_next_one_works(
    stub: Stub, note: Path, document: Path, temp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub(HANGS)
    with monkeypatch.context() as until_it_hangs:
        until_it_hangs.setattr(preview, "CONVERSION", 0.5)
        limits_count_from(until_it_hangs, lambda: pids(note))
        assert failure(document, document.parent).code == "timeout"
    wait_until(lambda: not any(map(running, pids(note))))
    assert list(temp.iterdir()) == []
    stub(WORKS)
    assert preview.pdf(document, document.parent).is_file()


def test_the_child_of_one_that_is_killed_from_outside_is_killed_too(
    stub: Stub, tmp_path: Path, note: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub(HANGS)

    def kill() -> None:
        os.kill(pids(note)[0], 9)

    with monkeypatch.context() as until_it_is_killed:
        until_it_is_killed.setattr(preview, "CONVERSION", 0.5)
        limits_count_from(until_it_is_killed, kill)
        assert failure(document, tmp_path).code == "timeout"
    wait_until(lambda: not any(map(running, pids(note))))
    stub(WORKS)
    assert preview.pdf(document, tmp_path).is_file()


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo out of memory >&2; exit 77", "77: out of memory"),
        ("kill -9 $$", "-9"),
        ("exit 0", "no PDF"),
        (': > "$(dirname "$0")/document.pdf"', "no PDF"),
        ('shift $(($# - 3)); : > "$2/document.pdf"', "no PDF"),
        ('shift $(($# - 3)); echo "<html>" > "$2/document.pdf"', "no PDF"),
    ],
)
def test_one_that_fails_leaves_nothing_and_the_next_one_works(
    stub: Stub, document: Path, temp: Path, script: str, message: str
) -> None:
    stub(script)
    failed = failure(document, document.parent)
    assert (failed.code, message in str(failed)) == ("failed", True)
    assert not (document.parent / "方案.pdf").exists()
    assert list(temp.iterdir()) == []
    stub(WORKS)
    assert preview.pdf(document, document.parent).is_file()


def test_one_that_cannot_be_started_fails(stub: Stub, tmp_path: Path, document: Path) -> None:
    stub("")
    (tmp_path / "bin" / "soffice").write_text("#!/no/such/shell\n")
    assert failure(document, tmp_path).code == "failed"


def test_a_child_left_behind_is_ended_when_the_document_is_done(
    stub: Stub, tmp_path: Path, note: Path, document: Path
) -> None:
    stub("sleep 600 > /dev/null 2>&1 & echo $! > '{note}'\n" + WORKS)
    assert preview.pdf(document, tmp_path).is_file()
    wait_until(lambda: not any(map(running, pids(note))))


def test_nothing_of_our_environment_is_passed_on(
    stub: Stub, note: Path, document: Path, temp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/our-fonts.conf")
    stub("env > '{note}'\n" + WORKS)
    preview.pdf(document, document.parent)
    seen = dict(line.split("=", 1) for line in note.read_text().splitlines())
    shell_s_own = {"PWD", "OLDPWD", "SHLVL", "_"}
    assert seen.keys() - shell_s_own == {"PATH", "HOME", "TMPDIR", "LANG", "FONTCONFIG_FILE"}
    assert Path(seen["HOME"]).is_relative_to(temp.resolve())
    assert seen["FONTCONFIG_FILE"] == "/etc/our-fonts.conf"


def test_where_the_operator_names_no_fonts_ours_are_used(
    stub: Stub, note: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    monkeypatch.delenv("FONTCONFIG_PATH", raising=False)
    stub("env > '{note}'\n" + WORKS)
    preview.pdf(document, document.parent)
    assert f"FONTCONFIG_FILE={programs.FONTS}" in note.read_text().splitlines()
    assert programs.FONTS.is_file()


def test_without_a_font_for_chinese_there_is_no_pdf(stub: Stub, document: Path) -> None:
    stub("echo 'Fontconfig error: no writable cache directories'", "fc-list")
    stub(WORKS)
    assert failure(document, document.parent).code == "fonts"
    stub("echo 'Noto Serif CJK SC'", "fc-list")
    assert preview.pdf(document, document.parent).exists()


def profile(note: Path) -> Path:
    """The profile folder that the last conversion was given."""
    given = [word for word in note.read_text().split() if word.startswith("-env:UserInstallation=file://")]
    return Path(given[-1].removeprefix("-env:UserInstallation=file://"))


def test_the_profile_is_ours_alone_and_runs_no_macros(stub: Stub, tmp_path: Path, note: Path, document: Path) -> None:
    stub("echo \"$@\" > '{note}'\n" + WORKS)
    preview.pdf(document, tmp_path)
    folder = profile(note)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "DisableMacrosExecution" in (folder / "user" / "registrymodifications.xcu").read_text()
    for option in ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"):
        assert option in note.read_text().split()
    assert not [path for path in folder.rglob("*") if "document" in path.name], "no document stays in the profile"


def test_a_profile_serves_some_conversions_and_never_one_after_a_failure(
    stub: Stub, note: Path, document: Path, temp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "CONVERSIONS", 2)
    used = []
    for fails in ("", "", "", "exit 1", ""):
        stub("echo \"$@\" > '{note}'\n" + (fails or WORKS))
        if fails:
            failure(document, document.parent)
        else:
            preview.pdf(document, document.parent)
        used.append(profile(note))
    assert [earlier == later for earlier, later in pairwise(used)] == [True, False, True, False]
    assert list(temp.resolve().iterdir()) == [used[-1]]


def test_conversions_run_one_after_the_other_and_each_gets_its_own_pdf(stub: Stub, tmp_path: Path, note: Path) -> None:
    stub("echo begin >> '{note}'; sleep 0.2\n" + WORKS + "; echo end >> '{note}'")
    documents = [tmp_path / f"{name}.docx" for name in "甲乙丙"]
    for path in documents:
        path.write_text(path.stem, encoding="utf-8")
    with ThreadPoolExecutor() as pool:
        made = list(pool.map(lambda path: preview.pdf(path, tmp_path), documents))
    assert [path.read_text(encoding="utf-8") for path in made] == ["%PDF-甲", "%PDF-乙", "%PDF-丙"]
    assert note.read_text().split() == ["begin", "end"] * 3


def test_nobody_waits_for_a_turn_for_ever(
    stub: Stub, tmp_path: Path, note: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = tmp_path / "go on"
    stub(f"echo $$ > '{{note}}'; while [ ! -e '{go_on}' ]; do sleep 0.05; done\n" + WORKS)
    monkeypatch.setattr(preview, "QUEUE", 0.1)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(preview.pdf, document, tmp_path)
        pids(note)
        assert failure(document, tmp_path).code == "timeout"
        go_on.touch()
        assert first.result().is_file(), "the one before it is not disturbed"


CONVERT = """
import ctypes, sys, threading, time
from pathlib import Path
from render import preview

note, document = Path(sys.argv[1]), Path(sys.argv[2])
def convert():
    try:
        preview.pdf(document, document.parent)
    except preview.PreviewError as error:
        sys.stdout.write(error.code + "\\n")  # in one piece: other threads write too
def hung():
    global threads
    threads = [threading.Thread(target=convert, daemon=DAEMON) for _ in range(2)]
    for thread in threads:
        thread.start()
    while not note.exists() or not note.read_text().endswith("\\n"):
        time.sleep(0.01)
"""


def leave(script: str, tmp_path: Path, note: Path, document: Path) -> str:
    """Runs a program that converts and exits; returns what it printed, and makes sure that it leaves no folder."""
    temp = tmp_path / "its temp"
    temp.mkdir()
    environment = {**os.environ, "TMPDIR": str(temp), "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        CONVERT.replace("DAEMON", "True") + script,
        str(note),
        str(document),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(temp.iterdir()) == []
    return done.stdout


def test_exit_leaves_no_folder(stub: Stub, tmp_path: Path, note: Path, document: Path) -> None:
    stub(WORKS)
    assert leave("convert()", tmp_path, note, document) == ""
    assert (tmp_path / "方案.pdf").is_file()


def test_exit_ends_what_runs(stub: Stub, tmp_path: Path, note: Path, document: Path) -> None:
    stub(HANGS)
    leave("hung()", tmp_path, note, document)
    wait_until(lambda: not any(map(running, pids(note))))


def test_close_ends_what_runs_and_refuses_what_waits(stub: Stub, tmp_path: Path, note: Path, document: Path) -> None:
    stub(HANGS)
    script = "hung(); preview.close(); convert(); [thread.join() for thread in threads]"
    assert leave(script, tmp_path, note, document).split() == ["failed"] * 3
    wait_until(lambda: not any(map(running, pids(note))))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt orphans")
def test_the_first_process_of_a_container_gathers_no_zombies(
    stub: Stub, tmp_path: Path, note: Path, document: Path
) -> None:
    # soffice ends before its child does: the orphan comes to us, as it does to a container's first process.
    stub("(sleep 0.3; " + WORKS + ") &")
    adopt = "assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0; convert()\n"
    children = "print(Path(f'/proc/self/task/{threading.get_native_id()}/children').read_text())"
    assert leave(adopt + children, tmp_path, note, document).strip() == ""
    assert (tmp_path / "方案.pdf").is_file()


def blank_pdf(path: Path, *sizes: tuple[int, int]) -> Path:
    """A PDF of empty pages, in points; poppler rebuilds the table of objects that is left out."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + len(sizes)))
    parts = [
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Count {len(sizes)}/Kids[{kids}]>>endobj",
        *(
            f"{number} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]>>endobj"
            for number, (width, height) in enumerate(sizes, 3)
        ),
    ]
    path.write_text("%PDF-1.4\n" + "\n".join(parts) + "\ntrailer<</Root 1 0 R/Size 99>>\n%%EOF\n")
    return path


def size(picture: Path) -> tuple[int, int]:
    with Image.open(picture, formats=["JPEG"]) as opened:
        return opened.size


@real_poppler
def test_pages_as_pictures(tmp_path: Path, temp: Path) -> None:
    a4 = (595, 842)
    pdf = blank_pdf(tmp_path / "-试 点.pdf", *[a4] * 9, a4[::-1], (100, 5000), (2384, 3370))
    folder = tmp_path / "图"
    folder.mkdir()
    assert preview.page_count(pdf) == 12
    made = preview.pictures(pdf, folder, 9, 12)
    assert [path.name for path in made] == ["-试 点-009.jpg", "-试 点-010.jpg", "-试 点-011.jpg", "-试 点-012.jpg"]
    assert [size(path) for path in made] == [(1131, 1600), (1600, 1131), (32, 1600), (1132, 1600)]
    assert sorted(folder.iterdir()) == made
    assert list(temp.iterdir()) == []


@real_poppler
def test_pages_past_the_end_are_left_out(tmp_path: Path, temp: Path) -> None:
    pdf = blank_pdf(tmp_path / "a.pdf", (595, 842), (595, 842))
    assert [path.name for path in preview.pictures(pdf, tmp_path, 2, 10)] == ["a-002.jpg"]
    assert preview.pictures(pdf, tmp_path, 3, 10) == []
    assert list(temp.iterdir()) == []


@real_poppler
def test_what_is_no_pdf_has_no_pictures(tmp_path: Path, temp: Path, document: Path) -> None:
    with pytest.raises(PreviewError, match="pdfinfo") as caught:
        preview.pictures(document, tmp_path, 1, 1)
    assert caught.value.code == "failed"
    assert list(temp.iterdir()) == []


def test_a_title_does_not_pass_for_the_number_of_pages(stub: Stub, document: Path) -> None:
    stub("echo 'Title:  x'; echo 'Pages:  9'; echo 'Pages:           3'", name="pdfinfo")
    assert preview.page_count(document) == 3


def test_a_hung_drawing_is_killed(
    stub: Stub, tmp_path: Path, note: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "DRAWING", 0.5)
    stub(HANGS, name="pdftoppm")
    monkeypatch.setattr(preview, "page_count", lambda _: 3)
    limits_count_from(monkeypatch, lambda: pids(note))
    with pytest.raises(PreviewError) as caught:
        preview.pictures(document, tmp_path, 1, 2)
    assert caught.value.code == "timeout"
    wait_until(lambda: not any(map(running, pids(note))))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "note", "temp", "方案.docx"]


@pytest.mark.parametrize("script", ["exit 0", ': > "${11%page}page-1.jpg"'])
def test_a_picture_that_was_not_drawn_is_missed(stub: Stub, tmp_path: Path, document: Path, script: str) -> None:
    stub("echo 'Pages: 3'", name="pdfinfo")
    stub(script, name="pdftoppm")
    with pytest.raises(PreviewError) as caught:
        preview.pictures(document, tmp_path, 1, 2)
    assert caught.value.code == "failed"


def words(pdf: Path) -> str:
    command = ["pdftotext", str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def write(path: Path, text: str) -> Path:
    document = Document()
    document.add_paragraph(text)
    document.save(str(path))
    return path


@pytest.mark.drill
@real_office
@real_poppler
@pytest.mark.usefixtures("temp")
def test_two_at_once_in_the_real_libreoffice(tmp_path: Path) -> None:
    documents = [write(tmp_path / "甲 -试点%20方案#1.docx", "第一份"), write(tmp_path / "乙.docx", "第二份")]
    with ThreadPoolExecutor() as pool:
        made = list(pool.map(lambda path: preview.pdf(path, tmp_path), documents))
    assert [words(path).strip() for path in made] == ["第一份", "第二份"]
    assert made[0].name == "甲 -试点%20方案#1.pdf"


@pytest.mark.parametrize(
    "work",
    [
        "from render import preview; preview.pdf(Path(sys.argv[1]), Path(sys.argv[1]).parent)",
        "from render.reading import converting; asyncio.run(converting.converted(b'', 'old_word', Path.cwd()))",
    ],
)
def test_what_converts_is_killed_with_whoever_asked_for_it(
    stub: Stub, tmp_path: Path, document: Path, note: Path, work: str
) -> None:
    stub(HANGS)
    program = f"import asyncio, sys; from pathlib import Path; {work}"
    kept = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", program, str(document)], cwd=tmp_path, env=kept) as asking:
        started = pids(note)
        assert all(map(running, started))
        asking.kill()
    wait_until(lambda: not any(map(running, started)))


@pytest.mark.drill
@real_office
def test_the_real_libreoffice_killed_in_mid_conversion(tmp_path: Path, temp: Path) -> None:
    document = write(tmp_path / "a.docx", "一" * 2_000_000)  # which takes it long
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(failure, document, tmp_path)
        wait_until(lambda: any(temp.iterdir()))
        (folder,) = temp.resolve().iterdir()
        socket = preview._socket(folder)
        wait_until(socket.exists)  # it has come so far that it listens
        (process,) = programs._running
        os.killpg(process.pid, 9)
        assert waiting.result().code == "failed"
    assert (list(temp.iterdir()), socket.exists()) == ([], False)
    write(document, "一")
    assert preview.pdf(document, tmp_path).is_file()


@pytest.mark.drill
@real_office
@pytest.mark.usefixtures("temp")
def test_what_is_no_docx_is_refused(tmp_path: Path) -> None:
    document = tmp_path / "a.docx"
    document.write_text("plain text, which LibreOffice would gladly print")
    assert failure(document, tmp_path).code == "failed"


class Listener(http.server.BaseHTTPRequestHandler):
    heard: list[str]

    def do_GET(self) -> None:
        self.heard.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 names given by http.server

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.drill
@real_office
@pytest.mark.usefixtures("temp")
def test_what_a_document_points_to_is_not_fetched(tmp_path: Path) -> None:
    Listener.heard = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        path = picture_elsewhere(tmp_path / "a.docx", f"http://127.0.0.1:{server.server_port}/picture.png")
        assert preview.pdf(path, tmp_path).is_file()
        server.shutdown()
    assert Listener.heard == []


def picture_elsewhere(path: Path, address: str) -> Path:
    document = Document()
    link = document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    drawing = (
        f'<w:drawing {nsdecls("w", "wp", "a", "pic", "r")}><wp:inline><wp:extent cx="914400" cy="914400"/>'
        '<wp:docPr id="1" name="p"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:link="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    document.add_paragraph().add_run()._r.append(parse_xml(drawing))
    document.save(str(path))
    return path


@real_office
@pytest.mark.usefixtures("temp")
def test_libreoffice_does_not_try_itself_first(tmp_path: Path) -> None:
    preview.pdf(write(tmp_path / "a.docx", "一"), tmp_path)
    assert preview._office._profile is not None
    made = sorted(path.name for path in (preview._office._profile / "user").iterdir())
    assert "registrymodifications.xcu" in made
    assert "GraphicsRenderTests.log" not in made


@real_office
@real_poppler
@pytest.mark.usefixtures("temp")
def test_the_official_form_from_end_to_end(tmp_path: Path) -> None:
    folder = PILOT
    form = load((folder / "form.toml").read_text(encoding="utf-8"))
    document = tmp_path / "空白表.docx"
    document.write_bytes(render(folder / "template.docx", context(form, Answers(), mode="blank")))
    pdf = preview.pdf(document, tmp_path)
    assert form.title in "".join(words(pdf).split())
    first, second = preview.pictures(pdf, tmp_path, 1, 2)
    assert size(first) == size(second)
    assert size(first) in {(1131, 1600), (1132, 1600)}  # A4
    assert 5_000 < first.stat().st_size < 10_000_000
