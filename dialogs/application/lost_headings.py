"""The long texts of a document that came back whose headings lost their bookmarks, as where they were typed anew.

Each is found by what its heading says. Knows nothing of what was changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dialogs.application.application import Step
from dialogs.form.model import Form
from dialogs.pasting.label_index import key
from dialogs.pasting.sent_back import SentBack


@dataclass(frozen=True)
class LostHeadings:
    """The headings of a document that lost their bookmarks; `steps` are what its bookmarks stand for."""

    form: Form
    sent: SentBack
    steps: Mapping[str, Step]

    @cached_property
    def _headless(self) -> Sequence[Step]:
        """The long texts at whose bookmark nothing stands any more."""
        read = self.sent.texts()
        steps = (self.steps[mark] for mark in self.sent.hashes if mark in self.steps and mark not in read)
        return [step for step in steps if step.item in self.form.fields and self.form.fields[step.item].of_kind.is_long]

    @cached_property
    def texts(self) -> Mapping[Step, str]:
        """What stands below the headings of those, where one is there without its bookmark."""
        found: dict[Step, str] = {}
        for segment in self.sent.segments:
            lines_of = segment.text.split("\n")
            for at, line in enumerate(lines_of):
                called = (step for step in self._headless if step not in found and self._is_called(step, line))
                if step := next(called, None):
                    found[step] = self.own_lines("\n".join(lines_of[at + 1 :]))
        return found

    def own_lines(self, text: str) -> str:
        """The lines of another long text, up to such a heading."""
        own = text.split("\n") if self._headless else []
        ends = (at for at, line in enumerate(own) if any(self._is_called(step, line) for step in self._headless))
        end = next(ends, None)
        return text if end is None else "\n".join(own[:end])

    def _is_called(self, step: Step, line: str) -> bool:
        """Whether a line is the heading of a long text; with another number it may be a sub-heading of any."""
        label = self.form.fields[step.item].label
        return len(line) <= 2 * len(label) and key(line) == key(label)
