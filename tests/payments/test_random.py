"""Case 35: whatever order things happen in, and wherever the process dies, the books hold."""

import pytest

from lk_app.db.engine import Database
from tests.payments.lives import live
from tests.vendors import Vendor

SAMPLE = range(12)  # lives before each gateway on each engine; `make prove` lives 10,000


@pytest.mark.parametrize("seed", SAMPLE)
def test_case_35_random_sequences_keep_every_invariant(
    database: Database, vendor: Vendor, seed: int
) -> None:
    live(seed, database, vendor)
