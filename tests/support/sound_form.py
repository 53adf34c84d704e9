"""A form.toml without a fault, into which tests bring one, and a part that is given out alone."""

SOUND = """
id = "fair"
version = "1"
title = "集市摊位登记表"
issuer = "集市管理处"
name_field = "stall"
date_field = "day"

[[group]]
id = "head"
title = "概况"
item = [
    { id = "stall", label = "摊位名称", kind = "text" },
    { id = "day", label = "日期", kind = "date" },
    { id = "owner", label = "摊主", kind = "text" },
    { id = "size", label = "大小", kind = "choice", choices = ["大", "小"] },
    { id = "promise", label = "承诺", kind = "confirm", statement = "收摊时打扫干净。" },
    { id = "partners", title = "合伙人", units = { lead = "owner", name = "who" }, repeat = {}, item = [
        { id = "who", label = "姓名", kind = "text" },
        { id = "share", label = "份额", kind = "text" },
    ] },
]

[[group]]
id = "wares"
title = "货品"
each = "partners"
min_han = 10
item = [{ id = "story", label = "来历", kind = "longtext" }]
"""
DOCUMENT = """[[document]]
id = "slip"
title = "单页"
template = "slip.docx"
group = "partners"

"""
