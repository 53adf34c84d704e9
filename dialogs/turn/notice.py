"""The first notice: who runs the assistant, and what becomes of what one writes there."""

from __future__ import annotations

from dialogs.answers.value import Value
from dialogs.texts import say


class Operator(Value):
    """Who runs the assistant, as the first notice says it; `notice` replaces the whole notice."""

    name: str = ""
    contact: str = say("notice.contact")
    notice: str = ""

    @property
    def told(self) -> str:
        """The whole notice."""
        return self.notice or say("notice.text", operator=self.name, contact=self.contact)


NO_OPERATOR = Operator()
