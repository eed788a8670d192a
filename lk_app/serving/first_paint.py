"""Draw first: a built page asks for its scripts when its own HTML stands on the screen.

React Router has them fetched and run as early as can be, beside the style and the font that the
first picture waits for. On a slow phone they would share one thin line, so the first picture would
come seconds late, and nobody presses a button that is not drawn yet.
"""

import re
from pathlib import Path

import reflex as rx

from lk_app.serving import ServingError

PLAIN = Path(__file__).parents[2] / "assets"
PRELOAD = re.compile(r'<link rel="modulepreload" href="([^"]+)"/>')
START = re.compile(r'<script type="module" async="">(.*?)</script>', re.DOTALL)
BEFORE = re.compile(r'^import "([^"]+)";$', re.MULTILINE)
MODULE = re.compile(r'^import \* as (\w+) from "([^"]+)";$', re.MULTILINE)
ROUTES = re.compile(r"window\.__reactRouterRouteModules = (\{.*?\});")
ENTRY = re.compile(r'^import\("([^"]+)"\);$', re.MULTILINE)

# All files are named at once: a module that names the next one costs a way to the server each.
# A page that nobody looks at yet is not drawn and starts a second after it has loaded. A form that
# the script alone can send and that is sent before it listens would put all its fields into the
# address: it waits and is sent then.
AFTER = """{
  let start = () => {
    start = () => {};
    for (const href of [%(files)s]) {
      const link = document.createElement("link");
      document.head.append(Object.assign(link, { rel: "modulepreload", href }));
    }
    Promise.all([%(modules)s]).then(([%(names)s]) => {
      window.__reactRouterRouteModules = %(routes)s;
      import("%(entry)s");
    });
  };
  new PerformanceObserver(() => start()).observe({ type: "paint", buffered: true });
  addEventListener("load", () => setTimeout(() => start(), 1000));
  let waiting = 0;
  addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (window.__reflex || target.hasAttribute("action")) return;
    event.preventDefault();
    waiting ||= setInterval(() => {
      if (!window.__reflex) return;
      waiting = clearInterval(waiting);
      target.requestSubmit(submitter);
    }, 50);
  }, true);
}"""


class FirstPaint(rx.plugins.Plugin):
    """Rewrites every built page, before it is compressed."""

    def post_build(self, **context: object) -> None:
        """Have the scripts wait in each page of the build."""
        output = Path(str(context["static_dir"]))
        for page in output.rglob("*.html"):
            if (PLAIN / page.relative_to(output)).exists():
                continue  # a page without React: there is nothing to put off
            page.write_text(drawn_first(page.read_text(encoding="utf-8")), encoding="utf-8")


def drawn_first(html: str) -> str:
    """The page with its start put off; raises ServingError when it has no start that we know."""
    started = START.search(html)
    if not started:
        raise ServingError("a built page has no start: has React Router changed its form?")
    files = PRELOAD.findall(html)
    waiting = f"<script>{_after(started[1], files)}</script>"
    return PRELOAD.sub("", START.sub(lambda _: waiting, html, count=1))


def _after(start: str, files: list[str]) -> str:
    modules, routes, entry = MODULE.findall(start), ROUTES.search(start), ENTRY.search(start)
    if not (modules and routes and entry):
        raise ServingError("the start of a built page reads differently: see first_paint.py")
    imported = [*(path for _, path in modules), *BEFORE.findall(start)]
    return AFTER % {
        "files": ", ".join(f'"{file}"' for file in files),
        "modules": ", ".join(f'import("{path}")' for path in imported),
        "names": ", ".join(name for name, _ in modules),
        "routes": routes[1],
        "entry": entry[1],
    }
