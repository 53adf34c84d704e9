"""All that was answered in an earlier application, as an export has it. Knows no file, and not what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.answers.value import Value


class Earlier(Value):
    """All answers of an earlier application, or a part of them.

    Attributes:
        form: The key of its form.
        answers: In the shape of `render.data_file`: fields by their ids, tables as lists of rows.
    """

    form: str
    answers: Mapping[str, Any]
