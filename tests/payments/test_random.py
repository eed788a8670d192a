"""Case 35: whatever order things happen in, and wherever the process dies, the books hold."""

import pytest

from lk_app.db.engine import Database
from tests.payments.lives import STEPS, live
from tests.vendors import Vendor

SAMPLE = range(8)  # lives of each pair of engine and gateway; `make prove` lives 10,000


@pytest.mark.parametrize("seed", SAMPLE)
def test_case_35_random_sequences_keep_every_invariant(
    database: Database, vendor: Vendor, seed: int
) -> None:
    lived = live(seed, database, vendor)  # examines the books itself
    assert lived.acts.total() in range(STEPS[0], STEPS[1] + 1)
    assert lived.succeeded <= lived.payments
