"""The administrative divisions of GB/T 2260, as python-stdnum has them: provinces, cities, districts, by their names.

Knows nothing of answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from dialogs.pattern import Pattern

_SIMPLE = str.maketrans("別區門達嶺", "别区门达岭")  # a few names of the list are in traditional characters
_STILL = 2020  # what was merged into another district since then stands in papers that are still in use

_LINE = Pattern(r"""\s*(?P<code>[0-9]{2,4})\s+(?P<level>province|county)="(?P<names>[^"]*)"$""")
_YEARS = Pattern(r"\[([0-9]*)-([0-9]*)\]")
_PEOPLES = (
    "壮族|回族|维吾尔|蒙古族|藏族|彝族|苗族|侗族|布依族|朝鲜族|哈尼族|傣族|白族|景颇族|傈僳族|土家族|羌族|"
    "柯尔克孜|哈萨克|满族|瑶族|黎族|畲族|土族"
)
SUFFIX = Pattern(
    rf"(?:特别行政区|(?:(?:{_PEOPLES})族?)*(?:各族)?自治[区州县旗]|省|市|地区|盟|新区|林区|特区|区|县|旗)$"
)


@dataclass(frozen=True)
class Place:
    """A province or city with what lies in it, by every name under which it is known."""

    name: str
    within: dict[str, Place] = field(default_factory=dict)


def short(name: str) -> str:
    """A name without what it is: 杭州 of 杭州市; the whole where nothing sensible is left."""
    bare = SUFFIX.sub("", name)
    return bare if len(bare) > 1 else name


def _by_names(places: Iterator[Place]) -> dict[str, Place]:
    """Places by their full and, where no other has it, their short names."""
    listed = list(places)
    return {name: place for place in reversed(listed) for name in _shorter(place.name)} | {p.name: p for p in listed}


def _shorter(name: str) -> Iterator[str]:
    """The shorter names of a place: 延边 and 延边州 of 延边朝鲜族自治州."""
    yield (bare := short(name))
    if "自治" in name and bare != name:
        yield bare + name[-1]


@cache
def provinces() -> Mapping[str, Place]:
    """Provinces by name."""
    return _by_names(iter(_read()))


@cache
def cities() -> Mapping[str, tuple[Place, Place]]:
    """Cities and those counties that stand under a province itself, by name, with their province."""
    found: dict[str, tuple[Place, Place]] = {}
    for province in _read():
        for name, city in province.within.items():
            is_city = bool(city.within) or province.name.endswith(("省", "自治区"))
            if is_city:
                found.setdefault(name, (province, city))
    return found


@cache
def districts() -> Mapping[str, tuple[str, ...]]:
    """The whole names of the districts of one name."""
    found: dict[str, dict[str, None]] = {}
    for province in _read():
        for city in {id(place): place for place in province.within.values()}.values():
            for name, district in city.within.items():
                found.setdefault(name, {})[f"{province.name}{city.name}{district.name}"] = None
            if not city.within:
                found.setdefault(city.name, {})[f"{province.name}{city.name}"] = None
                found.setdefault(short(city.name), {})[f"{province.name}{city.name}"] = None
    return {name: tuple(whole) for name, whole in found.items()}


@cache
def _read() -> Sequence[Place]:
    """The provinces of GB/T 2260, with what lies in them today."""
    provinces: list[tuple[Place, dict[str, str]]] = []
    for line in resources.files("stdnum.cn").joinpath("loc.dat").read_text("utf-8").translate(_SIMPLE).splitlines():
        found = _LINE.match(line)
        if found and found["level"] == "province":
            provinces.append((Place(found["names"]), {}))
        elif found and (name := _today(found["names"])):
            provinces[-1][1][found["code"]] = name
    return [Place(province.name, _filled(codes)) for province, codes in provinces]


def _today(names: str) -> str:
    """The name of a code that is in use, or was until lately; "" where there is none."""
    for name in reversed(names.split(",")):
        years = _YEARS.match(name)
        if not years or not years[2] or int(years[2]) >= _STILL:
            return _YEARS.sub("", name)
    return ""


def _filled(codes: Mapping[str, str]) -> dict[str, Place]:
    """What lies in a province: cities with their districts, and what stands under the province itself."""
    places: list[Place] = []
    for code, name in codes.items():
        if code == "0000" or name in ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"):
            continue
        if code.endswith("00"):
            inside = (
                Place(n) for c, n in codes.items() if c[:2] == code[:2] and not c.endswith("00") and n != "市辖区"
            )
            places.append(Place(name, _by_names(inside)))
        elif codes.get(f"{code[:2]}00", "市辖区") in ("市辖区", "县") or code.startswith("90"):
            places.append(Place(name))
    return _by_names(iter(places))
