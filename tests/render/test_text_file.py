"""In whatever encoding a file of text is: what stands in it arrives, or that it cannot be read is said."""

from __future__ import annotations

import pytest

from render.reading.package import UnfitError
from render.reading.text_file import rows_of, text_of

TEXTS = ["hello", "重庆市", "沈知遥 13800138000", "企业名称,联系人\n甲公司,张三", "网络安全保险服务试点方案。", "𬀩"]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_in_its_encoding(text: str, encoding: str) -> None:
    content = text.replace("\n", "\r\n").encode(encoding, "ignore")
    if len(text) == 1 and encoding in ("utf-16-le", "utf-16-be", "big5"):
        return  # one rare character, and nothing beside it by which one could tell
    assert text_of(content) == content.decode(encoding).replace("\r\n", "\n")


@pytest.mark.parametrize("text", ["联通", "司牵", "繁體中文申報表"])
def test_no_other_text_is_read_by_chance(text: str) -> None:
    """The first two are UTF-8 too, of letters that nobody writes; the last in Big5 is a text of GB18030 as well."""
    encoding = "big5" if "體" in text else "gb18030"
    assert text_of(text.encode(encoding)) == text


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnfitError, match="unknown"):
        text_of(bytes(range(1, 32)))


def test_bytes_that_only_happen_to_be_signs_are_no_text() -> None:
    with pytest.raises(UnfitError, match="unknown"):
        text_of(b"CAJ\0" + bytes(range(200)))


LISTS = {
    "with a line for Excel alone": "sep=;\n企业;联系人\n甲,乙公司;张三",
    "with a sign of quotation that closes nowhere": '企业,联系人\n"甲公司,张三\n乙公司,李四',
    "with signs of quotation within": '企业,联系人\n"甲""乙""公司",张三\n丙"老"公司,李四',
}


@pytest.mark.parametrize("name", LISTS)
def test_the_lines_of_a_list_stay_apart(name: str) -> None:
    rows = rows_of(LISTS[name], "表").rows
    assert rows[0] == ["企业", "联系人"]
    assert [row[1] for row in rows[1:]] == ["张三", "李四"][: len(rows) - 1]
