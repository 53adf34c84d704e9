"""A PDF as a reader sees it: pages, and on them lines with their places and typefaces.

The documents are set by LibreOffice, with free typefaces in place of those of Windows (render/fonts.conf).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pdfplumber

from render import preview
from render.programs import FONTS

ENVIRONMENT = {**os.environ, "FONTCONFIG_FILE": str(FONTS)}
NEEDED = {
    "仿宋_GB2312": "FandolFang",
    "楷体_GB2312": "FandolKai",
    "黑体": "Noto Sans CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
    "Times New Roman": "Liberation Serif",
}
HAN = re.compile("[\u4e00-\u9fff]")


@dataclass
class Line:
    """Everything on one base line of a page."""

    base: float  # from the top
    chars: list[dict[str, Any]]

    @cached_property
    def text(self) -> str:
        return "".join(char["text"] for char in self.chars).strip()

    @cached_property
    def left(self) -> float:
        return min(char["x0"] for char in self.chars if char["text"].strip())

    @cached_property
    def fonts(self) -> set[tuple[str, float]]:
        """Of the Han characters: the typeface and its size."""
        return {(face(char), round(char["size"], 1)) for char in self.chars if HAN.match(char["text"])}

    @property
    def is_han(self) -> bool:
        """Whether no figure or Latin letter of another typeface stands in the line."""
        return {face(char) for char in self.chars} == {"FandolFang"}


@dataclass
class Page:
    width: float
    height: float
    lines: list[Line]
    rules: list[tuple[float, float, float, float]]
    """What is drawn as a level line: its place from the top, left and right end, and weight, from the top down."""
    yellow: int
    """How many areas are filled with yellow."""

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def body(self) -> list[Line]:
        """Without what stands in the margins."""
        return [line for line in self.lines if 100 < line.base < 745]


def face(char: dict[str, Any]) -> str:
    return str(char["fontname"]).rpartition("+")[2].partition("-")[0]


def read(path: Path) -> list[Page]:
    with pdfplumber.open(path) as pdf:
        return [read_page(page) for page in pdf.pages]


def read_page(page: Any) -> Page:
    lines: dict[float, Line] = {}
    for char in page.chars:
        base = round(float(page.height) - char["matrix"][5], 1)
        if char["text"].strip():
            lines.setdefault(base, Line(base, [])).chars.append(char)
    for line in lines.values():
        line.chars.sort(key=lambda char: char["x0"])
    yellow = [rect for rect in page.rects if rect["fill"] and rect["non_stroking_color"] == (1, 1, 0)]
    return Page(page.width, page.height, [lines[base] for base in sorted(lines)], read_rules(page), len(yellow))


def read_rules(page: Any) -> list[tuple[float, float, float, float]]:
    drawn = [(line["top"], line["x0"], line["x1"], line["linewidth"]) for line in page.lines]
    filled = [(rect["top"], rect["x0"], rect["x1"], rect["height"]) for rect in page.rects if rect["height"] < 2]
    return sorted(tuple(round(value, 1) for value in rule) for rule in drawn + filled)


def convert(documents: dict[str, bytes], folder: Path) -> dict[str, Path]:
    """The PDF of each document, which lies beside it, as the program makes it."""
    made = {}
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
        made[name] = preview.pdf(folder / f"{name}.docx", folder)
    return made


def missing_fonts() -> list[str]:
    def stands_in(name: str) -> str:
        command = ["fc-match", "--format=%{family}", name]
        return subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout

    return [font for name, font in NEEDED.items() if font not in stands_in(name)]


def reason_to_skip() -> str:
    if shutil.which("soffice") is None or shutil.which("fc-match") is None:
        return "LibreOffice (soffice) and fontconfig are not installed here"
    fonts = missing_fonts()
    return f"fonts that stand in for those of Windows are not installed here: {', '.join(fonts)}" if fonts else ""
