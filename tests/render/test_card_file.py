"""Files of contact cards as address books write them."""

import pytest

from render.reading.file_reader import read

CARDS = {
    "plain": ("VERSION:3.0\nFN:沈知遥\nTEL;TYPE=CELL:13800138000", [("沈知遥", "13800138000")]),
    "folded, CRLF": ("VERSION:4.0\r\nFN:沈\r\n 知遥\r\nTEL;VALUE=uri:tel:13800138000", [("沈知遥", "13800138000")]),
    "quoted": (
        "VERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=B2=88=E7=9F=A5=\n=E9=81=A5\nTEL;CELL:138-0013-8000",
        [("沈知遥", "138-0013-8000")],
    ),
    "a mobile among others": (
        "N:沈;知遥;;;\nTEL;TYPE=WORK:057488001234\nitem1.TEL;TYPE=cell:13800138000",
        [("沈知遥", "13800138000")],
    ),
    "several": (
        "FN:沈知遥\nTEL:13800138000\nEND:VCARD\nBEGIN:VCARD\nFN:顾晚舟\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD",
        [("沈知遥", "13800138000"), ("顾晚舟", "")],
    ),
}


@pytest.mark.parametrize("name", CARDS)
def test_name_and_number_are_read(name: str) -> None:
    text, cards = CARDS[name]
    found = read(f"BEGIN:VCARD\n{text}\nEND:VCARD".encode(), "名片.vcf")
    assert [(card.name, card.phone) for card in found.cards] == cards


def test_mail_and_unit_are_read_too() -> None:
    (card,) = read(b"BEGIN:VCARD\nFN:A\nORG:B\\, C Ltd.;D\nEMAIL;TYPE=WORK:a@example.com\nEND:VCARD", "a.vcf").cards
    assert (card.unit, card.mail) == ("B, C Ltd.", "a@example.com")


def test_one_without_either_is_empty() -> None:
    assert read(b"BEGIN:VCARD\nEND:VCARD", "a.vcf").unfit == "empty"
