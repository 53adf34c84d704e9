"""Pictures for long texts, in a folder as a document takes them from there."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from dialogs.answers.picture_lines import line_of
from render.reading import picture_file


def picture(colour: str = "teal", size: tuple[int, int] = (400, 300), format_: str = "PNG", **how: object) -> bytes:
    """A picture in one colour, by its name, of this size in pixels."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, format_, **how)
    return file.getvalue()


def put(folder: Path, content: bytes) -> str:
    """Keeps a picture in a folder; returns its id."""
    kept = picture_file.kept(content)
    folder.mkdir(exist_ok=True)
    (folder / kept.id).write_bytes(kept.content)
    return kept.id


def illustrated(folder: Path) -> str:
    """A long text with pictures, wide and small, with and without captions, kept in this folder."""
    wide = put(folder, picture(size=(2000, 900), format_="JPEG"))
    small = put(folder, picture("navy", (80, 60)))
    lines = ["一、总体思路", "总体架构见图1。", line_of(wide, "图1 总体 架构 <b>&{{ x }}"), "正文一段。"]
    lines += [line_of(small, ""), "图2所示不是名称。", line_of(small, "流程"), "表1 分工", "甲\t乙", "丙\t丁", "完。"]
    return "\n".join(lines)
