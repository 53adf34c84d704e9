"""行业领域: whether words plainly say no industry where one is asked.

Knows no list of industries, of which there is no end: what is talk, a person's name or no word of Chinese is none.
"""

from __future__ import annotations

from dialogs.answers import regions, talk
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

_ASKED = Pattern("行业|领域|产业")
_ENDS = Pattern(r"[^\W\d_](?:(?<!企)业|行业|领域|产业|服务|能源)$")
# The hundred surnames that most people have, and the words of industries that begin with one.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方"
    "石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚"
)
_TRADES = (
    "林[业产木场]|黄[金酒]|高[校速新端等铁职]|马术|叶轮|钟表|石[油化材墨]|白[酒电]|毛[纺皮]|康复|康养|雷达|武器|武术|航"
)
_PERSON = Pattern(rf"(?!{_TRADES})[{_SURNAMES}][{HAN}]{{1,2}}")
_TITLED = Pattern(rf"(?!{_TRADES})[小老{_SURNAMES}][{HAN}]{{0,2}}(?:老师|总|经理|工|先生|女士|主任|博士)")
_IN_WORDS = Pattern(f"[{HAN}]|^[A-Z][A-Za-z0-9]{{0,5}}$")
# A number, an address, or what is asked elsewhere: of what sort a company is.
_OTHER = Pattern("[0-9]{3,}|@|^(?:国有|民营|私营|外资|合资|上市|集体|事业|股份|[国央民私])(?:企业|公司|单位|企)?$")
_BETWEEN = Pattern("[、/,，或和 ]+")


def is_asked(called: str) -> bool:
    """Whether a question that is called so asks for an industry."""
    return _ASKED.search(called) is not None


def is_none(text: str) -> bool:
    """Whether words plainly say no industry: 网不好, 正在申请, 张三, what."""
    if not _IN_WORDS.search(text) or _OTHER.search(text) or regions.is_address(text):
        return True
    if any(_PERSON.fullmatch(part) or _TITLED.fullmatch(part) for part in _BETWEEN.split(text)):
        return True
    return talk.is_no_name(text) and not _ENDS.search(text)
