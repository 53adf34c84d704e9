"""What people want done, or cannot answer, in words of their own: a grammar of short sentences.

Knows no question. A sentence counts only as a whole; it comes folded, without blanks and marks.
"""

from __future__ import annotations

import re
from typing import Literal

Action = Literal["back", "next", "skip", "done", "undo", "redo", "help", "status", "review", "check", "list", "export"]
"""Something to be done, named as the command or button that does it."""

Talk = Literal["hello", "thanks", "unknown", "how", "leave"]
"""Something said: a greeting, thanks, not knowing the answer, not knowing how to answer, going away."""

_LONGEST = 20  # characters of such a sentence

# 我想先, 请帮我, 还得让: whatever stands before a verb.
_WE = (
    "(?:我们?|咱们?|请|麻烦|帮我?|那?就|要|想|可以|能|现在|目前|暂时?|先|直接|也|真的?|都|确实|完全|还|得|需要?|让|等|去"
    "|已经?|全部?)*"
)
_STEP = "(?:道|个)?(?:题目?|步|项|条|空|格|栏|个|问题|页)"
_THIS = f"(?:[这那本此该][一1]?{_STEP}?里?)"
_LATER = (
    "(?:等|待会|稍|晚|回头|以后|之后|后[面续]|明[天早]|过|改天|下[次周]|有空|一会)"
    "(?:会|一会|一?下|点|后|儿|些|等|[一两几]天|时间)*"
)
_ASKS = "(?:问|查|确认|核实|看|请示|商量|打听|翻)"
_OTHERS = "(?:领导|同事|财务|老板|人事|会计|法务|行政|他们?|别人)"
_GIVES = "(?:补充?|填写?|写|说|弄|看|提供|告诉[你您]|给[你您]?|发|答|回复)"
_END = "(?:吧|呢|啊|了|啦|哈|一下|再说|谢谢)*"

_GRAMMAR: dict[Action | Talk, str] = {
    "back": rf"""
        {_WE}(?:返回|回到|退回|回|退|倒|去|到|改|修改|更改|重填)*[上前][一1]?{_STEP}{_END}
        |{_WE}(?:返回|后退|退回|回退){_END}|back|prev(?:ious)?
    """,
    "next": rf"{_WE}(?:去|到|进入|跳到|看|填)*下[一1]?{_STEP}{_END}|{_WE}(?:继续|接着)填?写?{_END}|next",
    "skip": rf"""
        {_WE}{_THIS}?{_WE}(?:跳过|略过|过|空[着缺]?|留空|放[着一]?放?|不填写?|不写|不做|不答){_THIS}?着?{_END}|pass|skip
        |{_WE}{_THIS}?{_LATER}{_WE}[再来才]?{_GIVES}{_END}
    """,
    "done": rf"""
        {_WE}(?:[写填发弄搞做说录输传](?:完成|[完好])|完成?|没有?|完毕|结束)[了啦毕]+|[写填][完好]|完成|结束|完毕
        |就这些?样?了?|done|finish(?:ed)?
    """,
    "undo": rf"{_WE}(?:撤[回销消]|删除)(?:[上前][一1]?[段条步]|刚才的|修改|刚才的修改)?{_END}|恢复上一步|undo|ctrlz",
    "redo": r"重做|(?:恢复|取消|撤销)撤[回销]|redo|ctrly",
    "review": rf"""
        {_WE}(?:查看|检查|修改|更改|改|和)+{_END}
        |{_WE}(?:查看|检查|修改|更改|改|看|回到|跳到|去|到)+
        (?:一下|第?[0-9一二三四五六七八九十]*{_STEP}|前面|之前|全部|答案|内容|填了什么|填的|的|我|和)+{_END}
    """,
    "unknown": rf"""
        {_WE}(?:不|没有?)(?:太|大|怎么|是很|很)?(?:知道|清楚|确定|了解|晓得|记得|想好|定|数|把握|收到)
        (?:呢|了|啊|下来|到|填?写?(?:[谁啥]|什么|哪个|多少))*
        |{_WE}{_ASKS}(?:一?{_ASKS}|一?下|清楚)?{_OTHERS}?(?:一?下)?再?[填说看定回补答]?{_END}
        |{_LATER}|{_WE}忘记?了?|随便|都[行可]以?|马上|还没有?
    """,
    "leave": rf"""
        {_WE}(?:退出|关闭|关掉|离开|不想?填了|不做了|不弄了|停(?:一?下)?|暂停|休息|下班)(?:聊天|程序|系统|填写)?{_END}
        |(?:今天|先|就|那)+[填写弄做]?到[这此][里儿]?{_END}|再见|拜拜|bye|exit|quit
    """,
    "how": rf"""
        {_WE}{_THIS}?(?:怎么|如何|咋)(?:填写?|写|弄|用|操作){_END}
        |这?里?{_THIS}?填?写?是?(?:什么|啥)(?:意思)?|我?(?:不|没看?|看不)[懂明]白?
        |(?:举个?|有没?有?)?(?:例子|示例|样例|范例)吗?|举例|(?:要求|格式)(?:是什么)?|什么格式|解释一下|为什么|为啥|不会填?
    """,
}
_SENTENCES = {meaning: re.compile(grammar, re.VERBOSE) for meaning, grammar in _GRAMMAR.items()}


def meant(sentence: str) -> Action | Talk | None:
    """What a whole sentence wants, None where it is none of these."""
    if not 0 < len(sentence) <= _LONGEST:
        return None
    return next((meaning for meaning, grammar in _SENTENCES.items() if grammar.fullmatch(sentence)), None)
