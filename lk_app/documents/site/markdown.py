"""Markdown of the supplier's editors as HTML that can neither run nor break a page.

Raw HTML in the Markdown is shown as text; what the library makes of the rest is cleaned again by a
list of what is allowed. Pictures come from the site's own files alone, each with its size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from lk_app.wording import tied

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ALLOWED: dict[str, set[str]] = {
    **{name: set() for name in ("p", "br", "hr", "em", "strong", "s", "code", "pre")},
    **{name: set() for name in ("h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "li")},
    **{name: set() for name in ("table", "thead", "tbody", "tr", "td")},
    "ol": {"start"},
    "th": {"scope"},
    "div": {"class", "role", "aria-label", "tabindex"},  # around a table, so that it scrolls
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
WIDE = '<div class="wide" role="region" aria-label="Таблица" tabindex="0">'


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the site's own: where it is served and how large it is, pixels."""

    src: str
    width: int
    height: int


def to_html(text: str, *, pictures: Mapping[str, Picture] | None = None) -> str:
    """The body of an article; its largest heading becomes an h2. A picture not in `pictures` (by
    the address written in the Markdown) leaves its description behind."""
    tokens = _PARSER.parse(text)
    _lower_headings(tokens)
    html = str(_PARSER.renderer.render(tokens, _PARSER.options, {"pictures": pictures or {}}))
    return nh3.clean(
        html,
        tags=set(ALLOWED),
        attributes=ALLOWED,
        url_schemes=SCHEMES,
        link_rel="noopener",
        attribute_filter=_attribute,
    ).strip()


def pictures_of(text: str) -> list[str]:
    """The addresses of the pictures a text shows, as it writes them."""
    inline = (token for token in _PARSER.parse(text) for token in token.children or ())
    return [str(token.attrs["src"]) for token in inline if token.type == "image"]


def to_text(text: str) -> str:
    """The words alone, for the search and for descriptions."""
    return " ".join(" ".join(_words(_PARSER.parse(text))).split())


def _words(tokens: Sequence[Token]) -> list[str]:
    found: list[str] = []
    for token in tokens:
        if token.children:
            found.append("".join(_words(token.children)))
        elif token.type in {"softbreak", "hardbreak"}:
            found.append(" ")
        elif token.content:
            found.append(token.content)
    return found


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Only what is shown here and where it leads; nothing may name another page's styles."""
    if tag == "img" and name == "src":
        return value if value.startswith("/api/files/") else None
    if tag == "div" and name == "class":
        return "wide" if value == "wide" else None
    if tag == "a" and name == "href":
        return value if _leads_somewhere(value) else None
    return value


def _leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.scheme) or not address.startswith(("//", "/\\", "\\"))


def _lower_headings(tokens: Sequence[Token]) -> None:
    """The page has its own h1, so the text's largest heading is an h2."""
    found = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    largest = min((HEADINGS.index(token.tag) for token in found), default=1)
    for token in found:
        token.tag = HEADINGS[min(HEADINGS.index(token.tag) + 1 - largest, 5)]


class _Renderer(RendererHTML):
    """The library's, but for pictures and tables."""

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        picture = env["pictures"].get(str(token.attrs["src"]))
        words = self.renderInlineAsText(token.children or [], options, env)
        if picture is None:
            return f"<em>{nh3.clean_text(words)}</em>" if words else ""
        token.attrs = {
            "src": picture.src, "alt": words, "width": picture.width, "height": picture.height,
            "loading": "lazy", "decoding": "async",
        }  # fmt: skip
        return self.renderToken(tokens, idx, options, env)

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return str(escapeHtml(tied(tokens[idx].content)))

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return WIDE + self.renderToken(tokens, idx, options, env)

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self.renderToken(tokens, idx, options, env) + "</div>"

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        tokens[idx].attrs = {"scope": "col"}
        return self.renderToken(tokens, idx, options, env)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
    return parser.enable(["table", "strikethrough"])


_PARSER = _parser()
