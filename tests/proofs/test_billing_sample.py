"""A small part of `make prove`'s billing, by the same code: see docs/proofs/billing.md."""

from pathlib import Path
from random import Random

import pytest

from lk_app.db.engine import Database
from tests import engines
from tests.cabinet import ROOT
from tests.domain.random_accounts import LAST
from tests.proofs import billing_tests, books, world_files
from tests.proofs.interruptions import Office, finish

SEED, HOUSEHOLDS, INTERRUPTED = "sample", 80, 40
CHUNK = ("--chunk", "5")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of some households."""
    folder = tmp_path_factory.mktemp("world")
    world_files.write(folder, seed=SEED, count=HOUSEHOLDS)
    return folder


def test_every_bill_of_random_households_is_what_the_calculator_says(
    database: Database, world: Path
) -> None:
    books.announce(database, world)
    for month in world_files.months():
        books.bring_in(database, world, month)
        books.bill(database, month)
    compared = books.compare([database], range(HOUSEHOLDS), seed=SEED)
    assert compared.bills > 4 * HOUSEHOLDS
    assert compared.differences == []
    books.check_ledger(database)


@pytest.mark.parametrize("name", engines.NAMES)
def test_killed_and_then_started_twice_at_once_it_ends_as_if_nothing_had_been(
    request: pytest.FixtureRequest, name: str, tmp_path: Path
) -> None:
    engine = request.getfixturevalue(f"{name}_engine")
    world_files.write(tmp_path, seed="interrupted", count=INTERRUPTED)
    with engine.fresh() as start:
        database = Database(start)
        books.announce(database, tmp_path)
        for month in world_files.months():
            books.bring_in(database, tmp_path, month, without=("refunds",))
        database.close()
        with engine.fresh(like=start) as quiet, engine.fresh(like=start) as troubled:
            database = Database(quiet)
            books.bill(database, LAST)
            database.close()
            office = Office(troubled, tmp_path)
            assert office.kill_at(office.start(*CHUNK), Random(name).randrange(1, 5), 0)
            for process in [office.start("--workers", "1") for _ in range(2)]:
                finish(process)
            assert office.digest() == Office(quiet, tmp_path).digest()


@pytest.mark.parametrize("promise", billing_tests.PROMISES)
def test_what_the_page_names_is_there(promise: str) -> None:
    for name in billing_tests.PROMISES[promise]:
        file, _, test = name.partition("::")
        assert f"def {test}" in (ROOT / "tests" / file).read_text(), name
