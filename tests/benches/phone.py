"""The front page by Lighthouse beside a plain Django + htmx page of the same content."""

import subprocess
import sys
import tempfile
from pathlib import Path

from lk_app.serving import frontend
from tests import lighthouse
from tests.benches import plain_django
from tests.cabinet import ROOT, START_SECONDS, Cabinet, free_port, until

FONT = ROOT / "assets" / "fonts" / "golos-text.woff2"
FONT_ADDRESS = "/fonts/golos-text.woff2"


def main(runs: int = lighthouse.RUNS) -> None:
    """Print both pages in one table; the same style, font and machine, one after the other."""
    with tempfile.TemporaryDirectory() as scratch:
        cabinet = Cabinet(Path(scratch) / "var")
        cabinet.var_dir.mkdir()
        cabinet.prepare()
        cabinet.start()
        try:
            plain_django.write(Path(scratch), cabinet.url, _style(), FONT.read_bytes())
            ours = lighthouse.measured(f"{cabinet.url}/", runs=runs)
        finally:
            cabinet.stop()
        theirs = _django(Path(scratch), runs)
    print("| front page | performance | FCP, s | LCP, s | TBT, ms | CLS | JS, KB |")
    for name, one in (("ours", ours), ("Django + htmx", theirs)):
        print(
            f"| {name} | {one.performance} | {one.first_paint:.2f} | {one.largest_paint:.2f}"
            f" | {one.blocked * 1000:.0f} | {one.shift:.3f} | {one.script_bytes / 1000:.1f} |"
        )
    print(f"LCP beside Django + htmx: ratio {ours.largest_paint / theirs.largest_paint:.2f}")


def _style() -> str:
    (built,) = (frontend.OUTPUT / "assets").glob("__reflex_global_styles-*.css")
    return built.read_text(encoding="utf-8").replace(FONT_ADDRESS, "/static/golos-text.woff2")


def _django(folder: Path, runs: int) -> lighthouse.Measure:
    port = free_port()
    command = [sys.executable, "-m", "tests.benches.plain_django", str(port), str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as server:
        try:
            assert until(lambda: plain_django.answers(port), START_SECONDS), "Django does not start"
            return lighthouse.measured(f"http://localhost:{port}/", runs=runs)
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
