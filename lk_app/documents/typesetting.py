"""Turns a template of templates/ and plain data into a tagged PDF (PDF/UA-1, ISO 14289-1).

Data enters as JSON, never as markup. Each thread keeps its own compiler: Typst refuses to be
shared, and one that has worked before sets a new page in about 25 ms, the same one again in 4.
"""

import json
import re
import threading
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import typst

HERE = Path(str(files("lk_app.documents")))
# PDF/UA forbids a character without a glyph, so one smiley in a name would cost the whole document.
# PT Sans covers these; a test holds the list against the font files.
UNPRINTABLE = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u0109\u010c-\u0113\u0116-\u011f\u0141-\u0148\u0150-\u0165"
    "\u0178-\u017f\u0301\u0401-\u040c\u040e-\u044f\u0451-\u045c\u045e\u045f\u0462\u0463"
    "\u0472-\u0475\u048a-\u04c0\u04c3-\u04f9\u2013\u2014\u2018-\u201a\u201c-\u201e"
    "\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u20bd\u2116\u2122\u2212\u2260\u2264\u2265]"
)
SPACES = str.maketrans(dict.fromkeys("\u2007\u2009\u202f", "\u00a0") | {"\t": " ", "\u2011": "-"})
_this_thread = threading.local()


def pdf(
    template: str,
    data: dict[str, object],
    *,
    made_at: datetime,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF of `templates/{template}.typ`; `made_at` (aware) becomes its creation date.

    The template finds `pictures` (JPEG) by their names in /pictures.
    """
    if not pictures:
        return _compiled(_compiler(template), data, made_at)
    with TemporaryDirectory() as folder:  # Typst reads pictures from files below its root alone
        root = Path(folder)
        copytree(HERE / "templates", root / "templates")  # a link would lead out of the root
        (root / "pictures").mkdir()
        for name, content in pictures.items():
            (root / "pictures" / name).write_bytes(content)
        source = root / "templates" / f"{template}.typ"
        return _compiled(typst.Compiler(source, root=root, font_paths=_fonts()), data, made_at)


def _compiled(compiler: typst.Compiler, data: dict[str, object], made_at: datetime) -> bytes:
    made: object = compiler.compile(
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(made_at.timestamp()),
    )
    assert isinstance(made, bytes)  # a PDF is one file; only images come as lists of pages
    return made


def _compiler(template: str) -> typst.Compiler:
    compilers = _this_thread.__dict__.setdefault("compilers", {})
    if template not in compilers:
        source = HERE / "templates" / f"{template}.typ"
        compilers[template] = typst.Compiler(source, root=HERE, font_paths=_fonts())
    compiler: typst.Compiler = compilers[template]
    return compiler


@cache
def _fonts() -> typst.Fonts:
    """Our own faces only: a document looks the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"]
    )


def _printable(value: object) -> object:
    """The same data with every string reduced to characters that have a glyph."""
    match value:
        case str():
            return UNPRINTABLE.sub("?", _composed(value))
        case dict():
            return {key: _printable(item) for key, item in value.items()}
        case list() | tuple():
            return [_printable(item) for item in value]
    return value


def _composed(text: str) -> str:
    """Letters with their marks joined; control and direction characters gone."""
    composed = unicodedata.normalize("NFC", text.translate(SPACES))
    return "".join(
        char for char in composed if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf")
    )
