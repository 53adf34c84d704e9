"""(template, context) -> a Word document; the only place that knows docxtpl.

Knows nothing of forms, fields and answers: a context is names and values. docxtpl only translates the tags of
a template into plain Jinja. Its own rendering would change answers that look like its marks, and builds the
whole document several times over, so the result is streamed from here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import IO, Any

from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from dialogs.pattern import Pattern
from render import style_ids
from render.bookmarked import Bookmarks, Origin, properties, with_properties
from render.date_parts import DATE_PARTS
from render.hidden_parts import is_hidden, without_hidden
from render.long_texts import with_marks
from render.own_properties import PART
from render.paragraphs import paragraphs, together, with_bookmark
from render.pictures import RELATIONS, Pictures
from render.reading import word_bookmarks
from render.reading.word_file import open_word
from render.rows import printed
from render.runs import within

TAGGED = Pattern(r"word/(document|header\d*|footer\d*)\.xml")
"""The parts of a Word file in which tags are replaced."""
# Written here, not tagged in the template: Word refuses a file in which a tag stands for a date.
_PROPERTIES = "docProps/core.xml"
_CORE = Markup(
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:language>zh-CN</dc:language>{created}{modified}{version}</cp:coreProperties>"
)
_DATE = Markup('<dcterms:{0} xsi:type="dcterms:W3CDTF">{1}</dcterms:{0}>')
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BOOKMARKS, _PICTURES = " bookmarks", " pictures"  # no template can ask for a name with a blank
# What no document can hold. A pattern for both would take a quarter of all the time.
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_NO_CHARACTERS = "\ufffe\uffff"
# After docxtpl's translation: a run with its formatting, and in it the tags that are values, not {{p …}} and the like.
_RUN = Pattern(r"<w:r(?: [^>]*)?>(<w:rPr>.*?</w:rPr>)?(?:(?!</w:r>).)*</w:r>", re.DOTALL)
_VALUE = Pattern(r"{{(.+?)}}", re.DOTALL)

FILTERS: Mapping[str, Callable[..., Any]] = {"paragraphs": paragraphs, "together": together, **DATE_PARTS}
"""What a template may put behind a value, besides the filters of Jinja."""


def render(template: Path | bytes, context: Mapping[str, Any]) -> bytes:
    """The finished document.

    Args:
        template: a Word document with tags, or the path to one.
        context: the values that the tags name; `document` is what the file says of itself.

    Returns:
        The document, the same bytes for the same template and values.

    Raises:
        jinja2.TemplateError: a tag is wrong, or names a value that is not there.
        NoTextError: a tag prints what is no text.
        ValueError: a value holds a character that no document can hold.
    """
    file = io.BytesIO()
    write(template, context, file)
    return file.getvalue()


def write(
    template: Path | bytes,
    context: Mapping[str, Any],
    file: IO[bytes],
    origin: Origin | None = None,
    pictures: Path | None = None,
) -> None:
    """As `render`, but into a file, for a document that is too large to be held in memory.

    With an `origin` it has the bookmarks by which it can be read once it comes back; without one nothing of ours.
    The pictures of its long texts lie in the folder `pictures`, by their ids.
    """
    if origin is None:
        _write(template, context, file, Bookmarks(are_wanted=False), Pictures(pictures))
        return
    made = io.BytesIO()
    _write(template, context, made, Bookmarks(are_wanted=True), Pictures(pictures, are_marked=True))
    # What is hashed is what is read there, whatever a template has around an answer.
    read = word_bookmarks.read(open_word(made.getvalue()))
    texts = {**read.texts(), **read.also}
    own = next((content for name, content in _parts(template) if name == PART and isinstance(content, bytes)), b"")
    with zipfile.ZipFile(made, "a") as package:
        package.writestr(zipfile.ZipInfo(PART), properties(origin, texts, own), zipfile.ZIP_DEFLATED)
    file.write(made.getvalue())


def _write(
    template: Path | bytes, context: Mapping[str, Any], file: IO[bytes], bookmarks: Bookmarks, pictures: Pictures
) -> None:
    values = {**context, _BOOKMARKS: bookmarks, _PICTURES: pictures}
    others = {PART}.__contains__ if bookmarks.are_wanted else is_hidden  # ours stands there, or nothing that is hidden
    wanted = [part for part in _parts(template) if not others(part[0])]
    # Which pictures there are is known once they are drawn.
    parts = sorted(wanted, key=lambda part: part[0] == RELATIONS)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts:
            with package.open(_entry(name), "w") as part:
                if name == _PROPERTIES and "document" in context:
                    part.write(_core(context["document"]))
                elif isinstance(content, bytes):
                    listed = pictures.told(name, content)
                    part.write((with_properties if bookmarks.are_wanted else without_hidden)(name, listed))
                else:
                    _stream(content, values, part)
        for name, content in pictures.parts():
            package.writestr(_entry(name), content)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # its date is fixed, so equal values give equal bytes
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _core(properties: Mapping[str, str]) -> bytes:
    """What a document says of itself: its title, and what is known of its version and when it came to be."""
    dates = {name: _DATE.format(name, at) if (at := properties[name]) else "" for name in ("created", "modified")}
    version = Markup("<cp:version>{0}</cp:version>").format(properties["version"]) if "version" in properties else ""
    return (_DECLARATION + str(_CORE.format(title=properties["title"], version=version, **dates))).encode()


def _stream(template: Template, context: Mapping[str, Any], part: IO[bytes]) -> None:
    stream = template.stream(context)
    stream.enable_buffering(2000)
    for chunk in stream:
        content = chunk.encode()
        if len(content.translate(None, _CONTROLS)) < len(content) or any(char in chunk for char in _NO_CHARACTERS):
            message = "a value holds a control character"
            raise ValueError(message)
        part.write(content)


def _parts(template: Path | bytes) -> Sequence[tuple[str, bytes | Template]]:
    return _compiled(template if isinstance(template, bytes) else template.read_bytes())


# By content, not by path: a template that is edited is another template, however fast the edit came.
@lru_cache(maxsize=8)
def _compiled(template: bytes) -> tuple[tuple[str, bytes | Template], ...]:
    translator = DocxTemplate(io.BytesIO(template))
    looks: list[str] = []
    environment = strict()
    environment.filters["within"] = pass_context(partial(_within, looks))
    parts: list[tuple[str, bytes | Template]] = []
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        ids = style_ids.others(package.read(style_ids.STYLES)) if style_ids.STYLES in package.namelist() else {}
        environment.filters["paragraphs"] = pass_context(
            lambda context, text, **named: style_ids.called(_paragraphs(context, text, **named), ids)
        )
        for name in package.namelist():
            content = package.read(name)
            if TAGGED.fullmatch(name) and b"{" in content:
                xml = translator.patch_xml(translator.xml_to_string(with_marks(parse_xml(content))))
                xml = _RUN.sub(lambda run: _with_look(run, looks), xml)
                parts.append((name, environment.from_string(_DECLARATION + xml)))
            else:
                parts.append((name, content))
    return tuple(parts)


def strict() -> SandboxedEnvironment:
    """What tags are evaluated in: a name that is not there fails, and so does what is printed and is no text."""
    environment = _Environment(autoescape=True, undefined=StrictUndefined, finalize=printed)
    environment.filters |= FILTERS
    return environment


def _with_look(run: re.Match[str], looks: list[str]) -> str:
    """A run in which each value is told how it looks there, as it may have to end the run and begin others."""
    looks.append(run[1] or "")
    at = len(looks) - 1
    return _VALUE.sub(lambda value: f"{{{{ ({value[1]})|within({at}) }}}}", run[0])  # a pattern would be read each time


def _within(looks: Sequence[str], context: Context, value: Any, at: int) -> Any:
    if isinstance(value, Markup):
        return value
    text = value if isinstance(value, str) else str(printed(value))
    return within(text, looks[at], context[_BOOKMARKS].at(value))


def _paragraphs(context: Context, text: Any, **named: Any) -> Markup:
    """The paragraphs of a long text, which in a cell stands under no heading that could have its bookmark."""
    bookmark = context[_BOOKMARKS].at(text) if "style" in named else Markup("")
    return with_bookmark(bookmark, context[_PICTURES], text, **named)


class _Environment(SandboxedEnvironment):
    """A sandbox in which `row.items` is the value named items, not a method of the dict."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)
