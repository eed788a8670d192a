"""Lighthouse, mobile, on a page of a running cabinet; who is signed in in the browser stays so."""

import json
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Cookie, sync_playwright

from tests.cabinet import chromium, free_port
from tests.tools import environment, installed

RUNS = 5
TRIES = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@dataclass(frozen=True, slots=True)
class Measure:
    """One page: scores of 100, seconds, layout shift, bytes of JavaScript as transferred."""

    performance: int
    accessibility: int
    best_practices: int
    seo: int
    first_paint: float
    largest_paint: float
    blocked: float
    shift: float
    script_bytes: int


def measured(url: str, *, cookies: Sequence[Cookie] = (), runs: int = RUNS) -> Measure:
    """The median of so many runs, figure by figure; `cookies` make it a person's page."""
    told = [_run(url, cookies) for _ in range(runs)]
    medians = (statistics.median(getattr(one, name) for one in told) for name in _names())
    return Measure(*medians)  # type: ignore[arg-type]


def _names() -> list[str]:
    return list(Measure.__dataclass_fields__)


def _run(url: str, cookies: Sequence[Cookie]) -> Measure:
    with tempfile.TemporaryDirectory() as scratch, _phone(cookies) as port:
        report = Path(scratch) / "report.json"
        _patiently(
            [
                "node", installed("lighthouse") / "lighthouse" / "cli" / "index.js", url,
                "--quiet", "--output=json", f"--output-path={report}", f"--port={port}",
                f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting",
            ],
        )  # fmt: skip
        return _read(json.loads(report.read_text(encoding="utf-8")))


@contextmanager
def _phone(cookies: Sequence[Cookie]) -> Iterator[int]:
    """A fresh browser, for one run; gives its debugging port.

    In one that goes on, the debugger first walks through what earlier pages left in memory: 100 ms
    that the tool counts as blocked by the page.
    """
    port, browser = free_port(), chromium()
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=browser["executable_path"],  # type: ignore[arg-type]
            args=[*browser["args"], f"--remote-debugging-port={port}"],  # type: ignore[misc]
        )
        context.add_cookies(cookies)  # type: ignore[arg-type]
        yield port
        context.close()


def _patiently(command: Sequence[str | Path]) -> None:
    """The tool sometimes loses its browser before it has measured anything: it may try again."""
    for _ in range(TRIES - 1):
        if subprocess.run(command, env=environment()).returncode == 0:
            return
    subprocess.run(command, env=environment(), check=True)


def _read(report: dict) -> Measure:  # type: ignore[type-arg]
    audits = report["audits"]
    scores = [round(report["categories"][name]["score"] * 100) for name in CATEGORIES]
    requests = audits["network-requests"]["details"]["items"]
    return Measure(
        *scores,
        first_paint=audits["first-contentful-paint"]["numericValue"] / 1000,
        largest_paint=audits["largest-contentful-paint"]["numericValue"] / 1000,
        blocked=audits["total-blocking-time"]["numericValue"] / 1000,
        shift=audits["cumulative-layout-shift"]["numericValue"],
        script_bytes=sum(
            one["transferSize"] for one in requests if one.get("resourceType") == "Script"
        ),
    )
