"""Each kind is a table of (what was typed, what is stored or the fault's code); every code has a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers.dates import show as show_date
from dialogs.answers.kinds import (
    KINDS,
    LINE_LIMIT,
    TEXT_LIMIT,
    Accepted,
    Invalid,
    KindName,
    doubts,
    parse,
    show,
    stored,
)
from dialogs.answers.reasons import reasons
from dialogs.answers.verdict import DOUBT_CODES, INVALID_CODES, NOTE_CODES, Doubtful
from dialogs.form.model import Field
from dialogs.texts import sentences

TODAY = date(2023, 12, 20)
PAGE = """示例单位自成立以来一直开展网络安全保险业务
已经为许多制造企业提供了风险评估和理赔服务
今后三年将继续扩大服务范围并且不断改进产品
为行业的安全发展作出贡献。"""
NATURES = ("事业单位", "国有企业", "国有控股企业")


def field(kind: KindName, **more: Any) -> Field:
    return Field(id="x", label="某项", kind=kind, **more)


FIELDS: dict[str, Field] = {
    **{kind: field(kind) for kind in get_args(KindName)},
    "choice": field("choice", choices=NATURES, other="其他"),
    "choice, 其他（请注明）": field("choice", choices=NATURES, other="其他（请注明）"),
    "many, 其他(写明)": field("choice", choices=("甲", "乙"), other="其他(写明)", many=True),
    "code": field("text", example="ZL202310000001.2"),
    "choice, no other": field("choice", choices=("企业类", "产品服务类")),
    "suggestion": field("suggestion", choices=("工业互联网", "车联网")),
    "day": field("date", whole_day=True),
    "past": field("date", past=True),
    "fax": field("phone", none_word="无"),
    "none": field("text", none_word="不涉及"),
    "many": field("choice", choices=("电信和互联网", "工业互联网", "车联网"), other="其他", many=True),
    "licence": field("text", pattern="[A-Z]{2}-?[0-9]{4}", example="AB1234"),
    "time": field("text", pattern="([01]?[0-9]|2[0-3]):[0-5][0-9]", example="9:30"),
    "yuan": field("money", unit="元"),
    "thousands": field("money", unit="千元"),
    "millions": field("money", unit="百万元"),
    "billions": field("money", unit="亿元"),
    "profit": field("money", negative=True),
    "grant": field("money", unit="元", min=0, max=500000),
    "people": field("number", unit="人", places=0, max=100000),
    "output": field("number", unit="万吨"),
    "power": field("number", unit="千瓦时", negative=True),
    "yes": field("choice", choices=("是", "否")),
    "sex": field("choice", choices=("男", "女")),
    "share": field("number", percent=True, places=2, max=100),
    "change": field("number", negative=True),
    "days": field("period", whole_day=True),
    "post": field("period", until_now=True),
    "post by day": field("period", until_now=True, whole_day=True),
    "at most 5": field("longtext", max_words=5),
    "at least 5": field("text", min_han=5),
    "unit": field("text", example="示例大学"),
    "seat": field("text", example="浙江省杭州市西湖区示例路1号"),
}

ACCEPTED: dict[str, list[tuple[str, str]]] = {
    "unit": [("甲大学（乙校区）", "甲大学（乙校区）"), ("甲公司 乙分公司", "甲公司 乙分公司")],
    "text": [
        ("甲公司、乙大学", "甲公司、乙大学"),  # the form's example is no unit
        ("  示例公司 \n", "示例公司"),
        ("示例科技\nABC 公司", "示例科技ABC 公司"),  # a wrapped line of Chinese
        ("Example\r\n Ltd\rCo", "Example Ltd Co"),
        ("甲\n乙\n\n丙\u2028丁", "甲乙丙丁"),
        *((f"Example{end}Ltd", "Example Ltd") for end in ("\x0b", "\x0c", "\x85", "\u2028", "\u2029")),
        ("“甲”\n——乙", "“甲”——乙"),
        ("甲\t乙", "甲 乙"),
        ("\ufeff甲\u200b乙\u202a丙\u202c", "甲乙丙"),
        ("𠮷㛃\U0002ebf0\ue000", "𠮷㛃\U0002ebf0\ue000"),  # an extension younger than Python, and private use
        ("葛\U000e0100城", "葛\U000e0100城"),  # the variation of a character in a name
        ("５㎡，①“引”——……’·（Ａ）", "５㎡，①“引”——……’·（Ａ）"),
        ("甲\u200d乙\u200d", "甲乙"),
        ("<b>甲 & 乙</b> {{ x }}", "<b>甲 & 乙</b> {{ x }}"),
        ("字" * LINE_LIMIT, "字" * LINE_LIMIT),
        ("甲👨\u200d👩\u200d👧🏳️\u200d🌈🧑🏽\u200d🚀乙", "甲👨\u200d👩\u200d👧🏳️\u200d🌈🧑🏽\u200d🚀乙"),
    ],
    "longtext": [
        ("第一段 \n第二段\t\n", "第一段\n第二段"),
        ("\n\n第一段\r\n\r\n \r\n\r\n第二段\n\n", "第一段\n\n第二段"),
        ("\u3000\u3000第一段\n\u3000\u3000第二段", "第一段\n第二段"),
        ("甲\t乙", "甲\t乙"),
        ("甲\x0b乙\x0c丙\x85丁\u2028戊\u2029己", "甲\n乙\n丙\n丁\n戊\n己"),  # \x0b: Shift+Enter in Word
        ("长" * 5000, "长" * 5000),
    ],
    "at most 5": [("一二三，四", "一二三，四"), ("2023 a-b 年。", "2023 a-b 年。")],
    "at least 5": [("一二三四五", "一二三四五"), ("一，二三四 a 〇", "一，二三四 a 〇")],
    "none": [
        ("没有", "不涉及"),
        ("不涉及。", "不涉及"),
        ("暂无", "不涉及"),
        ("——", "不涉及"),
        ("/", "不涉及"),
    ],
    "fax": [("无", "无"), ("没有", "无"), ("－", "无"), ("010-66012345", "010-66012345")],
    "choice": [
        ("国有企业", "国有企业"),
        (" 国有\u3000企业。", "国有企业"),
        ("其他：外商独资企业", "其他：外商独资企业"),
        ("其他:社团", "其他：社团"),
        ("其他（社团）", "其他：社团"),
        ("其他(社团)", "其他：社团"),
        ("其它，社团", "其他：社团"),
        ("其他 社团", "其他：社团"),
        ("其他（请注明）：社团", "其他：社团"),
        ("其他（外商（独资））", "其他：外商（独资）"),
        ("其他（：社团）", "其他：社团"),
    ],
    "choice, 其他（请注明）": [
        *(
            (text, "其他（请注明）：社团")
            for text in ("其他（请注明）：社团", "其他：社团", "其它（社团）", "其他 社团")
        ),
        ("国有企业", "国有企业"),
    ],
    "many, 其他(写明)": [("甲、其他：丙", "甲、其他(写明)：丙"), ("乙，其他(写明)：丙", "乙、其他(写明)：丙")],
    "code": [("2024SR0000001", "2024SR0000001"), ("202410000001", "202410000001")],
    "choice, no other": [("产品服务类", "产品服务类")],
    "yes": [("是的", "是"), ("选否", "否"), ("是√ 否□", "是"), ("是□ 否☑", "否")],
    "sex": [
        *(
            (text, "男")
            for text in ("男☑ 女□", "男 ☑ 女 □", "☑男 □女", "☑ 男 □ 女", "■男□女", "☒男 ☐女", "[x]男 [ ]女")
        ),
        *((text, "男") for text in ("男√", "√男", "男√ 女", "男√女□", "√男 ×女", "男（√）女（ ）", "（√）男（）女")),
        *((text, "女") for text in ("男□ 女☑", "男 √女", "男×女√", "男[ ] 女[x]")),
    ],
    "suggestion": [
        ("工业互联网", "工业互联网"),
        ("做车联网的", "车联网"),
        ("智慧农业", "智慧农业"),
        ("“智慧农业”", "智慧农业"),
        ("（一）工业互联网", "工业互联网"),
    ],
    "date": [
        ("2019-05-01", "2019-05-01"),
        ("2019/5/1", "2019-05-01"),
        ("2019.5.1", "2019-05-01"),
        ("2019年5月1日", "2019-05-01"),
        ("2019 年 05 月 01 号。", "2019-05-01"),
        ("２０１９－０５－０１", "2019-05-01"),
        ("20190501", "2019-05-01"),
        ("二〇一九年五月一日", "2019-05-01"),
        ("二○一九年十二月三十一日", "2019-12-31"),
        ("二零一九年十月二十日", "2019-10-20"),
        *((f"二{zero}一九年五月一日", "2019-05-01") for zero in ("O", "o", "Ｏ", "ｏ", "◯")),  # for want of a 〇
        ("二零一九年五月", "2019-05"),
        ("2019年5月份", "2019-05"),
        ("2019.05", "2019-05"),
        ("2019-5", "2019-05"),
        ("2019年", "2019"),
        ("2019", "2019"),
        ("2024-02-29", "2024-02-29"),
        ("1900", "1900"),
        ("2100-12-31", "2100-12-31"),
        ("今天", "2023-12-20"),
        ("今日。", "2023-12-20"),
        ("昨天", "2023-12-19"),
        ("明天", "2023-12-21"),
    ],
    "day": [("2019年5月1日", "2019-05-01"), ("今天", "2023-12-20")],
    "region": [
        ("浙江省杭州市", "浙江省杭州市"),
        ("浙江杭州", "浙江杭州"),
        ("浙江省 杭州市", "浙江省 杭州市"),
        ("北京", "北京"),
        ("中国香港", "中国香港"),
        ("杭州市", "浙江省杭州市"),
        ("台州市路桥区", "台州市路桥区"),
        ("南京市鼓楼区", "南京市鼓楼区"),
        ("延边朝鲜族自治州", "吉林省延边朝鲜族自治州"),
        (
            "甘肃省临夏回族自治州积石山保安族东乡族撒拉族自治县",
            "甘肃省临夏回族自治州积石山保安族东乡族撒拉族自治县",
        ),
    ],
    "orgcode": [
        ("９１１０００００７１０９３１４８３ｒ", "91100000710931483R"),
        ("9111 0000 7109 3913 5P", "91110000710939135P"),
        ("710931483", "71093148-3"),
        ("71093148-3", "71093148-3"),
    ],
    "money": [
        ("5000", "5000"),
        ("５，０００", "5000"),
        ("5,000万元", "5000"),
        ("5 000 万元", "5000"),
        ("0.5", "0.5"),
        ("0.000001", "0.000001"),
        ("1.2亿元", "12000"),
        ("53.6亿", "536000"),
        ("50000000元", "5000"),
        ("50,000,000.00元", "5000"),
        ("二十亿元", "200000"),
        ("五千万元", "5000"),
        ("一千零五十万元", "1050"),
        ("十万元", "10"),
        ("两亿", "20000"),
        ("一点二亿", "12000"),
        ("人民币伍仟万元整", "5000"),
        ("壹亿贰仟万圆整", "12000"),
        ("1亿2000万", "12000"),
        ("1亿2000元", "10000.2"),
        ("5千万", "5000"),
        ("1万亿元", "100000000"),
        ("￥5000万", "5000"),
        ("人民币5000万元整", "5000"),
        ("5000万元（人民币）", "5000"),
        ("RMB 5000万", "5000"),
        ("200万美元", "200 USD"),
        ("US$200万", "200 USD"),
        ("2,000,000美元", "200 USD"),
        ("1.5亿港币", "15000 HKD"),
        ("100（万欧元）", "100 EUR"),
    ],
    "many": [
        ("车联网", "车联网"),
        ("车联网、电信和互联网", "电信和互联网、车联网"),  # in the form's order
        ("1、3", "电信和互联网、车联网"),
        ("1和3", "电信和互联网、车联网"),
        ("电信和互联网 车联网", "电信和互联网、车联网"),
        ("工业互联网和车联网", "工业互联网、车联网"),
        ("车联网\n工业互联网", "工业互联网、车联网"),
        ("☑电信和互联网 □工业互联网 ☑车联网", "电信和互联网、车联网"),
        ("全选", "电信和互联网、工业互联网、车联网"),
        ("车联网，其他：智慧农业、渔业", "车联网、其他：智慧农业、渔业"),
        ("其他（渔业）", "其他：渔业"),
        ("电信和互联网√ 车联网×", "电信和互联网"),
        ("电信和互联网☑ 工业互联网□ 车联网☑", "电信和互联网、车联网"),
        ("☑车联网 ☑其他：渔业", "车联网、其他：渔业"),
        ("车联网☑ 工业互联网□ 其他☑：渔业", "车联网、其他：渔业"),
    ],
    "licence": [
        ("AB1234", "AB1234"),
        ("ａｂ １２３４", "AB1234"),
        ("“AB-1234”", "AB-1234"),
        ("某项：AB1234", "AB1234"),
    ],
    "time": [("9:30", "9:30"), ("09：30", "09:30"), ("23:59", "23:59")],
    "thousands": [
        ("500", "500"),
        ("5000元", "5"),
        ("5,000千元", "5000"),
        ("3万元", "30"),
        ("单位：千元 500", "500"),
        ("0.00001", "0.00001"),
        ("200千美元", "200 USD"),
    ],
    "millions": [("200", "200"), ("2亿", "200"), ("单位：百万元 3", "3")],
    "billions": [("1.5", "1.5"), ("3000万元", "0.3"), ("1.5亿元", "1.5")],
    "yuan": [
        ("5000（千元）", "5000000"),
        ("5000", "5000"),
        ("5000.5", "5000.5"),
        ("50000000", "50000000"),
        ("5万元", "50000"),
        ("1.2亿", "120000000"),
        ("￥5,000", "5000"),
        ("伍仟元整", "5000"),
        ("200万美元", "2000000 USD"),
    ],
    "profit": [
        *((text, "-120") for text in ("-120", "－120万元", "负一百二十万", "亏损120万元", "净亏损1200000元")),
        *((text, "-120") for text in ("(120)", "（120.00）", "（120万元）", "▲120")),
        *((text, "-120") for text in ("净利润：（120万元）", "“(120)”", "「张三：多少？」\n-120")),
        ("0", "0"),
        ("80", "80"),
    ],
    "grant": [("0", "0"), ("50万", "500000"), ("499,999.99元", "499999.99")],
    "number": [
        ("12", "12"),
        ("1,200", "1200"),
        ("1200.50", "1200.5"),
        ("一千二百", "1200"),
        ("1.2万", "12000"),
        ("共 35", "35"),
        ("0", "0"),
        ("１２", "12"),
        *((text, "0.5") for text in (".5", "．5", "。5", "零点五")),
        *((text, "1234567") for text in ("1 234 567", "123 4567", "1，234，567")),
    ],
    "output": [
        *((text, "12") for text in ("12", "12万", "12万吨", "12 万吨", "120000吨", "120,000 吨", "十二万吨")),
        ("1.2亿吨", "12000"),
    ],
    "power": [("3千瓦时", "3"), ("3万千瓦时", "30000"), ("3000瓦时", "3"), ("3度", "3"), ("-1.5kWh", "-1.5")],
    "people": [("35名", "35"), ("35个人", "35"), ("35人", "35"), ("共有三十五人", "35"), ("研发人员：35人", "35")],
    "share": [("85%", "85"), ("85.5", "85.5"), ("百分之八十五", "85"), ("０", "0"), ("100％", "100")],
    "change": [
        ("-5", "-5"),
        ("负五", "-5"),
        ("下降3.2", "-3.2"),
        ("(5)", "-5"),
        ("（3.2）", "-3.2"),
        ("5（含税）", "5"),
    ],
    "idcard": [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("身份证号：110105 19491231 002X", "11010519491231002X"),
        ("110105-19491231-002X", "11010519491231002X"),
        *((f"11010519491231002{x}", "11010519491231002X") for x in "×ⅩХΧ"),
        ("810000199408230021", "810000199408230021"),  # of a resident from Hong Kong
        ("440524188001010014", "440524188001010014"),
        ("911124198108030024", "911124198108030024"),  # of a foreigner
        ("330602196001010016", "330602196001010016"),  # a district younger than the person
    ],
    "account": [
        ("0200 0123 4567 8901 234", "0200012345678901234"),
        ("6222 0210 0111 6245 702", "6222021001116245702"),
        ("账号：１２３４５６７８９０１２", "123456789012"),
        ("31-041500-040012345", "31-041500-040012345"),
    ],
    "period": [
        *((text, "2024-01/2026-12") for text in ("2024年1月至2026年12月", "2024.1-2026.12", "2024.01—2026.12")),
        *((text, "2024-01/2026-12") for text in ("自2024年1月起至2026年12月止", "2024/1～2026/12", "2024-01-2026-12")),
        ("2024年1月1日到2024年12月31日", "2024-01-01/2024-12-31"),
        ("2024年1月至12月", "2024-01/2024-12"),
        ("2024年5月1日至31日", "2024-05-01/2024-05-31"),
        ("2024-2026", "2024/2026"),
        ("2024-01-01至2024-12-31", "2024-01-01/2024-12-31"),
        ("实施期限：2024年—2026年", "2024/2026"),
        ("2024年5月至2024年5月", "2024-05/2024-05"),
    ],
    "post": [
        *((text, "2019-05/") for text in ("2019年5月至今", "2019.5-至今", "自2019年5月起至今", "2019/05 ～ 现在")),
        ("2015年7月至2019年4月", "2015-07/2019-04"),
        ("2019至今", "2019/"),
    ],
    "days": [("2024.1.1-2024.12.31", "2024-01-01/2024-12-31")],
    "person": [
        ("张三", "张三"),
        ("张\u3000三", "张三"),
        ("张 三 丰", "张三丰"),
        ("𠮷㛃\U0002ebf0", "𠮷㛃\U0002ebf0"),
        ("葛\U000e0100〇", "葛\U000e0100〇"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提 • 艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("John  R. Smith", "John R. Smith"),
        ("Zoë O’Brien-Łoś", "Zoë O’Brien-Łoś"),
    ],
    "phone": [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("８６ 138 0013 8000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("\u202a13800138000\u202c", "13800138000"),
        ("010-66012345", "010-66012345"),
        ("（010）6601 2345", "010-66012345"),
        ("010—66012345", "010-66012345"),
        ("01066012345", "010-66012345"),
        ("+86 (0)10 66012345", "010-66012345"),
        ("0086-571-88886666", "0571-88886666"),
        ("0836-2222222", "0836-2222222"),
        ("010-66012345-8012", "010-66012345-8012"),
        ("010-6601-2345-12", "010-66012345-12"),
        ("010-66012345转8012", "010-66012345-8012"),
        ("010-66012345 转分机 8012", "010-66012345-8012"),
        ("010-66012345 ext. 8012", "010-66012345-8012"),
        ("010-66012345（8012）", "010-66012345-8012"),
        ("4008100000", "400-810-0000"),
        ("400 810 0000 转 1", "400-810-0000-1"),
        ("800-810-0000", "800-810-0000"),
        ("13800138000、010-66012345", "13800138000、010-66012345"),
        ("13800138000/13900139000；010-66012345", "13800138000、13900139000、010-66012345"),
        ("13800138000 13900139000", "13800138000、13900139000"),
        ("13800138000\n010-66012345", "13800138000、010-66012345"),
        ("0571-88888888/88888889", "0571-88888888、0571-88888889"),
        ("010-66012345、6601 2346、66012347转8", "010-66012345、010-66012346、010-66012347-8"),
        ("电话：(0836)2222222-1，2222223-2", "0836-2222222-1、0836-2222223-2"),
        ("13800138000，13800138000", "13800138000"),
        ("电话：010-66012345", "010-66012345"),
        ("+852 23456789", "+852 2345 6789"),
        ("00852-2345-6789", "+852 2345 6789"),
        ("+49 30 123456转12", "+49 30 123456 转 12"),
    ],
    "mobile": [
        ("13800138000", "13800138000"),
        ("17012345678", "17012345678"),
        ("199 1234 5678", "19912345678"),
        ("13800138000;16612345678", "13800138000、16612345678"),
        ("+852 51234567", "+852 5123 4567"),
    ],
    "email": [
        ("zhangsan@example.com", "zhangsan@example.com"),
        ("ｚｈａｎｇ＠Ｅxample.COM", "zhang@example.com"),
        ("<zhangsan@example.com>；", "zhangsan@example.com"),
        ("张三 <zhangsan@example.com>", "zhangsan@example.com"),
        ("邮箱：zhang.san@example.com。", "zhang.san@example.com"),
        ("zhangsan @ example。com", "zhangsan@example.com"),
        ("mailto:z+a@mail.example.com", "z+a@mail.example.com"),
        ("a@例子.中国", "a@例子.中国"),
    ],
    "file": [
        ("〔图：0123456789abcdef｜证件照.jpg〕", "〔图：0123456789abcdef｜证件照.jpg〕"),
        (" 〔图：0123456789abcdef｜我的  照片（新）〕\n", "〔图：0123456789abcdef｜我的 照片（新）〕"),
    ],
    "confirm": [(word, "确认") for word in ("确认", "同意", "已阅读", "是", "好的。", "YES")],
}

NOTED: dict[str, list[tuple[str, str, str]]] = {
    "mobile": [
        ("010-66012345", "010-66012345", "landline"),
        ("13800138000、400-810-0000", "13800138000、400-810-0000", "landline"),
    ],
    "money": [
        ("200 USD", "200 USD", "money.bare"),
        ("￥5000", "5000", "money.bare"),
        ("5000元", "0.5", "money.small"),
    ],
}

# What was typed, what a yes stores, what is odd first, and what was probably meant.
DOUBTED: dict[str, list[tuple[str, str, str, tuple[str, ...]]]] = {
    "text": [
        ("上一题", "上一题", "talk", ()),
        ("待定", "待定", "placeholder", ()),
        ("某项", "某项", "label", ()),
        ("a@b.cn", "a@b.cn", "contact", ()),
        ("13800138000", "13800138000", "no_letters", ()),
        ("同注册地址", "同注册地址", "placeholder", ()),
        ("与营业执照一致", "与营业执照一致", "placeholder", ()),
        ("我们公司", "我们公司", "placeholder", ()),
    ],
    "unit": [
        ("甲公司、乙大学", "甲公司、乙大学", "several", ("甲公司", "乙大学")),
        ("甲公司 13800138000", "甲公司 13800138000", "unit.beside", ("甲公司",)),
    ],
    "seat": [
        ("OK 杭州市示例路1号", "OK 杭州市示例路1号", "address.beside", ("杭州市示例路1号",)),
        ("杭州市示例路1号，0571-88001200", "杭州市示例路1号，0571-88001200", "beside", ("杭州市示例路1号",)),
    ],
    "longtext": [
        ("略", "略", "placeholder", ()),
        ("第一步，先试点。\n发自我的手机", "第一步，先试点。\n发自我的手机", "longtext.foreign", ("第一步，先试点。",)),
        ("# 一、目标\n**三年**内完成", "# 一、目标\n**三年**内完成", "longtext.marks", ("一、目标\n三年内完成",)),
        ("| 甲 | 乙 |\n|---|:-:|\n| 1 | |", "| 甲 | 乙 |\n|---|:-:|\n| 1 | |", "longtext.marks", ("甲\t乙\n1\t",)),
        (PAGE, PAGE, "longtext.lines", (PAGE.replace("\n", ""),)),
        ("目录\n一、甲……1\n二、乙……9\n文。", "目录\n一、甲……1\n二、乙……9\n文。", "longtext.contents", ("文。",)),
        ("目录\n一、甲\t1\n二、乙\t9", "目录\n一、甲\t1\n二、乙\t9", "longtext.contents", ()),
    ],
    "choice": [
        ("国有", "", "choice", ("国有企业", "国有控股企业")),
        ("外商独资企业", "", "choice.other", ("其他：外商独资企业",)),
    ],
    "suggestion": [
        ("工业", "工业", "choice", ("工业互联网",)),
        ("从事智慧农业的", "智慧农业", "talk", ("智慧农业",)),
        ("工业互联网？", "工业互联网", "asked", ("工业互联网",)),
        ("--请选择--", "--请选择--", "placeholder", ()),
    ],
    "date": [
        ("03/05/2010", "", "date.order", ("2010年3月5日", "2010年5月3日")),
        ("201905", "", "date.order", ("2019年5月",)),
        ("40242", "", "date.serial", ("2010年3月5日",)),
        ("2007年6月27日（待核实）", "2007-06-27", "remark", ()),
        ("2019年5月XX日", "", "date.rest", ("2019年5月",)),
        ("2019年5月至2020年6月", "", "several", ("2019年5月", "2020年6月")),
    ],
    "past": [("2099年1月1日", "2099-01-01", "date.future", ())],
    "region": [
        ("朝阳区", "朝阳区", "region.alone", ("北京市朝阳区", "吉林省长春市朝阳区")),
        ("江苏省杭州市", "江苏省杭州市", "region.elsewhere", ("浙江省杭州市",)),
        ("杭州市黄浦区", "杭州市黄浦区", "region.district", ()),
        ("示例市", "示例市", "region.unknown", ()),
    ],
    "orgcode": [
        ("9110000O710931483R", "", "orgcode.character", ("91100000710931483R",)),
        ("B1100000710931483R", "B1100000710931483R", "orgcode.department", ()),
        ("95100000710931483R", "95100000710931483R", "orgcode.category", ()),
        ("911000A0710931483R", "911000A0710931483R", "orgcode.division", ()),
        ("911000007109314839", "911000007109314839", "orgcode.check", ()),
        ("71093148-4", "71093148-4", "orgcode.inner", ()),
        ("I12345672", "I1234567-2", "orgcode.letter", ()),
    ],
    "money": [
        ("50000000", "50000000", "money.bare", ("50000000元", "50000000万元")),
        ("536000.50", "536000.5", "money.bare", ("536000.50元", "536000.50万元")),
        ("约5000", "5000", "money.about", ()),
        ("5000万元（陆仟万元）", "", "money.differ", ("5000万元", "6000万元")),
        ("认缴5000万，实缴3000万", "", "several", ("5000万元", "3000万元")),
    ],
    "yes": [(text, "", "choice", ("是", "否")) for text in ("是/否", "是否", "是、否", "否（是）", "是(否)")],
    "sex": [("男×", "", "choice", ("男",)), ("男√女", "", "choice", ("男", "女"))],
    "many": [
        ("车联网×", "", "choice", ("车联网",)),
        ("互联网、车联网", "", "choice", ("电信和互联网、车联网", "工业互联网、车联网")),
        ("车联网、智慧农业", "", "choice.other", ("车联网、其他：智慧农业",)),
    ],
    "yuan": [("约5000元", "5000", "money.about", ())],
    "thousands": [
        ("536000.50", "536000.5", "money.bare", ("536000.50元", "536000.50千元")),
        ("3千", "", "scale", ("3千元", "3000千元")),
        ("三千", "", "scale", ("三千元", "3000千元")),
    ],
    "millions": [("3百", "", "scale", ("3百万元", "300百万元"))],
    "profit": [("亏损3千", "", "scale", ("-3千元", "-3000万元"))],
    "output": [("3千", "", "scale", ("3千吨", "3000万吨"))],
    "power": [
        ("3千", "", "scale", ("3千瓦时", "3000千瓦时")),
        ("-3万", "", "scale", ("-3万瓦时", "-30000千瓦时")),
    ],
    "number": [
        ("约1200", "1200", "number.about", ()),
        ("10、20", "", "several", ("10", "20")),
        ("10-20", "", "several", ("10", "20")),
        *((text, "", "several", ("100", "120")) for text in ("100~120", "１００～１２０", "100至120")),
        ("3 1/2", "", "several", ("3", "1", "2")),
        *((text, "10", "number.about", ()) for text in ("十来个", "~10", "～10", "（约10）")),
        ("85%", "85", "number.unit", ()),
    ],
    "people": [
        ("35台", "35", "number.unit", ()),
        ("35人以上", "35", "number.about", ()),
        ("3k", "3", "number.unit", ("3000",)),
        ("3W", "3", "number.unit", ("30000",)),
        ("研发20人，销售15人", "", "several", ("20", "15")),
    ],
    "share": [("0.85", "0.85", "number.part", ("85",)), ("八成", "8", "number.unit", ("80",))],
    "idcard": [
        ("110105194912310021", "110105194912310021", "idcard.check", ()),
        ("000105194912310024", "000105194912310024", "idcard.place", ()),
        ("110105209912310029", "110105209912310029", "idcard.born", ()),
        ("11010519491231002X、440524188001010014", "", "several", ("11010519491231002X", "440524188001010014")),
    ],
    "account": [
        ("13800138000", "13800138000", "account.phone", ()),
        ("6222021001116240000", "6222021001116240000", "account.zeros", ()),
        ("6222021001116245703", "6222021001116245703", "account.check", ()),
        ("00000000", "00000000", "placeholder", ()),
        ("123456789012、123456789013", "", "several", ("123456789012", "123456789013")),
        ("95588 123456789012", "", "several", ("123456789012", "95588123456789012")),
        ("NRA123456789012", "123456789012", "account.letters", ()),
    ],
    "person": [
        ("张三1", "", "person.digits", ("张三",)),
        ("张三、李四", "", "several", ("张三", "李四")),
        ("张 三 经理", "", "person.title", ("张三",)),
        ("经理 张 三", "", "person.title", ("张三",)),
        ("张三 李四", "", "person.space", ("张三李四", "张三", "李四")),
        ("示例公司", "示例公司", "person.unit", ()),
        ("信息部-张三", "信息部-张三", "person.unit", ("张三",)),
        ("法定代表人", "法定代表人", "person.unit", ()),
        ("男", "男", "person.unit", ()),
        ("张三（？）", "张三", "asked", ("张三",)),
        ("名" * 7, "名" * 7, "person.long", ()),
    ],
    "phone": [
        ("14912345678", "14912345678", "phone.unknown", ()),
        ("电话：010-66012345 传真：010-66012346", "010-66012345", "phone.fax", ()),
    ],
    "email": [
        ("a@example.com、b@example.com", "", "several", ("a@example.com", "b@example.com")),
        ("zhangsan@qq.con", "zhangsan@qq.con", "email.domain", ("zhangsan@qq.com",)),
        ("zhangsan@example.com 13800138000", "", "email.beside", ("zhangsan@example.com",)),
    ],
}

REFUSED: dict[str, list[tuple[str, str]]] = {
    "text": [
        *((text, "empty") for text in ("", " \n\t", "\u3000", "\u200b\ufeff", "\u3164", "\u200d")),
        *((f"甲{bad}乙", "characters") for bad in ("\x00", "\x07", "\x0e", "\x1b", "\x7f", "\x84", "\x9f")),
        *((f"甲{bad}", "characters") for bad in ("\ud800", "\udfff", "\ufffe", "\uffff", "\ufdd0", "\U0010ffff")),
        ("字" * (LINE_LIMIT + 1), "line_too_long"),
        ("字" * (TEXT_LIMIT + 1), "endless"),
    ],
    "longtext": [("字" * (TEXT_LIMIT + 1), "endless"), ("\n \n", "empty"), ("甲\x1f乙", "characters")],
    "at most 5": [("一二三，四五", "too_long")],
    "at least 5": [("一二三四，123abc。", "too_short")],
    "fax": [("有", "phone")],
    "choice": [
        ("待定", "choice"),
        ("其他", "choice.other_text"),
        ("其它：", "choice.other_text"),
        ("其他（）", "choice.other_text"),
        ("其他（请注明）：", "choice.other_text"),
        (f"其他{'字' * (LINE_LIMIT - 2)}", "line_too_long"),
    ],
    "choice, 其他（请注明）": [(text, "choice.other_text") for text in ("其他", "其它", "其他（请注明）", "其他：")],
    "choice, no other": [("其他：xx", "choice")],
    "yes": [("不是", "choice"), ("不否", "choice")],
    "sex": [("非男", "choice")],
    "suggestion": [(" ", "empty")],
    "date": [
        ("2023-02-30", "date.none"),
        ("2023-02-29", "date.none"),
        ("2019年4月31日", "date.none"),
        ("2019-05-00", "date.none"),
        ("2019-13-01", "date.month"),
        ("20190001", "date.month"),
        ("19年5月1日", "date.year"),
        ("19-5-1", "date.year"),
        ("5月1日", "date.year"),
        ("1899-12-31", "date.year"),
        ("2101", "date.year"),
        ("去年", "date"),
        ("2019-5/1", "date"),
        *(
            (text, "date.lunar")
            for text in ("2024年五月初一", "2024年5月15日（农历）", "农历2024年五月十五", "2024年腊月二十")
        ),
        ("٢٠١٩", "date"),
    ],
    "day": [("2019年5月", "date.day"), ("2019", "date.day"), ("2019-02-30", "date.none")],
    "region": [
        ("123", "region"),
        ("a@example.com", "region"),
        ("Zhejiang", "region"),
        ("火星", "region"),
        ("市", "region"),
        ("浙江省杭州市西湖区示例路1号", "region.address"),
        ("北京市西城区示例大街", "region.address"),
        ("浙江省杭州市西湖区某某街道某某小区", "region.address"),
        (f"浙江省{'长' * 40}市", "region.address"),
    ],
    "orgcode": [
        ("9110000071093148", "orgcode.length"),
        ("9110000W71093148IR", "orgcode.character"),
        ("示例公司", "orgcode.none"),
        ("00000000-0", "orgcode.same"),
    ],
    "money": [
        ("0", "money.zero"),
        ("0.00元", "money.zero"),
        ("零", "money.zero"),
        ("-5", "money.negative"),
        ("－5万元", "money.negative"),
        ("负五千万", "money.negative"),
        ("1.1234567", "money.places"),
        ("0.001元", "money.places"),
        (f"1.{'0' * 100}1", "money.places"),
        ("9" * 100, "money.too_large"),
        ("1亿亿亿", "money.too_large"),
        *((text, "money") for text in ("很多", "万元", "1e5", "5,00", "1,0000", "5²")),
        *((text, "money") for text in ("5000-6000万", "1.2.3", "一亿二", "二百五", "十十", "٥")),
        *((text, "money") for text in ("￥200万美元", "1万2亿", "1.5亿2000万", "½", "Infinity", "NaN")),
    ],
    "many": [
        *((text, "choice") for text in ("待定", "1、9", "除了车联网", "车联网，不要工业互联网")),
        ("车联网、其他", "choice.other_text"),
    ],
    "licence": [("AB123", "pattern"), ("没有", "pattern"), ("AB1234、AB1235", "pattern")],
    "time": [("24:00", "pattern"), ("九点半", "pattern")],
    "thousands": [("0.000001", "money.places"), ("0", "money.zero")],
    "yuan": [("0", "money.zero"), ("-5", "money.negative"), ("0.001", "money.places"), ("1亿亿亿", "money.too_large")],
    "profit": [("-亿", "money")],
    "grant": [("50.01万元", "number.most"), ("-1", "money.negative")],
    "number": [
        *((text, "number") for text in ("很多", "1e5", "½", "5²", "十几", "v1.2.3", "٥", "三五", "一个半")),
        ("-5", "number.least"),
        ("1.1234567", "number.places"),
        ("9" * 20, "number.too_large"),
    ],
    "people": [("35.5", "number.places"), ("100001", "number.most")],
    "share": [("120%", "number.most"), ("8.123%", "number.places")],
    "idcard": [
        ("张三", "idcard"),
        ("110105491231002", "idcard.length"),
        ("11010519491231002", "idcard.length"),
        ("110105194902300021", "idcard.day"),
        ("1.10105E+17", "number.excel"),
        ("111111111111111111", "idcard.same"),
    ],
    "account": [
        ("工商银行", "account"),
        ("1234567", "account.length"),
        ("6.22202E+18", "number.excel"),
    ],
    "post by day": [("2019年5月至今", "date.day")],
    "post": [("至今", "period"), ("上学至今", "period"), ("2019年5月至长期", "period.open")],
    "period": [
        ("三年", "period"),
        ("2024年1月", "period.one"),
        ("2024年1月起", "period.one"),
        ("2024年1月至今", "period.open"),
        ("2026年12月至2024年1月", "period.order"),
        ("2024年2月30日至2024年3月1日", "period"),
    ],
    "days": [("2024.1-2024.12", "date.day")],
    "person": [
        ("13800138000", "person.digits"),
        ("zhangsan@example.com", "person.digits"),
        ("张/三", "person.character"),
        ("张三🙂", "person.character"),
        ("名" * 51, "person.too_long"),
    ],
    "phone": [
        ("1380013800", "phone.length"),
        ("1.38E+10", "phone.excel"),
        ("138001380001", "phone.length"),
        ("66012345", "phone.area"),
        ("66012345/010-66012346", "phone.area"),
        ("010-66012345/8012", "phone"),
        ("12012345678", "phone"),
        ("0000-00000000", "phone"),
        ("电话", "phone"),
        ("、", "phone"),
        ("1800FLOWERS", "phone"),
        ("+999 123456", "phone"),
        ("١٣٨٠٠١٣٨٠٠٠", "phone"),
    ],
    "mobile": [("1380013800", "phone.length"), ("12012345678", "mobile"), ("张三", "mobile")],
    "email": [
        ("zhangsan", "email.at"),
        ("张三@example.com", "email"),
        ("zhang san@example.com", "email"),
        ("a@b", "email"),
        ("@example.com", "email"),
        ("a..b@example.com", "email"),
    ],
    "file": [(text, "file") for text in ("证件照.jpg", "见附件", "〔图：x｜照片〕", "〔图：0123456789abcdef｜甲〕乙")],
    "confirm": [(word, "confirm") for word in ("否", "不", "不同意", "no", "也许", "确认吗")],
}


TABLES: tuple[dict[str, list[Any]], ...] = (ACCEPTED, NOTED, DOUBTED, REFUSED)


def rows(table: dict[str, list[Any]]) -> list[Any]:
    """The tables as cases with readable and unique names."""
    return [pytest.param(FIELDS[name], *row, id=f"{name} {at}") for name in table for at, row in enumerate(table[name])]


def codes(table: str) -> set[str]:
    """The codes that have a sentence in one table of the texts."""
    return {code.removeprefix(f"{table}.") for code in sentences() if code.startswith(f"{table}.")}


@pytest.mark.parametrize(("asked", "text", "value"), rows(ACCEPTED))
def test_accepted(asked: Field, text: str, value: str) -> None:
    assert parse(asked, text, TODAY) == Accepted(value)


@pytest.mark.parametrize(("asked", "text", "value", "note"), rows(NOTED))
def test_accepted_with_a_remark(asked: Field, text: str, value: str, note: str) -> None:
    assert parse(asked, text, TODAY) == Accepted(value, note)


@pytest.mark.parametrize(("asked", "text", "value", "code", "meant"), rows(DOUBTED))
def test_doubted_with_a_sentence_and_what_was_meant(
    asked: Field, text: str, value: str, code: str, meant: tuple[str, ...]
) -> None:
    verdict = parse(asked, text, TODAY)
    assert isinstance(verdict, Doubtful)
    assert (verdict.value, verdict.doubts[0].code, verdict.meant) == (value, code, meant)
    assert all(reason.sentence.endswith("。") for reason in reasons(asked, verdict))


@pytest.mark.parametrize(("asked", "text", "value", "code", "meant"), rows(DOUBTED))
def test_what_was_meant_is_an_answer(asked: Field, text: str, value: str, code: str, meant: tuple[str, ...]) -> None:
    del text, value, code
    assert not [reading for reading in meant if isinstance(parse(asked, reading, TODAY), Invalid)]


@pytest.mark.parametrize(("asked", "text", "code"), rows(REFUSED))
def test_refused_with_a_sentence_that_is_whole(asked: Field, text: str, code: str) -> None:
    verdict = parse(asked, text, TODAY)
    assert isinstance(verdict, Invalid)
    assert verdict.code == code
    [reason] = reasons(asked, verdict)
    sentence = reason.sentence
    assert sentence.endswith("。")
    assert sentence.startswith(reason.fault)
    assert f"{reason.line}。" == sentence
    sentence.encode()  # a lone surrogate must not come back in the sentence that refuses it


def test_every_code_stands_in_a_table_and_has_a_sentence_and_no_sentence_is_left_over() -> None:
    refused = {code for table in REFUSED.values() for _, code in table}
    doubted = {code for table in DOUBTED.values() for _, _, code, _ in table}
    refused, doubted = refused | {"custom"}, doubted | {"custom"}  # of kinds that other packages bring
    assert doubted == DOUBT_CODES == codes("doubt") - {"text", "past", "help"}
    noted = {note for table in NOTED.values() for _, _, note in table}
    of_files = {"file.broken", "file.size", "file.type"}  # which are no texts: see test_attached
    assert refused | of_files == INVALID_CODES == codes("invalid")
    assert noted == NOTE_CODES == codes("note")


def test_every_kind_has_its_tables() -> None:
    kinds = set(get_args(KindName))
    assert set(KINDS) == kinds
    assert kinds <= set(ACCEPTED)
    assert kinds <= set(REFUSED)


@pytest.mark.parametrize(
    ("name", "text", "params"),
    [
        ("text", "甲\r\n\ud800", {"which": "U+D800", "position": 3}),
        ("text", "字" * 203, {"count": 203, "limit": 200}),
        ("at most 5", "一二三，四五六", {"count": 7, "limit": 5, "over": 2}),
        ("at least 5", "一二，三", {"count": 3, "limit": 5, "missing": 2}),
        ("choice", "待定", {"choices": "事业单位、国有企业、国有控股企业、其他"}),
        ("date", "2023-02-30", {"year": 2023, "month": 2, "day": 30, "days": 28}),
        ("phone", "13800138000、1390013900、010-1", {"which": "1390013900", "length": 10}),
        ("phone", "13800138000，66012345", {"which": "66012345"}),
        ("phone", "010-66012345、13800138000、66012346", {"which": "66012346"}),
        ("person", "张三!李", {"which": "!"}),
    ],
)
def test_a_refusal_carries_what_its_sentence_needs(name: str, text: str, params: dict[str, str | int]) -> None:
    verdict = parse(FIELDS[name], text, TODAY)
    assert isinstance(verdict, Invalid)
    assert verdict.params == params


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("date", "2019-05-01", "2019年5月1日"),
        ("date", "2019-05", "2019年5月"),
        ("date", "2019", "2019年"),
        ("money", "5000", "5000"),
        ("money", "200 USD", "200万美元"),
        ("money", "0.5 HKD", "0.5万港元"),
        ("yuan", "2000000 USD", "2000000美元"),
        ("period", "2024-01/2026-12", "2024年1月至2026年12月"),
        ("post", "2019-05/", "2019年5月至今"),
        ("fax", "无", "无"),
        ("longtext", "甲\n\n乙", "甲\n\n乙"),
        *((name, "", "") for name in FIELDS),  # a skipped field
    ],
)
def test_shown(name: str, value: str, shown: str) -> None:
    assert show(FIELDS[name], value) == shown


def test_a_date_is_shown_as_it_is_when_it_is_none() -> None:
    assert show_date("2019-5") == "2019-5"


ANYTHING = st.one_of(
    st.text(),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "Cn", "Zs", "Mn", "So"])),
    # What the kinds look for, in any order.
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    *"0123456789零一二三十百千万亿元年月日点、，。：（）-/. +@<>无负\n\u3000\u200d",
                    *(
                        "美元",
                        "USD",
                        "￥",
                        "整",
                        "其他",
                        "其它",
                        "请注明",
                        "转",
                        "ext",
                        "010",
                        "138",
                        "400",
                        "+86",
                        "00852",
                    ),
                    *(
                        "example",
                        ".com",
                        "张三",
                        "·",
                        "浙江省",
                        "市",
                        "路",
                        "66012345",
                        "13800138000",
                        "今天",
                        "2019",
                    ),
                ]
            ),
            st.characters(),
        ),
        max_size=20,
    ).map("".join),
    st.sampled_from(
        [row[0] for table in (ACCEPTED, NOTED, DOUBTED, REFUSED) for each in table.values() for row in each]
    ),
)


@pytest.mark.parametrize("name", FIELDS)
@given(text=ANYTHING)
def test_any_text_is_judged_and_what_is_shown_is_understood_again(name: str, text: str) -> None:
    asked = FIELDS[name]
    verdict = parse(asked, text, TODAY)
    if isinstance(verdict, Invalid):
        assert verdict.code in INVALID_CODES
        return
    if isinstance(verdict, Doubtful):
        assert {doubt.code for doubt in verdict.doubts} <= DOUBT_CODES
        assert verdict.value or verdict.meant or verdict.doubts[0].code == "placeholder"
        if not verdict.value:
            return
    else:
        assert verdict.note in NOTE_CODES | {""}
        assert verdict.value
    assert not any("\ud800" <= char <= "\udfff" for char in verdict.value)
    shown = show(asked, verdict.value)
    again = parse(asked, shown, TODAY)
    assert stored(again) == verdict.value
    assert doubts(asked, stored(again), TODAY) == doubts(asked, verdict.value, TODAY)
    if isinstance(verdict, Accepted):
        # A large amount is shown without its unit, which the form prints beside it: typed so, it may be in 元.
        assert isinstance(again, Accepted) or [doubt.code for doubt in again.doubts] == ["money.bare"]
        assert not doubts(asked, verdict.value, TODAY)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_every_way_of_writing_it(day: date) -> None:
    ways = (
        *("{0:%Y-%m-%d}", "{0:%Y%m%d}", "{0:%Y年%m月%d日}", "{0.year}/{0.month}/{0.day}"),
        *("{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日"),
    )
    read = {parse(FIELDS["date"], way.format(day), TODAY) for way in ways}
    assert read == {Accepted(day.isoformat())}


@given(st.decimals("0.000001", "999999", places=6))
def test_an_amount_is_the_same_in_every_unit(amount: Decimal) -> None:
    ways = (
        f"{amount}",
        f"{amount}万元",
        f"{amount * 10000:f}元",
        f"{amount / 10000:f}亿元",
        f"￥{amount:,}万",
    )
    read = [parse(FIELDS["money"], way, TODAY) for way in ways]
    assert {Decimal(verdict.value) for verdict in read if isinstance(verdict, Accepted)} == {amount}
    assert all(isinstance(verdict, Accepted) for verdict in read)


def test_a_number_is_no_odd_text_where_the_forms_own_example_is_one() -> None:
    certificate = Field(id="certificate", kind="text", label="证书编号", example="GR202333100001")
    assert parse(certificate, "GR202433105555", date(2026, 1, 1)) == Accepted("GR202433105555")
    assert isinstance(parse(certificate, "待定", date(2026, 1, 1)), Doubtful)
