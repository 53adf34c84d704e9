"""Any sequence of what the people of several units may do, at once, as the lead, members, reviewers and viewers.

How to read it: `machine` has the actions of one person, `laws_of_acts` what must come of each, `laws` what must hold at
any time, `team_model` what must hold among several, and `rights` who may do what. Here is what only several can do.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import stage
import team_model
from acting import FORM, Act
from hypothesis.stateful import initialize
from machine import DEEDS, WALKS, Machine, as_long
from picture import Picture
from rights import NEEDS, At, allowed, may
from stage import CODE, LEADER, A, build
from typed import FREE, READS

from dialogs.form.model import LEAD_UNIT, Field
from dialogs.turn.beside_chat import OVERTAKEN, Filled, FilledCell
from dialogs.turn.events import Event
from storage.database import transaction

PEOPLE = [*stage.PEOPLE, LEADER, LEADER, "console:one", "console:one", "console:two"]  # as often as they stand here
UNITS = 2  # joint units
HOUR = timedelta(hours=1)
FAILURES = 5  # wrong codes in an hour, after which none is looked at
ROLES = ["member", "member", "member", "viewer", "reviewer"]
SEVERAL = {"leads": 6, "invites": 1, "joins": 1, "is_overtaken": 2, "insists_beside": 1, "wishes": 2, "time_passes": 1}
# What several can do, as `machine.WALKS`; `:text` is typed, `:*` is a text that is never the same twice.
TOGETHER = [
    "- /delete yes",
    "- /list deleted restore",
    "- /delete erase",
    "- /list open",
    "- /start sign",
    "- /start unsign",
    "about take done",
    "- /members who lead yes",
    "- /members who lead no",
    "- /members who lead_again yes",
    "about left fill done",
    "- /mute off",
    "- /review page edit :*",
    "- /review page page edit row look :*",
    "shelves row mended",
    "- /remarks at look :*",
    "- /remarks at close",
    "- /remarks at fill",
]
LEADING = [  # and what is for whoever leads
    "- /members who drop yes",
    "- /members who drop yes",
    "- /members who hand_over yes",
    "- /members who hand_over yes",
    "- /members who take_offer",
    "- /members sent revoke",
    "- /members sent resend",
    "- /start waive yes",
    "- /start waive no",
    "- /start await",
    "- /start nudge",
    "- /start instead fill fill",
    "- /deadline :2024-05-01",
    "- /deadline drop",
    "shelves row look :*",
    "shelves row assign unit",
    "shelves row assign unit:",
    "shelves row drop yes deleted deleted",
    "partners row drop yes yes deleted deleted",
]


class Together(Machine):
    people = PEOPLE
    deeds = MappingProxyType({**DEEDS, **SEVERAL})
    walked = (*WALKS, *TOGETHER)

    def __init__(self) -> None:
        super().__init__()
        self.codes = {CODE: (A, "open"), "crevoked": (A, "revoked"), "cconsole:one": (A, "console:one")}
        self.sent: dict[str, set[str]] = {}  # person -> the marks of what they typed

    def do(self, what: type[Event], person: str, /, **more: Any) -> Act:
        typed = [more.get("text", ""), *(cell.text for cell in more.get("cells", ()))]
        self.sent.setdefault(person, set()).update(team_model.MARK.findall("\n".join(typed)))
        act = super().do(what, person, **more)
        team_model.hold(act)
        team_model.nobody_reads_what_is_not_theirs(act, self.sent)
        for id_ in act.differences:
            for letter in act.after[id_].letters.keys() - act.before[id_].letters.keys():
                self.codes[self.play.mind(person).codes[-1]] = id_, letter
        return act

    @initialize()
    def begins(self) -> None:
        """In the middle: see `stage`, where everybody has something, and something is still to be done."""
        with transaction(self.play.store.db):
            build(self.play.store)
        for person in stage.PEOPLE:
            self.command(person, "start")

    # Who is in.

    def invites(self, person: str, number: int) -> None:
        del person
        number, unit = divmod(number, UNITS + 1)
        self.invited(unit, ROLES[number % len(ROLES)])

    def invited(self, unit: int, role: str) -> None:
        """The lead invites somebody for a unit, which is made where it is not there."""
        for id_, at in self.play.world().items():
            [(lead, _)] = at.leads()
            if self.play.seat(lead) != (id_, LEAD_UNIT):
                continue
            self.command(lead, "invite")
            if "add" not in self.offered(lead):  # asked for the own name first
                self.say(lead, "张三")
            units = [LEAD_UNIT, *at.rows.get(FORM.units.group, [])]
            if unit < len(units):
                self.tap(lead, f"unit:{units[unit]}")
            elif self.tap(lead, "add"):
                self.say(lead, self.texts("text")[0])
            self.tap(lead, *(["many"] if unit == UNITS else []), f"role:{role}")

    def joins(self, person: str, number: int) -> None:
        """With any invitation there ever was: it lets in whom it should, and nobody else."""
        if not self.codes:
            return
        code = list(self.codes)[number % len(self.codes)]
        id_, invitation = self.codes[code]
        at = self.play.world().get(id_)
        letter = at.letters.get(invitation) if at else None
        tries = self.tries(person)
        act = self.command(person, "join", code)
        usable = letter and not letter.revoked and letter.uses > 0 and act.at.isoformat() < letter.expires
        is_in = at and letter and at.role(person, letter.unit) in ("lead", letter.role)
        asked = "yes" in self.offered(person) and "no" in self.offered(person)
        own = letter is not None and letter.person == person
        assert asked == bool(tries < FAILURES and usable and not is_in and not own)
        if letter and asked and self.tap(person, "yes"):
            named = self.play.world()[id_].role(person, letter.unit) == letter.role or self.tap(person, "same")
            if named or self.say(person, "李四"):
                assert self.play.world()[id_].role(person, letter.unit) == letter.role

    def tries(self, person: str) -> int:
        since = (self.play.now + timedelta(seconds=1) - HOUR).isoformat()
        sql = "SELECT count(*) FROM attempt WHERE person = ? AND at >= ?"
        return int(self.play.store.db.execute(sql, [person, since]).fetchone()[0])

    def joins_by_a_wrong_code(self, person: str, number: int) -> None:
        assert not self.command(person, "join", ["ABCDEFGH", "河边", "x" * 32][number % 3]).differences

    def leads(self, person: str, number: int) -> None:
        """Whoever leads what the person is at does what only a lead can."""
        at = self.at_hand(person)
        number, walk = divmod(number, len(LEADING))
        if at:
            self.walk(at.leads()[0][0], number, LEADING[walk])

    def would_end(self, person: str) -> bool:
        """Asked to delete the only application; or to begin one more than can be looked at."""
        at, offered = self.at_hand(person), self.offered(person)
        leads = at is not None and at.role(person, self.play.seat(person)[1]) == "lead"
        only = len(self.play.world()) == 1
        return (only and leads and {"yes", "erase", "no"} == offered.keys()) or ("new" in offered and not only)

    # Several at once.

    def is_overtaken(self, person: str, number: int) -> None:
        """What one is asked, another answers first: the second is shown that, and chooses."""
        self.command(person, "start")
        id_, asked, ask = self.play.seat(person)[0], self.asked(person), self.play.mind(person).asked
        faster = self.who_else_answers(person)
        if not (faster and isinstance(asked, Field) and ask and ask.step):
            return
        if asked.kind == "longtext":
            self.tap(person, "again")  # what is too long would be refused before anything else
            self.answers(person)
        self.command(faster[number % len(faster)], "start")
        theirs = FilledCell(**ask.step.model_dump(), text=self.texts(asked.kind)[-1])
        if not self.do(Filled, faster[number % len(faster)], application=id_, cells=(theirs,)).differences:
            return  # it was that before, or they are at something else
        if asked.kind == "longtext":
            self.tap(person, "done")
        else:
            self.answers(person)
        same = asked.kind not in FREE and len({*READS[asked.kind].values()}) == 1
        assert same or "mine" in self.offered(person), (self.play.mind(person).asked, asked, theirs, FREE)
        self.tap(person, ["mine", "theirs"][number % 2])

    def insists_beside(self, person: str, number: int) -> None:
        """In a cell, in place of what somebody else wrote there."""
        id_, at = self.beside(person)
        cells = [cell for cell, (_, line) in at.newest().items() if line.person != person] if at else []
        cells = [cell for cell in cells if cell[0] in FORM.fields]
        if cells:
            item, row = cells[number % len(cells)]
            cell = FilledCell(item=item, row=row, text=self.texts(FORM.fields[item].kind)[-1])
            seen = self.play.mind(person).clock
            self.do(Filled, person, application=id_, cells=(cell,), seen=seen, accepts=(OVERTAKEN,))

    def who_else_answers(self, person: str) -> list[str]:
        """Who else may answer what somebody is asked."""
        at, ask = self.at_hand(person), self.play.mind(person).asked
        owner = at.owners.get(ask.step.row) if at and ask and ask.step else None
        in_it = at.members.items() if at else ()
        return [who for (who, unit), (role, _) in in_it if who != person and may(role, unit, "answer", owner)]

    def wishes(self, person: str, number: int) -> None:
        """For any change, which no screen offered: the gate lets it through exactly where the table says."""
        number, which = divmod(number, len(NEEDS))
        need, change = NEEDS[which]
        id_, own = self.play.seat(person)
        at = self.play.world().get(id_)
        units = [LEAD_UNIT, *at.rows.get(FORM.units.group, [])] if at else []
        there = at_unit(id_, at, units[number % len(units)], self.play.now) if at else None
        wished = change(there._replace(now=self.play.now)) if there else None
        if at and there and wished and 0 not in wished.model_dump().values():
            passed = not self.play.gate(self.play.store.conversations.get(person), wished).refusal
            assert passed == allowed(need, person, at.role(person, own), own, there), (person, wished)

    def time_passes(self, person: str, number: int) -> None:
        del person
        self.play.now += timedelta(hours=[1, 1, 30, 24 * 8][number % 4])


def at_unit(id_: str, at: Picture, unit: str, now: datetime) -> At | None:
    """What there is of one unit; None where it has not everything that a change may be about."""
    shelves = [row for row in at.rows.get("shelves", []) if at.owners[row] == unit]
    persons = [who for (who, of), (role, _) in at.members.items() if of == unit and role != "lead"]
    binned = [id_ for id_, (table, _, of) in at.binned.items() if (table, of) == ("shelves", unit)]
    live = {id_: c for id_, c in at.comments.items() if c.about is None and c.state in ("open", "answered")}
    comments = [id_ for id_, c in live.items() if at.owners.get(c.row) == unit]
    if not (shelves and persons):
        return None
    filled_in = any(of == unit and role == "member" for (_, of), (role, _) in at.members.items())
    invited = any(
        one.unit == unit and one.role == "member" and one.uses and not one.revoked for one in at.letters.values()
    )
    waived = at.signed.get(unit) == "waived"
    of_it: dict[str, Any] = {"person": persons[0], "peopled": filled_in or invited, "waived": waived}
    of_it["stays"] = frozenset(team_model.led_lately(now, at) & {who for who, of in at.members if of == unit})
    of_it["asked"] = next((one.taker for one in at.handover.values() if not one.held), "")
    return At(id_, unit, shelves[0], shelves[-1], next(iter(binned), 0), next(iter(comments), 0), **of_it)


Together.TestCase.settings = as_long(examples=15, steps=12)
TestTogether = Together.TestCase
