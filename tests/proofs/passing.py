"""Tests that are a part of a proof: run on their own, any failure ends it."""

import os
import subprocess
import sys

from tests.cabinet import ROOT


def passed(*what: str, **environment: str) -> str:
    """What pytest says at its end of these files, tests and options: «4 passed in 31.20s»."""
    run = [sys.executable, "-m", "pytest", "-n", "0", *what]
    done = subprocess.run(
        run, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    return "; ".join(line for line in done.stdout.splitlines() if " passed" in f" {line}")
