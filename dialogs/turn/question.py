"""One question of the form as data: its parts, which every channel lays out in its own way, and one plain layout.

Knows no channel.
"""

from __future__ import annotations

from dialogs.answers.value import Value
from dialogs.texts import say

BAR = 10  # squares of the progress bar


class Question(Value):
    """What is asked, by its parts; "" for one that it does not have.

    Attributes:
        section: The title of the section or table.
        instance: For which row or unit a repeated section is asked, with its place among them.
        row: The number of the row of a table, None elsewhere.
        number: Which question it is of those asked there.
        count: How many they are.
        progress: How much of the application is filled in, in percent.
        intro: What there is to know about the section.
        returned: The comments on the answer, and what to do about them.
        label: What is asked for.
        required: Whether it cannot be left out.
        statement: An official text: to be agreed to, or of which the label is but a short name.
        is_agreement: Whether that is to be agreed to.
        in_pieces: Whether the answer may come in several messages, and is complete only once that is said.
        remark: What the form says of it.
        guidance: How to answer.
        hint: How far one is, or what can be typed.
        example: A right answer.
        listing: The rows of a table.
        current: The answer there is.
    """

    section: str
    instance: str = ""
    row: int | None = None
    number: int
    count: int
    progress: int
    intro: str = ""
    returned: str = ""
    label: str = ""
    required: bool = True
    statement: str = ""
    is_agreement: bool = False
    in_pieces: bool = False
    remark: str = ""
    guidance: str = ""
    hint: str = ""
    example: str = ""
    listing: str = ""
    current: str = ""

    @property
    def place(self) -> str:
        """Where one is in the form, in one line."""
        where = {"section": self.section, "instance": self.instance, "row": self.row}
        return say("ask.place", **where, number=self.number, count=self.count)

    @property
    def bar(self) -> str:
        """The progress as a bar."""
        return bar(self.progress)

    @property
    def title(self) -> str:
        """What is asked for, and whether it can be left out."""
        return self.label if self.required else say("ask.optional", label=self.label)

    @property
    def paragraphs(self) -> list[str]:
        """What follows the title, in its order: the answer there is, comments, official text, how to answer."""
        current = say("ask.current", current=self.current) if self.current else ""
        how = say("ask.how", guidance=self.guidance, hint=self.hint)
        example = say("ask.example", example=self.example) if self.example else ""
        below = "\n".join(filter(None, (how, example, self.listing)))
        return [part for part in (current, self.returned, self.statement, self.remark, below) if part]

    @property
    def signing(self) -> str:
        """For which unit or row an official text is agreed to; it stands at the button. "" where there is but one."""
        return say("ask.signing", unit=self.instance) if self.is_agreement and self.instance else ""

    @property
    def plain(self) -> str:
        """All of it as a text; what is asked for stands right above what follows."""
        first, *others = self.paragraphs or [""]
        asked = "\n".join(filter(None, (self.title, first)))
        head = f"{self.place}\n{self.bar}"
        return "\n\n".join(filter(None, (head, self.intro, asked, *others, self.signing)))


def bar(progress: int) -> str:
    """A progress in percent as a bar."""
    done = progress // BAR
    return say("ask.bar", bar="▓" * done + "░" * (BAR - done), percent=progress)
