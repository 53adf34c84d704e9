"""Any sequence of what four people in up to three units may do, against a model of what should come of it.

Drives engine and store directly; `team_model` says what is allowed and what is stored.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from harness import BEGINNING
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from team_model import FORM, UNIT_TABLE, Letter, Team
from test_machine import PIECES, RIGHT, top

from dialogs.application import changes as c
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.engine import dispatch
from dialogs.engine.gate import guard
from dialogs.form.model import LEAD_UNIT
from dialogs.screens.application_list import ApplicationList
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.screens.confirming import Confirming
from dialogs.screens.conflict import Conflict
from dialogs.screens.joining import Joining
from dialogs.turn.messages import Arranged, Ask, Command, Edited, Event, Filled, JobDone, Pressed, Said
from dialogs.turn.turn import Keys, Outcome, Turn
from storage.database import connect, transaction
from storage.recount import refresh
from storage.store import Store

PEOPLE = ["console:zhang", "console:li", "console:wang", "console:zhao"]
LEADER = PEOPLE[0]
UNITS = 2  # joint units; the lead unit is the third
HOUR = timedelta(hours=1)
ARRANGEMENTS = ["add", "up", "down", "drop"]
WALKS = [  # from the list of a table, what is pressed one after the other; "fill" answers
    "add fill fill skip",
    "row copy",
    "row drop yes",
    "row assign unit:",
    "row assign unit:1",
    "finish",
]
TYPED = RIGHT | {"date": {"2024年5月": "2024-05", "二〇一九年五月一日": "2019-05-01"}}  # the days go by here
COMMANDS = ["start", "back", "skip", "status", "review", "history", "files", "check"]
PERSON = st.sampled_from(PEOPLE)
NUMBER = st.integers(0, 99)


class Teams(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = self.opened()
        self.now: datetime = BEGINNING
        self.events = 0
        self.teams: dict[str, Team] = {}
        self.asks: dict[str, Ask] = {}
        self.shown: dict[str, int] = {}  # person -> the clock of their application when they were last asked
        self.tries: list[tuple[str, datetime]] = []  # wrong codes
        self.refs: dict[str, list[str]] = {person: [] for person in PEOPLE}
        self.outcome: Outcome

    def opened(self) -> Store:
        db = connect(Path(self.folder.name))
        db.execute("PRAGMA synchronous = OFF")  # nothing here tests a power cut
        return Store(db, {FORM.key: FORM})

    def teardown(self) -> None:
        self.store.db.close()
        self.folder.cleanup()

    # One turn, and what the model makes of it.

    def base(self, person: str) -> dict[str, Any]:
        self.events += 1
        self.now += timedelta(seconds=1)
        return {"id": f"e{self.events}", "person": person}

    def send(self, event: Event) -> None:
        with transaction(self.store.db):
            before = self.store.conversation(event.person)
            secret = hashlib.sha256(event.id.encode()).hexdigest()
            self.outcome = dispatch.advance(self.store, before, event, self.now, keys=Keys(secret))
            self.carry_out(event.person, self.outcome)
            if self.outcome.show:
                self.show(event.person, self.outcome)

    def carry_out(self, person: str, outcome: Outcome) -> None:
        """First what the model says, then what is stored."""
        conversation = self.store.conversation(person)
        added = tuple(change for change in outcome.changes if isinstance(change, c.AddRow))
        everybody = {who for team in self.teams.values() for who, _ in team.members}
        for change in outcome.changes:
            if isinstance(change, c.StartApplication):
                self.teams[change.application] = Team({(person, LEAD_UNIT): "lead"})
            elif isinstance(change, c.NoteAttempt):
                self.tries.append((person, self.now))
            else:
                team = self.teams[change.application]
                if isinstance(change, c.SettleComment):
                    team.commented[change.comment] = self.commented(change.comment)
                if isinstance(change, c.RestoreRow):
                    [(row,)] = self.store.db.execute("SELECT row FROM bin WHERE id = ?", [change.binned])
                    team.gone_rows[change.binned] = row
                at_hand = conversation.unit if conversation.application == change.application else ""
                assert team.allows(person, at_hand, change, added), (person, change)
                self.not_silently(person, team, change)
        for change in outcome.changes:
            if isinstance(change, c.DropApplication):
                del self.teams[change.application]
            elif change.application and not isinstance(change, c.StartApplication):
                self.teams[change.application].apply(person, change, self.now)
        self.store.apply(outcome.conversation, outcome.changes, self.now)
        assert {notice.person for notice in outcome.notifications} <= everybody

    def not_silently(self, person: str, team: Team, change: Any) -> None:
        """An answer that somebody else gave meanwhile is only replaced by whoever has chosen to."""
        if not isinstance(change, c.PutAnswer) or change.step.item in FORM.tables:
            return
        cell = change.step.item, change.step.row
        when, who = team.written.get(cell, (0, person))
        there = team.values.get(cell)
        if who != person and when > self.shown.get(person, 0) and there not in (None, change.value):
            screen = top(self.store.conversation(person))
            assert isinstance(screen, Conflict), (person, change, there)
            assert screen.step == change.step

    def show(self, person: str, outcome: Outcome) -> None:
        ask, shown = dispatch.present(self.store, outcome.conversation, self.now, dispatch.Operator())
        self.store.keep(shown)
        self.asks[person] = ask
        at_hand = self.teams.get(shown.application or "")
        self.shown[person] = at_hand.clock if at_hand else 0
        self.check_question(person)

    # What persons can do, and what is known of them.

    def conversation(self, person: str) -> Any:
        return self.store.conversation(person)

    def team(self, person: str) -> Team | None:
        """The team at hand of somebody who is in it."""
        conversation = self.conversation(person)
        team = self.teams.get(conversation.application or "")
        return team if team and team.role(person, conversation.unit) else None

    def actions(self, person: str) -> dict[str, str]:
        ask = self.asks.get(person)
        data = [button.data for row in ask.buttons for button in row] if ask else []
        return {one.partition(".")[2]: one for one in data}

    def press(self, person: str, data: str) -> None:
        self.send(Pressed(**self.base(person), data=data))

    def tap(self, person: str, *wanted: str) -> bool:
        """Presses one button after the other, as far as they are on offer; `row` and `unit` stand for the first."""
        for action in wanted:
            found = self.actions(person)
            name = action if action in found else next((one for one in found if one.startswith(f"{action}:")), "")
            if name not in found:
                return False
            self.press(person, found[name])
        return True

    def command(self, person: str, name: str, argument: str = "") -> None:
        self.send(Command(**self.base(person), name=name, argument=argument))

    def say(self, person: str, text: str) -> None:
        base = self.base(person)
        self.refs[person].append(base["id"])
        self.send(Said(**base, text=text, ref=base["id"]))

    def untouched(self) -> None:
        """Nothing was changed, but for work begun or a wrong code noted."""
        assert all(isinstance(change, c.StartJob | c.NoteAttempt) for change in self.outcome.changes)

    @initialize(
        wang=st.sampled_from([(1, "member"), (2, "member"), (0, "member")]),
        zhao=st.sampled_from([(0, "viewer"), (1, "reviewer"), (2, "member"), None]),
    )
    def begins(self, wang: tuple[int, str], zhao: tuple[int, str] | None) -> None:
        """A lead with two units, and people in them."""
        self.send(Said(**self.base(LEADER), text="你好"))
        self.press(LEADER, "0.agree")
        self.say(LEADER, "河边")
        self.command(LEADER, "invite")
        self.say(LEADER, "张三")
        for person, invited in zip(PEOPLE[1:], [(1, "member"), wang, zhao], strict=True):
            if invited:
                self.invites(*invited)
                self.joins(person, len(self.letters()) - 1)
                assert self.team(person)

    # The rules: who is in.

    @rule(unit=st.integers(0, UNITS), role=st.sampled_from(["member", "member", "member", "viewer", "reviewer"]))
    def invites(self, unit: int, role: str) -> None:
        person = next((p for p in PEOPLE if (t := self.team(p)) and t.role(p, LEAD_UNIT) == "lead"), None)
        if person is None or self.conversation(person).unit != LEAD_UNIT:
            return
        self.command(person, "invite")
        rows = self.mine(person).rows[UNIT_TABLE]
        if unit == 0:
            self.tap(person, "unit:")
        elif unit <= len(rows):
            self.tap(person, f"unit:{rows[unit - 1]}")
        elif self.tap(person, "add"):
            self.say(person, f"示例{'小中'[unit - 1]}学")
        self.tap(person, *(["many"] if unit == 2 else []), f"role:{role}")

    def mine(self, person: str) -> Team:
        team = self.team(person)
        assert team
        return team

    def letters(self) -> list[tuple[Team, Letter]]:
        return [(team, letter) for team in self.teams.values() for letter in team.letters.values()]

    @rule(person=PERSON, which=NUMBER)
    def joins(self, person: str, which: int) -> None:
        """With any invitation there is, whatever has become of it."""
        letters = self.letters()
        if not letters:
            return
        team, letter = letters[which % len(letters)]
        role = team.role(person, letter.change.unit)
        tried = sum(who == person and at >= self.now + timedelta(seconds=1) - HOUR for who, at in self.tries)
        self.command(person, "join", letter.change.code if which % 2 else letter.change.token)
        invited = isinstance(top(self.conversation(person)), Joining)
        is_in = role in ("lead", letter.change.role)
        assert invited == (tried < 5 and not is_in and team.usable(letter, self.now)), (tried, role, letter)
        if invited and self.tap(person, "yes"):
            self.say(person, "李四")
            assert team.role(person, letter.change.unit) == letter.change.role

    @rule(person=PERSON, code=st.sampled_from(["ABCDEFGH", "河边", "x" * 32]))
    def joins_by_a_wrong_code(self, person: str, code: str) -> None:
        self.command(person, "join", code)
        self.untouched()

    @rule(person=PERSON, which=NUMBER, then=st.sampled_from(["revoke", "resend", "back"]))
    def revokes(self, person: str, which: int, then: str) -> None:
        self.command(person, "members")
        sent = [action for action in self.actions(person) if action.startswith("sent:")]
        if sent:
            assert self.mine(person).role(person, LEAD_UNIT) == "lead"
            self.tap(person, sent[which % len(sent)], then)

    @rule(person=PERSON, which=NUMBER, then=st.sampled_from(["drop yes", "drop yes", "hand_over yes", "drop no"]))
    def changes_who_is_in(self, person: str, which: int, then: str) -> None:
        self.command(person, "members")
        who = [action for action in self.actions(person) if action.startswith("who:")]
        if who:
            self.tap(person, who[which % len(who)], *then.split())

    @rule(person=PERSON)
    def leaves(self, person: str) -> None:
        self.command(person, "delete")
        if isinstance(top(self.conversation(person)), Asking | ApplicationList):
            return
        if len(self.teams) > 1 or (self.team(person) and self.mine(person).role(person, LEAD_UNIT) != "lead"):
            self.tap(person, "yes")

    @rule(person=PERSON, which=NUMBER)
    def goes_to_another(self, person: str, which: int) -> None:
        self.command(person, "list")
        found = [action for action in self.actions(person) if action.startswith("open:")]
        if found:
            self.tap(person, found[which % len(found)])

    # The rules: what is written.

    @rule(person=PERSON, count=st.integers(1, 25))
    def goes_on(self, person: str, count: int) -> None:
        """Does the obvious thing many times over, so that parts are finished and confirmed."""
        for _ in range(count):
            if not self.obvious(person):
                break

    def obvious(self, person: str) -> bool:
        asked, actions = self.field(person), self.actions(person)
        if self.conversation(person).application is None or not self.team(person):
            return False
        if asked and asked.kind == "longtext":
            if not self.tap(person, "done"):
                self.say(person, PIECES[2])
            return True
        if asked:
            self.answers(person, 0)
            return True
        step = self.asks[person].step
        if step and step.item in FORM.tables:
            rows = self.mine(person).rows[step.item]
            return self.tap(person, "finish" if rows or "add" not in actions else "add")
        return self.tap(person, next((a for a in ("write:0", "mine", "sign", "leave") if a in actions), "nothing"))

    def field(self, person: str) -> Any:
        step = self.asks[person].step if person in self.asks else None
        return FORM.fields.get(step.item) if step else None

    @rule(person=PERSON, choice=st.integers(0, 2))
    def answers(self, person: str, choice: int) -> None:
        """Types the answer to what was asked: it is written, or overtaken and asked about, or no longer wanted."""
        asked, team = self.field(person), self.team(person)
        if asked is None or asked.kind == "longtext":
            return
        step = self.asks[person].step
        assert step
        texts = list(TYPED[asked.kind])
        text = texts[choice % len(texts)]
        unchanged = team is not None and team.clock == self.shown[person]
        looks = team is not None and team.role(person, self.conversation(person).unit) not in ("lead", "member")
        self.say(person, text)
        if looks:
            self.untouched()
            return
        cell = step.item, step.row
        if team and not self.outcome.refused and not isinstance(top(self.conversation(person)), Conflict):
            assert team.values[cell] == TYPED[asked.kind][text]
        else:
            assert not unchanged
            self.untouched()

    @rule(person=PERSON, text=st.sampled_from(PIECES))
    def writes(self, person: str, text: str) -> None:
        asked = self.field(person)
        if asked and asked.kind == "longtext":
            self.say(person, text)

    @rule(person=PERSON, which=NUMBER, choice=st.integers(0, 2))
    def fills_beside_the_chat(self, person: str, which: int, choice: int) -> None:
        """Any step there is, also one that is somebody else's."""
        team = self.teams.get(self.conversation(person).application or "") or next(iter(self.teams.values()))
        [application] = [id_ for id_, one in self.teams.items() if one is team]
        steps = [Step(item=f.id, row=row) for group, row in team.instances() for f in group.fields]
        step = steps[which % len(steps)]
        kind = FORM.fields[step.item].kind
        texts = {text: text for text in PIECES} if kind == "longtext" else TYPED[kind]
        text = list(texts)[choice % len(texts)]
        self.send(Filled(**self.base(person), application=application, item=step.item, row=step.row, text=text))
        if self.team(person) and not self.outcome.refused and not isinstance(top(self.conversation(person)), Conflict):
            assert team.values[step.item, step.row] == texts[text]

    @rule(person=PERSON, other=PERSON, mine=st.booleans())
    def two_answer_at_once(self, person: str, other: str, mine: bool) -> None:  # noqa: FBT001 - drawn
        """What one is asked, another answers first: the second is shown that, and chooses."""
        self.command(person, "start")
        asked, team = self.field(person), self.team(person)
        if asked is None or team is None or other == person or self.team(other) is not team:
            return
        step, at_work = self.asks[person].step, self.conversation(other)
        assert step
        if not team.writes(team.role(other, at_work.unit), at_work.unit, team.owners[step.row]):
            return
        texts = {text: text for text in PIECES} if asked.kind == "longtext" else TYPED[asked.kind]
        theirs, own = next(iter(texts)), list(texts)[-1]
        if team.values.get((step.item, step.row)) == texts[theirs]:
            return  # then the other changes nothing
        if asked.kind == "longtext":
            self.say(person, own)
        at = {"application": at_work.application, "item": step.item, "row": step.row}
        self.command(other, "status")  # what is there now, they have seen
        self.send(Filled(**self.base(other), **at, text=theirs))
        assert team.values[step.item, step.row] == texts[theirs]
        if asked.kind != "longtext":
            self.say(person, own)
        elif not self.tap(person, "done"):
            return  # all of it was there already
        if texts[own] == texts[theirs]:
            return
        assert top(self.conversation(person)).kind == "conflict", self.outcome
        assert team.values[step.item, step.row] == texts[theirs]
        assert self.tap(person, "mine" if mine else "theirs")
        assert (team.values[step.item, step.row] == texts[theirs]) != mine

    @rule(person=PERSON, which=NUMBER)
    def returns_for_correction(self, person: str, which: int) -> None:
        """From the review of everything, by a comment on an answer or a row."""
        if not self.team(person):
            return
        self.command(person, "review")
        self.tap(person, *["page:1"] * (which % 6))
        edits = [action for action in self.actions(person) if action.startswith("edit:")]
        self.tap(person, *edits[which % 3 : which % 3 + 1])
        rows = [action for action in self.actions(person) if action.startswith("row:")]
        self.tap(person, *rows[:1])
        if "look" in self.actions(person):
            self.tap(person, "look")
        if top(self.conversation(person)).kind == "comment_screen":
            self.say(person, "请核对")

    @rule(person=PERSON, table=st.sampled_from(list(FORM.tables)), which=NUMBER, what=st.sampled_from(ARRANGEMENTS))
    def arranges_beside_the_chat(self, person: str, table: str, which: int, what: Any) -> None:
        application = self.conversation(person).application or next(iter(self.teams))
        rows = self.teams[application].rows[table]
        row = rows[which % len(rows)] if rows and what != "add" else ""
        if what == "add" and table == UNIT_TABLE and len(rows) >= UNITS:
            return
        self.send(Arranged(**self.base(person), application=application, table=table, row=row, what=what))

    def table(self, person: str, table: str) -> bool:
        """Leads to the list of a table, by the review of everything."""
        if not self.team(person):
            return False
        self.command(person, "review")
        while (screen := top(self.conversation(person))).kind == "reviewing" and screen.section != "tables":
            if not self.tap(person, "page:1"):
                return False
        items = [table.id for table in journey.items(self.part(person), FORM.section_of["tables"])]
        return table in items and self.tap(person, f"edit:{items.index(table)}")

    def part(self, person: str) -> Any:
        return Turn(self.store, self.conversation(person), self.now).application

    @rule(person=PERSON, table=st.sampled_from(list(FORM.tables)), which=NUMBER, walk=st.sampled_from(WALKS))
    def works_on_a_table(self, person: str, table: str, which: int, walk: str) -> None:
        if not self.table(person, table) or not isinstance(top(self.conversation(person)), Browsing):
            return
        if walk.startswith("add") and table == UNIT_TABLE and len(self.mine(person).rows[table]) >= UNITS:
            return
        rows = [action for action in self.actions(person) if action.startswith("row:")]
        for action in walk.split():
            if action == "fill":
                self.answers(person, which)
            elif action == "row" and rows:
                self.tap(person, rows[which % len(rows)])
            elif action == "unit:1":
                self.tap(person, next((f"unit:{row}" for row in self.mine(person).rows[UNIT_TABLE]), "nothing"))
            elif not self.tap(person, action):
                return

    @rule(person=PERSON, number=st.integers(1, 3))
    def pastes_rows(self, person: str, number: int) -> None:
        if self.table(person, "shelves"):
            self.say(person, "\n".join(["绘本架\t2024年5月", "文史架\t明年\t靠窗", "报刊架\t2024年6月\t门口"][:number]))

    @rule(person=PERSON, which=NUMBER, choice=st.integers(0, 2))
    def edits_a_message(self, person: str, which: int, choice: int) -> None:
        if self.refs[person]:
            refs = self.refs[person][-9:]
            text = ["河边", "学校", "2024年5月"][choice]
            self.send(Edited(**self.base(person), text=text, ref=refs[which % len(refs)]))

    @rule(person=PERSON, which=NUMBER)
    def presses(self, person: str, which: int) -> None:
        actions = self.actions(person)
        full = sum(bool(team.rows[UNIT_TABLE][UNITS - 1 :]) for team in self.teams.values())
        wanted = [action for action in actions if action != "new" and not (action == "add" and full)]
        if wanted and not self.asks_to_delete(person):
            self.press(person, actions[wanted[which % len(wanted)]])

    def asks_to_delete(self, person: str) -> bool:
        """The application goes only by `leaves`, and not the only one: there would be nothing left to test."""
        screen = top(self.conversation(person))
        return isinstance(screen, Confirming) and not screen.row

    @rule(person=PERSON, which=NUMBER)
    def confirms(self, person: str, which: int) -> None:
        """The unit its part, or the lead that it goes without."""
        if self.team(person):
            self.command(person, "start")
            self.tap(person, "sign" if which % 4 else "waive")

    @rule(person=PERSON, name=st.sampled_from(COMMANDS))
    def commands(self, person: str, name: str) -> None:
        self.command(person, name)

    @rule(person=PERSON, which=NUMBER)
    def asks_for_any_change(self, person: str, which: int) -> None:
        """A change that no screen offered: the gate lets it through exactly where the model does."""
        team = self.team(person)
        if not team:
            return
        self.events += 1
        conversation = self.conversation(person)
        base = {"application": conversation.application}
        rows = [(table, row) for table, found in team.rows.items() for row in found]
        table, row = rows[which % len(rows)] if rows else ("shelves", "none")
        others = team.rows[table] or [row]
        unit = [LEAD_UNIT, *team.rows[UNIT_TABLE]][which % (1 + len(team.rows[UNIT_TABLE]))]
        step = Step(item=FORM.tables[table].columns[0].id, row=row)
        who = PEOPLE[which % len(PEOPLE)]
        forged: list[Any] = [
            c.PutAnswer(**base, step=step, value="山脚"),
            c.DropAnswer(**base, step=step),
            c.AddRow(**base, table="shelves", row=f"r{self.events}", unit=unit),
            c.MoveRow(**base, table=table, row=row, other=others[0]),
            c.DropRow(**base, table=table, row=row),
            c.DropMember(**base, person=who, unit=unit),
            c.PutSignOff(**base, unit=unit, kind="confirmed" if which % 2 else "waived"),
            c.SetDeadline(**base, day=None),
            c.PutComment(**base, step=step, text="请核对"),
            *self.settled(team, base, which),
            c.Mute(**base, muted=True),
        ]
        if (who, unit) in team.members and (who, LEAD_UNIT) != (person, LEAD_UNIT):
            forged.append(c.HandOver(**base, person=who))
        if table != UNIT_TABLE:
            forged.append(c.AssignRow(**base, table=table, row=row, unit=unit))
        deleted = self.store.db.execute("SELECT id, row FROM bin WHERE application = ?", list(base.values()))
        for id_, gone in deleted.fetchall():
            team.gone_rows[id_] = gone
            forged.append(c.RestoreRow(**base, binned=id_))
        self.gate(person, team, forged[which % len(forged)])

    def commented(self, comment: int) -> str:
        """The row that a comment is about."""
        [(row,)] = self.store.db.execute("SELECT row FROM comment WHERE id = ?", [comment])
        return str(row)

    def settled(self, team: Team, base: dict[str, Any], which: int) -> list[c.SettleComment]:
        """What could become of a comment."""
        state: Any = ["answered", "mended", "closed", "open"][which % 4]
        query = "SELECT id, row FROM comment WHERE application = ? AND about IS NULL AND state IN ('open', 'answered')"
        found = self.store.db.execute(query, list(base.values())).fetchall()
        return [c.SettleComment(**base, comment=id_, state=state) for id_, row in found if row in team.owners][:1]

    def gate(self, person: str, team: Team, change: Any) -> None:
        conversation = self.conversation(person)
        nobody = isinstance(change, c.DropMember) and not team.role(change.person, change.unit)
        if nobody or "none" in (getattr(change, "row", ""), getattr(getattr(change, "step", None), "row", "")):
            return  # there is nothing to be done
        added = (change,) if isinstance(change, c.AddRow) else ()
        if isinstance(change, c.SettleComment):
            team.commented[change.comment] = self.commented(change.comment)
        wanted = team.allows(person, conversation.unit, change, added)
        turn = Turn(self.store, conversation, self.now, event=f"f{self.events}")
        with transaction(self.store.db):
            outcome = guard(turn, Outcome(conversation, changes=(change,)))
            if top(outcome.conversation).kind == "conflict":
                return
            assert (change in outcome.changes) == wanted, (person, change, outcome)
            self.carry_out(person, outcome)

    # The rules: what happens by itself.

    @rule(hours=st.sampled_from([1, 1, 30, 24 * 8]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def restarts(self) -> None:
        self.store.db.close()
        self.store = self.opened()
        with transaction(self.store.db):
            refresh(self.store.db, self.store.forms)

    @rule()
    def jobs_are_done(self) -> None:
        for job in self.store.jobs():
            with transaction(self.store.db):
                assert self.store.finish(job.id)
            done = {"job": job.id, "application": job.application, "kind": job.kind, "failed": "failed"}
            self.events += 1
            self.send(JobDone(id=f"e{self.events}", person=job.person, **done))
            self.untouched()

    # What always holds.

    @invariant()
    def agrees(self) -> None:
        for id_, team in self.teams.items():
            assert len(team.leads()) == 1
            self.check_people(id_, team)
            self.check_rows(id_, team)
            for scope in (None, LEAD_UNIT, *team.rows[UNIT_TABLE]):
                self.check_scope(id_, team, scope)
        kept = {id_ for (id_,) in self.store.db.execute("SELECT id FROM application")}
        assert kept == self.teams.keys()

    def check_people(self, id_: str, team: Team) -> None:
        query = "SELECT person, unit, role FROM member WHERE application = ? AND role != 'gone'"
        assert {(p, u): role for p, u, role in self.store.db.execute(query, [id_])} == team.members
        query = "SELECT id, uses, revoked FROM invitation WHERE application = ?"
        letters = {i: (uses, bool(revoked)) for i, uses, revoked in self.store.db.execute(query, [id_])}
        assert letters == {i: (one.uses, one.revoked) for i, one in team.letters.items()}
        signed = dict(self.store.db.execute("SELECT unit, kind FROM sign_off WHERE application = ?", [id_]))
        assert signed.items() <= team.signed.items(), (signed, team.signed)

    def check_rows(self, id_: str, team: Team) -> None:
        application = self.store.application(id_)
        assert application
        stored = application.everything()
        assert dict(stored.rows) == team.rows
        assert dict(stored.values) == team.values
        assert {row for _, row in team.values} <= team.owners.keys()
        query = "SELECT row, unit, position, grp FROM instance WHERE application = ?"
        for row, unit, position, group in self.store.db.execute(query, [id_]):
            assert unit == team.owners[row]
            if group in FORM.tables:
                assert team.rows[group][position - 1] == row
        for step in stored.unsaved:
            writers = application.writers(step)
            assert writers, "a text that nobody can finish any more holds everything up"
            for writer in writers:
                at_work = [(unit, role) for (who, unit), role in team.members.items() if who == writer]
                assert any(team.writes(role, unit, team.owners[step.row]) for unit, role in at_work)

    def check_scope(self, id_: str, team: Team, scope: str | None) -> None:
        application = self.store.application(id_, scope)
        assert application
        wanted: dict[str, list[int]] = {}
        for group, row in team.instances():
            if scope in (None, team.owners[row]):
                wanted.setdefault(group.id, []).append(team.missing(group, row))
        progress = {grp: (t.rows, t.open_rows, t.missing) for grp, t in application.progress().items() if t.rows}
        assert progress == {grp: (len(m), sum(one > 0 for one in m), sum(m)) for grp, m in wanted.items()}, scope
        position = journey.position(application)
        assert (position is None) == (not team.has_open(scope)), (scope, position)
        assert (journey.percent(application) == 100) == (position is None)
        if position and scope is not None:
            assert team.owners[position.row] == scope

    def check_question(self, person: str) -> None:
        """What somebody is asked, sees, and can press is theirs."""
        conversation, ask, team = self.conversation(person), self.asks[person], self.team(person)
        pressed = [button.data for row in ask.buttons for button in row]
        assert not [data for data, count in Counter(pressed).items() if count > 1]
        if team is None:
            assert ask.step is None
            return
        role = team.role(person, conversation.unit)
        rows = [action.partition(":")[2] for action in self.actions(person) if action.startswith("row:")]
        if role == "member":
            assert {team.owners[row] for row in rows} <= {conversation.unit}
        if ask.step and role == "member":
            assert team.owners[ask.step.row] == conversation.unit


LONG = int(os.environ.get("SHENBAO_TEAM_EXAMPLES", "0"))  # how many, for a long run
Teams.TestCase.settings = settings(
    max_examples=LONG or 25,
    stateful_step_count=50 if LONG else 30,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
    # To make a failure small takes minutes: only in a long run.
    phases=tuple(Phase) if LONG else (Phase.explicit, Phase.generate),
)
TestTeams = Teams.TestCase
