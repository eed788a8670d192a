"""An article under load: 200 requests a second to one worker, over connections kept open."""

import http.client
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from tests.cabinet import Cabinet

ARTICLE = "/news/2025/12/plan-1-ovsyanoj"
RATE, SECONDS, READERS = 200, 10, 8
P95_MS = 50.0


def main() -> None:
    """Print requests a second and the 95th percentile, beside what is promised."""
    with tempfile.TemporaryDirectory() as var_dir:
        cabinet = Cabinet(Path(var_dir))
        cabinet.prepare()
        cabinet.start()
        try:
            took = load(cabinet.port)
        finally:
            cabinet.stop()
    p95 = sorted(took)[len(took) * 95 // 100] * 1000
    print(f"an article, {len(took) / SECONDS:.0f} requests/s asked and answered by one worker")
    print(f"an article, p95: {p95:.1f} ms of {P95_MS:.0f} ms, ratio {p95 / P95_MS:.2f}")


def load(port: int) -> list[float]:
    """Seconds of each answer, counted from the moment it was due."""
    started = time.perf_counter() + 0.5
    due = [started + number / RATE for number in range(RATE * SECONDS)]
    with ThreadPoolExecutor(READERS) as readers:
        shares = (due[reader::READERS] for reader in range(READERS))
        return list(chain(*readers.map(lambda share: read(port, share), shares)))


def read(port: int, due: list[float]) -> list[float]:
    """One reader's requests, each at its moment or as soon as the one before is answered."""
    connection = http.client.HTTPConnection("localhost", port)
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
