"""What people want done, or cannot answer, in words of their own: a grammar of short sentences.

Knows no question. A sentence counts only as a whole; it comes folded, without blanks and marks.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from dialogs.pattern import Pattern

Action = Literal[
    "back", "next", "skip", "done", "undo", "redo", "help", "status", "review", "read", "check", "list", "new",
    "delete", "export", "files", "invite", "members", "deadline", "mute",
]  # fmt: skip
"""Something to be done, named as the command or button that does it."""

COMMANDS: frozenset[str] = frozenset(get_args(Action)) - {"next", "skip", "done"}
"""What a command does."""

Talk = Literal["hello", "thanks", "unknown", "how", "leave"]
"""Something said: a greeting, thanks, not knowing the answer, not knowing how to answer, going away."""

_LONGEST = 20  # characters of such a sentence

# 我想先, 请帮我, 还得让: whatever stands before a verb.
_WE = (
    "(?:我们?|咱们?|请|麻烦|[帮给]我|帮|那?就|要|想|可以|能|现在|目前|暂时?|先|直接|也|真的?|都|确实|完全|还|得|需要?|让|等|去"
    "|已经?|全部?)*"
)
_STEP = "(?:道|个)?(?:题目?|步|项|条|空|格|栏|个|问题|页)"
_THIS = f"(?:[这那本此该][一1]?{_STEP}?里?)"
_LATER = (
    "(?:等|待会|稍|晚|回头|以后|之后|后[面续]|明[天早]|过|改天|下[次周]|有空|一会)"
    "(?:会|一会|一?下|点|后|儿|些|等|[一两几]天|时间)*"
)
_ASKS = "(?:问|查|确认|核实|看|想|请示|商量|打听|翻)"
_OTHERS = "(?:领导|同事|财务|老板|人事|会计|法务|行政|他们?|别人)"
_GIVES = "(?:补充?|填写?|写|说|弄|看|提供|告诉[你您]|给[你您]?|发|答|回复)"
_END = "(?:吧|呢|啊|了|啦|哈|一下|再说|谢谢)*"
_POLITE = Pattern("(?:你好|您好|请问一?下?|请教一?下?|老师(?!傅)|不好意思|打扰一?下?了?)+")  # before what is asked

# Parts of a question to us.
_HOW = "(?:怎么样?|怎样|如何|咋)"
_FILL = "(?:填写?|写|弄|答|回答|输入|选择?|操作|用)"
_WHAT = "(?:什么|啥|哪些?)"
_WELL = "(?:才|比较|会|更|最)*(?:对|好|行|合适|合理|规范)?"
_MAY = "(?:可不可以|能不能|可以|能|支持|直接)"
_WHETHER = "(?:行不行|可以吗|行吗|吗|么|嘛|不)"
_CHATTY = "(?:呀|啊|呢|吗|嘛|么|吧|哦|的|了|啦|里|这里|这儿|这边)*"
_SAMPLE = "(?:例子|示例|样例|范例|范本|样本|模板|参考)"
_SOMEBODY = "(?:同事|别人|其他人|他们|人|成员|联合单位|团队)"
_DEVICE = "(?:手机|电脑|平板|[别其][的他]设备|微信)"
_SENT = "(?:word|excel|pdf|文件|文档|图片|照片|表格|语音|附件|截图)"
_DOCUMENT = "(?:word|pdf|文件|文档|申报书|材料)"
_ONE = "(?:[这本整那另]?一?[份个张次]?)"
_FORM = "(?:申报[书表]?|申请[书表]?)"

_GRAMMAR: dict[Action | Talk, str] = {
    "back": rf"""
        {_WE}{_HOW}?(?:返回|回到|退回|回|退|倒|去|到|改|修改|更改|重填)*[上前][一1]?{_STEP}{_END}
        |{_WE}{_HOW}?(?:返回|后退|退回|回退){_END}|back|prev(?:ious)?
    """,
    "next": rf"{_WE}(?:去|到|进入|跳到|看|填)*下[一1]?{_STEP}{_END}|{_WE}(?:继续|接着)填?写?{_END}|next",
    "skip": rf"""
        {_WE}{_THIS}?{_WE}(?:跳过|略过|过|空[着缺]?|留空|放[着一]?放?|不填写?|不写|不做|不答){_THIS}?着?{_END}|pass|skip
        |{_WE}{_THIS}?{_LATER}{_WE}[再来才]*{_GIVES}{_THIS}?{_END}|等.{{1,8}}[再才]{_GIVES}{_END}
        |{_WE}[填写看做](?:别的|其他的?)(?:题目?)?{_END}|skip(?:this|it)?(?:one)?|later
    """,
    "done": rf"""
        {_WE}(?:[写填发弄搞做说录输传](?:完成|[完好])|完成?|没有?|完毕|结束)[了啦毕]+|[写填][完好]|完成|结束|完毕|保存|提交
        |就这些?样?了?|done|finish(?:ed)?
    """,
    "undo": rf"{_WE}(?:撤[回销消]|删除)(?:[上前][一1]?[段条步]|刚才的|修改|刚才的修改)?{_END}|恢复上一步|undo|ctrlz",
    "redo": r"重做|(?:恢复|取消|撤销)撤[回销]|redo|ctrly",
    "review": rf"""
        {_WE}(?:查看|检查|修改|更改|改|和)+{_END}
        |{_WE}(?:查看|检查|修改|更改|改|看|回到|跳到|去|到)+
        (?:一下|第?[0-9一二三四五六七八九十]*{_STEP}|前面|上面|刚才|之前|全部|答案|内容|填了什么|填的|的|我|和)+{_END}
        |(?:我们?|要|想|去|请|帮我)+[修更]?改一?下?[^0-9a-z]{{2,8}}|把[^0-9a-z]{{1,8}}[改换删]{_END}
        |[^0-9a-z]{{0,8}}[填写打搞弄选]错了?(?:还?{_MAY}|{_HOW})?(?:[改办]|修改)?(?:吗|么)?{_END}
        |[^0-9a-z]{{0,8}}还?{_MAY}再?修?改(?:吗|么)|{_WE}{_HOW}[修更]?改[^0-9a-z]{{0,8}}
        |{_WE}重新?[来填写做]{_END}
    """,
    "read": rf"""
        {_WE}(?:看看?|查看|浏览|显示)(?:一下)?(?:效果|全文|整体|成品|全部内容|整份){_CHATTY}|现在是?{_HOW}?什么样子?{_CHATTY}
    """,
    "status": rf"""
        {_WE}(?:[还现在]|目前|已经)*(?:[剩差有填做]|完成)[了下]?(?:多少|几|哪些)[个道项]?
        (?:题|问题|项|空|没有?[填写做]|未填|要填|没完成)*{_CHATTY}
        |{_WE}(?:[还现在]|目前)*(?:差|剩|缺|少)(?:了|下)?(?:什么|啥)(?:没有?[填写做]|未填|要填)?{_CHATTY}
        |(?:还有)?哪些还?(?:没有?|未)(?:[填写]|完成){_CHATTY}
        |(?:这[张个]表|{_WE})(?:一共|总共|全部|共)?有?(?:要|需要|得)?填?(?:多少|几)[个道项](?:题目?|问题|空|内容){_CHATTY}
        |(?:一共|总共|这[张个]表)有?(?:多少|几)[个道项]?(?:题目?|问题|项|空){_CHATTY}
        |(?:填完?|全部|一共|总共|大概|大约|要|需要?|得|花|用)*(?:多久|多长时间|几分钟|几个小时){_CHATTY}
        |{_WE}(?:去|到|回到?|跳到|跳转到?|从)?(?:第[0-9一二三四五六七八九十]+(?:题|部分|步|章|大题)|开头|头|最后一?题?)
        (?:开始|重新|重来|是?什么|[填写看])*{_CHATTY}
        |{_WE}(?:看看?|查看?|了解)?(?:一下)?(?:填写|整体|总)?进度(?:{_HOW}|到哪|是?多少)?{_CHATTY}
    """,
    "unknown": rf"""
        (?:名[字称])?{_WE}(?:不|没有?)(?:太|大|怎么|是很|很)?(?:知道|清楚|确定|了解|晓得|记得|想好|定|数|把握|收到)
        (?:呢|了|啊|下来|到|名[字称]|填?写?(?:[谁啥]|什么|哪个|多少))*
        |{_WE}{_ASKS}(?:一?{_ASKS}|一?下|清楚)?{_OTHERS}?(?:一?下)?再?[填说看定回补答]?{_END}
        |{_THIS}?{_WE}(?:找|问|跟|向|让|叫|请|由|交给|转给).{{1,6}}?(?:那[边里])?
        (?:要|拿|问|填写?|写|补充?|看|定|说|发|给|确认|核实|回复?|弄|答)(?:一下|的)?{_END}
        |{_WE}(?:[查看问找翻搜核想试算]一下|查查|看看|问问|找找|想想|试试|算算)[^0-9a-z]{{0,8}}
        |{_LATER}|{_WE}忘记?了?|{_WE}{_OTHERS}再?[定说看]{_END}|(?:i)?(?:dont|donot)know|notsure|idk|随便|都[行可]以?|马上|还没有?
    """,
    "leave": rf"""
        {_WE}(?:退出|关闭|关掉|离开|不想?填了|不做了|不弄了|停(?:一?下)?|暂停|休息|下班)(?:聊天|程序|系统|填写)?{_END}
        |(?:今天|先|就|那)+[填写弄做]?到[这此][里儿]?{_END}|再见|拜拜|bye|exit|quit
    """,
    "thanks": "[哈呵嘿嘻]{2,}",
    "how": rf"""
        {_WE}{_THIS}?(?:这[块边里题]|应该?|具体|到底|该|要|是)*{_HOW}{_FILL}{_WELL}{_CHATTY}
        |[^0-9a-z]{{2,8}}(?:怎么|咋){_FILL}{_WELL}{_CHATTY}|[^0-9a-z]{{2,8}}[选填]哪[个些项种]?{_WELL}{_CHATTY}
        |{_WE}{_THIS}?(?:该|应该?|具体|需要?|要)*(?:填写?|写|输入|选|答)[点些个]?{_WHAT}(?:内容|东西|信息|好)?{_CHATTY}
        |这?里?{_THIS}?填?写?是?{_WHAT}|[^0-9a-z]{{0,8}}[是指]?(?:什么|啥)意思{_CHATTY}
        |{_WE}(?:不|没看?|看不|听不|搞不)(?:太|大|是很|怎么)?[看听]?(?:[懂会]|明白|理解|知道|清楚)
        (?:{_THIS}|{_HOW}|{_WHAT}|该|应该|要|[填写答选]|意思|题目|问题|办)*{_CHATTY}
        |(?:举个?|有没?有?)?(?:例子|示例|样例|范例)吗?|举例|(?:{_MAY}|请|有没有|没?有|[给我您你举看来]|一?个|一下)+{_SAMPLE}
        (?:{_MAY}|看一下|看看?|参考)*{_CHATTY}
        |(?:要求|格式)(?:是什么)?|(?:用|是|有|{_WHAT})*格式(?:是|有|要求|{_HOW}|什么样|{_WHAT})*{_CHATTY}
        |(?:最[多少]|至少|需?要|得|应该?|[写填限有]|大概|一般)*多少个?字(?:左右|以内|够)?{_CHATTY}
        |(?:有没有|有|对)?字数(?:有|{_WHAT})*(?:要求|限制){_CHATTY}
        |{_WE}{_THIS}?(?:是|必须|一定|非|得|要)*必?[填写]的?(?:不可)?{_WHETHER}
        |{_WE}{_THIS}?{_MAY}*(?:先|暂时)?(?:不[填写选]|跳过|空着|留空){_THIS}?{_WHETHER}+|{_MAY}+先?(?:不[填写选]|跳过){_THIS}
        |[^0-9a-z]{{2,14}}有?(?:什么|啥)(?:区别|不同|差别){_CHATTY}|解释一下|为什么|为啥
    """,
    "invite": rf"""
        {_WE}{_HOW}(?:让|请|拉|加|邀请?|添加|叫)+{_SOMEBODY}(?:一起|进来|加入|来)*(?:填写?|写)?{_CHATTY}
        |{_SOMEBODY}{_HOW}(?:加入|加进来|进来|参与|一起[填写]){_CHATTY}
        |{_WE}{_MAY}+(?:多人|几个人|[和跟]?{_SOMEBODY})*(?:一起|共同)(?:填写?|写|编辑){_CHATTY}
        |{_WE}邀请[^0-9a-z]{{0,6}}?(?:一起|来|加入|进来|填写?|写)+{_CHATTY}|{_WE}邀请{_SOMEBODY}{_CHATTY}
        |{_WE}[把将拉让请叫][^0-9a-z]{{1,6}}(?:加?进来|加入|一起[填写]){_CHATTY}|[^0-9a-z]{{1,6}}{_HOW}(?:进来|加入){_CHATTY}
    """,
    "members": rf"""
        {_WE}(?:转交|移交|交接|换)(?:一?个|负责|牵头|给)*(?:人|别人|其他人|同事)来?[填写]?{_CHATTY}
        |(?:现在|都)?有?(?:谁|哪些人)在?[填写]{_CHATTY}|(?:查看|看看?)?成员(?:列表)?{_CHATTY}
    """,
    "mute": rf"""
        静音|(?:消息)?免打扰|{_WE}(?:别|不要|不用|关闭|关掉|取消|停止)再?(?:给我)?(?:发|推送)?(?:提醒|通知|消息)+我?{_CHATTY}
    """,
    "new": rf"""
        {_WE}(?:新建|新增|新开|另建|再建)一?[份个张]?{_FORM}{_CHATTY}|{_WE}新建一?[份个张]{_CHATTY}
        |{_WE}(?:再|另)[来填写开]一[份个张]{_FORM}{_CHATTY}
    """,
    "list": rf"""
        {_WE}(?:切换|换)到?(?:另|别的?|其他的?)一?[份个张]?{_FORM}?{_CHATTY}
        |(?:我?还?有)(?:哪些|别的|其他的?){_FORM}{_CHATTY}|{_WE}(?:看|查看|打开)我的{_FORM}{_CHATTY}
    """,
    "delete": rf"""
        {_WE}(?:删除|删掉|删了|作废|注销){_ONE}{_FORM}{_CHATTY}|{_WE}[把将]{_ONE}{_FORM}(?:删除|删掉|删了|作废){_CHATTY}
    """,
    "files": rf"""
        {_WE}{_HOW}?{_MAY}?(?:打印|预览|导出pdf|生成pdf|下载pdf|pdf)(?:一下|一份|出来|看看?|效果|{_DOCUMENT})*{_CHATTY}
    """,
    "help": rf"""
        {_WE}(?:{_MAY}|[换在用到个])+{_DEVICE}[上里端]*(?:接着|继续)?(?:填写?|写|登录?|用)?{_CHATTY}
        |{_WE}{_MAY}+(?:发送?|上传|传|导入|用)*{_SENT}+(?:输入|上传|导入)*{_WHETHER}
        |[你您]们?(?:是谁|是(?:机器人|人工|真人|ai)|(?:能|会|可以)[做干]?(?:{_WHAT}|嘛)){_CHATTY}
        |(?:有没有|有|转|找|接)*(?:人工|真人)(?:客服|服务)?{_CHATTY}
        |{_HOW}联系(?:[你您]们?|客服|人工)|(?:有问题)?(?:找|联系|问)谁(?:咨询|问)?{_CHATTY}
        |{_WE}{_HOW}(?:撤[回销消]|取消)(?:修改|上一步)?{_CHATTY}
        |(?:{_HOW}|批量|可以|能|直接)*(?:上传|导入)(?:去年|上次|以前)?的?(?:{_SENT}|数据|资料|材料|{_FORM}|(?:营业)?执照)*{_CHATTY}
        |{_WE}(?:复制|沿用|用|照搬|参考)(?:去年|上次|上一[年份次]|以前|之前)的.{{0,6}}|{_WE}自动(?:识别|填写?)(?:(?:营业)?执照|信息)?{_CHATTY}|扫描一?下?
        |{_WE}{_DEVICE}[上里端]*{_MAY}*[填写用]{_CHATTY}
        |(?:链接|网址)(?:是?什么|是多少|发我|发一?下|在哪里?)?{_CHATTY}|有?没?有?(?:微信)?小程序{_CHATTY}
        |(?:下载)?(?:表格?[0-9一二]?)?模板(?:下载|在哪里?)?{_CHATTY}
        |(?:这个?|用|填)*(?:要|需要|得)*(?:多少钱|{_HOW}收费|收不?收?费|要钱|免费){_CHATTY}
    """,
    "deadline": rf"""
        (?:什么时候|何时|几号|哪天)(?:截止|到期){_CHATTY}|截止(?:日期|时间)?[是到]?(?:什么时候|何时|几号|哪天){_CHATTY}
        |{_WE}[把将]?(?:截止(?:日期|时间)?|期限)(?:改|推迟|延|设|定|调)[到成为在迟期后]*.{{0,8}}
        |{_WE}(?:设置?|修改|更改|改|调整?)(?:一?下|一?个)?(?:截止(?:日期|时间)?|期限){_CHATTY}|.{{0,6}}提醒我.{{0,6}}
    """,
    "export": rf"""
        {_WE}(?:{_HOW}|[在从去]?哪里?){_MAY}?(?:导出|下载|生成|拿到?|打印){_DOCUMENT}*{_CHATTY}
        |{_WE}(?:发给?我|给我发?)一?[份个]{_DOCUMENT}*{_CHATTY}
        |{_WE}(?:导出|下载|生成)(?:一下|一份)?(?:word|文件|文档|申报书|材料)*{_CHATTY}
        |{_DOCUMENT}+(?:在|去)哪里?{_MAY}?(?:下载|[看找拿])?{_CHATTY}
    """,
}
_GOES = Pattern(
    rf"{_WE}(?:填写?|写|去|跳到?|跳转到?|转到|到|看|打开|回到|进入|修改|更改|改)+(?:一下)?(?P<goal>.{{2,}}?)"
    "(?:(?:那|这)?一?(?:部分|[块页题栏])|那里|的内容)?(?:吧|呢|啊|了)?"
)
_SENTENCES = {meaning: Pattern(grammar, re.VERBOSE) for meaning, grammar in _GRAMMAR.items()}


def meant(sentence: str) -> Action | Talk | None:
    """What a whole sentence wants, None where it is none of these."""
    asked = _POLITE.match(sentence)
    sentence = sentence[asked.end() :] if asked else sentence
    if asked and not sentence:
        return "hello"
    if not 0 < len(sentence) <= _LONGEST:
        return None
    return next((meaning for meaning, grammar in _SENTENCES.items() if grammar.fullmatch(sentence)), None)


def goal(sentence: str) -> str:
    """Where a whole sentence wants to go, in its words: 先填基本情况, 改一下方案名称; "" where it goes nowhere."""
    found = _GOES.fullmatch(sentence) if len(sentence) <= 2 * _LONGEST else None
    return found["goal"] if found else ""
