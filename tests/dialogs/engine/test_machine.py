"""Any sequence of what one person may do, against a plain dictionary of what should be stored after it.

Drives engine and store directly, on the small form; `harness.Bench` is for what the service adds to them.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from harness import BEGINNING, SMALL
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dialogs.answers.word_count import han, words
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import Mute, StartJob
from dialogs.application.checks import findings
from dialogs.engine import dispatch
from dialogs.engine.at_hand import current
from dialogs.engine.consent import Operator
from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT, UNITS, Field, Form, Section, Table
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.screens.confirming import Confirming
from dialogs.screens.history import History
from dialogs.turn.messages import (
    Arranged,
    Command,
    Edited,
    Event,
    File,
    Filled,
    JobDone,
    Pressed,
    Said,
    Say,
    Unsupported,
)
from dialogs.turn.screen import Conversation
from dialogs.turn.turn import Outcome
from storage.database import connect, transaction
from storage.recount import refresh
from storage.store import Store

FORM: Form = load((SMALL / "small" / "1" / "form.toml").read_text("utf-8"))
ME = "console:me"
RIGHT: dict[str, dict[str, str]] = {  # kind -> what is typed: what is stored
    "text": {"河边": "河边", " 山脚 ": "山脚"},
    "suggestion": {"儿童绘本": "儿童绘本", "科普": "科普"},
    "date": {"今天": "2024-03-04", "2024年5月": "2024-05", "二〇一九年五月一日": "2019-05-01"},
    "region": {"浙江省杭州市": "浙江省杭州市"},
    "orgcode": {"91100000710931483r": "91100000710931483R"},
    "money": {"2.5": "2.5", "25000元": "2.5"},
    "person": {"张三": "张三"},
    "phone": {"0571-88001234": "0571-88001234"},
    "mobile": {"１３８００１３８０００": "13800138000"},
    "email": {"a＠example.com；": "a@example.com"},
    "choice": {"学校": "学校", "其他：合作社": "其他：合作社", "其他（农场）": "其他：农场"},
    "confirm": {"同意": "确认"},
}
WRONG: dict[str, str] = {
    "date": "明年",
    "region": "12号",
    "orgcode": "911000007109314832",
    "money": "不多",
    "person": "张三1",
    "phone": "12",
    "mobile": "12",
    "email": "a",
    "choice": "其他：",
    "confirm": "不",
}
PIECES = ["为孩子服务。", "让大家都有书读", "好" * 12, "books for all"]
UNREADABLE = ["\x00", "\ud800", "  ", "\u200b"]
TABLE_WALKS = [  # presses one after the other; "fill" answers what is asked
    "add fill fill skip",
    "add fill fill fill",
    "add back",
    "add fill back back",
    "finish",
    "copy",
    "move:-1",
    "move:1",
    "drop yes",
    "drop no",
    "edit:0",
    "edit:1",
]
ARRANGEMENTS = ["add", "add", "up", "down", "drop"]
FORGED = ["", "x", "0.agree", "choose:0", "999.choose:0", "-1.back", "1", "1.", ".", "1.yes", "2.yes", "1.edit:99"]


def top(conversation: Conversation) -> Any:
    """The screen on top, or the question of the first open step."""
    return conversation.screens[-1] if conversation.screens else Asking()


@dataclass
class Kept:
    """What should be stored of one application."""

    values: dict[tuple[str, str], str] = field(default_factory=dict)
    refs: dict[tuple[str, str], str] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in FORM.tables})
    draft_parts: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)  # text, ref

    def put(self, step: Step, value: str, ref: str = "") -> None:
        self.values[step.item, step.row] = value
        self.refs[step.item, step.row] = ref

    def written(self, step: Step) -> str:
        return "\n".join(filter(None, (text for text, _ in self.draft_parts.get((step.item, step.row), []))))

    def drop_row(self, table: str, row: str) -> None:
        if len(self.rows[table]) <= FORM.tables[table].min_rows:
            self.values.pop((table, LEAD_UNIT), None)
        self.rows[table].remove(row)
        for kept in (self.values, self.refs, self.draft_parts):
            for key in [key for key in kept if key[1] == row]:
                del kept[key]

    def instances(self) -> Iterator[tuple[Section | Table, str]]:
        for section in FORM.sections:
            each = FORM.rows_of(section)
            yield from ((section, row) for row in ([LEAD_UNIT] if section.each in ("", UNITS) else []))
            yield from ((section, row) for row in self.rows.get(each, []))
            yield from ((table, row) for table in section.tables for row in self.rows[table.id])

    def missing(self, group: Section | Table, row: str) -> int:
        size = sum(han(self.values.get((f.id, row), "")) for f in group.fields if f.kind == "longtext")
        open_items = sum((item, row) not in self.values for item in group.item_ids)
        return open_items + (size < (group.min_han or 0))


class Conversations(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = self.opened()
        self.now: datetime = BEGINNING
        self.events = 0
        self.kept: dict[str, Kept] = {}
        self.texts: dict[str, str] = {}  # message id -> its text
        self.outcome: Outcome
        self.ask: Any = None
        self.old: list[str] = []

    def opened(self) -> Store:
        db = connect(Path(self.folder.name))
        db.execute("PRAGMA synchronous = OFF")  # nothing here tests a power cut
        store = Store(db, {FORM.key: FORM})
        with transaction(db):
            refresh(store.db, store.forms)
        return store

    def teardown(self) -> None:
        self.store.db.close()
        self.folder.cleanup()

    # What is done, and what is known of the state to foresee its effect.

    def base(self) -> dict[str, Any]:
        self.events += 1
        self.now += timedelta(seconds=1)
        return {"id": f"e{self.events}", "person": ME}

    def send(self, event: Event) -> None:
        with transaction(self.store.db):
            before = self.store.conversation(ME)
            self.outcome = dispatch.advance(self.store, before, event, self.now)
            self.store.apply(self.outcome.conversation, self.outcome.changes, self.now)
            assert self.store.conversation(ME) == self.outcome.conversation
            if self.outcome.show:
                self.old += self.data()
                self.ask, shown = dispatch.present(self.store, self.outcome.conversation, self.now, Operator())
                self.store.keep(shown)
        assert all(reply.text for reply in self.outcome.replies if isinstance(reply, Say))
        assert all(self.outcome.notes)

    def say(self, text: str) -> str:
        base = self.base()
        self.texts[base["id"]] = text
        self.send(Said(**base, text=text, ref=base["id"]))
        return str(base["id"])

    def data(self) -> list[str]:
        return [button.data for row in self.ask.buttons for button in row] if self.ask else []

    def conversation(self) -> Any:
        return self.store.conversation(ME)

    @property
    def mine(self) -> Kept:
        return self.kept[self.conversation().application]

    def field(self) -> Field | None:
        return FORM.fields.get(self.ask.step.item) if self.ask and self.ask.step else None

    def untouched(self) -> None:
        """Nothing is changed; a job may be started, or reminders muted, which is no concern of the answers."""
        assert all(isinstance(change, StartJob | Mute) for change in self.outcome.changes)

    # The rules.

    @initialize()
    def consent(self) -> None:
        self.send(Said(**self.base(), text="你好"))
        assert not self.conversation().consented
        self.press("0.agree")

    @precondition(lambda self: self.ask)
    @rule(count=st.integers(1, 40))
    def goes_on(self, count: int) -> None:
        """Does the obvious thing many times over, so that whole applications are reached."""
        for _ in range(count):
            if not self.obvious():
                break
            self.agrees()

    def obvious(self) -> bool:
        asked = self.field()
        actions = {data.partition(".")[2]: data for data in self.data()}
        if asked and asked.kind == "longtext":
            if "done" in actions and han(self.mine.written(self.ask.step)) > 5:
                self.press(actions["done"])
            else:
                self.write(PIECES[2])
        elif asked:
            self.answer(next(iter(RIGHT[asked.kind])))
        elif "add" in actions:
            table = FORM.tables[self.ask.step.item]
            enough = len(self.mine.rows[table.id]) >= max(1, table.min_rows)
            self.press(actions["finish" if enough and "finish" in actions else "add"])
        elif "write:0" in actions:
            self.press(actions["write:0"])
        else:
            return False
        return True

    @precondition(lambda self: self.field() and self.field().kind != "longtext")
    @rule(choice=st.integers(0, 2))
    def answers(self, choice: int) -> None:
        texts = list(RIGHT[self.field().kind])
        self.answer(texts[choice % len(texts)])

    def answer(self, text: str) -> None:
        asked, step = self.field(), self.ask.step
        ref = self.say(text)
        self.mine.put(step, RIGHT[asked.kind][text], ref)
        assert not self.outcome.refused

    @precondition(lambda self: self.field() and self.field().kind in WRONG)
    @rule()
    def answers_wrongly(self) -> None:
        before = self.ask.step
        self.say(WRONG[self.field().kind])
        assert self.outcome.refused
        assert self.outcome.notes
        assert self.ask.step == before
        self.untouched()

    # Longer walks, which pressing at random would seldom take.

    def tap(self, *actions: str) -> bool:
        """Presses one button after the other, as far as they are on offer."""
        for action in actions:
            offered = next((data for data in self.data() if data.partition(".")[2] == action), None)
            if offered is None:
                return False
            self.press(offered)
            self.agrees()
        return True

    def review(self, section: str, item: int) -> bool:
        """Leads to an item by the review of everything."""
        conversation = self.conversation()
        if not (conversation.consented and conversation.application):
            return False
        self.send(Command(**self.base(), name="review"))
        self.untouched()
        while top(self.conversation()).section != section:
            if not self.tap("page:1"):
                return False
        return self.tap(f"edit:{item}")

    @rule(table=st.sampled_from([0, 1]), walk=st.lists(st.sampled_from(TABLE_WALKS), min_size=1, max_size=12))
    def works_on_a_table(self, table: int, walk: list[str]) -> None:
        if self.review("tables", table):
            for number, actions in enumerate(walk):
                self.works_on_a_row(table, number, actions.split())

    def works_on_a_row(self, table: int, number: int, actions: list[str]) -> None:
        """From the table's list and back to it: with one of its rows, where there is one, or a new one."""
        rows = [data.partition(".")[2] for data in self.data() if ".row:" in data]
        if actions[0] in ("add", "finish"):
            self.tap(actions[0])
        elif not rows or not self.tap(rows[number % len(rows)], *actions):
            return
        for action in actions[1:] if actions[0] == "add" else ["fill"]:
            asked = self.field()
            if action == "fill" and asked:
                self.answers(number)
                self.agrees()
            elif action != "fill":
                self.tap(action)
        if not (self.conversation().screens and isinstance(self.conversation().screens[-1], Browsing)) or not self.tap(
            "rows"
        ):
            self.review("tables", table)

    @rule(
        place=st.sampled_from([("plan", 0), ("plan", 1), ("detail", 0)]),
        walk=st.lists(st.sampled_from(["again", "undo", "done", "done", "keep", "show", *PIECES]), max_size=12),
    )
    def works_on_a_long_text(self, place: tuple[str, int], walk: list[str]) -> None:
        for step in walk:
            if not (self.field() and self.field().kind == "longtext") and not self.review(*place):  # type: ignore[union-attr]
                return
            if step in PIECES:
                self.write(step)
                self.agrees()
            else:
                self.tap(step)

    @rule(text=st.sampled_from(UNREADABLE))
    def says_what_no_document_can_hold(self, text: str) -> None:
        self.say(text)
        self.untouched()

    @precondition(lambda self: self.field() and self.field().kind == "longtext")
    @rule(text=st.sampled_from(PIECES))
    def writes(self, text: str) -> None:
        self.write(text)

    def write(self, text: str) -> None:
        step, mine = self.ask.step, self.mine
        draft_parts = mine.draft_parts.setdefault((step.item, step.row), [])
        answer = mine.values.get((step.item, step.row))
        if answer and not draft_parts:
            draft_parts.append((answer, ""))
        draft_parts.append((text, self.say(text)))

    @rule(which=st.integers(0, 7), page=st.integers(0, 2))
    def restores(self, which: int, page: int) -> None:
        if not (self.kept and self.conversation().application):
            return
        self.send(Command(**self.base(), name="history"))
        self.tap("all")
        for _ in range(page):
            self.tap(*(data.partition(".")[2] for data in self.data() if ".older:" in data))
        entries = [data.partition(".")[2] for data in self.data() if ".entry:" in data]
        if entries:
            self.tap(entries[which % len(entries)], "restore")

    @precondition(lambda self: self.data())
    @rule(which=st.integers(0, 99))
    def presses(self, which: int) -> None:
        self.press(self.data()[which % len(self.data())])

    def press(self, data: str) -> None:
        action, _, argument = data.partition(".")[2].partition(":")
        foresee: Callable[[str], None] = getattr(self, f"on_{action}", lambda _argument: self.untouched())
        self.remember()
        self.send(Pressed(**self.base(), data=data))
        assert not self.outcome.toast
        foresee(argument)

    def remember(self) -> None:
        """What is asked and on which screens, before that changes."""
        conversation, self.asked = self.conversation(), self.ask
        turn = dispatch.Turn(self.store, conversation, self.now)
        self.stack = current(turn).stack if conversation.application else ()

    def on_agree(self, _argument: str) -> None:
        self.on_new("")

    def on_new(self, _argument: str) -> None:
        assert self.conversation().application not in self.kept
        self.kept[self.conversation().application] = Kept()

    def on_open(self, argument: str) -> None:
        assert self.conversation().application == argument
        self.untouched()

    def on_choose(self, argument: str) -> None:
        asked = FORM.fields[self.asked.step.item]
        label = [*asked.choices, *filter(None, (asked.other, asked.none_word))][int(argument)]
        if label != asked.other:
            self.mine.put(self.asked.step, label)

    def on_confirm(self, _argument: str) -> None:
        self.mine.put(self.asked.step, "确认")

    def on_skip(self, _argument: str) -> None:
        assert not FORM.fields[self.asked.step.item].required
        self.mine.put(self.asked.step, "")

    def on_back(self, _argument: str) -> None:
        """Whoever turns back at the first column of a row just added, has not added it."""
        step = self.asked.step
        *_, below, asking = (None, None, *self.stack)
        if isinstance(asking, Asking) and isinstance(below, Browsing) and below.row is None:
            group = FORM.groups[FORM.group_of[step.item]]
            empty = not any((column, step.row) in self.mine.values for column in group.item_ids)
            if isinstance(group, Table) and step.item == group.item_ids[0] and empty:
                self.mine.drop_row(group.id, step.row)
                return
        self.untouched()

    def on_keep(self, _argument: str) -> None:
        step = self.asked.step
        if self.mine.written(step) != self.mine.values[step.item, step.row]:  # begun anew, or never closed
            self.mine.draft_parts.pop((step.item, step.row), None)

    def on_done(self, _argument: str) -> None:
        step = self.asked.step
        text = self.mine.written(step)
        limit = FORM.fields[step.item].max_words
        assert self.outcome.refused == bool(limit and words(text) > limit)
        if not self.outcome.refused:
            self.mine.put(step, text)

    def on_undo(self, _argument: str) -> None:
        step = self.asked.step
        self.mine.draft_parts[step.item, step.row].pop()
        if not self.mine.written(step):  # the old answer is not to come back in front of what is written next
            self.on_again(_argument)

    def on_again(self, _argument: str) -> None:
        step = self.asked.step.item, self.asked.step.row
        self.mine.draft_parts[step] = [("", "")] if step in self.mine.values else []

    def on_restore(self, _argument: str) -> None:
        """The value given by the change at which one looks, or the last one before where it took that away."""
        [*_, screen] = self.stack
        assert isinstance(screen, History)
        query = "SELECT field, row, value FROM history WHERE id <= ? ORDER BY id DESC"
        lines = self.store.db.execute(query, [screen.entry]).fetchall()
        item, row, _ = lines[0]
        self.mine.put(Step(item=item, row=row), next(v for i, r, v in lines if (i, r) == (item, row) and v is not None))
        self.mine.draft_parts.pop((item, row), None)
        assert row in [LEAD_UNIT, *(row for rows in self.mine.rows.values() for row in rows)]

    def new_row(self, table: str) -> str:
        [row] = {row for row in self.stored_rows(table) if row not in self.mine.rows[table]}
        self.mine.rows[table].append(row)
        return row

    def stored_rows(self, table: str) -> list[str]:
        application = self.store.application(self.conversation().application)
        assert application
        return list(application.everything().rows[table])

    def on_add(self, _argument: str) -> None:
        self.new_row(self.asked.step.item)

    def on_copy(self, _argument: str) -> None:
        [*_, screen] = self.stack
        assert isinstance(screen, Browsing)
        row = self.new_row(screen.table)
        for column in FORM.tables[screen.table].columns:
            value = self.mine.values.get((column.id, str(screen.row)))
            if value is not None:
                self.mine.put(Step(item=column.id, row=row), value)

    def on_move(self, argument: str) -> None:
        [*_, screen] = self.stack
        assert isinstance(screen, Browsing)
        rows, here = self.mine.rows[screen.table], str(screen.row)
        there = rows.index(here) + int(argument)
        if 0 <= there < len(rows):
            rows.remove(here)
            rows.insert(there, here)
        else:
            self.untouched()

    def on_finish(self, _argument: str) -> None:
        table = FORM.tables[self.asked.step.item]
        if len(self.mine.rows[table.id]) >= table.min_rows:
            self.mine.put(Step(item=table.id), "完成")
        else:
            self.untouched()

    def on_yes(self, _argument: str) -> None:
        [*_, screen] = self.stack
        assert isinstance(screen, Confirming)
        if screen.row:
            self.mine.drop_row(screen.table, screen.row)
            return
        [gone] = self.kept.keys() - {summary.id for summary in self.store.applications(ME)}
        del self.kept[gone]
        if not self.kept:
            self.ask = None  # nothing is asked of somebody who is forgotten

    @rule(data=st.one_of(st.sampled_from(FORGED), st.integers(0, 1000)))
    def presses_what_is_not_on_offer(self, data: str | int) -> None:
        if isinstance(data, int):
            data = self.old[data % len(self.old)] if self.old else "x"
        if data in self.data() or data == "0.agree":
            return
        self.send(Pressed(**self.base(), data=data))
        self.untouched()
        assert not self.outcome.show or not self.conversation().consented
        assert self.outcome.toast or not self.conversation().consented

    @rule(name=st.sampled_from([*sorted({*dispatch.commands.COMMANDS} - {"skip"}), "什么"]))
    def commands(self, name: str) -> None:
        consented, full = self.conversation().consented, name != "new" or len(self.kept) < 3
        if full:
            self.remember()
            self.send(Command(**self.base(), name=name))
            if name == "new" and consented:
                self.on_new("")
            elif name == "back" and self.stack:
                self.on_back("")
            else:
                self.untouched()

    @precondition(lambda self: self.ask)
    @rule()
    def skips(self) -> None:
        asked, step = self.field(), self.ask.step
        self.send(Command(**self.base(), name="skip"))
        if asked and not asked.required:
            self.mine.put(step, "")
        else:
            self.untouched()

    @rule(what=st.sampled_from(["sticker", "group"]))
    def sends_what_cannot_be_read(self, what: Any) -> None:
        self.send(Unsupported(**self.base(), what=what))
        self.untouched()

    @precondition(lambda self: self.texts)
    @rule(which=st.integers(1, 1000), choice=st.integers(0, 2))
    def edits_a_message(self, which: int, choice: int) -> None:
        ref = list(self.texts)[-min(which, len(self.texts)) if which < 500 else which % len(self.texts)]
        application = self.conversation().application
        mine = self.kept[application] if application else Kept()
        answered = next((Step(item=i, row=r) for (i, r), given in mine.refs.items() if given == ref), None)
        written = next((k for k, found in mine.draft_parts.items() if any(r == ref for _, r in found)), None)
        kind = FORM.fields[answered.item].kind if answered else "text"
        text = list(RIGHT[kind])[choice % len(RIGHT[kind])] if answered else PIECES[choice]
        self.send(Edited(**self.base(), text=text, ref=ref))
        if answered:
            mine.put(answered, RIGHT[kind][text], ref)
        elif written:
            self.edited_piece(mine, Step(item=written[0], row=written[1]), ref, text)
        else:
            self.untouched()

    def edited_piece(self, mine: Kept, step: Step, ref: str, text: str) -> None:
        key = step.item, step.row
        before, old = mine.written(step), mine.draft_parts[key]
        mine.draft_parts[key] = [(text if r == ref else was, r) for was, r in old]
        limit = FORM.fields[step.item].max_words
        if mine.values.get(key) == before:
            if limit and words(mine.written(step)) > limit:
                mine.draft_parts[key] = old
                assert self.outcome.refused
            else:
                mine.put(step, mine.written(step))

    # Beside the chat, in a table that the page shows, or with rows pasted from one.

    def at_hand(self) -> str:
        """The id of the application at hand, "" where there is none."""
        return self.conversation().application or ""

    @precondition(lambda self: self.kept and self.at_hand())
    @rule(which=st.integers(0, 999), choice=st.integers(0, 2))
    def fills_beside_the_chat(self, which: int, choice: int) -> None:
        steps = [Step(item=f.id, row=row) for group, row in self.mine.instances() for f in group.fields]
        step = steps[which % len(steps)]
        kind = FORM.fields[step.item].kind
        texts = {text: text for text in PIECES} if kind == "longtext" else RIGHT[kind]
        text = list(texts)[choice % len(texts)]
        self.send(Filled(**self.base(), application=self.at_hand(), item=step.item, row=step.row, text=text))
        assert not self.outcome.refused
        self.mine.put(step, texts[text])
        if kind == "longtext":
            self.mine.draft_parts.pop((step.item, step.row), None)

    @precondition(lambda self: self.kept and self.at_hand())
    @rule(table=st.sampled_from(list(FORM.tables)), which=st.integers(0, 9), what=st.sampled_from(ARRANGEMENTS))
    def arranges_beside_the_chat(self, table: str, which: int, what: Any) -> None:
        rows = self.mine.rows[table]
        row = rows[which % len(rows)] if rows and what != "add" else ""
        self.send(Arranged(**self.base(), application=self.at_hand(), table=table, row=row, what=what))
        if what == "add":
            self.new_row(table)
        elif what == "drop" and row:
            self.mine.drop_row(table, row)
        elif row and not self.outcome.refused:
            here = rows.index(row)
            rows.insert(here + (1 if what == "down" else -1), rows.pop(here))

    @rule(number=st.integers(1, 3))
    def pastes_rows(self, number: int) -> None:
        if not self.review("tables", 1):
            return
        self.say("\n".join(["绘本架\t2024年5月", "文史架\t明年\t靠窗", "\t明年"][:number]))
        new = [row for row in self.stored_rows("shelves") if row not in self.mine.rows["shelves"]]
        self.mine.rows["shelves"] += new
        for row, values in zip(new, [("绘本架", "2024-05", ""), ("文史架", None, "靠窗")][:number], strict=True):
            for column, value in zip(FORM.tables["shelves"].columns, values, strict=True):
                if value is not None:
                    self.mine.put(Step(item=column.id, row=row), value)

    @precondition(lambda self: self.store.jobs())
    @rule(failed=st.sampled_from(["", "failed", "timeout"]))
    def gets_what_a_job_has_made(self, failed: str) -> None:
        job = self.store.jobs()[0]
        with transaction(self.store.db):
            assert self.store.finish(job.id)
        done: dict[str, Any] = {"job": job.id, "application": job.application, "kind": job.kind, "failed": failed}
        if job.kind == "check":
            application = self.store.application(job.application)
            assert application
            done["findings"] = tuple(findings(FORM, application.everything(), self.now.date()))
        elif failed != "failed":
            done["files"] = (File(path="x", name="x"),)
        self.send(JobDone(**self.base(), **done))
        self.untouched()

    @rule()
    def restarts(self) -> None:
        self.store.db.close()
        self.store = self.opened()

    # What always holds.

    @invariant()
    def agrees(self) -> None:
        assert {summary.id for summary in self.store.applications(ME)} == self.kept.keys()
        for id_, kept in self.kept.items():
            self.check(id_, kept)
        if self.ask:
            self.check_question()
        if not self.kept:
            lines = {table: next(self.store.db.query(f"SELECT count(*) n FROM {table}"))["n"] for table in TABLES}  # noqa: S608
            assert not any(lines.values()), lines

    def check(self, id_: str, kept: Kept) -> None:
        application = self.store.application(id_)
        assert application
        stored = application.everything()
        assert dict(stored.values) == kept.values
        assert dict(stored.rows) == kept.rows
        query = "SELECT field, row, value, max(id) FROM history WHERE application = ? GROUP BY row, field"
        newest = {(item, row): value for item, row, value, _ in self.store.db.execute(query, [id_])}
        assert {step: value for step, value in newest.items() if value is not None} == kept.values
        draft_parts: dict[tuple[str, str], list[tuple[str, str]]] = {}
        query = "SELECT field, row, text, ref FROM draft_part WHERE application = ? ORDER BY id"
        for item, row, text, ref in self.store.db.execute(query, [id_]):
            draft_parts.setdefault((item, row), []).append((text, ref))
        assert draft_parts == {key: found for key, found in kept.draft_parts.items() if found}
        self.check_counts(application, kept)
        position = journey.position(application)
        found_wrong = list(findings(FORM, stored, self.now.date()))
        assert all(finding.code != "invalid" for finding in found_wrong)
        open_ones = [
            finding
            for finding in found_wrong
            if finding.code in OPEN
            or (finding.code == "unsaved" and (finding.step.item, finding.step.row) not in kept.values)
        ]
        assert (position is None) == (not open_ones) == (journey.percent(application) == 100)
        assert 0 <= journey.percent(application) <= 100

    def check_counts(self, application: Any, kept: Kept) -> None:
        query = "SELECT grp, row, missing FROM instance WHERE application = ?"
        records = {(grp, row): missing for grp, row, missing in self.store.db.execute(query, [application.id])}
        assert records == {(group.id, row): kept.missing(group, row) for group, row in kept.instances()}
        by_group = application.progress()
        for group in FORM.groups:
            missing = [count for (grp, _), count in records.items() if grp == group]
            progress = by_group.get(group, journey.Progress())
            wanted = (len(missing), sum(count > 0 for count in missing), sum(missing))
            assert (progress.rows, progress.open_rows, progress.missing) == wanted

    def check_question(self) -> None:
        assert self.ask.text
        for number, of in re.findall(r"第 (\d+) (?:题|项|家|个)，共 (\d+)", self.ask.text):
            assert 1 <= int(number) <= int(of)
        conversation = self.conversation()
        for row in self.ask.buttons:
            for button in row:
                assert len(button.data.encode()) <= 64
                assert button.label
                pressed = Pressed(id="trial", person=ME, data=button.data)
                assert not dispatch.advance(self.store, conversation, pressed, self.now).toast


# Findings of what is not there; others are of what is.
OPEN = {"missing", "optional", "few_rows", "unfinished", "short"}
TABLES = ["application", "member", "instance", "progress", "answer", "draft_part", "history", "job", "conversation"]
Conversations.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestConversations = Conversations.TestCase
