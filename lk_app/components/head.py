"""What goes into <head> of every page: the theme before the first paint, the font, the icons."""

import hashlib
from pathlib import Path

import reflex as rx

ASSETS = Path(__file__).parents[2] / "assets"

# Runs before anything is drawn: the theme and «Версия для слабовидящих» (api/simple/vision.py). The
# same key and values as Reflex's own theme provider, so the choice of `theme_toggle` is what the
# next page opens with.
THEME_BEFORE_PAINT = """(()=>{let t;try{t=localStorage.getItem("theme")}catch{}
const d=t==="dark"||t!=="light"&&matchMedia("(prefers-color-scheme: dark)").matches;
const e=document.documentElement;e.classList.remove("light","dark");
e.classList.add(d?"dark":"light");e.style.colorScheme=d?"dark":"light";
const v=/(?:^|; )lk_vision=([a-z.]+)/.exec(document.cookie);
if(v)e.dataset.vision=v[1].replaceAll("."," ");else delete e.dataset.vision})()"""


def head_components() -> list[rx.Component]:
    """For `rx.App(head_components=head_components())`."""
    return [
        rx.el.script(THEME_BEFORE_PAINT),
        rx.el.link(
            rel="preload",
            href=stamped("/fonts/golos-text.woff2"),
            custom_attrs={"as": "font", "type": "font/woff2", "crossOrigin": "anonymous"},
        ),
        rx.el.link(rel="icon", href="/favicon.ico", custom_attrs={"sizes": "32x32"}),
        rx.el.link(rel="icon", href="/icon.svg", custom_attrs={"type": "image/svg+xml"}),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        _theme_colour("#F6F5F1", "light"),
        _theme_colour("#0E1117", "dark"),
        rx.el.meta(name="format-detection", content="telephone=no"),
        rx.el.script(src=stamped("/lk.js"), custom_attrs={"defer": True}),
        rx.el.script(src=stamped("/drafts.js"), custom_attrs={"defer": True}),
    ]


def stamped(path: str) -> str:
    """The address of a file of assets/ with its content's hash: kept for good, never stale."""
    content = (ASSETS / path.lstrip("/")).read_bytes()
    return f"{path}?v={hashlib.sha256(content).hexdigest()[:8]}"


def _theme_colour(colour: str, scheme: str) -> rx.Component:
    # `media` as an argument would be taken for a style
    media = {"media": f"(prefers-color-scheme: {scheme})"}
    return rx.el.meta(name="theme-color", content=colour, custom_attrs=media)
