"""Files with bad rows, mended, imported, undone: over HTTP on both engines and in a browser."""

import subprocess
import sys
from collections.abc import Iterator

from tests.cabinet import ROOT

RUN = {
    "Bad rows downloaded, mended, brought in; files undone, over HTTP on both engines": (
        "tests/api/staff/test_first_bills.py"
    ),
    "The same in a browser": "tests/journeys/test_exchange.py",
    "Tables of other systems, charges from outside, undoing": (
        "tests/usecases/test_table_profiles.py tests/usecases/test_imported_charges.py "
        "tests/usecases/test_withdrawing.py tests/usecases/test_warehouse.py"
    ),
}


def prove() -> Iterator[str]:
    """What pytest says of each."""
    for title, files in RUN.items():
        run = [sys.executable, "-m", "pytest", "-q", "-n", "0", *files.split()]
        done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-3000:]
        yield f"- {title}: {done.stdout.strip().splitlines()[-1]}"
