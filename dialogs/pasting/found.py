"""What was found in a file for a field or a table of a form. Knows no file."""

from __future__ import annotations

from dialogs.answers.value import Value

SOURCE = 40  # characters of the place where an answer was found


class Found(Value):
    """What was found for a field, or the rows for a table.

    Attributes:
        item: The field, or the table; "" for what stands below a heading, or in a table, that the form does not have.
        row: Of a section repeated for a table's rows the name of the row; else "".
        text: What stands there; of a table its rows as cells with tabs, the heads first.
        source: The words before it, by which it was found; "" where it was found by its id.
    """

    item: str
    row: str = ""
    text: str
    source: str
