"""What was written in a document where an answer stands once more, or where something stands that is computed.

By the further bookmarks there; see `dialogs.application.bookmarks.also`. Knows nothing of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dialogs.application.amid_text import AmidText
from dialogs.application.application import Step
from dialogs.application.bookmarks import canonical, digest, of_also
from dialogs.pasting.sent_back import SentBack


def further(
    sent: SentBack, steps: Mapping[str, Step], shown: Callable[[Step], Sequence[str]], amid: AmidText
) -> Mapping[Step, str | None]:
    """What was written for each answer that stands otherwise in a further place; None where nobody can tell what.

    Args:
        sent: The document.
        steps: What its bookmarks stand for.
        shown: How an answer may have been printed.
        amid: Looks for it in the text around it.
    """
    found: dict[Step, str | None] = {}
    for name, text in sent.also.items():
        step, was = steps.get(of_also(name)), sent.hashes.get(name)
        if step and was and digest(text) != was and found.get(step) is None and not _stands(text, shown(step)):
            found[step] = amid.written(text, shown(step), was)
    return found


def _stands(text: str, shown: Sequence[str]) -> bool:
    """Whether an answer stands there still, on a line of its own among others that were written on."""
    lines = canonical(text).split("\n")
    return any(canonical(one) in lines for one in shown if one)
