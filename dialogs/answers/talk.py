"""What people say instead of an answer: an action in words, talk, and what they put where they have nothing yet.

Knows no question. A word counts only as the whole message, whatever marks stand around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogs.answers import wishes, wrapping
from dialogs.answers.cleaning import fold
from dialogs.answers.wishes import Action, Talk
from dialogs.pattern import Pattern

_SAID: dict[Action | Talk, str] = {
    "help": """
        帮助 求助 help 使用说明 有哪些命令 怎么用 怎么操作 菜单 主菜单 主页 首页 人工 客服 转人工
        取消 清空 全部删除 全部清空 删除全部
    """,
    "status": "进度 查看进度 还差多少 还剩多少 还有多少 填到哪了 到哪了 还有几题 还剩几题 还差几题",
    "check": "自查 形式审查",
    "list": "列表 我的申报 切换",
    "export": "导出 下载 生成文件 生成word 下载文件 生成word文件 导出word",
    "hello": """
        你好 您好 你好啊 您好啊 hi hello 在吗 在不在 在么 早 早上好 上午好 下午好 晚上好 嗨 哈喽 有人吗
    """,
    "thanks": """
        确认 确定 同意
        谢谢 多谢 感谢 谢谢您 谢谢你 谢了 非常感谢 辛苦了 辛苦 3q thanks thankyou 收到 收到谢谢 明白 明白了
        知道了 了解 嗯 嗯嗯 哦 噢 好的 好 好滴 好哒 行 可以 ok okay 好的谢谢 没问题 对 对的 是的 是
    """,
}
_MEANT: dict[str, Action | Talk] = {fold(word): meaning for meaning, words in _SAID.items() for word in words.split()}
_LONGEST = 200  # characters of what is meant; only so much is looked at in every light
_ASKED = 30  # characters of a question in return
_ASKS = Pattern(
    r"[?？]\W*$|[吗么呢][。.\s]*$|怎么|怎样|如何填|什么|还是|[填写选是]谁|谁的|哪[个家里些一]|[填写]多少"
    r"|是不是|能不能|可不可以|可以吗|要不要|有没有"
)
_TELLS = Pattern(
    r"^(?:我们?|咱们?)?(?:先|[我们]要|[我们]想|[我们]得)+[填写看改选弄做]"
    r"|[帮替]我|不是.+是|改[成为]|[打写填]错|[了吧啊哦嘛][。.!！~～]*$|^\[[一-龥]{1,4}\]$"
)
_UNSURE = Pattern(r"\w[\s（(]*[?？]+[\s)）]*$")
_FOR_NOW = Pattern(  # as a whole: 领导还没批, 周一给你, 电话联系, 看情况
    r"(?:[这那]个?|[这那][里边]|我们?|咱们?|[他她]们?|[你您]们?|领导|老板|法务|财务|同事)+"
    r"(?:还|都|也|就|要|得|会|来|去|没有?|不|已经?|再|先|自己|看着)+.{1,6}"
    r"|(?:我们?|公司|单位)没有|等(?:[我你您他她下明后过审批签盖]|领导|法务|财务|同事|老板|通知|消息|周).{0,6}"
    r"|(?:[今明后]天|周[一二三四五六日天]|下周|[上下]午|晚上|改天|回头|稍后)(?:先|再|就|给|发|说|补|填|来|弄|看).{0,5}"
    r"|(?:已经?)?(?:微信|邮[件箱]|短信|电话|群里|私信|当面|口头|面|详|另)(?:上|里)?(?:已?发[你您给]*|说|谈|议|联系|告知|沟通|通知|商)了?"
    r"|已?经?发[你您给]*(?:微信|邮[件箱]|群里)了?"
    r"|[按看视凭依]?[照据]?(?:根据)?(?:实际|具体|当时|现场)?情况(?:而|来|再)?(?:定|填写?|说)?"
    r"|不(?:一定|是|要|需要?|对|行|好|可以|同意|愿意|想[填写]?|方便|提供|公开|[填写懂会])|没有?这个|[查并]?无此.{1,3}|暂不.{1,4}"
    r"|大概|可能|也许|或许|差不多|好像是?|应该是?|我猜|随[你您意便]|都行|自己[填看写弄定]|自行填写|百度一下"
    r"|开始|支持|赞|否|例如[:：].*|比如[:：].*"
)
_QUESTION = Pattern(r"[?？]+")
_FINISHED = Pattern(r"[“\"]?填完了[”\"]?[。！!]?")
_WITH_DONE = Pattern(r"(.*[。！？；…”）!?;)])\s*\n\s*[“\"]?(?:完成|写完了|填完了)[”\"]?[。！!]?\s*", re.DOTALL)
_NUMBERED = Pattern(r"^[（(]?[0-9一二三四五六七八九十]+[)）、.．]\s*")
_REPEATED = Pattern(r"^(.{1,3}?)[\W_]*(?:\1[\W_]*){1,3}$")  # 好的好的, 嗯嗯嗯
_AROUND = Pattern(r"^[\W_]+|[\W_]+$|[吧呢吗呀啊哦啦哈]+[\W_]*$")

_PLACEHOLDER = Pattern(
    r"待定|待填|待补|待补充|待填写|待确定|待确认|未定|未知|不详|不祥|暂定|暂缺|暂无|暂时没有|没有|无|空|空白|略|同上|同前|同左|如上|见上|见下|(?:详?见|参见)附[件页表](?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})?|"
    r"(?:我们?|本|我们的|贵)(?:公司|单位|机构|司)(?:的?(?:全称|名[称字]|地址|电话|邮箱|代码))?|(?:公司|单位)(?:全称|名[称字]|地址|电话)|同(?:牵头|执照|证照|法人|联系人|上一?[题个条行]|注册|通讯|办公|上述|上面|前面|营业执照).{0,8}|"
    r"同第?[0-9一二三四五六七八九十]{1,3}[行家个条项]?|暂无.{1,8}|"
    r"[同与和跟].{1,10}(?:一样|一致|相同)|(?:复制|照抄|沿用|参照|参考|照)(?:上[面述边一个的]|前[面述]|牵头).{0,8}|"
    r"[都就]?(?:以|按照?|参照|根据).{1,8}(?:为准|[来填写办做]写?)(?:就[行好]|即可)?|@[一-龥]{1,8}|"
    r"[如见看参详](?:图|题|[上下前后附左右](?:图|表|[面边方文])?|截图|邮件|附件|文件|链接|群里|微信|短信|备注)(?:所[示述])?|"
    r"没有(?:传真|联合(?:申报)?(?:单位)?|其[他它]|网[址站]|邮箱|座机|分机)|只有我们.{0,4}|"
    r"(?:去年|上次|往年|以前|之前)的(?:数据|内容|申报[书表]?|材料|答案|那[份个])?|"
    r".{0,4}同(?:电话|手机|传真|邮箱|地址|名称)|"
    r"语音|图片|视频|位置|名片|(?:动画)?表情|聊天记录|小程序|见营业执照|见执照|另附|附后|后补|后附|补充中|测试|试试|随便|保密|不便透露|不方便|不公开|不适用|不涉及|"
    r"(?:稍[后候]|晚点|回头|随后|之后|后续|改天)再?(?:补充?|填写?|发|提供)|.*\.(?:xlsx?|docx?|pdf|csv|wps|txt|jpe?g|png|zip)|"
    r"某+|[xX×*＊#?？._…—·。、/\\-]+|n/?a|#n/?a|#(?:ref|value|name|null|num|div/0|spill|calc)[!?]?|none|null|nil|nan|undefined|true|false|tbd|todo|same(?:as)?(?:above|before)|test(?:ing)?|"
    r"asdf|qwerty?|aaa+|123|1234|12345|123456|111+|000+|"
    r".{0,6}某某+|某某.{0,6}|.{0,30}(?<![a-z])[x×*]{2,}(?![a-z]).{0,30}|.*[（(](?:待定|待补充?|待填|暂定|待确认)[)）].*|.[xX×]|某人|不填|见名片|都选|全选|.*(?:此处|这里)填写.*|请?填写.{0,10}|请输入.{0,10}|[-—\s]*(?:请|点击|下拉)选择.{0,10}|[单多]选|pending",
    re.IGNORECASE,
)

# Words of somebody who speaks, which no name has, also where it ends like one: 还没注册公司.
_SPEAKS = "[我您你他她们这哪谁吗呢填写没还]|暂时|保密"
# What no name of a person has, nor that of an organisation where it does not end like one.
_NO_NAME = Pattern(
    rf"{_SPEAKS}|[吧的了叫找把被跟很]|[不应]是|不[变改对行好]|太[小大长慢]|应该|可能|改[成为]|换[成为]|问下|先空"
    r"|麻烦|默认|照旧|保持|官网|百度|可查|眼查|办理|审批|评审|申请|筹建|提交|保存|刷新|翻页|登[录陆]|消息|按钮|页面|打开|文件|验证|密码|账号"
    r"|[一二三四五六七八九十两几][个份家]|[上下](?:面|周|一[题个步页])|综合|方案|全部|都[有选行可]|微信|合同|标题|加急|闪退|什么|多[少久]|商业秘|快点|发到|打给|拉个|[已未][读取]|选项|本人|同名|测试|换单|催一|选[A-Z0-9]"
)
_NONE = Pattern(
    r"(?:暂时?|目前|我们|我单位|本单位|公司|确实)*(?:传真)?(?:无|没有|没|不用|不?设|未设|空|暂无|不涉及|不适用|none|no|n/?a|null|nil|[-—/\\0]+)"
)
_AGREED = Pattern(
    r"[√☑✓]?(?:[0-9][.、])?(?:我|我们|我方|我单位|本单位)?(?:以上|内容|情况)?(?:已?阅读并?|已阅?)?(?:均)?"
    r"(?:确认|確認|确定|同意|承诺|保证|属实|真实有效|真实完整|真实|已读|已阅读?|没问题|没有问题|无异议|无误|没错|认可|"
    r"是|是的|嗯+|好|好的|好滴|可以|可以的|行|对|对的|yes|y|ok|okay)(?:并?(?:确认|同意)|无误|属实|真实|了|的|哈)?"
)


def meaning(text: str) -> Action | Talk | None:
    """What a message asks for or says instead of an answer, None where it is neither."""
    if len(text) > _LONGEST:
        return None
    whole = fold(text)
    if whole and not _QUESTION.sub("", whole):
        return "how"
    bare = _AROUND.sub("", whole)
    once = _REPEATED.sub(r"\1", bare)
    return _MEANT.get(whole) or _MEANT.get(bare) or _MEANT.get(once) or wishes.meant(_letters(whole))


def goal(text: str) -> str:
    """Where a message wants to go: 先填基本情况; "" for any other. Folded, without marks."""
    return wishes.goal(_letters(fold(text))) if len(text) <= _LONGEST else ""


def is_goal(goal: str, title: str) -> bool:
    """Whether a title is meant: all of it, without its number, or the number of a table alone."""
    bare = _NUMBERED.sub("", title)
    table, _, rest = title.partition(" ")
    return goal in {_letters(fold(name)) for name in (title, bare, *((table, rest) if rest else ()))}


def _letters(folded: str) -> str:
    return re.sub(r"[\W_]+", "", folded)


def asks(text: str) -> bool:
    """Whether a short text asks something in return: 填谁, 是总公司还是分公司."""
    return len(text) <= _ASKED and "\n" not in text and _ASKS.search(text) is not None


def chats(text: str) -> bool:
    """Whether a short text asks something in return, or only tells: 马上要搬了, 电话联系."""
    if len(text) > _ASKED or "\n" in text:
        return False
    return asks(text) or _TELLS.search(text) is not None or _FOR_NOW.fullmatch(_AROUND.sub("", text)) is not None


def is_unsure(text: str) -> bool:
    """Whether a question mark stands behind an answer: 车联网（？）."""
    return _UNSURE.search(text) is not None


def before_finished(text: str) -> str:
    """The rows above a last line 填完了, by which no row is called; "" without one, or where it stands alone."""
    rows, _, last = text.rstrip().rpartition("\n")
    return rows if rows.strip() and _FINISHED.fullmatch(last.strip()) else ""


def before_done(text: str) -> str:
    """What a message says before a last line 完成; "" without one, and where the line above it ends no sentence.

    Such a line alone may be the last of a list: 受理, 审核, 完成.
    """
    found = _WITH_DONE.fullmatch(text)
    return found[1] if found else ""


def is_placeholder(text: str) -> bool:
    """Whether a text is only put where an answer should be: 待定, XXX, 同上, /, 见附件, #N/A, 某某."""
    bare = fold(wrapping.unbracketed(wrapping.without_quotes(text)))
    return _PLACEHOLDER.fullmatch(bare) is not None


def is_speech(text: str) -> bool:
    """Whether a text has words of somebody who speaks: 还没注册公司, 我们暂时保密."""
    return re.search(_SPEAKS, text) is not None


def is_no_name(text: str) -> bool:
    """Whether a text has words that no name has: 正在申请, 官网有, 下周一."""
    return _NO_NAME.search(text) is not None


def says_none(text: str, none_word: str, called: Iterable[str]) -> bool:
    """Whether a text says that there is none: 无, 没有传真, N/A; `called` is what there would be, folded."""
    unwrapped = wrapping.without_quotes(wrapping.unbracketed(text))
    bare = fold(wrapping.without_marks(wrapping.unbracketed(unwrapped)))
    bare = bare.removesuffix("了").removesuffix("机")
    for name in sorted(called, key=len, reverse=True):
        bare = bare.removesuffix(name)
    return bare == fold(none_word) or _NONE.fullmatch(bare) is not None


def agrees(text: str) -> bool:
    """Whether a text agrees to what is to be confirmed, in one word or several."""
    said = [fold(wrapping.without_marks(part)) for part in re.split(r"[,，、。;；\s]+", wrapping.without_quotes(text))]
    words = [word for word in said if word]
    return bool(words) and (all(map(_AGREED.fullmatch, words)) or _AGREED.fullmatch("".join(words)) is not None)
