"""A data folder as an earlier version left it (data/databases/0008), and the people in it, who go on.

What stood in it is read from the dump itself, whose tables never change any more; what has become of it is asked of
the program as it is now.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from harness import Bench, Chat, Clock, small_shelf
from places import DATABASES, FORMS
from sqlite_utils.utils import sqlite3

from bot.clock import BEIJING
from bot.service.form_registry import RegisteredForm
from bot.web.sessions import CHANNEL
from dialogs.application.application import Step
from dialogs.texts import say
from dialogs.turn.events import Event, Went
from dialogs.turn.messages import Ask, Reply
from storage.database import NAME
from storage.store import Store

SAVED = DATABASES / "0008"
LEFT = datetime(2024, 3, 13, 13, 59, tzinfo=BEIJING)  # when the program was stopped
DATA = "{data}"  # stands in the dump for the data folder
OFFICIAL_FORM = Path("netsec-insurance-pilot") / "2023"
# What was said to somebody: the page keeps it, all else waited to be delivered.
_SAID = "(SELECT person, id, content FROM message UNION ALL SELECT person, id, reply FROM outbox)"
# The page shows what is about no application, or about one in which the person still is.
_SHOWN = (
    "(application IS NULL OR EXISTS (SELECT 1 FROM member WHERE member.application = message.application"
    " AND member.person = message.person AND role != 'gone'))"
)


@lru_cache
def _dump() -> Any:
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.executescript((SAVED / "shenbao.sql").read_text("utf-8"))
    return db


def stood(sql: str, *params: object) -> list[Any]:
    """What stood in the database."""
    return list(_dump().execute(sql, params).fetchall())


def _newest() -> int:
    """The last message that the page kept."""
    return int(stood("SELECT max(id) FROM message")[0][0])


def questions() -> dict[str, Ask]:
    """The last question of everybody for whom it was kept, or still waited."""
    asked = f"SELECT person, max(id), content FROM {_SAID} WHERE content ->> 'kind' = 'ask' GROUP BY person"  # noqa: S608
    found = stood(asked)
    return {person: Ask.model_validate_json(content) for person, _, content in found}


def chats() -> set[str]:
    """The names under which somebody else speaks."""
    return {name for (name,) in stood("SELECT name FROM alias")}


def waiting() -> dict[str, list[dict[str, Any]]]:
    """The replies that waited for each person."""
    found: dict[str, list[dict[str, Any]]] = {}
    for person, reply in stood("SELECT person, reply FROM outbox ORDER BY id"):
        found.setdefault(person, []).append(json.loads(reply))
    return found


class Shown(NamedTuple):
    """A message on the page: whether it was one's own, and edited, and what is read in it."""

    own: bool
    edited: bool
    words: list[str]
    files: list[bytes]


def kept(person: str) -> list[Shown]:
    """The messages that the page showed to somebody."""
    sql = f"SELECT event != '', edited > 0, content FROM message WHERE person = ? AND {_SHOWN} ORDER BY id"  # noqa: S608
    found = stood(sql, person)
    read_ = [(own, edited, json.loads(content)) for own, edited, content in found]
    return [Shown(bool(own), bool(edited), words(said), handed(said, SAVED)) for own, edited, said in read_]


def written(person: str) -> list[str]:
    """The messages of a long text that somebody had not finished."""
    return [text for (text,) in stood("SELECT text FROM piece WHERE person = ? ORDER BY id", person)]


def in_deleted(title: str, what: str) -> list[list[str]]:
    """What was kept of a deleted row."""
    return list(json.loads(stood("SELECT content ->> ? FROM deleted WHERE title = ?", f"$.{what}", title)[0][0]))


def words(reply: Mapping[str, Any]) -> list[str]:
    """Everything that is read in a reply: notes, text, the labels of buttons, the name of a file."""
    remarks = [*reply.get("notes", ()), *filter(None, [reply.get("refusal")])]
    said = [*remarks, *(reply[part] for part in ("text", "words", "caption", "name") if part in reply)]
    rows = reply.get("buttons", ())
    return [*said, *(one["label"] for row in rows for one in (row if isinstance(row, list) else [row]))]


def handed(reply: Mapping[str, Any], folder: Path) -> list[bytes]:
    """The files of a reply."""
    found = [*reply.get("paths", ()), *([reply["path"]] if "path" in reply else [])]
    return [Path(path.replace(DATA, str(folder))).read_bytes() for path in found]


def registry(folder: Path) -> Mapping[str, RegisteredForm]:
    """The official form as it is now, as after an update of the program, and the small one as it was then."""
    shutil.copytree(FORMS / OFFICIAL_FORM, folder / "forms" / OFFICIAL_FORM)
    return small_shelf(folder, SAVED / "forms")


def put_back(folder: Path, clock: Clock, *, jobs: bool = False) -> None:
    """The folder, and the time, as they were; without the work that was under way, unless that is asked for."""
    clock.now = LEFT
    shutil.copytree(SAVED / "files", folder / "files")
    dump = (SAVED / "shenbao.sql").read_text("utf-8").replace(DATA, str(folder))
    with closing(sqlite3.connect(folder / NAME)) as db:
        db.executescript(dump)
        db.executescript("" if jobs else "DELETE FROM job")


def left(folder: Path, forms: Mapping[str, RegisteredForm], clock: Clock, *, jobs: bool = False) -> Bench:
    """That folder, to be opened by the program as it is now."""
    put_back(folder, clock, jobs=jobs)
    bench = Bench(folder, forms, clock)
    bench.keeping = (CHANNEL,)
    return bench


class Returning(Chat):
    """Somebody in that folder, in front of the last question that they were asked; reads what the page keeps too."""

    def __init__(self, bench: Bench, person: str) -> None:
        super().__init__(bench, person)
        self.asks = [asked] if (asked := questions().get(person)) else []
        self._seen = _newest()

    async def read(self) -> list[Reply]:
        replies = await super().read()
        for message in await self.bench.service.do(lambda store: store.page_log.after(self.person, self._seen, 999)):
            self._seen = message.id
            if not message.own:
                replies.append(message.reply)
                self.asks += [message.reply] if isinstance(message.reply, Ask) else []
        return replies

    async def go(self, item: str, row: str = "") -> None:
        """Points at a question or a table in the outline."""
        await self.submit(Went(**self._base(), item=item, row=row))

    async def bring_back(self, table: str, title: str) -> None:
        """A deleted row, through the list of them."""
        await self.go(table)
        await self.press(say("button.restore_rows"))
        [number] = [line.partition(".")[0] for line in self.asked.text.splitlines() if f". {title}　" in line]
        await self.press(number)

    async def answer(self, item: str, row: str = "") -> str | None:
        """What stands now in what they work on."""
        step = Step(item=item, row=row)

        def found(store: Store) -> str | None:
            application = store.application(_at_hand(store, self.person))
            answer = application.answer(step) if application else None
            return answer.value if answer else None

        return await self.bench.service.do(found)


def _at_hand(store: Store, person: str) -> str:
    return store.conversations.get(store.linked_identities.person(person)).application or ""


class Tried(NamedTuple):
    """What came of an event that was undone at once."""

    toast: str
    said: list[str]  # to the person, and to whoever gets replies delivered


async def tried(bench: Bench, event: Event) -> Tried:
    """Handles an event as the service does, and takes it back."""

    def attempt(store: Store) -> Tried:
        store.db.execute("SAVEPOINT attempt")
        try:
            list(_delivered(store))  # what has waited until now is not about this event
            receipt = bench.service.turns.take(store, event)
            shown = (message.reply for message in store.page_log.after(event.person, _newest(), 99))
            said = [words(reply.model_dump(mode="json")) for reply in (*_delivered(store), *shown)]
            return Tried(receipt.toast, [text for texts in said for text in texts])
        finally:
            store.db.execute("ROLLBACK TO attempt")
            store.db.execute("RELEASE attempt")

    return await bench.service.do(attempt)


def _delivered(store: Store) -> Iterator[Reply]:
    for channel in (CHANNEL, "telegram", "console"):
        for person in store.outbox.waiting(channel):
            while posted := store.outbox.next(person):
                store.outbox.delivered(posted.id)
                yield posted.reply
