"""A person's name, in Han or Latin letters.

Knows no list of surnames: rare characters and names of all peoples are names. What is no part of the name is cut off
only where it is set off from it or cannot be one; anything else is a doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from dialogs.answers import quantities, regions, talk, wrapping
from dialogs.answers.cleaning import fold, narrow
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid, Verdict, doubtful
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

_LONGEST = 50
_PLACE = 4  # characters from which a name that is a region's is doubtful
_LONG_HAN = 6  # longer ones without a dot are rare
_HAN = Pattern(f"[{HAN}]")
_DOTS = Pattern(r"\s*[·・•‧∙⋅˙ㆍᐧ･●▪]\s*")  # one dot, as the keyboards give it
_POINT_BETWEEN_HAN = Pattern(rf"(?<=[{HAN}])\s*[.。]\s*(?=[{HAN}])")
_SPREAD = Pattern(rf"(?<![{HAN}])[{HAN}](?:\s+[{HAN}])+(?![{HAN}])")  # 张 三, spaced to the width of three
_SPACE_BETWEEN_HAN = Pattern(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_SEVERAL = Pattern("[、,;/&|]")
_AND = Pattern(rf"(?P<one>[{HAN}]{{2,4}})(?:以及|还是|或者|不是|[和及与或跟转])(?P<other>[{HAN}]{{2,4}})")
_DIGITS = Pattern(r"[:,;、\s]*\+?[0-9][0-9\s()-]*")
_CONTACT = Pattern(r"\S+@\S+")
_INNER = " ·'’.-"
_APART = Pattern(r"[\s:,;/|、-]+")
_HAN_NAME = Pattern(f"[{HAN}]{{2,4}}")
_LABEL = Pattern(
    r"^(?:[^:]{1,6}(?:联系人|负责人|经办人|名字)是|[^:]{0,10}(?:人|姓\s*名|名|员|name|contact)\s*:\s*|(?:姓\s*名|联系人|负责人|经办人|法定代表人|法人代表|法人|联络人|申报人|填报人|"
    r"我叫|我是|本人|name|contact)(?:姓名)?(?:是|为)?[\s:]+|(?:姓名|联系人|负责人|经办人|法定代表人|法人代表|法人|联络人|本人(?=..)|我叫|我是)(?:是|为)?)(?=\S)",
    re.IGNORECASE,
)

_POLITE = Pattern("(?:先生|女士|小姐|同志)$")
_TITLE = Pattern(
    r"\s*(?:[副总正]?(?:总经理|经理|总监|主任|主管|处长|科长|部长|院长|所长|局长|厅长|司长|会长|行长|组长|队长|校长|站长|店长)|"
    r"(?:副|助理)?教授|(?:高级|助理|注册|总)?(?:工程师|会计师|经济师|规划师|设计师|分析师|架构师|律师)|(?:副|执行)?董事长?|(?:副|执行)?总裁|专员|"
    r"(?:董事会)?秘书|助理|助手|书记|博士|老师|医生|总工|专家|顾问|代表|研究员|法务|财务|会计|出纳|行政|销售|负责人|联系人|经办人|[总工董])$"
)
_WITH_SEX = Pattern(r"(?P<name>.+?)[\s:,;-]+(?:男|女)(?:士|性)?")
_FAMILIAR = Pattern(rf"[小老阿][{HAN}]|[{HAN}]某")
_SAID = Pattern(
    r"^(?:经理|主任|主管|处长|总监|专员|暂定|可能是|应该是|请?联系|由|微信).|.(?:先生|女士|小姐|科员|干事|调研员|职员|主办|经办|电话|手机|等人?|负责|为主)$|^(?:先生|女士)$"
)
_NOBODY = Pattern(
    f"(?:{quantities.SUM}|[今昨明]天|[今去明前]年|前台|总机|网管|(?:安全|业务|联络|管理|信息|技术|销售|保险|理赔|核保)员|客服(?:人员)?|工作人员|法人(?:代表)?|法定代表人|本人|自己|同事|领导|老板|[男女]性?)$"
)
# What other names end with or are, and what Latin letters say that are no name.
_NO_PERSON = Pattern(
    r"^(?!.*·)(?:.+[险网类企么]$|(?:外资|合资|民营)$|选[一二三四五]|详见|[急呃额嗯哦]$"
    r"|www\.|.*\.(?:com|cn|net|org)$|[a-z]{1,2}$|(?:what|help|please|hello|test|yes|none|e+m+|h+m+)\b)",
    re.IGNORECASE,
)
_HALF_PINYIN = Pattern(rf"[{HAN}]+\s*[a-z]|[A-Z]{{2,4}}\s*[{HAN}]")
_STATE = Pattern("[已未待拟]")  # 已签约: no name begins so
_UNIT = Pattern("(?:公司|集团|企业|单位|中心|研究院|研究所|学院|大学|协会|[办公]*室|部门?|[处科局厅委院所省市区县])$")
_OF_UNIT = Pattern(rf"(?P<unit>[{HAN}]{{2,}}(?:公司|部|中心|处|科|室|局))-?(?P<name>[{HAN}]{{2,4}})$")


def parse(text: str, called: Collection[str] = ()) -> Verdict:
    """Reads a name; it is stored with one kind of dot (买买提·艾力) and no space between Han characters.

    `called` is what its question is called, folded.
    """
    bare = _LABEL.sub("", narrow(text))
    bare = wrapping.without_marks(wrapping.without_quotes(wrapping.without_remarks(wrapping.unbracketed(bare))))
    tidy = _tidy(_joined(bare))
    polite = _POLITE.sub("", tidy).strip()
    name = polite if len(polite) > 1 else tidy
    if not name or talk.is_placeholder(name):
        return doubtful(name if _may_be_name(name) else "", "placeholder", which=text.strip())
    if fold(name) in called:
        return doubtful(name, "label", which=name)
    return _more(name) or _fault(name) or _doubted(name)


def doubts(name: str) -> Iterator[Doubt]:
    """What is odd about a name as it is stored."""
    if talk.is_placeholder(name) or talk.meaning(name) or _STATE.match(name):
        yield Doubt("placeholder", {"which": name})
    elif (
        (_TITLE.search(name) and len(name) > 1 and _HAN.match(name)) or _FAMILIAR.fullmatch(name) or _SAID.search(name)
    ):
        yield Doubt("person.title", {"which": name})
    elif (
        talk.chats(name)
        or ("·" not in name and talk.is_no_name(name))  # names of other peoples, spelled by sound, may have any word
        or _is_place(name)
        or any(map(_is_unit, name.split("·")))
        or any(odd.match(name) for odd in (_OF_UNIT, _NOBODY, _NO_PERSON, _HALF_PINYIN))
    ):
        yield Doubt("person.unit", {"which": name})
    elif len(name) > _LONG_HAN and all(map(_HAN.match, name)):
        yield Doubt("person.long", {"which": name, "count": len(name)})


def _is_place(name: str) -> bool:
    """Whether it is a city with its province or district, which is longer than most names: 北京海淀, 浙江杭州."""
    return len(name) >= _PLACE and isinstance(regions.parse(name), Accepted)


def _is_unit(part: str) -> bool:
    return _UNIT.search(part) is not None and len(part) > 2


def _joined(text: str) -> str:
    """The text on one line: a name that was spread over lines, or several people."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    spread = all(len(line) == 1 for line in lines) or all(line.isascii() for line in lines)
    return (" " if lines and lines[0].isascii() else "" if spread else "、").join(lines)


def _tidy(text: str) -> str:
    name = _POINT_BETWEEN_HAN.sub("·", _DOTS.sub("·", text))
    return re.sub(r"\s+", " ", _SPREAD.sub(_together, name)).strip()


def _more(name: str) -> Verdict | None:
    """The doubt about a text that has more than a name: others, a sex, a title apart, a number or address."""
    if titled := _titled(name):
        return doubtful("", "person.title", titled, which=name)
    if several := _people(name):
        return doubtful("", "several", *several, which=name)
    if sexed := _WITH_SEX.fullmatch(name):
        return doubtful("", "person.title", sexed["name"], which=name)
    return _with_contact(name) or (_spaced(name) if _SPACE_BETWEEN_HAN.search(name) else None)


def _fault(name: str) -> Invalid | None:
    if wrong := next((char for at, char in enumerate(name) if not _belongs(char, first=at == 0)), ""):
        return Invalid("person.character", {"which": wrong})
    return Invalid("person.too_long", {"count": len(name), "limit": _LONGEST}) if len(name) > _LONGEST else None


def _doubted(name: str) -> Verdict:
    found = tuple(doubts(name))
    return Doubtful(name, found, _without_title(name)) if found else Accepted(name)


def _people(name: str) -> Sequence[str]:
    """The names of several people, none where there is one."""
    parts = [part.strip() for part in _SEVERAL.split(name) if part.strip()]
    if len(parts) > 1 and all(map(_may_be_name, parts)):
        return parts
    found = _AND.fullmatch(name)
    return (found["one"], found["other"]) if found else ()


def _titled(name: str) -> str:
    """The name beside titles that are set off from it: 张三/经理, 信息部主任：张三; "" where there is no such."""
    parts = [part for part in _APART.split(name) if part]
    named = [part for part in parts if not _TITLE.search(part)]
    is_name = len(parts) > 1 == len(named) and _HAN_NAME.fullmatch(named[0])
    return named[0] if is_name else ""


def _may_be_name(text: str) -> bool:
    return len(text) > 1 and all(_belongs(char, first=at == 0) for at, char in enumerate(text))


def _with_contact(name: str) -> Verdict | None:
    """The doubt about a name with digits or an address beside it, the fault where there is no name."""
    bare = _DIGITS.sub(" ", _CONTACT.sub(" ", name)).strip(" :,;()-")
    if bare == name and not any(unicodedata.category(char)[0] == "N" and not _HAN.match(char) for char in name):
        return None
    if not bare or not _may_be_name(bare) or "@" in bare:
        return Invalid("person.digits")
    return doubtful("", "person.digits", bare, which=name)


def _spaced(name: str) -> Doubtful:
    """A name with a space between Han characters: another person, or the two parts of one name."""
    return doubtful("", "person.space", _SPACE_BETWEEN_HAN.sub("", name), *name.split(" "), which=name)


def _without_title(name: str) -> tuple[str, ...]:
    if of_unit := _OF_UNIT.fullmatch(name):
        return (of_unit["name"],)
    bare = _TITLE.sub("", name)
    return (bare,) if _HAN_NAME.fullmatch(bare) and bare != name else ()


def _together(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", found[0])


def _belongs(char: str, *, first: bool) -> bool:
    """Whether a character can stand in a name; private use is how old systems hold rare characters."""
    category = unicodedata.category(char)
    letter = bool(_HAN.match(char)) or category[0] == "L" or category == "Co"
    return letter or (not first and (category[0] == "M" or char in _INNER))
