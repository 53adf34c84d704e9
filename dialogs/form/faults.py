"""What is wrong with a form although each of its parts can be read: names that lead nowhere, rules without effect.

Knows neither TOML nor files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from jinja2 import TemplateError

from dialogs.answers.value import Value
from dialogs.form.expression_faults import wrong
from dialogs.form.field_faults import Told, faults_of_field, faults_of_group
from dialogs.form.model import UNITS, Form, Group
from dialogs.form.rules import Rule
from dialogs.form.spelling import near
from dialogs.pattern import Pattern
from dialogs.texts import fill, say

ID = Pattern(r"[a-z][a-z0-9_]*")  # ids are names in the template too, so neither hyphens nor Chinese
JINJA = frozenset(["and", "else", "false", "if", "in", "is", "loop", "none", "not", "or", "self", "true"])
# What a template is given besides.
ANYWHERE = JINJA | {
    "units",
    "blank",
    "draft",
    "missing",
    "only",
    "document",
    "box",
    "other_text",
    "gap",
    "asked",
    "mark",
    "stop",
}
IN_A_ROW = JINJA | {"number", "asked", "row", "unit", "lead"}  # the same within a row or a repeated section
WORD_NAME = Pattern(r"[^/\\]+\.docx", re.IGNORECASE)  # beside form.toml
WHOLE = "template.docx"  # beside form.toml too, for the form as a whole
UNKNOWN = "\0"  # stands for a name that could not be read, and that is reported already


class Fault(Value):
    """One fault of a form: its code, where it is, and in words what is wrong and how to mend it.

    `line` is that of form.toml, 0 where it is not known; with a fault that is no error the form can be used.
    """

    code: str
    place: str
    words: str
    line: int = 0
    is_error: bool = True

    @property
    def text(self) -> str:
        """All of it as a person is told."""
        return say("fault.text", line=self.line, place=self.place, words=self.words)


def fault(code: str, place: str, **params: object) -> Fault:
    """The fault of a code, worded with `fault.<code>` and these parameters."""
    return Fault(code=code, place=place.replace(UNKNOWN, "?"), words=say(f"fault.{code}", **params))


def faults_of(form: Form) -> Iterator[Fault]:
    """Every fault of a form that could be read: names that are used twice or lead nowhere, limits without effect."""
    groups = [group for section in form.sections for group in section.groups]
    ids = Counter(group.id for group in groups)
    ids.update(field.id for group in groups for field in (*group.fields, *group.computed))
    twice = {name for name, count in ids.items() if count > 1 and not name.endswith(UNKNOWN)}
    yield from (fault("twice", name, line=0) for name in sorted(twice))
    yield from _check_ids(form)
    yield from _check_names(form)
    yield from _check_rules(form)
    seen: set[str] = set()
    in_order = True  # else rows may belong to themselves
    for section in form.sections:
        for found in _check_section(form, section, seen):
            in_order = in_order and found.code not in ("no_each", "each_within")
            yield found
        seen.update(group.id for group in section.groups if group.has_rows)
    if in_order and UNKNOWN not in {*form.fields, *form.computed, *form.groups} and not twice:
        told = {(one.place, one.words): one for one in reversed(list(wrong(form)))}  # of those alike the first
        yield from (
            fault("expression", place, text=text, reason=words) for place, text, words in reversed(told.values())
        )


def _check_ids(form: Form) -> Iterator[Fault]:
    """Faults of ids: they are names in the template, so they must be names, and not be taken there."""
    for section in form.sections:
        for group in section.groups:
            at_rows = group.has_rows or bool(group.each)
            yield from _check_id(group.id, "", ANYWHERE if at_rows else frozenset())
            taken = (IN_A_ROW if at_rows else ANYWHERE) | ({"title"} if group.rows else set())
            for field in (*group.fields, *group.computed):
                yield from _check_id(field.id, f"{group.id}." if group.has_rows else "", taken)


def _check_id(place: str, table: str, taken: frozenset[str]) -> Iterator[Fault]:
    name = place.removeprefix(table)
    if name != UNKNOWN and not ID.fullmatch(name):
        yield fault("bad_id", place, name=name)
    elif name in taken:
        yield fault("taken", place, name=name)


def _check_names(form: Form) -> Iterator[Fault]:
    """Faults of what the form itself and its units name."""
    for key in ("version", "title", "issuer"):
        if not getattr(form, key).strip():
            yield fault("blank", key, key=key)
        elif "\n" in getattr(form, key).strip():
            yield fault("line_break", key, key=key)
    yield from _check_plain(form, "name_field", form.name_field)
    named = form.fields.get(form.name_field)
    if named and not named.of_kind.is_typed_at_once:
        yield fault("no_name", "name_field", name=named.id, kind=named.kind)
    if form.date_field:
        yield from _check_plain(form, "date_field", form.date_field, date=True)
    if form.has_team:
        yield from _check_units(form)


def _check_units(form: Form) -> Iterator[Fault]:
    """Faults of the mark `units`, and of what it names."""
    units = form.units
    place = f"[[group]] {form.section_of[units.group].id} / {units.group} / units"
    yield from _check_plain(form, place, units.lead)
    if units.lead_code:
        yield from _check_plain(form, place, units.lead_code)
    table = form.tables[units.group]
    yield from _check_kinds(form, place)
    columns = [field.id.removeprefix(f"{table.id}.") for field in table.fields]
    for name in (one.removeprefix(f"{table.id}.") for one in (units.name, units.code) if one):
        if name not in columns and UNKNOWN not in {name, table.id, *columns}:
            yield fault("no_units", place, name=name, near=near(name, columns), known=say("list.words", words=columns))
    marked = [group.id for group in form.groups.values() if group.units]
    if len(marked) > 1:
        yield fault("units_twice", marked[1], name=marked[0])
    if form.parent_of(table.id):
        yield fault("units_within", place)


def _check_kinds(form: Form, place: str) -> Iterator[Fault]:
    """Advice where a unit is called by what is no name, or its code is none."""
    units = form.units
    for name, is_code in ((units.lead, False), (units.name, False), (units.lead_code, True), (units.code, True)):
        field = form.fields.get(name) if name else None
        kind = field.of_kind if field and UNKNOWN not in field.label else None
        is_other = kind and (kind.is_closed or kind.is_time or kind.is_number or not kind.is_typed_at_once)
        if field and kind and (is_other or kind.contact not in ("", "" if is_code else "name")):
            told = fault("unit_kind", place, name=name, kind=field.kind, is_code=is_code)
            yield told.model_copy(update={"is_error": False})


def _check_plain(form: Form, place: str, name: str, *, date: bool = False) -> Iterator[Fault]:
    """The fault of a name that should be that of a field asked once, and with `date` of a date.

    A name that may be meant for something whose id could not be read is left alone.
    """
    plain = {field.id: field for section in form.sections if not section.each for field in section.fields}
    if UNKNOWN in {name, *plain}:
        return
    if name not in plain:
        called = {field.label: field.id for field in plain.values()}
        yield fault("no_field", place, name=name, near=near(name, plain) or called.get(near(name, called), ""))
    elif date and not plain[name].of_kind.is_date:
        yield fault("no_date", place, name=name)


def _check_rules(form: Form) -> Iterator[Fault]:
    """Faults of what the rules and the extra documents name, and of the print list."""
    try:
        fill(form.print_list, lead="", joint=["", ""])
    except TemplateError:
        yield fault("print_list", "print_list")
    for number, rule in enumerate(form.rules, 1):
        yield from _check_rule(form, rule, f"[[rule]] {number}")
    there = {*form.groups, *form.fields}
    for before, after in form.moved if UNKNOWN not in there else ():
        if before in there or after not in there:
            is_old = before in there
            yield fault("moved", "moved", name=before if is_old else after, is_old=is_old)
    renamed = [after for _, after in form.moved]
    yield from (fault("moved_twice", "moved", name=name) for name in sorted(set(renamed)) if renamed.count(name) > 1)
    called = [document.id for document in form.documents]
    yield from (fault("twice", f"[[document]] {id_}", line=0) for id_ in sorted(set(called)) if called.count(id_) > 1)
    for document in form.documents:
        if not WORD_NAME.fullmatch(document.template):
            yield fault("word_name", f"[[document]] {document.id}", name=document.template)
        elif document.template.lower() == WHOLE:
            yield fault("whole_template", f"[[document]] {document.id}")
        if document.group not in form.groups or form.groups[document.group].has_rows:
            yield fault("no_group", f"[[document]] {document.id}", name=document.group)


def _check_rule(form: Form, rule: Rule, place: str) -> Iterator[Fault]:
    lists = {"fields": rule.fields, "items": rule.items}
    yield from (fault("nothing_listed", place, key=key) for key, listed in lists.items() if not listed)
    for item in rule.items:
        if "｜" in item:
            yield fault("rule_bar", place, name=item).model_copy(update={"is_error": False})
    fields = [form.fields[name] for name in rule.fields if name in form.fields]
    for field in (one for one in fields if not one.of_kind.is_prose):
        yield fault("rule_kind", place, name=field.id, kind=field.kind).model_copy(update={"is_error": False})
    homes = {field.id: section.id for section in form.sections for field in section.fields}
    if UNKNOWN not in homes:
        yield from (fault("rule_field", place, name=name) for name in rule.fields if name not in homes)
    if len({homes[name] for name in rule.fields if name in homes}) > 1:
        yield fault("several_groups", place)


def _check_section(form: Form, section: Group, seen: set[str]) -> Iterator[Fault]:
    place = f"[[group]] {section.id}"
    if section.each and form.rows_of(section) not in seen and UNKNOWN not in {form.rows_of(section), *seen}:
        called = {table.title: table.id for table in form.tables.values() if table.id in seen}
        meant = near(section.each, seen) or called.get(near(section.each, called), "")
        yield fault("no_each", place, name=section.each, units=UNITS, near=meant)
    elif form.parent_of(section.each):
        yield fault("each_within", place, name=section.each)
    if section.each == UNITS and section.tables:
        yield fault("units_tables", place)
    yield from _check_group(section, place)


def _check_group(group: Group, place: str) -> Iterator[Fault]:
    if not (group.items or group.computed or group.has_rows):
        yield fault("empty", place, is_table=False)
    elif group.min_han and not any(field.of_kind.is_long for field in group.fields):
        yield fault("nothing_long", place)
    for part in group.parts:
        if part.min_han and not any(field.of_kind.is_long for field in group.fields if field.id in part.items):
            yield fault("nothing_long", f"{place} / {part.id}")
    yield from _worded(place, faults_of_group(group))
    for field in (*group.fields, *group.computed):
        name = field.id.rpartition(".")[2]
        yield from _worded(f"{place} / {name}", faults_of_field(field))
    for table in group.tables:
        yield from _check_group(table, f"{place} / {table.id}")


def _worded(place: str, told: Iterable[Told]) -> Iterator[Fault]:
    for code, params, is_error in told:
        yield fault(code, place, **params).model_copy(update={"is_error": is_error})
