"""Colours can be read by tired eyes, and the one font holds every character we print."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from lk_app.components import tokens
from lk_app.components.head import stamped

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "assets"
CSS = (ASSETS / "lk.css").read_text()
SURFACES = ("paper", "card")
INKS = ("ink", "soft", "accent", "debt", "ok", "warn")
WORDS = [
    *((word, under) for word in INKS for under in SURFACES),
    ("on-accent", "accent"),
    ("accent", "accent-soft"),
    ("debt", "debt-soft"),
    ("ok", "ok-soft"),
    ("warn", "warn-soft"),
    *(("ink", f"{tone}-soft") for tone in ("accent", "debt", "ok", "warn")),
    ("drum-digit", "drum"),
    ("drum-zero", "drum"),
    ("ink", "line"),
]  # fmt: skip
SHAPES = [(mark, under) for mark in ("edge", "day", "night", "half") for under in SURFACES]


def _themes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root(:not\(\.light\)|\.dark)? \{([^}]*--paper: #\w{6}[^}]*)\}", CSS)
    names = {"": "light", ":not(.light)": "dark by system", ".dark": "dark by choice"}
    return {
        names[selector]: dict(re.findall(r"--([\w-]+): (#\w{6});", body))
        for selector, body in blocks
    }


def _luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark by choice"])
@pytest.mark.parametrize(("word", "under"), WORDS)
def test_words_are_legible(theme: str, word: str, under: str) -> None:
    colours = _themes()[theme]
    assert _contrast(colours[word], colours[under]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark by choice"])
@pytest.mark.parametrize(("mark", "under"), SHAPES)
def test_marks_and_edges_of_fields_are_seen(theme: str, mark: str, under: str) -> None:
    colours = _themes()[theme]
    assert _contrast(colours[mark], colours[under]) >= 3


def test_dark_is_the_same_by_the_system_and_by_choice() -> None:
    themes = _themes()
    assert themes["dark by system"] == themes["dark by choice"]
    assert themes["light"].keys() == themes["dark by choice"].keys()


def test_every_colour_tailwind_knows_has_a_value() -> None:
    assert set(tokens.TOKENS) <= _themes()["light"].keys()


def _printed(source: str) -> Iterator[str]:
    """What the strings of a module may put on a screen: its docstrings and comments do not."""
    tree = ast.parse(source)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_the_font_holds_every_character_the_screens_print() -> None:
    font = TTFont(ASSETS / "fonts" / "golos-text.woff2").getBestCmap()
    rooms = ("components", "pages", "states", "wording", "demo")
    files = [file for room in rooms for file in (ROOT / "lk_app" / room).rglob("*.py")]
    printed = {c for file in files for text in _printed(file.read_text()) for c in text}
    assert {c for c in printed if ord(c) not in font and c.isprintable()} == set()


def test_the_style_asks_for_the_font_that_the_head_preloads() -> None:
    assert stamped("/fonts/golos-text.woff2") in CSS


def test_every_icon_of_the_manifest_is_there() -> None:
    manifest = json.loads((ASSETS / "manifest.webmanifest").read_text())
    assert [i["src"] for i in manifest["icons"] if not (ASSETS / i["src"][1:]).is_file()] == []


@pytest.mark.parametrize("weight", [400, 600, 650])
def test_figures_stand_under_one_another(weight: int) -> None:
    """The reading drum and every column of sums count on it."""
    font = instantiateVariableFont(TTFont(ASSETS / "fonts" / "golos-text.woff2"), {"wght": weight})
    table, cmap = font["GSUB"].table, font.getBestCmap()
    (tnum,) = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    tabular = table.LookupList.Lookup[tnum].SubTable[0].mapping
    assert len({font["hmtx"][tabular[cmap[ord(figure)]]][0] for figure in "0123456789"}) == 1
