"""Texts of one's own: a line, or paragraphs.

Knows no field: what a question is called and how long its answer may be comes in. Every character that is seen stays,
but for the bullets that Word keeps in a private font.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from dialogs.answers import foreign_lines, talk, wrapping
from dialogs.answers.cleaning import fold, paragraphs
from dialogs.answers.contents_lines import contents, without_contents
from dialogs.answers.picture_lines import picture
from dialogs.answers.verdict import LINE_LIMIT, Accepted, Doubt, Doubtful, Invalid, Verdict
from dialogs.answers.word_count import CJK, HAN, han, words
from dialogs.pattern import Pattern

# Symbol and Wingdings put their signs into the private use area, where another font has nothing.
SYMBOLS = str.maketrans(
    {
        **dict.fromkeys("\uf0b7\uf09f\uf095\uf096", "•"),
        **dict.fromkeys("\uf06c\uf0a1", "●"),
        "\uf06e": "■",
        **dict.fromkeys("\uf0a7", "▪"),
        **dict.fromkeys("\uf075\uf076\uf0b2", "◆"),
        **dict.fromkeys("\uf0d8", "➢"),
        **dict.fromkeys("\uf0e0\uf0e8", "→"),
        **dict.fromkeys("\uf0fc\uf050", "√"),
        **dict.fromkeys("\uf0fb", "×"),
        "\uf0fe": "☑",
        "\uf0fd": "☒",
        **dict.fromkeys("\uf06f\uf0a3\uf0a8\uf070\uf071\uf072", "□"),
        "\uf02d": "-",
    }
)
"""What of those signs stands in their place, as it looks."""
PICTURE = "\ufffc"
"""What stands in a copied text where a picture was."""
_WHOLE_CONTACT = Pattern(
    r"[\w.+'-]+@[\w-]+(\.[\w-]+)+|(https?://|www\.)\S+|[0-9+(（][0-9()（）\s—-]{6,16}(?:转|分机)\s*[0-9]{1,6}",
    re.IGNORECASE,
)
_NAME, _NUMBER = rf"[{HAN}]{{2,4}}", r"(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|[^\s@]+@\S+)"
_TO_CALL = Pattern(rf"{_NAME}[\s（(:：,，]*{_NUMBER}[)）]?|{_NUMBER}[\s（(,，]*{_NAME}[)）]?")
_RULE = r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$\n?"  # below the heads of a table
MARKDOWN = Pattern(
    r"^#{1,6}\s+\S|^```|\*\*[^*\n]+\*\*|^\s*[-*+]\s+\S|^>\s+\S|\[[^\[\]\n]+\]\(https?://"
    rf"|^[ \t]*\|.+\|[ \t]*\n{_RULE}",
    re.MULTILINE,
)
_ENDS = Pattern(r"[。！？；：.!?;:…”’）)】》」]$")
_BEGINS = Pattern(
    rf"[（(]?[0-9一二三四五六七八九十]+[、.．）)]|第[0-9一二三四五六七八九十]+[章节条]|[{'①-⑳'}•●■▪◆➢√·-]"
)
_DAY = Pattern(  # and nothing else
    r"[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}[日号]|[上下本这]?周[一二三四五六日]"
    r"|(?:[0-9〇零一二三四五六七八九]{2,4}\s*年|[今去前明]年)(?:\s*[0-9一二三四五六七八九十]{1,3}\s*月(?:\s*[0-9一二三四五六七八九十]{1,3}\s*[日号])?)?|[今昨明前后]天|[本上下]个?月(?:[0-9]{1,2}[日号])?"
)
_CODE = Pattern(r"(?=(?:[A-Za-z]*[0-9]){6})[0-9A-Za-z-]{9,}")
_SHOWN = 24  # characters of what is none of a text
_HARD_LINE = 15  # characters that a line of a page has at least


def line(text: str, called: Collection[str], most: int | None = None, least_han: int | None = None) -> Verdict:
    """Reads a line.

    Args:
        text: The line.
        called: What its question is called, folded.
        most: How many 字 it may have.
        least_han: How many Han characters it must have.
    """
    bare = wrapping.without_seal(text)
    return limits(bare, most, least_han) or _judged(bare, called)


def _judged(text: str, called: Collection[str]) -> Verdict:
    said = talk.meaning(text) or talk.chats(text)
    found = (Doubt("talk", {"which": text}),) if said else tuple(doubts(text, called))
    return Doubtful(text, found) if found else Accepted(text)


def doubts(text: str, called: Collection[str]) -> Iterator[Doubt]:
    """What is odd about a text as it is stored: it is only put where an answer should be."""
    whole = {"which": text}
    if "\n" in text or len(text) > LINE_LIMIT:
        return
    if talk.is_placeholder(text) or _DAY.fullmatch(text):
        yield Doubt("placeholder", whole)
    elif fold(text).rstrip(":") in called:
        yield Doubt("label", whole)
    elif _WHOLE_CONTACT.fullmatch(text):
        yield Doubt("contact", whole)
    elif not any(unicodedata.category(char)[0] == "L" for char in text) or _CODE.fullmatch(text):
        yield Doubt("no_letters", whole)


def is_to_call(text: str) -> bool:
    """Whether a line is a name with a number or an address, and nothing else."""
    return _TO_CALL.fullmatch(text) is not None


def limits(text: str, most: int | None, least_han: int | None) -> Invalid | None:
    """The fault of a text that is too long, as Word counts, or has too few Han characters; None where there is none."""
    count = words(text)
    if most is not None and count > most:
        return Invalid("too_long", {"count": count, "limit": most, "over": count - most})
    count = han(text)
    if least_han is not None and count < least_han:
        return Invalid("too_short", {"count": count, "limit": least_han, "missing": least_han - count})
    return None


def lines(text: str) -> str:
    """A long text with each line a paragraph, and Word's own signs as ones that every font has."""
    return paragraphs(text.translate(SYMBOLS).replace(PICTURE, ""))


def long(text: str, called: Collection[str], most: int | None, least_han: int | None) -> Verdict:
    """Reads a long text, see `line`: doubtful too where it shows marks of where it was copied from."""
    return limits(text, most, least_han) or _copied(text) or _judged(text, called)


def _copied(text: str) -> Verdict | None:
    rest, foreign = foreign_lines.without(text)
    if foreign:
        return Doubtful(
            text, (Doubt("longtext.foreign", {"which": foreign[0][:_SHOWN], "count": len(foreign)}),), (rest,)
        )
    if MARKDOWN.search(text) and (plain := without_markdown(text)) != text:
        return Doubtful(text, (Doubt("longtext.marks"),), (plain,))
    if listed := contents(text.split("\n")):
        rest = without_contents(text)
        return Doubtful(text, (Doubt("longtext.contents", {"count": len(listed)}),), (rest,) if rest else ())
    if (joined := without_hard_ends(text)) != text:
        return Doubtful(text, (Doubt("longtext.lines", {"count": text.count("\n") + 1}),), (joined,))
    return None


def without_hard_ends(text: str) -> str:
    """The text with its lines joined where they end as the lines of a page do: alike in length, within a sentence."""
    return "\n".join(map(_joined, _blocks(text))) if _is_page(text) else text


def without_markdown(text: str) -> str:
    """The text without the marks of Markdown."""
    text = re.sub(rf"^[ \t]*(\|.+\|)[ \t]*\n{_RULE}((?:^[ \t]*\|.+\|[ \t]*$\n?)*)", _tabbed, text, flags=re.MULTILINE)
    text = re.sub(r"^#{1,6}\s+|^```.*$\n?|^>\s+", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*[-*+]\s+", "• ", text, flags=re.MULTILINE)
    text = re.sub(r"\[([^\[\]\n]+)\]\(https?://[^)\s]*\)", r"\1", text)
    return re.sub(r"\*\*([^*\n]+)\*\*", r"\1", text)


def _tabbed(table: re.Match[str]) -> str:
    """A table of Markdown as lines with tabs."""
    rows = f"{table[1]}\n{table[2]}".split("\n")
    return "\n".join("\t".join(cell.strip() for cell in row.strip().strip("|").split("|")) for row in rows)


def _is_page(text: str) -> bool:
    """Whether most lines end within a sentence, and at about the same length."""
    written = [line for line in text.split("\n") if line.strip() and not _is_whole(line)]
    broken = [line for line in written[:-1] if len(line) >= _HARD_LINE and not _ENDS.search(line)]
    if len(written) < 4 or len(broken) < 3 or len(broken) * 2 < len(written):
        return False
    longest = max(map(len, written))
    return sum(len(line) >= longest * 0.8 for line in broken) * 4 >= len(broken) * 3


def _is_whole(line: str) -> bool:
    """Whether a line is no part of a paragraph: the row of a table, or a picture."""
    return "\t" in line or picture(line) is not None


def _blocks(text: str) -> list[list[str]]:
    """The lines by paragraphs: one ends with a blank line, before a number or bullet, or where a line stops short."""
    longest = max(map(len, text.split("\n")))
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        ended = blocks[-1] and (len(blocks[-1][-1]) < longest * 0.8 or not line.strip())
        if ended or (blocks[-1] and (_BEGINS.match(line) or _is_whole(line) or _is_whole(blocks[-1][-1]))):
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _joined(block: list[str]) -> str:
    text = block[0]
    for line in block[1:]:
        chinese = re.match(f"[{CJK}{HAN}]", line) or re.search(f"[{CJK}{HAN}]$", text)
        text += line if chinese else f" {line}"
    return text
