"""Runs that are stopped, shared and gone on with; and positions, which only save time."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from lk_app.db import accounts, billing_facts, billing_runs, bills, positions
from lk_app.db import tariffs as stored_tariffs
from lk_app.db.billing_presence import presence
from lk_app.db.engine import Database
from lk_app.domain.billing_facts import Bill
from lk_app.domain.billing_runs import Order
from lk_app.domain.bills import BillingRefused
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period
from lk_app.usecases import billing
from lk_app.usecases.imports import payments, readings
from lk_app.usecases.publishing import tariffs, windows
from tests.usecases.books import BOOKS, NOW, SAMPLES, SARATOV, open_and_publish

FIRST, AUGUST, LAST = Period(2024, 10), Period(2026, 8), Period(2026, 10)
ORDER = Order(FIRST, LAST, Policy.DECREE354)
DEBTOR = "6410100106"


def run(
    db: Database,
    first: Period = FIRST,
    last: Period = LAST,
    stop: Callable[[], bool] = lambda: False,
) -> billing.RunReport:
    return billing.run(
        db=db,
        first=first,
        last=last,
        policy=Policy.DECREE354,
        tz=SARATOV,
        now=NOW,
        chunk=2,  # accounts: every run here has many chunks
        stop=stop,
    )


def all_bills(db: Database) -> dict[int, list[Bill]]:
    with db.read() as session:
        return bills.of_accounts(session, range(1, 200))


def account_id(db: Database, number: str) -> int:
    with db.read() as session:
        account = accounts.by_number(session, number)
    assert account is not None
    return account.id


def test_without_positions_the_same_bills_come_out(database: Database) -> None:
    open_and_publish(database)
    run(database, last=AUGUST)
    with database.write() as session:
        assert positions.count(session) == 7
        positions.forget_since(session, FIRST)
        assert positions.count(session) == 0
    run(database)
    replayed = all_bills(database)
    assert replayed

    with database.write() as session:
        known = {told.id: told for told in billing_facts.news(session, 1, 200, LAST + 1)}
        positions.forget(session, sorted(known))
    run(database)  # posts nothing and finds every position again
    with database.read() as session:
        again = {told.id: told for told in billing_facts.news(session, 1, 200, LAST + 1)}
    assert again == known
    assert all_bills(database) == replayed


def test_a_late_reading_and_a_late_payment_are_found_beside_a_position(
    database: Database, tmp_path: Path
) -> None:
    open_and_publish(database)
    run(database, last=AUGUST)
    late_reading = tmp_path / "readings.csv"
    late_reading.write_text(
        ",".join(readings.COLUMNS) + "\n" + f"{DEBTOR},2026-07-22,single,30000\n"
    )
    late_payment = tmp_path / "payments.csv"
    late_payment.write_text(
        ",".join(payments.COLUMNS) + "\n" + f"late,{DEBTOR},2026-06-05,100.00,bank\n"
    )
    now = replace(BOOKS, now=NOW)
    readings.run(db=database, path=late_reading, books=now, skip_bad=True)
    payments.run(db=database, path=late_payment, books=now, skip_bad=False)
    run(database, AUGUST + 1, AUGUST + 1)
    key = account_id(database, DEBTOR)
    with database.write() as session:
        after_news = bills.of_account(session, key)[-1]
        positions.forget(session, [key])
        (told,) = billing_facts.whole(session, [key])
    assert after_news.payments >= 10_000
    assert told.account.posted[-1] == after_news


def test_a_run_that_was_stopped_goes_on_by_the_rules_it_began_with(
    database: Database, tmp_path: Path
) -> None:
    open_and_publish(database)
    with database.read() as session:
        first_rows = {row.id for row in stored_tariffs.current(session)}
    with pytest.raises(BillingRefused) as stopped:
        run(database, stop=lambda: bool(all_bills(database)))
    assert stopped.value.code == "billing.stopped"
    assert 0 < len(all_bills(database)) < 7
    dearer = re.sub(r",(\d+\.\d\d),", r",1\1,", (SAMPLES / "tariffs.csv").read_text())
    (tmp_path / "tariffs.csv").write_text(dearer)
    tariffs.run(db=database, path=tmp_path / "tariffs.csv", books=BOOKS)

    report = run(database)
    together = all_bills(database)
    assert report.posted == sum(map(len, together.values()))
    with database.read() as session:
        assert billing_runs.running(session) is None
        current = {row.id for row in stored_tariffs.current(session)}
    used = {row for mine in together.values() for bill in mine for row in bill.tariff_row_ids}
    assert used and not used & (current - first_rows)


def test_a_run_of_other_months_waits_for_the_one_at_work(database: Database) -> None:
    open_and_publish(database)
    with presence(database) as other, database.write() as session:
        billing_runs.begin(session, ORDER, as_of=NOW, chunk=30)
        other.come_in()
    with presence(database) as other:
        other.come_in()
        with pytest.raises(BillingRefused) as refused:
            run(database, last=AUGUST)
    assert refused.value.code == "billing.other_run"
    run(database, last=AUGUST)  # nobody is at work on the other one any more
    assert {mine[-1].period for mine in all_bills(database).values()} == {AUGUST}


def test_windows_changed_behind_a_run_throw_positions_away(
    database: Database, tmp_path: Path
) -> None:
    open_and_publish(database)
    run(database)
    path = tmp_path / "windows.csv"
    path.write_text("valid_from,first_day,last_day\n2026-05-01,15,27\n")
    windows.run(db=database, path=path, books=BOOKS)
    with database.read() as session:
        assert positions.count(session) == 0


def test_a_month_whose_readings_are_still_taken_is_not_billed(database: Database) -> None:
    november = Period(2026, 11)
    with pytest.raises(BillingRefused) as refused:
        run(database, november, november)
    assert refused.value.code == "billing.window_open"
    assert refused.value.facts["until"] == datetime(2026, 11, 25).date()  # noqa: DTZ001
