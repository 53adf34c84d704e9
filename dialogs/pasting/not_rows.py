"""Lines that people paste along with rows: titles, totals, notes, samples, lines to be left empty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.answers import talk, unit_names
from dialogs.form.model import Group
from dialogs.pasting import heads, numbering
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import LeftOut, Place, Why
from dialogs.pattern import Pattern
from dialogs.texts import say

_TITLE = Pattern(
    r".*(?:表|名单|清单|一览|目录|情况|信息|台账|汇总)(?:\s*[（(].*[)）])?\s*|.*[:：]"
    r"|(?:附?表|附[件录])\s*[0-9一二三四五六七八九十]{1,3}(?![0-9]).{0,20}"
)
COUNT = r"[0-9０-９一二三四五六七八九十百两]"
_LEADS_IN = Pattern(  # above names alone
    rf"[^第]*{COUNT}\s*[家个](?:企业|单位|公司|客户|机构)?\s*[:：]|"
    r".*(?:如下|下列|包括|分别是|名单|清单)\s*[:：]?|.*(?:[有是为如与由和]|[例比诸]如|服务|联合)\s*[:：]"
)
# The first bracket alone is looked at, as a line may be nothing but brackets.
_BANNER = Pattern(rf"(?:[（(]?{COUNT}{{1,3}}[)）、.．])?(?P<plain>[^（(]*)(?:[（(].*[)）]\s*[:：]?)?")
SECTOR = r"(?:(?<![实置物企])业|领域|制造|安全|互联网|卫生|医疗|教育|金融|能源|交通|电力|政务|通信|物流)"  # at its end
_OF_SECTOR = Pattern(rf"[（(]?[一二三四五六七八九十]{{1,3}}[)）、.．].{{0,8}}{SECTOR}(?:[（(].*[)）])?[:：]?")
_BANNER_END = Pattern(r"(?:领域|行业|类)?(?:企业|客户|单位|公司)?$")
_TOTAL = Pattern(
    rf"(?:{COUNT}{{1,2}}[、.．]\s*)?(?:以上\s*)?(?:合\s*计|总\s*计|小\s*计|共\s*计|总共|汇\s*总|累计|平\s*均[值数]?|total|sum)\s*(?:[:：（(\s].*|(?:共\s*)?{COUNT}.*)?"
    rf"|(?:以上|[一总]?共[有计]?|以上一?共[有计]?)\s*{COUNT}+\s*[家个项条行位名人].{{0,8}}"
    r"|(?:合\s*计|总\s*计|总)(?:经费|金额|费用|预算|投入|人月|人数|资金|保费|数|额)\s*(?:[（(].{0,6}[)）])?[:：]?"
    r"|[^\s,，]{1,12}(?:合\s*计|小\s*计|总\s*计)\s*(?:[（(].{0,6}[)）])?[:：]?\s*[0-9]*"
    rf"|(?:企业|单位|客户|方案|课题|服务对象)?(?:总数|总量|数量|个数|户数|家数|总额|(?<=[业位户案题象])数)\s*(?:[:：（(]?\s*{COUNT}.*)?",
    re.IGNORECASE,
)
SO_ON = (  # behind names
    rf"(?:等(?:等|共?\s*{COUNT}{{1,4}}\s*[余多]?\s*[家个项条].{{0,8}}|(?:企业|单位|公司|客户|机构))?|共?{COUNT}{{1,4}}家(?:企业|单位|公司|客户)?"
    r"|(?:等.{0,4})?(?:共同|联合|一起)(?:申报|参与|承担|实施))[。.…]*"
)
_NOTE = Pattern(
    rf"{SO_ON}|"
    r"(?:备?注|说明|附注|注意|填表说明|填报说明|审核人?|复核人?|经办人|填表日期|填报日期|制表日期|日期"
    r"|数据来源|来源|单位盖章|盖章|单位[（(]盖章[)）])\s*[0-9]{0,2}\s*[:：].*|注[0-9]{0,2}[.、．].*"
    r"|ps\s*[:：].*|(?:必|选|非必)填|[（(][^（()）]{1,12}[)）]"  # below heads what is to be filled in
    r"|(?:填[报表写]|制表|报送|我[司方]|[我本](?:公司|单位))(?:人|联系人|人员|单位|部门)?(?:的?(?:姓名|电话|手机|邮箱|联系方式))?\s*[:：].*"
    r"|[*＊※]\s*(?:[为是指]|代表|表示|标|号).*"
    r"|[-—－*\s（(]*(?:以下(?:空白|无正文)|完)[-—－*\s)）。]*|[（(].*(?:添加行|加行|增加行|另附).*[)）]|…+|…+|[.…—_=-]{3,}"
    # The number of a page.
    r"|[-—]\s*[0-9]{1,3}\s*[-—]|[-—\s]*第?\s*[0-9]+\s*页?[/,，、\s]*(?:共\s*[0-9]+\s*页|/\s*[0-9]+)[-—\s]*|第\s*[0-9]+\s*页|.{0,4}共\s*[0-9]+\s*页"
    rf"|(?:附?表)\s*{COUNT}{{1,3}}\s*[（(]?续[)）]?",
    re.DOTALL | re.IGNORECASE,
)
_LABELLED = Pattern(r"[^:：]{2,8}[:：].*")
_DAY = Pattern(r"[0-9]{4}(?:年[0-9]{1,2}月(?:[0-9]{1,2}日)?|([-./])[0-9]{1,2}\1[0-9]{1,2})")
_BELOW = Pattern(rf"(?:数据)?截[至止].*|.*[（(](?:单位)?[公盖]章[）)]|(?:单位)?[公盖]章|{_DAY.pattern}")
_END = Pattern("[。；;！!？?]+$")
_SPEAKER = Pattern(r".{1,12}[:：]")  # in a chat, before what was sent
_NOTHING = Pattern(r"[-—–=_*.~/\\\s]+")  # a rule, as wide as the rows
_SAMPLE = frozenset(["例", "示例", "样例", "范例", "例如", "举例"])


def rows(table: Group, lines: Sequence[Line], places: Sequence[Place] = ()) -> tuple[list[Line], list[LeftOut]]:
    """The lines that are rows, and those that are left out; heads that come again are neither."""
    found: list[Line] = []
    left_out: list[LeftOut] = []
    wide = any(len(line.filled) > 2 for line in lines)
    named = any(unit_names.ends(line.filled[0]) for line in lines)
    why: Why | None = None
    for line in lines:
        if heads.places(table, line.cells) is not None:
            continue
        counts = [place.is_number for place in places]
        said = [c for at, c in enumerate(line.cells) if c.strip() and not (at < len(counts) and counts[at])]
        above = why
        alone = said[0].strip() if len(said) == 1 and (wide or named) else ""
        why = _why(line, places) or (_why_alone(table, alone, above) if alone and wide else None)
        why = why or ("note" if alone and _is_talk(table, alone) else None)
        if not said and not all(map(numbering.is_number, line.filled)):
            why = why or "stray"  # it begins where the others have their number, and has no cell
        if why:
            left_out.append(left(line, why))
        else:
            found.append(line)
    return found, left_out


def _why_alone(table: Group, text: str, above: Why | None) -> Why | None:
    """Why a cell alone among rows of several is none: a seal, a day, or a banner.

    Or a sentence, or what goes on with a note, where `above` says that this is above it.
    """
    if _BELOW.fullmatch(text) or _SPEAKER.fullmatch(text):
        return "note"
    if _LABELLED.fullmatch(text) and not unit_names.ends(text):
        return "note"
    if (above == "note" or _END.search(text)) and not unit_names.ends(_END.sub("", text)):
        return "note"
    return "banner" if banner_of(table, text) else None


def _is_talk(table: Group, text: str) -> bool:
    """Whether somebody says something among names of organisations, as of those that they will send."""
    if not unit_names.is_name(table.fields[0].example) or talk.is_placeholder(text):
        return False
    said = _END.sub("", text)
    return not unit_names.ends(said) and (talk.is_speech(said) or talk.chats(text) or talk.meaning(text) is not None)


def banner_of(table: Group, text: str) -> str:
    """The choice that a banner says of the rows below it: 一、工业互联网（2家）; "" where a line is none."""
    if not (said := _BANNER.fullmatch(text.strip())):
        return ""
    plain = said["plain"].strip(" :：")
    names = {plain, _BANNER_END.sub("", plain)}
    known = next((choice for column in table.fields[1:] for choice in column.choices if choice in names), "")
    is_open = any(column.of_kind.is_open and column.of_kind.takes_words for column in table.fields[1:])
    return known or (plain if is_open and _OF_SECTOR.fullmatch(text.strip()) else "")


def titles(table: Group, lines: Sequence[Line]) -> list[Line]:
    """The lines on top of others that are no rows but say what follows, where no heads tell where the rows begin."""
    wide = max((len(line.filled) for line in lines), default=0) > 1
    found: list[Line] = []
    for line in lines[:-1]:
        text = line.filled[0]
        named = _TITLE.fullmatch(text) is not None if wide else leads_in(table, text)
        if len(line.filled) > 1 or not named:
            break
        found.append(line)
    return found


def leads_in(table: Group, text: str) -> bool:
    """Whether a text stands before names, and is none: 服务对象包括, the title of the table, the head of the names."""
    is_head = text.endswith((":", "：")) and table.fields[0] in heads.columns_of(table, [text])[0]
    return is_head or _LEADS_IN.fullmatch(text) is not None or heads.fold(text) == heads.fold(table.title)


def is_title(text: str) -> bool:
    """Whether a line says what follows, and is no row."""
    return _TITLE.fullmatch(text) is not None


def is_below(text: str) -> bool:
    """Whether a line is a total, a note, a seal or a day, as they stand below rows."""
    return any(pattern.fullmatch(text) for pattern in (_TOTAL, _NOTE, _BELOW))


def is_rule(cells: Sequence[str]) -> bool:
    """Whether a line has nothing in it, or only what is drawn between others."""
    return all(_NOTHING.fullmatch(cell) for cell in cells if cell.strip())


def is_between(table: Group, text: str) -> bool:
    """Whether a line stands above or below rows, and has no cells however it may be taken apart."""
    return is_title(text) or is_below(text) or bool(banner_of(table, text))


def left(line: Line, why: Why) -> LeftOut:
    """A line as it is left out."""
    return LeftOut(line.number, " ".join(line.filled), why)


def _why(line: Line, places: Sequence[Place]) -> Why | None:
    filled = line.filled
    if is_rule(filled):
        return "note"
    if any(_TOTAL.fullmatch(cell) for cell in filled[:2]) and not any("@" in cell for cell in filled):
        return "total"
    if _NOTE.fullmatch(filled[0]) and (
        len(filled) <= 2
        or all(_NOTE.fullmatch(cell) or _LABELLED.fullmatch(cell) or _DAY.fullmatch(cell) for cell in filled)
    ):
        return "note"
    placed = [*zip(places, map(str.strip, line.cells), strict=False)]
    counted = {cell for place, cell in placed if place.is_number}
    is_ours = say("table_sheet.sample") in counted  # over which somebody may have written
    shows = any(cell and cell == column.example for place, cell in placed for column in place.columns)
    return "sample_row" if _SAMPLE & counted and (shows or not is_ours) else None
