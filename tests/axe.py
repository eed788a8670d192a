"""What axe-core says of the page that is open: WCAG 2.2 AA and good practice, both themes."""

from functools import cache

from playwright.sync_api import Page

from tests.tools import installed

SCHEMES = ("light", "dark")
SETTLED = """Promise.all(document.getAnimations()
  .filter((a) => a.effect.getTiming().iterations !== Infinity)
  .map((a) => a.finished.catch(() => 0)))"""
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(
    ({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary}`));
}"""


def violations(page: Page) -> list[str]:
    """Everything axe finds, a line each; the page is left as it was, in the light theme."""
    found = []
    for scheme in SCHEMES[::-1]:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        settle(page)
        # through the debugger, which the content security policy of the page does not bind
        page.evaluate(f"window.axe || (() => {{ {source()} }})()")
        found += [f"{scheme}: {line}" for line in page.evaluate(RUN)]
    return found


def settle(page: Page) -> None:
    """Colours that change by a transition are judged when they have arrived."""
    page.evaluate(SETTLED)


@cache
def source() -> str:
    """The file of axe-core."""
    return (installed("axe") / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
