"""A till before each of the three gateways, on both engines."""

from collections.abc import Iterator

import pytest

from lk_app.db.engine import Database
from tests.usecases.till import Till
from tests.vendors import Vendor, served
from tests.vendors.demo_bank import DemoBankMachine
from tests.vendors.stripe import StripeMachine
from tests.vendors.yookassa import YooKassaMachine

MACHINES = {"demo_bank": DemoBankMachine, "yookassa": YooKassaMachine, "stripe": StripeMachine}


@pytest.fixture(params=MACHINES)
def vendor(request: pytest.FixtureRequest) -> Iterator[Vendor]:
    """Each vendor's machine in turn."""
    with served(MACHINES[request.param]()) as machine:
        yield machine


@pytest.fixture
def till(database: Database, vendor: Vendor) -> Till:
    """A payer before it."""
    return Till(database, vendor)
