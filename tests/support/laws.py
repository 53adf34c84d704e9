"""What holds of an application at any time, whatever has been done to it.

Each law is a function that says nothing where it holds; `hold` asks all of them. What a form asks for is derived here
a second time, by walking through the form (`steps`), as the product never walks: it counts along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from picture import Picture

from dialogs.answers.word_count import han
from dialogs.application import checks
from dialogs.application.application import Step
from dialogs.application.open_steps import position
from dialogs.application.progress import percent
from dialogs.form.model import LEAD_UNIT, NO_ROW, UNITS, Form, Group
from storage.store import Store


def hold(store: Store, id_: str, picture: Picture, today: date) -> None:
    """All of them, of one application."""
    form = store.application(id_).form
    history_ends_with_the_answers(picture)
    nothing_stands_at_a_row_that_is_gone(picture)
    rows_are_numbered_and_owned_alike_in_every_group(store, form, id_, picture)
    counts_are_what_counting_comes_to(store, form, id_, picture)
    for scope in (None, LEAD_UNIT, *picture.rows.get(form.units.group, ())):
        one_stands_at_the_first_open_step(store, form, id_, picture, scope)
    what_is_stored_can_be_read(store, form, id_, today)
    who_has_begun_a_text_can_finish_it(store, id_, picture)
    exactly_one_leads(picture)


def steps(form: Form, picture: Picture, scope: str | None = None) -> Iterator[Step]:
    """Everything that is asked of one unit, or (None) of all together, in the form's order."""
    for section in form.sections:
        for row in instances(form, picture, section):
            asked = scope in (None, picture.owners[row])
            for item in section.items:
                if isinstance(item, Group):
                    yield from _steps_of_table(form, picture, item, scope)
                elif asked:
                    yield Step(item=item.id, row=row)
            if asked and section.min_han:  # its long texts together
                yield Step(item=section.id, row=row)


def _steps_of_table(form: Form, picture: Picture, table: Group, scope: str | None) -> Iterator[Step]:
    for row in picture.rows.get(table.id, ()):
        if scope in (None, picture.owners[row]):
            yield from (Step(item=column.id, row=row) for column in table.fields)
    if scope is None or table.id != form.units.group:  # that it is filled in: the list of units only the lead says
        yield Step(item=table.id, row=scope or LEAD_UNIT)


def instances(form: Form, picture: Picture, section: Group) -> list[str]:
    """The rows at which a section is answered."""
    rows = picture.rows.get(form.rows_of(section), []) if section.each else [NO_ROW]
    return [LEAD_UNIT, *rows] if section.each == UNITS else rows


def is_open(form: Form, picture: Picture, step: Step) -> bool:
    """Whether a step has no answer, or the texts of a section are too short together."""
    group = form.groups.get(step.item)
    if group is None or group.has_rows:
        return (step.item, step.row) not in picture.answers
    written = sum(han(picture.answers.get((f.id, step.row), "")) for f in group.fields if f.kind == "longtext")
    return written < (group.min_han or 0)


def open_steps(form: Form, picture: Picture, scope: str | None = None) -> list[Step]:
    return [step for step in steps(form, picture, scope) if is_open(form, picture, step)]


# The laws.


def history_ends_with_the_answers(picture: Picture) -> None:
    newest = {cell: line.value for cell, (_, line) in picture.newest().items() if line.value is not None}
    assert newest == picture.answers, "the newest line of history at each step is its answer"


def nothing_stands_at_a_row_that_is_gone(picture: Picture) -> None:
    at = [cell[1] for cell in picture.answers] + [row for _, row, _, _ in picture.pieces]
    assert set(at) <= picture.owners.keys()
    assert {unit for _, unit in picture.members} | picture.signed.keys() <= picture.owners.keys()


def rows_are_numbered_and_owned_alike_in_every_group(store: Store, form: Form, id_: str, picture: Picture) -> None:
    sql = "SELECT grp, row, unit, position FROM instance WHERE application = ? ORDER BY position"
    groups: dict[str, list[tuple[str, str, int]]] = {}
    for group, *line in store.db.execute(sql, [id_]).fetchall():
        groups.setdefault(group, []).append(tuple(line))
    for group in form.groups.values():
        rows = picture.rows.get(group.id if group.has_rows else form.rows_of(group), [])
        numbered = [(row, picture.owners[row], number) for number, row in enumerate(rows, 1)]
        if group.id in form.groups_alone():
            each = not group.has_rows and group.each
            numbered = [(NO_ROW, LEAD_UNIT, 0), *(numbered if each else [])]
        assert groups.get(group.id, []) == numbered, group.id
    assert all(picture.owners[unit] == unit for unit in picture.rows.get(form.units.group, ()))
    sql = "SELECT * FROM history JOIN instance USING (application, row) WHERE history.unit != instance.unit"
    assert not store.db.execute(sql).fetchall(), "a row's history is of the unit that has the row"


def counts_are_what_counting_comes_to(store: Store, form: Form, id_: str, picture: Picture) -> None:
    missing = Counter((form.group_of.get(step.item, step.item), step.row) for step in open_steps(form, picture))
    sql = "SELECT grp, row, missing FROM instance WHERE application = ?"
    counted = {(group, row): count for group, row, count in store.db.execute(sql, [id_]).fetchall()}
    assert {place: count for place, count in counted.items() if count} == missing
    for scope in (None, *{*picture.owners.values()}):
        own = [(place[0], count) for place, count in counted.items() if scope in (None, picture.owners[place[1]])]
        sums = {
            group: (len(found), sum(count > 0 for count in found), sum(found))
            for group in {group for group, _ in own}
            if (found := [count for of, count in own if of == group])
        }
        stored = store.application(id_, scope).progress().items()
        assert {group: (p.rows, p.open_rows, p.missing) for group, p in stored if p.rows} == sums, scope


def one_stands_at_the_first_open_step(store: Store, form: Form, id_: str, picture: Picture, scope: str | None) -> None:
    application = store.application(id_, scope)
    assert application
    found = position(application)
    assert found == next(iter(open_steps(form, picture, scope)), None), scope
    assert 0 <= percent(application) <= 100
    assert (percent(application) == 100) == (found is None)


def what_is_stored_can_be_read(store: Store, form: Form, id_: str, today: date) -> None:
    """A value shown is a value that would be taken again."""
    everything = store.application(id_).everything()
    assert not [found for found in checks.findings(form, everything, today) if found.code == "invalid"]


def who_has_begun_a_text_can_finish_it(store: Store, id_: str, picture: Picture) -> None:
    """A text that nobody can finish any more would hold everything up."""
    application = store.application(id_)
    assert application
    for step in application.everything().unsaved:
        units = [(LEAD_UNIT, "lead"), (picture.owners[step.row], "member")]
        for writer in application.writers(step) or [""]:
            assert any(picture.role(writer, unit) == role for unit, role in units), (step, writer)


def exactly_one_leads(picture: Picture) -> None:
    assert [unit for _, unit in picture.leads()] == [LEAD_UNIT]
