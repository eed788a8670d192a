"""What goes into <head> of every page: the theme before the first paint, the font, the icons."""

import reflex as rx

# Runs before anything is drawn. The same key and values as Reflex's own theme provider, so
# the choice of `theme_toggle` is what the next page opens with.
THEME_BEFORE_PAINT = """(()=>{let t;try{t=localStorage.getItem("theme")}catch{}
const d=t==="dark"||t!=="light"&&matchMedia("(prefers-color-scheme: dark)").matches;
const e=document.documentElement;e.classList.remove("light","dark");
e.classList.add(d?"dark":"light");e.style.colorScheme=d?"dark":"light"})()"""


def head_components() -> list[rx.Component]:
    """For `rx.App(head_components=head_components())`."""
    return [
        rx.el.script(THEME_BEFORE_PAINT),
        rx.el.link(
            rel="preload",
            href="/fonts/golos-text.woff2",
            custom_attrs={"as": "font", "type": "font/woff2", "crossOrigin": "anonymous"},
        ),
        rx.el.link(rel="icon", href="/favicon.ico", custom_attrs={"sizes": "32x32"}),
        rx.el.link(rel="icon", href="/icon.svg", custom_attrs={"type": "image/svg+xml"}),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.meta(name="theme-color", content="#F6F5F1", media="(prefers-color-scheme: light)"),
        rx.el.meta(name="theme-color", content="#0E1117", media="(prefers-color-scheme: dark)"),
        rx.el.meta(name="format-detection", content="telephone=no"),
        rx.el.script(src="/lk.js", custom_attrs={"defer": True}),
        rx.el.script(src="/drafts.js", custom_attrs={"defer": True}),
    ]
