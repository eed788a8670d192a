"""What is done before the script listens is not lost: forms wait for it, it hears what was typed.

Sent by the browser itself, a form that the script alone can send would put all its fields, a
password among them, into the address. What was typed or ticked, and a button that only the script
knows, are told to React once it listens; what needs no script never waits for it.
"""

from pathlib import Path

import reflex as rx

from lk_app.serving import ServingError

PLAIN = Path(__file__).parents[2] / "assets"
HEAD = "</head>"
# React takes for heard what stands in a field as it starts, so it is made to forget that first; it
# hears ticks as clicks, and a bare Event does not tick again. From when it listens at the document
# it starts at once for whatever is pressed: only what came before is told. The browser offers to
# install the app once, often this early: kept until it helps (installing.js).
WAITING = """<script>{
  const early = new Map(), types = ["input", "change", "click"];
  const named = (node, start) => Object.keys(node).find((name) => name.startsWith(start));
  const typed = (field) => {
    const box = /^(checkbox|radio)$/.test(field.type);
    field._valueTracker?.setValue(box ? String(!field.checked) : `${field.value} `);
    const heard = box ? "click" : field.matches("select") ? "change" : "input";
    field.dispatchEvent(new Event(heard, { bubbles: true }));
  };
  const pressed = (button) => button[named(button, "__reactProps")]?.onClick && button.click();
  const note = ({ type, target }) => {
    if (named(document, "_reactListening")) return;
    const button = type === "click" && target.closest("button[type=button]");
    if (button) early.set(button, pressed);
    if (type !== "click" && target.matches("input, select, textarea")) early.set(target, typed);
  };
  const hold = (event) => {
    const { target, submitter } = event;
    if (window.__reflex || target.hasAttribute("action")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    early.set(target, () => target.requestSubmit(submitter));
  };
  const tell = () => {
    if (!window.__reflex) return;
    clearInterval(waiting);
    types.forEach((type) => removeEventListener(type, note, true));
    removeEventListener("submit", hold, true);
    early.forEach((act, node) => node.isConnected && act(node));
  };
  types.forEach((type) => addEventListener(type, note, true));
  addEventListener("submit", hold, true);
  const waiting = setInterval(tell, 50);
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    window.lkInstall = event;
  });
}</script>"""


class EarlyPress(rx.plugins.Plugin):
    """Rewrites every built page, before it is compressed."""

    def post_build(self, **context: object) -> None:
        """Have each page of the build keep what is done too early."""
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
