"""A form's own rules, which are data in its form.toml: advice of the check.

Knows the kinds of rules, but no form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.answers import kinds, numerals
from dialogs.application.application import Answers, Step
from dialogs.application.checks import Finding, finding
from dialogs.application.naming import place_of
from dialogs.form.model import Form
from dialogs.form.rules import Agrees, Mentions, NotAfter


def advice(form: Form, answers: Answers) -> Iterator[Finding]:
    """The findings of the form's rules, rule by rule; none of them is blocking."""
    for rule in form.rules:
        if isinstance(rule, NotAfter):
            yield from _not_after(form, answers, rule)
        else:
            yield from _texts(form, answers, rule)


def _not_after(form: Form, answers: Answers, rule: NotAfter) -> Iterator[Finding]:
    earlier, later = answers.get(rule.earlier), answers.get(rule.later)
    # Dates are ISO prefixes: compared as far as both are known, a month is not after one of its days.
    if not earlier or not later or earlier[: len(later)] <= later[: len(earlier)]:
        return
    first, second = form.fields[rule.earlier], form.fields[rule.later]
    yield finding(
        "not_after",
        Step(item=first.id),
        form.section_of[form.group_of[first.id]].title,
        blocking=False,
        first=first.label,
        first_shown=kinds.show(first, earlier),
        second=second.label,
        second_shown=kinds.show(second, later),
    )


def _texts(form: Form, answers: Answers, rule: Mentions | Agrees) -> Iterator[Finding]:
    section = form.section_of[form.group_of[rule.fields[0]]]
    for row in answers.instances(form, section):
        texts = {Step(item=name, row=row): answers.get(name, row) for name in rule.fields}
        written = {step: text for step, text in texts.items() if text}
        place = place_of(form, answers, section, row)
        for step, code, params in _faults(form, answers, rule, written):
            field = form.fields[step.item]
            yield finding(code, step, place, label=field.short or field.label, blocking=False, **params)


def _faults(
    form: Form, answers: Answers, rule: Mentions | Agrees, texts: dict[Step, str]
) -> Iterator[tuple[Step, str, dict[str, str | int]]]:
    if isinstance(rule, Mentions):
        for item in rule.items if texts else ():
            words = item.split("|")
            if not any(word in text for word in words for text in texts.values()):
                yield next(iter(texts)), "mentions", {"wanted": words[0]}
        return
    count = len(answers.rows.get(rule.table, ()))
    table = form.tables[rule.table].title
    for step, text in texts.items():
        for pattern in rule.patterns:
            for found in re.finditer(pattern, text):
                number = numerals.number(found.group(1) or "", exact=True)
                if number is not None and number != count:  # a pattern may catch words too
                    yield step, "agrees", {"found": found.group(), "table": table, "count": count}
