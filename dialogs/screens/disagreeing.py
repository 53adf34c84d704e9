"""What does not agree in an application as it is now. A part of screens: of the finished one, and of the check's list.

A turn looks at it where the application is not too large; of a larger one the check tells, beside the conversation.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.application.application import Answers, Application
from dialogs.application.checks import alike
from dialogs.application.finding import Finding
from dialogs.application.form_checks import disagreements
from dialogs.form.model import Form
from dialogs.texts import say

MOST = 500  # answers and rows
SHOWN = 3
CODES = frozenset(("disagrees", "unit_twice", "unit_differs", "same_code"))


def disagreeing(form: Form, answers: Answers) -> list[Finding]:
    """The checks of the form that fail, and units that stand twice."""
    return [*disagreements(form, answers), *alike(form, answers)]


def failing(application: Application) -> Sequence[Finding] | None:
    """Those of them in scope that keep the document from being finished; None where that is too much for a turn."""
    form = application.form
    checked = any(not check.advice for group in form.groups.values() for check in group.checks)
    if not checked and not (form.has_team and application.count(form.units.group)):
        return ()
    answers = application.at_once(MOST)
    if answers is None:
        return None
    scope = application.scope
    found = [one for one in disagreeing(form, answers) if one.blocking]
    return [one for one in found if scope is None or application.owner(one.step.row) == scope]


def told(found: Sequence[Finding] | None) -> str:
    """The first of them, and how many there are; "" for none."""
    return say("disagreeing.text", lines=[one.words for one in found[:SHOWN]], count=len(found)) if found else ""
