"""docs/proofs/public-site.md: what the parts of prove_public_site found."""

from collections.abc import Mapping
from typing import Any

from tests.benches.public_site import P95_MS
from tests.proofs.parts import Kept, made
from tests.proofs.phone_page import LARGEST, PUBLIC_PROMISE, table

LIGHTHOUSE, AXE = "phone/public", "phone/axe"
QUOTES = (LIGHTHOUSE, AXE)  # prove_phone measures every public page anyhow


def page(kept: Mapping[str, Kept]) -> str:
    """The page, from what every part told; a promise that was not kept is marked «missed»."""
    told = {name: part.told for name, part in kept.items()}
    return f"""# The public site

{made(kept)}

The demonstration on one process, loopback.

{_said(told)}
{_defended(told)}
{_measured(told)}"""


def _said(told: Mapping[str, Any]) -> str:
    return f"""## Without and with JavaScript

The text of `main` with JavaScript off equals that of the hydrated page; exactly one `main`; what
moved while it hydrated (layout shift, promised under 0.02).

| page | letters | moved |
|---|---|---|
{_rows(told["text"]["pages"], "address", "letters", "shifted")}

## Published by another process

Seconds from the end of `lk … publish` until the open page showed it, of what was scheduled from
its own moment; promised 2.

| what | times | median | slowest |
|---|---|---|---|
{_times(told["live"])}
"""


def _defended(told: Mapping[str, Any]) -> str:
    hostile = told["hostile"]
    refused = ", ".join(f"{code} {count}" for code, count in sorted(hostile["refused"].items()))
    return f"""## Hostile texts

{hostile["texts"]:,} files, seed {hostile["seed"]}: {hostile["published"]} published, the others
refused in plain words ({refused}). Every page of them and every list read by a parser: nothing
runs, nothing breaks out, one h1, well-formed XML. {hostile["watched"]} pages watched in a
browser: no dialog, no error, no request to another host.

## Asked too often

| what | test |
|---|---|
{chr(10).join(f"| {what} | `{test}` |" for what, test in told["throttles"].items())}
"""


def _measured(told: Mapping[str, Any]) -> str:
    archive, measured, axe = told["archive"], told[LIGHTHOUSE], told[AXE]
    return f"""## The archive

Months with news: {", ".join(f"{year}: {count}" for year, count in archive["months"].items())}. An
address of old, `/news/410`, leads to `{archive["moved"]}`; an unknown one answers 404.
{chr(10).join(f"- `{path}`" for path in archive["december"])}

## On a phone

Quoted from [phone.md](phone.md), of the same commit. axe in both themes on {len(axe["public"])} \
addresses that anyone may open, the pages above among them, each fitting 320 px, as it is and in \
the low-vision version at its largest: no violation. Lighthouse, mobile, median of \
{measured["runs"]}; promised: performance ≥ 97, the other three 100, LCP ≤ {LARGEST} s, CLS ≤ 0.02.

{table(measured["pages"], PUBLIC_PROMISE, largest=LARGEST)}

## An article under load

200 requests a second asked of one worker, from the moment each was due; promised p95 50 ms.

| page | answered a second | p50, ms | p95, ms | p99, ms |
|---|---|---|---|---|
{_loads(told["load"])}
"""


def _rows(rows: list[dict[str, Any]], *columns: str) -> str:
    return "\n".join("| " + " | ".join(str(row[name]) for name in columns) + " |" for row in rows)


def _times(told: Mapping[str, list[float]]) -> str:
    lines = ((what, sorted(took)) for what, took in told.items())
    return "\n".join(
        f"| {what} | {len(took)} | {took[len(took) // 2]} | {_promised(took[-1])} |"
        for what, took in lines
    )


def _promised(seconds: float) -> str:
    return f"{seconds}" if seconds <= 2 else f"**{seconds} missed**"


def _within(p95: float) -> str:
    return f"{p95:.1f}" if p95 <= P95_MS else f"**{p95:.1f} missed**"


def _loads(told: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"| {one['name']} | {one['rate']:.0f} | {one['p50']:.1f} | {_within(one['p95'])}"
        f" | {one['p99']:.1f} |"
        for one in told
    )
