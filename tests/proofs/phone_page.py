"""docs/proofs/phone.md: what the parts of prove_phone found, beside what is promised."""

from collections.abc import Mapping
from typing import Any

from tests.proofs import phone_journeys
from tests.proofs.parts import Kept, made

KB = 1000
PUBLIC_PROMISE = {"performance": 97, "accessibility": 100, "best_practices": 100, "seo": 100}
CABINET_PROMISE = {"performance": 93}
LARGEST, SHIFT, REPEATED = 1.4, 0.02, 0.7
HOME_SCRIPT, SCRIPT = 140 * KB, 210 * KB


NOT_VERIFIED = """## Not verified

Real phones: everything above was measured in Chromium on a computer.
"""


def page(kept: Mapping[str, Kept]) -> str:
    """The page, from what every part told; a promise that was not kept is marked «missed»."""
    told = {name: part.told for name, part in kept.items()}
    return f"""# The phone

{made(kept)}
The demonstration on one process, loopback.

## Lighthouse, mobile, median of {told["public"]["runs"]}

Public pages: performance ≥ 97, the other three 100, LCP ≤ {LARGEST} s, CLS ≤ {SHIFT}; screens of \
the cabinet: performance ≥ 93. JavaScript as transferred (brotli, with headers): home ≤ 140 KB, \
any ≤ 210 KB.

{table(told["public"]["pages"], PUBLIC_PROMISE, largest=LARGEST)}

{table(told["cabinet"]["pages"], CABINET_PROMISE, largest=None)}

## A second visit with the service worker

The same throttling by DevTools protocol (562.5 ms, 1.44 Mbit/s, processor 4 times slower), median \
of 5, LCP ≤ {REPEATED} s.

| page | LCP, s |
|---|---|
{_repeated(told["repeat"])}

## axe

{told["axe"]["scenes"]} scenes in {told["axe"]["themes"]} themes: no violation. Each of them \
fits 320 px, as it is and in the low-vision version at its largest.

## Keyboard

The main job without a pointer, every stop of the tab key seen and not covered: \
`{told["keyboard"]}`.

## Without a network, and notices

Run for this page, and part of every `make test`:
{phone_journeys.table(told["journeys"])}

## Reconnects

{told["reconnects"]["times"]} times the connection was reset between the press on «Передать \
показания» and its answer, at a random moment: before, while and after the server took the \
reading. Each is there exactly once, and nobody pressed twice: `{told["reconnects"]["said"]}`.

## Colours

{len(told["colours"])} pictures under emulated deuteranopia and achromatopsia, looked at: states \
differ by words and marks, zones of a chart by pattern (solid, hatched, dotted). Nothing is lost.

{NOT_VERIFIED}"""


def table(pages: Mapping[str, Any], promise: Mapping[str, int], *, largest: float | None) -> str:
    """Figures of pages by address; what misses its promise is marked."""
    head = "| page | perf. | acc. | b. p. | SEO | FCP, s | LCP, s | TBT, ms | CLS | JS, KB |"
    lines = [_line(path, page, promise, largest) for path, page in pages.items()]
    return "\n".join([head, "|---|" + "---|" * 9, *lines])


def _line(
    path: str, page: Mapping[str, Any], promise: Mapping[str, int], largest: float | None
) -> str:
    names = ("performance", "accessibility", "best_practices", "seo")
    scores = [_marked(f"{page[name]}", page[name] >= promise.get(name, 0)) for name in names]
    late = largest is not None and round(page["largest_paint"], 2) > largest
    heaviest = HOME_SCRIPT if path == "/" else SCRIPT
    figures = [
        f"{page['first_paint']:.2f}",
        _marked(f"{page['largest_paint']:.2f}", not late),
        f"{page['blocked'] * 1000:.0f}",
        _marked(f"{page['shift']:.3f}", page["shift"] <= SHIFT),
        _marked(f"{page['script_bytes'] / KB:.1f}", page["script_bytes"] <= heaviest),
    ]
    return f"| {path} | {' | '.join([*scores, *figures])} |"


def _repeated(pages: Mapping[str, float]) -> str:
    return "\n".join(
        f"| {path} | {_marked(f'{seconds:.2f}', round(seconds, 2) <= REPEATED)} |"
        for path, seconds in pages.items()
    )


def _marked(figure: str, kept: bool) -> str:
    return figure if kept else f"**{figure} missed**"
