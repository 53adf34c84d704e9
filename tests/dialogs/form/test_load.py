"""Every fault that a form.toml may have is found, named with its place, and said in words that mend it."""

import pytest
from catalogue import agree
from places import DATA, FORMS
from sound_form import DOCUMENT, SOUND

from dialogs.form.load import Fault, FormFaultsError, load, read
from dialogs.texts import sentences

HEAD = "[[group]] head"
WARES = "[[group]] wares"
FIRST = '[[group]]\nid = "head"'
UNITS = 'units = { lead = "owner", name = "who" }, '
SIZE = 'choices = ["大", "小"]'
NAMED = 'label = "份额"'
SHARE = f'{NAMED}, kind = "text"'
MENTIONS = """[[rule]]
kind = "mentions"
fields = {fields}
items = {items}

"""
AMOUNTS = """
    { id = "cost", label = "进价", kind = "money" },
    { id = "fee", label = "摊位费", kind = "money", unit = "元" },
    """
STORY = 'item = [{ id = "story", label = "来历", kind = "longtext" }]'
NESTED = """item = [
    { id = "story", label = "来历", kind = "longtext" },
    { id = "tools", title = "工具", repeat = {}, item = [{ id = "name", label = "名称", kind = "text" }] },
]
"""
WITHIN = NESTED.replace("repeat = {}", 'repeat = {}, units = { lead = "owner" }')
FOR_UNITS = f"{NESTED}# for each unit"
REPEAT = "repeat = {}"
MORE = """] },
    { id = "more", title = "更多", units = { lead = "owner" }, repeat = {}, item = [
        { id = "other", label = "姓名", kind = "text\""""
INNER = """item = [
    { id = "story", label = "来历", kind = "longtext" },
    { id = "tale", title = "传说", item = [{ id = "teller", label = "讲述人", kind = "text" }] },
"""
DEEP = f"""{NESTED}
[[group]]
id = "deep"
title = "用法"
each = "tools"
item = [{{ id = "use", label = "用法", kind = "text" }}]
"""
SLIPS = DOCUMENT.replace('"partners"', '"wares"') * 2
# code -> (what is changed, into what, the place of the fault, words that must be in its mend)
CASES = {
    "quoted": [
        (SHARE, f'{NAMED}, kind = "number", max = "40"', "share", "max = 40"),
        (SHARE, f'{NAMED}, kind = "text", required = "false"', "share", "required = false"),
        ("repeat = {}", 'repeat = { min = "1" }', "partners", "min = 1"),
    ],
    "numbered": [
        ('title = "概况"', '1. title = "概况"\ntitle = "概况"', HEAD, "只写 title"),
        ('title = "概况"', '一、title = "概况"', "", "删去编号"),
        ('title = "概况"', '（1）title = "概况"', "", "删去编号"),
    ],
    "unknown_table": [
        ('[[group]]\nid = "wares"', '[[groups]]\nid = "wares"', "groups", "是不是“group”？"),
        (
            '[[group]]\nid = "wares"',
            '[[check]]\nthat = "has(day)"\n[[group]]\nid = "wares"',
            "check",
            "[[group.check]]",
        ),
        (FIRST, FIRST.replace("group", "group.head"), "head", "“head”"),
        (FIRST, f'[[field]]\nid = "name"\n\n{FIRST}', "field", "[[group.item]]"),
        (
            '[[group]]\nid = "wares"',
            '[[group.field]]\nid = "name"\n\n[[group]]\nid = "wares"',
            "field",
            "[[group.item]]",
        ),
    ],
    "check_of_field": [
        (
            '{ id = "day", ',
            '{ check = [{ that = "has(day)", says = "x", at = "day" }], id = "day", ',
            f"{HEAD} / day / check",
            "[[group.check]]",
        ),
    ],
    "opening": [
        ('\nid = "fair"', '\n# 集市\n[form]\nid = "fair"', "", "“[form]”"),
        ('\nid = "fair"', '\n[[开头]]\nid = "fair"', "", "请删去它"),
    ],
    "of_form": [
        ('title = "概况"', 'title = "概况"\nprint_list = "打印"', HEAD, "文件开头"),
        ('label = "摊主"', 'label = "摊主", print_list = "打印"', f"{HEAD} / owner", "文件开头"),
    ],
    "of_field": [('title = "概况"', 'title = "概况"\nrequired = false', HEAD, "移到那道题里")],
    "field_rows": [
        ('label = "摊主"', 'label = "摊主", repeat = {}', f"{HEAD} / owner", "不写 kind"),
        ('label = "摊主"', 'label = "摊主", each = "partners"', f"{HEAD} / owner", "“each”"),
    ],
    "line_break": [
        ('title = "集市摊位登记表"', 'title = "集市\\n摊位登记表"', "title", "写在一行里"),
        ('title = "概况"', 'title = "概\\n况"', HEAD, "“title”"),
        ('label = "大小"', 'label = "大\\n小"', f"{HEAD} / size", "“label”"),
        ('["大", "小"]', '["大\\n号", "小"]', f"{HEAD} / size", "“choices”"),
    ],
    "no_rows": [(STORY, NESTED.replace(REPEAT, "rows = []"), f"{WARES} / tools", "repeat = {}")],
    "no_name": [
        ('name_field = "stall"', 'name_field = "promise"', "name_field", "confirm"),
        ('kind = "text" },\n    { id = "day"', 'kind = "file" },\n    { id = "day"', "name_field", "file"),
    ],
    "word_name": [
        (FIRST, DOCUMENT.replace("partners", "head").replace('"slip.docx"', f'"{name}"') + FIRST, "slip", "旁边")
        for name in ("../slip.docx", "slip.doc")
    ],
    "list_braces": [(SIZE, 'choices = {"大", "小"}', "", "方括号")],
    "endless": [(SIZE, f"choices = {'[' * 3000}", "", "改短"), ("min_han = 10", f"min_han = {'9' * 5000}", "", "改短")],
    "other_format": [
        ('\nid = "fair"', '{"id": "fair"}', "", "名字 = 值"),
        ('\nid = "fair"', "<id>fair</id>", "", "名字 = 值"),
    ],
    "two_commas": [('label = "大小", ', 'label = "大小",, ', "", "两个逗号")],
    "open_braces": [
        ('{ id = "size", ', '{ id = "size",\n ', "", "一行里"),
        (f"{SIZE} }}", SIZE, "", "补上 }"),
    ],
    "brace_comma": [
        ('{ id = "day", ', '{ id = "day", } ', "", "多了逗号"),
        (f"{SIZE} }}", f"{SIZE}, }}", "", "多了逗号"),
    ],
    "odd_equals": [('id = "fair"', 'id == "fair"', "", "一个 ="), ('id = "fair"', 'id => "fair"', "", "一个 =")],
    "dashed": [('title = "货品"', '- title = "货品"', "", "横线")],
    "open_list": [("    ] },\n]", "    ] },", "", "补上 ]")],
    "toml": [('title = "货品"', '<<<<<<< HEAD\ntitle = "货品"', "", "<<<<")],
    "header": [
        (FIRST, f'[group]\nid = "other"\n\n{FIRST}', "", "“[group]”"),
        (FIRST, FIRST.replace("]]", ""), "", "“[[group”"),
        (FIRST, FIRST.replace("]]", "]"), "", "方括号不对"),
        (FIRST, FIRST.replace("group", "group head"), "", "“[[group head]]”"),
    ],
    "behind_text": [
        ('title = "概况"', 'title = "概况" "二"', "", "title"),
        ('title = "概况"', 'title = "所谓"概况""', "", "写成中文的“”"),
    ],
    "bare_value": [('id = "fair"', "id = fair", "", "id = fair"), ('id = "fair"', "id =", "", "半角引号")],
    "quotes": [
        ('id = "fair"', "id = “fair”", "", "““”"),
        ('label = "大小"', "label = “大小”", "", "半角的"),
        ('id = "fair"', "id = ‘fair’", "", "“‘”"),
    ],
    "comma": [('label = "大小", ', 'label = "大小"， ', "", "“，”"), ('["大", "小"]', '["大"、 "小"]', "", "“、”")],
    "equals": [('id = "fair"', 'id ＝ "fair"', "", "“＝”"), ('id = "fair"', 'id： "fair"', "", "“：”")],
    "brackets": [
        (SIZE, 'choices = ［"大", "小"］', "", "“［”"),
        (FIRST, f"【rule】\n{FIRST}", "", "“【”"),
    ],
    "same_key": [
        ('id = "wares"', 'id = "goods"\nid = "wares"', "", "补上 [[group.item]]"),
        ('title = "概况"', 'title = "概况"\ntitle = "情况"', "", "写了两次"),
        (FIRST, f"[moved]\n[moved]\n{FIRST}", "", "写了两次"),
    ],
    "two_ways": [
        ('[[group]]\nid = "wares"', '[[group.item]]\nid = "more"\n[[group]]\nid = "wares"', "", "不能混用"),
    ],
    "backslash": [('title = "概况"', 'title = "概\\况"', "", "两个 \\\\")],
    "open_quote": [
        ('title = "概况"', 'title = "概况', "", "没有配对"),
        ('title = "货品"', 'title = """货品', "", "三个引号"),
        ('title = "货品"', "title = '''货品", "", "三个引号"),
        ('title = "概况"', "title = '概况\"", "", "'概况"),
    ],
    "comment": [('title = "概况"', 'title = "概况" // 第一组', "", "半角的 #")],
    "end_comma": [
        ('id = "fair"', 'id = "fair";', "", "分号"),
        ('title = "概况"', 'title = "概况",', "", "行尾"),
        ('id = "fair"', 'id = "fair", # 名字', "", "逗号"),
    ],
    "bad_key": [
        ('title = "概况"', '标题 = "概况"', "", "字母、数字"),
        (REPEAT, "repeat = { 最少 = 1 }", "", "字母、数字"),
        (SIZE, f'{SIZE}, short_forms = {{ 大 = ["大号"] }}', "", "要加引号"),
        ("min_han = 10", "min han = 10", "", "“min han”"),
        ("min_han = 10", "ｍｉｎ_ｈａｎ = 10", "", "字母、数字"),
    ],
    "bad_number": [
        ("min_han = 10", "min_han = 10字", "", "不写单位"),
        ("min_han = 10", "min_han = 1,000", "", "逗号"),
        ("min_han = 10", "min_han = １０", "", "半角数字"),
        ("min_han = 10", "min_han = 10-20", "", "只用半角数字写"),
        (SHARE, f'{NAMED}, kind = "number", max = 1万', "", "不写单位"),
    ],
    "two_keys": [('id = "fair"', 'id = "fair" title = "集市"', "", "请换行")],
    "unseen": [
        ('id = "fair"', 'id\u00a0= "fair"', "", "看不见"),
        ('id = "fair"', 'id　= "fair"', "", "全角空格"),
        ('id = "fair"', '\u200bid = "fair"', "", "看不见"),
        ('id = "fair"', 'id = "fair"\u2028', "", "看不见"),
    ],
    "no_group_yet": [
        (FIRST, f'[[group.item]]\nid = "more"\n\n{FIRST}', "", "前面还没有 [[group]]"),
        ('id = "wares"', 'id = "wares"\n[[group.item.item]]\nid = "name"', "", "多写的 .item"),
    ],
    "choice_end": [
        (SIZE, f'{SIZE}, other = "其他："', f"{HEAD} / size", "末尾多了“：”"),
        ('["大", "小"]', '["□大", "小"]', f"{HEAD} / size", "开头多了“□”"),
        ('["大", "小"]', '["大____", "小"]', f"{HEAD} / size", "末尾多了“_”"),
    ],
    "two_choices": [
        (SIZE, f'{SIZE}, short_forms = {{ "大" = ["号"], "小" = ["号"] }}', f"{HEAD} / size", "不止一个选项"),
        (SIZE, f'{SIZE}, short_forms = {{ "大" = ["小"] }}', f"{HEAD} / size", "不止一个选项"),
    ],
    "percent_value": [
        (SHARE, f"{NAMED}, kind = \"number\", percent = true, value = 'count(partners) / 7'", "share", "* 100"),
    ],
    "percent_unit": [(SHARE, f'{NAMED}, kind = "number", percent = true, unit = "个"', "share", "“个”")],
    "negative_min": [
        (SHARE, f'{NAMED}, kind = "number", negative = true, min = 0', "share", "请删去 negative 或 min"),
        (SHARE, f'{NAMED}, kind = "money", negative = true, min = 30', "share", "min 却是 30"),
        (SHARE, f'{NAMED}, kind = "number", min = -5', "share", "却没有写 negative"),
    ],
    "idle": [
        (SHARE, f'{NAMED}, kind = "file", example = "照片.jpg"', "share", "“example”"),
        (SHARE, f"{NAMED}, kind = \"number\", required = false, value = 'count(partners)'", "share", "算出来的题不问"),
    ],
    "unit_kind": [
        ('label = "摊主", kind = "text"', 'label = "摊主", kind = "mobile"', f"{HEAD} / partners / units", "“owner”"),
        (
            'label = "姓名", kind = "text"',
            'label = "姓名", kind = "choice", choices = ["甲", "乙"]',
            f"{HEAD} / partners / units",
            "单位的名称",
        ),
        ('name = "who" }', 'name = "who", lead_code = "day" }', f"{HEAD} / partners / units", "orgcode"),
    ],
    "whole_template": [
        (
            FIRST,
            DOCUMENT.replace("partners", "wares").replace("slip.docx", "template.docx") + FIRST,
            "[[document]] slip",
            "另写一个",
        ),
    ],
    "rule_kind": [(FIRST, f"{MENTIONS.format(fields=['day'], items=['甲'])}{FIRST}", "[[rule]] 1", "“day”")],
    "rule_bar": [
        (FIRST, f"{MENTIONS.format(fields=['story'], items=['住房｜租房'])}{FIRST}", "[[rule]] 1", "半角的 |")
    ],
    "percent_max": [
        (SHARE, f'{NAMED}, kind = "number", percent = true, max = 1', f"{HEAD} / partners / share", "max = 100"),
    ],
    "number_money": [
        (SHARE, f'{NAMED}, kind = "number", unit = "万元"', f"{HEAD} / partners / share", "kind = "),
        (SHARE, 'label = "份额（万元）", kind = "number"', f"{HEAD} / partners / share", "5万元"),
    ],
    "moved_twice": [(FIRST, f'moved = {{ a = "day", b = "day" }}\n{FIRST}', "moved", "“day”")],
    "blank": [
        ('label = "摊主"', 'label = "摊主", none_word = " "', f"{HEAD} / owner", "“none_word”"),
        ('version = "1"', 'version = ""', "version", "“version”"),
        (
            'title = "概况"',
            'title = "概况"\ncheck = [{ that = "has(day)", says = " ", at = "day" }]',
            HEAD,
            "says",
        ),
        ('label = "大小"', 'label = " "', f"{HEAD} / size", "label"),
        ('["大", "小"]', '["大", "小", ""]', f"{HEAD} / size", "choices"),
        (STORY, NESTED.replace(REPEAT, 'rows = ["2025年", ""]'), f"{WARES} / tools", "rows"),
    ],
    "says_double": [
        (
            'title = "概况"',
            'title = "概况"\ncheck = [{ that = "has(day)", says = "{{ day }} 有误", at = "day" }]',
            HEAD,
            "只写一层",
        ),
    ],
    "says_braces": [
        (
            'title = "概况"',
            'title = "概况"\ncheck = [{ that = "has(day)", says = "{day", at = "day" }]',
            HEAD,
            "一对",
        ),
        (
            'title = "概况"',
            'title = "概况"\ncheck = [{ that = "has(day)", says = "｛day｝", at = "day" }]',
            HEAD,
            "半角的 { }",
        ),
    ],
    "no_equals": [('title = "概况"', 'title "概况"', "", "等号")],
    "no_comma": [
        ('label = "大小", ', 'label = "大小" ', "", "逗号"),
        ('["大", "小"]', '["大" "小"]', "", "逗号"),
        ('id = "owner", label = "摊主", kind = "text" },', 'id = "owner", label = "摊主", kind = "text" }', "", "逗号"),
    ],
    "missing": [
        ('title = "货品"', "", WARES, "title"),
        ('label = "大小", ', "", f"{HEAD} / size", "label"),
        ('id = "share", ', "", f"{HEAD} / partners / 2", "id"),
        ('lead = "owner", ', "", f"{HEAD} / partners / units", "lead"),
        ('name_field = "stall"', "", "form.toml", "name_field"),
        ('id = "head"', "", "[[group]] 1", "id"),
        ('title = "概况"', 'title = "概况"\ncheck = [{ that = "has(day)", at = "day" }]', f"{HEAD} / check", "“says”"),
        (
            FIRST,
            DOCUMENT.replace('title = "单页"\n', "").replace("partners", "wares") + FIRST,
            "[[document]] 1",
            "“title”",
        ),
    ],
    "header_alone": [
        (FIRST, f"[[group]]\n\n{FIRST}", "[[group]] 1", "删去这一行"),
        ('{ id = "share", ', '{}, { id = "share", ', f"{HEAD} / partners / 2", "删去这一行"),
    ],
    "unknown": [
        ('label = "份额"', 'label = "份额", lable = "x"', f"{HEAD} / partners / share", "lable"),
        (REPEAT, "repeat = { mim = 1 }", f"{HEAD} / partners", "是不是“min”？"),
    ],
    "wrong": [
        (SHARE, f'{NAMED}, kind = "number", max = nan', "share", "只用数字写"),
        (SHARE, f'{NAMED}, kind = "number", max = 1e400', "share", "只用数字写"),
        ('kind = "longtext"', 'kind = "longtext", max_words = inf', f"{WARES} / story", "max_words"),
    ],
    "wrong_string": [
        ('each = "partners"', 'each = ["partners"]', WARES, "去掉方括号"),
        ('title = "概况"', "title = 1", HEAD, "title"),
    ],
    "wrong_int": [("min_han = 10", 'min_han = "十"', WARES, "min_han")],
    "wrong_bool": [('label = "摊主"', 'label = "摊主", required = "或许"', f"{HEAD} / owner", "required")],
    "wrong_tuple": [
        (SIZE, 'choices = "大、小", example = "大"', f"{HEAD} / size", "choices"),
        (SIZE, 'choices = "大"', f"{HEAD} / size", "choices"),
    ],
    "no_rule": [
        (
            FIRST,
            MENTIONS.format(fields=["story"], items=["甲"]).replace("mentions", "mention") + FIRST,
            "[[rule]] 1",
            "“mentions”",
        )
    ],
    "wrong_model": [
        (REPEAT, "repeat = 3", f"{HEAD} / partners", "{ min = 1 }"),
        (REPEAT, "repeat = true", f"{HEAD} / partners", "{ min = 1 }"),
        (UNITS, "units = 3, ", f"{HEAD} / partners", "lead_unit"),
    ],
    "wrong_decimal": [(SHARE, f'{NAMED}, kind = "number", max = "很多"', "share", "max")],
    "wrong_literal": [
        ('kind = "longtext"', 'kind = "long"', f"{WARES} / story", "longtext、"),
        ('kind = "longtext"', 'kind = "多行文本"', f"{WARES} / story", "是不是“longtext”？"),
        ('kind = "longtext"', 'kind = "时间段"', f"{WARES} / story", "是不是“period”？"),
    ],
    "not_list": [
        (
            'item = [{ id = "story", label = "来历", kind = "longtext" }]',
            'item = { id = "story", label = "来历", kind = "longtext" }',
            WARES,
            "[[group.item]]",
        ),
        ('item = [{ id = "story", label = "来历", kind = "longtext" }]', "min_han = 0\nitem = 3", WARES, "item"),
        (FIRST, f'rule = "mentions"\n{FIRST}', "rule", "[[rule]]"),
    ],
    "bad_id": [
        ('id = "size"', 'id = "大小"', "大小", "“大小”"),
        ('id = "share"', 'id = "the-share"', "partners.the-share", "“the-share”"),
        ('id = "wares"', 'id = "Wares"', "Wares", "“Wares”"),
        ('id = "size"', 'id = "stall.size"', "stall.size", "“stall.size”"),
        ('id = "size"', 'id = ""', "", "“”"),
    ],
    "taken": [
        *(
            ('id = "size"', f'id = "{name}"', name, f"“{name}”")
            for name in ("units", "blank", "draft", "box", "other_text", "gap", "loop")
        ),
        *(
            ('id = "share"', f'id = "{name}"', f"partners.{name}", f"“{name}”")
            for name in ("number", "row", "unit", "lead")
        ),
        ('id = "story"', 'id = "number"', "number", "“number”"),
    ],
    "twice": [
        ('id = "story"', 'id = "size"', "size", "不同的名字"),
        ('id = "share"', 'id = "who"', "partners.who", "不同的名字"),
        ('id = "wares"', 'id = "day"', "day", "不同的名字"),
        (FIRST, f"{SLIPS}{FIRST}", "[[document]] slip", "不同的名字"),
    ],
    "no_field": [
        ('name_field = "stall"', 'name_field = "stal"', "name_field", "“stal”"),
        ('name_field = "stall"', 'name_field = "摊位名称"', "name_field", "“stall”"),
        ('date_field = "day"', 'date_field = "story"', "date_field", "“story”"),
        ('lead = "owner"', 'lead = "partners.who"', "partners / units", "“partners.who”"),
        ('lead = "owner"', 'lead = ""', "partners / units", "“”"),
        ('lead = "owner"', 'lead = "owner", lead_code = "shares"', "partners / units", "“shares”"),
    ],
    "no_date": [
        ('date_field = "day"', 'date_field = "stall"', "date_field", "“stall”"),
    ],
    "rule_field": [
        (FIRST, f"{MENTIONS.format(fields=[name], items=['甲'])}{FIRST}", "[[rule]] 1", f"“{name}”")
        for name in ("tale", "partners.share", "partners")
    ],
    "several_groups": [
        (FIRST, f"{MENTIONS.format(fields=['story', 'stall'], items=['甲'])}{FIRST}", "[[rule]] 1", "分成几条")
    ],
    "nothing_listed": [
        (FIRST, f"{MENTIONS.format(fields=[], items=['甲'])}{FIRST}", "[[rule]] 1", "“fields”"),
        (FIRST, f"{MENTIONS.format(fields=['story'], items=[])}{FIRST}", "[[rule]] 1", "“items”"),
    ],
    "no_units": [
        ('name = "who"', 'name = "whom"', f"{HEAD} / partners / units", "是不是“who”？"),
        ('name = "who"', 'name = "owner"', f"{HEAD} / partners / units", "“owner”"),
        ('name = "who"', 'name = "who", code = "id"', f"{HEAD} / partners / units", "who、share"),
    ],
    "units_alone": [
        (FIRST, f"[units]\n{FIRST}", "[units]", "请移过去"),
        (FIRST, f'[units]\nlead = "owner"\ngroup = "partner"\n{FIRST}', "[units]", "请移过去"),
    ],
    "units_twice": [(SHARE, f"{SHARE} }},\n    {MORE}", "more", "请删去一处")],
    "units_within": [
        (REPEAT, 'rows = ["甲", "乙"]', f"{HEAD} / partners / units", "repeat"),
        (STORY, WITHIN, "tools / units", "别的表格里"),
    ],
    "empty": [
        ('item = [{ id = "story", label = "来历", kind = "longtext" }]', "min_han = 0", WARES, "至少加一道"),
        ('kind = "confirm", statement = "收摊时打扫干净。"', 'repeat = {}, title = "空"', "", "至少加一道"),
    ],
    "no_each": [
        ('each = "partners"', 'each = "partner"', WARES, "“partner”"),
        (
            f'each = "partners"\nmin_han = 10\n{STORY}',
            (
                'each = "tools"\nitem = [{ id = "tools", title = "工具", repeat = {}, item = [\n'
                '    { id = "name", label = "名称", kind = "text" }] }]'
            ),
            WARES,
            "“tools”前面没有",
        ),
    ],
    "units_tables": [(STORY, FOR_UNITS, WARES, "移到别的组")],
    "each_within": [(STORY, DEEP, "[[group]] deep", "直接写进“tools”里")],
    "behind": [
        (
            f'each = "partners"\nmin_han = 10\n{STORY}',
            f'{INNER}    {{ id = "end", label = "结尾", kind = "text" }},\n]',
            WARES,
            "“end”写在不重复的组后面",
        ),
    ],
    "few_rows": [
        (REPEAT, "repeat = { min = 3, max = 2 }", f"{HEAD} / partners", "比 min（3）小"),
        (REPEAT, "repeat = { max = 0 }", f"{HEAD} / partners", "一行也填不了"),
    ],
    "repeat_rows": [(REPEAT, f'{REPEAT}, rows = ["甲", "乙"]', f"{HEAD} / partners", "只能写一个")],
    "each_rows": [(REPEAT, f'{REPEAT}, each = "units"', f"{HEAD} / partners", "不能写 each")],
    "min_han_rows": [
        (REPEAT, "repeat = {}, min_han = 5", f"{HEAD} / partners", "写在题上"),
    ],
    "nothing_long": [('kind = "longtext"', 'kind = "text"', WARES, "min_han")],
    "few_choices": [
        (SIZE, 'choices = ["大"]', f"{HEAD} / size", "两个选项"),
        (SIZE, 'other = "其他"', f"{HEAD} / size", "两个选项"),
    ],
    "file_types": [(f'kind = "choice", {SIZE}', 'kind = "file", types = ["exe"]', f"{HEAD} / size", "jpg、png")],
    "no_statement": [(', statement = "收摊时打扫干净。"', "", f"{HEAD} / promise", "statement")],
    "print_list": [(FIRST, f'print_list = "{{{{ lead"\n{FIRST}', "print_list", "lead 和 joint")],
    "wrong_expression": [
        (
            'title = "概况"',
            "title = \"概况\"\ncheck = [{ that = 'has(day)', says = '不是{}', at = 'day' }]",
            f"{HEAD} / check",
            "that 里却没有 agrees",
        ),
    ]
    + [
        ('label = "大小"', f'label = "大小", when = {when}', f"{HEAD} / size", words)
        for when, words in (
            ("'stall = 1'", "相等要写成 =="),
            ("'stall =='", "没有写完"),
            ("'stall 1'", "“1”不该在这里"),
            ("'（stall）'", "“（”要写成半角的 (。"),
            ("'sum（partners.who） > 1'", "“（”要写成半角的 (。"),
            ("'has(size， \"大\")'", "“，”要写成半角的 ,。"),
            ("'stall ≥ 1'", "“≥”要写成半角的 >=。"),
            ("'stall == 「大」'", "“「”要写成半角的 '…'。"),
            ("'stall == “大'", "的引号没有配对"),
            ('\'size == "大" 并且 stall == "小"\'', "“并且”要写成 and。"),
            ("'是否高新 == \"是\"'", "认不出“是否高新"),
            ("'avg(partners.who)'", "没有 avg 这个算法，可用的是 if、sum、count、has、years、agrees。"),
            ("'count(partners.who == \"a\") > 1'", "count 的括号里只能写一个 id"),
            ("'sum(partners.share, stall) > 1'", "sum 的括号里只能写一个 id"),
            ("'if(stall, 1) > 1'", "if 要写三样"),
            ("'if(size == \"大\", count(partners) >= 2, count(partners) >= 1)'", "写成 not (条件) or"),
            ("'if(has(day), has(day) and has(stall), 1) == 1'", "不能再比较"),
            ("'if(size == \"大\", count(partners) >= 2)'", "写成 not (条件) or"),
            ("'0 < count(partners) < 5'", "a > 0 and a < 5"),
            ("'agrees(stall, \"共.家\", 1)'", "恰好含一个括号组"),
            ("'agrees(stall, \"共(.家\", 1)'", "恰好含一个括号组"),
            ("'agrees(stall, 1, 1)'", "“1, 1)”不该在这里"),
            ("'=count(partners) > 1'", "开头多了 ="),
            ("'day < today()'", "没有 today 这个算法"),
            ("'COUNT(partners) > 1'", "“COUNT”要写成 count。"),
            ("'has(stall) & has(day)'", "“&”要写成 and。"),
            ("'!has(stall)'", "“!”要写成 not。"),
            ("'has(\"stall\")'", "写成 has(stall)。"),
            ("'count(partners) <> 1'", "“<>”要写成 !=。"),
            ("'size is \"大\"'", "“is”要写成 ==。"),
            ("'size in [\"大\"]'", "没有 in：选了这一项写成 has(id"),
            ("'\"大\" in size'", "没有 in：选了这一项写成 has(id"),
            ("'head.partners.share > 1'", "列写成“表格.列”"),
            ("'partners[0].share > 1'", "每行写一道题"),
            ("'count(partners) > 5%'", "不写百分号"),
            ("'if has(stall) then 1'", "if 后面要有括号"),
            ("'max(1, 2) > 1'", "取大的写成 if(a > b, a, b)"),
            (f"'{'(' * 400}'", "括号套得太深"),
            (f"'{'a' * 2000}'", "最多 1000 个字"),
        )
    ],
    "expression": [
        ('label = "摊主"', f'label = "摊主", {key} = {text}', f"{HEAD} / owner", words)
        for key, text, words in (
            ("when", "'siz == \"大\"'", "没有“siz”这个 id。是不是“size”？请"),
            ("when", "'size == \"大的\"'", "没有“大的”这个选项。是不是“大”？请"),
            ("when", "'day == size'", "一边是日期，一边是文字"),
            ("when", "'day > \"2024年1月1日\"'", "请照 2024-01-01 的样子写"),
            ("when", "'\"2024-13\" < day'", "请照 2024-01-01 的样子写"),
            ("when", "'stall'", "要是或否，写的是文字"),
            ("when", "'sum(partners.share) > 1'", "要数，写的是文字"),
            ("when", "'count(partner) > 1'", "“partner”不是表格"),
            ("when", "'sum(stall) > 1'", "“stall”不是表格的列"),
            ("when", "'sum(story) > 1'", "写在 each 的组里，不能合计"),
            ("when", "'partners.who == \"a\"'", "在别的表里"),
            ("when", "'partners.stall == \"a\"'", "没有“partners.stall”这个 id。是不是“stall”？请"),
            ("when", "'size > \"大\"'", "选项没有大小"),
            ("when", "'head == \"a\"'", "“head”是一组题"),
            ("when", "'partners > 1'", "写成 count(partners)"),
            ("when", "'share > 1'", "是不是“partners.share”？"),
            ("when", "'1 < 2'", "里没有题"),
            ("when", "'stall > \"2025-01-01\"'", "文字没有大小"),
            ("when", "'if(has(stall), 1, stall) > 1'", "“if”两边不是一类，一边是数，一边是文字"),
            ("when", "'if(stall, 1, 0) > 1'", "“if”这里要是或否，写的是文字"),
        )
    ]
    + [
        (
            '{ id = "size", ',
            f'{AMOUNTS}{{ id = "size", when = "cost < 0 or fee > 1", ',
            f"{HEAD} / size",
            "“cost”不会小于 0",
        ),
        (
            'title = "概况"',
            'title = "概况"\ncheck = [{ that = "has(day)", says = "x", at = "合伙人" }]',
            "head",
            "是不是“partners”",
        ),
        (
            '{ id = "size", ',
            f'{AMOUNTS}{{ id = "size", when = "cost == fee", ',
            f"{HEAD} / size",
            "“cost”和“fee”的单位不一样（万元、元）",
        ),
        (
            'label = "份额"',
            'label = "份额", when = \'size == "大"\'',
            f"{HEAD} / partners / partners.share",
            "只能看这一行",
        ),
        ('title = "货品"', 'title = "货品"\nwhen = \'size == "大" and has(partners.who)\'', WARES, "不能混着写"),
        ('title = "合伙人"', 'title = "合伙人", when = \'size == "大"\'', "partners", "联合单位表不能有条件"),
        (
            'label = "大小"',
            "label = \"大小\", when = 'has(size)'",
            "size",
            "“size”绕了一圈又看到自己",
        ),
        ('label = "大小"', "label = \"大小\", value = 'size'", "size", "“size”绕了一圈又看到自己"),
        (
            'title = "概况"',
            "title = \"概况\"\ncheck = [{ that = 'has(day)', says = 'x', at = 'story' }]",
            "head",
            "“story”不是这里的题",
        ),
        (
            'title = "概况"\nitem = [',
            (
                "title = \"概况\"\ncheck = [{ that = 'half > 1', says = '太少', at = 'half' }]\nitem = [\n"
                '    { id = "half", label = "一半", kind = "number", value = "count(partners) / 2" },'
            ),
            "head",
            "“half”是算出来的",
        ),
        (
            'label = "摊主"',
            'label = "摊主", when = \'agrees(day, "共(.)家", 1)\'',
            f"{HEAD} / owner",
            "要文字，写的是日期",
        ),
    ],
    "no_group": [(FIRST, f"{DOCUMENT}{FIRST}", "[[document]] slip", "partners")],
    "choice_mark": [
        (SIZE, 'choices = ["大", "小、中"], many = true', f"{HEAD} / size", "“、”"),
    ],
    "limits": [
        (SHARE, f'{NAMED}, kind = "number", min = 3, max = 1', "share", "没有能填的数"),
        (SHARE, f'{NAMED}, kind = "number", max = -3', "share", "negative = true"),
        (SHARE, f'{NAMED}, kind = "number", min = 9e99', "share", "没有能填的数"),
        (SHARE, f'{NAMED}, kind = "money", max = 0', "share", "money 要大于 0"),
        (SHARE, f'{NAMED}, kind = "money", unit = "亿元", min = 1_000_000', "share", "没有能填的数"),
        (SHARE, f"{NAMED}, kind = \"number\", max = -1, value = 'count(partners)'", "share", "没有能填的数"),
    ],
    "no_value": [
        (SHARE, f"{NAMED}, kind = \"file\", value = 'partners.who'", "share", "改 kind"),
        (SHARE, f"{NAMED}, kind = \"longtext\", value = 'partners.who'", "share", "不能由式子算出来"),
    ],
    "quoted_line": [('id = "fair"', '"id = ""fair""",,', "", "Excel")],
    "item_within": [(NAMED, f'{NAMED}, item = [{{ id = "x", label = "x", kind = "text" }}]', "share", "少写了一层")],
    "wrong_pairs": [
        ('version = "1"', 'version = "1"\nmoved = "a = b"', "moved", "花括号"),
        ('label = "大小"', 'label = "大小", short_forms = ["大号"]', "size", "花括号"),
    ],
    "same_row": [(STORY, NESTED.replace(REPEAT, 'rows = ["2025年", "2025年"]'), f"{WARES} / tools", "“2025年”")],
    "bad_pattern": [(SHARE, f"{SHARE}, pattern = '[0-9'", "share", "正则表达式")],
    "no_yuan": [
        (SHARE, f'{NAMED}, kind = "money", unit = "美元"', "share", "万元"),
    ],
    "moved": [
        ('date_field = "day"', 'date_field = "day"\nmoved = { size = "stall" }', "moved", "“size”这个版本还在用"),
        ('date_field = "day"', 'date_field = "day"\nmoved = { sise = "sizes" }', "moved", "“sizes”不是"),
    ],
    "no_use": [
        ('kind = "date"', 'kind = "date", max_words = 5', f"{HEAD} / day", "“max_words”"),
        ('kind = "date"', 'kind = "date", unit = "天"', f"{HEAD} / day", "“unit”"),
        (SHARE, f"{SHARE}, many = true", "share", "“many”"),
    ],
    "negative": [
        (SHARE, f"{SHARE}, max_words = -5", "share", "max_words"),
        (SHARE, f"{SHARE}, max_words = 0", "share", "max_words"),
        (SHARE, f'{NAMED}, kind = "number", places = -1', "share", "places"),
        ("min_han = 10", "min_han = -10", WARES, "min_han"),
        (REPEAT, "repeat = { min = -1 }", f"{HEAD} / partners", "repeat.min"),
    ],
    "crossed_limits": [
        (
            SHARE,
            f"{SHARE}, max_words = 5, min_han = 6",
            "share",
            "min_han 大于",
        ),
    ],
    "same_choice": [
        (SIZE, 'choices = ["大", "小", "大"]', f"{HEAD} / size", "“大”"),
        (SIZE, 'choices = ["大", "小", "均无"], none_word = "均无"', f"{HEAD} / size", "从 choices 里删去"),
    ],
    "other_choice": [
        (SIZE, 'choices = ["大", "小", "其他"], other = "其他"', f"{HEAD} / size", "“其他”"),
    ],
    "strange_choice": [
        (
            SIZE,
            SIZE + ', short_forms = { "中" = ["不大不小"] }',
            f"{HEAD} / size",
            "“中”",
        ),
    ],
    "same_label": [('label = "份额"', 'label = "姓名"', f"{HEAD} / partners", "“姓名”")],
    "example": [
        ('kind = "date"', 'kind = "date", example = "去年"', f"{HEAD} / day", "“去年”"),
        (SIZE, f'{SIZE}, example = "待定"', f"{HEAD} / size", "“待定”"),
        (SHARE, f'{NAMED}, kind = "idcard", example = "123"', "share", "18 位"),
    ],
    "odd_example": [
        (SHARE, f'{NAMED}, kind = "orgcode", example = "91330200MA0EXAM165"', "share", "第 18 位"),
    ],
    "limit_said": [
        ('label = "来历"', 'label = "来历（不超过三百字）"', "story", "max_words = 300"),
        ('label = "来历"', 'label = "来历（1万字以内）"', "story", "max_words = 10000"),
        ('label = "份额"', 'label = "份额（不超过20字）"', "share", "max_words = 20"),
        (
            SHARE,
            'label = "份额，限 50 字", kind = "text", max_words = 500',
            "share",
            "max_words = 50",
        ),
        ('label = "份额"', 'label = "份额", guidance = "100字以内"', "share", "max_words = 100"),
        ('label = "份额"', 'label = "份额（不少于8个字）"', "share", "min_han = 8"),
        ('title = "货品"', 'title = "货品"\nguidance = "合计不少于3000字。"', WARES, "min_han = 3000"),
    ],
    "noun_alone": [('title = "货品"', 'title = "货品"\nrow_noun = "种货品"', WARES, "repeat 或 rows")],
    "no_suggestions": [(SHARE, 'label = "份额", kind = "suggestion"', "share", 'kind = "text"')],
    "unit_said": [
        (SHARE, 'label = "份额（千元）", kind = "money"', "share", 'unit = "千元"'),
        (SHARE, 'label = "份额（元）", kind = "money"', "share", 'unit = "元"'),
        (SHARE, 'label = "份额（单位：元）", kind = "money"', "share", 'unit = "元"'),
        (
            SHARE,
            'label = "份额（人民币万元）", kind = "money", unit = "元"',
            "share",
            'unit = "万元"',
        ),
    ],
    "percent_said": [(SHARE, 'label = "份额（%）", kind = "number"', "share", "percent = true")],
}
OF_FILES = {"text", "no_text", "bom", "not_utf8", "folder", "no_file"}  # see tests/bot/service/test_form_registry.py
# A few changes need a second one, lest they bring a fault of another kind with them.
ALSO = {
    WITHIN: (UNITS, ""),
    FOR_UNITS: ('each = "partners"', 'each = "units"'),
    "min_han = 0\nitem = 3": ("min_han = 10", ""),
    "min_han = 0": ("min_han = 10", ""),
    "repeat = {}, min_han = 5": (SHARE, f'{NAMED}, kind = "longtext"'),
    'repeat = {}, title = "空"': ('label = "承诺", ', ""),
}


def faults_of(text: str) -> list[Fault]:
    found = read(text)[1]
    errors = [fault for fault in found if fault.is_error]
    if errors:
        with pytest.raises(FormFaultsError) as caught:
            load(text)
        assert str(caught.value) == "\n".join(fault.text for fault in errors)
    return found


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    text = text.replace(old, new)
    if new in ALSO:
        text = text.replace(*ALSO[new])
    return text


def test_the_sound_form_loads() -> None:
    form = load(SOUND)
    assert list(form.groups) == ["head", "partners", "wares"]
    assert list(form.fields) == ["stall", "day", "owner", "size", "promise", "partners.who", "partners.share", "story"]


def test_the_forms_that_are_shipped_load() -> None:
    paths = list(FORMS.glob("*/*/form.toml"))
    assert paths
    for path in paths:
        form = load(path.read_text("utf-8"))
        assert path.parent == FORMS / form.key


def test_every_fault_has_a_case() -> None:
    told = {code.removeprefix("fault.") for code in sentences() if code.startswith("fault.")}
    assert set(CASES) == told - OF_FILES


def test_every_fault_is_told_word_for_word(request: pytest.FixtureRequest) -> None:
    cases = {f"{code} {n}": case for code in sorted(CASES) for n, case in enumerate(CASES[code], 1)}
    said = {name: [fault.text for fault in faults_of(changed(SOUND, *case[:2]))] for name, case in cases.items()}
    agree(request, DATA / "form-faults.txt", said)


@pytest.mark.parametrize(
    ("code", "old", "new", "place", "words"),
    [(code, *case) for code, cases in CASES.items() for case in cases],
)
def test_a_fault_is_found_alone_with_place_and_mend(code: str, old: str, new: str, place: str, words: str) -> None:
    faults = faults_of(changed(SOUND, old, new))
    codes = {fault.code for fault in faults}
    if new == "min_han = 0\nitem = 3":
        codes.discard("empty")  # what cannot be read is empty too
    assert codes == {code}
    fault = next(fault for fault in faults if fault.code == code)
    assert place in fault.place
    assert words in fault.words
    assert not any(mark in f"{fault.place}{fault.words}" for mark in ("\0", "{{"))
    assert code == "wrong" or "Input should" not in fault.words  # the library's own words, where ours are wanting


def test_all_faults_are_reported_at_once() -> None:
    text = SOUND
    wanted = {"missing", "unknown", "wrong_literal", "twice", "no_field", "no_each", "few_choices"}
    for old, new in (
        ('title = "货品"', ""),
        ('label = "份额"', 'label = "份额", lable = "x"'),
        ('kind = "longtext"', 'kind = "long"'),
        ('id = "wares"', 'id = "day"'),
        ('date_field = "day"', 'date_field = "days"'),
        ('each = "partners"', 'each = "partner"'),
        (SIZE, 'choices = ["大"]'),
    ):
        text = changed(text, old, new)
    faults = faults_of(text)
    assert [fault.code for fault in faults] == [*dict.fromkeys(fault.code for fault in faults)], "each once"
    assert {fault.code for fault in faults} == wanted


@pytest.mark.parametrize(
    "text",
    ["", "section = 3", "[section]\nitem = 4", 'units = "a"', "[[group]]\nitem = [[1]]", "[[rule]]\nkind = [[1]]"],
)
def test_whatever_is_written_there_are_faults_and_no_traceback(text: str) -> None:
    assert faults_of(text)


def test_a_choice_of_several_is_not_compared_with_one() -> None:
    more = """, many = true },
    { id = "note", label = "说明", kind = "text", when = 'size == "大"' }"""
    [told] = faults_of(SOUND.replace(f"{SIZE} }}", f"{SIZE}{more}"))
    assert 'has(size, "大")' in told.words


def test_a_form_may_be_one_persons() -> None:
    form = load(SOUND.replace(UNITS, "").replace('date_field = "day"\n', ""))
    assert not form.has_team
    assert load(SOUND).has_team


def test_nothing_is_for_each_unit_where_there_are_none() -> None:
    with pytest.raises(FormFaultsError) as caught:
        load(SOUND.replace(UNITS, "").replace('each = "partners"', 'each = "units"'))
    assert [(fault.code, fault.place) for fault in caught.value.faults] == [("no_each", WARES)]


OUTER = """
id = "fair"
version = "1"
title = "集市"
issuer = "街道"
name_field = "stall"
group = [{ id = "outer", title = "全部", guidance = "先看价目。", item = [
    { id = "head", title = "概况", guidance = "写全。", when = "price < 9", item = [
        { id = "stall", label = "摊位", kind = "text" },
    ] },
    { id = "rest", title = "其余", item = [{ id = "price", label = "价", kind = "number" }] },
    { id = "twice", label = "两份", kind = "number", value = "price * 2" },
], check = [{ that = "price < 5", says = "太贵", at = "price" }] }]
"""


def test_what_a_group_says_that_asks_nothing_itself_is_said_and_checked_within_it() -> None:
    head, rest = load(OUTER).sections
    assert (head.guidance, head.checks, head.computed) == ("先看价目。\n写全。", (), ())
    assert ([check.at for check in rest.checks], [field.id for field in rest.computed]) == (["price"], ["twice"])


IN_A_ROW = """
    { id = "wares", title = "货品", repeat = {}, item = [
        { id = "name", label = "名称", kind = "text" },
        { id = "kept", title = "保存", item = [{ id = "how", label = "办法", kind = "text" }] },
    ] },"""


@pytest.mark.parametrize(
    ("title", "place"),
    [("全部", "[[group]] outer"), ("保存", "[[group]] rest / wares / kept")],
)
def test_a_minimum_of_a_group_with_nothing_long_is_told(title: str, place: str) -> None:
    price = '{ id = "price", label = "价", kind = "number" }'
    form = OUTER.replace(price, f"{price},{IN_A_ROW}")
    faults = read(form.replace(f'title = "{title}"', f'title = "{title}", min_han = 5'))[1]
    assert [(fault.code, fault.place) for fault in faults if fault.is_error] == [("nothing_long", place)]


def test_an_id_that_only_another_computed_field_names_is_told_once() -> None:
    half = '{ id = "half", label = "一半", kind = "number", value = "wares.pieces / 2" }'
    double = '{ id = "double", label = "加倍", kind = "number", value = "half * 2" }'
    changed_form = SOUND.replace('{ id = "size", ', f'{half},\n    {double},\n    {{ id = "size", ', 1)
    assert [fault.text.partition("：")[2] for fault in read(changed_form)[1]] == [
        "“wares.pieces / 2”写错了：没有“wares.pieces”这个 id。请改正。"
    ]


def test_lines_may_end_as_any_editor_ends_them() -> None:
    assert {load(SOUND.replace("\n", end)).title for end in ("\n", "\r\n", "\r")} == {load(SOUND).title}


@pytest.mark.parametrize("text", ["id: fair\ntitle: 集市\n", "---\nid: fair\n", "group:\n  - id: head\n"])
def test_yaml_is_told_as_another_format(text: str) -> None:
    _, [fault] = read(text)
    assert fault.code == "other_format"


def test_groups_within_what_is_asked_at_each_row_are_part_of_it_in_their_place() -> None:
    items = INNER.replace("item = [{", "when = 'has(story)', guidance = '说明', item = [{")
    form = load(SOUND.replace(STORY, f'{items}    {{ id = "end", label = "结尾", kind = "text" }},\n]'))
    wares = form.sections[-1]
    assert (wares.each, wares.item_ids) == ("partners", ("story", "teller", "end"))
    when = form.fields["teller"].when
    assert when is not None
    assert when.text == "has(story)"
    assert [(part.guidance, part.items) for part in wares.parts] == [("说明", ("teller",))]
