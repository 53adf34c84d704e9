"""What the page lets in, and how it shuts itself off."""

from __future__ import annotations

import re
import socket
from collections import Counter
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from harness import small_shelf
from web_bench import Site, Visitor, browser

from bot.web import chat, security, server
from bot.web.address import Address, AddressError
from bot.web.html import static_folder
from bot.web.limits import Limit, Limits
from bot.web.routes import ROUTES

pytest_plugins = ["web_fixtures"]
WEB = Path(security.__file__).parent


async def test_every_answer_carries_a_strict_policy(visitor: Visitor) -> None:
    await visitor.begin()
    page = await visitor.page()
    static = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(static) > 5
    for url in ("/", "/nothing", "/files", "/preview", "/link/x", *static):
        headers = (await visitor.http.get(url)).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "server" not in headers


async def test_pages_are_not_stored_by_anybody_and_static_files_are(visitor: Visitor) -> None:
    await visitor.begin()
    page = await visitor.http.get("/")
    assert page.headers["cache-control"] == "no-store"
    [style] = re.findall(r'href="(/static/\w+/page\.css)"', page.text)
    assert "immutable" in (await visitor.http.get(style)).headers["cache-control"]


async def test_every_script_that_another_imports_is_there_at_an_address_of_its_version(visitor: Visitor) -> None:
    await visitor.begin()
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+\.js)"', await visitor.page()))
    for url in named:
        script = (await visitor.http.get(url)).text
        imported = re.findall(r'^import .*"\./(\w+\.js)"|^import "\./(\w+\.js)"', script, re.MULTILINE)
        assert {f"{static_folder()}/{one or other}" for one, other in imported} <= named, "each is loaded ahead"


async def test_no_script_or_style_stands_in_a_page_and_no_other_host(visitor: Visitor) -> None:
    await visitor.begin()
    await visitor.say("河边图书角")
    pages = [await visitor.page(), *(path.read_text("utf-8") for path in (WEB / "static").iterdir())]
    for page in pages:
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=", page)
        assert set(re.findall(r"https?://[^\s\"'<]+", page)) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example"])
async def test_another_host_is_refused(visitor: Visitor, host: str) -> None:
    assert (await visitor.http.get("/", headers={"Host": host})).status_code == 421


async def test_localhost_by_its_names_is_the_same(visitor: Visitor, site: Site) -> None:
    for name in ("localhost", "127.0.0.1", "[::1]"):
        assert (await visitor.http.get("/", headers={"Host": f"{name}:{site.address.port}"})).status_code == 200


@pytest.mark.parametrize("path", [path for method, path, _ in ROUTES if method == "POST"])
@pytest.mark.parametrize("origin", ["", "null", "https://evil.example", "http://127.0.0.1"])
async def test_another_origin_is_refused(visitor: Visitor, site: Site, path: str, origin: str) -> None:
    await visitor.begin()
    sessions = await site.sql("SELECT count(*) FROM page_session")
    visitor.http.headers["Origin"] = origin
    if not origin:
        del visitor.http.headers["Origin"]
    assert (await visitor.http.post(path.replace("{token}", "x"), content=b"code=x")).status_code == 403
    assert await site.sql("SELECT count(*) FROM page_session") == sessions


async def test_an_event_that_is_no_json_is_refused(visitor: Visitor) -> None:
    await visitor.begin()
    body = b'{"id": "a1b2c3d4e5", "kind": "said", "text": "x"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = await visitor.http.post("/events", content=body, headers={"Content-Type": kind})
        assert answer.status_code == 415


async def test_a_request_that_is_too_large_is_refused(visitor: Visitor) -> None:
    await visitor.begin()
    headers = {"Content-Type": "application/json"}
    with suppress(httpx.WriteError, httpx.RemoteProtocolError):  # refused before it was sent
        answer = await visitor.http.post("/events", content=b"x" * (security.BODY + 1), headers=headers)
        assert answer.status_code == 413
    assert (await visitor.say("河边图书角")).status_code == 200


async def test_ways_in_take_few_letters_only(visitor: Visitor) -> None:
    """A form of 262,000 fields, which would be read for a second, is not even taken in."""
    for path in ("/code", "/begin", "/link/x", "/join/x", "/device", "/others-out", "/leave"):
        answer = await visitor.http.post(path, content=b"a&" * 262_000)
        assert answer.status_code == 413, path


@pytest.mark.parametrize("cookie", ["", "shenbao=forged", "other=1"])
async def test_no_request_of_a_stranger_comes_by_uncounted(
    visitor: Visitor, cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = noting(monkeypatch)
    headers = {"Cookie": cookie} if cookie else {}
    for method, path in (*ASKED, ("GET", "/nothing"), ("HEAD", "/"), ("GET", f"{static_folder()}/page.js")):
        counted.clear()
        visitor.http.cookies.clear()
        await visitor.http.request(method, path, headers=headers)
        assert "127.0.0.1" in counted, (method, path)


async def test_no_request_of_a_person_comes_by_uncounted_and_of_most_there_may_be_few(
    visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of a QR picture, and a code, which takes the program long, was made as often as anybody asked for it."""
    await visitor.begin()
    [[person]] = await site.sql("SELECT person FROM page_session")
    counted = noting(monkeypatch)
    cheap = [("GET", "/healthz"), ("GET", "/nothing"), ("HEAD", "/nothing"), ("GET", f"{static_folder()}/page.js")]
    for method, path in (*ASKED, *cheap):
        if path in {"/stream", "/leave"}:
            continue
        counted.clear()
        await visitor.http.request(method, path)
        assert person in counted, (method, path)
        alone = path.startswith(("/link", "/join", "/code", "/begin", "/events", "/upload"))  # with limits of their own
        assert counted[person] == (1 if alone or (method, path) in cheap else 2), (method, path)


@pytest.mark.usefixtures("limits_give_nothing_back")
async def test_who_asks_too_often_is_refused_whatever_it_is(visitor: Visitor, other: Visitor) -> None:
    await visitor.begin()
    await other.begin()
    answers = [await visitor.http.get("/nothing") for _ in range(int(Limits().requests.count) + 1)]
    assert [answers[0].status_code, answers[-1].status_code] == [404, 429]
    assert (await visitor.http.get("/healthz")).status_code == 429
    assert (await other.http.get("/healthz")).status_code == 200


def noting(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each key takes something of any limit from now on; all of them get it."""
    counted: Counter[str] = Counter()

    def take(limit: Limit, key: str, amount: float = 1) -> bool:
        del limit, amount
        counted[key] += 1
        return True

    monkeypatch.setattr(Limit, "take", take)
    return counted


ASKED = [(method, re.sub(r"\{\w+(:\w+)?\}", "1", path)) for method, path, _ in ROUTES]
LONG = "9" * 5000  # digits: more than Python makes a number of


@pytest.mark.parametrize(
    "path",
    [
        *(f"/file/{LONG}/0", f"/file/1/{LONG}", "/file/99999999999999999999/0", f"/preview/x/{LONG}.jpg"),
        *("/preview/%00/document", f"/preview/{LONG}/document", "/preview/%00/1.jpg", "/download/%00", "/%00"),
        *(f"{static_folder()}/%00", f"{static_folder()}/{LONG}", f"/table?page={LONG}", "/table?table=%00"),
        *("/download/part?part=%00", "/download/part?part=%ED%A0%80", "/earlier?before=%C2%B2", "/stream/"),
    ],
)
async def test_no_address_makes_the_program_fail(visitor: Visitor, path: str, caplog: pytest.LogCaptureFixture) -> None:
    for signed_in in (False, True):
        if signed_in:
            await visitor.begin()
        for method in ("GET", "POST", "PUT", "OPTIONS", "X"):
            answer = await visitor.http.request(method, path)
            assert answer.status_code < 500, (method, answer.text)
            assert "content-security-policy" in answer.headers
    assert not caplog.records


async def test_a_fault_of_ours_is_a_page_of_ours_and_stands_in_the_log_once(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await visitor.begin()
    monkeypatch.setattr(chat, "seen_by", lambda *_: 1 // 0)
    answer = await visitor.http.get("/")
    assert answer.status_code == 500
    assert "没有打开" in answer.text
    assert answer.headers["content-security-policy"] == security.POLICY
    assert [record.getMessage() for record in caplog.records] == ["a request failed"]


@pytest.mark.parametrize(("headers", "status"), [({"Host": "evil.example"}, 421), ({"Origin": "null"}, 403)])
async def test_a_refusal_is_a_page_of_ours_too(visitor: Visitor, headers: dict[str, str], status: int) -> None:
    answer = await visitor.http.post("/begin", headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == security.POLICY
    assert "</html>" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"{static_folder()}/../../app.py",
        "/static/../app.py",
        f"{static_folder()}/%2e%2e/app.py",
        "/static/%2e%2e/app.py",
        f"{static_folder()}/..%2fapp.py",
        "/static/000000000000/page.js",
        "/static/..%2fapp.py",
        "/file/1/../../1",
        "/preview/%2e%2e/1.jpg",
        "/preview/..%2f..%2fx/document",
        "/download/../word",
        "/earlier?before=x",
        "/earlier?before=99999999999999999999",
    ],
)
async def test_a_path_leads_nowhere_else(visitor: Visitor, path: str) -> None:
    await visitor.begin()
    assert (await visitor.http.get(path)).status_code in (400, 404)


@pytest.mark.parametrize("path", [path for method, path, _ in ROUTES if method == "GET"])
async def test_without_a_session_nothing_is_to_be_had(visitor: Visitor, path: str) -> None:
    url = re.sub(r"\{\w+(:\w+)?\}", "1", path)
    answer = await visitor.http.get(url)
    if path in ("/", "/stream", "/healthz") or path.startswith(("/link", "/join")):
        assert "图书角" not in answer.text
    else:
        assert answer.status_code == 401


def test_an_address_that_others_reach_needs_its_public_name() -> None:
    with pytest.raises(AddressError, match="no_public_url"):
        Address("0.0.0.0", 80)  # noqa: S104
    for wrong in (
        *("apply.example.com", "ftp://x", "https://x/path", "https://", "https://x?q=1", "https://x#f"),
        *(
            "https://x:99999",
            "https://x:0",
            "https://u@x",
            "https://u:p@x",
            "https://a b",
            "https://x..y",
            "https://:80",
        ),
    ):
        with pytest.raises(AddressError, match="bad_public_url"):
            Address("127.0.0.1", 80, wrong)
    assert Address("0.0.0.0", 80, "https://x.example").hosts == {"x.example", "x.example:443"}  # noqa: S104
    assert Address("127.0.0.1", 80, "https://x.example/").base == "https://x.example"


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("HTTPS://Apply.Example.COM/", "https://apply.example.com"),
        ("https://apply.example.com:443", "https://apply.example.com"),
        ("http://apply.example.com:80/", "http://apply.example.com"),
        ("https://apply.example.com:8443", "https://apply.example.com:8443"),
        ("https://申报.example", "https://xn--4rux62b.example"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        (" https://apply.example.com ", "https://apply.example.com"),
    ],
)
async def test_the_public_address_is_what_a_browser_makes_of_it(tmp_path: Path, written: str, origin: str) -> None:
    async with Site(tmp_path / "data", small_shelf(tmp_path), written) as site, browser(site.url) as http:
        assert site.address.base == origin
        headers = {"Host": origin.partition("://")[2], "Origin": origin}
        assert (await http.post("/begin", headers=headers)).status_code == 303


def test_a_limit_gives_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    limit = Limit(3, 60)
    assert [limit.take("a") for _ in range(4)] == [True, True, True, False]
    assert limit.take("b")
    now = 19
    assert limit.reached("a")
    now = 21
    assert [limit.take("a") for _ in range(2)] == [True, False]
    now = 10_000
    assert [limit.take("a") for _ in range(4)] == [True, True, True, False]
    assert [limit.take("c", amount) for amount in (1, 100, 1)] == [True, True, False], "more counts as half of all"


def test_what_is_sent_does_not_wait_for_what_was_sent_before() -> None:
    """Nagle's algorithm with a browser's delayed acknowledgements: 40 ms for each answer."""
    with (
        server.bind(Address("127.0.0.1", 0)).at as at,
        socket.create_connection(at.getsockname()),
        at.accept()[0] as taken,
    ):
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
