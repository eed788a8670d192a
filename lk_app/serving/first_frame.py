"""Draw first, then run: a built page asks for its scripts when the browser has drawn it.

React Router has them fetched with the same urgency as the style and the font that the first picture
waits for, and run before anything is drawn when they come quickly. Asked for after the first paint,
all at once, they take nothing from it; what a quick person does meanwhile, early_press.py keeps.
"""

import json
import re
from pathlib import Path

import reflex as rx

from lk_app.serving import ServingError

PLAIN = Path(__file__).parents[2] / "assets"
PRELOAD = re.compile(r'<link rel="modulepreload" href="([^"]+)"/>')
START = re.compile(r'<script type="module" async="">(.*?)</script>', re.DOTALL)
BEFORE = re.compile(r'^import "([^"]+)";$', re.MULTILINE)
DEFERRED = re.compile(r'<script defer="" src="([^"]+)"></script>')
MODULE = re.compile(r'^import \* as (\w+) from "([^"]+)";$', re.MULTILINE)
ROUTES = re.compile(r"window\.__reactRouterRouteModules = (\{.*?\});")
SLEEPING = '<script type="text/plain"></script>'  # React finds its element where it left it
ENTRY = re.compile(r'^import\("([^"]+)"\);$', re.MULTILINE)

# A page that nobody looks at is not drawn: it starts at once. One that a browser draws and does not
# report starts after a moment.
AFTER = """<script type="module" async="">
if (document.visibilityState === "visible") await new Promise((drawn) => {
  new PerformanceObserver(drawn).observe({ type: "paint", buffered: true });
  document.addEventListener("visibilitychange", drawn);
  setTimeout(drawn, 1500);
});
const add = (tag, told) => document.head.append(Object.assign(document.createElement(tag), told));
for (const src of %(deferred)s) add("script", { src, async: false });
for (const href of %(asked)s) add("link", { rel: "modulepreload", href });
const [%(names)s] = await Promise.all([%(modules)s]);
window.__reactRouterRouteModules = %(routes)s;
await new Promise((breath) => setTimeout(breath)); // one long piece of work less
import("%(entry)s");
</script>"""


class FirstFrame(rx.plugins.Plugin):
    """Rewrites every built page, before it is compressed."""

    def post_build(self, **context: object) -> None:
        """Have the scripts of each page of the build start after its first picture."""
        output = Path(str(context["static_dir"]))
        for page in output.rglob("*.html"):
            if (PLAIN / page.relative_to(output)).exists():
                continue  # a page without React: there is nothing to hold
            page.write_text(drawn_first(page.read_text(encoding="utf-8")), encoding="utf-8")


def drawn_first(html: str) -> str:
    """The page with its start held; raises ServingError when it has no start that we know."""
    started = START.search(html)
    if not started:
        raise ServingError("a built page has no start: has React Router changed its form?")
    held = _held(started[1], asked=PRELOAD.findall(html), deferred=DEFERRED.findall(html))
    html = PRELOAD.sub("", START.sub(lambda _: held, html, count=1))
    return DEFERRED.sub(SLEEPING, html)


def _held(start: str, *, asked: list[str], deferred: list[str]) -> str:
    modules, routes, entry = MODULE.findall(start), ROUTES.search(start), ENTRY.search(start)
    if not (modules and routes and entry):
        raise ServingError("the start of a built page reads differently: see first_frame.py")
    imported = [*(path for _, path in modules), *BEFORE.findall(start)]
    return AFTER % {
        "asked": json.dumps(asked),
        "deferred": json.dumps(deferred),
        "names": ", ".join(name for name, _ in modules),
        "modules": ", ".join(f'import("{path}")' for path in imported),
        "routes": routes[1],
        "entry": entry[1],
    }
