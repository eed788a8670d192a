"""A till before each of the three gateways; on both engines before the first of them."""

from collections.abc import Iterator

import pytest

from lk_app.db.engine import Database
from tests.usecases.till import Till
from tests.vendors import Vendor, served
from tests.vendors.demo_bank import DemoBankMachine
from tests.vendors.stripe import StripeMachine
from tests.vendors.yookassa import YooKassaMachine

MACHINES = {"demo_bank": DemoBankMachine, "yookassa": YooKassaMachine, "stripe": StripeMachine}


# An engine does not know which gateway it serves: every pair would prove nothing more
PAIRS = (
    ("sqlite", "demo_bank"),
    ("postgresql", "demo_bank"),
    ("sqlite", "yookassa"),
    ("postgresql", "stripe"),
)


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Pair the engines and the gateways where a test does not name its gateways itself."""
    marks = metafunc.definition.iter_markers("parametrize")
    named = any("vendor" in mark.args[0] for mark in marks)
    if {"database_url", "vendor"} <= set(metafunc.fixturenames) and not named:
        pairs = pytest.mark.parametrize(("database_url", "vendor"), PAIRS, indirect=True)
        metafunc.definition.add_marker(pairs)


@pytest.fixture(params=MACHINES)
def vendor(request: pytest.FixtureRequest) -> Iterator[Vendor]:
    """Each vendor's machine in turn."""
    with served(MACHINES[request.param]()) as machine:
        yield machine


@pytest.fixture
def till(database: Database, vendor: Vendor) -> Till:
    """A payer before it."""
    return Till(database, vendor)
