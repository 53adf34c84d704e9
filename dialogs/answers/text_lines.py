"""A line of text as its question has it: like a pattern or like the form's example, a number or a unit, or just words.

Knows no form and no sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.answers import patterned, prose, speech, unit_names, wrapping
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Verdict, doubtful, stored
from dialogs.answers.word_count import han

if TYPE_CHECKING:  # these say what a question says of its answers, and are imported there
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from dialogs.answers.kinds import Parameters


def parse(asked: Parameters, text: str, _: date) -> Verdict:
    """Reads a line."""
    if asked.pattern:
        return patterned.parse(text, asked.pattern, asked.called)
    is_unit = unit_names.is_name(asked.example)
    bare = wrapping.without_quotes(wrapping.own(text, asked.called), titles=False)
    said = speech.answer(speech.without_pictures(bare), verb=True) if is_unit else speech.answer(bare)
    verdict = prose.line(said if is_unit else bare, asked.called, asked.max_words, asked.min_han)
    value = stored(verdict)
    if isinstance(verdict, Doubtful) and not _odd(asked, verdict.doubts):
        verdict = Accepted(value)
    if not isinstance(verdict, Accepted):
        return verdict
    if is_unit:
        return unit_names.read(value)
    return verdict if said == bare else doubtful(value, "talk", said, which=value)


def doubts(asked: Parameters, value: str, _: date) -> Iterator[Doubt]:
    """What is odd about a line as it is stored."""
    if asked.pattern:
        return
    yield from _odd(asked, prose.doubts(value, asked.called))
    if unit_names.is_name(asked.example):
        yield from unit_names.doubts(value)


def _odd(asked: Parameters, found: Iterable[Doubt]) -> Sequence[Doubt]:
    """Without the doubt that there are no words, where the form's own example is a number or a code too."""
    is_code = any(map(str.isdigit, asked.example)) and not han(asked.example)
    return [doubt for doubt in found if not (is_code and doubt.code == "no_letters")]
