"""统一社会信用代码 (GB 32100-2015) and 组织机构代码 (GB 11714-1997).

Knows the two standards and nothing of forms. Whether a code was ever issued cannot be told from the code.
"""

from __future__ import annotations

import re

from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Invalid, Verdict

# GB 32100-2015 leaves out I, O, Z, S and V, which are read as 1, 0, 2, 5 and U. The place is the value.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DEPARTMENTS = "123456789ANY"

# Department 9 registers companies, sole traders, farmers' cooperatives and others, and no more. The rest have
# issued categories that the printed table lacks, such as 54 and 55, so any digit but 0 is taken there.
_COMPANY_CATEGORIES = "1239"
_CATEGORIES = "123456789"

_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# People paste the label of the licence together with the code.
_LABEL = re.compile(r"^[\u4e00-\u9fff/()\s]+:?\s*(?=[0-9A-Za-z])")
_SEPARATORS = re.compile(r"[\s\-·._]")


def parse(text: str) -> Verdict:
    """Reads a code, stored in upper case: 18 characters, or 9 with a hyphen before the last."""
    code = _SEPARATORS.sub("", _LABEL.sub("", narrow(text).strip()).upper())
    if fault := _first_wrong_character(code):
        return fault
    if len(code) == 9:
        return _parse_organisation(code)
    if len(code) == 18:
        return _fault_in_parts(code) or _fault_in_checks(code) or Accepted(code)
    return Invalid("orgcode.length", {"length": len(code)})


def check_character(first: str) -> str:
    """The 18th character of a 统一社会信用代码, from its first 17 (modulus 31, weights the powers of 3)."""
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first))
    return ALPHABET[-total % 31]


def inner_check_character(first: str) -> str:
    """The 9th character of an 组织机构代码, from its first 8 (modulus 11; letters are worth A 10 to Z 35)."""
    total = sum(int(char, 36) * weight for char, weight in zip(first, _INNER_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def _first_wrong_character(code: str) -> Invalid | None:
    for position, char in enumerate(code, 1):
        if char not in ALPHABET:
            return Invalid("orgcode.character", {"which": char, "position": position})
    return None


def _parse_organisation(code: str) -> Verdict:
    if code == "0" * 9:  # passes the arithmetic, and is what people type to get on
        return Invalid("orgcode.zeros")
    if inner_check_character(code[:8]) != code[8]:
        return Invalid("orgcode.inner", {"which": code[8], "position": 9, "length": 9})
    return Accepted(f"{code[:8]}-{code[8]}")


def _fault_in_parts(code: str) -> Invalid | None:
    """What is wrong with the first eight characters: who registered the unit, as what, and where."""
    if code[0] not in DEPARTMENTS:
        return Invalid("orgcode.department", {"which": code[0]})
    if code[1] not in (_COMPANY_CATEGORIES if code[0] == "9" else _CATEGORIES):
        return Invalid("orgcode.category", {"which": code[1]})
    for position, char in enumerate(code[2:8], 3):
        if not char.isdigit():
            return Invalid("orgcode.division", {"which": char, "position": position})
    return None


def _fault_in_checks(code: str) -> Invalid | None:
    if check_character(code[:17]) != code[17]:
        return Invalid("orgcode.check", {"which": code[17], "position": 18})
    if inner_check_character(code[8:16]) != code[16]:
        return Invalid("orgcode.inner", {"which": code[16], "position": 17, "length": 18})
    return None
