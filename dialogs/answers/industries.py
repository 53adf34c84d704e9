"""行业领域: whether words say in which industry somebody works.

Knows the words that the divisions of GB/T 4754 consist of, and those by which newer industries are called. What has
none of them may be one all the same: it is asked about, never refused.
"""

from __future__ import annotations

import re

_WORDS = (
    # GB/T 4754: primary industries and mining, manufacturing, energy and building
    "农|林业|畜牧|养殖|渔业|水产|种[植业子苗]|牧渔|茶|采矿|矿|煤|石油|石化|天然气|油气|有色|冶金|钢铁|金属|铸造|制造|加工"
    "|食品|饮料|酒|烟草|纺织|服装|服饰|皮革|鞋|木材|家具|家居|造纸|印刷|包装|文教|文体|文具|乐器|玩具|化工|化学|化纤|化妆|化肥|饲料"
    "|药|橡胶|塑料|玻璃|陶瓷|水泥|建材|设备|装备|机械|机床|模具|汽车|轨道|船|航空|航天|航海|海洋|电[气池器力商信子网竞]|光电|计算机|通信|通讯"
    "|仪[器表]|家电|轻工|供[电水热气]|热[力电]|燃气|水务|[水风核火]电|光伏|建筑|建设|房屋|土木|工程|装饰|装修|安装"
    # trade, transport, services and administration
    "|批发|零售|百货|超市|商[贸业务超](?!秘)|贸易|外贸|进出口|大宗|交通|运输|铁路|公路|道路|[客货海]运|港口|航运|民航|仓储|邮政|快递|物流|供应链|住宿|餐饮|旅[游行]|文旅|景区"
    "|信息(?!安全部)|软件|互联|网络|数字|数据|广播|电视|卫星|金融|银行|证券|保险|保理|基金|信托|期货|支付|投资|小贷|担保|典当|征信|地产|房产|物业|租赁|商务|咨询|法律|律师"
    "|会计|审计|税务|人力|外包|会展|广告|科研|科技|科学|研发|技术|检[测验]|测[绘评]|认证|勘察|设计(?!的)|知识产权|地质|气象"
    "|水利|环境|环保|环卫|生态|再生|固废|园林|公[共用]|市政|居民|家政|养老|母婴|宠物|婚[庆介]|殡葬|彩票|修理|维修|教育|培训|学校|高校|卫生|医[疗院美]|口腔|眼科|健康"
    "|社会|文化|传媒|媒体|体育|娱乐|游戏|动漫|影视|新闻|出版|博物|公安|司法|政[务府法]|国防|军工|机关|社保|民生|应急|消防|国资|央企"
    # newer ones
    "|能源|材料|半导体|芯片|集成电路|智[慧能造]|人工|机器人|无人|云|物联|车联|网联|区块链|元宇宙|低空|生物|基因|储能|氢"
    "|安全(?!部)|平台|直播|零碳|双碳|城市|园区|制冷|消费|快消|日化|珠宝|其他"
)
_NAMED = re.compile(rf"{_WORDS}|[^\W\d_](?:行业|领域|产业|(?<!企)业)$|^[A-Z]{{2,5}}$")
_ASKED = re.compile("行业|领域|产业")


def is_one(text: str) -> bool:
    """Whether words say an industry."""
    return _NAMED.search(text) is not None


def is_asked(called: str) -> bool:
    """Whether a question that is called so asks for one."""
    return _ASKED.search(called) is not None
