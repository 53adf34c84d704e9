"""What stands in a long text and is none of it: what a messenger or a mail adds, or what is said to whoever gets it.

Knows no question. A line goes only where no document has such a line; what is written within lines stays, but signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.answers import messenger
from dialogs.pattern import Pattern

_ANYWHERE = Pattern(  # whole lines
    rf"{messenger.SENDER}|{messenger.SIGNED}|\S{{0,12}}撤回了一条消息|[—–\s-]*以下[为是]新消息[—–\s-]*|-{{3,}}|[-—–\s]{{7,}}"
    rf"|\[(?:{messenger.PARTS})\].{{0,40}}|图片(?:未|加载)\S{{0,4}}|第\s*[0-9]+\s*页\s*[,，/]?\s*共\s*[0-9]+\s*页|page\s*[0-9]+(?:\s*of\s*[0-9]+)?"
    r"|[（(【\[]?(?:未完待续|待续|续上|接上条?|上接.{0,8}|下接.{0,8}|[0-9]{1,2}\s*[/／]\s*[0-9]{1,2})[)）】\]]?"
    r"|[（(]?(?:以上|全文|本段|正文|此段)*(?:共计?|约|合计|大约)?\s*(?:字数\s*[:：]?\s*)?约?[0-9,，]{2,6}\s*字(?:左右)?[。)）]?"
    r"|[0-9]{4}[-/年][0-9]{1,2}[-/月][0-9]{1,2}日?\s+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?",
    re.IGNORECASE,
)
_FIRST = Pattern(  # the first line
    r"(?:好的?|嗯+|收到|您好|你好|当然(?:可以)?|没问题|ok)[,，。!！:：\s]*(?:(?:内容|正文|修改后|具体)?(?:如下|见下)[:：。]?)?"
    r"|(?:(?:内容|正文|修改后(?:的内容)?)?(?:如下|见下)|正文|内容)[:：]"
    r"|.{0,16}(?:以下|下面|这)(?:[是为].{0,4})?(?:[为给帮][您你]|根据[您你]|[您你]提供|一[份段版个]|(?:修改|润色|改写|优化|整理|扩写)后).{0,30}[:：。]",
    re.IGNORECASE,
)
_LAST = Pattern(  # the last line
    r"谢谢(?:[您你大]家?)?|多谢|辛苦了?|(?:以上|妥否|当否)?[,，]?请(?:领导|您|各位)?(?:查收|审阅|审核|过目|批示|指正|确认|知悉|参考)[。!！]?|以上[。]?|此致|敬礼|祝好"
    r"|[（(【]?(?:完|全文完|已完成|end)[)）】。]?"
    r"|(?:希望|如果|如[需有果]|若[需有]).{0,24}(?:[您你]|帮助|修改|调整|补充|告诉我|随时).{0,40}",
    re.IGNORECASE,
)
_IN_FRONT = Pattern(
    rf"^(?:@[^\s@]{{1,20}}\s+|(?:答|回复|转发|复制|AI生成)\s*[:：]\s*|[\[【（(](?:{messenger.PARTS})[\]】）)]\s*|[（(][0-9]{{1,2}}[/／][0-9]{{1,2}}[)）]\s*)(?=\S)",
    re.IGNORECASE,
)
_SIGNS = Pattern(rf"\[(?:{messenger.PICTURES})\]|</?p>", re.IGNORECASE)
_ENDS = Pattern(r"<br\s*/?>|</p>\s*<p>|\\n", re.IGNORECASE)
_BLANKS = Pattern("&nbsp;?", re.IGNORECASE)
_SIGNATURE = Pattern(r"--\s*")
_MOST = 6  # lines of a signature below its two strokes


def without(text: str) -> tuple[str, Sequence[str]]:
    """The text without such, and what was taken off, in its order; empty where there is none."""
    quoted = messenger.QUOTED.match(text)
    rest = text[quoted.end() :] if quoted else text
    gone = [quoted[0].strip()] if quoted else []
    gone += [found[0] for signs in (_SIGNS, _ENDS, _BLANKS) for found in signs.finditer(rest)]
    lines = _SIGNS.sub("", _BLANKS.sub(" ", _ENDS.sub("\n", rest))).split("\n")
    kept = [line for line in lines if not _ANYWHERE.fullmatch(line.strip())]
    gone += [line.strip() for line in lines if _ANYWHERE.fullmatch(line.strip())]
    gone += _at_ends(kept)
    return ("\n".join(kept).strip("\n"), gone) if gone and "".join(kept).strip() else (text, ())


def _at_ends(lines: list[str]) -> list[str]:
    """Takes off what stands first or last in lines; what that was."""
    gone = []
    signed = next((at for at, line in enumerate(lines) if at and _SIGNATURE.fullmatch(line.strip())), len(lines))
    if len(lines) - signed <= _MOST + 1:
        gone += [line.strip() for line in lines[signed:]]
        del lines[signed:]
    while len(lines) > 1 and (not lines[-1].strip() or _LAST.fullmatch(lines[-1].strip())):
        gone.append(lines.pop().strip())
    while len(lines) > 1 and (not lines[0].strip() or _FIRST.fullmatch(lines[0].strip())):
        gone.append(lines.pop(0).strip())
    if found := _IN_FRONT.match(lines[0]) if lines else None:
        gone.append(found[0].strip())
        lines[0] = lines[0][found.end() :]
    return [line for line in gone if line]
