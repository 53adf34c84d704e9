"""How we write to applicants, as far as a test can tell: one word for one thing, short buttons, plain punctuation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from places import FORMS, ROOT

from dialogs.texts import sentences

OURS = {"intro", "guidance", "example", "remark"}  # of a form; its labels and statements are official
PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
TAG = re.compile(r"\{%.*?%\}")
HAN = r"[\u4e00-\u9fff]"

FOR_OPERATORS = ("console", "fault", "form_registry", "answer_file", "usage", "web")  # those run it, and know its words
GLOSSARY = {  # what is not said -> what is said instead
    "本部分": "这一部分",
    "本题": "nothing: the question is on the screen",
    "没有记下": "没有保存",
    "没有采用": "没有保存, or 没填进去 of what was pasted",
    "定稿": "正式文件",
    "告诉": "通知",
    "修改意见": "意见",
    "接上": "关联",
    "按“": "点",
    "工作簿": "Excel 文件",
    "单独的部分": "本单位的责任声明",
    "必须改正": "没填, 写错, 没确认, 字数不够",
    "重新发送": "换新邀请",
    "已有代码": "邀请码, 换设备代码",
    "收到第": "nothing: the count is on the screen",
    "（换行）": "a line break",
    "文件好了": "nothing: there it is",
}
ALLOWED = {  # the official words, or the one place where a word is right
    "button.waive": "直接定稿",
    "application.complete": "直接定稿",
}
LONG_BUTTONS = {  # that must be longer than six, and why
    "sign": "a unit's own word for what it does, as the sentence before it says",
    "waive": "a decision that is recorded; shorter, it would not say what is given up",
    "change": "one of a list: which column",
    "look": "one of a list: which column",
    "confirm_all": "a member's last step: what follows from it must be seen before",
    "bin": "the milder of two ways to delete: what makes it so",
    "restore_applications": "one of a list of applications, among their names",
    "not_invited": "how many there are, and which",
    "faulty_rows": "one of two ways to add rows: which come back",
    "start_from": "one of two ways to begin, beside a question that says nothing of it",
    "add_sound": "one of two ways to add rows; shorter, it would not say which rows it leaves",
}
MOST = 6  # characters, a Latin word or a number counting as one


def _told() -> Iterator[tuple[str, str]]:
    """Every sentence that an applicant sees, by its code."""
    for code, source in sentences().items():
        if code.partition(".")[0] not in FOR_OPERATORS:
            yield code, source
    for path in sorted(FORMS.glob("*/*/form.toml")):
        yield from _written(path.parent.parent.name, tomllib.loads(path.read_text("utf-8")))


def _written(place: str, part: dict[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in part.items():
        if isinstance(value, list):
            for one in value:
                if isinstance(one, dict):
                    yield from _written(f"{place}.{part.get('id', '')}", one)
        elif key in OURS and isinstance(value, str):
            yield f"{place}.{part.get('id', '')}.{key}", value


TOLD = dict(_told())
BUTTONS = {code.removeprefix("button."): source for code, source in TOLD.items() if code.startswith("button.")}


def test_a_sentence_keeps_the_glossary() -> None:
    texts = {code: source.replace(ALLOWED.get(code, "\0"), "") for code, source in TOLD.items()}
    assert not [(code, word) for code, text in texts.items() for word in GLOSSARY if word in text]


def test_a_sentence_has_no_exclamation_mark_or_emoji() -> None:
    texts = {code: PLACEHOLDER.sub("", TAG.sub("", source)) for code, source in TOLD.items()}
    shouted = "[！!\U0001f000-\U0001faff\u2600-\u26ff\u2705\u274c]"
    assert not [code for code, text in texts.items() if re.search(shouted, text)]


def test_what_is_wrong_can_be_said_anywhere() -> None:
    """In a list of pasted cells or in a check nothing can be sent once more."""
    once_more = "(再|重新)(发|写|试|放|粘贴|选)[^，；]{0,4}[。]?$"
    texts = {code: text for code, text in TOLD.items() if code.startswith(("invalid.", "note.", "sheet."))}
    assert texts
    assert not [code for code, text in texts.items() if re.search(once_more, text)]


def test_a_count_or_a_latin_word_stands_apart_from_han() -> None:
    count = rf"(count|number|limit|words|missing|pages?|left|over|more)( \+ \d)? \}}\}}{HAN}"
    latin = rf"{HAN}[A-Za-z]|[A-Za-z]{HAN}"
    for code, source in TOLD.items():
        text = TAG.sub("\n", source)
        assert not re.search(count, text), code
        plain = re.sub(r"/[a-z]+|[\w.]+@[\w.]+|https?://\S+", "", PLACEHOLDER.sub("", text))
        assert not re.search(latin, plain), code


def test_a_button_is_short() -> None:
    words = {name: re.findall(rf"{HAN}|[A-Za-z]+|\d+", PLACEHOLDER.sub("1", text)) for name, text in BUTTONS.items()}
    assert {name for name, of in words.items() if len(of) > MOST} <= set(LONG_BUTTONS)
    assert not [name for name, text in BUTTONS.items() if "·" in text]


def test_what_is_allowed_is_needed() -> None:
    assert all(word in TOLD[code] for code, word in ALLOWED.items())
    assert set(LONG_BUTTONS) <= set(BUTTONS)


def test_one_date_form() -> None:
    assert not [code for code, source in TOLD.items() if "strftime" in source]


def test_nobody_is_taken_for_a_man_or_a_woman() -> None:
    manual = (ROOT / "docs" / "使用手册.md").read_text("utf-8")
    told = {**sentences(), "manual": manual}
    assert not [code for code, text in told.items() if re.search("她|(?<!其)他(?![们方])", text)]


def test_pages_for_people_say_it_in_the_same_words() -> None:
    manual = (ROOT / "docs" / "使用手册.md").read_text("utf-8")
    assert not [word for word in GLOSSARY if word in manual.replace("不等确认，直接定稿", "")]
