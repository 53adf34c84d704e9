"""A part's long texts as they are pasted, each below its heading -> the texts. Knows no application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialogs.form.model import Field, Group
from dialogs.pasting.found import SOURCE, Found
from dialogs.pasting.label_index import key


def part_texts(section: Group, row: str, text: str) -> Sequence[Found]:
    """The texts of the section's questions, at the row called `row` ("" for none), in their order.

    None where the paste does not begin with the heading of one, or has fewer than two.
    """
    headings = _headings(section)
    lines = text.strip().split("\n")
    if key(lines[0]) not in headings:
        return []
    below: dict[str, list[str]] = {}
    sources: dict[str, str] = {}
    at = ""
    for line in lines:
        field = headings.get(key(line))
        if field and field.id not in below:
            at = field.id
            below[at], sources[at] = [], line.strip()[:SOURCE]
        else:
            below[at].append(line)
    found = {item: "\n".join(lines).strip() for item, lines in below.items()}
    written = [Found(item=item, row=row, text=text, source=sources[item]) for item, text in found.items() if text]
    return written if len(written) > 1 else []


def headed(section: Group, text: str) -> tuple[str, str]:
    """The long text of the section whose heading is the first line of a text, and what stands below; "" for none."""
    heading, _, below = text.strip().partition("\n")
    field = _headings(section).get(key(heading))
    return (field.id, below.strip()) if field and below.strip() else ("", "")


def _headings(section: Group) -> Mapping[str, Field]:
    texts = [field for field in section.fields if field.of_kind.is_long]
    return {key(name): field for field in texts for name in (field.label, field.short, *field.synonyms) if name}
