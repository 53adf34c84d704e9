"""Which columns of a table a head stands for, in whatever words people have for them.

Knows no cell but the heads. The words for all forms stand in `words.toml`; a form adds its own as `Field.synonyms`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import islice

from dialogs.form.model import Field, Group
from dialogs.pasting.contacts import REACHES
from dialogs.pasting.grid import MOST
from dialogs.pasting.table_layout import Columns
from dialogs.pattern import Pattern

_WORDS = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
_BARE = {*_WORDS["bare"], *_WORDS["short"]}
_BRACKETS = Pattern(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_BETWEEN = Pattern(r"[/、,;&+|]|以?及|与|和|或")
_COUNTED = Pattern(r"^(?:\(?[0-9]{1,2}[).、])")
_DATA = Pattern(r"[0-9]{3}|@|https?:")
_UNIT = Pattern("(?:人民币)?(?:万|亿|千)?元$")
_OF_NUMBER = Pattern(r"(?<=[a-z])(?:\.|no\.?|number|1)$|1$")  # Mobile No., 手机1
_MEASURE = Pattern(
    r"\((?:单位:?)?(个?月|年|天|日|周|小时|季度?|%|人次"
    r"|[百千万亿]*(?:[美欧日港澳加韩泰新]元|英镑|卢布|港币|usd|eur))\)$"
)
LOOKED = 11  # lines in which heads are looked for
_LONGEST = 40  # characters of a head

_Look = Callable[[Group, str], Columns]
"""A way to tell which columns of a table a head names."""


def fold(head: str) -> str:
    """A head in a form to compare by."""
    folded = re.sub(r"[\s*:'\"“”★※]", "", unicodedata.normalize("NFKC", head)).casefold()
    return _COUNTED.sub("", folded)


def is_numbering(head: str) -> bool:
    """Whether a head is that of a column that only counts."""
    return fold(head) in _WORDS["numbering"]


def is_others(head: str) -> bool:
    """Whether a head says that something is not the one's who is asked for: 法人手机."""
    return any(word in fold(head) for word in _WORDS["others"])


def is_party(head: str) -> bool:
    """Whether a head says that a company is another one than who fills in the form: 投保单位."""
    return any(word in fold(head) for word in _WORDS["parties"])


def is_measured(table: Group, head: str) -> bool:
    """Whether a head states a measure in brackets that the form's own words do not have: 投入时间（年）."""
    found = _MEASURE.search(fold(head))
    return found is not None and not any(found[1] in word for word in _own_words(table))


def is_bare(head: str) -> bool:
    """Whether a head is a word that tells nothing by itself: 名称, 行业."""
    return fold(head) in _BARE


def is_data(cell: str) -> bool:
    """Whether a cell has digits or an address in it, as no head has."""
    return _DATA.search(cell) is not None


def places(table: Group, heads: Sequence[str]) -> list[Columns] | None:
    """The columns under each head, none for a head of none; None where the line is not one of heads at all.

    It is one where two columns are named in whatever words, or one in its own, with not too much else beside it; a word
    alone only where the whole of it is known, as 综合服务方案 is what somebody calls a plan.
    """
    filled = [head for head in heads if head.strip()]
    if any(len(head) > _LONGEST or is_data(head) for head in filled):
        return None
    asked = [head for head in filled if not is_numbering(head)]
    if not asked:
        return None
    found = columns_of(table, heads)
    known = sum(map(bool, found))
    own = sum(bool(_own(table, head)) for head in heads)
    is_line = known >= 2 and known * 3 >= len(asked)
    is_word = len(asked) == 1 and any(look(table, asked[0]) for look in (_own, meant, _parts))
    return found if is_line or is_word or own * 2 >= len(asked) else None


def columns_of(table: Group, heads: Sequence[str]) -> list[Columns]:
    """The columns that each head names, each column only once: for a head in its own words before any other."""
    found: list[Columns] = [()] * len(heads)
    taken: set[str] = set()
    for look in _LOOKS:
        order = sorted(enumerate(heads[:MOST]), key=lambda one: _comes_after(table, look, one[1]))
        for at, head in order:
            if found[at] or not head.strip() or len(head) > _LONGEST:
                continue
            found[at] = tuple(column for column in look(table, head) if column.id not in taken)
            taken |= {column.id for column in found[at]}
    return found


def name_rows(table: Group, heads: Sequence[str]) -> bool:
    """Whether what the rows are called after is among what some heads name."""
    return any(table.fields[0] in columns for columns in columns_of(table, heads))


def are_contested(table: Group, heads: Sequence[str]) -> bool:
    """Whether two heads name one column alike, so that it is not clear which has it: 母公司名称 and 子公司名称."""
    named = [(look, *columns) for head in heads for look, columns in _known(table, head)]
    return any(named.count(one) > 1 for one in named)


def _known(table: Group, head: str) -> Iterator[tuple[_Look, Columns]]:
    """By which look a head is known first, and which column alone it is for; nothing for any other."""
    found = ((look, columns) for look in _LOOKS if (columns := look(table, head)))
    yield from (one for one in islice(found, 1) if len(one[1]) == 1)


def _comes_after(table: Group, look: _Look, head: str) -> tuple[bool, bool]:
    """Whether others are rather meant than a head: the number on which somebody is reached, not that of a desk.

    And the contact's: 联系人手机 rather than 企业电话.
    """
    of_contact = (fold(column.label) in fold(head) for column in table.fields if column.of_kind.contact == "name")
    return fold(head) in _WORDS["desk"], look is _ending and not any(of_contact)


def words(table: Group, *, telling: bool = False) -> list[str]:
    """All words that may name a column of the table, or those that do in any text; the longest first, folded."""
    known = {*_own_words(table), *_general(table), *_WORDS["contact"]} - (_BARE if telling else set())
    return sorted(known, key=len, reverse=True)


def _label(table: Group, head: str) -> Columns:
    return tuple(column for column in table.fields if fold(head) in (fold(column.label), fold(column.short)))


def _own(table: Group, head: str) -> Columns:
    return _first(_own_words(table), head)


def is_label(table: Group, head: str) -> bool:
    """Whether the form calls a column of the table so."""
    return bool(_own(table, head))


def meant(table: Group, head: str) -> Columns:
    """The column for which a head is another word, by its meaning."""
    return _first(_general(table), head)


def _first(known: Mapping[str, Field], head: str) -> Columns:
    whole = fold(head)
    looked = (whole, *(pattern.sub("", whole) for pattern in (_BRACKETS, _UNIT, _OF_NUMBER)))
    column = next((known[word] for word in looked if word in known), None)
    return (column,) if column else ()


def _parts(table: Group, head: str) -> Columns:
    """The columns of a head that names several, between strokes or in brackets: 联系方式（手机与邮箱）."""
    whole = fold(head)
    outer, inner = _BRACKETS.sub("", whole), "、".join(_BRACKETS.findall(whole))
    within = _named(table, _BETWEEN.split(inner))
    if outer in _WORDS["contact"] and within:
        return within
    parts = _BETWEEN.split(outer)
    if offering := tuple(c for c in table.fields if c.choices and {*parts} <= {*map(fold, c.choices)}):
        return offering[:1] if len(parts) > 1 else ()
    if outer in _WORDS["person"]:
        return within or tuple(c for c in table.fields if c.of_kind.contact in ("name", *REACHES))
    contact = (
        column for column in table.fields if column.of_kind.contact in REACHES and {*_WORDS["contact"]} & {*parts}
    )
    return tuple({column.id: column for column in (*_named(table, parts), *contact)}.values())


def _named(table: Group, parts: Sequence[str]) -> Columns:
    found = {c.id: c for part in parts for c in (*_own(table, part), *meant(table, part))[:1]}
    return tuple(found.values())


def _ending(table: Group, head: str) -> Columns:
    """The column of the longest word with which a head ends: 联系人手机 is a number."""
    whole = _BRACKETS.sub("", fold(head))
    known = {**_general(table), **_own_words(table)}
    telling = (word for word in sorted(known, key=len, reverse=True) if word not in _WORDS["bare"])
    ending = next((word for word in telling if whole.endswith(word)), "")
    before = whole.removesuffix(ending)
    return (known[ending],) if ending and before not in _WORDS["sums"] and not is_others(before) else ()


def _half(table: Group, head: str) -> Columns:
    """The only column whose label begins or ends with a head: 自筹 is 自筹经费（万元）, 日期 is 启用日期."""
    whole = fold(head)
    labels = [(column, _BRACKETS.sub("", fold(column.label))) for column in table.fields if len(whole) > 1]
    found = [column for column, label in labels if label.startswith(whole) or label.endswith(whole)]
    return tuple(found) if len(found) == 1 else ()


_LOOKS: Sequence[_Look] = (_label, _own, meant, _parts, _ending, _half)


@lru_cache(maxsize=64)
def _own_words(table: Group) -> Mapping[str, Field]:
    """What the form itself calls its columns, also half of a label that has a stroke, and without brackets.

    A word for numbers and addresses alike names no column alone, though before an answer it may.
    """
    found: dict[str, Field] = {}
    for column in reversed(table.fields):
        synonyms = (name for name in column.synonyms if fold(name) not in _WORDS["contact"])
        for name in filter(None, (*synonyms, column.short, column.label)):
            whole = fold(name)
            for word in (whole, _BRACKETS.sub("", whole), *whole.split("/")):
                found[word] = column
    return found


@lru_cache(maxsize=64)
def _general(table: Group) -> Mapping[str, Field]:
    """Other words for the columns: of the meaning that one has by its label, or else by its kind."""
    own, meanings = _own_words(table), [meaning["words"] for meaning in _WORDS["meaning"]]
    told = {own[word].id for words in meanings for word in words if word in own and word not in _WORDS["bare"]}
    found: dict[str, Field] = {}
    for words in meanings:  # 名称 alone has several: it says nothing of a column of which another word does
        known = (own[word] for word in words if word in own and not (word in _WORDS["bare"] and own[word].id in told))
        columns = list({column.id: column for column in known}.values()) or list(_by_kind(table, words))
        if len(columns) == 1:  # of two with one meaning none can be guessed
            found = {**dict.fromkeys(words, columns[0]), **found}
    return {word: column for word, column in found.items() if word not in own}


def _by_kind(table: Group, words: Collection[str]) -> Iterator[Field]:
    """The only column whose kind goes by one of these words, unless its label has a meaning of its own."""
    of_kind = [column for column in table.fields if column.of_kind.goes_by in words]
    meant = {word for meaning in _WORDS["meaning"] for word in meaning["words"]}
    if len(of_kind) == 1 and fold(of_kind[0].label) not in meant:
        yield of_kind[0]
