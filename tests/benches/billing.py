"""The monthly run for a supplier of LK_BENCH_ACCOUNTS accounts (a million), on both engines.

python -m tests.benches.billing [sqlite|postgresql …]
"""

import os

ACCOUNTS = int(os.environ.get("LK_BENCH_ACCOUNTS", 1_000_000))
PROMISED = {"sqlite": 60.0, "postgresql": 120.0}  # seconds for a million on two cores
MEMORY = 2_000  # MB of all processes together
