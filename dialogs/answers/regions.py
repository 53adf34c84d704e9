"""所在地区: a province, a city, a district, as the applicant writes them.

Knows the 34 names of the first level and no other: nothing is looked up, filled in or put right.
"""

from __future__ import annotations

import re

from dialogs.answers.verdict import Accepted, Invalid, Verdict
from dialogs.answers.word_count import HAN

PROVINCES = (
    *("北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽"),
    *("福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃"),
    *("青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门"),
)
_LONGEST = 30  # the longest real one, down to its county, has 25 characters

_STARTS = re.compile(f"(中华人民共和国|中国)?({'|'.join(PROVINCES)})")
_ENDS = re.compile("(市|州|盟|地区|区|县|旗)$")
_PLAIN = re.compile(rf"[{HAN}][{HAN}\s、，,/·（）()-]*[{HAN}）)]")
# 路桥区, 路南区 and 路北区 are districts, and 街道 is a division; a house number or a road is an address.
_ADDRESS = re.compile("[0-9０-９]+ *[号弄室楼层栋幢座]|路(?![桥南北])|街(?![道口])|大道|[巷弄号室]|大厦|广场|街道.")


def parse(text: str) -> Verdict:
    """Reads a region, stored as typed: it must start with a province, or end as a city or district does."""
    if len(text) > _LONGEST or _ADDRESS.search(text):
        return Invalid("region.address")
    if not _PLAIN.fullmatch(text) or not (_STARTS.match(text) or _ENDS.search(text)):
        return Invalid("region")
    return Accepted(text)
