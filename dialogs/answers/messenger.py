"""What a messenger, a mail or a page adds to what somebody writes: who sent it and when, what it replies to, its signs.

Knows no kind and no question.
"""

from __future__ import annotations

from dialogs.pattern import Pattern

_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_DAY = r"[0-9]{4}[-/年][0-9]{1,2}[-/月][0-9]{1,2}日?"
SENDER = rf"\S{{1,12}}(?: \S{{1,12}})?\s+(?:[0-9/月日-]+\s+)?{_CLOCK}[ \t]*"
"""A line with a name and a time that a forwarded message begins with."""
_SENT = Pattern(rf"{SENDER}\n(?=.*\S)|\[?{_DAY}\s+{_CLOCK}(?:\]\s*|\s+\S{{1,12}}[:：]\s*)(?=\S)")
QUOTED = Pattern(r"^「[^」]*」\s*\n(?:[\s—–-]{3,}\n)?\s*(?=\S)")
"""The message that one replies to, as WeChat copies it in front of the reply."""
SIGNED = r"[—–\s-]*(?:(?:发|来|转)自|sent from|get outlook)\s*(?:我的|my)?\s*\S[^\n]{0,24}\s*"
"""A line that says on what a message was written."""
PICTURES = (
    r"微笑|呲牙|偷笑|愉快|可爱|憨笑|捂脸|笑哭|旺柴|奸笑|嘿哈|机智|加油|害羞|尴尬|得意|调皮|抱拳|握手|强|弱|胜利|玫瑰|爱心|拥抱|合十|鼓掌|好的|收到"
    r"|OK|耶|哇|赞|咖啡|庆祝|礼物|红包|發|福|666"
)
"""The little pictures by their names, as they are copied."""
PARTS = r"图片|照片|语音|视频|文件|链接|位置|名片|聊天记录|(?:动画)?表情|转发|语音转文字|語音轉文字|转文字"
"""What a message is, besides words, as it is copied."""
HTML = r"<br\s*/?>|</?p>|&nbsp;?|\\[nrt]"
"""What a page has between words."""


def without_sender(text: str) -> str:
    """The text without who sent it and when, in front of it."""
    return _SENT.sub("", text, count=1) if _SENT.match(text) else text
