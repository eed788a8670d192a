"""A posted bill stays what it was: its paper and its explanation, whatever comes later."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lk_app.db import accounts, bills, meters, readings
from lk_app.db.engine import Database
from lk_app.documents.bill import BillDocument, bill_pdf
from lk_app.domain.consumption import Policy
from lk_app.domain.customers import Customer
from lk_app.domain.meters import Meter
from lk_app.domain.periods import Period
from lk_app.usecases import bill_documents, billing, explanations
from lk_app.usecases.imports import meters as meters_file
from lk_app.usecases.publishing import norms, windows
from lk_app.wording.explanations import Reason, reasons
from tests.documents import papers
from tests.usecases.books import BOOKS, NOW, SARATOV
from tests.usecases.people import ANNA, confirmed
from tests.usecases.test_bills import billed
from tests.usecases.test_explanations import publish_dearer

SEVEN = tuple(f"64101001{at:02d}" for at in range(1, 8))
NOVEMBER = Period(2026, 11)
LATER = NOW + timedelta(seconds=1)
Told = tuple[str, Period]


class Shelf:
    """One in three posted bills of the demonstration's accounts, as their holder reads it."""

    def __init__(self, db: Database) -> None:
        self.db = db
        billed(db)
        self.person = person_of_all(db)
        with db.read() as session:
            known = [accounts.by_number(session, number) for number in SEVEN]
            everything = [
                (account.account_number, bill.period)
                for account in known
                if account
                for bill in bills.of_account(session, account.id)
            ]
        self.posted: list[Told] = everything[::3]

    def papers(self) -> dict[Told, BillDocument]:
        return {one: self._paper(*one) for one in self.posted}

    def texts(self) -> dict[Told, str]:
        """What stands on some of the sheets: setting them takes its time."""
        few = self.posted[::4]
        return {one: papers.text_of(bill_pdf(self._paper(*one))) for one in few}

    def told(self, *, step: int = 1) -> dict[Told, tuple[Reason, ...]]:
        return {
            (number, period): reasons(
                explanations.explanation(
                    db=self.db,
                    customer_id=self.person.id,
                    account_number=number,
                    period=period,
                    tz=SARATOV,
                )
            )
            for number, period in self.posted[::step]
        }

    def _paper(self, number: str, period: Period) -> BillDocument:
        return bill_documents.bill(
            db=self.db,
            supplier=papers.SUPPLIER,
            customer_id=self.person.id,
            account_number=number,
            period=period,
            now=NOW.astimezone(SARATOV),
        )


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(database)


def test_nothing_that_comes_later_changes_a_posted_bill(shelf: Shelf, tmp_path: Path) -> None:
    sheets, texts, told = shelf.papers(), shelf.texts(), shelf.told()
    assert len(sheets) > 45
    publish_dearer(shelf.db, tmp_path, LATER)
    publish_other_rules(shelf.db, tmp_path, LATER)
    replace_meters(shelf.db, tmp_path)
    assert shelf.papers() == sheets
    assert shelf.told() == told
    run(shelf.db, NOVEMBER)
    assert shelf.papers() == sheets
    assert shelf.texts() == texts
    # an estimate alone learns by which later bill it was put right
    some = shelf.told(step=3)
    assert {one: _less_advice(said) for one, said in some.items()} == {
        one: _less_advice(told[one]) for one in some
    }


def _less_advice(said: tuple[Reason, ...]) -> list[Reason]:
    return [one for one in said if one.title != "Что делать"]


def run(db: Database, last: Period) -> None:
    moment = datetime(2026, 12, 2, 6, 0, tzinfo=NOW.tzinfo)
    report = billing.run(
        db=db, first=last, last=last, policy=Policy.DECREE354, tz=SARATOV, now=moment
    )
    assert report.posted >= len(SEVEN)


def person_of_all(db: Database) -> Customer:
    person = confirmed(db, ANNA)
    with db.write() as session:
        for number in SEVEN:
            account = accounts.by_number(session, number)
            assert account is not None
            accounts.add_link(
                session,
                customer_id=person.id,
                account_id=account.id,
                name="",
                linked_at=NOW,
                linked_on=date(2026, 11, 1),
                proven_at=NOW,
            )
    return person


def publish_other_rules(db: Database, folder: Path, moment: datetime) -> None:
    """Another norm and another window, backdated over all bills."""
    books = replace(BOOKS, now=moment)
    path = folder / "norms.csv"
    path.write_text("valid_from,category,norm_kwh\n2019-01-01,rural,1\n2026-01-01,urban_gas,2\n")
    assert norms.run(db=db, path=path, books=books).added == 2
    path = folder / "windows.csv"
    path.write_text("valid_from,first_day,last_day\n2020-01-01,1,28\n")
    assert windows.run(db=db, path=path, books=books).added == 1


def replace_meters(db: Database, folder: Path) -> None:
    """Every account gets another meter three days after its last reading."""
    path = folder / "meters.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, meters_file.COLUMNS)
        writer.writeheader()
        for number in SEVEN:
            writer.writerows(_replacement(db, number))
    done = meters_file.run(db=db, path=path, books=replace(BOOKS, now=LATER), skip_bad=False)
    assert not done.refused


def _replacement(db: Database, number: str) -> Iterator[dict[str, object]]:
    with db.read() as session:
        account = accounts.by_number(session, number)
        assert account is not None
        (meter,) = meters.of_account(session, account.id)
        last = max(readings.of_meters(session, [meter.id])[meter.id], key=lambda one: one.taken_on)
    removed_on = last.taken_on + timedelta(days=3)
    final = {register: value + 20 for register, value in last.values.items()}
    old = _row(number, meter, meter.serial, meter.installed_on, meter.initial_readings)
    yield old | {"removed_on": removed_on.isoformat(), "final_readings": _values(final)}
    yield _row(number, meter, f"9{meter.serial}", removed_on, dict.fromkeys(final, 7))


def _row(
    number: str, meter: Meter, serial: str, installed_on: date, initial: object
) -> dict[str, object]:
    assert isinstance(initial, dict)
    return {
        "account_number": number,
        "serial": serial,
        "model": meter.model,
        "digits": meter.digits,
        "ratio": meter.ratio,
        "zones": meter.zones,
        "installed_on": installed_on.isoformat(),
        "removed_on": "",
        "initial_readings": _values(initial),
        "final_readings": "",
        "verified_until": "2040-01-01",
        "remote": "no",
    }


def _values(values: dict[str, int]) -> str:
    return ";".join(f"{register}:{value}" for register, value in values.items())
