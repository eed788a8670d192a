"""Lighthouse, mobile, on a page of a running cabinet; who is signed in in the browser stays so."""

import json
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

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


@dataclass(frozen=True, slots=True)
class Phone:
    """A browser that Lighthouse may drive."""

    context: BrowserContext
    port: int


@contextmanager
def phone() -> Iterator[Phone]:
    """A fresh browser profile with its debugging port open."""
    port, browser = free_port(), chromium()
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=browser["executable_path"],  # type: ignore[arg-type]
            args=[*browser["args"], f"--remote-debugging-port={port}"],  # type: ignore[misc]
        )
        yield Phone(context, port)
        context.close()


def measured(url: str, used: Phone, *, runs: int = RUNS) -> Measure:
    """The median of so many runs, figure by figure."""
    told = [_run(url, used) for _ in range(runs)]
    medians = (statistics.median(getattr(one, name) for one in told) for name in _names())
    return Measure(*medians)  # type: ignore[arg-type]


def _names() -> list[str]:
    return list(Measure.__dataclass_fields__)


def _run(url: str, used: Phone) -> Measure:
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        _patiently(
            [
                "node", installed("lighthouse") / "lighthouse" / "cli" / "index.js", url,
                "--quiet", "--output=json", f"--output-path={report}", f"--port={used.port}",
                f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting",
            ],
        )  # fmt: skip
        return _read(json.loads(report.read_text(encoding="utf-8")))


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
