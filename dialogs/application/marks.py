"""What should not stand in a finished text: what was left over, what is secret, what was spoilt on its way.

Knows no field.
"""

from __future__ import annotations

from dialogs.answers.prose import MARKDOWN
from dialogs.pattern import Pattern

# Not \b: it knows no border between a Han character and a letter. Not 等待定损, 待定级, MAXXess, Todor.
LEFTOVER = Pattern(
    r"(?<![A-Za-z])(?:[xXＸ×]{2,}|(?i:todo|tbd))(?![A-Za-z])"
    r"|某某|(?<!等)待定(?![损责价级位性量])|待补充|待填写|此处(?:填写|待补|插入|补充)|批注[:：]|请领导(?:审阅|过目|批示)"
)
# Not what the trade speaks of: 机密性, 机密计算, 商业机密, 商业秘密级别, 加密级别, 国密级.
SECRET = Pattern(r"绝密|(?<!商业)机密(?![性计])|(?<!商业)秘密级|(?<![加解国商精秘])密级|内部资料|不得外传")
LOOKED_FOR = {
    "leftover": LEFTOVER,
    "secret": SECRET,
    "garbled": Pattern(r"锟斤拷|烫烫烫|屯屯屯|\ufffd|(?:Ã.|â€.|ï¼.|å.|æ.|ç.){2,}"),
    "markdown": MARKDOWN,
    "private": Pattern("[\ue000-\uf8ff]"),
}
