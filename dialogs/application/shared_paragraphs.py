"""The paragraphs of a document that came back in which several answers stand, and what cannot be read back from it.

Of such a paragraph nobody can tell which text is which answer, but for the only one with boxes, or the only one that
was changed. Knows nothing of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dialogs.answers import boxes
from dialogs.application.amid_text import AmidText
from dialogs.application.application import Step
from dialogs.application.bookmarks import bookmark, canonical, digest
from dialogs.form.model import Field, Form
from dialogs.pasting.sent_back import SentBack


@dataclass(frozen=True)
class SharedParagraphs:
    """The paragraphs of a document that hold several answers.

    `steps` are what its bookmarks stand for, `shown` is how an answer may have been printed, "" for none, and
    `amid` looks for it there.
    """

    form: Form
    sent: SentBack
    steps: Mapping[str, Step]
    shown: Callable[[Step], Sequence[str]]
    amid: AmidText

    def longs(self, marks: Iterable[str]) -> list[Step]:
        """What is asked at some bookmarks, as far as these are long texts: theirs is what stands below a paragraph."""
        return [step for step in self._at(marks) if (field := self._field(step)) and field.of_kind.is_long]

    @cached_property
    def all(self) -> Sequence[tuple[str, Sequence[Step]]]:
        """What stands in each, and the answers there; outside of tables those with one answer too."""
        cells = [pair for row in self.sent.rows for cell in row.cells for pair in cell.shared]
        found = [(text, self._at(marks)) for text, marks in cells]
        for segment in self.sent.segments:
            longs = self.longs(segment.marks)
            steps = [step for step in self._at(segment.marks) if step not in longs or len(longs) > 1]
            found.append((segment.head, steps))
        return found

    @cached_property
    def blurred(self) -> Collection[Step]:
        """The answers that cannot be told from others in their paragraph."""
        return {step for text, steps in self.all for step in steps if not self._is_apart(step, steps, text)}

    @cached_property
    def read(self) -> Mapping[Step, str]:
        """What stands for each of the others, the first that does so."""
        found: dict[Step, str] = {}
        for text, steps in self.all:
            for step in (step for step in steps if step not in self.blurred):
                found.setdefault(step, text)
        return found

    @cached_property
    def written(self) -> Mapping[Step, str]:
        """What was written for those that cannot be told apart, where one alone was changed in its paragraph."""
        found: dict[Step, str] = {}
        for _, steps in self.all:
            changed = {step: text for step in steps if step in self.blurred and (text := self._amid(step)) is not None}
            found |= changed if len(changed) == 1 else {}
        return found

    def _amid(self, step: Step) -> str | None:
        mark = bookmark(step.item, step.row)
        text, was = self.sent.texts()[mark], self.sent.hashes.get(mark, "")
        return None if digest(text) == was else self.amid.written(text, self.shown(step), was)

    def unread(self) -> Iterator[Step]:
        """Answers that cannot be read back: of each question without bookmarks the first, and the blurred.

        Of the latter those alone that may have been changed.
        """
        marked = {step.item for step in self._at(self.sent.hashes)}
        for step in self.steps.values():
            field = self._field(step)
            if field and step.item not in marked and not field.of_kind.is_agreement and self.shown(step)[0]:
                marked.add(step.item)
                yield step
        read = self.sent.texts()
        for text, steps in self.all:
            known = not self.written.keys().isdisjoint(steps)  # the only one that was changed there
            for step in (step for step in steps if step in self.blurred and self._field(step) and not known):
                mark, shown = bookmark(step.item, step.row), self.shown(step)[0]
                is_same = digest(read[mark]) == self.sent.hashes.get(mark)
                if not is_same and not (shown and canonical(shown) in canonical(text)):
                    yield step

    def _at(self, marks: Iterable[str]) -> list[Step]:
        return [self.steps[mark] for mark in dict.fromkeys(marks) if mark in self.steps]

    def _field(self, step: Step) -> Field | None:
        return self.form.fields.get(step.item)

    def _is_apart(self, step: Step, steps: Sequence[Step], text: str) -> bool:
        boxed = [one for one in steps if (field := self._field(one)) and field.choices]
        field = self._field(step)
        if len(steps) == 1 or field is None or boxed != [step] or field.other:
            return len(steps) == 1
        ticks = boxes.ticked(text, field.choices, "")
        return ticks is not None and {*ticks} <= {*field.choices}
