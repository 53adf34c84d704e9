"""所在地区: a province, a city, a district, as the applicant writes them.

Knows the names of GB/T 2260 by python-stdnum, and that the zones which cities set up are none of them. What was
written is never put right, only completed: a city alone by its province.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from dialogs.answers import wrapping
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid, Verdict
from dialogs.answers.word_count import HAN

_LONGEST = 40  # the longest real one, down to its county, has 25 characters
_MOST_MEANT = 6
_SIMPLE = str.maketrans("別區門達嶺", "别区门达岭")  # a few names of the list are in traditional characters
_STILL = 2020  # what was merged into another district since then stands in papers that are still in use

_LINE = re.compile(r"""\s*(?P<code>[0-9]{2,4})\s+(?P<level>province|county)="(?P<names>[^"]*)"$""")
_YEARS = re.compile(r"\[([0-9]*)-([0-9]*)\]")
_PEOPLES = (
    "壮族|回族|维吾尔|蒙古族|藏族|彝族|苗族|侗族|布依族|朝鲜族|哈尼族|傣族|白族|景颇族|傈僳族|土家族|羌族|"
    "柯尔克孜|哈萨克|满族|瑶族|黎族|畲族|土族"
)
_SUFFIX = re.compile(
    rf"(?:特别行政区|(?:(?:{_PEOPLES})族?)*(?:各族)?自治[区州县旗]|省|市|地区|盟|新区|林区|特区|区|县|旗)$"
)
_ZONE = re.compile(
    r"(?:新区|开发区|经开区|高新区|产业园区?|工业园区?|科技园区?|园区|合作区|航空港(?:经济综合实验)?区|港区|保税区|自贸[区港]|"
    r"自由贸易(?:试验)?区|示范区|试验区|实验区|管理区|功能区|商务区|度假区|风景区|兵团|第[一二三四五六七八九十]+师|农垦|林业局|新城|组团|[镇乡]$|街道$)"
)
_PLAIN = re.compile(rf"[{HAN}][{HAN}\s、，,/·（）()-]*")
_BETWEEN = re.compile(r"[\s、，,/·（）()-]+")
_KINDS = frozenset("省市区县州盟旗")
_COUNTRY = re.compile("^(?:中华人民共和国|中国)")
# 路桥区, 路南区 and 路北区 are districts, and 街道 is a division; a house number or a road is an address.
_ADDRESS = re.compile(
    "[0-9０-９]+ *[号弄室楼层栋幢座]|路(?![桥南北区县])|街(?![道口])|大道|[巷弄号室]$|[巷弄]|大厦|广场|街道."
)


@dataclass(frozen=True)
class _Place:
    """A province or city with what lies in it, by every name under which it is known."""

    name: str
    within: dict[str, _Place] = field(default_factory=dict)


def parse(text: str) -> Verdict:
    """Reads a region, stored as it was written; a city that stands alone has its province put in front."""
    written = wrapping.without_marks(wrapping.without_any_label(wrapping.without_quotes(text)))
    if len(written) > _LONGEST or _ADDRESS.search(written):
        return Invalid("region.address")
    if not _PLAIN.fullmatch(written):
        return Invalid("region")
    value = _completed(written)
    found = tuple(doubts(value))
    if found and found[0].code == "region.unknown" and not _may_be_place(written):
        return Invalid("region")
    return Doubtful(value, found, tuple(_meant(value))) if found else Accepted(value)


def doubts(value: str) -> Iterator[Doubt]:
    """What is odd about a region as it is stored."""
    province, city, rest = _divided(value)
    place = city or province
    if place is None:
        yield from _doubts_alone(rest)
    elif rest and not _known_below(province, city, rest):
        if elsewhere := _cities().get(_name_at(rest, _cities())) if city is None else None:
            yield Doubt("region.elsewhere", {"which": rest, "province": elsewhere[0].name, "city": place.name})
        else:
            yield Doubt("region.district", {"which": rest, "city": place.name})


def _completed(written: str) -> str:
    found = _cities().get(_COUNTRY.sub("", written))
    if not found or written in _provinces():
        return written
    province, city = found
    return province.name + (city.name if written == _short(city.name) else written)


def _divided(value: str) -> tuple[_Place | None, _Place | None, str]:
    """The province and the city with which a region begins, None where it does not, and what follows."""
    rest = _BETWEEN.sub("", _COUNTRY.sub("", value)).replace("市辖区", "")
    province, rest = _taken(rest, _provinces())
    if province is None:
        name = _name_at(rest, _cities())
        found = _cities().get(name)
        return (found[0], found[1], rest[len(name) :]) if found else (None, None, rest)
    city, rest = _taken(rest, province.within)
    return province, city, rest


def _taken(text: str, among: Mapping[str, _Place]) -> tuple[_Place | None, str]:
    """The place with whose name a text begins, the longest there is, and what follows it."""
    name = _name_at(text, among)
    return among.get(name), text[len(name) :]


def _name_at(text: str, among: Collection[str]) -> str:
    """The longest of the names with which a text begins; not a short one of which the rest says otherwise: 朝阳区."""
    for length in range(min(len(text), 16), 1, -1):
        name = text[:length]
        if name in among and (_SUFFIX.search(name) or text[length : length + 1] not in _KINDS):
            return name
    return ""


def _known_below(province: _Place | None, city: _Place | None, rest: str) -> bool:
    """Whether what follows a city, or a province that is one, is a district or a zone of it."""
    inside = (city or province or _Place("")).within
    if not inside or _ZONE.search(rest):
        return True
    found, left = _taken(rest, inside)
    if found is None and city is None and province:  # a city of a county, without the city to which it belongs
        found, left = _taken(rest, {name: place for big in inside.values() for name, place in big.within.items()})
    return found is not None and (not left or _ZONE.search(left) is not None)


def _doubts_alone(name: str) -> Iterator[Doubt]:
    """The doubts about a district or zone without its city."""
    if _ZONE.search(name):
        return
    where = _districts().get(name, ())
    if not where:
        yield Doubt("region.unknown", {"which": name})
    elif len(where) > 1:
        yield Doubt("region.alone", {"which": name, "count": len(where)})


def _may_be_place(text: str) -> bool:
    return len(text) > 1 and _SUFFIX.search(text) is not None


def _meant(value: str) -> Sequence[str]:
    """The whole regions that may have been meant by a district alone, or by a city under another province."""
    province, city, rest = _divided(value)
    if province is None:
        return _districts().get(rest, ())[:_MOST_MEANT]
    elsewhere = _cities().get(_name_at(rest, _cities())) if city is None else None
    if elsewhere and not _known_below(province, city, rest):
        return (f"{elsewhere[0].name}{elsewhere[1].name}{rest[len(_name_at(rest, _cities())) :]}",)
    return ()


def _short(name: str) -> str:
    """A name without what it is: 杭州 of 杭州市; the whole where nothing sensible is left."""
    bare = _SUFFIX.sub("", name)
    return bare if len(bare) > 1 else name


def _by_names(places: Iterator[_Place]) -> dict[str, _Place]:
    """Places by their full and, where no other has it, their short names."""
    listed = list(places)
    return {name: place for place in reversed(listed) for name in _shorter(place.name)} | {p.name: p for p in listed}


def _shorter(name: str) -> Iterator[str]:
    """The shorter names of a place: 延边 and 延边州 of 延边朝鲜族自治州."""
    yield (bare := _short(name))
    if "自治" in name and bare != name:
        yield bare + name[-1]


@cache
def _provinces() -> Mapping[str, _Place]:
    return _by_names(iter(_read()))


@cache
def _cities() -> Mapping[str, tuple[_Place, _Place]]:
    """Cities and those counties that stand under a province itself, by name, with their province."""
    found: dict[str, tuple[_Place, _Place]] = {}
    for province in _read():
        for name, city in province.within.items():
            is_city = bool(city.within) or province.name.endswith(("省", "自治区"))
            if is_city:
                found.setdefault(name, (province, city))
    return found


@cache
def _districts() -> Mapping[str, tuple[str, ...]]:
    """The whole names of the districts of one name."""
    found: dict[str, dict[str, None]] = {}
    for province in _read():
        for city in {id(place): place for place in province.within.values()}.values():
            for name, district in city.within.items():
                found.setdefault(name, {})[f"{province.name}{city.name}{district.name}"] = None
            if not city.within:
                found.setdefault(city.name, {})[f"{province.name}{city.name}"] = None
                found.setdefault(_short(city.name), {})[f"{province.name}{city.name}"] = None
    return {name: tuple(whole) for name, whole in found.items()}


@cache
def _read() -> Sequence[_Place]:
    """The provinces of GB/T 2260, with what lies in them today."""
    provinces: list[tuple[_Place, dict[str, str]]] = []
    for line in resources.files("stdnum.cn").joinpath("loc.dat").read_text("utf-8").translate(_SIMPLE).splitlines():
        found = _LINE.match(line)
        if found and found["level"] == "province":
            provinces.append((_Place(found["names"]), {}))
        elif found and (name := _today(found["names"])):
            provinces[-1][1][found["code"]] = name
    return [_Place(province.name, _filled(codes)) for province, codes in provinces]


def _today(names: str) -> str:
    """The name of a code that is in use, or was until lately; "" where there is none."""
    for name in reversed(names.split(",")):
        years = _YEARS.match(name)
        if not years or not years[2] or int(years[2]) >= _STILL:
            return _YEARS.sub("", name)
    return ""


def _filled(codes: Mapping[str, str]) -> dict[str, _Place]:
    """What lies in a province: cities with their districts, and what stands under the province itself."""
    places: list[_Place] = []
    for code, name in codes.items():
        if code == "0000" or name in ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"):
            continue
        if code.endswith("00"):
            inside = (
                _Place(n) for c, n in codes.items() if c[:2] == code[:2] and not c.endswith("00") and n != "市辖区"
            )
            places.append(_Place(name, _by_names(inside)))
        elif codes.get(f"{code[:2]}00", "市辖区") in ("市辖区", "县") or code.startswith("90"):
            places.append(_Place(name))
    return _by_names(iter(places))
