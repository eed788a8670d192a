"""A form that is sent before its script listens waits and is sent then.

Sent by the browser itself, a form that the script alone can send would put all its fields, a
password among them, into the address.
"""

from pathlib import Path

import reflex as rx

from lk_app.serving import ServingError

PLAIN = Path(__file__).parents[2] / "assets"
HEAD = "</head>"
WAITING = """<script>{
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
}</script>"""


class EarlyPress(rx.plugins.Plugin):
    """Rewrites every built page, before it is compressed."""

    def post_build(self, **context: object) -> None:
        """Have the forms of each page of the build wait."""
        output = Path(str(context["static_dir"]))
        for page in output.rglob("*.html"):
            if (PLAIN / page.relative_to(output)).exists():
                continue  # a page without React
            page.write_text(patient(page.read_text(encoding="utf-8")), encoding="utf-8")


def patient(html: str) -> str:
    """The page whose forms wait; raises ServingError for one without a head."""
    if html.count(HEAD) != 1:
        raise ServingError("a built page has no head: has React Router changed its form?")
    return html.replace(HEAD, WAITING + HEAD)
