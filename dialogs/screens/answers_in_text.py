"""Several answers in one message: each behind its label, said in a clause (名称叫…，日期是…), or on a line of its own.

Reads only; what is to become of them is asked in `several_answers`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from dialogs.answers import clauses, kinds, speech
from dialogs.answers.cleaning import fold
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.form.model import Field
from dialogs.pattern import Pattern
from dialogs.turn.turn import Turn

_STRAY = Pattern(
    r"\n[^\S\n]*[\u4e00-\u9fff][\u4e00-\u9fff（）()/]{1,19}\s*[:：]"
)  # a line behind a label that none is called
_AROUND = " \t\n\u3000,，;；|"
_WORD = r"[^\s:：,，;；。|]"
# Looked for where a word begins, no longer than labels are: else a text would be gone through from each sign.
_LABEL = Pattern(rf"(?<!{_WORD})(?P<label>{_WORD}{{1,40}}+(?:[ \u3000]+{_WORD}){{0,9}})\s*[:：]")


class Several(NamedTuple):
    """What was read.

    Attributes:
        answers: The texts by the steps that they answer; fewer than two are none.
        strays: The lines behind other labels, which are no part of the answer above them.
    """

    answers: Mapping[Step, str]
    strays: Sequence[str] = ()


def read(turn: Turn, step: Step, text: str) -> Several:
    """The answers that a text has for a step and the questions that are asked together with it."""
    group = turn.form.group_at(step.item)
    own = [field for field in group.fields if field.id == step.item]
    among = [field for field in dict.fromkeys((*own, *group.fields)) if field.of_kind.is_typed_at_once]
    labelled = _labelled(among, step, text)
    ways = [parts for between in clauses.BETWEEN if len(parts := clauses.divided(text, between)) > 1]
    if labelled.answers or not ways or _is_sure(turn, turn.form.fields[step.item], text) or speech.takes_back(text):
        return labelled  # of what takes one number back for another the second answers no other question
    asked = [field for field in among if journey.is_asked(turn.application, Step(item=field.id, row=step.row))]
    said = (_said(turn, asked, step, parts) for parts in ways)
    lists = (_in_order(turn, step, parts) for parts in ways)
    return Several(next(filter(None, chain(said, lists)), {}))


def _labelled(among: Sequence[Field], step: Step, text: str) -> Several:
    """What stands behind labels."""
    found: dict[Step, str] = {}
    strays: list[str] = []
    heads = [(match, field) for match in _LABEL.finditer(text) if (field := _called(among, match["label"]))]
    if len(heads) < 2:
        return Several({})
    ends = [match.start() for match, _ in heads[1:]] + [len(text)]
    for (match, field), end in zip(heads, ends, strict=True):
        behind = text[match.end() : end]
        stray = _STRAY.search(behind)
        value = (behind[: stray.start()] if stray else behind).strip(_AROUND)
        strays += behind[stray.start() :].strip(_AROUND).split("\n") if stray else []
        if value:
            found.setdefault(Step(item=field.id, row=step.row), value)
    return Several(found if len(found) > 1 else {}, strays)


def _called(among: Sequence[Field], label: str) -> Field | None:
    return next((field for field in among if fold(label) in field.called), None)


def _said(turn: Turn, among: Sequence[Field], step: Step, parts: Sequence[str]) -> Mapping[Step, str]:
    """What is said in clauses: of each which question it answers, in other words than its label too."""
    names = _names(among)
    found: dict[str, str] = {}
    at = step.item
    for clause in clauses.named(parts, names):
        field = names.get(clause.name)
        is_own = field is not None and field.id == step.item and fold(clause.name) in field.called
        if field and field.id not in found and (clause.has_verb or is_own or _is_sure(turn, field, clause.value)):
            at, found[field.id] = field.id, clause.value
        elif clause.text:
            found[at] = f"{found[at]}{clause.mark}{clause.text}" if at in found else clause.text
    return _several(turn, {Step(item=item, row=step.row): value for item, value in found.items()})


def _names(among: Sequence[Field]) -> Mapping[str, Field]:
    """What is said for each question: its labels, and of a long label how it begins and ends, if none else does so."""
    halves = [(half, field) for field in among for half in {field.title[:2], field.title[-2:]}]
    often = Counter(half for half, _ in halves)
    labels = [(name, field) for field in among for name in (field.label, field.short, *field.synonyms)]
    names = {**{half: field for half, field in halves if often[half] == 1}, **dict(labels)}
    return {name: field for name, field in names.items() if len(name) > 1}


def _in_order(turn: Turn, step: Step, parts: Sequence[str]) -> Mapping[Step, str]:
    """The parts of a text, if the first answers what is asked, and each other a later question that is open.

    Such a one is the next, or one that it is an answer to as few others are; that of one at least, else they are one
    answer with marks or line breaks in it. A choice behind a mere blank is none: 示例社区 居委会.
    """
    found = {step: parts[0]}
    later, are_sure = list(_next_open(turn, step)), False
    fields = turn.form.fields
    for mark, part in zip(parts[1::2], parts[2::2], strict=True):
        is_blank = not mark.strip() and "\n" not in mark
        open_ = (at for at in later if not (is_blank and fields[at.item].of_kind.is_closed))
        sure = [at for at in open_ if _is_sure(turn, fields[at.item], part)]
        at = next(iter(sure or later), None)
        if at is None:
            return {}
        found[at], later = part, later[later.index(at) + 1 :]
        are_sure = are_sure or bool(sure)
    return _several(turn, found) if are_sure else {}


def _next_open(turn: Turn, step: Step) -> Iterator[Step]:
    """The steps open behind one in its group, up to one that is not answered by a line."""
    items = turn.form.group_at(step.item).item_ids
    for item in items[items.index(step.item) + 1 :]:
        at = Step(item=item, row=step.row)
        if not journey.is_asked(turn.application, at) or turn.application.answer(at):
            continue
        if item not in turn.form.fields or not turn.form.fields[item].of_kind.is_typed_at_once:
            return
        yield at


def _is_sure(turn: Turn, field: Field, text: str) -> bool:
    """Whether a text is an answer that few other questions have: no choice by its number, and no 无."""
    kind = field.of_kind
    if kind.is_closed or kind.is_open:
        return text in field.offers
    read = kinds.parse(field, text, turn.now.date())
    is_any = kind.is_prose or kind.contact == "name"
    return not is_any and isinstance(read, kinds.Accepted) and read.value != field.none_word


def _several(turn: Turn, found: Mapping[Step, str]) -> Mapping[Step, str]:
    """The answers, if there are several and each can be one."""
    read = (kinds.parse(turn.form.fields[step.item], text, turn.now.date()) for step, text in found.items())
    return found if len(found) > 1 and not any(isinstance(one, kinds.Invalid) for one in read) else {}
