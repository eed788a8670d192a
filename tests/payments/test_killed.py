"""A process killed in the middle of paying: after a restart nothing is lost, nothing counted twice.

A sample; `make prove` pays a thousand.
"""

import pytest

from lk_app.db.engine import Database
from tests.payments.killed import pay_and_be_killed
from tests.vendors import Vendor


@pytest.mark.parametrize("vendor", ["demo_bank"], indirect=True)
def test_killed_in_the_middle_of_paying_nothing_is_lost_or_counted_twice(
    database: Database, database_url: str, vendor: Vendor
) -> None:
    outcome = pay_and_be_killed(
        database, database_url, vendor, count=12, seed=7, kill_after=(12, 18)
    )
    assert outcome.kills > 0
    assert outcome.taken >= 12
    assert (outcome.lost, outcome.twice, outcome.opened) == (0, 0, 0)
