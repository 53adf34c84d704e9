"""A kind of answer and a check that another package brings: the number of a car's plate, and where the car is from."""

from __future__ import annotations

import re
from datetime import date

from dialogs.answers.kind import Kind
from dialogs.answers.kinds import Accepted, Invalid, Parameters, Verdict
from dialogs.answers.verdict import doubtful

_PLATE = re.compile("[京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云陕甘青蒙桂宁新藏][A-Z][A-HJ-NP-Z0-9]{5,6}")


def read(asked: Parameters, text: str, today: date) -> Verdict:
    """Reads a plate, stored without the point: 浙A12345."""
    del today
    value = re.sub(r"[\s·.]", "", text).upper()
    if _PLATE.fullmatch(value):
        return Accepted(value)
    if _PLATE.fullmatch(value.replace("O", "0").replace("I", "1")):
        meant = value.replace("O", "0").replace("I", "1")
        return doubtful("", "custom", meant, words="车牌号里没有字母 I 和 O，多半是数字")
    example = f"，例如 {asked.example}" if asked.example else ""
    return Invalid("custom", {"words": f"“{text}”不是车牌号。请照行驶证填写{example}"})


PLATE: Kind = Kind(read, is_of_one=True, help="请照行驶证写车牌号。")


def is_of(plate: str, province: str) -> bool:
    """Whether a plate is one of a province: `plate_of(car, "浙")`."""
    return plate.startswith(province)
