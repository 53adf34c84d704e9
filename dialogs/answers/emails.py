"""One email address.

Knows how addresses are pasted; email-validator knows what one may look like. Nothing is looked up.
"""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Invalid, Verdict

_LABEL = re.compile(r"^(?:(?:电子)?邮[箱件](?:地址)?|e-?mail|mailto)\s*:\s*", re.IGNORECASE)
_BRACKETED = re.compile("[<《](?P<address>[^<>《》]+)[>》]")  # 张三 <zhangsan@example.com>


def parse(text: str) -> Verdict:
    """Reads one address; its domain is stored in lower case."""
    written = narrow(text).rstrip(" ;,.。、")
    if written.count("@") > 1:
        return Invalid("email.several")
    bracketed = _BRACKETED.search(written)
    written = _LABEL.sub("", bracketed["address"] if bracketed else written).strip()
    # A Chinese keyboard gives 。 for the dot, and its spaces around the sign are no part of an address.
    written = re.sub(r"\s*([@.])\s*", r"\1", written.replace("。", "."))
    if "@" not in written:
        return Invalid("email.at")
    try:
        # Letters beyond ASCII before the sign are possible, but here they are a label typed in front.
        checked = validate_email(written, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return Invalid("email", {"which": written})
    return Accepted(checked.normalized)
