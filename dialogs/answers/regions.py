"""所在地区: a province, a city, a district, as the applicant writes them.

Knows the names of GB/T 2260 by python-stdnum, and that the zones which cities set up are none of them. What was
written is never put right, only completed: a city alone by its province.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from dialogs.answers import divisions, wrapping
from dialogs.answers.divisions import Place, cities, districts, provinces, short
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid, Verdict
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

_LONGEST = 40  # the longest real one, down to its county, has 25 characters
_MOST_MEANT = 6
_ZONE = Pattern(
    r"(?:新区|开发区|经开区|高新区|产业园区?|工业园区?|科技园区?|园区|合作区|航空港(?:经济综合实验)?区|港区|保税区|自贸[区港]|"
    r"自由贸易(?:试验)?区|示范区|试验区|实验区|管理区|功能区|商务区|度假区|风景区|兵团|第[一二三四五六七八九十]+师|农垦|林业局|新城|组团|[镇乡]$|街道$)"
)
_BARE_ZONE = Pattern(
    rf"某+|(?:国家级|省级)?(?:经济|高新|工业|科技|产业|技术|自由|贸易|示例|综合|现代|新)*(?:{_ZONE.pattern})+|矿区|园区"
)
_PLAIN = Pattern(rf"[{HAN}][{HAN}\s、，,/·（）()|>＞→._．—–-]*")
_BETWEEN = Pattern(r"[\s、，,/·（）()|>＞→._．—–-]+")
_ABOUT_WHERE = Pattern(r"^(?:(?:所在)?地区|所在地|注册地|位于|我们?(?:公司|单位)?在|在)[在为是]?\s*(?=\S)")
_KINDS = frozenset("省市区县州盟旗")
_COUNTRY = Pattern("^(?:中华人民共和国|中国)")
# 路桥区, 路南区 and 路北区 are districts, and 街道 is a division; a house number or a road is an address.
_ROAD = Pattern("[0-9０-９]+ *[号弄室楼层栋幢座]|路(?![桥南北区县])|街(?![道口区])|大道|[巷弄]|大厦|广场|街道.")
_ADDRESS = Pattern(f"{_ROAD.pattern}|[号室]$")
_DISTRICT = Pattern(rf"[{HAN}]{{2,8}}[市区县旗州盟]")


def parse(text: str) -> Verdict:
    """Reads a region, stored as it was written; a city that stands alone has its province put in front."""
    written = wrapping.without_marks(wrapping.without_any_label(wrapping.without_quotes(text)))
    written = _ABOUT_WHERE.sub("", wrapping.unbracketed(written))
    if len(written) > _LONGEST or _ADDRESS.search(written):
        return Invalid("region.address")
    if not _PLAIN.fullmatch(written):
        return Invalid("region")
    value = _completed(written)
    found = tuple(doubts(value))
    if found and found[0].code == "region.unknown" and not _may_be_place(written):
        return Invalid("region")
    return Doubtful(value, found, tuple(_meant(value))) if found else Accepted(value)


@lru_cache(1024)  # examples are, with each answer
def is_address(text: str) -> bool:
    """Whether a line begins with a region and goes on to a road or a house: 浙江省杭州市西湖区示例路 1 号."""
    written = wrapping.without_any_label(text)
    return is_house(_divided(written)[2]) and (begins(written) or _DISTRICT.match(written) is not None)


def begins(text: str) -> bool:
    """Whether a line begins with a province or a city."""
    return _divided(text)[:2] != (None, None)


def is_house(text: str) -> bool:
    """Whether a line has a road or a house: 示例路 1 号."""
    return _ROAD.search(text) is not None


def doubts(value: str) -> Iterator[Doubt]:
    """What is odd about a region as it is stored."""
    province, city, rest = _divided(value)
    place = city or province
    if place is None:
        yield from _doubts_alone(rest)
    elif rest and not _known_below(province, city, rest):
        if elsewhere := cities().get(_name_at(rest, cities())) if city is None else None:
            yield Doubt("region.elsewhere", {"which": rest, "province": elsewhere[0].name, "city": place.name})
        else:
            yield Doubt("region.district", {"which": rest, "city": place.name})


def _completed(written: str) -> str:
    found = cities().get(_COUNTRY.sub("", written))
    if not found or written in provinces():
        return written
    province, city = found
    return province.name + (city.name if written == short(city.name) else written)


def _divided(value: str) -> tuple[Place | None, Place | None, str]:
    """The province and the city with which a region begins, None where it does not, and what follows."""
    rest = _BETWEEN.sub("", _COUNTRY.sub("", value)).replace("市辖区", "")
    province, rest = _taken(rest, provinces())
    if province is None and rest in districts() and rest not in cities():
        return None, None, rest
    if province is None:
        name = _name_at(rest, cities())
        found = cities().get(name)
        return (found[0], found[1], rest[len(name) :]) if found else (None, None, rest)
    city, rest = _taken(rest, province.within)
    return province, city, rest


def _taken(text: str, among: Mapping[str, Place]) -> tuple[Place | None, str]:
    """The place with whose name a text begins, the longest there is, and what follows it."""
    name = _name_at(text, among)
    return among.get(name), text[len(name) :]


def _name_at(text: str, among: Collection[str]) -> str:
    """The longest of the names with which a text begins; not a short one of which the rest says otherwise: 朝阳区."""
    for length in range(min(len(text), 16), 1, -1):
        name = text[:length]
        if name in among and (divisions.SUFFIX.search(name) or text[length : length + 1] not in _KINDS):
            return name
    return ""


def _known_below(province: Place | None, city: Place | None, rest: str) -> bool:
    """Whether what follows a city, or a province that is one, is a district or a zone of it."""
    inside = (city or province or Place("")).within
    if not inside:  # only below a district of such a province nothing else is
        is_district = city is not None and province is not None and province.name.endswith("市")
        return not is_district or _ZONE.search(rest) is not None or _may_be_place(rest)
    if _ZONE.search(rest):
        return not _is_elsewhere(province, city, rest)
    found, left = _taken(rest, inside)
    if found is None and city is None and province:  # a city of a county, without the city to which it belongs
        found, left = _taken(rest, {name: place for big in inside.values() for name, place in big.within.items()})
    return found is not None and (not left or _ZONE.search(left) is not None)


def _is_elsewhere(province: Place | None, city: Place | None, zone: str) -> bool:
    """Whether a zone begins with the name of a city of another place, or is a district of another place itself."""
    named = cities().get(_name_at(zone, cities()))
    if named and named[1] is not city and (city is not None or named[0] is not province):
        return True
    whole = districts().get(zone, ())
    return bool(whole) and not any(city.name in one if city else (province or Place("")).name in one for one in whole)


def _doubts_alone(name: str) -> Iterator[Doubt]:
    """The doubts about a district or zone without its city."""
    where = districts().get(name, ())
    if not where and _ZONE.search(name):
        if len(_BARE_ZONE.sub("", name)) < 2:
            yield Doubt("region.unknown", {"which": name})
        return
    if not where:
        yield Doubt("region.unknown", {"which": name})
    elif len(where) > 1:
        yield Doubt("region.alone", {"which": name, "count": len(where)})


def _may_be_place(text: str) -> bool:
    return len(text) > 1 and divisions.SUFFIX.search(text) is not None


def _meant(value: str) -> Sequence[str]:
    """The whole regions that may have been meant by a district alone, or by a city under another province."""
    province, city, rest = _divided(value)
    if province is None:
        return districts().get(rest, ())[:_MOST_MEANT]
    elsewhere = cities().get(_name_at(rest, cities())) if city is None else None
    if elsewhere and not _known_below(province, city, rest):
        return (f"{elsewhere[0].name}{elsewhere[1].name}{rest[len(_name_at(rest, cities())) :]}",)
    return ()
