"""Any sequence of what persons may do: the actions, which are the same for one person and for several.

Every action is drawn without regard to what is sensible, and a number decides on what it is done; `WALKS` lead to what
pressing at random would seldom reach. After every act the laws of acts are asked, and after every few the laws of what
stands: see `laws_of_acts` and `laws`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import laws
import laws_of_acts
from acting import FORM, Act, Play, buttons
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from picture import Picture, World
from typed import ANYTHING, right

from dialogs.application.checks import findings
from dialogs.engine.commands import COMMANDS
from dialogs.form.model import LEAD_UNIT, Field, Group
from dialogs.turn.beside_chat import Arranged, Filled, FilledCell
from dialogs.turn.events import Command, Edited, Event, File, JobDone, Pressed, Said, Unsupported, Went

LONG = int(os.environ.get("SHENBAO_MACHINE_EXAMPLES", "0"))  # how many, for a long run
NUMBER = st.integers(0, 9999)
DEEDS = {  # what is done, and how often
    "goes_on": 2,
    "walks": 6,
    "presses": 4,
    "answers": 3,
    "types": 1,
    "answers_late": 2,
    "fills_beside": 2,
    "arranges": 1,
    "edits": 2,
    "commands": 1,
    "presses_what_is_not_on_offer": 1,
    "sends_what_cannot_be_read": 1,
    "comes_again": 1,
    "restarts": 1,
    "has_work_done": 1,
    "takes_back": 2,
}
WALKS = [  # where one goes; what is pressed there, as far as it is on offer (`fill` gives a right answer)
    "shelves add fill fill skip",
    "shelves add fill fill fill",
    "shelves add fill back back",
    "shelves add back",
    "shelves row copy",
    "shelves row move",
    "shelves row edit fill rows row edit fill",
    "shelves row edit skip",
    "shelves row drop yes deleted deleted",
    "shelves row drop no",
    "shelves finish",
    "partners row edit fill",
    "partners finish",
    "goal fill fill done",
    "goal fill undo fill done",
    "goal again fill done",
    "goal fill keep",
    "about fill show done",
    "ways fill fill undo undo done",
    "remark /history entry restore",
    "- /history all older entry restore",
    "- /history entry restore",
]
FORGED = ["", "x", "0.agree", "choose:0", "999.choose:0", "-1.back", "1", "1.", ".", "1.yes", "2.yes", "1.edit:99"]
TRIED = 2  # every so many acts are tried to be taken back
MOST_ROWS = 5  # of a table to which rows are still added beside the chat
ELSEWHERE = {"new", "delete", "web"}  # commands that are for a test of one's own, or for the page


def as_long(examples: int, steps: int) -> settings:
    """How long a machine runs: the same in every run, but for a long one; without the drills as much shorter as others.

    `examples` are those of a run with the drills.
    """
    share = settings().max_examples / settings.get_profile("full").max_examples
    return settings(
        max_examples=LONG or round(examples * share),
        stateful_step_count=steps,
        derandomize=not LONG,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        # To make a failure small takes minutes: only in a long run.
        phases=tuple(Phase) if LONG else (Phase.explicit, Phase.generate),
    )


class Machine(RuleBasedStateMachine):
    """What one person, or several, may do."""

    people: Sequence[str]
    deeds: Mapping[str, int] = DEEDS
    walked: Sequence[str] = WALKS
    tried: ClassVar[set[tuple[str, ...]]] = set()  # sets of buttons

    def __init__(self) -> None:
        super().__init__()
        self.play = Play()
        self.checked: World = {}
        self.went: dict[int, Any] = {}  # what went with a deleted row, by what it is in the bin
        self.homes: dict[tuple[str, str], str] = {}  # the tables of all rows that ever were, by application and row

    def teardown(self) -> None:
        self.play.close()

    @rule(data=st.data())
    def anything(self, data: st.DataObject) -> None:
        """Some persons do something, one after the other."""
        deeds = [name for name, often in self.deeds.items() for _ in range(often)]
        deed = st.tuples(st.sampled_from(self.people), st.sampled_from(deeds), NUMBER)
        for person, what, number in data.draw(st.lists(deed, min_size=4, max_size=8)):
            getattr(self, what)(person, number)

    # One act, and what persons have before them.

    def do(self, what: type[Event], person: str, /, **more: Any) -> Act:
        act = self.play.act(what, person, **more)
        laws_of_acts.hold(act)
        laws_of_acts.what_comes_back_is_what_went(act, self.went)
        laws_of_acts.an_id_names_one_row_for_ever(act, self.homes)
        laws_of_acts.no_two_buttons_look_alike(act)
        self.all_that_is_shown_can_be_pressed(act)
        self.it_could_be_taken_back(act)
        if act.is_asked_to_choose and not (act.differences or act.refused):
            edited = act.deed[0] == "edited"  # of a long text, of which the other messages are not known here
            self.play.mind(person).held = laws_of_acts.offered(act) or (None if edited else act.mind.held)
        return act

    def press(self, person: str, data: str) -> Act:
        return self.do(Pressed, person, data=data)

    def say(self, person: str, text: str) -> Act:
        return self.do(Said, person, text=text, ref=f"e{len(self.play.events)}")

    def command(self, person: str, name: str, argument: str = "") -> Act:
        return self.do(Command, person, name=name, argument=argument)

    def offered(self, person: str) -> dict[str, str]:
        """The data of the buttons before somebody, by what they do."""
        return {b.data.partition(".")[2]: b.data for b in buttons(self.play.mind(person).asked)}

    def tap(self, person: str, *actions: str, number: int = 0) -> bool:
        """Presses one button after the other, as far as they are on offer: the very one, or one of that name."""
        for action in actions:
            offered = self.offered(person)
            fitting = [name for name in offered if name == action or name.startswith(f"{action}:")]
            if not fitting:
                return False
            self.press(person, offered[fitting[number % len(fitting)]])
        return True

    def at_hand(self, person: str) -> Picture | None:
        """The application at which somebody is."""
        return self.play.world().get(self.play.seat(person)[0])

    def asked(self, person: str) -> Field | Group | None:
        """What somebody is asked."""
        ask = self.play.mind(person).asked
        item = ask.step.item if ask and ask.step else ""
        return FORM.fields.get(item) or FORM.tables.get(item)

    def texts(self, kind: str) -> list[str]:
        """Right answers to a question of this kind."""
        return right(kind, len(self.play.events))

    # The deeds.

    def goes_on(self, person: str, number: int) -> None:
        """Does the obvious thing many times over, so that whole applications are filled in."""
        for _ in range(5 + number % 25):
            if not self.obvious(person):
                break

    def obvious(self, person: str) -> bool:
        asked, at, ask = self.asked(person), self.at_hand(person), self.play.mind(person).asked
        if at is None or ask is None:
            return False
        if isinstance(asked, Field) and ask.step:
            cell = (ask.step.item, ask.step.row)
            unsaved = at.written(cell, person) not in ("", at.answers.get(cell))
            return (unsaved and self.tap(person, "done")) or self.answers(person)
        if isinstance(asked, Group):
            own = [row for row in at.rows.get(asked.id, ()) if at.owners[row] in (row, self.play.seat(person)[1])]
            enough = len(own) >= max(1, asked.min_rows)
            return self.tap(person, "finish" if enough else "add") or self.tap(person, "finish")
        return self.tap(person, "write")

    def answers(self, person: str, number: int = 0) -> bool:
        """Gives a right answer to what is asked."""
        asked = self.asked(person)
        if isinstance(asked, Field):
            texts = self.texts(asked.kind)
            self.say(person, texts[number % len(texts)])
        return isinstance(asked, Field)

    def types(self, person: str, number: int) -> None:
        self.say(person, ANYTHING[number % len(ANYTHING)])

    def answers_late(self, person: str, number: int) -> None:
        """What was typed below an earlier question comes only now, or as a reply to it."""
        earlier = self.play.mind(person).earlier
        if earlier:
            number, which = divmod(number, len(earlier))
            message = sorted(earlier)[which]
            step = earlier[message].ask.step
            asked = FORM.fields.get(step.item) if step else None
            text = self.texts(asked.kind if asked else "text")[0]
            gone = earlier[message].seat[0] not in self.play.world()  # then only a reply can come
            replies_to = message if number % 2 or gone else None
            self.do(Said, person, text=text, ref=f"e{len(self.play.events)}", number=message + 1, replies_to=replies_to)

    def presses(self, person: str, number: int) -> None:
        offered = list(self.offered(person).values())
        if offered and not self.would_end(person):
            self.press(person, offered[number % len(offered)])

    def would_end(self, person: str) -> bool:
        """Whether what is on offer would leave nothing to test."""
        del person
        return False

    def commands(self, person: str, number: int) -> None:
        names = [*sorted(set(COMMANDS) - ELSEWHERE), "什么"]
        self.command(person, names[number % len(names)])

    def walks(self, person: str, number: int) -> None:
        number, walk = divmod(number, len(self.walked))
        self.walk(person, number, self.walked[walk])

    def walk(self, person: str, number: int, walk: str) -> None:
        to, *steps = walk.split()
        at = self.at_hand(person)
        if at is not None and to != "-":
            rows = [row for item, row in places(at) if item == to] or [LEAD_UNIT]
            self.do(Went, person, item=to, row=rows[number % len(rows)])
        for step in steps:
            if step == "fill":
                self.answers(person, number)
            elif step.startswith("/"):
                self.command(person, step[1:])
            elif step.startswith(":"):
                self.say(person, self.texts("text")[0] if step == ":*" else step[1:])
            elif self.would_end(person) or not self.tap(person, step, number=number):
                break

    def beside(self, person: str) -> tuple[str, Picture | None]:
        """The application that somebody sees beside the chat; for whoever is in none, that of others."""
        world = self.play.world()
        id_ = self.play.seat(person)[0] or next(iter(world), "")
        return id_, world.get(id_)

    def fills_beside(self, person: str, number: int) -> None:
        """Any step there is, of whomever it is."""
        id_, at = self.beside(person)
        if at:
            number, place = divmod(number, len(places(at)))
            item, row = places(at)[place]
            texts = [*self.texts(FORM.fields[item].kind), *([""] if number % 4 == 0 else [])]
            cell = FilledCell(item=item, row=row, text=texts[-1 - number % len(texts)])
            self.do(Filled, person, application=id_, cells=(cell,))

    def arranges(self, person: str, number: int) -> None:
        id_, at = self.beside(person)
        if at:
            number, table = divmod(number, len(FORM.tables))
            number, what = divmod(number, 5)
            rows = at.rows.get(list(FORM.tables)[table], [])
            how = ["add", "up", "down", "up", "drop"][what] if rows else "add"
            row = rows[number % len(rows)] if how != "add" else ""
            if how != "add" or len(rows) < MOST_ROWS:
                self.do(Arranged, person, application=id_, table=list(FORM.tables)[table], row=row, what=how)

    def takes_back(self, person: str, number: int) -> None:
        """Several times, and some of it is done again."""
        for again in [False] * (1 + number % 3) + [True] * (number % 2):
            self.command(person, "redo" if again else "undo")

    def edits(self, person: str, number: int) -> None:
        """A message that stands somewhere, or any other."""
        at, texts = self.at_hand(person), [*self.texts("text"), *self.texts("longtext"), "学校", "2024年5月", "明年"]
        sources = [*at.sources.values(), *at.messages_of(person)] if at else []
        messages = [*self.play.mind(person).messages][-3:] + [ref for who, ref in sources if who == person and ref]
        if messages:
            number, which = divmod(number, len(messages))
            self.do(Edited, person, text=texts[number % len(texts)], ref=messages[which])

    def presses_what_is_not_on_offer(self, person: str, number: int) -> None:
        """Something made up, or what anybody was offered at any time."""
        pressed = [*FORGED, *(event.data for event in self.play.events if isinstance(event, Pressed))]
        data = pressed[number % len(pressed)]
        if data not in self.offered(person).values() and data != "0.agree":
            self.press(person, data)

    # What happens by itself.

    def comes_again(self, person: str, number: int) -> None:
        """An event, which changes nothing then."""
        del person
        if self.play.events:
            self.play.again(self.play.events[-1 - number % len(self.play.events)])

    def restarts(self, person: str, number: int) -> None:
        """After which everybody is asked what they were asked."""
        del person, number
        before = {person: self.play.question(person) for person in set(self.people)}
        self.play.restart()
        assert {person: self.play.question(person) for person in before} == before

    def has_work_done(self, person: str, number: int) -> None:
        del person
        for job in self.play.store.waiting_jobs.all()[:1]:
            failed = ["", "failed", "timeout"][number % 3]
            done: dict[str, Any] = {"application": job.application, "kind": job.kind, "failed": failed}
            if job.kind == "check":
                answers = self.play.store.application(job.application).everything()
                done["findings"] = tuple(findings(FORM, answers, self.play.now.date()))
            elif failed != "failed":
                done["files"] = (File(path="x", name="x"),)
            assert not self.do(JobDone, job.person, job=job.id, **done).differences

    def sends_what_cannot_be_read(self, person: str, number: int) -> None:
        assert not self.do(Unsupported, person, what=["sticker", "group"][number % 2]).differences

    # What always holds.

    @invariant()
    def the_laws_hold(self) -> None:
        world = self.play.world()
        for id_, picture in world.items():
            if self.checked.get(id_) != picture:
                laws.hold(self.play.store, id_, picture, self.play.now.date())
        self.checked = world

    def it_could_be_taken_back(self, act: Act) -> None:
        """Now and then what was just done is tried to be taken back, and done again."""
        id_, unit = act.seat
        different = act.differences.get(id_, {}).keys() & laws_of_acts.GIVEN_BACK
        if len(self.play.events) % TRIED or not different or act.deed[0] in laws_of_acts.TAKING_BACK:
            return
        if tried := self.play.taken_back(act.person, id_, unit):
            found, undone, redone = tried
            left = {one.unit: one.by for one in found.left if one.kind == "sign_off"}
            laws_of_acts.what_is_taken_back_is_as_it_was(act, laws_of_acts.TakenBack(left, undone, redone))

    def all_that_is_shown_can_be_pressed(self, act: Act) -> None:
        """Tried once for each set of buttons, over all runs."""
        offered, conversation = self.offered(act.person), self.play.store.conversations.get(act.person)
        kinds = tuple(sorted({action.partition(":")[0] for action in offered}))
        if act.mind.asked == self.play.mind(act.person).asked or kinds in self.tried:
            return
        for data in offered.values():
            pressed = Pressed(id="trial", person=act.person, data=data)
            assert not self.play.tried(conversation, pressed).receipt.toast, (kinds, data)
        self.tried.add(kinds)


def places(at: Picture) -> list[tuple[str, str]]:
    """Every field at every row."""
    return [(s.item, s.row) for s in laws.steps(FORM, at) if s.item in FORM.fields]
