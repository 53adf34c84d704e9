"""A cell that holds what columns beside it ask for, where these are empty: they get theirs.

Knows how answers look, not whether they are right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from dialogs.answers import unit_names
from dialogs.form.model import Field, Group
from dialogs.pasting import contacts, heads, listed_names, not_rows
from dialogs.pasting.fitting import is_strict, worth
from dialogs.pattern import Pattern

_BETWEEN = Pattern(r"[\s,，;；:：、/|（）()]+")
_LABELLED = Pattern(
    r"(?:(?:[^:：]{1,12}[，,])?[\u3400-\u9fffA-Za-z]{1,8}[0-9一二三四五六七八九十]*[:：]|另外|还有|另有|目前|例如|比如|其中)\s*(.+)"
)
_MAY_HOLD_MORE = Pattern(r"[0-9@:：…]|[\s,，;；、/|（）()]|另|还有|目前|例如|比如|其中")
_MARK = Pattern(r"[{}<>=^~#\\【√✓✔☑]|\[")  # of a file, a page or a program, or around what it is called
_BEHIND = Pattern(r"(?:有限(?:责任)?公司|公司(?=[-—–_]|是|做|从事|属于|主营|主要|专门|位于))(?P<rest>[^（(）)\s]+)")
_BRANCH = Pattern(
    r"(?!.*[的是为])(?!属于|联系|以及|负责).*(?:公司|[部厂院所处店行社站队室局]|中心|基地|研究院|[工商协学]会|党委)"
)
_OWN_PART = Pattern(  # of a card: where in the company somebody works
    r".*公司.{0,6}(?:信息|科技|技术|安全|法务|财务|人事|人力|采购|市场|销售|研发|运营|综合|办公|行政|总裁).{0,6}[部处科室]"
)
_REMARK = Pattern(
    r".*[（(](?:(?:已|未|拟|待|正在|意向|新增|新签|重点|续[保签]|洽谈).{0,10}|(?:联系|负责|经办|对接|电话|手机|邮箱).*|[0-9一二三四五六七八九十]+[家户])[)）]|.*[改更]名"
    rf"|.*公司[（(][^（()）]{{0,6}}{not_rows.SECTOR}[)）]"
)
_STATED = Pattern(  # around a name: how far one is with it, or since when
    r"(?:NEW|新增|新签|疑似|待定|暂定|意向|潜在)[\s:：]*(?=[\u3400-\u9fff])|[0-9]{4}年(?=\S)"
    r"|.*[（(【\[](?:删除|重复|作废|取消|更新|变更|更正|暂[缓停不]|退出|新增|备选|原名|曾用名).{0,10}[)）】\]]"
)
NO_SECTOR = (  # as what somebody works, or where in it; what an organisation is; how far one is with it
    r".*(?:经理|总监|主任|主管|总裁|董事|专员|助理|秘书|工程师|负责人|法人|法务|财务|会计|[处科部院所局行校会]长)|.*[部处科室]"
    r"|(?:国有|民营|私营|外资|合资|集体|国营|上市|股份)(?:制?企业|公司)?|[国民私央外]企|[大中小微]型(?:企业)?"
    r"|同(?:[上下左右前后甲乙丙丁]|.{0,4}(?:公司|企业)).*|一样|无(?:行业|领域)?|.?[0-9一二三四五六七八九十][期批]|[A-Z甲乙丙丁Ⅰ-Ⅻ]类|[二三四]选一|网安险"
    r"|.+[:：][是否有无]|(?:[已未待拟]|正在|意向|洽谈|签约|续保|新增).*|[是否有男女]|网络安全保险"
)
_NO_SECTOR = Pattern(NO_SECTOR)
_SPACED = Pattern(r"(?P<before>.*[\u3400-\u9fff])[ \u3000\xa0]+[\u3400-\u9fff]")  # no registered name has a blank
_SET_OFF = Pattern(r"\s|[:：]|…")
_NO_NAME = Pattern(  # what is cut off before its end, or how many they are
    rf".*(?:有限(?:责任?)?公?|股份有)|{not_rows.COUNT}+[多余]?[家个](?:企业|单位|公司|客户)?"
)
_CLAUSES = Pattern(r"[，；。](?![^（(《]*[）)》])")  # between two, outside of brackets

Texts = Mapping[Field, str]


def spread(table: Group, texts: Texts, today: date) -> Texts:
    """The cells of a row, by their columns, with what in one is clearly for others that are empty there."""
    found = dict(texts)
    for column in [column for column, text in texts.items() if _MAY_HOLD_MORE.search(text)]:
        if not is_strict(column) or (column.of_kind.contact and not contacts.pieces(found[column]).rest):
            reached = _reach(table, column, found)
            found |= reached
            found |= _parts(table, column, found, today, is_reached=bool(reached))
    return found


def is_crowded(table: Group, column: Field, texts: Texts) -> bool:
    """Whether a name or a choice has a number, an address or words beside it, is the heads in one, or a neighbour's."""
    is_name, text = column.id == table.fields[0].id, texts[column]
    if _is_neighbours(table, column, text) or ((is_name or column.of_kind.is_open) and _has_others(column, texts)):
        return True
    if is_name and (_NO_NAME.fullmatch(text) or _CLAUSES.search(text)):
        return True
    if is_name and (_MARK.search(text) or _goes_on(text) or _is_remarked(text) or _is_spaced(text)):
        return True
    if not (is_name or column.of_kind.is_open) or not _MAY_HOLD_MORE.search(text):
        return False
    found, labelled, words = contacts.pieces(text), _LABELLED.fullmatch(text), text.split()
    is_reached = any(column.of_kind.contact in contacts.REACHES for column in table.fields) and (
        found.phones or found.mails
    )
    is_heads = len(words) > 1 and sum(map(bool, heads.places(table, words) or ())) > 1
    is_name_behind = labelled is not None and listed_names.is_one(labelled[1])
    is_name_before = listed_names.is_one(_SET_OFF.split(text, maxsplit=1)[0]) and not listed_names.is_one(text)
    is_choice_before = words[0] in column.choices and len(words) > 1 and not {*words[1:]} & {*column.choices}
    is_cut = len(re.findall("[（(]", text)) != len(re.findall("[）)]", text))
    return bool(is_reached) or is_heads or is_name_behind or is_name_before or is_choice_before or is_cut


def _is_neighbours(table: Group, column: Field, text: str) -> bool:
    """Whether a cell is what another column offers, or a company beside the one that a row is called after."""
    others = [other for other in table.fields if text in other.choices]
    is_unit = column.of_kind.is_open and column != table.fields[0] and unit_names.is_company(text)
    is_other = column.of_kind.is_open and column != table.fields[0] and _NO_SECTOR.fullmatch(text)
    return is_unit or bool(is_other) or bool(others and column not in others)


def _has_others(column: Field, texts: Texts) -> bool:
    """Whether beside its own words a cell has what another of the row holds: who is to be asked."""
    others = [re.escape(text) for other, text in texts.items() if other != column and other.of_kind.contact]
    return any(re.search(rf"\W{other}(?!\w)", texts[column]) for other in others if other)


def _is_remarked(text: str) -> bool:
    """Whether behind a name stands what is none of it: where in the company somebody works, how far one is with it."""
    is_stated = _STATED.match(text) and re.search(unit_names.ENDS, text)
    return bool(is_stated or _OWN_PART.fullmatch(text) or _REMARK.fullmatch(text))


def _is_spaced(text: str) -> bool:
    """Whether a blank stands amid the name of a company, and not behind that of the one to which it belongs."""
    found = _SPACED.match(text)
    return bool(found and unit_names.is_company(re.sub(r"\s", "", text)) and not unit_names.ends(found["before"]))


def _goes_on(text: str) -> bool:
    """Whether a sentence goes on behind the name of a company, which is none of a branch: …有限公司的联系人是张三."""
    behind = _BEHIND.search(text)
    return behind is not None and not _BRANCH.fullmatch(behind["rest"])


def _reach(table: Group, column: Field, texts: Texts) -> Texts:
    """The numbers and addresses in a cell, by columns for them that are empty, and what is left for its own."""
    empty = [other for other in table.fields if other.of_kind.contact in contacts.REACHES and other not in texts]
    parts = contacts.spread([column, *empty], texts[column]) if empty else {}
    if not (parts.get(column.id) and any(parts[other.id] for other in empty)):
        return {}
    return {other: parts[other.id] for other in (column, *empty) if parts[other.id]}


def _parts(table: Group, column: Field, texts: Texts, today: date, *, is_reached: bool) -> Texts:
    """What stands behind the first part of a cell, each for the empty column that it fits; nothing where one fits none.

    Words beside words may be one, as 中国 联通: they are not, where `is_reached` says that a number stood beside them,
    or where there is a choice behind the name of an organisation, or between brackets.
    """
    own, *others = _BETWEEN.split(texts[column].strip().rstrip("）)"))
    given: dict[Field, str] = {}
    for part in others:
        fitting = [other for other in table.fields if other not in texts and other not in given]
        other = next((other for other in fitting if worth(other, part, today) > 0), None)
        if other is None:
            return {}
        given[other] = part
    is_name = listed_names.is_one(own) and any(not other.of_kind.contact for other in given)
    is_chosen = texts[column].rstrip().endswith((")", "）")) and all(part in of.choices for of, part in given.items())
    is_clear = own in column.choices if column.of_kind.is_open else is_name or is_chosen
    return {**given, column: own} if given and (is_reached or is_clear) else {}
