"""统一社会信用代码 (GB 32100-2015) and 组织机构代码 (GB 11714-1997).

Knows the two standards and nothing of forms. Whether a code was ever issued cannot be told from the code, and codes
were issued that the standards do not know: what does not fit is a doubt.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid, Verdict, doubtful
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

# GB 32100-2015 leaves out I, O, Z, S and V, which are read as 1, 0, 2, 5 and U. The place is the value.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DEPARTMENTS = "123456789ANY"
_LOOK_ALIKE = str.maketrans("IOZS", "1025")

# Department 9 registers companies, sole traders, farmers' cooperatives and others, and no more. The rest have
# issued categories that the printed table lacks, such as 54 and 55, so any digit but 0 is taken there.
_COMPANY_CATEGORIES = "1239"
_CATEGORIES = "123456789"

_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_RUN = Pattern(r"[0-9A-Z](?:[\s\-·._]*[0-9A-Z])*")
_SEPARATORS = Pattern(r"[\s\-·._]")
_REMARK = Pattern(rf"[({HAN}][^0-9A-Z]*[0-9]\s*[-/]\s*[0-9]\)")  # the number of the licence's copy


def parse(text: str) -> Verdict:
    """Reads a code, stored in upper case: 18 characters, or 9 with a hyphen before the last."""
    written = _REMARK.sub(" ", narrow(text).upper())
    runs = [run for run in _RUN.findall(written) if any(char.isdigit() for char in run)]
    codes = dict.fromkeys(code for run in runs for code in _codes(run))
    whole = [code for code in codes if len(code) in (9, 18)]
    if len(whole) > 1:
        return doubtful("", "several", *map(_stored, whole), which=" ".join(whole))
    if whole:
        return _checked(whole[0])
    if not runs:
        return Invalid("orgcode.none")
    return Invalid("orgcode.length", {"length": max(len(_SEPARATORS.sub("", run)) for run in runs)})


def doubts(value: str) -> Iterator[Doubt]:
    """What is odd about a code as it is stored."""
    code = value.replace("-", "")
    if len(code) == 9:
        yield from _doubts_of_nine(code)
    else:
        yield from _doubts_in_parts(code)
        yield from _doubts_in_checks(code)


def check_character(first: str) -> str:
    """The 18th character of a 统一社会信用代码, from its first 17 (modulus 31, weights the powers of 3)."""
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first))
    return ALPHABET[-total % 31]


def inner_check_character(first: str) -> str:
    """The 9th character of an 组织机构代码, from its first 8 (modulus 11; letters are worth A 10 to Z 35)."""
    total = sum(int(char, 36) * weight for char, weight in zip(first, _INNER_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def _codes(run: str) -> Iterator[str]:
    """The codes in a run of letters and digits: it is one, or several with blanks between them."""
    compact = _SEPARATORS.sub("", run)
    parts = [_SEPARATORS.sub("", part) for part in run.split()]
    if len(compact) not in (9, 18) or all(len(part) in (9, 18) for part in parts):
        yield from (part for part in parts if len(part) in (9, 18))
    else:
        yield compact


def _stored(code: str) -> str:
    return f"{code[:8]}-{code[8]}" if len(code) == 9 else code


def _checked(code: str) -> Verdict:
    if len(set(code)) == 1:  # all zeros pass the arithmetic, and are what people type to get on
        return Invalid("orgcode.same", {"which": code[0]})
    position, wrong = next(((at, char) for at, char in enumerate(code, 1) if char not in ALPHABET), (0, ""))
    if wrong and len(code) == 18:
        return _looks_alike(code, position, wrong)
    value = _stored(code)
    found = tuple(doubts(value))
    return Doubtful(value, found) if found else Accepted(value)


def _looks_alike(code: str, position: int, wrong: str) -> Verdict:
    """The doubt whether the digit was meant for which a letter stands that no code has, else the fault."""
    meant = code.translate(_LOOK_ALIKE)
    if set(meant) <= set(ALPHABET) and not list(doubts(meant)):
        return doubtful("", "orgcode.character", meant, which=wrong, position=position)
    return Invalid("orgcode.character", {"which": wrong, "position": position})


def _doubts_of_nine(code: str) -> Iterator[Doubt]:
    if inner_check_character(code[:8]) != code[8]:
        yield Doubt("orgcode.inner", {"which": code[8], "position": 9, "length": 9})
    elif letters := [char for char in code if char not in ALPHABET]:
        yield Doubt("orgcode.letter", {"which": letters[0], "position": code.index(letters[0]) + 1})


def _doubts_in_parts(code: str) -> Iterator[Doubt]:
    """What is odd about the first eight characters: who registered the unit, as what, and where."""
    if code[0] not in DEPARTMENTS:
        yield Doubt("orgcode.department", {"which": code[0]})
    elif code[1] not in (_COMPANY_CATEGORIES if code[0] == "9" else _CATEGORIES):
        yield Doubt("orgcode.category", {"which": code[1]})
    for position, char in enumerate(code[2:8], 3):
        if not char.isdigit():
            yield Doubt("orgcode.division", {"which": char, "position": position})
            return


def _doubts_in_checks(code: str) -> Iterator[Doubt]:
    if check_character(code[:17]) != code[17]:
        yield Doubt("orgcode.check", {"which": code[17], "position": 18})
    elif inner_check_character(code[8:16]) != code[16]:
        yield Doubt("orgcode.inner", {"which": code[16], "position": 17, "length": 18})
