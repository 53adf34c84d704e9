"""The reference in docs/forms.md: kinds, keys and the names of templates, told by the code itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.answers.kinds import KINDS
from dialogs.answers.value import Value
from dialogs.form.model import Document, Field, Form, Group, Repeat, Units
from dialogs.form.rules import Check, Rule
from dialogs.form.schema import keys
from dialogs.texts import say, sentences
from render.docx import FILTERS

PARTS: tuple[tuple[str, type[Value]], ...] = (
    ("开头", Form),
    ("`units`", Units),
    ("一组 `[[group]]`，组里的一组 `[[group.item]]`", Group),
    ("一道题 `[[group.item]]`", Field),
    ("`repeat`", Repeat),
    ("`[[document]]`", Document),
    ("`check`", Check),
    ("`[[rule]]`", Rule),
)
OF_EVERY_KIND = ("kind", "label", "short", "synonyms", "choices", "short_forms", "none_word")


def template_names() -> list[str]:
    """Every name that a template may use besides the ids of the form."""
    return [code.partition(".")[2] for code in sentences() if code.startswith("form_name.")]


def reference() -> str:
    """The reference in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from ("## 种类", "", "| kind | 用来填 | 另外可以写 |", "| --- | --- | --- |")
    for kind, of in KINDS.items():
        also = "、".join(f"`{key}`" for key in of.keys)
        yield f"| `{kind}` | {say(f'form_kind.{kind}')} | {also} |"
    yield from ("", f"每一种都可以写：{_ticked(OF_EVERY_KIND)}。", "", "## form.toml 里的名字")
    for title, model in PARTS:
        yield from _table(title, ((key, f"form_key.{key}") for key in keys(model)))
    yield from ("", "## 模板里的名字", "", "除了题目、表格和写了 each 的组的 id，还有：")
    yield from _table("", ((name, f"form_name.{name}") for name in template_names()))
    yield from ("", f"竖线后面可以用 {_ticked(FILTERS)}，以及 Jinja 的过滤器，例如 `length`、`join`、`replace`。")


def _ticked(names: Iterable[str]) -> str:
    return "、".join(f"`{name}`" for name in names)


def _table(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (["", f"### {title}"] if title else [])
    yield from ("", "| 名字 | 用途 |", "| --- | --- |")
    yield from (f"| `{name}` | {say(code)} |" for name, code in rows)
