"""Cut the one font file the site serves: Golos Text variable, only the characters we print.

The npm package splits the font by script; a page in Russian with figures and ₽ would load three
files. This joins them again, keeps kerning and tabular figures, and drops what is never shown.

    npm pack @fontsource-variable/golos-text && tar xzf fontsource-*.tgz
    python brand/cut_font.py package assets/fonts
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables.otBase import BaseTable

CHARACTERS = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "".join(map(chr, range(0x410, 0x450)))
    + "Ёё\u00a0\u2009\u202f«»„“”‘’‹›–—―‐‑•·…−×÷±≈°½²§%№₽€←→↑↓©"
)
USE_MY_METRICS = 0x0200  # of a composite glyph: as wide as its part
MISSING = {"\u202f": "\u2009", "\u2010": "-", "\u2011": "-", "\u2015": "—"}  # drawn alike


def main(package: Path, target: Path) -> None:
    """Write golos-text.woff2 and its licence into `target`."""
    fonts = [_part(package, script) for script in ("latin", "latin-ext", "cyrillic")]
    font = fonts[0]
    for other in fonts[1:]:
        _take_glyphs(font, other)
        _take_kerning(font, other)
    del font["HVAR"], font["VVAR"], font["vhea"], font["vmtx"]  # gvar carries the same advances
    _draw_missing(font)
    _even_figures(font)
    _keep_only(font, CHARACTERS)
    font.flavor = "woff2"
    font.save(target / "golos-text.woff2")
    shutil.copy(package / "LICENSE", target / "OFL.txt")


def _part(package: Path, script: str) -> TTFont:
    font = TTFont(package / "files" / f"golos-text-{script}-wght-normal.woff2", lazy=False)
    font.ensureDecompiled()  # gvar checks the number of glyphs when it is read
    return font


def _take_glyphs(font: TTFont, other: TTFont) -> None:
    """Copy outlines, widths and weights of the glyphs `font` does not have yet."""
    known = set(font.getGlyphOrder())
    fresh = [name for name in other.getGlyphOrder() if name not in known]
    font.setGlyphOrder([*font.getGlyphOrder(), *fresh])
    for name in fresh:
        font["glyf"].glyphs[name] = other["glyf"][name]
        font["hmtx"].metrics[name] = other["hmtx"][name]
        font["gvar"].variations[name] = other["gvar"].variations.get(name, [])
    font["glyf"].glyphOrder = font.getGlyphOrder()
    for table in font["cmap"].tables:
        table.cmap.update(other.getBestCmap())


def _take_kerning(font: TTFont, other: TTFont) -> None:
    """Append the other part's kerning; its per-weight values move to the end of the store."""
    if "GPOS" not in other:
        return
    kern = next(r for r in other["GPOS"].table.FeatureList.FeatureRecord if r.FeatureTag == "kern")
    lookups = [other["GPOS"].table.LookupList.Lookup[i] for i in kern.Feature.LookupListIndex]
    shift = _take_variations(font["GDEF"].table.VarStore, other["GDEF"].table.VarStore)
    for device in _variation_indexes(lookups):
        device.StartSize += shift
    ours = font["GPOS"].table
    first = len(ours.LookupList.Lookup)
    ours.LookupList.Lookup.extend(lookups)
    ours.LookupList.LookupCount = len(ours.LookupList.Lookup)
    for record in ours.FeatureList.FeatureRecord:
        if record.FeatureTag == "kern":
            record.Feature.LookupListIndex.extend(range(first, first + len(lookups)))
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)


def _take_variations(ours: otTables.VarStore, theirs: otTables.VarStore) -> int:
    shift = len(ours.VarData)
    regions = len(ours.VarRegionList.Region)
    ours.VarRegionList.Region.extend(theirs.VarRegionList.Region)
    ours.VarRegionList.RegionCount = len(ours.VarRegionList.Region)
    for data in theirs.VarData:
        data.VarRegionIndex = [index + regions for index in data.VarRegionIndex]
    ours.VarData.extend(theirs.VarData)
    ours.VarDataCount = len(ours.VarData)
    return shift


def _variation_indexes(tables: list[BaseTable]) -> Iterator[otTables.Device]:
    seen: set[int] = set()
    waiting: list[object] = list(tables)
    while waiting:
        item = waiting.pop()
        if isinstance(item, list | tuple):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, otTables.Device):
            if item.DeltaFormat == 0x8000 and id(item) not in seen:
                seen.add(id(item))
                yield item
        elif hasattr(item, "__dict__") and id(item) not in seen:
            seen.add(id(item))
            if hasattr(item, "ensureDecompiled"):
                item.ensureDecompiled()
            waiting.extend(vars(item).values())


def _draw_missing(font: TTFont) -> None:
    """Arrows to the sides are the upright ones turned; ≈ is two tildes; spaces borrow widths."""
    cmap = font.getBestCmap()
    for character, like in MISSING.items():
        _name_character(font, character, cmap[ord(like)])
    up, tilde = cmap[ord("↑")], cmap[ord("~")]
    width = font["hmtx"][up][0]
    span = font["glyf"][up].yMax + font["glyf"][up].yMin
    mid = (span - width) // 2 + width // 2
    _compose(font, "→", [(up, (0, -1, 1, 0, (width - span) // 2, mid + width // 2))], width)
    _compose(font, "←", [(up, (0, 1, -1, 0, (width + span) // 2, mid - width // 2))], width)
    pair = [(tilde, (1, 0, 0, 1, 0, 95)), (tilde, (1, 0, 0, 1, 0, -95))]
    _compose(font, "≈", pair, font["hmtx"][tilde][0])


def _compose(font: TTFont, character: str, parts: list, width: int) -> None:
    pen = TTGlyphPen(font.getGlyphSet())
    for name, transformation in parts:
        pen.addComponent(name, transformation)
    name = f"uni{ord(character):04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = pen.glyph()
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["glyf"][name].recalcBounds(font["glyf"])
    font["hmtx"].metrics[name] = (width, font["glyf"][name].xMin)
    font["gvar"].variations[name] = []
    _name_character(font, character, name)


def _name_character(font: TTFont, character: str, name: str) -> None:
    for table in font["cmap"].tables:
        table.cmap[ord(character)] = name


def _even_figures(font: TTFont) -> None:
    """Golos's tabular 2, 3, 5, 6, 8 and 9 are its proportional ones: give them the width of 0."""
    cmap, tabular = font.getBestCmap(), _tabular(font)
    zero = tabular[cmap[ord("0")]]
    width = font["hmtx"][zero][0]
    for figure in "235689":
        name = tabular[cmap[ord(figure)]]
        (part,) = font["glyf"][name].components
        advance, bearing = font["hmtx"][name]
        part.x += (width - advance) // 2
        part.flags &= ~USE_MY_METRICS
        font["hmtx"].metrics[name] = (width, bearing + (width - advance) // 2)
        pairs = zip(font["gvar"].variations[name], font["gvar"].variations[zero], strict=True)
        for mine, even in pairs:
            assert mine.axes == even.axes
            wider, right = even.coordinates[-3][0], mine.coordinates[-3][0]
            mine.coordinates = [((wider - right) // 2, 0), (0, 0), (wider, 0), (0, 0), (0, 0)]


def _tabular(font: TTFont) -> dict[str, str]:
    table = font["GSUB"].table
    (record, *_) = (r for r in table.FeatureList.FeatureRecord if r.FeatureTag == "tnum")
    lookup = table.LookupList.Lookup[record.Feature.LookupListIndex[0]]
    return dict(lookup.SubTable[0].mapping)


def _keep_only(font: TTFont, characters: str) -> None:
    options = Options()
    options.layout_features = ["kern", "tnum", "ccmp", "mark"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
