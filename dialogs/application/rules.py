"""A form's own rules, which are data in its form.toml: advice of the check.

Knows the kinds of rules, but no form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.application.application import Answers, Step
from dialogs.application.finding import Finding, finding
from dialogs.application.naming import place_of
from dialogs.form.model import Form
from dialogs.form.rules import Rule


def advice(form: Form, answers: Answers) -> Iterator[Finding]:
    """The findings of the form's rules, rule by rule; none of them is blocking."""
    for rule in form.rules:
        section = form.section_at(rule.fields[0])
        for row in answers.instances(form, section):
            texts = {Step(item=name, row=row): answers.get(name, row) for name in rule.fields}
            written = {step: text for step, text in texts.items() if text}
            for step in list(written)[:1]:
                field, place = form.fields[step.item], place_of(form, answers, section, row)
                for wanted in _missing(rule, written.values()):
                    label = field.title
                    yield finding("mentions", step, place, label=label, blocking=False, wanted=wanted)


def _missing(rule: Rule, texts: Iterable[str]) -> Iterator[str]:
    """The items that none of the texts mentions, each by its first word."""
    whole = "\n".join(texts)
    words = (item.split("|") for item in rule.items)
    yield from (ways[0] for ways in words if not any(way in whole for way in ways))
