"""The demonstration is alive in any month, and stays out of databases that are not its own."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lk_app.db import accounts as stored
from lk_app.db import bills, customers, ledger, meters, staff_figures
from lk_app.db.engine import Database
from lk_app.demo import loading, people, queues, tenants
from lk_app.domain.periods import Period
from lk_app.domain.reading_checks import Queue
from lk_app.gateways.file_folder import PhotoFolder
from lk_app.settings import DEMO_PASSWORD
from lk_app.usecases import accounts, installation, reading_queues, sessions
from tests import worlds
from tests.usecases.colleagues import SIGNER
from tests.usecases.people import PAPER, confirmed

SARATOV = ZoneInfo("Europe/Saratov")
NOVEMBER = loading.World(
    is_production=False,
    today=datetime(2026, 11, 22, 9, 0, tzinfo=SARATOV),
    now=datetime(2026, 11, 22, 5, 0, tzinfo=UTC),
    tz=SARATOV,
    account_number_digits=10,
)
FEBRUARY = replace(NOVEMBER, today=datetime(2027, 2, 3, 9, 0, tzinfo=SARATOV))


def november(db: Database) -> None:
    """The demonstration, loaded in November."""
    worlds.furnish(db, "demonstration", partial(loading.load, world=NOVEMBER))


def last_bills(db: Database, number: str) -> tuple[int, Period, int]:
    """How many bills an account has, the last one's period, and what it asks for."""
    with db.read() as session:
        account = stored.by_number(session, number)
        assert account is not None
        posted = bills.of_account(session, account.id)
        assert ledger.balance(session, account.id) == posted[-1].closing_balance
    return len(posted), posted[-1].period, posted[-1].closing_balance


def test_the_last_bill_is_last_months(database: Database) -> None:
    loading.load(db=database, world=NOVEMBER)
    assert last_bills(database, "6410100101") == (25, Period(2026, 10), 134_469)
    assert last_bills(database, "6410100107") == (21, Period(2026, 10), 8_344_896)
    assert last_bills(database, "6410300001")[:2] == (1, Period(2026, 10))


def test_loaded_later_it_is_moved_by_whole_months(database: Database) -> None:
    loading.load(db=database, world=FEBRUARY)
    count, last, _ = last_bills(database, "6410100101")
    assert (count, last) == (25, Period(2027, 1))


def test_the_same_month_again_changes_nothing(database: Database) -> None:
    november(database)
    loading.load(db=database, world=NOVEMBER)
    assert last_bills(database, "6410100101") == (25, Period(2026, 10), 134_469)


def test_in_a_later_month_the_households_went_on(database: Database) -> None:
    november(database)
    for _ in range(2):
        loading.load(db=database, world=FEBRUARY)
    count, last, owed = last_bills(database, "6410100101")
    assert (count, last) == (28, Period(2027, 1))
    assert 0 < owed < 500_000  # one month's worth: what came before was paid


def test_one_may_sign_in_at_once_and_see_the_accounts(database: Database) -> None:
    november(database)
    for person, count in ((people.SUBSCRIBER, 4), (people.LANDLORD, 12), (people.MOVED_OUT, 1)):
        opened = sessions.sign_in(
            db=database,
            login=person.email,
            password=DEMO_PASSWORD,
            remember=False,
            address="127.0.0.1",
            user_agent="",
            now=NOVEMBER.now,
        )
        mine = accounts.linked(db=database, customer_id=opened.session.customer_id)
        assert len(mine) == count
        assert all(link.is_proven for link in mine)


def test_one_meter_was_replaced_and_one_family_moved_out(database: Database) -> None:
    for world in (NOVEMBER, FEBRUARY):
        loading.load(db=database, world=world)
        with database.read() as session:
            replaced = stored.by_number(session, tenants.REPLACED)
            left = stored.by_number(session, tenants.LEFT)
            assert replaced is not None
            assert left is not None
            old, new = meters.of_account(session, replaced.id)
        assert old.removed_on == new.installed_on == left.closed_on == date(2026, 10, 12)
    assert last_bills(database, tenants.LEFT)[1] >= Period(2026, 10)


def test_something_waits_for_an_employee_and_once(database: Database, tmp_path: Path) -> None:
    november(database)
    paper = queues.Paper(PAPER, SIGNER, PhotoFolder(tmp_path))
    for _ in range(2):
        queues.fill(db=database, world=NOVEMBER, paper=paper)
    with database.read() as session:
        waiting = staff_figures.queues(session)
    assert {name: waiting[name] for name in ("suspicious", "guests", "appeals", "questions")} == {
        "suspicious": 1, "guests": 1, "appeals": 1, "questions": 1,
    }  # fmt: skip
    ((shown,), _) = reading_queues.page(
        db=database, queue=Queue.SUSPICIOUS, after=0, limit=9, tz=SARATOV
    )
    assert shown.has_photo


def test_what_a_visitor_changed_stays(database: Database) -> None:
    november(database)
    with database.write() as session:
        person = customers.by_email(session, people.SUBSCRIBER.email)
        assert person is not None
        stored.remove_link(session, stored.links(session, person.id)[0].id)
    loading.load(db=database, world=NOVEMBER)
    assert len(accounts.linked(db=database, customer_id=person.id)) == 3


def test_a_database_of_others_is_left_alone(database: Database) -> None:
    confirmed(database)
    with pytest.raises(loading.DemoRefused, match=r"demo\.foreign"):
        loading.load(db=database, world=NOVEMBER)
    assert not installation.is_demonstration(db=database)


def test_production_is_left_alone(database: Database) -> None:
    with pytest.raises(loading.DemoRefused, match=r"demo\.production"):
        loading.load(db=database, world=replace(NOVEMBER, is_production=True))
