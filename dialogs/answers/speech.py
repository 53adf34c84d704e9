"""An answer as it is said in a chat: what is said around it, and what takes back something that is named beside it.

Knows no kind and no question. What stands around an answer has a grammar: one agrees, says of whom one speaks, has a
verb, and ends politely.
"""

from __future__ import annotations

import re

from dialogs.pattern import Pattern

_AGREED = (
    r"(?:(?:是|对|好|嗯+|哦|行|可以|同意|不好意思|抱歉|对不起|更正一下|ok|没错|没问题|你好|您好|谢谢|收到|呃|额|那个?|麻烦您?)(?:的|了|吧|啊|呀)?"
    r"[,，。、！!~～…]+\s*)+"
)
_SPEAKER = (
    r"(?:我们?|咱们?|本|贵|他们?|客户|对方|第[一二三四五六七八九十0-9]+[家个])"
    r"(?:公司|单位|机构|司|家)?的?|[这那]个?就?|我觉得|我看"
)
_HELPS = r"请|麻烦您?|帮我?|给我?|替我|您|你|直接|那?就|还|当然|肯定|应该|应当"
_IS = r"(?:名[字称]|全称|姓名)?(?:(?:就|确认|确定|应该|统一|仍然?|还|依然)?是|统一[为用填写]|叫做?)"
_CHANGES = (
    r"那就(?=\S{3})|改[成为]|更[正新改]为|换[成为]|[填写]成|(?:my name is|it'?s|this is) "
    r"|(?:名[字称]|全称|姓名)(?:就?是|叫做?|(?=[:：]))"
)
_WRITES = r"(?:填写?(?![补报])|写(?!字)|记|输入?|录入?|登记|用|选择?|叫|找)(?:上|一下|的是|的)?"
_COMMA = r"[:：,，\s]*"
_BEFORE = Pattern(
    rf"^(?:{_AGREED}(?:{_SPEAKER}|{_HELPS})*(?:{_IS}|)|(?!就是)(?:{_SPEAKER}|{_HELPS})+(?:{_IS}|{_WRITES}|为|位?[于在])"
    rf"|{_CHANGES}){_COMMA}",
    re.IGNORECASE,
)
_VERB = Pattern(rf"^(?:{_IS}|{_WRITES}){_COMMA}(?=\S\S|[0-9])")  # one character behind it makes a word: 用户, 记者
_END = Pattern(
    r"(?:[,，。.、！!~～…\s]*(?:吧|呢|啊|呀|哈|哦|啦|哟|嘛|就[行好成]|就可以|即可|就这样|以此为准|已(?:经)?更[新正]"
    r"|请您?(?:查收|确认|知悉|审核|审阅|核对|查看|过目|收)一?下?|谢谢[您你]?|多谢|辛苦了?|麻烦[您你]?了?|没错|是的|的话))+"
    r"[,，。.、！!~～…\s]*$"
)
_TAKES_BACK = Pattern(
    r"不[是要用再对行]|不能用|没用|停机|停用|空号|打不通|不通|作废|失效|注销|过期|离职|[打写填发记搞弄抄输]错|错[了的]|有误|改[成为]|换[成为了]|"
    r"以前|原先|原来|之前|曾用|旧|别[用填写打]|还是|要么|而是|可能|好像|也许|不确定|核实|"
    r"[（(【\[][^（()）】\]]*(?:待|暂|未定|错|换|原|拟|[增减]资)[^（()）】\]]*[)）】\]]"
)
_BETWEEN = Pattern(rf"(?:{_TAKES_BACK.pattern}|[,，、。;；:：（）()\s是的了用])+")


def answer(text: str, *, verb: bool = False) -> str:
    """What of a text is the answer, where it is said as in a chat; the text itself where nothing is said around it.

    With `verb` also what only a verb stands in front of: 填张三, 叫张三.
    """
    bare = _END.sub("", _BEFORE.sub("", text, count=1))
    bare = _VERB.sub("", bare, count=1) if verb else bare
    return bare if any(map(str.isalnum, bare)) else text


def may_be_name(text: str) -> bool:
    """Whether a verb in front may be a part of a name as well: 用友, 找钢."""
    return text.startswith(("用", "叫", "找", "记", "录"))


def takes_back(text: str) -> str:
    """The words by which a text takes back something that it names: 不是, 改成, 停机, （待核实）; "" for none."""
    found = _TAKES_BACK.search(text)
    return found[0] if found else ""


def named(text: str) -> list[str]:
    """What such a text names, one by one."""
    return [part for part in _BETWEEN.split(text) if part]
