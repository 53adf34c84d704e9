"""The HTML of the page's messages, read as a person sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from dialogs.turn.messages import Ask, Button, Document, Reply, Say

VOID = {"img", "input", "br", "hr", "meta", "link"}


@dataclass
class Shown:
    """One message: what stands in its bubbles, and what can be pressed under them."""

    id: int = 0  # 0 for one that the page does not keep
    own: bool = False
    question: bool = False
    notes: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)  # by paragraph
    rows: list[list[Button]] = field(default_factory=list)
    live: bool = True  # whether its buttons can be pressed
    file: str = ""
    name: str = ""

    @property
    def reply(self) -> Reply:
        """The message as a reply; of the blank lines in its text only the ends of paragraphs are left."""
        text = "\n".join(line for paragraph in self.text for line in paragraph.split("\n") if line)
        if self.file:
            return Document(path=self.file, name=self.name, caption=text)
        if not self.question:
            return Say(text=text, buttons=tuple(button for row in self.rows for button in row))
        return Ask(text=text, notes=tuple(self.notes), buttons=tuple(map(tuple, self.rows)))


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Shown] = []
        self._open: list[tuple[str, set[str], dict[str, str]]] = []
        self._said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        if tag not in VOID:
            self._open.append((tag, classes, given))
        if tag == "article":
            id_ = int(given.get("data-id", 0))
            self.found.append(Shown(id_, own="own" in classes, question="question" in classes))
        elif "row" in classes:
            self.found[-1].rows.append([])
        elif "file" in classes:
            self.found[-1].file = given["href"]
        elif "data-press" in given:
            self.found[-1].live = "disabled" not in given
        if tag == "p" or "data-press" in given or self._named(tag, given):
            self._said = ""

    def handle_endtag(self, tag: str) -> None:
        opened, classes, given = self._open.pop()
        assert opened == tag
        if "data-press" in given:
            self.found[-1].rows[-1].append(Button(label=self._said, data=given["data-press"]))
        elif tag == "p" and (self._inside("bubble") or "signing" in classes):
            (self.found[-1].notes if self._inside("note") else self.found[-1].text).append(self._said)
        elif self._named(tag, given):
            self.found[-1].name = self._said

    def handle_data(self, data: str) -> None:
        self._said += data

    def _inside(self, name: str) -> bool:
        return any(name in classes for _, classes, _ in self._open)

    def _named(self, tag: str, given: dict[str, str]) -> bool:
        return tag == "span" and self._inside("file") and "aria-hidden" not in given


def messages(html: str) -> list[Shown]:
    """The messages that stand in a piece of HTML, in order."""
    reading = _Reading()
    reading.feed(html)
    reading.close()
    return reading.found
