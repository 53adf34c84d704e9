"""The long texts of a document that came back whose headings lost their bookmarks, or are gone themselves.

Each is found by what its heading says, as where that was typed anew, or by how it began. Knows nothing of what was
changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dialogs.application.application import Step
from dialogs.form.model import Form
from dialogs.pasting.label_index import key
from dialogs.pasting.sent_back import SentBack

_BEGINNING = 2  # lines by which a text is known without its heading


@dataclass(frozen=True)
class LostHeadings:
    """The headings of a document that lost their bookmarks.

    Attributes:
        form: The form.
        sent: The document.
        steps: What its bookmarks stand for.
        shown: How an answer may have been printed.
    """

    form: Form
    sent: SentBack
    steps: Mapping[str, Step]
    shown: Callable[[Step], Sequence[str]]

    @cached_property
    def _headless(self) -> Sequence[Step]:
        """The long texts at whose bookmark nothing stands any more."""
        read = self.sent.texts()
        steps = (self.steps[mark] for mark in self.sent.hashes if mark in self.steps and mark not in read)
        return [step for step in steps if step.item in self.form.fields and self.form.fields[step.item].of_kind.is_long]

    @cached_property
    def texts(self) -> Mapping[Step, str]:
        """What stands below the headings of those, or where these were."""
        found: dict[Step, str] = {}
        for segment in self.sent.segments:
            lines = segment.text.split("\n")
            begun = [*self._begun(lines)]
            for number, (_, first, step) in enumerate(begun):
                end = next((at for at, _, other in begun[number:] if other != step), None)
                found.setdefault(step, "\n".join(lines[first:end]))
        return found

    def own_lines(self, text: str) -> str:
        """The lines of another long text, up to where one of those begins."""
        lines = text.split("\n")
        end = next((at for at, _, _ in self._begun(lines)), None)
        return text if end is None else "\n".join(lines[:end])

    def _begun(self, lines: Sequence[str]) -> Iterator[tuple[int, int, Step]]:
        """Where those begin in some lines: at which with the heading, if it is there, and at which without it."""
        for at, line in enumerate(lines if self._headless else ()):
            for step in self._headless:
                if self._is_called(step, line):
                    yield at, at + 1, step
                elif lines[at : at + _BEGINNING] == self._beginnings[step]:
                    yield at, at, step

    @cached_property
    def _beginnings(self) -> Mapping[Step, Sequence[str]]:
        printed = {step: self.shown(step)[0].split("\n") for step in self._headless}
        return {step: lines[:_BEGINNING] for step, lines in printed.items()}

    def _is_called(self, step: Step, line: str) -> bool:
        """Whether a line is the heading of a long text; with another number it may be a sub-heading of any."""
        label = self.form.fields[step.item].label
        return len(line) <= 2 * len(label) and key(line) == key(label)
