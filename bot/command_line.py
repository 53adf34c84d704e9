"""What can be written on the command line, and its help. Does not know what a command does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from bot.settings import Settings

Command = Callable[[Settings, argparse.Namespace], int | None]


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Chinese."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more, add_help=False, formatter_class=_Help)
        self._positionals.title = "要写的"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"写法不对（{message}）。用 {self.prog} --help 看说明。\n")


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser of the whole command line; its option `command` is the function in `commands` of the subcommand."""
    whole = _Parser(prog="shenbao", description="申报助手：在聊天里一题一题填写官方申报表，得到 Word 文件。")
    choices = whole.add_subparsers(required=True, metavar="命令", title="命令")

    def add(name: str, words: str) -> argparse.ArgumentParser:
        sub = choices.add_parser(name, help=words, description=words)
        sub.set_defaults(command=commands[name])
        return sub

    add("run", "启动申报助手的网页；设置了 TELEGRAM_TOKEN 时同时服务 Telegram")
    add("chat", "在终端里聊天填写")
    demo = add("demo", "看一遍填好的例子：放映整段对话，写出 Word 文件")
    demo.add_argument("--out", type=Path, metavar="文件", help="Word 文件写到哪里（默认 out/ 文件夹）")
    add("telegram", "作为 Telegram 机器人运行（需要 TELEGRAM_TOKEN）")
    blank = add("blank", "写出空白的官方申报表")
    blank.add_argument("form", metavar="申报表", help="申报表的名字，例如 netsec-insurance-pilot")
    blank.add_argument("--out", type=Path, metavar="文件", required=True, help="Word 文件写到哪里")
    fill = add("fill", "用答案文件填写，写出 Word 文件；有一处不对就停下，说明是哪一题")
    fill.add_argument("answers", type=Path, metavar="答案.toml", help="答案文件，格式见 forms 里的 example.toml")
    fill.add_argument("--form", default="", metavar="申报表", help="申报表的名字（只有一种时不用写）")
    fill.add_argument("--out", type=Path, metavar="文件", required=True, help="Word 文件写到哪里")
    questions = add("questions", "列出申报表的每一道题")
    questions.add_argument("form", metavar="申报表", help="申报表的名字，例如 netsec-insurance-pilot")
    questions.add_argument("--json", action="store_true", help="用 JSON 格式")
    return whole
