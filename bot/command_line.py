"""What can be written on the command line, and its help. Does not know what a command does."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from bot.settings import Settings
from dialogs.texts import say

Command = Callable[[Settings, argparse.Namespace], int | None]


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, say("usage.usage") if prefix is None else prefix)

    def format_help(self) -> str:
        """The help, with the colon of Chinese behind its headings."""
        return re.sub(r"(?m)^(\S+):$", "\\1\N{FULLWIDTH COLON}", super().format_help())


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Chinese."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more, add_help=False, formatter_class=_Help)
        self._positionals.title = say("usage.arguments")
        self._optionals.title = say("usage.options")
        self.add_argument("-h", "--help", action="help", help=say("usage.help"))

    def error(self, message: str) -> NoReturn:
        del message  # in English
        self.print_usage(sys.stderr)
        self.exit(2, say("usage.wrong", program=self.prog) + "\n")


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser of the whole command line; its option `command` is the function in `commands` of the subcommand."""
    whole = _Parser(prog="shenbao", description=say("usage.program"))
    choices = whole.add_subparsers(required=True, metavar=say("usage.a_command"), title=say("usage.a_command"))

    def add(name: str) -> argparse.ArgumentParser:
        words = say(f"usage.{name.replace(' ', '_')}")
        among = tools if name.startswith("form ") else choices
        sub = among.add_parser(name.removeprefix("form "), help=words, description=words)
        sub.set_defaults(command=commands[name])
        return sub

    words = say("usage.form_tools")
    of_forms = choices.add_parser("form", help=words, description=words)
    tools = of_forms.add_subparsers(required=True, metavar=say("usage.a_command"), title=say("usage.a_command"))
    file, form = say("usage.a_file"), say("usage.a_form")
    add("run")
    add("chat")
    add("demo").add_argument("--out", type=Path, metavar=file, help=say("usage.out_default"))
    add("telegram")
    blank = add("blank")
    blank.add_argument("form", metavar=form, help=say("usage.form"))
    blank.add_argument("--out", type=Path, metavar=file, required=True, help=say("usage.out"))
    fill = add("fill")
    fill.add_argument("answers", type=Path, metavar=say("usage.an_answer_file"), help=say("usage.answers"))
    fill.add_argument("--form", default="", metavar=form, help=say("usage.form_default"))
    fill.add_argument("--out", type=Path, metavar=file, required=True, help=say("usage.out"))
    fill.add_argument("--strict", action="store_true", help=say("usage.strict"))
    _add_tools(add)
    return whole


def _add_tools(add: Callable[[str], argparse.ArgumentParser]) -> None:
    """The subcommands for whoever makes a form, or looks into a file."""
    file, form = say("usage.a_file"), say("usage.a_form")
    answer = add("form answer")
    answer.add_argument("form", metavar=form, help=say("usage.form"))
    answer.add_argument("item", metavar=say("usage.an_item"), help=say("usage.item"))
    answer.add_argument("--today", metavar=say("usage.a_day"), default="", help=say("usage.today"))
    check = add("form check")
    check.add_argument("folder", type=Path, metavar=say("usage.a_folder"), help=say("usage.folder"))
    check.add_argument("--json", action="store_true", help=say("usage.json"))
    add("form schema")
    read = add("read")
    read.add_argument("file", type=Path, metavar=file, help=say("usage.file_to_read"))
    read.add_argument("--form", default="", metavar=form, help=say("usage.form_default"))
    read.add_argument("--data", type=Path, metavar=say("usage.a_folder"), help=say("usage.data"))
    questions = add("questions")
    questions.add_argument("form", metavar=form, help=say("usage.form"))
    questions.add_argument("--json", action="store_true", help=say("usage.json"))
