"""An article under load: 200 requests a second to one worker, over connections kept open.

Beside it, in the same run, a plain Django page of the same content, on one worker of the same kind.
"""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import httpx

from tests.cabinet import START_SECONDS, STOP_SECONDS, Cabinet, free_port, until

ARTICLE = "/news/2025/12/plan-1-ovsyanoj"
RATE, SECONDS, READERS = 200, 10, 8
WARM_UP = 50  # requests before the clock runs
P95_MS = 50.0
CONTENT = re.compile(r'(<div\b[^>]*\bid="content"[^>]*>).*?(</main>)', re.DOTALL)
GRANIAN = Path(sys.executable).parent / "granian"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one server did: answers a second, and the percentiles of their time, ms."""

    name: str
    rate: float
    p50: float
    p95: float
    p99: float


def main() -> None:
    """Print requests a second and percentiles, beside what is promised and beside Django."""
    for one in measure():
        print(
            f"an article, {one.name}: {one.rate:.0f} requests/s of {RATE} asked, p50 {one.p50:.1f},"
            f" p95 {one.p95:.1f}, p99 {one.p99:.1f} ms; p95 of {P95_MS:.0f} ms,"
            f" ratio {one.p95 / P95_MS:.2f}"
        )


def measure(seconds: int = SECONDS) -> list[Measured]:
    """Ours, then Django's if it is installed (`pip install lk-app[bench]`)."""
    with tempfile.TemporaryDirectory() as var_dir:
        cabinet = Cabinet(Path(var_dir))
        cabinet.prepare()
        cabinet.start()
        try:
            ours = load("ours", cabinet.port, seconds)
            frame = httpx.get(cabinet.url + ARTICLE).text
        finally:
            cabinet.stop()
        if find_spec("django") is None:
            return [ours]
        with django(cabinet, frame) as port:
            return [ours, load("plain Django", port, seconds)]


@contextmanager
def django(cabinet: Cabinet, frame: str) -> Iterator[int]:
    """Django's page on one worker, in a frame as heavy as ours; gives its port."""
    file, port = cabinet.var_dir / "frame.html", free_port()
    file.write_text(CONTENT.sub(r"\1<!-- content -->\2", frame, count=1), encoding="utf-8")
    own = {"LK_BENCH_DB": str(cabinet.var_dir / "lk.db"), "LK_BENCH_FRAME": str(file)}
    server = subprocess.Popen(
        [GRANIAN, "--interface", "wsgi", "--workers", "1", "--no-ws", "--log-level", "warning",
         "--host", "127.0.0.1", "--port", str(port), "tests.benches.django_article:application"],
        env={**os.environ, **own},
    )  # fmt: skip
    try:
        assert until(lambda: _answers(port), START_SECONDS), "Django does not serve"
        yield port
    finally:
        server.terminate()
        server.wait(STOP_SECONDS)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{ARTICLE}").is_success
    except httpx.TransportError:
        return False


def load(name: str, port: int, seconds: int) -> Measured:
    """Seconds of each answer, counted from the moment it was due."""
    read(port, [0.0] * WARM_UP)
    started = time.perf_counter() + 0.5
    due = [started + number / RATE for number in range(RATE * seconds)]
    with ThreadPoolExecutor(READERS) as readers:
        shares = (due[reader::READERS] for reader in range(READERS))
        took = sorted(chain(*readers.map(lambda share: read(port, share), shares)))
    rate = len(took) / (time.perf_counter() - started)
    p50, p95, p99 = (took[len(took) * part // 100] * 1000 for part in (50, 95, 99))
    return Measured(name, rate, p50, p95, p99)


def read(port: int, due: list[float]) -> list[float]:
    """One reader's requests, each at its moment or as soon as the one before is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    took = []
    for moment in due:
        time.sleep(max(0.0, moment - time.perf_counter()))
        connection.request("GET", ARTICLE, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        took.append(time.perf_counter() - moment)
    return took


if __name__ == "__main__":
    main()
