"""The built page that public content is put into, read once a process.

Hydration leaves what stands there: the content goes into an element whose markup React takes from
the document (components/island.py), and what is added to <head> are elements it does not know.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from lk_app.documents.site import PublicPage, Site

ISLAND = re.compile(r'(<div\b[^>]*\bid="(content|beside)"[^>]*)>')
TITLE = re.compile(r"<title>[^<]*</title>")
DESCRIPTION = re.compile(r'<meta content="[^"]*" name="description"/>')
IMAGE = re.compile(r'<meta content="[^"]*" property="og:image"/>')


@dataclass(frozen=True, slots=True)
class Frame:
    """A built page cut at the places that content goes into."""

    head: str
    before: str  # the first place
    places: tuple[tuple[str, str], ...]  # the name of each, and what follows it

    def around(self, page: PublicPage, site: Site) -> str:
        """The whole document."""
        title = f"<title>{escape(page.title)}</title>"
        parts = [TITLE.sub(lambda _: title, self.head, count=1), _head(page, site), self.before]
        for name, after in self.places:
            html = page.html if name == "content" else page.beside
            parts.append(f' data-version="{page.version}">{html}{after}')
        return "".join(parts)


@cache
def frame(file: Path) -> Frame:
    """Cut the built page; raises ValueError when it has no place for content."""
    head, ends, rest = file.read_text(encoding="utf-8").partition("</head>")
    found = list(ISLAND.finditer(rest))
    if not ends or not found:
        raise ValueError(f"{file.name} has no place for public content: build the frontend anew")
    nexts = [*(place.end(1) for place in found[1:]), len(rest)]
    places = tuple(
        (place[2], rest[place.end() : end]) for place, end in zip(found, nexts, strict=True)
    )
    head = IMAGE.sub("", DESCRIPTION.sub("", head))
    return Frame(head, ends + rest[: found[0].end(1)], places)


def _head(page: PublicPage, site: Site) -> Markup:
    """What a search engine and a share card need; all of it plain text that somebody wrote."""
    address, image = site.origin + page.path, site.origin + (page.image or "/icon-512.png")
    kind = "article" if page.published_at else "website"
    told = {
        "og:type": kind, "og:title": page.title, "og:description": page.description,
        "og:url": address, "og:image": image, "og:locale": "ru_RU",
        "og:site_name": site.supplier.brand,
    }  # fmt: skip
    if page.published_at:
        told["article:published_time"] = page.published_at.isoformat()
    lines = [Markup('<meta name="description" content="{}">').format(page.description)]
    lines += [Markup('<meta property="{}" content="{}">').format(*each) for each in told.items()]
    card = "summary_large_image" if page.image else "summary"
    lines.append(Markup('<meta name="twitter:card" content="{}">').format(card))
    if page.status == 200 and not page.hidden:
        lines.append(Markup('<link rel="canonical" href="{}">').format(address))
    else:
        lines.append(Markup('<meta name="robots" content="noindex">'))
    feed = '<link rel="alternate" type="application/atom+xml" href="/news.atom" title="{}">'
    lines.append(Markup(feed).format(f"Новости {site.supplier.brand}"))  # noqa: S704 — a constant
    if page.data:
        data = Markup(page.data_json)  # noqa: S704 — every «<» in it is an escape of JSON
        lines.append(Markup('<script type="application/ld+json">{}</script>').format(data))
    return Markup("").join(lines)
