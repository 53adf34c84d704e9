"""A line of text as its question has it: like a pattern or like the form's example, a number or a unit, or just words.

Knows no form and no sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dialogs.answers import (
    addresses,
    likeness,
    other_sorts,
    patterned,
    prose,
    quantities,
    regions,
    speech,
    unit_names,
    wrapping,
)
from dialogs.answers.bare import bare, without_pictures
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Verdict, doubtful, stored
from dialogs.answers.word_count import han

if TYPE_CHECKING:  # these say what a question says of its answers, and are imported there
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from dialogs.answers.kinds import Parameters

_FEW = 3  # Han characters that a mere word has at the most


def parse(asked: Parameters, text: str, _: date) -> Verdict:
    """Reads a line."""
    if asked.pattern:
        return patterned.parse(text, asked.pattern)
    verdict = _parsed(asked, text)
    if isinstance(verdict, Accepted) and (alone := _alone(asked, verdict.value)) != verdict.value:
        is_right = isinstance(_parsed(asked, alone), Accepted)
        return doubtful(verdict.value, "beside", *([alone] if is_right else []), which=verdict.value)
    return verdict


def _alone(asked: Parameters, value: str) -> str:
    """A name or an address without what is of another sort; anything else as it is."""
    if regions.is_address(asked.example):
        return other_sorts.without(value)
    is_named = likeness.is_name_asked(asked.called) or unit_names.is_name(asked.example)
    return other_sorts.without_places(other_sorts.without(value)) if is_named else value


def _parsed(asked: Parameters, text: str) -> Verdict:
    is_address = regions.is_address(asked.example)
    line = wrapping.without_quotes(wrapping.without_seal(text), titles=is_address)
    if unit_names.is_name(asked.example):
        return _unit(asked, line)
    if is_address:
        line = addresses.alone(without_pictures(line), asked.called)
        if within := addresses.within(line):
            return doubtful(line, "address.beside", within, which=line)
    verdict = prose.line(line, asked.called, asked.max_words, asked.min_han)
    value = stored(verdict)
    if isinstance(verdict, Doubtful) and not _odd(asked, verdict.doubts):
        verdict = Accepted(value)
    if not isinstance(verdict, Accepted):
        return verdict
    if (said := speech.answer(line)) != line:
        return doubtful(value, "talk", said, which=value)
    is_unit = bool(asked.example) and unit_names.is_company(unit_names.meant(name := unit_names.alone(value)) or name)
    is_other = is_unit or _is_no_words(asked.example, value) or _is_unlike(asked, value)
    return doubtful(value, "placeholder", which=value) if is_other else verdict


def _is_no_words(example: str, value: str) -> bool:
    """Whether a line is a mere sign, a sum of money, or whom to call, where the form's example is words without one."""
    is_sum = re.fullmatch(quantities.SUM, value) is not None and not re.search("[元万亿]", example)
    is_to_call = prose.is_to_call(value) and not prose.is_to_call(example)
    return han(example) > _FEW and (len(value) == 1 or is_sum or is_to_call)


def _unit(asked: Parameters, typed: str) -> Verdict:
    """The name of an organisation, alone or said as in a chat; the doubt which, where there are several."""
    text = wrapping.without_quotes(without_pictures(typed))
    if not unit_names.says_more(text):  # a part that it has, say
        text = bare(text, asked.called | unit_names.CALLED)
        behind = wrapping.behind_label(text, asked.called | unit_names.CALLED, 4)
        text = behind if unit_names.is_name(behind) else text
    if len(unit_names.names(text)) > 1:
        return unit_names.read(text)
    text = unit_names.alone(text)
    said, named = (speech.answer(text, verb=verb) for verb in (False, True))
    ways = (said, named) if speech.may_be_name(said) else (named, said)
    name = next((one for one in ways if unit_names.is_name(one)), text)
    verdict = prose.line(name, asked.called, asked.max_words, asked.min_han)
    if not isinstance(verdict, Accepted):
        return verdict
    behind = wrapping.without_any_label(name)
    either = behind if behind != name else named if speech.may_be_name(said) else name
    if either != name and unit_names.is_name(either):
        return doubtful(name, "talk", either, which=name)
    return doubtful(name, "placeholder", which=name) if _is_unlike(asked, name) else unit_names.read(name)


def _is_unlike(asked: Parameters, value: str) -> bool:
    return likeness.is_unlike(value, asked.example, asked.called, whole_name=asked.is_whole_name)


def doubts(asked: Parameters, value: str, _: date) -> Iterator[Doubt]:
    """What is odd about a line as it is stored."""
    if asked.pattern:
        return
    yield from _odd(asked, prose.doubts(value, asked.called))
    if unit_names.is_name(asked.example):
        yield from unit_names.doubts(value)
    if _alone(asked, value) != value:
        yield Doubt("beside", {"which": value})
    if _is_unlike(asked, value) or (not unit_names.is_name(asked.example) and _is_no_words(asked.example, value)):
        yield Doubt("placeholder", {"which": value})


def _odd(asked: Parameters, found: Iterable[Doubt]) -> Sequence[Doubt]:
    """Without the doubt that there are no words, where the form's own example is a number or a code too."""
    is_code = any(map(str.isdigit, asked.example)) and not han(asked.example)
    return [doubt for doubt in found if not (is_code and doubt.code == "no_letters")]
