"""One email address.

Knows how addresses are pasted; email-validator knows what one may look like. Nothing is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid, Verdict, doubtful
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

# A Chinese keyboard gives 。 for the dot, and spaces around the sign and the dots are no part of an address.
_SPACED = Pattern(r"\s*([@.])\s*(?=\S)")
_ADDRESS = Pattern(
    rf"[A-Za-z0-9!#$%&*+=?^_`{{|}}~.'’-]*@(?:[A-Za-z0-9-]+(?:\.+[A-Za-z0-9-]+)+|[A-Za-z0-9.{HAN}-]*)",
)
_IN_FRONT = Pattern(
    r"^(?:e-?mail|mail)?[-|#=~?_]{2,}|^(?:e-?mail|mail)[-|#=~?._]?(?=.*[^@]{3}@)|^[-|#=~?]", re.IGNORECASE
)  # a label or a bullet, set on
_BRACKETED = Pattern("[<《](?P<address>[^<>《》]+)[>》]")  # 张三 <zhangsan@example.com>
_COMMON = (
    *("qq.com", "vip.qq.com", "foxmail.com", "163.com", "vip.163.com", "126.com", "yeah.net", "188.com"),
    *("sina.com", "sina.cn", "sohu.com", "139.com", "189.cn", "wo.cn", "aliyun.com", "21cn.com", "tom.com"),
    *("gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com"),
)


_MADE_UP = Pattern(
    r"(?:x{2,}|test|name|a{3,}|abc)@(?:x+|test|a{3,}|domain|abc|xx+|qq|163|x)\.[a-z]+|x{3,}@.*", re.IGNORECASE
)
# Endings that no top level domain has, as fingers give them.
_ENDINGS = Pattern(r"\.(?!(?:con|cmo|ocm|comm|coom|cim|cpm|vom|c|cn\.com)$)[^.]{2,}$", re.IGNORECASE)


def parse(text: str) -> Verdict:
    """Reads one address; its domain is stored in lower case."""
    written = _SPACED.sub(r"\1", narrow(text).replace("。", ".").replace("mailto:", "").strip())
    written = re.sub(r"(?<=@)\s+|\s+(?=@)", "", written)
    bracketed = _BRACKETED.search(written)
    alone = written.count("@") == 1 or len(set(_ADDRESS.findall(written))) == 1
    whole = bracketed["address"] if alone and bracketed and "@" in bracketed["address"] else written
    found = [_IN_FRONT.sub("", address.strip("'’.`")) for address in _ADDRESS.findall(whole)]
    if not found:
        return Invalid("email.at")
    read = [address for address in map(_checked, found) if address]
    if len(read) < len(found):
        return _mended(found[0]) if len(found) == 1 else Invalid("email", {"which": whole})
    several = tuple(dict.fromkeys(read))
    if len(several) > 1:
        return doubtful("", "several", *several, which=whole)
    return _alone(read[0], whole, found[0])


def doubts(address: str) -> Iterator[Doubt]:
    """What is odd about an address as it is stored."""
    local, _, domain = address.partition("@")
    if "*" in local or _MADE_UP.fullmatch(address):
        yield Doubt("placeholder", {"which": address})
    elif not _ENDINGS.search(domain):
        yield Doubt("email.domain", {"which": domain, "near": f"{domain.rpartition('.')[0]}.com"})
    elif near := _near(address):
        yield Doubt("email.domain", {"which": address.partition("@")[2], "near": near.partition("@")[2]})


def _alone(address: str, whole: str, found: str) -> Verdict:
    """The verdict on the one address in a text: what stands beside it must be a label or a remark."""
    before, _, behind = whole.partition(found)
    before = re.sub(r"^[^@:]{0,20}:\s*$|e-?mail\s*$", "", before, flags=re.IGNORECASE)
    if re.search(r"[A-Za-z0-9]\s*$", before):
        return Invalid("email", {"which": whole})
    if re.search(r"[A-Za-z0-9]", before + behind):
        return doubtful("", "email.beside", address, which=whole)
    odd = tuple(doubts(address))
    meant = (near,) if (near := _near(address) or _ended(address)) and odd[:1] and odd[0].code == "email.domain" else ()
    return Doubtful(address, odd, meant) if odd else Accepted(address)


def _ended(address: str) -> str:
    """The address with the ending that was probably meant."""
    return f"{address.rpartition('.')[0]}.com"


def _checked(address: str) -> str:
    """The address as it is stored, "" where there can be no such one."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - takes a fiftieth of the start

    try:
        # Letters beyond ASCII before the sign are possible, but here they are a label typed in front.
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return ""


def _mended(address: str) -> Verdict:
    """The doubt whether a common domain was meant whose dot is missing, else the fault."""
    local, _, domain = address.partition("@")
    meant = next((common for common in _COMMON if local and domain.lower() == common.replace(".", "")), "")
    if meant and _checked(f"{local}@{meant}"):
        return doubtful("", "email.domain", f"{local}@{meant}", which=domain, near=meant)
    return Invalid("email", {"which": address})


def _near(address: str) -> str:
    """The address with the common domain that is one letter from its own; "" for none."""
    local, _, domain = address.partition("@")
    if domain in _COMMON:
        return ""
    return next((f"{local}@{common}" for common in _COMMON if _one_apart(domain, common)), "")


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two neighbours are swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, wanted = one[at:], other[at:]
    swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == wanted
    return swapped or wanted in (rest[1:], f"{wanted[:1]}{rest}") or rest[1:] == wanted[1:]
